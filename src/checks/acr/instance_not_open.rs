//! Registry's public endpoint is closed or limited by list.

use crate::api::cr;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::addresses::cover_everyone;
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "acr-instance-not-open",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "registry",
    title: Phrase {
        en: "Registry's public endpoint is closed or limited by list",
        zh: "镜像仓库公网入口已关闭或设白名单",
    },
    pass_when: Phrase {
        en: "GetInstanceEndpoint for the internet endpoint is read; the registry passes when Enable is false, or AclEnable is true and no entry is 0.0.0.0/0 or ::/0.",
        zh: "读取公网入口的 GetInstanceEndpoint；Enable 为 false，或 AclEnable 为 true 且白名单不含 0.0.0.0/0、::/0，即通过。",
    },
    risk: Phrase {
        en: "An open registry endpoint lets a stolen password pull or replace images from anywhere.",
        zh: "仓库入口对全网开放时，凭泄露口令即可在任意地点拉取或替换镜像。",
    },
    remediation: Phrase {
        en: "Close the public endpoint and pull through the VPC, or list only build and office addresses under Repository > Access Control.",
        zh: "关闭公网入口并经 VPC 拉取镜像，或在“仓库管理 > 访问控制”中仅填写构建与办公网地址。",
    },
    cli: "aliyun cr UpdateInstanceEndpointStatus --InstanceId <instance-id> --EndpointType internet --ModuleName Registry --Enable false",
    reads: &[&cr::PUBLIC_ENDPOINT],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "cr-instance-any-ip-access-check" }],
    references: &[],
    logic: Logic::Items { of: &cr::INSTANCES, judge },
};

fn judge(registry: &Item<'_>) -> Outcome {
    if ["DELETING", "DELETED"].contains(&registry.text("InstanceStatus")) {
        return skip();
    }
    let endpoint = registry.ask(&cr::PUBLIC_ENDPOINT)?.must()?;
    if !endpoint.flag("Enable")? {
        return pass("the public endpoint is closed", "公网入口已关闭");
    }
    if !endpoint.flag("AclEnable")? {
        return fail("the public endpoint is open to every address", "公网入口已开启且未启用白名单");
    }
    let mut allowed = Vec::new();
    for entry in endpoint.list("AclEntries") {
        allowed.push(entry.str("Entry")?);
    }
    // What a list that is on and holds nothing lets in is not documented.
    if allowed.is_empty() {
        return Err(endpoint.lacks("AclEntries"));
    }
    let count = allowed.len();
    if cover_everyone(allowed) {
        return fail(
            format!("the {count} entries of the public endpoint's list admit everyone"),
            format!("公网入口白名单共 {count} 条，放行全部地址"),
        );
    }
    pass(
        format!("the public endpoint is limited to {count} entries"),
        format!("公网入口已开启，白名单限定为 {count} 条"),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("InstanceId", "cri-1")];

    fn registries() -> Fixture {
        let items = json!([{ "InstanceId": "cri-1", "InstanceStatus": "RUNNING" }]);
        Fixture::new().list(&cr::INSTANCES, items)
    }

    fn verdict(body: Value) -> FindingStatus {
        registries().detail(&cr::PUBLIC_ENDPOINT, ID, body).verdict(&CHECK)
    }

    #[test]
    fn switches_and_the_list_decide() {
        assert_eq!(verdict(json!({ "Enable": false, "AclEnable": false })), Pass);
        assert_eq!(verdict(json!({ "Enable": true, "AclEnable": false })), Fail);
        for (entry, expected) in [("203.0.113.0/24", Pass), ("0.0.0.0/0", Fail), ("::/0", Fail)] {
            let entries = json!([{ "Entry": "127.0.0.1/32" }, { "Entry": entry }]);
            let body = json!({ "Enable": true, "AclEnable": true, "AclEntries": entries });
            assert_eq!(verdict(body), expected, "{entry}");
        }
        let halves = json!([{ "Entry": "0.0.0.0/1" }, { "Entry": "128.0.0.0/1" }]);
        assert_eq!(verdict(json!({ "Enable": true, "AclEnable": true, "AclEntries": halves })), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(verdict(json!({ "IsSuccess": false })), NotAssessed);
        assert_eq!(verdict(json!({ "Enable": true })), NotAssessed);
        assert_eq!(verdict(json!({ "Enable": true, "AclEnable": true })), NotAssessed);
        assert_eq!(verdict(json!({ "Enable": true, "AclEnable": true, "AclEntries": [] })), NotAssessed);
        assert_eq!(registries().denied(&cr::PUBLIC_ENDPOINT, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&cr::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_registries_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cr::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
        let gone = json!([{ "InstanceId": "cri-1", "InstanceStatus": "DELETED" }]);
        assert_eq!(Fixture::new().list(&cr::INSTANCES, gone).verdict(&CHECK), NotApplicable);
    }
}
