//! Each VPC has an active flow log.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-flow-log-enabled",
    severity: Severity::Medium,
    resource: "VPC",
    title: Phrase { en: "Each VPC has an active flow log", zh: "每个 VPC 已开启流日志" },
    pass_when: Phrase {
        en: "DescribeFlowLogs is read; passes when the VPC has a flow log with ResourceType VPC and Status Active, or each of its vSwitches has one.",
        zh: "读取 DescribeFlowLogs；VPC 存在 ResourceType 为 VPC 且 Status 为 Active 的流日志，或其每个交换机均有流日志时通过。",
    },
    risk: Phrase {
        en: "Without flow records, scans and data theft inside the network leave no trace.",
        zh: "没有流日志，网络内的扫描和数据外传不留痕迹。",
    },
    remediation: Phrase {
        en: "VPC console > Flow Log: create one for the VPC, traffic type All, delivered to a Log Service logstore, and start it.",
        zh: "在“专有网络 VPC 控制台 > 流日志”中为 VPC 创建流日志，流量类型选全部，投递到日志服务日志库并启动。",
    },
    cli: "aliyun vpc CreateFlowLog --RegionId <region-id> --FlowLogName <name> --ResourceType VPC --ResourceId <vpc-id> --TrafficType All --ProjectName <project> --LogStoreName <logstore>",
    actions: &["vpc:DescribeVpcs", "vpc:DescribeVSwitches", "vpc:DescribeFlowLogs"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "vpc_flow_logs_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable VPC Flow Log" },
        Covers { source: "cloud-config", rule: "vpc-flow-logs-enabled" },
        Covers { source: "cis-2.0", rule: "3.3" },
    ],
    references: &["https://help.aliyun.com/document_detail/449637.html"],
};
