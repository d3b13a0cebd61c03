//! MongoDB is not reachable from any internet address.

use crate::api::{Call, dds};
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::addresses::cover_everyone;
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "mongodb-instance-not-open",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "MongoDB is not reachable from any internet address", zh: "MongoDB 实例未向全网开放" },
    pass_when: Phrase {
        en: "Node addresses and allow-lists are read; the instance passes when no address has NetworkType Public, or no allow-list entry is 0.0.0.0/0, 0.0.0.0 or ::/0.",
        zh: "读取节点地址与白名单；无 NetworkType 为 Public 的地址，或白名单不含 0.0.0.0/0、0.0.0.0 及 ::/0，即通过。",
    },
    risk: Phrase {
        en: "Open MongoDB servers are copied, wiped and held to ransom by automated attackers.",
        zh: "对外开放的 MongoDB 常被自动化攻击拖库、清空并勒索。",
    },
    remediation: Phrase {
        en: "Release the public addresses and list only the application's addresses in the allow-list.",
        zh: "释放公网地址，白名单仅填写应用服务器地址。",
    },
    cli: "aliyun dds ModifySecurityIps --DBInstanceId <instance-id> --SecurityIpGroupName <group-name> --SecurityIps <application-cidr> --ModifyMode Cover",
    reads: &[&dds::ADDRESSES, &dds::ALLOW_LISTS, &dds::ADDRESSES_SHARDED, &dds::ALLOW_LISTS_SHARDED],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Custom(judge_all),
};

fn judge_all(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let mut seen = false;
    for (instances, addresses, allow_lists) in [
        (&dds::REPLICA_SETS, &dds::ADDRESSES, &dds::ALLOW_LISTS),
        (&dds::SHARDED, &dds::ADDRESSES_SHARDED, &dds::ALLOW_LISTS_SHARDED),
    ] {
        let listing = account.list(instances);
        seen |= !listing.items.is_empty() || !listing.gaps.is_empty();
        for instance in sheet.items_of(listing) {
            sheet.item(&instance, judge(&instance, addresses, allow_lists));
        }
    }
    if !seen {
        sheet.account(not_applicable("no MongoDB instance in the account", "账号内没有 MongoDB 实例"));
    }
}

fn judge(instance: &Item<'_>, addresses: &'static Call, allow_lists: &'static Call) -> Outcome {
    let addresses = instance.items_of(addresses)?;
    if addresses.is_empty() {
        return Err(instance.lacks("NetworkType"));
    }
    let mut public = 0;
    for address in &addresses {
        public += usize::from(address.str("NetworkType")?.eq_ignore_ascii_case("Public"));
    }
    if public == 0 {
        return pass("no public address", "无公网连接地址");
    }
    let groups = instance.items_of(allow_lists)?;
    if groups.is_empty() {
        return Err(instance.lacks("SecurityIpGroup"));
    }
    let mut allowed = Vec::new();
    for group in &groups {
        allowed.extend(group.str("SecurityIpList")?.split(',').map(str::trim));
    }
    let count = allowed.len();
    if cover_everyone(allowed) {
        return fail(
            format!("public addresses: {public}, and the allow-lists admit everyone"),
            format!("存在 {public} 个公网地址，且白名单放行全部地址"),
        );
    }
    pass(
        format!("public addresses: {public}, limited by entries of the allow-lists: {count}"),
        format!("存在 {public} 个公网地址，白名单限定为 {count} 条"),
    )
    .map(|verdict| verdict.bounded("global allow-list templates were not read", "未读取全局白名单模板"))
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
    fn a_public_address_fails_when_everyone_is_allowed() {
        for (kind, allowed, expected) in [
            ("Public", "127.0.0.1,0.0.0.0/0", Fail),
            ("Public", "0.0.0.0", Fail),
            ("Public", "::/0", Fail),
            ("Public", "203.0.113.7", Pass),
            ("VPC", "0.0.0.0/0", Pass),
        ] {
            let addresses = json!([{ "NetworkType": "VPC" }, { "NetworkType": kind }]);
            let account = instances().detail_list(&dds::ADDRESSES, ID, addresses);
            let groups = json!([{ "SecurityIpList": "127.0.0.1" }, { "SecurityIpList": allowed }]);
            let account = account.detail_list(&dds::ALLOW_LISTS, ID, groups);
            assert_eq!(account.verdict(&CHECK), expected, "{kind} {allowed}");
            let limited = kind == "Public" && expected == Pass;
            assert_eq!(account.finding(&CHECK).caution.is_some(), limited, "{kind} {allowed}");
        }
    }

    #[test]
    fn a_sharded_cluster_is_judged_too() {
        let nodes = json!([{ "NodeId": "s-1", "NetworkType": "Public" }]);
        let cluster = sharded().detail_list(&dds::ADDRESSES_SHARDED, ID, nodes);
        let open = json!([{ "SecurityIpList": "0.0.0.0/0" }]);
        assert_eq!(cluster.detail_list(&dds::ALLOW_LISTS_SHARDED, ID, open).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&dds::ADDRESSES, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(sharded().denied(&dds::ADDRESSES_SHARDED, ID).verdict(&CHECK), NotAssessed);
        let public = instances().detail_list(&dds::ADDRESSES, ID, json!([{ "NetworkType": "Public" }]));
        assert_eq!(public.clone().denied(&dds::ALLOW_LISTS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(public.detail_list(&dds::ALLOW_LISTS, ID, json!([])).verdict(&CHECK), NotAssessed);
        let unlisted = Fixture::new().list(&dds::REPLICA_SETS, json!([]));
        assert_eq!(unlisted.denied(&dds::SHARDED, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_mongodb_is_not_applicable() {
        let account = Fixture::new().list(&dds::REPLICA_SETS, json!([])).list(&dds::SHARDED, json!([]));
        assert_eq!(account.verdict(&CHECK), NotApplicable);
    }
}
