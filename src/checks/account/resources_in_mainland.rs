//! All resources lie in mainland regions.

use crate::api::resourcecenter;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::mainland::is_mainland;
use crate::evaluate::{Account, Logic, Node, Outcome, Reply, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "account-resources-in-mainland",
    severity: Severity::High,
    effort: Effort::Project,
    resource: "account",
    title: Phrase { en: "All resources lie in mainland regions", zh: "全部资源位于境内地域" },
    pass_when: Phrase {
        en: "Resource Center SearchResources is read; passes when the service is enabled, its inventory is complete, and no resource has a region outside the mainland. Hong Kong counts as outside; resources without a region are left out.",
        zh: "读取资源中心 SearchResources；服务已开通、清单已就绪且没有位于境外地域的资源时通过。中国香港视为境外；无地域属性的资源不计。",
    },
    risk: Phrase {
        en: "Infrastructure of a graded system belongs in the mainland, and data stored abroad may need an export procedure. Remote access from abroad is export too and cannot be seen here.",
        zh: "定级系统的基础设施应位于境内，存储于境外的数据可能须履行出境手续。境外远程访问同样属于出境，本项无法识别。",
    },
    remediation: Phrase {
        en: "Move or delete resources outside the mainland. Where one must stay, record its purpose, kinds of data and legal basis. A control policy in the resource directory can forbid other regions.",
        zh: "迁移或删除境外资源；确需保留的登记用途、数据类别与合法依据，并可用资源目录管控策略禁止使用境外地域。",
    },
    cli: "",
    reads: &[&resourcecenter::STATUS, &resourcecenter::RESOURCES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let list = account.list(&resourcecenter::RESOURCES);
    // The list leaves out regions that the user did not choose; the question is about those above all.
    let all: Vec<Node<'_>> = match account.ask(&resourcecenter::RESOURCES) {
        Ok(Reply::Got(answer)) => answer.items(),
        _ => list.items.iter().map(|item| **item).collect(),
    };
    // Resources without a region, or of the whole account, are nowhere.
    let placed: Vec<_> = all.iter().filter(|r| !matches!(region(r), "" | "global")).collect();
    // Buckets without a region of their own lie somewhere in the mainland.
    let abroad: Vec<_> =
        placed.iter().filter(|r| !is_mainland(region(r)) && region(r) != "rg-china-mainland").collect();
    if let Some(first) = abroad.first() {
        let mut regions: Vec<&str> = abroad.iter().map(|r| region(r)).collect();
        regions.sort_unstable();
        regions.dedup();
        let (count, regions) = (abroad.len(), regions.join(", "));
        let (kind, id) = (first.text("ResourceType"), first.text("ResourceId"));
        return fail(
            format!("{count} resources outside the mainland, in {regions}; first: {kind} {id}"),
            format!("{count} 个资源位于境外地域 {regions}，首个为 {kind} {id}"),
        );
    }
    if let Some((_, gap)) = list.gaps.into_iter().next() {
        return Err(gap);
    }
    let status = account.ask(&resourcecenter::STATUS)?.must()?;
    let (service, first) = (status.str("ServiceStatus")?, status.str("InitialStatus")?);
    if service != "Enabled" || first != "Finished" || !list.unopened.is_empty() {
        return unknown(
            format!("Resource Center gives no full list: ServiceStatus {service}, InitialStatus {first}"),
            format!("资源中心未提供完整清单：ServiceStatus 为 {service}，InitialStatus 为 {first}"),
        );
    }
    if placed.is_empty() {
        return not_applicable("no resource with a region", "没有带地域属性的资源");
    }
    let count = placed.len();
    pass(format!("all {count} resources with a region are in the mainland"), format!("{count} 个带地域的资源均在境内"))
        .map(|v| {
            v.bounded(
                "kinds of resources that Resource Center does not record, and access from abroad, were not seen",
                "资源中心未收录的资源类型以及境外远程访问未核查",
            )
        })
}

fn region<'s>(resource: &Node<'s>) -> &'s str {
    let region = resource.text("RegionId");
    region.strip_prefix("oss-").unwrap_or(region)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::evaluate;
    use crate::evaluate::fixture::Fixture;
    use crate::snapshot::Snapshot;

    fn status(service: &str, first: &str) -> Value {
        json!({ "ServiceStatus": service, "InitialStatus": first })
    }

    fn with(regions: &[&str], status: Value) -> Fixture {
        let resource = |r: &&str| json!({ "ResourceId": "r", "ResourceType": "ACS::OSS::Bucket", "RegionId": r });
        let resources: Vec<_> = regions.iter().map(resource).collect();
        Fixture::new().list(&resourcecenter::RESOURCES, json!(resources)).answer(&resourcecenter::STATUS, status)
    }

    #[test]
    fn one_resource_abroad_fails() {
        for (regions, expected) in [
            (vec!["cn-hangzhou", "cn-shanghai-finance-1", "global", ""], Pass),
            (vec!["cn-hangzhou", "cn-hongkong"], Fail),
            (vec!["ap-southeast-1"], Fail),
            (vec!["global"], NotApplicable),
            (vec![], NotApplicable),
        ] {
            let account = with(&regions, status("Enabled", "Finished"));
            assert_eq!(account.verdict(&CHECK), expected, "{regions:?}");
        }
    }

    #[test]
    fn regions_that_the_user_did_not_choose_count() {
        let head = json!({ "dengbao_snapshot": 1, "version": "0", "started_at": "2026-11-25T00:00:00Z", "checks": [],
            "accounts": [{ "id": "1" }], "regions": ["cn-hangzhou"], "regions_from": "user" });
        let resource = |r: &str| json!({ "ResourceId": "r", "ResourceType": "ACS::OSS::Bucket", "RegionId": r });
        for (other, expected) in [("ap-southeast-1", Fail), ("cn-shanghai", Pass)] {
            let mut snapshot = Snapshot::new(serde_json::from_value(head.clone()).unwrap());
            let resources = json!({ "Resources": [resource("cn-hangzhou"), resource(other)] });
            for (call, body) in
                [(&resourcecenter::RESOURCES, resources), (&resourcecenter::STATUS, status("Enabled", "Finished"))]
            {
                let record = json!({ "account": "1", "call": call.id, "last": true, "outcome": { "json": body },
                    "at": "2026-11-25T00:00:01Z" });
                snapshot.add(serde_json::from_value(record).unwrap());
            }
            assert_eq!(evaluate(&snapshot, &[&CHECK])[0].status, expected, "{other}");
        }
    }

    #[test]
    fn an_unfinished_inventory_is_no_pass() {
        for (service, first) in [("Enabled", "Pending"), ("Disabled", "Finished")] {
            assert_eq!(with(&["cn-hangzhou"], status(service, first)).verdict(&CHECK), NotAssessed);
        }
        let part = with(&["cn-hangzhou"], status("Enabled", "Finished"));
        assert_eq!(part.cut(&resourcecenter::RESOURCES, &[]).verdict(&CHECK), NotAssessed);
        let closed = Fixture::new().unopened(&resourcecenter::RESOURCES, "ServiceNotEnabled");
        assert_eq!(closed.answer(&resourcecenter::STATUS, status("Disabled", "Pending")).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&resourcecenter::RESOURCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
