//! Console sign-in is limited to known networks.

use crate::api::ims;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::addresses::{cover_everyone, parse};
use crate::evaluate::{Account, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-login-source-restricted",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "account",
    title: Phrase { en: "Console sign-in is limited to known networks", zh: "控制台登录限定来源网络" },
    pass_when: Phrase {
        en: "GetSecurityPreference is read; passes when LoginNetworkMasks is set and no mask admits all addresses (0.0.0.0/0).",
        zh: "读取 GetSecurityPreference；已设置 LoginNetworkMasks，且没有放行全部地址（0.0.0.0/0）的掩码时通过。",
    },
    risk: Phrase {
        en: "Without a source limit, a stolen password works from anywhere in the world.",
        zh: "不限制来源时，被窃密码可在任意网络登录。",
    },
    remediation: Phrase {
        en: "RAM console > Settings > Security Settings: enter the office and VPN egress ranges as login masks (up to 40, separated by semicolons). API calls with AccessKeys are not covered.",
        zh: "在 RAM 控制台“设置 > 安全设置”中填写办公与 VPN 出口网段作为登录掩码（最多 40 个，以分号分隔）。该设置不约束 AccessKey 的 API 调用。",
    },
    cli: "aliyun ims SetSecurityPreference --LoginNetworkMasks '<office-cidr>;<vpn-cidr>'",
    reads: &[&ims::SECURITY_PREFERENCE],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let preference = account.ask(&ims::SECURITY_PREFERENCE)?.must()?;
    let login = preference.at("SecurityPreference.LoginProfilePreference");
    if !login.has("") {
        return Err(preference.lacks("SecurityPreference.LoginProfilePreference"));
    }
    // No masks, no restriction: absent means the same as empty.
    let written = login.text("LoginNetworkMasks");
    let masks: Vec<&str> = written.split([';', ',', ' ']).map(str::trim).filter(|mask| !mask.is_empty()).collect();
    if masks.is_empty() {
        return fail("no login mask is set: sign-in works from every address", "未设置登录掩码，任意来源地址均可登录");
    }
    if cover_everyone(masks.iter().copied()) {
        return fail(
            format!("the login masks admit every address: {written}"),
            format!("登录掩码放行全部地址：{written}"),
        );
    }
    if let Some(mask) = masks.iter().find(|mask| parse(mask).is_none()) {
        return unknown(
            format!("the login mask {mask} is no address range"),
            format!("登录掩码 {mask} 无法识别为地址段"),
        );
    }
    pass(
        format!("sign-in is limited to known ranges ({}): {written}", masks.len()),
        format!("控制台登录限定 {} 个网段：{written}", masks.len()),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn account(login: serde_json::Value) -> Fixture {
        let preference = json!({ "SecurityPreference": { "LoginProfilePreference": login } });
        Fixture::new().answer(&ims::SECURITY_PREFERENCE, preference)
    }

    #[test]
    fn masks_pass_unless_they_admit_everyone() {
        for (masks, expected) in [
            ("198.51.100.0/24;203.0.113.7", Pass),
            ("", Fail),
            ("198.51.100.0/24;0.0.0.0/0", Fail),
            ("0.0.0.0/1;128.0.0.0/1", Fail),
            ("::/0", Fail),
            ("office", NotAssessed),
        ] {
            assert_eq!(account(json!({ "LoginNetworkMasks": masks })).verdict(&CHECK), expected, "{masks}");
        }
        assert_eq!(account(json!({ "LoginSessionDuration": 6 })).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let empty = Fixture::new().answer(&ims::SECURITY_PREFERENCE, json!({ "SecurityPreference": {} }));
        for account in [empty, Fixture::new().denied(&ims::SECURITY_PREFERENCE, &[]), Fixture::new()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
