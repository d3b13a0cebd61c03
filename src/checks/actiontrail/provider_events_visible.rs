//! Platform operation logs are delivered to the customer.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-provider-events-visible",
    severity: Severity::Low,
    resource: "account",
    title: Phrase {
        en: "Platform operation logs are delivered to the customer", zh: "平台操作日志已投递给租户"
    },
    pass_when: Phrase {
        en: "ListProject and ListLogStores are read; passes when a logstore of the Inner-ActionTrail feature (name prefix innertrail_) exists. If the feature is not open to the account, a person confirms.",
        zh: "读取 ListProject 与 ListLogStores；存在 Inner-ActionTrail 功能的日志库（名称前缀 innertrail_）时通过。账号未开放该功能的转人工确认。",
    },
    risk: Phrase {
        en: "Operations by the provider on the customer's resources stay unseen, so the customer cannot audit the platform side.",
        zh: "云服务商对租户资源的操作不可见，租户无法审计平台侧行为。",
    },
    remediation: Phrase {
        en: "Log Service console > Import Data > platform operation logs (Inner-ActionTrail): apply for access if needed, then choose project and logstore.",
        zh: "在日志服务控制台“接入数据”中选择平台操作日志（Inner-ActionTrail），必要时先申请开通，再选定 Project 与日志库。",
    },
    cli: "",
    actions: &["log:ListProject", "log:ListLogStores"],
    params: &[],
    covers: &[],
    references: &[],
};
