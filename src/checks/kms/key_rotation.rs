//! Customer keys rotate automatically within 365 days.

use crate::api::kms;
use crate::checks::Check;
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Item, Logic, Outcome, measure, not_applicable, skip, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "kms-key-rotation",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "key",
    title: Phrase {
        en: "Customer keys rotate automatically within 365 days", zh: "用户主密钥在 365 天内自动轮换"
    },
    pass_when: Phrase {
        en: "DescribeKey is read; passes when AutomaticRotation is Enabled and RotationInterval is at most 365 days. Asymmetric and imported keys, and keys kept inside an HSM, which cannot rotate by themselves, and keys that are not enabled, are not applicable; keys of cloud services are left out.",
        zh: "读取 DescribeKey；AutomaticRotation 为 Enabled 且 RotationInterval 不超过 365 天时通过。非对称密钥、导入密钥及保存在 HSM 内部的密钥不支持自动轮换，不适用；未启用的密钥不适用，云服务创建的密钥不计入。",
    },
    risk: Phrase {
        en: "The longer one key version is used, the more data depends on it and the more a leak uncovers.",
        zh: "同一密钥版本使用越久，依赖它的数据越多，一旦泄露影响越大。",
    },
    remediation: Phrase {
        en: "KMS console > Keys > the key > Rotation: turn on automatic rotation with 365 days or less. Old versions stay available for decryption.",
        zh: "在“密钥管理服务 KMS 控制台 > 密钥管理”中开启自动轮换，周期不超过 365 天；旧版本仍可用于解密。",
    },
    cli: "aliyun kms UpdateRotationPolicy --KeyId <key-id> --EnableAutomaticRotation true --RotationInterval 365d",
    reads: &[&kms::KEY],
    params: &[ParamSpec {
        name: "max_days",
        default: 365,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/2358146.html"],
    logic: Logic::Items { of: &kms::KEYS, judge },
};

fn judge(key: &Item<'_>) -> Outcome {
    let Some(answer) = key.ask(&kms::KEY)?.got() else { return skip() };
    let facts = answer.at("KeyMetadata");
    // Keys of services are created by the service's name, keys of customers by an account number.
    if !facts.str("Creator")?.bytes().all(|b| b.is_ascii_digit()) {
        return skip();
    }
    let (state, spec, origin) = (facts.str("KeyState")?, facts.str("KeySpec")?, facts.str("Origin")?);
    let level = facts.str("ProtectionLevel")?;
    if state != "Enabled" {
        return not_applicable(format!("KeyState is {state}"), format!("密钥状态为 {state}"));
    }
    let rotation = facts.text("AutomaticRotation");
    let symmetric = spec.contains("AES") || spec.contains("SM4");
    if !symmetric || origin == "EXTERNAL" || (level == "HSM" && rotation != "Enabled") {
        return not_applicable(
            format!("a key of KeySpec {spec}, Origin {origin}, ProtectionLevel {level} cannot rotate by itself"),
            format!("KeySpec 为 {spec}、Origin 为 {origin}、ProtectionLevel 为 {level} 的密钥不支持自动轮换"),
        );
    }
    match facts.str("AutomaticRotation")? {
        "Enabled" => {
            let interval = facts.str("RotationInterval")?;
            let Some(days) = days(interval) else {
                return unknown(
                    format!("RotationInterval {interval} is no period"),
                    format!("RotationInterval {interval} 无法解析"),
                );
            };
            measure("max_days", days, format!("rotates every {days} days"), format!("每 {days} 天自动轮换"))
        }
        other => measure(
            "max_days",
            i64::MAX,
            format!("AutomaticRotation is {other}"),
            format!("AutomaticRotation 为 {other}"),
        ),
    }
}

/// Days of a period such as `365d` or `31536000s`, rounded up.
fn days(period: &str) -> Option<i64> {
    let unit = period.chars().last()?;
    let number: i64 = period.strip_suffix(unit)?.parse().ok()?;
    let per_day = match unit {
        'd' => 1,
        'h' => 24,
        'm' => 1440,
        's' => 86400,
        _ => return None,
    };
    Some(number / per_day + i64::from(number % per_day != 0))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::{ACCOUNT, Fixture};

    const KEY: &[(&str, &str)] = &[("KeyId", "key-1")];

    fn keys() -> Fixture {
        Fixture::new().list(&kms::KEYS, json!([{ "KeyId": "key-1" }]))
    }

    fn verdict(changes: &[(&str, &str)]) -> FindingStatus {
        let mut facts = json!({
            "Creator": ACCOUNT, "KeyState": "Enabled", "KeySpec": "Aliyun_AES_256", "Origin": "Aliyun_KMS",
            "ProtectionLevel": "SOFTWARE", "AutomaticRotation": "Enabled", "RotationInterval": "365d",
        });
        for (name, value) in changes {
            facts[*name] = if value.is_empty() { Value::Null } else { json!(value) };
        }
        keys().detail(&kms::KEY, KEY, json!({ "KeyMetadata": facts })).verdict(&CHECK)
    }

    #[test]
    fn the_interval_decides() {
        for (interval, expected) in [
            ("365d", Pass),
            ("31536000s", Pass),
            ("7d", Pass),
            ("366d", Fail),
            ("31536001s", Fail),
            ("soon", NotAssessed),
        ] {
            assert_eq!(verdict(&[("RotationInterval", interval)]), expected, "{interval}");
        }
        for rotation in ["Disabled", "Suspended"] {
            assert_eq!(verdict(&[("AutomaticRotation", rotation)]), Fail, "{rotation}");
        }
    }

    #[test]
    fn keys_that_cannot_rotate_are_not_applicable() {
        for change in
            [("KeySpec", "RSA_2048"), ("Origin", "EXTERNAL"), ("KeyState", "PendingDeletion"), ("Creator", "Ecs")]
        {
            assert_eq!(verdict(&[change, ("AutomaticRotation", "Disabled")]), NotApplicable, "{change:?}");
        }
        assert_eq!(verdict(&[("ProtectionLevel", "HSM"), ("AutomaticRotation", "Disabled")]), NotApplicable);
        assert_eq!(verdict(&[("ProtectionLevel", "HSM")]), Pass);
        assert_eq!(Fixture::new().list(&kms::KEYS, json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(verdict(&[("AutomaticRotation", "")]), NotAssessed);
        assert_eq!(verdict(&[("RotationInterval", "")]), NotAssessed);
        assert_eq!(keys().denied(&kms::KEY, KEY).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&kms::KEYS, &[]).verdict(&CHECK), NotAssessed);
    }
}
