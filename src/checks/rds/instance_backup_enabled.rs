//! Automatic backups are scheduled.

use crate::api::rds;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-backup-enabled",
    severity: Severity::High,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "Automatic backups are scheduled", zh: "RDS 实例已设置自动备份" },
    pass_when: Phrase {
        en: "DescribeBackupPolicy is read; the instance passes when PreferredBackupPeriod names at least one weekday and BackupRetentionPeriod is 7 days or more. Read-only and temporary instances are not applicable.",
        zh: "读取 DescribeBackupPolicy；PreferredBackupPeriod 至少设有一个备份日且 BackupRetentionPeriod 不少于 7 天即通过，只读与临时实例不适用。",
    },
    risk: Phrase {
        en: "Without regular backups a deletion or a fault can destroy the data for good.",
        zh: "缺少定期备份时，误删或故障可能造成数据永久丢失。",
    },
    remediation: Phrase {
        en: "Set backup days, time and retention under Backup and Restoration > Backup Settings, and test a restore regularly.",
        zh: "在“备份恢复 > 备份设置”中设置备份日、时间与保留期，并定期演练恢复。",
    },
    cli: "aliyun rds ModifyBackupPolicy --DBInstanceId <instance-id> --BackupPolicyMode DataBackupPolicy --PreferredBackupPeriod Monday,Thursday --PreferredBackupTime <HH:mmZ-HH:mmZ> --BackupRetentionPeriod 7",
    reads: &[&rds::BACKUP_POLICY],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

/// Fewer days leave no time to notice a loss.
const ENOUGH_DAYS: i64 = 7;

fn judge(instance: &Item<'_>) -> Outcome {
    if is_copy(instance) {
        return not_applicable(
            "a read-only or temporary instance has no backups of its own",
            "只读或临时实例自身不做备份，不适用",
        );
    }
    let policy = instance.ask(&rds::BACKUP_POLICY)?.must()?;
    let days = policy.str("PreferredBackupPeriod")?;
    if days.split(',').all(|day| day.trim().is_empty()) {
        return fail("no backup day is set", "未设置备份日");
    }
    let kept = policy.int("BackupRetentionPeriod")?;
    let (en, zh) = (format!("backups on {days}, kept {kept} days"), format!("备份日为 {days}，保留 {kept} 天"));
    if kept < ENOUGH_DAYS { fail(en, zh) } else { pass(en, zh) }
}

/// Read-only and temporary instances live off a primary instance and its backups.
pub(super) fn is_copy(instance: &Item<'_>) -> bool {
    ["Readonly", "Temp"].iter().any(|kind| instance.text("DBInstanceType").eq_ignore_ascii_case(kind))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "rm-1")];

    fn instances(kind: &str) -> Fixture {
        Fixture::new().list(&rds::INSTANCES, json!([{ "DBInstanceId": "rm-1", "DBInstanceType": kind }]))
    }

    #[test]
    fn days_and_retention_decide() {
        for (days, kept, expected) in
            [("Monday,Thursday", 7, Pass), ("Monday", 6, Fail), ("", 30, Fail), (",", 30, Fail), ("Sunday", 730, Pass)]
        {
            let body = json!({ "PreferredBackupPeriod": days, "BackupRetentionPeriod": kept });
            let account = instances("Primary").detail(&rds::BACKUP_POLICY, ID, body);
            assert_eq!(account.verdict(&CHECK), expected, "{days} {kept}");
        }
    }

    #[test]
    fn what_is_not_said_is_no_verdict() {
        for body in [json!({ "PreferredBackupPeriod": "Monday" }), json!({ "BackupRetentionPeriod": 7 })] {
            assert_eq!(instances("Primary").detail(&rds::BACKUP_POLICY, ID, body).verdict(&CHECK), NotAssessed);
        }
        assert_eq!(instances("Primary").denied(&rds::BACKUP_POLICY, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(instances("Readonly").verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
