//! TDE uses a customer-managed key.

use crate::api::rds;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, Reply, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-tde-customer-key",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "TDE uses a customer-managed key", zh: "透明数据加密使用客户自管密钥" },
    pass_when: Phrase {
        en: "DescribeDBInstanceTDE and DescribeDBInstanceEncryptionKey are read; the instance passes when TDEStatus is Enabled and TDEMode is Customer_Provided_Key, or the key has KeyType CMK.",
        zh: "读取 DescribeDBInstanceTDE 与 DescribeDBInstanceEncryptionKey；TDEStatus 为 Enabled 且 TDEMode 为 Customer_Provided_Key，或密钥 KeyType 为 CMK，即通过。",
    },
    risk: Phrase {
        en: "With the service key the customer cannot control who uses it or withdraw it.",
        zh: "使用服务密钥时，客户无法控制密钥使用授权或停用密钥。",
    },
    remediation: Phrase {
        en: "Create a key in KMS and choose it when TDE is switched on; a change of key is done in the same place.",
        zh: "在密钥管理服务 KMS 创建密钥，开启 TDE 时选择该自定义密钥，更换密钥亦在此处操作。",
    },
    cli: "aliyun rds ModifyDBInstanceTDE --DBInstanceId <instance-id> --TDEStatus Enabled --EncryptionKey <key-id> --RoleArn <role-arn>",
    reads: &[&rds::TDE, &rds::ENCRYPTION_KEY],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_tde_key_custom" },
        Covers { source: "trend-vision-one", rule: "Enable Transparent Data Encryption with Customer Managed Keys" },
        Covers { source: "cis-2.0", rule: "6.6" },
    ],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let engine = instance.str("Engine")?;
    if !["MySQL", "PostgreSQL", "SQLServer"].iter().any(|known| engine.eq_ignore_ascii_case(known)) {
        return not_applicable(format!("{engine} has no TDE"), format!("{engine} 引擎不支持 TDE，不适用"));
    }
    let tde = match instance.ask(&rds::TDE)? {
        Reply::Got(tde) => tde,
        Reply::Absent(code) | Reply::Unopened(code) => {
            return not_applicable(
                format!("this version or edition has no TDE ({code})"),
                format!("该版本或系列不支持 TDE（{code}），不适用"),
            );
        }
    };
    if !tde.flag("TDEStatus")? {
        return fail("TDE is off", "未开启 TDE");
    }
    let id = tde.text("EncryptionKey");
    match tde.text("TDEMode") {
        "Customer_Provided_Key" => pass(format!("TDE with own key {id}"), format!("TDE 使用自管密钥 {id}")),
        "Aliyun_Generate_Key" => fail("TDE with the service key", "TDE 使用服务密钥"),
        _ => judge_key(id, &*instance.ask(&rds::ENCRYPTION_KEY)?.must()?),
    }
}

/// Where the mode is not told: by the type of the key that TDE uses.
fn judge_key(id: &str, answer: &Node<'_>) -> Outcome {
    let keys = answer.list("EncryptionKeyList");
    let of_tde = |key: &&Node<'_>| match key.text("UsedBy") {
        "" => !id.is_empty() && key.text("EncryptionKey") == id,
        used => used.eq_ignore_ascii_case("TDE"),
    };
    let Some(key) = keys.iter().find(of_tde) else { return Err(answer.lacks("EncryptionKeyList")) };
    let id = key.text("EncryptionKey");
    match key.str("KeyType")? {
        "CMK" => pass(format!("TDE with own key {id}"), format!("TDE 使用自管密钥 {id}")),
        "ServiceKey" => fail("TDE with the service key", "TDE 使用服务密钥"),
        _ => Err(key.lacks("KeyType")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "rm-1")];

    fn instance(engine: &str) -> Fixture {
        Fixture::new().list(&rds::INSTANCES, json!([{ "DBInstanceId": "rm-1", "Engine": engine }]))
    }

    fn with(status: &str, mode: &str) -> Fixture {
        let body = json!({ "TDEStatus": status, "TDEMode": mode, "EncryptionKey": "key-1" });
        instance("MySQL").detail(&rds::TDE, ID, body)
    }

    fn key(used: &str, kind: &str) -> Value {
        json!({ "EncryptionKeyList": [{ "EncryptionKey": "key-1", "UsedBy": used, "KeyType": kind }] })
    }

    /// Prowler never collects the key, so that an own key fails.
    #[test]
    fn an_own_key_passes() {
        for (status, mode, expected) in [
            ("Enabled", "Customer_Provided_Key", Pass),
            ("Enabled", "Aliyun_Generate_Key", Fail),
            ("Disabled", "Customer_Provided_Key", Fail),
        ] {
            assert_eq!(with(status, mode).verdict(&CHECK), expected, "{status} {mode}");
        }
    }

    #[test]
    fn without_a_mode_the_type_of_the_key_decides() {
        for (used, kind, expected) in [
            ("TDE", "CMK", Pass),
            ("TDE", "ServiceKey", Fail),
            ("DiskEncryption", "CMK", NotAssessed),
            ("", "CMK", Pass),
            ("TDE", "", NotAssessed),
        ] {
            let account = with("Enabled", "Unknown").detail(&rds::ENCRYPTION_KEY, ID, key(used, kind));
            assert_eq!(account.verdict(&CHECK), expected, "{used} {kind}");
        }
        assert_eq!(with("Enabled", "Unknown").denied(&rds::ENCRYPTION_KEY, ID).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn what_has_no_tde_is_not_applicable_and_a_missing_answer_no_verdict() {
        assert_eq!(instance("MySQL").absent(&rds::TDE, ID, "IncorrectEngineVersion").verdict(&CHECK), NotApplicable);
        assert_eq!(instance("MariaDB").verdict(&CHECK), NotApplicable);
        assert_eq!(instance("MySQL").denied(&rds::TDE, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
