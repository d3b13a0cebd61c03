//! Host is in an active anti-ransomware policy.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-anti-ransomware",
    severity: Severity::Medium,
    resource: "host",
    title: Phrase { en: "Host is in an active anti-ransomware policy", zh: "主机已纳入生效的防勒索策略" },
    pass_when: Phrase {
        en: "DescribeBackupPolicies is read; the host passes when its UUID is in a policy with Status enabled. The bait switch (ransomware_breaking) is shown as a further fact.",
        zh: "读取 DescribeBackupPolicies；主机 UUID 属于 Status 为 enabled 的策略即通过，诱饵捕获开关（ransomware_breaking）作为补充信息展示。",
    },
    risk: Phrase {
        en: "Without backup of its files a host hit by ransomware can only be rebuilt.",
        zh: "缺少文件备份时，主机遭勒索加密后只能重建。",
    },
    remediation: Phrase {
        en: "Buy anti-ransomware capacity, create a policy with the directories that matter and add the host under Host Protection > Anti-ransomware; test a restore.",
        zh: "购买防勒索容量，在“主机防护 > 防勒索”中创建包含关键目录的策略并加入该主机，测试恢复。",
    },
    cli: "",
    actions: &[
        "yundun-sas:DescribeBackupPolicies",
        "yundun-sas:DescribeSuspiciousOverallConfig",
        "yundun-sas:DescribeCloudCenterInstances",
    ],
    params: &[],
    covers: &[],
    references: &[],
};
