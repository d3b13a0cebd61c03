//! The account owner signs in with a second factor.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-root-mfa-enabled",
    severity: Severity::Critical,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "The account owner signs in with a second factor", zh: "主账号登录启用多因素认证" },
    pass_when: Phrase {
        en: "GetAccountMFAInfo is read; passes when IsMFAEnable is true.",
        zh: "读取 GetAccountMFAInfo；IsMFAEnable 为 true 时通过。",
    },
    risk: Phrase {
        en: "The owner identity can do anything in the account, and no policy limits it. With a password alone, one leaked secret gives away every resource.",
        zh: "主账号权限不受任何策略限制。仅凭密码登录时，密码一旦泄露即可控制全部资源。",
    },
    remediation: Phrase {
        en: "Sign in as the account owner, open Account Management > Security Settings and bind an MFA device. Keep a spare device or the recovery method in a safe place.",
        zh: "以主账号登录，在“账号中心 > 安全设置”中绑定 MFA 设备，并妥善保管备用设备或找回方式。",
    },
    cli: "",
    reads: &[&ims::ACCOUNT_MFA],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable MFA for Root Account" },
        Covers { source: "cloud-config", rule: "root-mfa-check" },
        Covers { source: "cis-2.0", rule: "1.3" },
    ],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let mfa = account.ask(&ims::ACCOUNT_MFA)?.must()?;
    if mfa.flag("IsMFAEnable")? {
        pass("the account owner has an MFA device bound", "主账号已绑定 MFA 设备")
    } else {
        fail("the account owner has no MFA device bound", "主账号未绑定 MFA 设备")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn a_bound_device_passes() {
        for (bound, expected) in [(true, Pass), (false, Fail)] {
            let account = Fixture::new().answer(&ims::ACCOUNT_MFA, json!({ "IsMFAEnable": bound }));
            assert_eq!(account.verdict(&CHECK), expected);
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let empty = Fixture::new().answer(&ims::ACCOUNT_MFA, json!({}));
        for account in [empty, Fixture::new().denied(&ims::ACCOUNT_MFA, &[]), Fixture::new()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
