//! Public CLB web listener uses HTTPS or redirects to it.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-listener-https",
    severity: Severity::Medium,
    resource: "listener",
    title: Phrase {
        en: "Public CLB web listener uses HTTPS or redirects to it",
        zh: "CLB 公网 Web 监听使用 HTTPS 或跳转",
    },
    pass_when: Phrase {
        en: "Listeners of internet-facing instances are read; an HTTPS listener passes, an HTTP listener passes only when ListenerForward is on. TCP and UDP listeners are not applicable.",
        zh: "读取公网实例的监听；HTTPS 监听通过，HTTP 监听仅当 ListenerForward 为 on 时通过，TCP、UDP 监听不适用。",
    },
    risk: Phrase {
        en: "Plain HTTP exposes logins, cookies and personal data on the way.",
        zh: "HTTP 明文传输会暴露登录凭据、Cookie 与个人信息。",
    },
    remediation: Phrase {
        en: "Add an HTTPS listener with a valid certificate and recreate the HTTP listener as a redirect to it.",
        zh: "添加带有效证书的 HTTPS 监听，并将 HTTP 监听重建为跳转至 HTTPS。",
    },
    cli: "aliyun slb CreateLoadBalancerHTTPListener --RegionId <region-id> --LoadBalancerId <lb-id> --ListenerPort 80 --ListenerForward on --ForwardPort 443",
    actions: &["slb:DescribeLoadBalancers", "slb:DescribeLoadBalancerListeners"],
    params: &[],
    covers: &[],
    references: &[],
};
