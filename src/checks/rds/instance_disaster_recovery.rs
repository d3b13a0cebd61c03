//! Database has a disaster-recovery instance.

use crate::api::rds;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, manual, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-disaster-recovery",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "instance",
    title: Phrase { en: "Database has a disaster-recovery instance", zh: "RDS 实例已配置灾备实例" },
    pass_when: Phrase {
        en: "GuardDBInstanceId and the disaster-recovery fields of DescribeDBInstanceAttribute are read; the primary instance passes when one is set. Read-only and guard instances are not applicable.",
        zh: "读取 GuardDBInstanceId 及 DescribeDBInstanceAttribute 的灾备信息；主实例已配置灾备实例即通过，只读与灾备实例不适用。",
    },
    risk: Phrase {
        en: "If a whole region fails, a business-critical database without a remote copy cannot be taken over.",
        zh: "地域级故障时，无异地副本的关键数据库无法接管业务。",
    },
    remediation: Phrase {
        en: "Create a disaster-recovery instance in another mainland region in the RDS console (with DTS synchronisation) and practise the switch-over.",
        zh: "在 RDS 控制台于另一境内地域创建灾备实例（由 DTS 同步），并演练切换。",
    },
    cli: "",
    reads: &[&rds::ATTRIBUTE],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "rds-instance-has-guard-instance" }],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let kind = instance.str("DBInstanceType")?;
    if !kind.eq_ignore_ascii_case("Primary") {
        return not_applicable(format!("the instance is of type {kind}"), format!("实例类型为 {kind}，不适用"));
    }
    let Some(attribute) = instance.items_of(&rds::ATTRIBUTE)?.into_iter().next() else {
        return unknown("the instance is not in its own answer", "返回中没有该实例的信息");
    };
    // Each of these is left out or empty when there is none.
    let guards = [instance.text("GuardDBInstanceId"), attribute.text("GuardDBInstanceId")];
    let others = attribute.text("DisasterRecoveryInstances").trim();
    let others = if ["[]", "{}", "null"].contains(&others) { "" } else { others };
    if let Some(guard) = guards.into_iter().chain([others]).find(|id| !id.is_empty()) {
        return pass(format!("disaster-recovery instance {guard}"), format!("已配置灾备实例 {guard}"));
    }
    let nodes = attribute.list("DBClusterNodes.DBClusterNode");
    if let Some(node) = nodes.iter().find(|node| node.maybe_flag("DisasterRecoveryNode") == Some(true)) {
        let region = node.text("NodeRegionId");
        return pass(format!("disaster-recovery node in {region}"), format!("已在 {region} 配置灾备节点"));
    }
    // What these replicas are for is not documented.
    for replica in ["DrReplicaInfo", "WarmStandbyInfo"] {
        let (name, region) = (attribute.at(replica).text("InsName"), attribute.at(replica).text("Region"));
        if !name.is_empty() {
            return manual(
                format!("{replica} names {name} in {region}: is it a copy that can take over in another region?"),
                format!("{replica} 列有 {name}（{region}）：请确认其是否为可异地接管的灾备副本"),
            );
        }
    }
    fail("no disaster-recovery instance", "未配置灾备实例")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "rm-1")];

    fn instance(kind: &str) -> Fixture {
        Fixture::new().list(&rds::INSTANCES, json!([{ "DBInstanceId": "rm-1", "DBInstanceType": kind }]))
    }

    fn with(attribute: Value) -> Fixture {
        instance("Primary").detail_list(&rds::ATTRIBUTE, ID, json!([attribute]))
    }

    #[test]
    fn a_guard_of_any_kind_passes() {
        for (attribute, expected) in [
            (json!({ "DBInstanceId": "rm-1", "GuardDBInstanceId": "rm-2" }), Pass),
            (json!({ "DBInstanceId": "rm-1", "DisasterRecoveryInstances": "rm-3" }), Pass),
            (json!({ "DBClusterNodes": { "DBClusterNode": [{ "DisasterRecoveryNode": true }] } }), Pass),
            (json!({ "DBClusterNodes": { "DBClusterNode": [{ "DisasterRecoveryNode": false }] } }), Fail),
            (json!({ "DBInstanceId": "rm-1", "GuardDBInstanceId": "", "DisasterRecoveryInstances": "[]" }), Fail),
            (json!({ "WarmStandbyInfo": { "InsName": "rm-4", "Region": "cn-beijing" } }), Manual),
        ] {
            assert_eq!(with(attribute.clone()).verdict(&CHECK), expected, "{attribute}");
        }
    }

    #[test]
    fn copies_are_not_applicable_and_holes_no_verdict() {
        assert_eq!(instance("Readonly").verdict(&CHECK), NotApplicable);
        assert_eq!(instance("Guard").verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(instance("Primary").denied(&rds::ATTRIBUTE, ID).verdict(&CHECK), NotAssessed);
        let empty = instance("Primary").detail_list(&rds::ATTRIBUTE, ID, json!([]));
        assert_eq!(empty.verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }
}
