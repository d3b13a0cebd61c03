//! Cluster is deployed over two or more zones.

use std::collections::BTreeSet;

use crate::api::polardb;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "polardb-cluster-multi-zone",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "cluster",
    title: Phrase { en: "Cluster is deployed over two or more zones", zh: "PolarDB 集群跨可用区部署" },
    pass_when: Phrase {
        en: "ZoneIds and HotStandbyCluster of DescribeDBClusterAttribute are read; the cluster passes when at least 2 zones are listed or the hot standby cluster is on.",
        zh: "读取 DescribeDBClusterAttribute 的 ZoneIds 与 HotStandbyCluster；至少含 2 个可用区，或热备集群已开启，即通过。",
    },
    risk: Phrase {
        en: "A fault in the only zone stops the database and may take its storage offline.",
        zh: "仅部署于单一可用区时，该区故障会使数据库中断且存储不可用。",
    },
    remediation: Phrase {
        en: "Switch on the hot standby storage cluster in a second zone, and practise the change of primary zone.",
        zh: "在第二个可用区开启存储热备集群，并演练主可用区切换。",
    },
    cli: "",
    reads: &[&polardb::ATTRIBUTE],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "polardb-cluster-multi-zone" }],
    references: &[],
    logic: Logic::Items { of: &polardb::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    let attribute = cluster.ask(&polardb::ATTRIBUTE)?.must()?;
    let said = attribute.str("ZoneIds")?;
    let zones: BTreeSet<&str> = said.split(',').map(str::trim).filter(|zone| !zone.is_empty()).collect();
    if zones.len() > 1 {
        let verdict = pass(format!("deployed in {said}"), format!("部署于 {said}"));
        // A second zone may only be the one to change to: without a hot standby, the data may be in the first alone.
        if ["StandbyClusterON", "ON"].contains(&attribute.text("HotStandbyCluster")) {
            return verdict;
        }
        return verdict.map(|verdict| {
            verdict.bounded(
                "no hot standby cluster is known to be on: what runs in the second zone was not read",
                "未确认热备集群已开启，未核实第二可用区实际部署的内容",
            )
        });
    }
    // `StandbyClusterON`; the answer does not name the standby's zone then.
    if ["StandbyClusterON", "ON"].contains(&attribute.text("HotStandbyCluster")) {
        return pass(format!("hot standby cluster is on, zone {said}"), format!("热备集群已开启，可用区 {said}")).map(
            |verdict| {
                verdict.bounded("the zone of the hot standby was not in the answer", "返回中没有热备集群所在可用区")
            },
        );
    }
    if zones.is_empty() {
        return Err(attribute.lacks("ZoneIds"));
    }
    fail(format!("deployed in {said} only, no hot standby cluster"), format!("仅部署于 {said}，未开启热备集群"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBClusterId", "pc-1")];

    fn clusters() -> Fixture {
        Fixture::new().list(&polardb::CLUSTERS, json!([{ "DBClusterId": "pc-1", "DBType": "MySQL" }]))
    }

    #[test]
    fn zones_or_a_hot_standby_decide() {
        for (zones, standby, expected) in [
            ("cn-hangzhou-i,cn-hangzhou-g", "StandbyClusterOFF", Pass),
            ("cn-hangzhou-i", "StandbyClusterON", Pass),
            ("cn-hangzhou-i", "StandbyClusterOFF", Fail),
            ("cn-hangzhou-i,cn-hangzhou-i", "", Fail),
            ("", "StandbyClusterOFF", NotAssessed),
        ] {
            let body = json!({ "DBClusterId": "pc-1", "ZoneIds": zones, "HotStandbyCluster": standby });
            let account = clusters().detail(&polardb::ATTRIBUTE, ID, body);
            assert_eq!(account.verdict(&CHECK), expected, "{zones} {standby}");
        }
        let bounded = |standby: &str| {
            let body = json!({ "ZoneIds": "cn-hangzhou-i,cn-hangzhou-g", "HotStandbyCluster": standby });
            clusters().detail(&polardb::ATTRIBUTE, ID, body).finding(&CHECK).caution.is_some()
        };
        assert!(bounded("StandbyClusterOFF") && bounded("") && !bounded("StandbyClusterON"));
        let silent = json!({ "HotStandbyCluster": "StandbyClusterOFF" });
        assert_eq!(clusters().detail(&polardb::ATTRIBUTE, ID, silent).verdict(&CHECK), NotAssessed);
        assert_eq!(clusters().denied(&polardb::ATTRIBUTE, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&polardb::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&polardb::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
