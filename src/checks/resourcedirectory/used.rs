//! The account belongs to a resource directory.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "resourcedirectory-used",
    severity: Severity::Low,
    resource: "account",
    title: Phrase { en: "The account belongs to a resource directory", zh: "账号已加入资源目录" },
    pass_when: Phrase {
        en: "GetResourceDirectory is read; passes when a ResourceDirectoryId is returned.",
        zh: "读取 GetResourceDirectory；返回 ResourceDirectoryId 时通过。",
    },
    risk: Phrase {
        en: "With everything in one account, or accounts side by side, separation of environments and common guard rails are missing.",
        zh: "资源集中于单账号或各账号各自为政时，缺少环境隔离与统一管控。",
    },
    remediation: Phrase {
        en: "Resource Management console > Resource Directory: enable it from a management account without workloads, invite the accounts, and set control policies.",
        zh: "在“资源管理控制台 > 资源目录”中由不承载业务的管理账号开通，邀请各账号加入并设置管控策略。",
    },
    cli: "aliyun resourcedirectorymaster EnableResourceDirectory --EnableMode CurrentAccount",
    actions: &["resourcemanager:GetResourceDirectory"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/94475.html"],
};
