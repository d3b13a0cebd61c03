//! Security Center log analysis is on.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-log-analysis",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "Security Center log analysis is on", zh: "云安全中心日志分析已开启" },
    pass_when: Phrase {
        en: "DescribeVersionConfig and DescribeLogMeta are read; the account passes when SasLog is 1 and each entry of LogMetaList has Status enabled. Ttl is shown as evidence.",
        zh: "读取 DescribeVersionConfig 与 DescribeLogMeta；SasLog 为 1 且 LogMetaList 各项 Status 均为 enabled 即通过，Ttl 作为证据展示。",
    },
    risk: Phrase {
        en: "Without stored host, network and security logs an intrusion cannot be reconstructed.",
        zh: "未留存主机、网络与安全日志时，无法还原入侵过程。",
    },
    remediation: Phrase {
        en: "Buy log analysis, switch on all log types and keep them 180 days or more; watch the storage quota.",
        zh: "购买日志分析并开启全部日志类型，留存 180 天以上，同时关注存储容量。",
    },
    cli: "aliyun sas ModifyLogMetaStatus --From sas --Project <project> --LogStore <logstore> --Status enabled",
    actions: &["yundun-sas:DescribeVersionConfig", "yundun-sas:DescribeLogMeta"],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Log Analysis in Security Center" },
        Covers { source: "cis-2.0", rule: "2.9" },
    ],
    references: &[],
};
