//! Primary and standby are in different zones.

use std::collections::BTreeSet;

use crate::api::rds;
use crate::checks::rds_instance_backup_enabled::is_copy;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-multi-zone",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Primary and standby are in different zones", zh: "RDS 实例主备节点跨可用区部署" },
    pass_when: Phrase {
        en: "ZoneId, MasterZone and SlaveZones of DescribeDBInstanceAttribute are read; the instance passes when at least 2 zones are used. Basic Edition fails; read-only and temporary instances are not applicable.",
        zh: "读取 DescribeDBInstanceAttribute 的 ZoneId、MasterZone 与 SlaveZones；使用至少 2 个可用区即通过，基础系列为不通过，只读与临时实例不适用。",
    },
    risk: Phrase {
        en: "If both nodes share a zone, a fault there stops the database.",
        zh: "主备同处一个可用区时，该区故障将使数据库中断。",
    },
    remediation: Phrase {
        en: "Migrate the standby to another zone, or upgrade Basic Edition to High-availability Edition first.",
        zh: "将备节点迁移至其他可用区；基础系列先升级为高可用系列。",
    },
    cli: "aliyun rds MigrateToOtherZone --DBInstanceId <instance-id> --ZoneId <zone-id> --ZoneIdSlave1 <standby-zone-id> --VPCId <vpc-id> --VSwitchId <vswitch-id> --EffectiveTime MaintainTime",
    reads: &[&rds::ATTRIBUTE],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "rds-multi-az-support" }],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if is_copy(instance) {
        return not_applicable("a read-only or temporary instance has no standby", "只读或临时实例没有备节点，不适用");
    }
    let Some(attribute) = instance.items_of(&rds::ATTRIBUTE)?.into_iter().next() else {
        return unknown("the instance is not in its own answer", "返回中没有该实例的信息");
    };
    let category = attribute.str("Category")?.to_ascii_lowercase();
    if category == "basic" || category.ends_with("_basic") {
        return fail("Basic Edition: one node in one zone", "基础系列，仅一个节点位于单一可用区");
    }
    let zones = zones(&attribute);
    let named = zones.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    if zones.len() > 1 {
        return pass(format!("nodes in {named}"), format!("节点分布于 {named}"));
    }
    if attribute.list("SlaveZones.SlaveZone").is_empty() && attribute.list("DBClusterNodes.DBClusterNode").is_empty() {
        return Err(attribute.lacks("SlaveZones"));
    }
    fail(format!("all nodes in {named}"), format!("全部节点位于 {named}"))
}

/// The zones of an instance. `cn-hangzhou-MAZ5(b,f)` are two.
fn zones(attribute: &Node<'_>) -> BTreeSet<String> {
    let mut zones = BTreeSet::new();
    let slaves = attribute.list("SlaveZones.SlaveZone");
    let nodes = attribute.list("DBClusterNodes.DBClusterNode");
    let master = match attribute.text("MasterZone") {
        "" => attribute.text("ZoneId"),
        zone => zone,
    };
    let others = slaves.iter().map(|zone| zone.text("ZoneId")).chain(nodes.iter().map(|node| node.text("NodeZoneId")));
    for zone in others.chain([master]).filter(|zone| !zone.is_empty()) {
        match zone.split_once('(') {
            Some((place, letters)) => {
                let region = place.rsplit_once("-MAZ").map_or(place, |(region, _)| region);
                let letters =
                    letters.trim_end_matches(')').split(',').map(str::trim).filter(|letter| !letter.is_empty());
                zones.extend(letters.map(|letter| format!("{region}-{letter}")));
            }
            None => {
                zones.insert(zone.to_owned());
            }
        }
    }
    zones
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "rm-1")];

    fn instance(kind: &str) -> Fixture {
        Fixture::new().list(&rds::INSTANCES, json!([{ "DBInstanceId": "rm-1", "DBInstanceType": kind }]))
    }

    fn slaves(category: &str, master: &str, slaves: &[&str]) -> Value {
        let slaves: Vec<Value> = slaves.iter().map(|zone| json!({ "ZoneId": zone })).collect();
        json!({ "Category": category, "ZoneId": master, "MasterZone": master, "SlaveZones": { "SlaveZone": slaves } })
    }

    #[test]
    fn two_zones_pass_and_one_fails() {
        for (attribute, expected) in [
            (slaves("HighAvailability", "cn-hangzhou-b", &["cn-hangzhou-f"]), Pass),
            (slaves("HighAvailability", "cn-hangzhou-b", &["cn-hangzhou-b"]), Fail),
            (slaves("Basic", "cn-hangzhou-b", &[]), Fail),
            (slaves("serverless_basic", "cn-hangzhou-b", &[]), Fail),
            (slaves("HighAvailability", "cn-hangzhou-b", &[]), NotAssessed),
            (slaves("HighAvailability", "cn-hangzhou-MAZ5(b,f)", &[]), Pass),
            (slaves("HighAvailability", "cn-hangzhou-MAZ5(b,b)", &["cn-hangzhou-b"]), Fail),
            (json!({ "ZoneId": "cn-hangzhou-b" }), NotAssessed),
            (
                json!({ "Category": "cluster", "MasterZone": "cn-hangzhou-b", "DBClusterNodes": { "DBClusterNode": [
                    { "NodeZoneId": "cn-hangzhou-b" }, { "NodeZoneId": "cn-hangzhou-g" },
                ] } }),
                Pass,
            ),
        ] {
            let account = instance("Primary").detail_list(&rds::ATTRIBUTE, ID, json!([attribute]));
            assert_eq!(account.verdict(&CHECK), expected, "{attribute}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instance("Primary").denied(&rds::ATTRIBUTE, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(instance("Readonly").verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
