//! Public address stands behind Anti-DDoS Pro.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ddos-public-assets-covered",
    severity: Severity::Medium,
    resource: "public address",
    title: Phrase { en: "Public address stands behind Anti-DDoS Pro", zh: "公网地址已接入 DDoS 高防" },
    pass_when: Phrase {
        en: "Public addresses of EIP, ECS and CLB are matched with the origin servers in DescribeWebRules and DescribeNetworkRules; the address passes when it is listed there.",
        zh: "将弹性公网 IP、ECS 与 CLB 的公网地址与 DescribeWebRules、DescribeNetworkRules 中的源站比对；已列入即通过。",
    },
    risk: Phrase {
        en: "An address outside the protection can be flooded even when other services are covered.",
        zh: "未接入的公网地址即使其他业务已防护仍可被攻击致瘫。",
    },
    remediation: Phrase {
        en: "Add a website or port rule with the address as origin, point DNS to the Anti-DDoS CNAME, and change the origin address if it was known before.",
        zh: "以该地址为源站添加网站或端口接入规则，将 DNS 指向高防 CNAME；源站地址已暴露的应更换。",
    },
    cli: "aliyun ddoscoo CreatePort --InstanceId <instance-id> --FrontendProtocol tcp --FrontendPort <port> --BackendPort <port> --RealServers.1 <public-ip>",
    actions: &[
        "yundun-ddoscoo:DescribeInstanceIds",
        "yundun-ddoscoo:DescribeWebRules",
        "yundun-ddoscoo:DescribeNetworkRules",
        "vpc:DescribeEipAddresses",
        "ecs:DescribeInstances",
        "slb:DescribeLoadBalancers",
    ],
    params: &[],
    covers: &[],
    references: &[],
};
