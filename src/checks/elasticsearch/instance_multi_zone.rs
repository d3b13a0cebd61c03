//! Elasticsearch nodes are spread over two or more zones.

use crate::api::elasticsearch;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "elasticsearch-instance-multi-zone",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "instance",
    title: Phrase {
        en: "Elasticsearch nodes are spread over two or more zones", zh: "Elasticsearch 实例多可用区部署"
    },
    pass_when: Phrase {
        en: "zoneCount of ListInstance is read; the instance passes when it is 2 or more.",
        zh: "读取 ListInstance 的 zoneCount；不小于 2 即通过。",
    },
    risk: Phrase {
        en: "With all nodes in one zone, a fault there stops search and may lose shards.",
        zh: "节点集中于单一可用区时，该区故障会使检索中断并可能丢失分片。",
    },
    remediation: Phrase {
        en: "The number of zones is chosen at purchase: create an instance over two or three zones and move the indexes by snapshot, then release the old one.",
        zh: "可用区数量在购买时确定：新建两个或三个可用区的实例，通过快照迁移索引后释放原实例。",
    },
    cli: "",
    reads: &[&elasticsearch::INSTANCES],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "elasticsearch-instance-multi-zone" }],
    references: &[],
    logic: Logic::Items { of: &elasticsearch::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let zones = instance.int("zoneCount")?;
    let (en, zh) = (format!("zoneCount is {zones}"), format!("zoneCount 为 {zones}"));
    if zones >= 2 { pass(en, zh) } else { fail(en, zh) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_number_of_zones_decides() {
        for (zones, expected) in [(json!(3), Pass), (json!(2), Pass), (json!(1), Fail), (json!(null), NotAssessed)] {
            let items = json!([{ "instanceId": "es-1", "zoneCount": zones }]);
            assert_eq!(Fixture::new().list(&elasticsearch::INSTANCES, items).verdict(&CHECK), expected, "{zones}");
        }
    }

    #[test]
    fn a_missing_list_is_no_verdict_and_an_empty_one_not_applicable() {
        assert_eq!(Fixture::new().denied(&elasticsearch::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&elasticsearch::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
