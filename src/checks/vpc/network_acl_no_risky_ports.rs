//! Network ACLs do not open risky ports to everyone.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-network-acl-no-risky-ports",
    severity: Severity::High,
    resource: "network ACL",
    title: Phrase {
        en: "Network ACLs do not open risky ports to everyone", zh: "网络 ACL 不向全部地址开放高危端口"
    },
    pass_when: Phrase {
        en: "DescribeNetworkAcls is read; passes when no inbound accept entry from 0.0.0.0/0 or ::/0 covers a high-risk port such as 22 or 3389, all protocols included. ACLs without a vSwitch are not applicable.",
        zh: "读取 DescribeNetworkAcls；不存在来源为 0.0.0.0/0 或 ::/0 且覆盖 22、3389 等高危端口（含全部协议）的入方向允许条目时通过。未关联交换机的 ACL 不适用。",
    },
    risk: Phrase {
        en: "The network ACL is the second line behind security groups. If it lets management ports through, one wrong security-group rule exposes the hosts.",
        zh: "网络 ACL 是安全组之外的第二道防线；若放行管理端口，安全组一条误配即可暴露主机。",
    },
    remediation: Phrase {
        en: "VPC console > Network ACL: limit the entry to the bastion or office ranges, or refuse the ports in an earlier entry. The command replaces the whole inbound list, so include every entry you keep.",
        zh: "在“专有网络 VPC 控制台 > 网络 ACL”中将条目限定为堡垒机或办公网段，或在其前拒绝相应端口。命令会覆盖全部入方向条目，须写全保留的条目。",
    },
    cli: "aliyun vpc UpdateNetworkAclEntries --RegionId <region-id> --NetworkAclId <acl-id> --UpdateIngressAclEntries true --IngressAclEntries.1.Policy accept --IngressAclEntries.1.Protocol tcp --IngressAclEntries.1.Port 22/22 --IngressAclEntries.1.SourceCidrIp <bastion-cidr>",
    actions: &["vpc:DescribeNetworkAcls"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "vpc-network-acl-risky-ports-check" }],
    references: &[],
};
