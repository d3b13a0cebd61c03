//! Bastion users sign in with two factors.

use crate::api::bastionhost;
use crate::checks::Check;
use crate::checks::bastionhost_enabled::running;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "bastionhost-mfa",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "Bastion users sign in with two factors", zh: "堡垒机登录启用双因素认证" },
    pass_when: Phrase {
        en: "GetInstanceTwoFactor is read; passes when EnableTwoFactor is true, at least one method is set and not every user is exempted. Users exempted in their own settings (ListUsers TwoFactorStatus) are listed.",
        zh: "读取 GetInstanceTwoFactor；EnableTwoFactor 为 true、至少设置一种方式且并非全部用户被免除时通过，并列出个人设置中免除的用户（ListUsers 的 TwoFactorStatus）。",
    },
    risk: Phrase {
        en: "The bastion opens all hosts. With a password alone, one stolen credential does too.",
        zh: "堡垒机通往全部主机，仅凭密码登录时，一个被窃口令即可进入所有主机。",
    },
    remediation: Phrase {
        en: "Bastionhost console > System Settings > Authentication: enable two-factor authentication with OTP token or SM-based USB key; keep the skip time at 0 for sensitive systems.",
        zh: "在“堡垒机控制台 > 系统设置 > 认证管理”中开启双因素认证，选用 OTP 令牌或国密 USB Key；重要系统的免二次认证时长设为 0。",
    },
    cli: "aliyun yundun-bastionhost ModifyInstanceTwoFactor --RegionId <region-id> --InstanceId <bastion-id> --EnableTwoFactor true --TwoFactorMethods totp",
    reads: &[&bastionhost::INSTANCES, &bastionhost::TWO_FACTOR, &bastionhost::USERS],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/462968.html"],
    logic: Logic::Items { of: &bastionhost::INSTANCES, judge },
};

fn judge(bastion: &Item<'_>) -> Outcome {
    if !running(bastion)? {
        let status = bastion.text("InstanceStatus");
        return not_applicable(format!("the bastion is not running ({status})"), format!("堡垒机未运行（{status}）"));
    }
    let config = bastion.ask(&bastionhost::TWO_FACTOR)?.must()?;
    let (enabled, methods) = (config.flag("Config.EnableTwoFactor")?, config.texts("Config.TwoFactorMethods"));
    if !enabled {
        return fail("EnableTwoFactor is false", "EnableTwoFactor 为 false");
    }
    if methods.is_empty() {
        return fail("two-factor is on without any method", "已开启双因素认证，但未设置认证方式");
    }
    let users = bastion.items_of(&bastionhost::USERS)?;
    let exempt: Vec<_> = users
        .iter()
        .filter(|user| user.text("TwoFactorStatus") == "Disable")
        .map(|user| user.text("UserName"))
        .collect();
    let (methods, hours) = (methods.join(", "), config.maybe_int("Config.SkipTwoFactorTime").unwrap_or(0));
    let good = pass(
        format!("two-factor is on by {methods}, skipped for {hours} hours after a sign-in"),
        format!("已开启双因素认证（{methods}），登录后免二次认证 {hours} 小时"),
    );
    if exempt.is_empty() {
        return good;
    }
    if exempt.len() == users.len() {
        let all = users.len();
        return fail(
            format!("two-factor is on, but all {all} users are exempted in their own settings"),
            format!("已开启双因素认证，但全部 {all} 个用户均在个人设置中被免除"),
        );
    }
    let (count, names) = (exempt.len(), exempt.iter().take(5).copied().collect::<Vec<_>>().join(", "));
    good.map(|v| {
        v.bounded(
            format!("{count} users are exempted in their own settings: {names}"),
            format!("{count} 个用户在个人设置中被免除：{names}"),
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::bastionhost_enabled::fixtures::{bastion, mainland};
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const BASTION: &[(&str, &str)] = &[("InstanceId", "bastion-1"), ("RegionId", "cn-hangzhou")];

    fn with(enabled: bool, methods: Value, user: &str) -> Fixture {
        with_both(enabled, methods, user, "Global")
    }

    fn with_both(enabled: bool, methods: Value, user: &str, other: &str) -> Fixture {
        mainland(bastion("RUNNING"))
            .detail(
                &bastionhost::TWO_FACTOR,
                BASTION,
                json!({ "Config": { "EnableTwoFactor": enabled, "TwoFactorMethods": methods } }),
            )
            .detail_list(
                &bastionhost::USERS,
                BASTION,
                json!([{ "UserName": "ops", "TwoFactorStatus": user }, { "UserName": "dba", "TwoFactorStatus": other }]),
            )
    }

    #[test]
    fn it_must_be_on_with_a_method() {
        assert_eq!(with(true, json!(["totp"]), "Global").verdict(&CHECK), Pass);
        assert_eq!(with(false, json!(["totp"]), "Global").verdict(&CHECK), Fail);
        assert_eq!(with(true, json!([]), "Global").verdict(&CHECK), Fail);
        assert!(with(true, json!(["totp"]), "Global").finding(&CHECK).caution.is_none());
        assert!(with(true, json!(["totp"]), "Disable").finding(&CHECK).caution.is_some());
        assert_eq!(with_both(true, json!(["totp"]), "Disable", "Disable").verdict(&CHECK), Fail, "nobody is asked");
    }

    #[test]
    fn what_does_not_run_is_not_applicable_and_holes_are_holes() {
        assert_eq!(mainland(bastion("EXPIRED")).verdict(&CHECK), NotApplicable);
        assert_eq!(mainland(json!([])).verdict(&CHECK), NotApplicable);
        let good = || with(true, json!(["totp"]), "Global");
        assert_eq!(good().denied(&bastionhost::TWO_FACTOR, BASTION).verdict(&CHECK), NotAssessed);
        assert_eq!(good().denied(&bastionhost::USERS, BASTION).verdict(&CHECK), NotAssessed);
        assert_eq!(mainland(bastion("RUNNING")).verdict(&CHECK), NotAssessed);
    }
}
