//! ALB HTTPS listener uses TLS 1.2 or newer.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "alb-listener-tls-policy",
    severity: Severity::Medium,
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
    actions: &[
        "alb:ListLoadBalancers",
        "alb:ListListeners",
        "alb:ListSecurityPolicies",
        "alb:ListSystemSecurityPolicies",
    ],
    params: &[],
    covers: &[],
    references: &[],
};
