//! Log backups allow restore to any point in time.

use crate::api::rds;
use crate::checks::rds_instance_backup_enabled::is_copy;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-log-backup",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "Log backups allow restore to any point in time", zh: "RDS 实例已开启日志备份" },
    pass_when: Phrase {
        en: "EnableBackupLog or BackupLog of DescribeBackupPolicy is read; the instance passes when it is 1 or Enable. SQL Server always backs up its log and passes. Read-only and temporary instances are not applicable.",
        zh: "读取 DescribeBackupPolicy 的 EnableBackupLog 或 BackupLog；为 1 或 Enable 即通过；SQL Server 日志备份恒为开启，视为通过；只读与临时实例不适用。",
    },
    risk: Phrase {
        en: "Without log backups all changes since the last full backup are lost after a fault.",
        zh: "未开启日志备份时，故障后将丢失最近一次全量备份以来的变更。",
    },
    remediation: Phrase {
        en: "Switch on log backup under Backup and Restoration > Backup Settings and set its retention.",
        zh: "在“备份恢复 > 备份设置”中开启日志备份并设置保留期。",
    },
    cli: "aliyun rds ModifyBackupPolicy --DBInstanceId <instance-id> --BackupPolicyMode LogBackupPolicy --EnableBackupLog 1 --LogBackupRetentionPeriod 7",
    reads: &[&rds::BACKUP_POLICY],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "rds-instance-enabled-log-backup" }],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if is_copy(instance) {
        return not_applicable(
            "a read-only or temporary instance has no backups of its own",
            "只读或临时实例自身不做备份，不适用",
        );
    }
    // SQL Server answers 0 for every interval but the one of 5 minutes; its log backup cannot be switched off.
    if instance.str("Engine")?.eq_ignore_ascii_case("SQLServer") {
        return pass("SQL Server always backs up its log", "SQL Server 日志备份恒为开启");
    }
    let policy = instance.ask(&rds::BACKUP_POLICY)?.must()?;
    let said: Vec<bool> = ["EnableBackupLog", "BackupLog"].iter().filter_map(|name| policy.maybe_flag(name)).collect();
    if said.is_empty() {
        return Err(policy.lacks("EnableBackupLog"));
    }
    if said.contains(&false) {
        return fail("log backup is off", "未开启日志备份");
    }
    match policy.maybe_int("LogBackupRetentionPeriod") {
        Some(days) => pass(format!("log backup is on, kept {days} days"), format!("日志备份已开启，保留 {days} 天")),
        None => pass("log backup is on", "日志备份已开启"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "rm-1")];

    fn instance(engine: &str, kind: &str) -> Fixture {
        let item = json!([{ "DBInstanceId": "rm-1", "Engine": engine, "DBInstanceType": kind }]);
        Fixture::new().list(&rds::INSTANCES, item)
    }

    fn with(engine: &str, body: Value) -> Fixture {
        instance(engine, "Primary").detail(&rds::BACKUP_POLICY, ID, body)
    }

    #[test]
    fn either_switch_decides_and_off_wins() {
        for (body, expected) in [
            (json!({ "EnableBackupLog": "1" }), Pass),
            (json!({ "BackupLog": "Enable", "LogBackupRetentionPeriod": 7 }), Pass),
            (json!({ "EnableBackupLog": "0" }), Fail),
            (json!({ "EnableBackupLog": "1", "BackupLog": "Disabled" }), Fail),
            (json!({ "LogBackupRetentionPeriod": 7 }), NotAssessed),
        ] {
            assert_eq!(with("MySQL", body.clone()).verdict(&CHECK), expected, "{body}");
        }
    }

    #[test]
    fn sql_server_always_has_it() {
        assert_eq!(with("SQLServer", json!({ "EnableBackupLog": "0" })).verdict(&CHECK), Pass);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instance("MySQL", "Primary").denied(&rds::BACKUP_POLICY, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(instance("MySQL", "Readonly").verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
