//! Leased lines have a second, independent circuit.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "express-connect-redundant",
    severity: Severity::Medium,
    resource: "virtual border router",
    title: Phrase { en: "Leased lines have a second, independent circuit", zh: "专线具备独立的冗余线路" },
    pass_when: Phrase {
        en: "DescribeVirtualBorderRouters is read; passes when another active virtual border router on a different physical connection and a different access point serves the same CEN or Express Connect router.",
        zh: "读取 DescribeVirtualBorderRouters；同一云企业网或专线网关上存在另一台使用不同物理专线、不同接入点且状态正常的边界路由器时通过。",
    },
    risk: Phrase {
        en: "One circuit is a single point of failure: digging works or an access-point fault cut the data centre off.",
        zh: "单条专线是单点故障，线路施工或接入点故障即可中断与数据中心的连接。",
    },
    remediation: Phrase {
        en: "Order a second physical connection at another access point, create a virtual border router on it, join it to the same CEN, and set routes and health checks for failover. Test the switch-over.",
        zh: "在另一接入点申请第二条物理专线，创建边界路由器并加入同一云企业网，配置路由与健康检查，并演练切换。",
    },
    cli: "aliyun vpc CreateVirtualBorderRouter --RegionId <region-id> --PhysicalConnectionId <second-connection-id> --VlanId <vlan> --LocalGatewayIp <ip> --PeerGatewayIp <ip> --PeeringSubnetMask <mask>",
    actions: &["vpc:DescribeVirtualBorderRouters", "vpc:DescribePhysicalConnections"],
    params: &[],
    covers: &[],
    references: &[],
};
