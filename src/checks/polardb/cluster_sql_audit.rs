//! SQL audit is on for the cluster.

use crate::api::polardb;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "polardb-cluster-sql-audit",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "cluster",
    title: Phrase { en: "SQL audit is on for the cluster", zh: "PolarDB 集群已开启 SQL 审计" },
    pass_when: Phrase {
        en: "DescribeDBClusterAuditLogCollector is read; the cluster passes when CollectorStatus is Enable.",
        zh: "读取 DescribeDBClusterAuditLogCollector；CollectorStatus 为 Enable 即通过。",
    },
    risk: Phrase {
        en: "Without SQL records nobody can show who read or changed which data.",
        zh: "没有 SQL 记录就无法查明谁读取或修改了数据。",
    },
    remediation: Phrase {
        en: "Switch on SQL Explorer and Audit under Log and Audit, with a retention of 180 days or more.",
        zh: "在“日志与审计 > SQL 洞察和审计”中开启，存储时长设为 180 天以上。",
    },
    cli: "aliyun polardb ModifyDBClusterAuditLogCollector --DBClusterId <cluster-id> --CollectorStatus Enable",
    reads: &[&polardb::AUDIT],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &polardb::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    let audit = cluster.ask(&polardb::AUDIT)?.must()?;
    if audit.flag("CollectorStatus")? {
        return pass("CollectorStatus is Enable", "CollectorStatus 为 Enable");
    }
    fail("CollectorStatus is Disabled", "CollectorStatus 为 Disabled，未开启 SQL 审计")
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
    fn the_collector_decides() {
        for (said, expected) in [("Enable", Pass), ("Disabled", Fail), ("", NotAssessed)] {
            let account = clusters().detail(&polardb::AUDIT, ID, json!({ "CollectorStatus": said }));
            assert_eq!(account.verdict(&CHECK), expected, "{said}");
        }
        assert_eq!(clusters().denied(&polardb::AUDIT, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&polardb::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&polardb::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
