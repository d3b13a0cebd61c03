//! Active AccessKeys have been used recently.

use crate::checks::{Check, Covers};
use crate::domain::{Bound, ParamSpec, Severity};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-access-key-in-use",
    severity: Severity::Medium,
    resource: "access key",
    title: Phrase {
        en: "Active AccessKeys have been used recently", zh: "启用中的 AccessKey 近期有使用记录"
    },
    pass_when: Phrase {
        en: "GetAccessKeyLastUsed is read for each active key; passes when the key was used within the last 90 days (a never-used key counts from its creation).",
        zh: "读取每个启用中密钥的 GetAccessKeyLastUsed；最近 90 天内有使用记录时通过（从未使用的自创建时起算）。",
    },
    risk: Phrase {
        en: "An unused key gives no benefit but still opens the account to whoever finds it.",
        zh: "闲置密钥没有业务价值，却仍可被任何获得者用来访问账号。",
    },
    remediation: Phrase {
        en: "Disable the key, wait for a release cycle, then delete it. In RAM Security Settings, set the idle limit for AccessKeys to 90 days so that unused keys are disabled automatically.",
        zh: "停用密钥，观察一个发布周期后删除；并在 RAM 安全设置中将 AccessKey 最长闲置天数设为 90 天，自动停用闲置密钥。",
    },
    cli: "aliyun ims UpdateAccessKey --UserPrincipalName <user>@<domain> --UserAccessKeyId <access-key-id> --Status Inactive",
    actions: &["ram:ListUsers", "ram:ListAccessKeys", "ram:GetAccessKeyLastUsed"],
    params: &[ParamSpec {
        name: "max_idle_days",
        default: 90,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[Covers { source: "cloud-config", rule: "ram-user-ak-used-expired-check" }],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
