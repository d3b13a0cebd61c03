//! Cross-region backups stay in the mainland.

use crate::api::rds;
use crate::checks::Check;
use crate::checks::rds_instance_backup_enabled::is_copy;
use crate::domain::{Effort, Severity};
use crate::evaluate::mainland::is_mainland;
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-backup-stays-in-mainland",
    severity: Severity::High,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "Cross-region backups stay in the mainland", zh: "跨地域备份未存放至境外" },
    pass_when: Phrase {
        en: "DescribeInstanceCrossBackupPolicy and DescribeBackupPolicy are read; the instance passes when no advanced policy copies abroad, and BackupEnabled and LogBackupEnabled are Disable or CrossBackupRegion is a mainland region. Hong Kong counts as outside; instances abroad are not applicable.",
        zh: "读取 DescribeInstanceCrossBackupPolicy 与 DescribeBackupPolicy；高级备份策略未复制至境外，且 BackupEnabled 与 LogBackupEnabled 均为 Disable，或 CrossBackupRegion 为境内地域，即通过；中国香港按境外处理，境外实例不适用。",
    },
    risk: Phrase {
        en: "A full copy of the database abroad may be a cross-border transfer of personal or important data.",
        zh: "数据库整库备份存于境外，可能构成个人信息或重要数据出境。",
    },
    remediation: Phrase {
        en: "Choose a mainland region as backup target or switch cross-region backup off; record the legal basis where a copy abroad is intended.",
        zh: "将备份目标改为境内地域或关闭跨地域备份；确需境外备份的，记录合法依据。",
    },
    cli: "aliyun rds ModifyInstanceCrossBackupPolicy --DBInstanceId <instance-id> --RegionId <region-id> --BackupEnabled 1 --CrossBackupRegion <mainland-region-id> --CrossBackupType 1 --RetentType 1 --Retention 7",
    reads: &[&rds::CROSS_BACKUP, &rds::BACKUP_POLICY],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if !is_mainland(instance.region()) {
        let region = instance.region();
        return not_applicable(format!("the instance itself is in {region}"), format!("实例本身位于 {region}，不适用"));
    }
    if is_copy(instance) {
        return not_applicable(
            "a read-only or temporary instance has no backups of its own",
            "只读或临时实例自身不做备份，不适用",
        );
    }
    let engine = instance.str("Engine")?;
    if !["MySQL", "PostgreSQL", "SQLServer"].iter().any(|known| engine.eq_ignore_ascii_case(known)) {
        return not_applicable(
            format!("{engine} has no cross-region backup"),
            format!("{engine} 引擎不支持跨地域备份，不适用"),
        );
    }
    let advanced = instance.ask(&rds::BACKUP_POLICY)?.must()?;
    if !advanced.has("PreferredBackupPeriod") && !advanced.has("AdvancedDataPolicies") {
        return Err(advanced.lacks("PreferredBackupPeriod"));
    }
    // Rules of an advanced policy have target regions of their own.
    for rules in ["AdvancedDataPolicies.AdvancedDataPolicy", "AdvancedLogPolicies.AdvancedLogPolicy"] {
        for rule in advanced.list(rules) {
            let target = rule.text("DestRegion");
            if !target.is_empty() && !is_mainland(target) {
                return fail(
                    format!("an advanced backup policy copies to {target}"),
                    format!("高级备份策略将备份复制到境外地域 {target}"),
                );
            }
        }
    }
    let policy = instance.ask(&rds::CROSS_BACKUP)?.must()?;
    // Logs may be copied while data backups are not.
    if !policy.flag("BackupEnabled")? && !policy.flag("LogBackupEnabled")? {
        return pass("cross-region backup is off", "未开启跨地域备份");
    }
    let target = policy.str("CrossBackupRegion")?;
    if target.is_empty() {
        return Err(policy.lacks("CrossBackupRegion"));
    }
    if is_mainland(target) {
        return pass(format!("backups are copied to {target}"), format!("备份复制到境内地域 {target}"));
    }
    fail(format!("backups are copied to {target}"), format!("备份复制到境外地域 {target}"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "rm-1")];

    fn unread(engine: &str) -> Fixture {
        Fixture::new().list(&rds::INSTANCES, json!([{ "DBInstanceId": "rm-1", "Engine": engine }]))
    }

    fn instance(engine: &str) -> Fixture {
        unread(engine).detail(&rds::BACKUP_POLICY, ID, json!({ "PreferredBackupPeriod": "Monday" }))
    }

    fn policy(data: &str, log: &str, region: &str) -> Value {
        json!({ "BackupEnabled": data, "LogBackupEnabled": log, "CrossBackupRegion": region })
    }

    #[test]
    fn the_target_region_decides() {
        for (body, expected) in [
            (policy("Disable", "Disable", ""), Pass),
            (policy("Enable", "Enable", "cn-beijing"), Pass),
            (policy("Enable", "Disable", "ap-southeast-1"), Fail),
            (policy("Enable", "Disable", "cn-hongkong"), Fail),
            (policy("Disable", "Enable", "ap-southeast-1"), Fail),
            (policy("Enable", "Disable", ""), NotAssessed),
            (json!({ "CrossBackupRegion": "cn-beijing" }), NotAssessed),
            (json!({ "BackupEnabled": "Disable", "CrossBackupRegion": "" }), NotAssessed),
        ] {
            let account = instance("MySQL").detail(&rds::CROSS_BACKUP, ID, body.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{body}");
        }
    }

    #[test]
    fn an_advanced_policy_has_targets_of_its_own() {
        for (kind, region, expected) in [
            ("Data", "ap-southeast-1", Fail),
            ("Log", "cn-hongkong", Fail),
            ("Data", "cn-beijing", Pass),
            ("Log", "", Pass),
        ] {
            let rules = json!({ format!("Advanced{kind}Policy"): [{ "DestRegion": region }] });
            let advanced = json!({ "PreferredBackupPeriod": "Monday", format!("Advanced{kind}Policies"): rules });
            let account = unread("MySQL").detail(&rds::BACKUP_POLICY, ID, advanced);
            let account = account.detail(&rds::CROSS_BACKUP, ID, policy("Disable", "Disable", ""));
            assert_eq!(account.verdict(&CHECK), expected, "{kind} {region}");
        }
    }

    #[test]
    fn instances_abroad_and_other_engines_are_not_applicable() {
        let abroad = json!([{ "DBInstanceId": "rm-1", "Engine": "MySQL" }]);
        let account = Fixture::new().regions(&["ap-southeast-1"]).list(&rds::INSTANCES, abroad);
        assert_eq!(account.verdict(&CHECK), NotApplicable);
        assert_eq!(instance("MariaDB").verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instance("MySQL").denied(&rds::CROSS_BACKUP, ID).verdict(&CHECK), NotAssessed);
        let empty = unread("MySQL").detail(&rds::BACKUP_POLICY, ID, json!({}));
        let empty = empty.detail(&rds::CROSS_BACKUP, ID, policy("Disable", "Disable", ""));
        assert_eq!(empty.verdict(&CHECK), NotAssessed);
        assert_eq!(unread("MySQL").denied(&rds::BACKUP_POLICY, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }
}
