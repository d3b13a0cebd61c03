//! Log backups allow restore to a point in time.

use crate::api::{Call, dds};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "mongodb-instance-log-backup",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "Log backups allow restore to a point in time", zh: "MongoDB 实例已开启日志备份" },
    pass_when: Phrase {
        en: "EnableBackupLog of DescribeBackupPolicy is read; the instance passes when it is 1.",
        zh: "读取 DescribeBackupPolicy 的 EnableBackupLog；为 1 即通过。",
    },
    risk: Phrase {
        en: "Without log backups all changes since the last full backup are lost after a fault.",
        zh: "未开启日志备份时，故障后将丢失最近一次全量备份以来的变更。",
    },
    remediation: Phrase {
        en: "Switch on log backup under Backup and Restoration > Backup Settings and set its retention.",
        zh: "在“备份与恢复 > 备份设置”中开启日志备份并设置保留期。",
    },
    cli: "aliyun dds ModifyBackupPolicy --DBInstanceId <instance-id> --PreferredBackupPeriod Monday,Thursday --PreferredBackupTime <HH:mmZ-HH:mmZ> --EnableBackupLog 1",
    reads: &[&dds::BACKUP_POLICY, &dds::BACKUP_POLICY_SHARDED],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "mongodb-instance-backup-log-enabled" }],
    references: &[],
    logic: Logic::Custom(judge_all),
};

fn judge_all(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let mut seen = false;
    for (instances, policy) in [(&dds::REPLICA_SETS, &dds::BACKUP_POLICY), (&dds::SHARDED, &dds::BACKUP_POLICY_SHARDED)]
    {
        let listing = account.list(instances);
        seen |= !listing.items.is_empty() || !listing.gaps.is_empty();
        for instance in sheet.items_of(listing) {
            sheet.item(&instance, judge(&instance, policy));
        }
    }
    if !seen {
        sheet.account(not_applicable("no MongoDB instance in the account", "账号内没有 MongoDB 实例"));
    }
}

fn judge(instance: &Item<'_>, policy: &'static Call) -> Outcome {
    let policy = instance.ask(policy)?.must()?;
    if policy.int("EnableBackupLog")? != 1 {
        return fail("EnableBackupLog is 0", "EnableBackupLog 为 0，未开启日志备份");
    }
    match policy.maybe_int("LogBackupRetentionPeriod") {
        Some(days) => pass(format!("on, kept for {days} days"), format!("已开启日志备份，保留 {days} 天")),
        None => pass("EnableBackupLog is 1", "EnableBackupLog 为 1"),
    }
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
    fn the_switch_decides_for_both_architectures() {
        for (said, expected) in [(1, Pass), (0, Fail)] {
            let body = json!({ "EnableBackupLog": said, "BackupRetentionPeriod": "7" });
            assert_eq!(instances().detail(&dds::BACKUP_POLICY, ID, body.clone()).verdict(&CHECK), expected);
            assert_eq!(sharded().detail(&dds::BACKUP_POLICY_SHARDED, ID, body).verdict(&CHECK), expected);
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&dds::BACKUP_POLICY, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(sharded().denied(&dds::BACKUP_POLICY_SHARDED, ID).verdict(&CHECK), NotAssessed);
        let silent = json!({ "BackupRetentionPeriod": "7" });
        assert_eq!(instances().detail(&dds::BACKUP_POLICY, ID, silent).verdict(&CHECK), NotAssessed);
        let unlisted = Fixture::new().list(&dds::REPLICA_SETS, json!([]));
        assert_eq!(unlisted.denied(&dds::SHARDED, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_mongodb_is_not_applicable() {
        let account = Fixture::new().list(&dds::REPLICA_SETS, json!([])).list(&dds::SHARDED, json!([]));
        assert_eq!(account.verdict(&CHECK), NotApplicable);
    }
}
