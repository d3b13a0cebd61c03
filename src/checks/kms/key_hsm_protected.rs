//! Customer keys are protected by an HSM.

use crate::api::kms;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "kms-key-hsm-protected",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "key",
    title: Phrase { en: "Customer keys are protected by an HSM", zh: "用户主密钥由硬件密码机保护" },
    pass_when: Phrase {
        en: "DescribeKey is read for each key that no cloud service has created; passes when ProtectionLevel is HSM.",
        zh: "逐个读取非云服务创建的密钥的 DescribeKey；ProtectionLevel 为 HSM 时通过。",
    },
    risk: Phrase {
        en: "A software key can be copied by whoever controls the key service. From MLPS level 3 on, assessors look for hardware protection; the commercial-cipher assessment is separate.",
        zh: "软件密钥可能被掌控密钥服务者复制。等级保护三级起测评通常关注硬件保护；商用密码应用安全性评估另行开展。",
    },
    remediation: Phrase {
        en: "The level of a key cannot be changed: create a key in a KMS hardware key management instance, encrypt the data again with it, then disable the old key.",
        zh: "密钥的保护级别不可更改：须在 KMS 硬件密钥管理实例中新建密钥，重新加密数据后禁用旧密钥。",
    },
    cli: "aliyun kms CreateKey --DKMSInstanceId <kms-instance-id> --KeySpec Aliyun_AES_256 --KeyUsage ENCRYPT/DECRYPT",
    reads: &[&kms::KEY],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/480161.html"],
    logic: Logic::Items { of: &kms::KEYS, judge },
};

fn judge(key: &Item<'_>) -> Outcome {
    let Some(answer) = key.ask(&kms::KEY)?.got() else { return skip() };
    let facts = answer.at("KeyMetadata");
    // Keys of services are created by the service's name, keys of customers by an account number.
    if !facts.str("Creator")?.bytes().all(|b| b.is_ascii_digit()) || facts.text("KeyState") == "PendingDeletion" {
        return skip();
    }
    match facts.str("ProtectionLevel")? {
        "HSM" => pass("ProtectionLevel is HSM", "ProtectionLevel 为 HSM"),
        other => fail(format!("ProtectionLevel is {other}"), format!("ProtectionLevel 为 {other}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::{ACCOUNT, Fixture};

    const KEY: &[(&str, &str)] = &[("KeyId", "key-1")];

    fn keys() -> Fixture {
        Fixture::new().list(&kms::KEYS, json!([{ "KeyId": "key-1" }]))
    }

    #[test]
    fn the_level_decides_for_keys_of_the_customer() {
        for (creator, state, level, expected) in [
            (ACCOUNT, "Enabled", "HSM", Pass),
            (ACCOUNT, "Enabled", "SOFTWARE", Fail),
            (ACCOUNT, "PendingDeletion", "SOFTWARE", NotApplicable),
            ("Rds", "Enabled", "SOFTWARE", NotApplicable),
        ] {
            let facts = json!({ "Creator": creator, "KeyState": state, "ProtectionLevel": level });
            let account = keys().detail(&kms::KEY, KEY, json!({ "KeyMetadata": facts }));
            assert_eq!(account.verdict(&CHECK), expected, "{creator} {level}");
        }
        assert_eq!(Fixture::new().list(&kms::KEYS, json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let silent = json!({ "KeyMetadata": { "Creator": ACCOUNT, "KeyState": "Enabled" } });
        assert_eq!(keys().detail(&kms::KEY, KEY, silent).verdict(&CHECK), NotAssessed);
        assert_eq!(keys().denied(&kms::KEY, KEY).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&kms::KEYS, &[]).verdict(&CHECK), NotAssessed);
    }
}
