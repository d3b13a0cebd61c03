//! Transparent data encryption is on.

use crate::api::kvstore;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, Reply, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-tde",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Transparent data encryption is on", zh: "Redis 实例已开启透明数据加密" },
    pass_when: Phrase {
        en: "DescribeInstanceTDEStatus is read; the instance passes when TDEStatus is Enabled. Editions without TDE are not applicable.",
        zh: "读取 DescribeInstanceTDEStatus；TDEStatus 为 Enabled 即通过，不支持 TDE 的版本不适用。",
    },
    risk: Phrase {
        en: "Persistence and backup files in plain form expose session and personal data if copied.",
        zh: "持久化与备份文件未加密时，一旦被复制将泄露会话与个人信息。",
    },
    remediation: Phrase {
        en: "Switch on TDE in the instance settings with a KMS key; it cannot be switched off again. Instances that do not support it must be rebuilt on a Tair edition that does.",
        zh: "在实例设置中选择 KMS 密钥开启 TDE，开启后不可关闭；不支持的实例须迁移至支持 TDE 的 Tair 版本。",
    },
    cli: "aliyun r-kvstore ModifyInstanceTDE --InstanceId <instance-id> --TDEStatus Enabled",
    reads: &[&kvstore::ATTRIBUTE, &kvstore::TDE],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "redis-instance-enabled-tde" }],
    references: &["https://help.aliyun.com/document_detail/265913.html"],
    logic: Logic::Items { of: &kvstore::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let Some(attribute) = instance.items_of(&kvstore::ATTRIBUTE)?.into_iter().next() else {
        return Err(instance.lacks("DBInstanceAttribute"));
    };
    let lacking = || {
        let class = instance.text("InstanceClass");
        not_applicable(format!("the edition ({class}) has no TDE"), format!("该版本（{class}）不支持 TDE"))
    };
    if attribute.maybe_flag("IsSupportTDE") == Some(false) {
        return lacking();
    }
    let reply = instance.ask(&kvstore::TDE)?;
    if matches!(reply, Reply::Absent(_)) {
        return lacking();
    }
    match reply.must()?.flag("TDEStatus")? {
        true => pass("TDEStatus is Enabled", "TDEStatus 为 Enabled"),
        false => fail("TDE is off", "TDE 未开启"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("InstanceId", "r-1")];

    fn instances() -> Fixture {
        Fixture::new().list(&kvstore::INSTANCES, json!([{ "InstanceId": "r-1", "NetworkType": "VPC" }]))
    }

    fn supporting(said: bool) -> Fixture {
        instances().detail_list(&kvstore::ATTRIBUTE, ID, json!([{ "IsSupportTDE": said }]))
    }

    #[test]
    fn the_status_decides() {
        // The documents spell the opposite in two ways.
        for (said, expected) in [("Enabled", Pass), ("Disable", Fail), ("Disabled", Fail), ("?", NotAssessed)] {
            let account = supporting(true).detail(&kvstore::TDE, ID, json!({ "TDEStatus": said }));
            assert_eq!(account.verdict(&CHECK), expected, "{said}");
        }
    }

    #[test]
    fn an_edition_without_tde_is_not_applicable() {
        assert_eq!(supporting(false).verdict(&CHECK), NotApplicable);
        let said = supporting(true).absent(&kvstore::TDE, ID, "InstanceType.NotSupport");
        assert_eq!(said.verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&kvstore::ATTRIBUTE, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(supporting(true).denied(&kvstore::TDE, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&kvstore::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_redis_is_not_applicable() {
        assert_eq!(Fixture::new().list(&kvstore::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
