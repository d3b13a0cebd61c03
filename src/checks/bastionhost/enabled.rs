//! A bastion host is in service.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "bastionhost-enabled",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "A bastion host is in service", zh: "已部署并运行堡垒机" },
    pass_when: Phrase {
        en: "DescribeInstances of Bastionhost is read; passes when at least 1 instance has the status RUNNING and has not expired.",
        zh: "读取堡垒机 DescribeInstances；至少有 1 个实例状态为 RUNNING 且未到期时通过。",
    },
    risk: Phrase {
        en: "Without a bastion, operators log on to hosts directly; who ran which command is recorded nowhere that they cannot change.",
        zh: "没有堡垒机时运维人员直接登录主机，操作记录缺失或可被其自行修改。",
    },
    remediation: Phrase {
        en: "Buy and start a Bastionhost instance, import hosts and people, and close the direct management ports in the security groups. A third-party bastion is shown by documents instead.",
        zh: "购买并启用堡垒机，导入主机与人员，并在安全组中关闭直连管理端口。使用第三方堡垒机的以材料证明。",
    },
    cli: "",
    actions: &["yundun-bastionhost:DescribeInstances"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/153281.html"],
};
