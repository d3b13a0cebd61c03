//! CLB HTTPS listener uses TLS 1.2 or newer.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-listener-tls-policy",
    severity: Severity::Medium,
    resource: "listener",
    title: Phrase {
        en: "CLB HTTPS listener uses TLS 1.2 or newer", zh: "CLB HTTPS 监听使用 TLS 1.2 及以上策略"
    },
    pass_when: Phrase {
        en: "HTTPSListenerConfig.TLSCipherPolicy is read; the listener passes with tls_cipher_policy_1_2, tls_cipher_policy_1_2_strict or tls_cipher_policy_1_2_strict_with_1_3.",
        zh: "读取 HTTPSListenerConfig.TLSCipherPolicy；为 tls_cipher_policy_1_2、tls_cipher_policy_1_2_strict 或 tls_cipher_policy_1_2_strict_with_1_3 即通过。",
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
    actions: &["slb:DescribeLoadBalancers", "slb:DescribeLoadBalancerListeners"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "slb-all-listenter-tls-policy-check" }],
    references: &[],
};
