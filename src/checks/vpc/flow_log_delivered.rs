//! Flow logs record all traffic and are delivered.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-flow-log-delivered",
    severity: Severity::Medium,
    resource: "flow log",
    title: Phrase {
        en: "Flow logs record all traffic and are delivered", zh: "流日志记录全部流量并正常投递"
    },
    pass_when: Phrase {
        en: "DescribeFlowLogs and GetLogStore are read; passes when the flow log is Active, has TrafficType All, shows no delivery error, and its Log Service logstore exists.",
        zh: "读取 DescribeFlowLogs 与 GetLogStore；流日志为 Active、TrafficType 为 All、无投递错误，且目标日志库存在时通过。",
    },
    risk: Phrase {
        en: "A flow log that records only refused traffic, or whose logstore was deleted, looks enabled but proves nothing.",
        zh: "只记录被拒流量，或目标日志库已删除的流日志，看似开启却无法提供证据。",
    },
    remediation: Phrase {
        en: "Create a new flow log with traffic type All and a valid project and logstore, or restore the logstore; then remove the broken one. Check the logstore's retention period as well.",
        zh: "新建流量类型为全部且目标有效的流日志，或恢复日志库，再删除失效的流日志；同时核对日志库保存期。",
    },
    cli: "aliyun vpc ActiveFlowLog --RegionId <region-id> --FlowLogId <flow-log-id>",
    actions: &["vpc:DescribeFlowLogs", "log:GetLogStore"],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Flow Log Enabled and Configured" },
        Covers { source: "cis-2.0", rule: "2.5" },
    ],
    references: &[],
};
