//! Active backup plans exist in Cloud Backup.

use crate::api::hbr;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "hbr-backup-plan-exists",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "account",
    title: Phrase { en: "Active backup plans exist in Cloud Backup", zh: "云备份中存在启用的备份计划" },
    pass_when: Phrase {
        en: "DescribeBackupPlans and DescribePolicyBindings are read; passes when at least 1 plan or policy binding is not disabled.",
        zh: "读取 DescribeBackupPlans 与 DescribePolicyBindings；至少有 1 个未停用的备份计划或策略绑定时通过。",
    },
    risk: Phrase {
        en: "Without scheduled backups, deletion, ransomware or an error in operation cannot be undone.",
        zh: "没有定期备份，误删、勒索软件或操作失误造成的损失无法恢复。",
    },
    remediation: Phrase {
        en: "Cloud Backup console > Policy Center: create a policy with interval and retention and bind the hosts, files, databases or file systems to it. Test a restore. Own snapshot policies of a product are checked separately.",
        zh: "在“云备份控制台 > 策略中心”创建含周期与保留期的策略并绑定主机、文件、数据库或文件系统，定期演练恢复。各产品自带的快照策略另行检查。",
    },
    cli: "aliyun hbr CreateBackupPlan --SourceType ECS_FILE --PlanName <name> --VaultId <vault-id> --InstanceId <instance-id> --Path.1 <path> --BackupType COMPLETE --Schedule 'I|<unix-time>|P1D' --Retention <days>",
    reads: &[&hbr::PLANS, &hbr::POLICY_BINDINGS],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let (plans, bindings) = (account.list(&hbr::PLANS), account.list(&hbr::POLICY_BINDINGS));
    let active = |item: &&Item<'_>| item.maybe_flag("Disabled") == Some(false);
    let (planned, bound) = (plans.items.iter().filter(active).count(), bindings.items.iter().filter(active).count());
    if planned + bound > 0 {
        return pass(
            format!("active plans: {planned}, active bindings of policies: {bound}"),
            format!("启用的备份计划 {planned} 个、策略绑定 {bound} 个"),
        );
    }
    // That there is none is known only from both whole lists, in which each says that it is disabled.
    for item in plans.items.iter().chain(&bindings.items) {
        item.flag("Disabled")?;
    }
    let disabled = plans.items.len() + bindings.items.len();
    if let Some((_, gap)) = plans.gaps.into_iter().chain(bindings.gaps).next() {
        return Err(gap);
    }
    fail(
        format!("no active plan or binding ({disabled} disabled)"),
        format!("无启用的备份计划或策略绑定（已停用 {disabled} 个）"),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn account(plans: Value, bindings: Value) -> Fixture {
        Fixture::new().list(&hbr::PLANS, plans).list(&hbr::POLICY_BINDINGS, bindings)
    }

    #[test]
    fn an_active_plan_or_binding_decides() {
        let (on, off) = (json!([{ "Disabled": false }]), json!([{ "Disabled": true }]));
        for (plans, bindings, expected) in [
            (on.clone(), json!([]), Pass),
            (off.clone(), on.clone(), Pass),
            (off.clone(), off, Fail),
            (json!([]), json!([]), Fail),
            (json!([{ "PlanId": "plan-1" }]), json!([]), NotAssessed),
        ] {
            assert_eq!(account(plans.clone(), bindings).verdict(&CHECK), expected, "{plans}");
        }
    }

    #[test]
    fn a_hole_in_another_region_spoils_a_fail_but_no_pass() {
        let two = Fixture::new().regions(&["cn-hangzhou", "cn-shanghai"]);
        let none = two.clone().list(&hbr::PLANS, json!([])).list(&hbr::POLICY_BINDINGS, json!([]));
        assert_eq!(none.verdict(&CHECK), NotAssessed);
        assert_eq!(two.list(&hbr::PLANS, json!([{ "Disabled": false }])).verdict(&CHECK), Pass);
        assert_eq!(Fixture::new().denied(&hbr::PLANS, &[]).verdict(&CHECK), NotAssessed);
    }
}
