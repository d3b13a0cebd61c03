//! Anti-DDoS access logs are on for all domains.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ddos-log-analysis",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase {
        en: "Anti-DDoS access logs are on for all domains", zh: "DDoS 高防日志分析已对全部域名开启"
    },
    pass_when: Phrase {
        en: "DescribeSlsOpenStatus and DescribeWebAccessLogDispatchStatus are read; the account passes when each domain has Enable true. Without an instance the check is not applicable; Ttl is shown as evidence.",
        zh: "读取 DescribeSlsOpenStatus 与 DescribeWebAccessLogDispatchStatus；各域名 Enable 均为 true 即通过，无实例的不适用，Ttl 作为证据展示。",
    },
    risk: Phrase {
        en: "Without these logs the course of an attack and its sources cannot be shown.",
        zh: "缺少日志时，无法还原攻击过程与来源。",
    },
    remediation: Phrase {
        en: "Buy log analysis in the Anti-DDoS console and switch it on for each domain, with 180 days or more.",
        zh: "在 DDoS 高防控制台开通全量日志分析并对各域名启用，存储时长设为 180 天以上。",
    },
    cli: "aliyun ddoscoo EnableWebAccessLogConfig --Domain <domain>",
    actions: &[
        "yundun-ddoscoo:DescribeInstanceIds",
        "yundun-ddoscoo:DescribeSlsOpenStatus",
        "yundun-ddoscoo:DescribeWebAccessLogDispatchStatus",
        "yundun-ddoscoo:DescribeSlsLogstoreInfo",
    ],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Log Analysis for Anti-DDoS Instances" },
        Covers { source: "cis-2.0", rule: "2.6" },
    ],
    references: &[],
};
