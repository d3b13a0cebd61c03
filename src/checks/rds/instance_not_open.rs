//! Database is not reachable from any internet address.

use crate::api::rds;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::addresses::{cover_everyone, is_everyone};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-not-open",
    severity: Severity::Critical,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Database is not reachable from any internet address", zh: "RDS 实例未向全网开放" },
    pass_when: Phrase {
        en: "Net info and allow-lists are read; the instance passes when it has no Public address, or no allow-list entry is 0.0.0.0/0, 0.0.0.0 or ::/0 and the entries together do not cover all addresses.",
        zh: "读取网络信息与白名单；无 Public 类型地址，或白名单不含 0.0.0.0/0、0.0.0.0 及 ::/0 且各条目合并后未覆盖全部地址，即通过。",
    },
    risk: Phrase {
        en: "A public address with an open allow-list leaves only the password between the internet and the data.",
        zh: "公网地址叠加全开放白名单，数据仅靠口令保护。",
    },
    remediation: Phrase {
        en: "Release the public address under Database Connection, and list only the application's addresses or security groups in the allow-list.",
        zh: "在“数据库连接”中释放外网地址，白名单仅填写应用服务器地址或安全组。",
    },
    cli: "aliyun rds ModifySecurityIps --DBInstanceId <instance-id> --DBInstanceIPArrayName <group-name> --SecurityIps 0.0.0.0/0 --ModifyMode Delete",
    reads: &[&rds::NET_INFO, &rds::ALLOW_LISTS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_no_public_access_whitelist" },
        Covers { source: "trend-vision-one", rule: "Disable Public Access" },
        Covers { source: "cloud-config", rule: "rds-public-connection-and-any-ip-access-check" },
        Covers { source: "cis-2.0", rule: "6.2" },
    ],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let lists = instance.items_of(&rds::ALLOW_LISTS)?;
    // Every instance has at least the group `default`.
    if lists.is_empty() {
        return unknown("no allow-list in the answer", "返回中没有白名单");
    }
    let mut entries = Vec::new();
    for list in &lists {
        entries.extend(list.str("SecurityIPList")?.split(','));
    }
    let everyone = entries.iter().copied().find(|entry| is_everyone(entry));
    let open = everyone.is_some() || cover_everyone(entries.iter().copied());
    let addresses = instance.items_of(&rds::NET_INFO)?;
    if addresses.is_empty() {
        return unknown("no address in the answer", "返回中没有连接地址");
    }
    let mut public = None;
    for address in &addresses {
        if address.str("IPType")?.eq_ignore_ascii_case("Public") {
            public = Some(address.text("ConnectionString"));
        }
    }
    match (public, open) {
        (Some(address), true) => {
            let entry = everyone.unwrap_or("0.0.0.0/1 + 128.0.0.0/1");
            fail(
                format!("public address {address}, allow-list holds {entry}"),
                format!("存在公网地址 {address}，且白名单含 {entry}"),
            )
        }
        (Some(address), false) => pass(
            format!("public address {address}, but no allow-list is open to everyone"),
            format!("存在公网地址 {address}，白名单未对全网开放"),
        )
        .map(|verdict| verdict.bounded("global allow-list templates were not read", "未读取全局白名单模板")),
        (None, true) => pass(
            "no public address, but the allow-list is open to everyone",
            "无公网地址，但白名单对全网开放",
        )
        .map(|verdict| verdict.bounded("addresses of the database proxy were not read", "未读取数据库代理的连接地址")),
        (None, false) => {
            pass("no public address, and no allow-list is open to everyone", "无公网地址，白名单未对全网开放")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::api::Paging;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "rm-1")];

    fn instances() -> Fixture {
        Fixture::new().list(&rds::INSTANCES, json!([{ "DBInstanceId": "rm-1", "Engine": "MySQL" }]))
    }

    fn address(kind: &str) -> Value {
        json!([
            { "IPType": "Private", "ConnectionString": "rm-1.mysql" },
            { "IPType": kind, "ConnectionString": "rm-1o.mysql" },
        ])
    }

    fn allowed(list: &str) -> Value {
        json!([
            { "DBInstanceIPArrayName": "default", "SecurityIPList": "127.0.0.1" },
            { "DBInstanceIPArrayName": "app", "SecurityIPList": list },
        ])
    }

    fn account(kind: &str, list: &str) -> Fixture {
        instances().detail_list(&rds::NET_INFO, ID, address(kind)).detail_list(&rds::ALLOW_LISTS, ID, allowed(list))
    }

    /// Prowler reads a field that no answer has, so that every instance passes.
    #[test]
    fn public_and_open_fails_in_every_spelling() {
        for list in ["0.0.0.0/0", "10.0.0.0/8,0.0.0.0", "::/0", "10.1.1.1, 0.0.0.0/0", "0.0.0.0/1,128.0.0.0/1"] {
            assert_eq!(account("Public", list).verdict(&CHECK), Fail, "{list}");
            assert_eq!(account("Inner", list).verdict(&CHECK), Pass, "{list}");
        }
        for list in ["10.0.0.0/8", "203.0.113.7", "", "0.0.0.0/2"] {
            assert_eq!(account("Public", list).verdict(&CHECK), Pass, "{list}");
        }
    }

    /// Prowler reads the first page only.
    #[test]
    fn the_list_goes_on_after_a_page_and_the_last_instance_is_judged() {
        assert_eq!(rds::INSTANCES.paging, Paging::Token { token: "NextToken", size: ("MaxResults", 100) });
        let many: Vec<Value> = (0..101).map(|n| json!({ "DBInstanceId": format!("rm-{n}") })).collect();
        let mut account = Fixture::new().list(&rds::INSTANCES, json!(many));
        for n in 0..101 {
            let (id, list) = (format!("rm-{n}"), if n == 100 { "0.0.0.0/0" } else { "10.0.0.0/8" });
            let about = &[("DBInstanceId", id.as_str())];
            account = account.detail_list(&rds::NET_INFO, about, address("Public"));
            account = account.detail_list(&rds::ALLOW_LISTS, about, allowed(list));
        }
        let failed: Vec<_> = account.verdicts(&CHECK).into_iter().filter(|(_, status)| *status == Fail).collect();
        assert_eq!(failed, [("rm-100".to_owned(), Fail)]);
        assert_eq!(instances().cut(&rds::INSTANCES, &[]).verdicts(&CHECK).last().unwrap().1, NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let addresses = instances().detail_list(&rds::NET_INFO, ID, address("Public"));
        assert_eq!(addresses.clone().denied(&rds::ALLOW_LISTS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(addresses.clone().detail_list(&rds::ALLOW_LISTS, ID, json!([])).verdict(&CHECK), NotAssessed);
        let nameless = json!([{ "DBInstanceIPArrayName": "default" }]);
        assert_eq!(addresses.detail_list(&rds::ALLOW_LISTS, ID, nameless).verdict(&CHECK), NotAssessed);
        let lists = instances().detail_list(&rds::ALLOW_LISTS, ID, allowed("0.0.0.0/0"));
        assert_eq!(lists.clone().denied(&rds::NET_INFO, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(lists.detail_list(&rds::NET_INFO, ID, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
