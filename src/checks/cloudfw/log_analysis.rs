//! Cloud Firewall logs are stored and searchable.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-log-analysis",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "Cloud Firewall logs are stored and searchable", zh: "云防火墙日志分析已开启" },
    pass_when: Phrase {
        en: "DescribeUserBuyVersion and DescribeSlsAnalyzeOpenStatus are read; the account passes when UserStatus and LogStatus are true. Ttl of DescribeLogStoreInfo is shown; 180 days are wanted.",
        zh: "读取 DescribeUserBuyVersion 与 DescribeSlsAnalyzeOpenStatus；UserStatus 与 LogStatus 均为 true 即通过，DescribeLogStoreInfo 的 Ttl 一并展示，宜不少于 180 天。",
    },
    risk: Phrase {
        en: "Without stored border logs attacks and data outflow cannot be traced after the fact.",
        zh: "未留存边界日志时，攻击与数据外流事后无法追溯。",
    },
    remediation: Phrase {
        en: "Switch on log analysis in Cloud Firewall and set the storage period to 180 days or more.",
        zh: "在云防火墙“日志分析”中开启，存储时长设为 180 天以上。",
    },
    cli: "aliyun cloudfw CreateSlsLogDispatch --SlsRegionId <region-id> --Ttl 180",
    actions: &[
        "yundun-cloudfirewall:DescribeUserBuyVersion",
        "yundun-cloudfirewall:DescribeSlsAnalyzeOpenStatus",
        "yundun-cloudfirewall:DescribeLogStoreInfo",
    ],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Log Analysis for Cloud Firewall" },
        Covers { source: "cis-2.0", rule: "2.8" },
    ],
    references: &[],
};
