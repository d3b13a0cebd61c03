//! Logs are kept for at least 180 days.

use crate::checks::{Check, Covers};
use crate::domain::{Bound, ParamSpec, Severity};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-logstore-retention",
    severity: Severity::Medium,
    resource: "logstore",
    title: Phrase { en: "Logs are kept for at least 180 days", zh: "日志保存期不少于 180 天" },
    pass_when: Phrase {
        en: "GetLogStore is read for each logstore; passes when ttl is at least 180 days (3650 means for ever). Hot and cold tiers lie inside ttl.",
        zh: "逐个日志库读取 GetLogStore；ttl 不少于 180 天时通过（3650 表示永久保存）。冷热分层的天数包含在 ttl 之内。",
    },
    risk: Phrase {
        en: "Chinese law asks for network logs of at least six months. Shorter storage also ends before many intrusions are found.",
        zh: "法律要求网络日志留存不少于六个月；保存期过短，许多入侵在被发现前证据已过期。",
    },
    remediation: Phrase {
        en: "Log Service console > the logstore > Modify: set the retention period to 180 days or more (365 for CIS). Move older data to a cheaper tier rather than deleting it.",
        zh: "在“日志服务控制台 > 日志库 > 修改”中将数据保存时间设为 180 天或以上（CIS 要求 365 天）；可将旧数据转入低频存储，而不是删除。",
    },
    cli: "aliyun sls UpdateLogStore --project <project> --logstore <logstore> --body '{\"logstoreName\":\"<logstore>\",\"ttl\":180}'",
    actions: &["log:ListProject", "log:ListLogStores", "log:GetLogStore"],
    params: &[ParamSpec {
        name: "min_days",
        default: 180,
        bound: Bound::AtLeast,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[
        Covers { source: "prowler", rule: "sls_logstore_retention_period" },
        Covers { source: "trend-vision-one", rule: "Check for Sufficient Log Retention Period" },
        Covers { source: "cis-2.0", rule: "2.23" },
    ],
    references: &["https://help.aliyun.com/document_detail/308645.html"],
};
