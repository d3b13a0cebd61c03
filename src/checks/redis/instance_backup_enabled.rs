//! Automatic backups are scheduled for Redis.

use crate::api::kvstore;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-backup-enabled",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "Automatic backups are scheduled for Redis", zh: "Redis 实例已设置自动备份" },
    pass_when: Phrase {
        en: "DescribeBackupPolicy is read; the instance passes when PreferredBackupPeriod names at least one weekday and BackupRetentionPeriod is 7 days or more.",
        zh: "读取 DescribeBackupPolicy；PreferredBackupPeriod 至少设有一个备份日且 BackupRetentionPeriod 不少于 7 天即通过。",
    },
    risk: Phrase {
        en: "Data that lives only in the cache is lost for good after a flush or a fault.",
        zh: "仅存于缓存的数据在误清空或故障后将永久丢失。",
    },
    remediation: Phrase {
        en: "Set backup days and time under Backup and Recovery > Backup Settings, and test a restore.",
        zh: "在“备份与恢复 > 备份设置”中设置备份日与时间，并测试恢复。",
    },
    cli: "aliyun r-kvstore ModifyBackupPolicy --InstanceId <instance-id> --PreferredBackupPeriod Monday,Thursday --PreferredBackupTime <HH:mmZ-HH:mmZ>",
    reads: &[&kvstore::BACKUP_POLICY],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &kvstore::INSTANCES, judge },
};

/// Fewer days of backups than these are not enough.
const LEAST_DAYS: i64 = 7;

fn judge(instance: &Item<'_>) -> Outcome {
    let policy = instance.ask(&kvstore::BACKUP_POLICY)?.must()?;
    let days = policy.str("PreferredBackupPeriod")?.split(',').filter(|day| !day.trim().is_empty()).count();
    if days == 0 {
        return fail("no day of the week is set for backups", "未设置备份日");
    }
    let kept = policy.int("BackupRetentionPeriod")?;
    let (en, zh) =
        (format!("backups per week: {days}, kept for {kept} days"), format!("每周备份 {days} 次，保留 {kept} 天"));
    if kept < LEAST_DAYS { fail(en, zh) } else { pass(en, zh) }
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
    fn days_and_retention_decide() {
        for (days, kept, expected) in
            [("Monday,Thursday", "7", Pass), ("Monday", "6", Fail), ("", "7", Fail), ("Monday", "", NotAssessed)]
        {
            let body = json!({ "PreferredBackupPeriod": days, "BackupRetentionPeriod": kept });
            let account = instances().detail(&kvstore::BACKUP_POLICY, ID, body);
            assert_eq!(account.verdict(&CHECK), expected, "{days} {kept}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&kvstore::BACKUP_POLICY, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(instances().detail(&kvstore::BACKUP_POLICY, ID, json!({})).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&kvstore::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_redis_is_not_applicable() {
        assert_eq!(Fixture::new().list(&kvstore::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
