//! All resources lie in mainland regions.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "account-resources-in-mainland",
    severity: Severity::High,
    resource: "account",
    title: Phrase { en: "All resources lie in mainland regions", zh: "全部资源位于境内地域" },
    pass_when: Phrase {
        en: "Resource Center SearchResources is read; passes when no resource has a region outside the mainland. Hong Kong counts as outside; resources without a region are left out.",
        zh: "读取资源中心 SearchResources；没有位于境外地域的资源时通过。中国香港视为境外；无地域属性的资源不计。",
    },
    risk: Phrase {
        en: "Infrastructure of a graded system belongs in the mainland, and data stored abroad may need an export procedure. Remote access from abroad is export too and cannot be seen here.",
        zh: "定级系统的基础设施应位于境内，存储于境外的数据可能须履行出境手续。境外远程访问同样属于出境，本项无法识别。",
    },
    remediation: Phrase {
        en: "Move or delete resources outside the mainland. Where one must stay, record its purpose, kinds of data and legal basis. A control policy in the resource directory can forbid other regions.",
        zh: "迁移或删除境外资源；确需保留的登记用途、数据类别与合法依据，并可用资源目录管控策略禁止使用境外地域。",
    },
    cli: "",
    actions: &["resourcecenter:GetResourceCenterServiceStatus", "resourcecenter:SearchResources"],
    params: &[],
    covers: &[],
    references: &[],
};
