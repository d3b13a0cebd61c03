//! Each VPC has vSwitches in at least two zones.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-vswitches-multi-zone",
    severity: Severity::Low,
    resource: "VPC",
    title: Phrase {
        en: "Each VPC has vSwitches in at least two zones", zh: "每个 VPC 的交换机分布于两个以上可用区"
    },
    pass_when: Phrase {
        en: "DescribeVSwitches is read; passes when the vSwitches of the VPC lie in at least 2 different zones. A VPC without vSwitches is not applicable.",
        zh: "读取 DescribeVSwitches；VPC 的交换机分布于至少 2 个不同可用区时通过。没有交换机的 VPC 不适用。",
    },
    risk: Phrase {
        en: "With one zone only, a failure of that zone stops the whole system, and no standby can be placed.",
        zh: "只有一个可用区时，该区故障即导致系统整体中断，也无处部署备用资源。",
    },
    remediation: Phrase {
        en: "VPC console > vSwitch: create a vSwitch in a second zone and spread instances and load balancers over both.",
        zh: "在“专有网络 VPC 控制台 > 交换机”中于第二个可用区创建交换机，并将实例与负载均衡分布到两个可用区。",
    },
    cli: "aliyun vpc CreateVSwitch --RegionId <region-id> --VpcId <vpc-id> --ZoneId <zone-id> --CidrBlock <cidr>",
    actions: &["vpc:DescribeVpcs", "vpc:DescribeVSwitches"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/35748.html"],
};
