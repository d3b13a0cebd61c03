//! Elasticsearch is not reachable from any internet address.

use crate::api::elasticsearch;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::addresses::cover_everyone;
use crate::evaluate::{Answer, Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "elasticsearch-instance-not-open",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase {
        en: "Elasticsearch is not reachable from any internet address",
        zh: "Elasticsearch 实例未向全网开放",
    },
    pass_when: Phrase {
        en: "DescribeInstance is read; the instance passes when enablePublic is false, or publicIpWhitelist holds none of 0.0.0.0/0, 0.0.0.0 and ::/0. Kibana's public access and allow-list are tested the same way.",
        zh: "读取 DescribeInstance；enablePublic 为 false，或 publicIpWhitelist 不含 0.0.0.0/0、0.0.0.0 及 ::/0，即通过；Kibana 公网访问与白名单同样核查。",
    },
    risk: Phrase {
        en: "Open search clusters leak whole indexes and are wiped or encrypted by attackers.",
        zh: "对外开放的检索集群会泄露整个索引，并可能被攻击者清空或加密勒索。",
    },
    remediation: Phrase {
        en: "Switch off public access of the cluster and of Kibana under Security Configuration, or narrow both allow-lists to named addresses.",
        zh: "在“安全配置”中关闭集群与 Kibana 公网访问，或将白名单收窄到明确地址。",
    },
    cli: "aliyun elasticsearch POST /openapi/instances/<instance-id>/actions/network-trigger --header \"Content-Type=application/json\" --body '{\"nodeType\":\"WORKER\",\"networkType\":\"PUBLIC\",\"actionType\":\"CLOSE\"}'",
    reads: &[&elasticsearch::INSTANCE],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "elasticsearch-public-and-any-ip-access-check" }],
    references: &[],
    logic: Logic::Items { of: &elasticsearch::INSTANCES, judge },
};

/// What can be public: its name, its switch, its first allow-list, and the kind of its further ones.
const DOORS: [(&str, &str, &str, &str); 2] = [
    ("Elasticsearch", "Result.enablePublic", "Result.publicIpWhitelist", "PUBLIC_ES"),
    ("Kibana", "Result.enableKibanaPublicNetwork", "Result.kibanaIPWhitelist", "PUBLIC_KIBANA"),
];

fn judge(instance: &Item<'_>) -> Outcome {
    let detail = instance.ask(&elasticsearch::INSTANCE)?.must()?;
    let mut said = Vec::new();
    let (mut open_en, mut open_zh) = (Vec::new(), Vec::new());
    for (name, switch, first, kind) in DOORS {
        // A cluster may be without Kibana.
        if name == "Kibana" && detail.maybe_flag("Result.haveKibana") == Some(false) {
            continue;
        }
        if !detail.flag(switch)? {
            continue;
        }
        let allowed = allowed(&detail, first, kind)?;
        said.push(format!("{name} ({})", allowed.len()));
        if cover_everyone(allowed) {
            open_en.push(format!("{name} is public, and its allow-list admits everyone"));
            open_zh.push(format!("{name} 已开放公网且白名单放行全部地址"));
        }
    }
    if !open_en.is_empty() {
        return fail(open_en.join("; "), open_zh.join("；"));
    }
    if said.is_empty() {
        return pass("neither Elasticsearch nor Kibana is public", "Elasticsearch 与 Kibana 均未开放公网");
    }
    let said = said.join(", ");
    pass(format!("public, with entries in the allow-list: {said}"), format!("已开放公网并设白名单（条数）：{said}"))
}

fn allowed<'s>(detail: &Answer<'s>, first: &str, kind: &str) -> Result<Vec<&'s str>, Gap> {
    let groups: Vec<_> = detail
        .list("Result.networkConfig.whiteIpGroupList")
        .into_iter()
        .filter(|group| group.text("whiteIpType").eq_ignore_ascii_case(kind))
        .collect();
    if !detail.has(first) && groups.is_empty() {
        return Err(detail.lacks(first));
    }
    if let Some(silent) = groups.iter().find(|group| !group.has("ips")) {
        return Err(silent.lacks("ips"));
    }
    let mut allowed = detail.texts(first);
    allowed.extend(groups.iter().flat_map(|group| group.texts("ips")));
    Ok(allowed)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("instance_id", "es-1")];

    fn instances() -> Fixture {
        Fixture::new().list(&elasticsearch::INSTANCES, json!([{ "instanceId": "es-1" }]))
    }

    fn verdict(result: Value) -> FindingStatus {
        instances().detail(&elasticsearch::INSTANCE, ID, json!({ "Result": result })).verdict(&CHECK)
    }

    #[test]
    fn switches_and_allow_lists_decide() {
        let closed = json!({ "enablePublic": false, "enableKibanaPublicNetwork": false });
        assert_eq!(verdict(closed), Pass);
        for (allowed, expected) in [("0.0.0.0/0", Fail), ("0.0.0.0", Fail), ("::/0", Fail), ("203.0.113.7", Pass)] {
            let public = json!({
                "enablePublic": true, "publicIpWhitelist": [allowed], "enableKibanaPublicNetwork": false,
            });
            assert_eq!(verdict(public), expected, "{allowed}");
            let kibana = json!({
                "enablePublic": false, "enableKibanaPublicNetwork": true, "kibanaIPWhitelist": ["127.0.0.1", allowed],
            });
            assert_eq!(verdict(kibana), expected, "{allowed}");
        }
    }

    #[test]
    fn further_groups_of_an_allow_list_count_too() {
        for (kind, expected) in [("PUBLIC_ES", Fail), ("PRIVATE_ES", Pass)] {
            let groups = json!([{ "groupName": "all", "ips": ["0.0.0.0/0"], "whiteIpType": kind }]);
            let public = json!({
                "enablePublic": true, "publicIpWhitelist": ["203.0.113.7"], "haveKibana": false,
                "networkConfig": { "whiteIpGroupList": groups },
            });
            assert_eq!(verdict(public), expected, "{kind}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(verdict(json!({ "enablePublic": true, "enableKibanaPublicNetwork": false })), NotAssessed);
        assert_eq!(verdict(json!({ "enablePublic": false })), NotAssessed);
        let silent = json!({ "whiteIpGroupList": [{ "groupName": "all", "whiteIpType": "PUBLIC_ES" }] });
        let public = json!({
            "enablePublic": true, "publicIpWhitelist": [], "haveKibana": false, "networkConfig": silent,
        });
        assert_eq!(verdict(public), NotAssessed);
        assert_eq!(instances().denied(&elasticsearch::INSTANCE, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&elasticsearch::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&elasticsearch::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
