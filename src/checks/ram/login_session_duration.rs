//! Console sessions end within 8 hours.

use crate::api::ims;
use crate::checks::Check;
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Account, Logic, Outcome, measure};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-login-session-duration",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "Console sessions end within 8 hours", zh: "控制台会话时长不超过 8 小时" },
    pass_when: Phrase {
        en: "GetSecurityPreference is read; passes when LoginSessionDuration is at most 8 hours. The range is 1 to 24, the default 6.",
        zh: "读取 GetSecurityPreference；LoginSessionDuration 不超过 8 小时时通过。取值范围 1 至 24，默认 6。",
    },
    risk: Phrase {
        en: "A long session on an unlocked or stolen computer gives its holder the user's rights without a new sign-in.",
        zh: "会话过长时，未锁屏或失窃的电脑可被他人直接以该用户身份继续操作。",
    },
    remediation: Phrase {
        en: "RAM console > Settings > Security Settings: set the sign-in session duration to 8 hours or less.",
        zh: "在 RAM 控制台“设置 > 安全设置”中将登录会话过期时间设为 8 小时以内。",
    },
    cli: "aliyun ims SetSecurityPreference --LoginSessionDuration 8",
    reads: &[&ims::SECURITY_PREFERENCE],
    params: &[ParamSpec {
        name: "max_hours",
        default: 8,
        bound: Bound::AtMost,
        unit: Phrase { en: "hours", zh: "小时" },
    }],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let preference = account.ask(&ims::SECURITY_PREFERENCE)?.must()?;
    let hours = preference.int("SecurityPreference.LoginProfilePreference.LoginSessionDuration")?;
    measure("max_hours", hours, format!("sessions end after {hours} hours"), format!("登录会话 {hours} 小时后过期"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn eight_hours_pass_and_nine_fail() {
        for (hours, expected) in [(1, Pass), (8, Pass), (9, Fail), (24, Fail)] {
            let preference =
                json!({ "SecurityPreference": { "LoginProfilePreference": { "LoginSessionDuration": hours } } });
            let account = Fixture::new().answer(&ims::SECURITY_PREFERENCE, preference);
            assert_eq!(account.verdict(&CHECK), expected, "{hours}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let empty = Fixture::new().answer(&ims::SECURITY_PREFERENCE, json!({ "SecurityPreference": {} }));
        for account in [empty, Fixture::new().denied(&ims::SECURITY_PREFERENCE, &[]), Fixture::new()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
