//! Managed secrets rotate automatically.

use crate::api::kms;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "kms-secret-rotation",
    severity: Severity::Low,
    effort: Effort::Change,
    resource: "secret",
    title: Phrase { en: "Managed secrets rotate automatically", zh: "托管凭据启用自动轮换" },
    pass_when: Phrase {
        en: "DescribeSecret is read; passes when AutomaticRotation is Enabled. Only managed RDS, RAM and ECS secrets report this; generic secrets are not applicable.",
        zh: "读取 DescribeSecret；AutomaticRotation 为 Enabled 时通过。仅 RDS、RAM、ECS 托管凭据返回该字段，通用凭据不适用。",
    },
    risk: Phrase {
        en: "Passwords of databases and hosts that never change keep working for everyone who once saw them.",
        zh: "数据库和主机口令长期不变，曾接触过的人员均可继续使用。",
    },
    remediation: Phrase {
        en: "KMS console > Secrets > the secret: turn on automatic rotation with an interval that your policy sets, and let programs fetch the secret at run time.",
        zh: "在“密钥管理服务 KMS 控制台 > 凭据管理”中按制度规定的周期开启自动轮换，并使程序在运行时获取凭据。",
    },
    cli: "aliyun kms UpdateSecretRotationPolicy --SecretName <secret-name> --EnableAutomaticRotation true --RotationInterval <days>d",
    reads: &[&kms::SECRET],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &kms::SECRETS, judge },
};

fn judge(secret: &Item<'_>) -> Outcome {
    let Some(answer) = secret.ask(&kms::SECRET)?.got() else { return skip() };
    if !answer.text("PlannedDeleteTime").is_empty() {
        return skip();
    }
    let kind = answer.str("SecretType")?;
    if kind == "Generic" {
        return not_applicable("a generic secret has no rotation", "通用凭据不支持自动轮换");
    }
    match answer.str("AutomaticRotation")? {
        "Enabled" => {
            let interval = answer.text("RotationInterval");
            pass(format!("{kind} secret, rotates every {interval}"), format!("{kind} 凭据，轮换周期 {interval}"))
        }
        other => fail(
            format!("{kind} secret, AutomaticRotation is {other}"),
            format!("{kind} 凭据，AutomaticRotation 为 {other}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const SECRET: &[(&str, &str)] = &[("SecretName", "db")];

    fn secrets() -> Fixture {
        Fixture::new().list(&kms::SECRETS, json!([{ "SecretName": "db" }]))
    }

    #[test]
    fn the_switch_decides_for_managed_secrets() {
        for (kind, rotation, delete, expected) in [
            ("Rds", "Enabled", "", Pass),
            ("Rds", "Disabled", "", Fail),
            ("ECS", "Invalid", "", Fail),
            ("Generic", "Invalid", "", NotApplicable),
            ("Rds", "Disabled", "2026-12-01T00:00:00Z", NotApplicable),
        ] {
            let body = json!({
                "SecretType": kind, "AutomaticRotation": rotation, "RotationInterval": "604800s",
                "PlannedDeleteTime": delete,
            });
            assert_eq!(secrets().detail(&kms::SECRET, SECRET, body).verdict(&CHECK), expected, "{kind} {rotation}");
        }
        assert_eq!(Fixture::new().list(&kms::SECRETS, json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let silent = json!({ "SecretType": "Rds" });
        assert_eq!(secrets().detail(&kms::SECRET, SECRET, silent).verdict(&CHECK), NotAssessed);
        assert_eq!(secrets().denied(&kms::SECRET, SECRET).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&kms::SECRETS, &[]).verdict(&CHECK), NotAssessed);
    }
}
