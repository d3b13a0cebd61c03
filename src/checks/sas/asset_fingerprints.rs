//! Asset fingerprints are collected on schedule.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-asset-fingerprints",
    severity: Severity::Low,
    resource: "account",
    title: Phrase { en: "Asset fingerprints are collected on schedule", zh: "资产指纹定期采集" },
    pass_when: Phrase {
        en: "DescribePropertyScheduleConfig is read for the 9 types (ports, processes, accounts, software, cron, middleware, startup, kernel modules, sites); the account passes when none is 0.",
        zh: "读取 9 类资产指纹（端口、进程、账户、软件、计划任务、中间件、启动项、内核模块、网站）的 DescribePropertyScheduleConfig；均不为 0 即通过。",
    },
    risk: Phrase {
        en: "Without current inventory, unknown ports, accounts and programs on hosts stay unseen.",
        zh: "缺少最新清单时，主机上的未知端口、账户与程序难以发现。",
    },
    remediation: Phrase {
        en: "Set a collection cycle for each type under Assets > Asset Fingerprints > Settings.",
        zh: "在“资产中心”的资产指纹设置中为各类型设定采集周期。",
    },
    cli: "aliyun sas ModifyPropertyScheduleConfig --Type scheduler_port_period --ScheduleTime 24",
    actions: &["yundun-sas:DescribePropertyScheduleConfig"],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Asset Fingerprints Data Collection" },
        Covers { source: "cis-2.0", rule: "8.8" },
    ],
    references: &[],
};
