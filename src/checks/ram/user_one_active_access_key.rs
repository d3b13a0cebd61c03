//! A RAM user has at most one active AccessKey.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-one-active-access-key",
    severity: Severity::Medium,
    resource: "user",
    title: Phrase {
        en: "A RAM user has at most one active AccessKey", zh: "每个 RAM 用户至多一个启用的 AccessKey"
    },
    pass_when: Phrase {
        en: "ListAccessKeys is read per user; passes when no more than 1 key has the status Active.",
        zh: "逐个用户读取 ListAccessKeys；状态为 Active 的密钥不超过 1 个时通过。",
    },
    risk: Phrase {
        en: "Two active keys double what can leak and often mean that a rotation was never finished or that programs share a user.",
        zh: "两个启用密钥使泄露面加倍，往往说明轮换未完成或多个程序共用一个用户。",
    },
    remediation: Phrase {
        en: "Find which key the programs still use by its last-use time, then disable and delete the other. Give each program a user or role of its own.",
        zh: "根据最近使用时间确认在用密钥，停用并删除另一个；每个程序使用独立的用户或角色。",
    },
    cli: "aliyun ims UpdateAccessKey --UserPrincipalName <user>@<domain> --UserAccessKeyId <access-key-id> --Status Inactive",
    actions: &["ram:ListUsers", "ram:ListAccessKeys"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
