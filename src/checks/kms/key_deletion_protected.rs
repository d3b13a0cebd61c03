//! Customer keys are protected against deletion.

use crate::api::kms;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "kms-key-deletion-protected",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "key",
    title: Phrase { en: "Customer keys are protected against deletion", zh: "用户主密钥启用删除保护" },
    pass_when: Phrase {
        en: "DescribeKey is read for each key that no cloud service has created; passes when DeletionProtection is Enabled and the key is not in the state PendingDeletion.",
        zh: "逐个读取非云服务创建的密钥的 DescribeKey；DeletionProtection 为 Enabled 且密钥不处于 PendingDeletion 状态时通过。",
    },
    risk: Phrase {
        en: "When a key is deleted, all data encrypted with it is lost, backups included.",
        zh: "密钥删除后，其加密的全部数据（含备份）均无法恢复。",
    },
    remediation: Phrase {
        en: "KMS console > Keys > the key: turn on deletion protection. Cancel a scheduled deletion first. Grant kms:ScheduleKeyDeletion to very few people.",
        zh: "在“密钥管理服务 KMS 控制台 > 密钥管理”中开启删除保护，已计划删除的先撤销；kms:ScheduleKeyDeletion 权限仅授予极少数人员。",
    },
    cli: "aliyun kms SetDeletionProtection --ProtectedResourceArn <key-arn> --EnableDeletionProtection true",
    reads: &[&kms::KEY],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/28952.html"],
    logic: Logic::Items { of: &kms::KEYS, judge },
};

fn judge(key: &Item<'_>) -> Outcome {
    let Some(answer) = key.ask(&kms::KEY)?.got() else { return skip() };
    let facts = answer.at("KeyMetadata");
    // Keys of services are created by the service's name, keys of customers by an account number.
    if !facts.str("Creator")?.bytes().all(|b| b.is_ascii_digit()) {
        return skip();
    }
    if facts.str("KeyState")? == "PendingDeletion" {
        let when = facts.text("DeleteDate");
        return fail(
            format!("KeyState is PendingDeletion, DeleteDate {when}"),
            format!("密钥状态为 PendingDeletion，计划删除时间 {when}"),
        );
    }
    match facts.str("DeletionProtection")? {
        "Enabled" => pass("DeletionProtection is Enabled", "DeletionProtection 为 Enabled"),
        other => fail(format!("DeletionProtection is {other}"), format!("DeletionProtection 为 {other}")),
    }
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

    fn verdict(facts: Value) -> FindingStatus {
        keys().detail(&kms::KEY, KEY, json!({ "KeyMetadata": facts })).verdict(&CHECK)
    }

    #[test]
    fn protection_and_state_decide() {
        for (state, protection, expected) in [
            ("Enabled", "Enabled", Pass),
            ("Disabled", "Enabled", Pass),
            ("Enabled", "Disabled", Fail),
            ("PendingDeletion", "Enabled", Fail),
        ] {
            let facts = json!({ "Creator": ACCOUNT, "KeyState": state, "DeletionProtection": protection });
            assert_eq!(verdict(facts), expected, "{state} {protection}");
        }
    }

    #[test]
    fn keys_of_services_are_left_out() {
        assert_eq!(verdict(json!({ "Creator": "Oss", "KeyState": "Enabled" })), NotApplicable);
        assert_eq!(keys().absent(&kms::KEY, KEY, "Forbidden.KeyNotFound").verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&kms::KEYS, json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(verdict(json!({ "Creator": ACCOUNT, "KeyState": "Enabled" })), NotAssessed);
        assert_eq!(verdict(json!({ "KeyState": "Enabled", "DeletionProtection": "Enabled" })), NotAssessed);
        assert_eq!(keys().denied(&kms::KEY, KEY).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&kms::KEYS, &[]).verdict(&CHECK), NotAssessed);
    }
}
