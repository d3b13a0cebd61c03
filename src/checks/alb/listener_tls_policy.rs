//! ALB HTTPS listener uses TLS 1.2 or newer.

use crate::api::{Call, alb};
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "alb-listener-tls-policy",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "listener",
    title: Phrase {
        en: "ALB HTTPS listener uses TLS 1.2 or newer", zh: "ALB HTTPS 监听使用 TLS 1.2 及以上策略"
    },
    pass_when: Phrase {
        en: "SecurityPolicyId of the HTTPS listener is looked up in the system and custom policies; the listener passes when its TLSVersions hold only TLSv1.2 and TLSv1.3.",
        zh: "将 HTTPS 监听的 SecurityPolicyId 与系统及自定义安全策略比对；TLSVersions 仅含 TLSv1.2 与 TLSv1.3 即通过。",
    },
    risk: Phrase {
        en: "Policies that still accept TLS 1.0 or 1.1 allow weak ciphers and downgrades.",
        zh: "仍接受 TLS 1.0、1.1 的策略存在弱算法与降级风险。",
    },
    remediation: Phrase {
        en: "Choose a TLS 1.2 or strict policy for the listener after checking old clients.",
        zh: "核实旧客户端后，为监听选择 TLS 1.2 或严格策略。",
    },
    cli: "aliyun alb UpdateListenerAttribute --ListenerId <listener-id> --SecurityPolicyId tls_cipher_policy_1_2_strict",
    reads: &[&alb::LISTENERS, &alb::SYSTEM_POLICIES, &alb::POLICIES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &alb::LISTENERS, judge },
};

fn judge(listener: &Item<'_>) -> Outcome {
    // QUIC has TLS 1.3 built in, HTTP has none.
    if listener.str("ListenerProtocol")? != "HTTPS" {
        return skip();
    }
    let policy = listener.str("SecurityPolicyId")?;
    let versions = match versions(listener, policy, &alb::SYSTEM_POLICIES)? {
        Some(versions) => versions,
        None => match versions(listener, policy, &alb::POLICIES)? {
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

/// The versions that a policy accepts, if the policy is in the list.
fn versions<'s>(listener: &Item<'s>, policy: &str, list: &'static Call) -> Result<Option<Vec<&'s str>>, Gap> {
    let policies = listener.account().ask_in(list, listener.region())?.must()?.items();
    let Some(found) = policies.iter().find(|item| item.text("SecurityPolicyId") == policy) else { return Ok(None) };
    let versions = found.texts("TLSVersions");
    if versions.is_empty() { Err(found.lacks("TLSVersions")) } else { Ok(Some(versions)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn listening(protocol: &str, policy: &str) -> Fixture {
        let listener = json!([{ "ListenerId": "lsn-1", "ListenerProtocol": protocol, "SecurityPolicyId": policy }]);
        Fixture::new().list(&alb::LISTENERS, listener)
    }

    fn policies(account: Fixture) -> Fixture {
        let policy = |id: &str, versions: &[&str]| json!({ "SecurityPolicyId": id, "TLSVersions": versions });
        let system = json!([
            policy("tls_cipher_policy_1_0", &["TLSv1.0", "TLSv1.1", "TLSv1.2"]),
            policy("tls_cipher_policy_1_2_strict_with_1_3", &["TLSv1.2", "TLSv1.3"]),
        ]);
        let own = json!([
            policy("spy-old", &["TLSv1.1", "TLSv1.2"]),
            policy("spy-new", &["TLSv1.3"]),
            policy("spy-none", &[])
        ]);
        account.list(&alb::SYSTEM_POLICIES, system).list(&alb::POLICIES, own)
    }

    #[test]
    fn the_versions_of_the_policy_decide() {
        for (protocol, policy, expected) in [
            ("HTTPS", "tls_cipher_policy_1_2_strict_with_1_3", Pass),
            ("HTTPS", "spy-new", Pass),
            ("HTTPS", "tls_cipher_policy_1_0", Fail),
            ("HTTPS", "spy-old", Fail),
            ("HTTPS", "spy-none", NotAssessed),
            ("HTTPS", "spy-gone", NotAssessed),
            ("HTTP", "", NotApplicable),
        ] {
            assert_eq!(policies(listening(protocol, policy)).verdict(&CHECK), expected, "{protocol} {policy}");
        }
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        assert_eq!(listening("HTTPS", "spy-new").denied(&alb::SYSTEM_POLICIES, &[]).verdict(&CHECK), NotAssessed);
        let system = listening("HTTPS", "spy-new").list(&alb::SYSTEM_POLICIES, json!([]));
        assert_eq!(system.denied(&alb::POLICIES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&alb::LISTENERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&alb::LISTENERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
