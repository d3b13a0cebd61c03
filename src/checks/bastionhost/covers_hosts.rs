//! All hosts are managed through the bastion.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "bastionhost-covers-hosts",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "All hosts are managed through the bastion", zh: "全部主机纳入堡垒机管理" },
    pass_when: Phrase {
        en: "ListHosts of all bastions is compared with the ECS instances; passes when each running instance appears as SourceInstanceId. The missing ones are listed.",
        zh: "将全部堡垒机的 ListHosts 与 ECS 实例比对；每个运行中的实例均作为 SourceInstanceId 出现时通过，并列出遗漏实例。",
    },
    risk: Phrase {
        en: "Hosts outside the bastion are operated without control and without a record.",
        zh: "未纳入堡垒机的主机，其运维不受控也无记录。",
    },
    remediation: Phrase {
        en: "Bastionhost console > Hosts > Import ECS Instances: import the missing hosts and grant host accounts to operators. Container nodes may be excepted with a reason.",
        zh: "在“堡垒机控制台 > 主机 > 导入 ECS 实例”中补充导入，并向运维人员授权主机账户；容器节点可说明理由后例外处理。",
    },
    cli: "aliyun yundun-bastionhost CreateHost --RegionId <region-id> --InstanceId <bastion-id> --Source Ecs --InstanceRegionId <region-id> --SourceInstanceId <instance-id> --HostName <name> --HostPrivateAddress <ip> --ActiveAddressType Private --OSType <Linux|Windows>",
    actions: &["yundun-bastionhost:DescribeInstances", "yundun-bastionhost:ListHosts", "ecs:DescribeInstances"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/200665.html"],
};
