//! Host is protected against web shells.

use crate::api::sas;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Reply, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-webshell-detection",
    severity: Severity::High,
    effort: Effort::Switch,
    resource: "host",
    title: Phrase { en: "Host is protected against web shells", zh: "主机已开启网站后门防护" },
    pass_when: Phrase {
        en: "DescribeSuspiciousOverallConfig for type webshell_cloud_breaking is read; the host passes when Config is on and the host is within its scope. A host whose agent is not online is not assessed.",
        zh: "读取类型 webshell_cloud_breaking 的 DescribeSuspiciousOverallConfig；Config 为 on 且主机在防护范围内即通过，客户端不在线的主机不作评估。",
    },
    risk: Phrase {
        en: "A web shell gives an attacker lasting control of the web server through normal web traffic.",
        zh: "网站后门使攻击者可借正常 Web 流量长期控制服务器。",
    },
    remediation: Phrase {
        en: "Switch on website backdoor connection defence under System Settings > Feature Settings and add the host to the protected servers.",
        zh: "在“系统设置 > 功能设置”中开启网站后门连接防御，并将该主机纳入防护范围。",
    },
    cli: "aliyun sas OperateSuspiciousOverallConfig --Type webshell_cloud_breaking --Config on",
    reads: &[&sas::INSTANCES, &sas::WEBSHELL_SWITCH, &sas::WEBSHELL_HOSTS],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Webshell Protection" },
        Covers { source: "cis-2.0", rule: "8.4" },
    ],
    references: &[],
    logic: Logic::Items { of: &sas::INSTANCES, judge },
};

fn judge(host: &Item<'_>) -> Outcome {
    let uuid = host.str("Uuid")?;
    let account = host.account();
    let mut hole = None;
    let scopes = account.find(&sas::WEBSHELL_HOSTS, &[("UUIDList", uuid)]).items;
    for (place, reply) in account.replies(&sas::WEBSHELL_HOSTS) {
        let named = scopes.iter().any(|scope| scope.place() == place);
        match reply.and_then(|reply| in_scope(reply, named)) {
            Ok(true) if on(account, place)? => {
                // Whatever is switched on is done by the agent.
                let agent = host.str("ClientStatus")?;
                if agent != "online" {
                    return unknown(
                        format!("the defence is on for the host, but its agent is {agent}"),
                        format!("防御已对该主机开启，但其客户端状态为 {agent}"),
                    );
                }
                return pass("the defence is on and the host is in its scope", "防御已开启且主机在防护范围内");
            }
            Ok(true) => {
                return fail("the host is in the scope, but the defence is off", "主机在防护范围内，但防御开关未开启");
            }
            Ok(false) => {}
            Err(gap) => hole = hole.or(Some(gap)),
        }
    }
    match hole {
        Some(gap) => Err(gap),
        None => fail("the host is not in the scope of the defence", "主机不在网站后门连接防御的范围内"),
    }
}

/// Whether a scope holds the host that its list names, or does not name.
fn in_scope(reply: Reply<'_>, named: bool) -> Result<bool, Gap> {
    let Some(scope) = reply.got() else { return Ok(false) };
    let hosts = scope.at("UUIDList").value().as_array().map_or(0, Vec::len);
    // A list that is shorter than its own count does not show every host.
    match usize::try_from(scope.int("Count")?) {
        _ if named => Ok(true),
        Ok(count) if count <= hosts => Ok(false),
        _ => Err(scope.lacks("UUIDList")),
    }
}

fn on(account: &Account<'_>, place: &str) -> Result<bool, Gap> {
    match account.ask_in(&sas::WEBSHELL_SWITCH, place)? {
        Reply::Got(switch) => switch.flag("OverallConfig.Config"),
        Reply::Absent(_) | Reply::Unopened(_) => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const INTL: &str = "ap-southeast-1";

    fn host() -> Fixture {
        host_with("online")
    }

    fn host_with(agent: &str) -> Fixture {
        let hosts = json!([{ "InstanceId": "i-1", "Uuid": "uuid-1", "ClientStatus": agent }]);
        Fixture::new().list(&sas::INSTANCES, hosts).list_in(&sas::INSTANCES, INTL, json!([])).answer_in(
            &sas::WEBSHELL_HOSTS,
            INTL,
            json!({ "Count": 0, "UUIDList": [] }),
        )
    }

    fn scope(switch: &str, uuid: &str, count: i64) -> Fixture {
        scope_of(host(), switch, uuid, count)
    }

    fn scope_of(host: Fixture, switch: &str, uuid: &str, count: i64) -> Fixture {
        host.answer(&sas::WEBSHELL_SWITCH, json!({ "OverallConfig": { "Config": switch } }))
            .answer(&sas::WEBSHELL_HOSTS, json!({ "Count": count, "UUIDList": [uuid] }))
    }

    #[test]
    fn the_defence_must_be_on_for_the_host() {
        for (switch, uuid, count, expected) in [
            ("on", "uuid-1", 1, Pass),
            ("off", "uuid-1", 1, Fail),
            ("on", "uuid-2", 1, Fail),
            ("on", "uuid-2", 500, NotAssessed),
            ("", "uuid-1", 1, NotAssessed),
        ] {
            assert_eq!(scope(switch, uuid, count).verdict(&CHECK), expected, "{switch} {uuid} {count}");
        }
        for agent in ["offline", "pause", "uninstalled"] {
            assert_eq!(scope_of(host_with(agent), "on", "uuid-1", 1).verdict(&CHECK), NotAssessed, "{agent}");
        }
        assert_eq!(host().unopened(&sas::WEBSHELL_HOSTS, "FreeVersionNotPermit").verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(host().verdict(&CHECK), NotAssessed);
        assert_eq!(scope("on", "uuid-2", 1).denied(&sas::WEBSHELL_HOSTS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(scope("on", "uuid-1", 1).denied(&sas::WEBSHELL_SWITCH, &[]).verdict(&CHECK), NotAssessed);
        let none = Fixture::new().list(&sas::INSTANCES, json!([])).list_in(&sas::INSTANCES, INTL, json!([]));
        assert_eq!(none.verdict(&CHECK), NotApplicable);
    }
}
