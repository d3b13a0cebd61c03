//! Cluster keeps level-2 backups.

use crate::api::polardb;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "polardb-cluster-second-backup",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "cluster",
    title: Phrase { en: "Cluster keeps level-2 backups", zh: "PolarDB 集群已开启二级备份" },
    pass_when: Phrase {
        en: "DataLevel2BackupRetentionPeriod of DescribeBackupPolicy is read; the cluster passes when it is not 0 (30 to 7300 days, or -1 for no end) or DataLevel2BackupAnotherRegionRetentionPeriod is not 0. With advanced backup AdvancedDataPolicies is read instead.",
        zh: "读取 DescribeBackupPolicy 的 DataLevel2BackupRetentionPeriod；不为 0（30 至 7300 天或 -1 长期保留），或 DataLevel2BackupAnotherRegionRetentionPeriod 不为 0，即通过；启用高级备份的改读 AdvancedDataPolicies。",
    },
    risk: Phrase {
        en: "Level-1 backups live on the cluster's own storage for a short time, so an older state or a lost cluster cannot be restored.",
        zh: "一级备份存于集群存储且保留期短，无法恢复较早状态或已丢失的集群。",
    },
    remediation: Phrase {
        en: "Set the retention of level-2 backups under Settings and Management > Backup and Restore > Backup Settings, best with a second mainland region.",
        zh: "在“配置与管理 > 备份恢复 > 备份设置”中设置二级备份保留期，宜同时备份到另一境内地域。",
    },
    cli: "aliyun polardb ModifyBackupPolicy --DBClusterId <cluster-id> --DataLevel2BackupRetentionPeriod 30 --DataLevel2BackupPeriod Monday,Thursday",
    reads: &[&polardb::BACKUP_POLICY],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "polardb-cluster-level-two-backup-retention" }],
    references: &["https://help.aliyun.com/document_detail/72672.html"],
    logic: Logic::Items { of: &polardb::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    let policy = cluster.ask(&polardb::BACKUP_POLICY)?.must()?;
    // After the change to advanced backup the plain fields mean nothing.
    if policy.text("BackupPolicyLevel").eq_ignore_ascii_case("Advanced") {
        return judge_advanced(&policy);
    }
    let days = policy.int("DataLevel2BackupRetentionPeriod")?;
    if days != 0 {
        return kept(days, "");
    }
    // A copy in another region is a level-2 backup too; left out where there is none.
    match policy.maybe_int("DataLevel2BackupAnotherRegionRetentionPeriod") {
        Some(days) if days != 0 => kept(days, policy.text("DataLevel2BackupAnotherRegionRegion")),
        _ => fail("level-2 backup is off", "未开启二级备份"),
    }
}

fn judge_advanced(policy: &Node<'_>) -> Outcome {
    if !policy.has("AdvancedDataPolicies.AdvancedDataPolicy") {
        return Err(policy.lacks("AdvancedDataPolicies"));
    }
    for rule in policy.list("AdvancedDataPolicies.AdvancedDataPolicy") {
        let target = rule.str("DestType")?;
        if !target.eq_ignore_ascii_case("level2") && !target.eq_ignore_ascii_case("level2Cross") {
            continue;
        }
        let days = if rule.text("RetentionType") == "never" { -1 } else { rule.int("RetentionValue")? };
        if days != 0 {
            return kept(days, if target.eq_ignore_ascii_case("level2") { "" } else { rule.text("DestRegion") });
        }
    }
    fail("no advanced policy makes level-2 backups", "高级备份策略中没有二级备份")
}

/// -1 is without end; an empty region is the cluster's own.
fn kept(days: i64, region: &str) -> Outcome {
    let (en, zh) = if days < 0 {
        ("without end".to_owned(), "长期保留".to_owned())
    } else {
        (format!("for {days} days"), format!("保留 {days} 天"))
    };
    if region.is_empty() {
        return pass(format!("level-2 backups kept {en}"), format!("二级备份{zh}"));
    }
    pass(format!("level-2 backups kept {en} in {region}"), format!("二级备份在 {region} {zh}"))
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
    fn the_retention_of_level_two_decides() {
        let advanced = |target: &str, kind: &str, days: &str| {
            let rule = json!({ "DestType": target, "RetentionType": kind, "RetentionValue": days });
            json!({
                "BackupPolicyLevel": "Advanced",
                "DataLevel2BackupRetentionPeriod": "30",
                "AdvancedDataPolicies": { "AdvancedDataPolicy": [rule] },
            })
        };
        for (body, expected) in [
            (json!({ "DataLevel2BackupRetentionPeriod": "30" }), Pass),
            (json!({ "DataLevel2BackupRetentionPeriod": "-1", "BackupPolicyLevel": "Normal" }), Pass),
            (json!({ "DataLevel2BackupRetentionPeriod": "0" }), Fail),
            (
                json!({
                    "DataLevel2BackupRetentionPeriod": "0",
                    "DataLevel2BackupAnotherRegionRetentionPeriod": "30",
                    "DataLevel2BackupAnotherRegionRegion": "cn-beijing",
                }),
                Pass,
            ),
            (json!({ "DataLevel1BackupRetentionPeriod": "7" }), NotAssessed),
            (advanced("level2", "delay", "30"), Pass),
            (advanced("level2Cross", "never", ""), Pass),
            (advanced("level1", "delay", "7"), Fail),
            (advanced("level2", "delay", ""), NotAssessed),
            (json!({ "BackupPolicyLevel": "Advanced", "DataLevel2BackupRetentionPeriod": "30" }), NotAssessed),
        ] {
            let account = clusters().detail(&polardb::BACKUP_POLICY, ID, body.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{body}");
        }
        assert_eq!(clusters().denied(&polardb::BACKUP_POLICY, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&polardb::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&polardb::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
