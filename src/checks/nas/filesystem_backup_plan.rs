//! NAS file systems have a backup plan.

use crate::api::{hbr, nas};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "nas-filesystem-backup-plan",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "file system",
    title: Phrase { en: "NAS file systems have a backup plan", zh: "NAS 文件系统已设置备份计划" },
    pass_when: Phrase {
        en: "DescribeBackupPlans (SourceType NAS) and DescribePolicyBindings are read; passes when an enabled plan or policy names the file system. File system types that Cloud Backup does not serve are not applicable.",
        zh: "读取 DescribeBackupPlans（SourceType 为 NAS）与 DescribePolicyBindings；存在指向该文件系统的启用计划或策略时通过。云备份不支持的文件系统类型不适用。",
    },
    risk: Phrase {
        en: "Shared files overwritten or encrypted by ransomware are lost without a copy outside the file system.",
        zh: "共享文件被覆盖或遭勒索加密后，若无独立副本则无法恢复。",
    },
    remediation: Phrase {
        en: "Cloud Backup console > NAS Backup: create a plan for the file system with daily interval and a retention that your policy sets.",
        zh: "在“云备份控制台 > NAS 备份”中为该文件系统创建每日备份计划，保留期按制度设定。",
    },
    cli: "aliyun hbr CreateBackupPlan --SourceType NAS --PlanName <name> --VaultId <vault-id> --FileSystemId <file-system-id> --CreateTime <unix-time> --BackupType COMPLETE --Schedule 'I|<unix-time>|P1D' --Retention <days>",
    reads: &[&nas::FILE_SYSTEMS, &hbr::NAS_PLANS, &hbr::POLICY_BINDINGS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "nas-filesystem-enable-backup-plan" }],
    references: &[],
    logic: Logic::Items { of: &nas::FILE_SYSTEMS, judge },
};

fn judge(file_system: &Item<'_>) -> Outcome {
    let id = file_system.str("FileSystemId")?;
    let plans = file_system.account().list(&hbr::NAS_PLANS);
    let bindings = file_system.account().list(&hbr::POLICY_BINDINGS);
    let mut paused = false;
    for (source, name) in [(&plans, "PlanName"), (&bindings, "PolicyId")] {
        for plan in source.items.iter().filter(|plan| is_of(plan, id)) {
            if !plan.flag("Disabled")? {
                let name = plan.text(name);
                return pass(format!("backed up by {name}"), format!("由备份计划或策略 {name} 备份"));
            }
            paused = true;
        }
    }
    // Which plans there are is known only from both whole lists.
    if let Some((_, gap)) = plans.gaps.into_iter().chain(bindings.gaps).next() {
        return Err(gap);
    }
    if paused {
        return fail("its backup plan is paused", "备份计划已停用");
    }
    let kind = file_system.text("FileSystemType");
    if kind.starts_with("cpfs") {
        return not_applicable(
            format!("Cloud Backup has no plans for file systems of type {kind}"),
            format!("云备份不支持为 {kind} 类型的文件系统设置该计划"),
        );
    }
    fail("no backup plan or policy names the file system", "无备份计划或备份策略指向该文件系统")
}

/// A plan names the file system; a binding names its data source, which begins with the file system's id.
fn is_of(plan: &Item<'_>, id: &str) -> bool {
    let source = plan.text("DataSourceId");
    let bound = source.strip_prefix(id).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
    plan.text("FileSystemId") == id || bound
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn planned(plans: Value, bindings: Value) -> Fixture {
        let items = json!([{ "FileSystemId": "fs-1", "FileSystemType": "standard" }]);
        let account = Fixture::new().list(&nas::FILE_SYSTEMS, items).list(&hbr::NAS_PLANS, plans);
        account.list(&hbr::POLICY_BINDINGS, bindings)
    }

    #[test]
    fn an_active_plan_or_policy_for_the_file_system_decides() {
        for (plan, binding, expected) in [
            (json!({ "FileSystemId": "fs-1", "Disabled": false }), json!({ "DataSourceId": "fs-9" }), Pass),
            (json!({ "FileSystemId": "fs-1", "Disabled": true }), json!({ "DataSourceId": "fs-9" }), Fail),
            (json!({ "FileSystemId": "fs-2", "Disabled": false }), json!({ "DataSourceId": "fs-12" }), Fail),
            (json!({ "FileSystemId": "fs-2" }), json!({ "DataSourceId": "fs-1", "Disabled": false }), Pass),
            (json!({ "FileSystemId": "fs-1" }), json!({ "DataSourceId": "fs-9" }), NotAssessed),
        ] {
            let account = planned(json!([plan]), json!([binding]));
            assert_eq!(account.verdict(&CHECK), expected, "{plan} {binding}");
        }
    }

    #[test]
    fn a_plan_that_was_found_needs_no_whole_list() {
        let items = json!([{ "FileSystemId": "fs-1", "FileSystemType": "standard" }]);
        let account = Fixture::new().list(&nas::FILE_SYSTEMS, items).denied(&hbr::POLICY_BINDINGS, &[]);
        let found = json!([{ "FileSystemId": "fs-1", "Disabled": false }]);
        assert_eq!(account.clone().list(&hbr::NAS_PLANS, found).verdict(&CHECK), Pass);
        assert_eq!(account.list(&hbr::NAS_PLANS, json!([])).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn what_cannot_be_backed_up_is_not_applicable() {
        let items = json!([{ "FileSystemId": "cpfs-1", "FileSystemType": "cpfs" }]);
        let account = Fixture::new().list(&nas::FILE_SYSTEMS, items).list(&hbr::NAS_PLANS, json!([]));
        assert_eq!(account.list(&hbr::POLICY_BINDINGS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&nas::FILE_SYSTEMS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&nas::FILE_SYSTEMS, &[]).verdict(&CHECK), NotAssessed);
    }
}
