//! Public CLB listener forwards no high-risk port.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-listener-no-risky-ports",
    severity: Severity::High,
    resource: "listener",
    title: Phrase {
        en: "Public CLB listener forwards no high-risk port", zh: "CLB 公网监听未使用高风险端口"
    },
    pass_when: Phrase {
        en: "ListenerPort of running listeners on internet-facing instances is read; the listener passes when it is none of the high-risk ports, such as 21, 22, 23, 445, 1433, 3306, 3389, 5432, 6379 or 27017.",
        zh: "读取公网实例运行中监听的 ListenerPort；不属于高风险端口（如 21、22、23、445、1433、3306、3389、5432、6379、27017）即通过。",
    },
    risk: Phrase {
        en: "A listener on such a port publishes remote control or a database to the internet and bypasses the bastion.",
        zh: "此类监听将远程管理或数据库发布到互联网，并绕过堡垒机。",
    },
    remediation: Phrase {
        en: "Delete the listener or move it to a private instance; reach servers through Bastionhost and databases from the VPC.",
        zh: "删除该监听或改用内网实例；服务器经堡垒机访问，数据库仅在 VPC 内访问。",
    },
    cli: "aliyun slb DeleteLoadBalancerListener --RegionId <region-id> --LoadBalancerId <lb-id> --ListenerPort <port> --ListenerProtocol <protocol>",
    actions: &["slb:DescribeLoadBalancers", "slb:DescribeLoadBalancerListeners"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "slb-listener-risk-ports-check" }],
    references: &[],
};
