//! NLB TCPSSL listener uses TLS 1.2 or newer.

use crate::api::{Call, nlb};
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "nlb-listener-tls-policy",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "listener",
    title: Phrase {
        en: "NLB TCPSSL listener uses TLS 1.2 or newer", zh: "NLB TCPSSL 监听使用 TLS 1.2 及以上策略"
    },
    pass_when: Phrase {
        en: "SecurityPolicyId of listeners with protocol TCPSSL is looked up in the system and custom policies; the listener passes when the policy allows TLS 1.2 and 1.3 only. Other protocols are not applicable.",
        zh: "将协议为 TCPSSL 的监听的 SecurityPolicyId 与系统及自定义安全策略比对；策略仅允许 TLS 1.2 与 1.3 即通过，其他协议不适用。",
    },
    risk: Phrase {
        en: "Policies that still accept TLS 1.0 or 1.1 allow weak ciphers and downgrades.",
        zh: "仍接受 TLS 1.0、1.1 的策略存在弱算法与降级风险。",
    },
    remediation: Phrase {
        en: "Choose a TLS 1.2 or strict policy for the listener after checking old clients.",
        zh: "核实旧客户端后，为监听选择 TLS 1.2 或严格策略。",
    },
    cli: "aliyun nlb UpdateListenerAttribute --RegionId <region-id> --ListenerId <listener-id> --SecurityPolicyId tls_cipher_policy_1_2_strict",
    reads: &[&nlb::LISTENERS, &nlb::SYSTEM_POLICIES, &nlb::POLICIES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &nlb::LISTENERS, judge },
};

fn judge(listener: &Item<'_>) -> Outcome {
    let protocol = listener.str("ListenerProtocol")?;
    if protocol != "TCPSSL" {
        return not_applicable(format!("a {protocol} listener"), format!("{protocol} 监听"));
    }
    let policy = listener.str("SecurityPolicyId")?;
    let versions = match versions(listener, policy, &nlb::SYSTEM_POLICIES)? {
        Some(versions) => versions,
        None => match versions(listener, policy, &nlb::POLICIES)? {
            Some(versions) => versions,
            None => {
                return unknown(format!("the policy {policy} is not listed"), format!("未列出安全策略 {policy}"));
            }
        },
    };
    let list = versions.join(", ");
    if versions.iter().all(|version| ["TLSv1.2", "TLSv1.3"].contains(version)) {
        return pass(format!("{policy} accepts {list}"), format!("{policy} 允许 {list}"));
    }
    fail(format!("{policy} accepts {list}"), format!("{policy} 允许 {list}"))
}

/// The versions that a policy accepts, if the policy is in the list: one text, with commas.
fn versions<'s>(listener: &Item<'s>, policy: &str, list: &'static Call) -> Result<Option<Vec<&'s str>>, Gap> {
    let policies = listener.account().ask_in(list, listener.region())?.must()?.items();
    let Some(found) = policies.iter().find(|item| item.text("SecurityPolicyId") == policy) else { return Ok(None) };
    let versions = found.text("TlsVersion").split([',', ';', ' ']).filter(|version| !version.is_empty());
    let versions: Vec<_> = versions.collect();
    if versions.is_empty() { Err(found.lacks("TlsVersion")) } else { Ok(Some(versions)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn listening(protocol: &str, policy: &str) -> Fixture {
        let listener = json!([{ "ListenerId": "lsn-1", "ListenerProtocol": protocol, "SecurityPolicyId": policy }]);
        Fixture::new().list(&nlb::LISTENERS, listener)
    }

    fn policies(account: Fixture) -> Fixture {
        let policy = |id: &str, versions: &str| json!({ "SecurityPolicyId": id, "TlsVersion": versions });
        let system = json!([
            policy("tls_cipher_policy_1_0", "TLSv1.0,TLSv1.1,TLSv1.2"),
            policy("tls_cipher_policy_1_2", "TLSv1.2"),
        ]);
        let own =
            json!([policy("tls-old", "TLSv1.1,TLSv1.2"), policy("tls-new", "TLSv1.2,TLSv1.3"), policy("tls-none", "")]);
        account.list(&nlb::SYSTEM_POLICIES, system).list(&nlb::POLICIES, own)
    }

    #[test]
    fn the_versions_of_the_policy_decide() {
        for (protocol, policy, expected) in [
            ("TCPSSL", "tls_cipher_policy_1_2", Pass),
            ("TCPSSL", "tls-new", Pass),
            ("TCPSSL", "tls_cipher_policy_1_0", Fail),
            ("TCPSSL", "tls-old", Fail),
            ("TCPSSL", "tls-none", NotAssessed),
            ("TCPSSL", "tls-gone", NotAssessed),
            ("TCP", "", NotApplicable),
        ] {
            assert_eq!(policies(listening(protocol, policy)).verdict(&CHECK), expected, "{protocol} {policy}");
        }
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        assert_eq!(listening("TCPSSL", "tls-new").denied(&nlb::SYSTEM_POLICIES, &[]).verdict(&CHECK), NotAssessed);
        let system = listening("TCPSSL", "tls-new").list(&nlb::SYSTEM_POLICIES, json!([]));
        assert_eq!(system.denied(&nlb::POLICIES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&nlb::LISTENERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&nlb::LISTENERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
