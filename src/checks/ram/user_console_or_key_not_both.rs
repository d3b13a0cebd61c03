//! A RAM user has console access or AccessKeys, not both.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-console-or-key-not-both",
    severity: Severity::Medium,
    resource: "user",
    title: Phrase {
        en: "A RAM user has console access or AccessKeys, not both",
        zh: "RAM 用户不同时启用控制台登录与 AccessKey",
    },
    pass_when: Phrase {
        en: "Login profile and keys are read per user; passes when the user does not have both an active login profile and an active AccessKey.",
        zh: "逐个用户读取登录配置与密钥；未同时存在启用的登录配置和启用的 AccessKey 时通过。",
    },
    risk: Phrase {
        en: "A mixed identity blurs who acted, a person or a program. A leaked key then also carries the person's wider rights.",
        zh: "人机混用的身份难以区分操作者是人还是程序，密钥泄露时还会带出人员的较大权限。",
    },
    remediation: Phrase {
        en: "Create a separate RAM user or role for the program, move the key's use there, and delete the key of the human user.",
        zh: "为程序单独建立 RAM 用户或角色，迁移密钥用途后删除人员用户的密钥。",
    },
    cli: "aliyun ims DeleteAccessKey --UserPrincipalName <user>@<domain> --UserAccessKeyId <access-key-id>",
    actions: &["ram:ListUsers", "ram:GetLoginProfile", "ram:ListAccessKeys"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ram-user-login-check" }],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
