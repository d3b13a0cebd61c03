//! Public web entry point is connected to WAF.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "waf-domains-covered",
    severity: Severity::High,
    resource: "domain",
    title: Phrase { en: "Public web entry point is connected to WAF", zh: "公网 Web 入口已接入 WAF" },
    pass_when: Phrase {
        en: "CDN domains and public HTTP or HTTPS listeners of CLB and ALB are matched with DescribeDomains and DescribeCloudResources of WAF; the entry passes when WAF lists it.",
        zh: "将 CDN 域名及 CLB、ALB 的公网 HTTP、HTTPS 监听与 WAF 的 DescribeDomains、DescribeCloudResources 比对；已列入 WAF 即通过。",
    },
    risk: Phrase {
        en: "An entry that is left out can be attacked although a WAF has been bought.",
        zh: "未接入的入口即使已购买 WAF 仍可被直接攻击。",
    },
    remediation: Phrase {
        en: "Add the domain by CNAME access or the load balancer by cloud-native access under Website Configuration, and let the origin accept WAF addresses only.",
        zh: "在“接入管理”中以 CNAME 接入域名或以云产品接入负载均衡，并限制源站仅接受 WAF 回源地址。",
    },
    cli: "",
    actions: &[
        "yundun-waf:DescribeInstance",
        "yundun-waf:DescribeDomains",
        "yundun-waf:DescribeCloudResources",
        "cdn:DescribeUserDomains",
        "slb:DescribeLoadBalancers",
        "slb:DescribeLoadBalancerListeners",
        "alb:ListLoadBalancers",
        "alb:ListListeners",
    ],
    params: &[],
    covers: &[],
    references: &[],
};
