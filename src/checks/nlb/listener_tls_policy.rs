//! NLB TCPSSL listener uses TLS 1.2 or newer.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "nlb-listener-tls-policy",
    severity: Severity::Medium,
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
    actions: &["nlb:ListLoadBalancers", "nlb:ListListeners", "nlb:ListSecurityPolicy", "nlb:ListSystemSecurityPolicy"],
    params: &[],
    covers: &[],
    references: &[],
};
