//! Elasticsearch is not reachable from any internet address.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "elasticsearch-instance-not-open",
    severity: Severity::High,
    resource: "instance",
    title: Phrase {
        en: "Elasticsearch is not reachable from any internet address",
        zh: "Elasticsearch 实例未向全网开放",
    },
    pass_when: Phrase {
        en: "DescribeInstance is read; the instance passes when enablePublic is false, or publicIpWhitelist holds none of 0.0.0.0/0, 0.0.0.0 and ::/0. Kibana's public access and allow-list are tested the same way.",
        zh: "读取 DescribeInstance；enablePublic 为 false，或 publicIpWhitelist 不含 0.0.0.0/0、0.0.0.0 及 ::/0，即通过；Kibana 公网访问与白名单同样核查。",
    },
    risk: Phrase {
        en: "Open search clusters leak whole indexes and are wiped or encrypted by attackers.",
        zh: "对外开放的检索集群会泄露整个索引，并可能被攻击者清空或加密勒索。",
    },
    remediation: Phrase {
        en: "Switch off public access of the cluster and of Kibana under Security Configuration, or narrow both allow-lists to named addresses.",
        zh: "在“安全配置”中关闭集群与 Kibana 公网访问，或将白名单收窄到明确地址。",
    },
    cli: "aliyun elasticsearch POST /openapi/instances/<instance-id>/actions/network-trigger --header \"Content-Type=application/json\" --body '{\"nodeType\":\"WORKER\",\"networkType\":\"PUBLIC\",\"actionType\":\"CLOSE\"}'",
    actions: &["elasticsearch:ListInstance", "elasticsearch:DescribeInstance"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "elasticsearch-public-and-any-ip-access-check" }],
    references: &[],
};
