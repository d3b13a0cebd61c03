//! Host is in an active anti-ransomware policy.

use crate::api::sas;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-anti-ransomware",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "host",
    title: Phrase { en: "Host is in an active anti-ransomware policy", zh: "主机已纳入生效的防勒索策略" },
    pass_when: Phrase {
        en: "DescribeBackupPolicies is read; the host passes when its UUID is in a policy with Status enabled and the policy reports no error for it. The bait switch (ransomware_breaking) is shown as a further fact.",
        zh: "读取 DescribeBackupPolicies；主机 UUID 属于 Status 为 enabled 的策略且该策略未报告其异常即通过，诱饵捕获开关（ransomware_breaking）作为补充信息展示。",
    },
    risk: Phrase {
        en: "Without backup of its files a host hit by ransomware can only be rebuilt.",
        zh: "缺少文件备份时，主机遭勒索加密后只能重建。",
    },
    remediation: Phrase {
        en: "Buy anti-ransomware capacity, create a policy with the directories that matter and add the host under Host Protection > Anti-ransomware; test a restore.",
        zh: "购买防勒索容量，在“主机防护 > 防勒索”中创建包含关键目录的策略并加入该主机，测试恢复。",
    },
    cli: "",
    reads: &[&sas::INSTANCES, &sas::BACKUP_POLICIES, &sas::BAIT_SWITCH],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &sas::INSTANCES, judge },
};

/// Lists of the hosts with an error, and their lengths.
const ERRORS: &[(&str, &str)] =
    &[("ClientErrorUuidList", "ClientErrorCount"), ("ServiceErrorUuidList", "ServiceErrorCount")];

fn judge(host: &Item<'_>) -> Outcome {
    let uuid = host.str("Uuid")?;
    let account = host.account();
    let policies = account.find(&sas::BACKUP_POLICIES, &[("UuidList", uuid)]);
    let mut idle = Vec::new();
    for policy in &policies.items {
        // Whether one of its lists names the host.
        let names = |list: &'static str| {
            let found = account.find(&sas::BACKUP_POLICIES, &[(list, uuid)]).items;
            found.iter().any(|other| std::ptr::eq(other.value(), policy.value()))
        };
        let length = |list: &str| policy.at(list).value().as_array().map_or(0, Vec::len);
        let (name, status) = (policy.text("Name"), policy.str("Status")?);
        let broken = ERRORS.iter().any(|(list, _)| names(list));
        if status == "enabled" && !broken {
            // A list that is shorter than its own count does not show every host with an error.
            let hidden = |(list, count): &&(&'static str, &str)| {
                policy.maybe_int(count).is_some_and(|count| usize::try_from(count) != Ok(length(list)))
            };
            if let Some((list, _)) = ERRORS.iter().find(hidden) {
                return Err(policy.lacks(list));
            }
            let bait = bait(host);
            let good = pass(
                format!("in the enabled policy {name}; bait files: {}", bait.0),
                format!("已纳入启用的策略 {name}，诱饵捕获：{}", bait.1),
            );
            if length("HealthClientUuidList") == 0 || names("HealthClientUuidList") {
                return good;
            }
            return good.map(|v| {
                v.bounded(
                    "the policy reports no error for the host, but does not name its client as healthy either",
                    "策略未报告该主机异常，但也未将其客户端列为正常",
                )
            });
        }
        idle.push(format!("{name} ({})", if broken { "error" } else { status }));
    }
    if let Some((_, gap)) = policies.gaps.into_iter().next() {
        return Err(gap);
    }
    if idle.is_empty() {
        return fail("in no anti-ransomware policy", "未纳入任何防勒索策略");
    }
    let idle = idle.join(", ");
    fail(format!("only in policies that do not work: {idle}"), format!("所在策略未生效：{idle}"))
}

/// A further fact: the bait switch of the centres, where it can be read.
fn bait(host: &Item<'_>) -> (&'static str, &'static str) {
    let states = host.account().replies(&sas::BAIT_SWITCH).into_iter().filter_map(|(_, reply)| reply.ok()?.got());
    let states: Vec<_> = states.filter_map(|switch| switch.maybe_flag("OverallConfig.Config")).collect();
    match states.as_slice() {
        [] => ("not read", "未读取"),
        states if states.contains(&true) => ("on", "已开启"),
        _ => ("off", "未开启"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const INTL: &str = "ap-southeast-1";

    fn host() -> Fixture {
        let hosts = json!([{ "InstanceId": "i-1", "Uuid": "uuid-1" }]);
        Fixture::new().list(&sas::INSTANCES, hosts).list_in(&sas::INSTANCES, INTL, json!([]))
    }

    fn policies(policies: Value) -> Fixture {
        host().list(&sas::BACKUP_POLICIES, policies).list_in(&sas::BACKUP_POLICIES, INTL, json!([]))
    }

    #[test]
    fn the_host_must_be_in_an_enabled_policy_that_works() {
        for (status, uuid, expected) in [
            ("enabled", "uuid-1", Pass),
            ("disabled", "uuid-1", Fail),
            ("closed", "uuid-1", Fail),
            ("enabled", "uuid-2", Fail),
        ] {
            let policy = json!([{ "Name": "all", "Status": status, "UuidList": [uuid] }]);
            assert_eq!(policies(policy).verdict(&CHECK), expected, "{status} {uuid}");
        }
        let broken =
            json!([{ "Name": "all", "Status": "enabled", "UuidList": ["uuid-1"], "ClientErrorUuidList": ["uuid-1"] }]);
        assert_eq!(policies(broken).verdict(&CHECK), Fail);
        let hidden = json!([{ "Name": "all", "Status": "enabled", "UuidList": ["uuid-1"], "ClientErrorCount": 3, "ClientErrorUuidList": [] }]);
        assert_eq!(policies(hidden).verdict(&CHECK), NotAssessed, "three errors, and no list of them");
        for (healthy, bounded) in [("uuid-1", false), ("uuid-2", true)] {
            let policy = json!([
                { "Name": "all", "Status": "enabled", "UuidList": ["uuid-1"], "HealthClientUuidList": [healthy] },
            ]);
            assert_eq!(policies(policy).finding(&CHECK).caution.is_some(), bounded, "{healthy}");
        }
    }

    #[test]
    fn a_missing_list_is_no_verdict_and_a_free_edition_has_no_policies() {
        let elsewhere = host().list_in(&sas::BACKUP_POLICIES, INTL, json!([]));
        assert_eq!(elsewhere.denied(&sas::BACKUP_POLICIES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(host().verdict(&CHECK), NotAssessed);
        assert_eq!(host().unopened(&sas::BACKUP_POLICIES, "FreeVersionNotPermit").verdict(&CHECK), Fail);
        let none = Fixture::new().list(&sas::INSTANCES, json!([])).list_in(&sas::INSTANCES, INTL, json!([]));
        assert_eq!(none.verdict(&CHECK), NotApplicable);
    }
}
