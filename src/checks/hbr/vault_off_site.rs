//! Backup vaults are replicated to another region.

use crate::api::hbr;
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::mainland::is_mainland;
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "hbr-vault-off-site",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "vault",
    title: Phrase { en: "Backup vaults are replicated to another region", zh: "备份库已异地复制" },
    pass_when: Phrase {
        en: "DescribeVaults and DescribeBackupPlans are read; passes when a replication vault in another region copies the vault (ReplicationSourceVaultId), or each enabled plan of the vault copies to another region. Mirror vaults themselves are not applicable.",
        zh: "读取 DescribeVaults 与 DescribeBackupPlans；存在位于其他地域、以该库为源（ReplicationSourceVaultId）的镜像库，或该库的每个启用计划均向其他地域复制时通过。镜像库本身不适用。",
    },
    risk: Phrase {
        en: "A disaster in the region takes the system and its backups together.",
        zh: "地域级灾难会使系统与备份同时丢失。",
    },
    remediation: Phrase {
        en: "Cloud Backup console > Vaults > Create Mirror Vault in another region. Choose a mainland region, so that the copy is no data export.",
        zh: "在“云备份控制台 > 备份库”中于其他地域创建镜像库；应选择境内地域，避免形成数据出境。",
    },
    cli: "aliyun hbr CreateReplicationVault --VaultName <name> --VaultRegionId <other-region-id> --ReplicationSourceRegionId <region-id> --ReplicationSourceVaultId <vault-id>",
    reads: &[&hbr::VAULTS, &hbr::PLANS],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &hbr::VAULTS, judge },
};

fn judge(vault: &Item<'_>) -> Outcome {
    // Absent on vaults that are no mirror.
    if vault.maybe_flag("Replication") == Some(true) {
        return not_applicable("itself a mirror", "该库本身为镜像库");
    }
    let (account, id, here) = (vault.account(), vault.str("VaultId")?, vault.region());
    let vaults = account.list(&hbr::VAULTS);
    let mirror = vaults.items.iter().find(|other| {
        other.text("ReplicationSourceVaultId") == id && !other.region().is_empty() && other.region() != here
    });
    if let Some(mirror) = mirror {
        return away("mirrored", "镜像", mirror.region());
    }
    let target = vault.text("ReplicationTargetRegionId");
    if !target.is_empty() && target != here {
        return away("mirrored", "镜像", target);
    }
    let plans = account.list(&hbr::PLANS);
    if let Some(target) = copied(&plans.items, id, here)? {
        if let Some((_, gap)) = plans.gaps.into_iter().next() {
            return Err(gap);
        }
        return away("copied by each of its plans", "经其全部备份计划复制", target);
    }
    if let Some((_, gap)) = vaults.gaps.into_iter().chain(plans.gaps).next() {
        return Err(gap);
    }
    // Its mirror may be in a region that is not looked at.
    if vault.maybe_flag("ReplicationSourceVault") == Some(true) {
        return unknown(
            "the vault has a mirror, but in none of the regions looked at",
            "该库已设镜像库，但镜像库不在本次查询的地域内",
        );
    }
    fail("no copy in another region", "在其他地域没有副本")
}

fn away(how_en: &str, how_zh: &str, target: &str) -> Outcome {
    let (abroad_en, abroad_zh) = if is_mainland(target) {
        ("", "")
    } else {
        (", outside the mainland", "（位于境外，涉及数据出境）")
    };
    pass(format!("{how_en} to {target}{abroad_en}"), format!("已{how_zh}到 {target}{abroad_zh}"))
}

/// Where the plans of a vault copy to, when each active one has an active rule that copies to another region.
fn copied<'s>(plans: &[Item<'s>], vault: &str, here: &str) -> Result<Option<&'s str>, Gap> {
    let mut target = None;
    for plan in plans.iter().filter(|plan| plan.text("VaultId") == vault) {
        if plan.flag("Disabled")? {
            continue;
        }
        // Rules that are on and do not copy leave these fields out.
        let rule = plan.at("Rules").list("Rule").into_iter().find(|rule| {
            let (on, to) = (rule.maybe_flag("Disabled") != Some(true), rule.text("DestinationRegionId"));
            on && rule.maybe_flag("DoCopy") == Some(true) && !to.is_empty() && to != here
        });
        match rule {
            Some(rule) => target = Some(rule.text("DestinationRegionId")),
            None => return Ok(None),
        }
    }
    Ok(target)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn vaults(away: Value, plans: Value) -> Fixture {
        let two = Fixture::new().regions(&["cn-hangzhou", "cn-shanghai"]);
        let account = two.list_in(&hbr::VAULTS, "cn-hangzhou", json!([{ "VaultId": "v-1" }]));
        let account = account.list_in(&hbr::VAULTS, "cn-shanghai", away).list_in(&hbr::PLANS, "cn-hangzhou", plans);
        account.list_in(&hbr::PLANS, "cn-shanghai", json!([]))
    }

    fn of_vault(account: &Fixture) -> FindingStatus {
        account.verdicts(&CHECK).into_iter().find(|(id, _)| id == "v-1").expect("a finding").1
    }

    #[test]
    fn a_mirror_in_another_region_decides() {
        let mirror = json!([{ "VaultId": "v-2", "Replication": true, "ReplicationSourceVaultId": "v-1" }]);
        let account = vaults(mirror, json!([]));
        assert_eq!(of_vault(&account), Pass);
        assert_eq!(account.verdicts(&CHECK), [("v-1".into(), Pass), ("v-2".into(), NotApplicable)]);
        let other = json!([{ "VaultId": "v-2", "Replication": true, "ReplicationSourceVaultId": "v-9" }]);
        assert_eq!(of_vault(&vaults(other, json!([]))), Fail);
        assert_eq!(of_vault(&vaults(json!([]), json!([]))), Fail);
    }

    #[test]
    fn copies_by_every_plan_decide_too() {
        let plan = |copies: bool, to: &str| {
            let rule = json!({ "DoCopy": copies, "DestinationRegionId": to });
            json!({ "VaultId": "v-1", "Disabled": false, "Rules": { "Rule": [rule] } })
        };
        for (plans, expected) in [
            (json!([plan(true, "cn-shanghai")]), Pass),
            (json!([plan(true, "cn-hangzhou")]), Fail),
            (json!([plan(false, "cn-shanghai")]), Fail),
            (json!([plan(true, "cn-shanghai"), plan(false, "")]), Fail),
            (json!([{ "VaultId": "v-1" }]), NotAssessed),
        ] {
            assert_eq!(of_vault(&vaults(json!([]), plans.clone())), expected, "{plans}");
        }
    }

    #[test]
    fn a_mirror_that_was_not_seen_is_no_verdict() {
        let source = json!([{ "VaultId": "v-1", "ReplicationSourceVault": true }]);
        let account = Fixture::new().list(&hbr::VAULTS, source).list(&hbr::PLANS, json!([]));
        assert_eq!(account.verdict(&CHECK), NotAssessed);
        let unplanned = Fixture::new().list(&hbr::VAULTS, json!([{ "VaultId": "v-1" }]));
        assert_eq!(unplanned.denied(&hbr::PLANS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&hbr::VAULTS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&hbr::VAULTS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
