//! The account owner holds no AccessKey.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-root-no-access-key",
    severity: Severity::Critical,
    resource: "account",
    title: Phrase { en: "The account owner holds no AccessKey", zh: "主账号未创建 AccessKey" },
    pass_when: Phrase {
        en: "GetAccountSecurityPracticeReport is read; passes when RootWithAccessKey is 0. The credential report row <root> is the second source.",
        zh: "读取 GetAccountSecurityPracticeReport；RootWithAccessKey 为 0 时通过。凭证报告的 <root> 行作为第二来源。",
    },
    risk: Phrase {
        en: "An owner AccessKey carries full rights, has no second factor and cannot be restricted. A key left in code or a log file exposes the whole account.",
        zh: "主账号 AccessKey 拥有全部权限，无第二因素，也无法收窄。密钥若出现在代码或日志中，整个账号随之失守。",
    },
    remediation: Phrase {
        en: "Move programs to a RAM role or a RAM user with narrow rights, then sign in as owner, open AccessKey Management, disable the key, watch for errors and delete it.",
        zh: "先将程序改用 RAM 角色或最小权限的 RAM 用户，再以主账号进入“AccessKey 管理”，停用密钥，确认业务无异常后删除。",
    },
    cli: "",
    actions: &["ram:GetAccountSecurityPracticeReport", "ram:GetCredentialReport"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ram_no_root_access_key" },
        Covers { source: "trend-vision-one", rule: "Root Account Access Keys Existence" },
        Covers { source: "cis-2.0", rule: "1.2" },
    ],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
