//! Security Center may check cloud configurations.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-config-assessment-authorized",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "Security Center may check cloud configurations", zh: "已授权云平台配置检查" },
    pass_when: Phrase {
        en: "DescribeServiceLinkedRoleStatus for AliyunServiceRoleForSasCspm is read; the account passes when RoleStatus.Status is true.",
        zh: "读取 AliyunServiceRoleForSasCspm 的 DescribeServiceLinkedRoleStatus；RoleStatus.Status 为 true 即通过。",
    },
    risk: Phrase {
        en: "Without the role no continuous check of cloud settings runs, and drift is not noticed.",
        zh: "未授权时无法持续检查云上配置，配置漂移难以发现。",
    },
    remediation: Phrase {
        en: "Authorise the service-linked role on the configuration check page of Security Center and schedule the check.",
        zh: "在云安全中心云平台配置检查页面完成服务关联角色授权，并设置检查周期。",
    },
    cli: "aliyun sas CreateServiceLinkedRole --ServiceLinkedRole AliyunServiceRoleForSasCspm",
    actions: &["yundun-sas:DescribeServiceLinkedRoleStatus", "ram:ListRoles"],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Config Assessment Authorization" },
        Covers { source: "cis-2.0", rule: "8.6" },
    ],
    references: &[],
};
