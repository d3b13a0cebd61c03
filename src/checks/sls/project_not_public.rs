//! Project policies admit no anonymous access.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-project-not-public",
    severity: Severity::High,
    resource: "project",
    title: Phrase { en: "Project policies admit no anonymous access", zh: "Project 策略不允许匿名访问" },
    pass_when: Phrase {
        en: "GetProjectPolicy is read; passes when there is no policy, or no Allow statement has Principal “*” without a condition that limits account, VPC or address.",
        zh: "读取 GetProjectPolicy；未设置策略，或不存在 Principal 为“*”且未限定账号、VPC 或地址的 Allow 语句时通过。",
    },
    risk: Phrase {
        en: "Anyone who knows the project name could read the logs or write false ones.",
        zh: "知道 Project 名称者即可读取日志或写入伪造日志。",
    },
    remediation: Phrase {
        en: "Log Service console > the project > Permission Control: name the accounts or roles in the policy, or delete it and grant through RAM.",
        zh: "在“日志服务控制台 > Project > 权限控制”中写明授权的账号或角色，或删除策略改用 RAM 授权。",
    },
    cli: "aliyun sls DeleteProjectPolicy --project <project>",
    actions: &["log:ListProject", "log:GetProjectPolicy"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/zh/sls/developer-reference/api-sls-2020-12-30-getprojectpolicy"],
};
