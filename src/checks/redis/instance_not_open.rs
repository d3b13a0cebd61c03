//! Redis is not reachable from any internet address.

use crate::api::kvstore;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::addresses::cover_everyone;
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-not-open",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Redis is not reachable from any internet address", zh: "Redis 实例未向全网开放" },
    pass_when: Phrase {
        en: "Net info and allow-lists are read; the instance passes when it has no address of type Public, or no allow-list entry is 0.0.0.0/0, 0.0.0.0 or ::/0.",
        zh: "读取网络信息与白名单；无 Public 类型地址，或白名单不含 0.0.0.0/0、0.0.0.0 及 ::/0，即通过。",
    },
    risk: Phrase {
        en: "Open Redis services are found by scanners quickly and are used to steal data or take over hosts.",
        zh: "对外开放的 Redis 会很快被扫描发现，并被用于窃取数据或控制主机。",
    },
    remediation: Phrase {
        en: "Release the public endpoint and list only the application's addresses in the allow-list.",
        zh: "释放公网连接地址，白名单仅填写应用服务器地址。",
    },
    cli: "aliyun r-kvstore ModifySecurityIps --InstanceId <instance-id> --SecurityIpGroupName <group-name> --SecurityIps <application-cidr> --ModifyMode Cover",
    reads: &[&kvstore::NET_INFO, &kvstore::ALLOW_LISTS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "redis-public-and-any-ip-access-check" }],
    references: &[],
    logic: Logic::Items { of: &kvstore::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let addresses = instance.items_of(&kvstore::NET_INFO)?;
    if addresses.is_empty() {
        return Err(instance.lacks("InstanceNetInfo"));
    }
    let mut public = Vec::new();
    for address in &addresses {
        // `DBInstanceNetType` 0 is the internet, whatever `IPType` says.
        if address.str("IPType")?.eq_ignore_ascii_case("Public") || address.text("DBInstanceNetType") == "0" {
            public.push(address.text("ConnectionString"));
        }
    }
    if public.is_empty() {
        return pass("no public address", "无公网连接地址");
    }
    let groups = instance.items_of(&kvstore::ALLOW_LISTS)?;
    let mut allowed = Vec::new();
    for group in &groups {
        allowed.extend(group.str("SecurityIpList")?.split(',').map(str::trim));
    }
    if groups.is_empty() {
        return Err(instance.lacks("SecurityIpGroup"));
    }
    let (address, count) = (public.join(", "), allowed.len());
    if cover_everyone(allowed) {
        return fail(
            format!("public address {address}, and the allow-lists admit everyone"),
            format!("存在公网地址 {address}，且白名单放行全部地址"),
        );
    }
    pass(
        format!("public address {address}, limited to {count} entries of the allow-lists"),
        format!("存在公网地址 {address}，白名单限定为 {count} 条"),
    )
    .map(|verdict| verdict.bounded("global allow-list templates were not read", "未读取全局白名单模板"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("InstanceId", "r-1")];

    fn instances() -> Fixture {
        Fixture::new().list(&kvstore::INSTANCES, json!([{ "InstanceId": "r-1", "NetworkType": "VPC" }]))
    }

    fn verdict(kind: &str, allowed: &[&str]) -> FindingStatus {
        let groups: Vec<_> = allowed.iter().map(|list| json!({ "SecurityIpList": list })).collect();
        let addresses = json!([{ "IPType": "Private" }, { "IPType": kind, "ConnectionString": "r-1.example" }]);
        let account = instances().detail_list(&kvstore::NET_INFO, ID, addresses);
        account.detail_list(&kvstore::ALLOW_LISTS, ID, groups.into()).verdict(&CHECK)
    }

    #[test]
    fn a_public_address_fails_when_everyone_is_allowed() {
        assert_eq!(verdict("Public", &["127.0.0.1", "10.0.0.0/8,0.0.0.0/0"]), Fail);
        assert_eq!(verdict("Public", &["0.0.0.0"]), Fail);
        assert_eq!(verdict("Public", &["0.0.0.0/1", "128.0.0.0/1"]), Fail);
        assert_eq!(verdict("Public", &["::/0"]), Fail);
        assert_eq!(verdict("Public", &["127.0.0.1", "203.0.113.7"]), Pass);
        assert_eq!(verdict("Private", &["0.0.0.0/0"]), Pass);
        assert_eq!(verdict("Public", &[]), NotAssessed);
        let public = instances().detail_list(&kvstore::NET_INFO, ID, json!([{ "IPType": "Public" }]));
        let limited = public.detail_list(&kvstore::ALLOW_LISTS, ID, json!([{ "SecurityIpList": "203.0.113.7" }]));
        assert!(limited.finding(&CHECK).caution.is_some());
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&kvstore::NET_INFO, ID).verdict(&CHECK), NotAssessed);
        let public = instances().detail_list(&kvstore::NET_INFO, ID, json!([{ "IPType": "Public" }]));
        assert_eq!(public.denied(&kvstore::ALLOW_LISTS, ID).verdict(&CHECK), NotAssessed);
        let nameless = instances().detail_list(&kvstore::NET_INFO, ID, json!([{ "Port": "6379" }]));
        assert_eq!(nameless.verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&kvstore::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_redis_is_not_applicable() {
        assert_eq!(Fixture::new().list(&kvstore::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
