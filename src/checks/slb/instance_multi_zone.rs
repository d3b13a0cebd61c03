//! CLB instance and its servers span two zones.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-instance-multi-zone",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase {
        en: "CLB instance and its servers span two zones", zh: "CLB 实例及后端服务器跨可用区部署"
    },
    pass_when: Phrase {
        en: "MasterZoneId, SlaveZoneId and the backend servers are read; the instance passes when both zones are set and differ, and the servers use at least 2 zones.",
        zh: "读取 MasterZoneId、SlaveZoneId 与后端服务器；主备可用区均已设置且不同，后端服务器使用至少 2 个可用区，即通过。",
    },
    risk: Phrase {
        en: "A fault in the only zone takes the service down although a load balancer is in place.",
        zh: "后端集中于单一可用区时，即使有负载均衡，该区故障仍会使业务中断。",
    },
    remediation: Phrase {
        en: "Add backend servers from a second zone; an instance without a standby zone has to be replaced by a new one.",
        zh: "添加第二可用区的后端服务器；无备可用区的实例须新建替换。",
    },
    cli: "aliyun slb AddBackendServers --RegionId <region-id> --LoadBalancerId <lb-id> --BackendServers '[{\"ServerId\":\"<instance-id>\",\"Weight\":\"100\"}]'",
    actions: &[
        "slb:DescribeLoadBalancers",
        "slb:DescribeLoadBalancerAttribute",
        "slb:DescribeVServerGroups",
        "slb:DescribeVServerGroupAttribute",
        "ecs:DescribeInstances",
    ],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "slb-all-listener-servers-multi-zone" }],
    references: &[],
};
