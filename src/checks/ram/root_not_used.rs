//! The account owner is not used for daily work.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::credential_report::Owner;
use crate::evaluate::{Account, Logic, Outcome, measure};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-root-not-used",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "account",
    title: Phrase { en: "The account owner is not used for daily work", zh: "日常工作不使用主账号" },
    pass_when: Phrase {
        en: "The credential report row <root> is read; passes when the last sign-in of the owner and the last use of an owner AccessKey are at least 90 days ago. A report older than a day does not count.",
        zh: "读取凭证报告的 <root> 行；主账号最近一次登录及主账号 AccessKey 最近一次使用距今均不少于 90 天时通过。生成超过一天的报告不采用。",
    },
    risk: Phrase {
        en: "Work done as owner cannot be limited and cannot be traced to a person. Frequent use also raises the chance that its password is caught.",
        zh: "以主账号操作既无法限权，也无法追溯到具体人员；频繁使用还会增加密码被窃取的机会。",
    },
    remediation: Phrase {
        en: "Give administrators their own RAM users or SSO roles and use the owner only for tasks that need it. Record each such use with a reason, and alert on owner sign-ins.",
        zh: "为管理员分配各自的 RAM 用户或 SSO 角色，仅在必须时使用主账号；每次使用登记原因，并对主账号登录设置告警。",
    },
    cli: "",
    reads: &[&ims::GENERATE_CREDENTIAL_REPORT, &ims::CREDENTIAL_REPORT],
    params: &[ParamSpec {
        name: "min_days_since_use",
        default: 90,
        bound: Bound::AtLeast,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Root Account Usage" },
        Covers { source: "cis-2.0", rule: "1.1" },
    ],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let owner = Owner::read(account)?;
    let sign_in = owner.last_sign_in()?.map(|at| (at, "signed in", "登录控制台"));
    let keys = owner.keys()?.into_iter().filter_map(|key| key.last_used);
    let uses = keys.map(|at| (at, "used an AccessKey", "使用 AccessKey")).chain(sign_in);
    match uses.max_by_key(|(at, ..)| *at) {
        None => measure("min_days_since_use", i64::MAX, "the account owner was never used", "主账号从未使用"),
        Some((at, en, zh)) => {
            let (days, day) = (account.days_since(at), at.date());
            measure(
                "min_days_since_use",
                days,
                format!("the account owner last {en} on {day}, {days} days ago"),
                format!("主账号最近一次{zh}为 {day}，距今 {days} 天"),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::credential_report::report_of_owner;
    use crate::evaluate::fixture::Fixture;

    fn account(sign_in: &str, key_used: Option<&str>) -> Fixture {
        let exists = if key_used.is_some() { "TRUE" } else { "FALSE" };
        let report = report_of_owner(&[
            ("user_last_logon", sign_in),
            ("access_key_1_exist", exists),
            ("access_key_1_active", if key_used.is_some() { "TRUE" } else { "N/A" }),
            ("access_key_1_last_used", key_used.unwrap_or("N/A")),
        ]);
        Fixture::new().answer(&ims::CREDENTIAL_REPORT, report)
    }

    #[test]
    fn the_last_use_decides() {
        for (sign_in, key_used, expected) in [
            ("2026-08-01T00:00:00Z", None, Pass),
            ("-", None, Pass),
            ("2026-11-20T00:00:00Z", None, Fail),
            ("2026-08-01T00:00:00Z", Some("-"), Pass),
            ("2026-08-01T00:00:00Z", Some("2026-11-20T00:00:00Z"), Fail),
            ("-", Some("2026-11-20T00:00:00Z"), Fail),
            ("N/A", None, NotAssessed),
            ("-", Some("N/A"), NotAssessed),
        ] {
            assert_eq!(account(sign_in, key_used).verdict(&CHECK), expected, "{sign_in} {key_used:?}");
        }
    }

    #[test]
    fn no_report_and_an_old_one_are_no_verdict() {
        let mut old = report_of_owner(&[("user_last_logon", "-"), ("access_key_1_exist", "FALSE")]);
        old["GeneratedTime"] = "2026-11-20T00:00:00Z".into();
        let old = Fixture::new().answer(&ims::CREDENTIAL_REPORT, old);
        for account in [old, Fixture::new().denied(&ims::CREDENTIAL_REPORT, &[]), Fixture::new()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
