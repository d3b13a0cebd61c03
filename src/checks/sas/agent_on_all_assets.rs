//! All servers have an online Security Center agent.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-agent-on-all-assets",
    severity: Severity::High,
    resource: "account",
    title: Phrase {
        en: "All servers have an online Security Center agent", zh: "全部服务器已安装客户端且在线"
    },
    pass_when: Phrase {
        en: "ListUninstallAegisMachines and DescribeCloudCenterInstances are read; the account passes when TotalCount of uninstalled machines is 0 and no running server has a ClientStatus other than online.",
        zh: "读取 ListUninstallAegisMachines 与 DescribeCloudCenterInstances；未安装数量为 0 且运行中的服务器 ClientStatus 均为 online 即通过。",
    },
    risk: Phrase {
        en: "A single server without an agent is a blind spot that alarms and scans never reach.",
        zh: "任何一台未安装客户端的服务器都是告警与扫描的盲区。",
    },
    remediation: Phrase {
        en: "Install the missing agents from Security Center > Assets > Host, restart offline ones and switch on automatic installation.",
        zh: "在“资产中心 > 主机资产”中补装客户端、恢复离线客户端，并开启自动安装。",
    },
    cli: "aliyun sas OperateAgentClientInstall --InstanceIds <instance-id> --Region <region-id> --Os linux",
    actions: &["yundun-sas:ListUninstallAegisMachines", "yundun-sas:DescribeCloudCenterInstances"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "securitycenter_all_assets_agent_installed" },
        Covers { source: "trend-vision-one", rule: "Install Security Center Agent" },
        Covers { source: "cis-2.0", rule: "8.2" },
    ],
    references: &[],
};
