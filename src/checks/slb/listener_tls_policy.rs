//! CLB HTTPS listener uses TLS 1.2 or newer.

use crate::api::slb;
use crate::checks::slb_listener_https::{name, running_listeners};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-listener-tls-policy",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase {
        en: "CLB HTTPS listeners use TLS 1.2 or newer", zh: "CLB HTTPS 监听使用 TLS 1.2 及以上策略"
    },
    pass_when: Phrase {
        en: "HTTPSListenerConfig.TLSCipherPolicy is read; the instance passes when each of its running HTTPS listeners has tls_cipher_policy_1_2, tls_cipher_policy_1_2_strict or tls_cipher_policy_1_2_strict_with_1_3.",
        zh: "读取 HTTPSListenerConfig.TLSCipherPolicy；实例各运行中的 HTTPS 监听均为 tls_cipher_policy_1_2、tls_cipher_policy_1_2_strict 或 tls_cipher_policy_1_2_strict_with_1_3 即通过。",
    },
    risk: Phrase {
        en: "Policies that still accept TLS 1.0 or 1.1 allow weak ciphers and downgrades.",
        zh: "仍接受 TLS 1.0、1.1 的策略存在弱算法与降级风险。",
    },
    remediation: Phrase {
        en: "Choose a TLS 1.2 policy in the listener's advanced settings after checking old clients.",
        zh: "核实旧客户端后，在监听高级配置中选择 TLS 1.2 策略。",
    },
    cli: "aliyun slb SetLoadBalancerHTTPSListenerAttribute --RegionId <region-id> --LoadBalancerId <lb-id> --ListenerPort <port> --TLSCipherPolicy tls_cipher_policy_1_2_strict",
    reads: &[&slb::LOAD_BALANCERS, &slb::LISTENERS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "slb-all-listenter-tls-policy-check" }],
    references: &[],
    logic: Logic::Items { of: &slb::LOAD_BALANCERS, judge },
};

/// Policies that accept TLS 1.2 and newer only.
const STRONG: &[&str] =
    &["tls_cipher_policy_1_2", "tls_cipher_policy_1_2_strict", "tls_cipher_policy_1_2_strict_with_1_3"];
/// Policies that accept older versions too.
const WEAK: &[&str] = &["tls_cipher_policy_1_0", "tls_cipher_policy_1_1"];

fn judge(instance: &Item<'_>) -> Outcome {
    let (mut https, mut weak, mut foreign) = (0, Vec::new(), None);
    for listener in running_listeners(instance)? {
        if listener.str("ListenerProtocol")? != "https" {
            continue;
        }
        https += 1;
        let policy = listener.str("HTTPSListenerConfig.TLSCipherPolicy")?;
        if WEAK.contains(&policy) {
            weak.push(format!("{} {policy}", name(&listener)));
        } else if !STRONG.contains(&policy) {
            foreign = Some(policy);
        }
    }
    if !weak.is_empty() {
        let list = weak.join("; ");
        return fail(format!("TLS 1.0 or 1.1 is accepted: {list}"), format!("仍接受 TLS 1.0 或 1.1：{list}"));
    }
    if let Some(policy) = foreign {
        return unknown(
            format!("which versions the policy {policy} accepts is not known"),
            format!("无法判断安全策略 {policy} 允许的 TLS 版本"),
        );
    }
    match https {
        0 => not_applicable("no HTTPS listener", "没有 HTTPS 监听"),
        count => pass(
            format!("its {count} HTTPS listeners accept TLS 1.2 or newer only"),
            format!("{count} 个 HTTPS 监听仅接受 TLS 1.2 及以上版本"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn instance() -> Fixture {
        Fixture::new().list(&slb::LOAD_BALANCERS, json!([{ "LoadBalancerId": "lb-1" }]))
    }

    #[test]
    fn the_policy_of_each_https_listener_decides() {
        for (protocol, policy, expected) in [
            ("https", json!("tls_cipher_policy_1_2"), Pass),
            ("https", json!("tls_cipher_policy_1_2_strict_with_1_3"), Pass),
            ("https", json!("tls_cipher_policy_1_0"), Fail),
            ("https", json!("tls_cipher_policy_1_1"), Fail),
            ("https", json!("tls-custom"), NotAssessed),
            ("https", json!(null), NotAssessed),
            ("tcp", json!(null), NotApplicable),
        ] {
            let listener = json!([{ "LoadBalancerId": "lb-1", "ListenerProtocol": protocol, "ListenerPort": 443,
                "Status": "running", "HTTPSListenerConfig": { "TLSCipherPolicy": policy } }]);
            assert_eq!(instance().list(&slb::LISTENERS, listener.clone()).verdict(&CHECK), expected, "{listener}");
        }
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        assert_eq!(instance().denied(&slb::LISTENERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&slb::LOAD_BALANCERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&slb::LOAD_BALANCERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
