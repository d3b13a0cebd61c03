//! SQL audit is on for the AnalyticDB cluster.

use crate::api::adb;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "adb-cluster-audit-log",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "cluster",
    title: Phrase { en: "SQL audit is on for the AnalyticDB cluster", zh: "AnalyticDB 集群已开启 SQL 审计" },
    pass_when: Phrase {
        en: "DescribeAuditLogConfig is read; the cluster passes when AuditLogStatus is on.",
        zh: "读取 DescribeAuditLogConfig；AuditLogStatus 为 on 即通过。",
    },
    risk: Phrase {
        en: "Analytic stores hold joined copies of business data; without audit, bulk reads leave no trace.",
        zh: "分析型数据库汇集业务数据，缺少审计时批量读取无从追溯。",
    },
    remediation: Phrase {
        en: "Switch on SQL audit for the cluster in the AnalyticDB for MySQL console and ship the records to Log Service for 180 days or more.",
        zh: "在云原生数据仓库 AnalyticDB MySQL 版控制台开启 SQL 审计，并将记录投递到日志服务 SLS 留存 180 天以上。",
    },
    cli: "aliyun adb ModifyAuditLogConfig --DBClusterId <cluster-id> --RegionId <region-id> --AuditLogStatus on",
    reads: &[&adb::AUDIT],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "adb-cluster-audit-log-enabled" }],
    references: &[],
    logic: Logic::Items { of: &adb::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    let audit = cluster.ask(&adb::AUDIT)?.must()?;
    if audit.flag("AuditLogStatus")? {
        return pass("AuditLogStatus is on", "AuditLogStatus 为 on");
    }
    fail("AuditLogStatus is off", "AuditLogStatus 为 off，未开启 SQL 审计")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBClusterId", "am-1")];

    fn clusters() -> Fixture {
        Fixture::new().list(&adb::CLUSTERS, json!([{ "DBClusterId": "am-1" }]))
    }

    #[test]
    fn the_status_decides() {
        for (said, expected) in [("on", Pass), ("off", Fail), ("", NotAssessed)] {
            let account = clusters().detail(&adb::AUDIT, ID, json!({ "AuditLogStatus": said }));
            assert_eq!(account.verdict(&CHECK), expected, "{said}");
        }
        assert_eq!(clusters().denied(&adb::AUDIT, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&adb::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&adb::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn clusters_of_every_edition_are_asked_for() {
        assert_eq!(adb::CLUSTERS.fixed, [("DBClusterVersion", "All")]);
    }
}
