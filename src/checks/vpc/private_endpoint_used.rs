//! VPCs reach cloud services through private endpoints.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-private-endpoint-used",
    severity: Severity::Low,
    resource: "VPC",
    title: Phrase {
        en: "VPCs reach cloud services through private endpoints", zh: "VPC 通过私网终端节点访问云服务"
    },
    pass_when: Phrase {
        en: "ListVpcEndpoints and ListVpcGatewayEndpoints are read; passes when the VPC has at least 1 PrivateLink or gateway endpoint.",
        zh: "读取 ListVpcEndpoints 与 ListVpcGatewayEndpoints；VPC 至少有 1 个私网连接或网关终端节点时通过。",
    },
    risk: Phrase {
        en: "Without private endpoints, calls to services and partners leave through public addresses and need open egress.",
        zh: "没有私网终端节点时，访问云服务与合作方需经公网地址并放开出向访问。",
    },
    remediation: Phrase {
        en: "PrivateLink console > Endpoints: create an interface endpoint for the service in the VPC, point the application at its domain name, and then close the public path.",
        zh: "在私网连接控制台创建接口终端节点，将应用改用其域名，再关闭公网访问路径。",
    },
    cli: "aliyun privatelink CreateVpcEndpoint --RegionId <region-id> --VpcId <vpc-id> --EndpointType Interface --ServiceName <service-name> --SecurityGroupId.1 <security-group-id> --Zone.1.ZoneId <zone-id> --Zone.1.VSwitchId <vswitch-id>",
    actions: &["vpc:DescribeVpcs", "privatelink:ListVpcEndpoints", "vpc:ListVpcGatewayEndpoints"],
    params: &[],
    covers: &[],
    references: &[],
};
