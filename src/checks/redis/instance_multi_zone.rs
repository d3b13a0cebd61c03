//! Primary and replica are in different zones.

use crate::api::kvstore;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-multi-zone",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase {
        en: "Primary and replica are in different zones", zh: "Redis 实例主备节点跨可用区部署"
    },
    pass_when: Phrase {
        en: "ZoneType and SecondaryZoneId of DescribeInstanceAttribute are read; the instance passes when a second zone is set.",
        zh: "读取 DescribeInstanceAttribute 的 ZoneType 与 SecondaryZoneId；已设置第二可用区即通过。",
    },
    risk: Phrase {
        en: "If all nodes share a zone, a fault there empties or stops the cache.",
        zh: "全部节点同处一个可用区时，该区故障将使缓存中断或丢失。",
    },
    remediation: Phrase {
        en: "Migrate the instance to a primary and a secondary zone in a maintenance window.",
        zh: "在维护时段将实例迁移为主、备两个可用区部署。",
    },
    cli: "aliyun r-kvstore MigrateToOtherZone --DBInstanceId <instance-id> --ZoneId <zone-id> --SecondaryZoneId <second-zone-id> --VSwitchId <vswitch-id> --EffectiveTime MaintainTime",
    reads: &[&kvstore::ATTRIBUTE],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "redis-instance-multi-zone" }],
    references: &[],
    logic: Logic::Items { of: &kvstore::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let Some(attribute) = instance.items_of(&kvstore::ATTRIBUTE)?.into_iter().next() else {
        return Err(instance.lacks("DBInstanceAttribute"));
    };
    // Only instances over two zones have a second one.
    let (zone, second) = (attribute.str("ZoneId")?, attribute.text("SecondaryZoneId"));
    if !second.is_empty() && second != zone {
        return pass(format!("in {zone} and {second}"), format!("部署于 {zone} 与 {second}"));
    }
    // `cn-hangzhou-MAZ10(b,c)` is a pair of zones.
    if zone.contains("MAZ") || attribute.str("ZoneType")?.eq_ignore_ascii_case("doublezone") {
        return pass(format!("over two zones ({zone})"), format!("双可用区部署（{zone}）"));
    }
    fail(format!("all nodes are in {zone}"), format!("全部节点位于 {zone}"))
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

    #[test]
    fn the_second_zone_decides() {
        for (zone, second, kind, expected) in [
            ("cn-hangzhou-h", json!("cn-hangzhou-i"), json!("doublezone"), Pass),
            ("cn-hangzhou-MAZ10(h,i)", json!(null), json!(null), Pass),
            ("cn-hangzhou-h", json!(""), json!("singlezone"), Fail),
            ("cn-hangzhou-h", json!("cn-hangzhou-h"), json!("singlezone"), Fail),
            ("cn-hangzhou-h", json!(null), json!(null), NotAssessed),
        ] {
            let items = json!([{ "ZoneId": zone, "SecondaryZoneId": second, "ZoneType": kind }]);
            let account = instances().detail_list(&kvstore::ATTRIBUTE, ID, items);
            assert_eq!(account.verdict(&CHECK), expected, "{zone} {second} {kind}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&kvstore::ATTRIBUTE, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(instances().detail_list(&kvstore::ATTRIBUTE, ID, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&kvstore::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_redis_is_not_applicable() {
        assert_eq!(Fixture::new().list(&kvstore::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
