//! Nodes are spread over two or more zones.

use std::collections::BTreeSet;

use crate::api::{Call, dds};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "mongodb-instance-multi-zone",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Nodes are spread over two or more zones", zh: "MongoDB 实例节点跨可用区部署" },
    pass_when: Phrase {
        en: "ZoneId, SecondaryZoneId and HiddenZoneId of DescribeDBInstanceAttribute are read; the instance passes when they name at least 2 zones.",
        zh: "读取 DescribeDBInstanceAttribute 的 ZoneId、SecondaryZoneId 与 HiddenZoneId；至少涉及 2 个可用区即通过。",
    },
    risk: Phrase {
        en: "If all nodes share a zone, a fault there stops the database.",
        zh: "全部节点同处一个可用区时，该区故障将使数据库中断。",
    },
    remediation: Phrase {
        en: "Migrate the instance to several zones of the region in a maintenance window.",
        zh: "在维护时段将实例迁移为同地域多可用区部署。",
    },
    cli: "aliyun dds MigrateAvailableZone --DBInstanceId <instance-id> --ZoneId <zone-id> --SecondaryZoneId <second-zone-id> --HiddenZoneId <third-zone-id> --Vswitch <vswitch-id>",
    reads: &[&dds::ATTRIBUTE, &dds::ATTRIBUTE_SHARDED],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "mongodb-instance-multi-zone" }],
    references: &[],
    logic: Logic::Custom(judge_all),
};

fn judge_all(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let mut seen = false;
    for (instances, attribute) in [(&dds::REPLICA_SETS, &dds::ATTRIBUTE), (&dds::SHARDED, &dds::ATTRIBUTE_SHARDED)] {
        let listing = account.list(instances);
        seen |= !listing.items.is_empty() || !listing.gaps.is_empty();
        for instance in sheet.items_of(listing) {
            sheet.item(&instance, judge(&instance, attribute));
        }
    }
    if !seen {
        sheet.account(not_applicable("no MongoDB instance in the account", "账号内没有 MongoDB 实例"));
    }
}

fn judge(instance: &Item<'_>, attribute: &'static Call) -> Outcome {
    let Some(attribute) = instance.items_of(attribute)?.into_iter().next() else {
        return Err(instance.lacks("DBInstance"));
    };
    let first = attribute.str("ZoneId")?;
    // Instances in one zone have neither a second nor a third.
    let zones: BTreeSet<_> = [first, attribute.text("SecondaryZoneId"), attribute.text("HiddenZoneId")]
        .into_iter()
        .filter(|zone| !zone.is_empty())
        .collect();
    let names = zones.iter().copied().collect::<Vec<_>>().join(", ");
    // `cn-hangzhou-MAZ5(b,e,f)` stands for several zones.
    if zones.len() > 1 || first.contains("MAZ") {
        return pass(format!("nodes in {names}"), format!("节点分布于 {names}"));
    }
    fail(format!("all nodes are in {names}"), format!("全部节点位于 {names}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "dds-1")];

    fn instances() -> Fixture {
        let sets = Fixture::new().list(&dds::REPLICA_SETS, json!([{ "DBInstanceId": "dds-1" }]));
        sets.list(&dds::SHARDED, json!([]))
    }

    fn sharded() -> Fixture {
        let none = Fixture::new().list(&dds::REPLICA_SETS, json!([]));
        none.list(&dds::SHARDED, json!([{ "DBInstanceId": "dds-1" }]))
    }

    #[test]
    fn two_different_zones_decide() {
        for (zone, second, hidden, expected) in [
            ("cn-hangzhou-h", json!("cn-hangzhou-i"), json!("cn-hangzhou-j"), Pass),
            ("cn-hangzhou-h", json!("cn-hangzhou-h"), json!("cn-hangzhou-i"), Pass),
            ("cn-hangzhou-MAZ5(b,e,f)", json!(null), json!(null), Pass),
            ("cn-hangzhou-h", json!(null), json!(""), Fail),
            ("cn-hangzhou-h", json!("cn-hangzhou-h"), json!("cn-hangzhou-h"), Fail),
        ] {
            let items = json!([{ "ZoneId": zone, "SecondaryZoneId": second, "HiddenZoneId": hidden }]);
            let set = instances().detail_list(&dds::ATTRIBUTE, ID, items.clone());
            assert_eq!(set.verdict(&CHECK), expected, "{zone} {second} {hidden}");
            let cluster = sharded().detail_list(&dds::ATTRIBUTE_SHARDED, ID, items);
            assert_eq!(cluster.verdict(&CHECK), expected, "{zone} {second} {hidden}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&dds::ATTRIBUTE, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(sharded().denied(&dds::ATTRIBUTE_SHARDED, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(instances().detail_list(&dds::ATTRIBUTE, ID, json!([])).verdict(&CHECK), NotAssessed);
        let unlisted = Fixture::new().list(&dds::REPLICA_SETS, json!([]));
        assert_eq!(unlisted.denied(&dds::SHARDED, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_mongodb_is_not_applicable() {
        let account = Fixture::new().list(&dds::REPLICA_SETS, json!([])).list(&dds::SHARDED, json!([]));
        assert_eq!(account.verdict(&CHECK), NotApplicable);
    }
}
