//! Alarm rules are enabled and notify a contact group.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cms-alarm-rules-exist",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase {
        en: "Alarm rules are enabled and notify a contact group", zh: "已启用告警规则并通知联系组"
    },
    pass_when: Phrase {
        en: "DescribeMetricRuleList is read; passes when at least 1 rule has EnableState true and names a contact group.",
        zh: "读取 DescribeMetricRuleList；至少有 1 条规则 EnableState 为 true 且设置了告警联系组时通过。",
    },
    risk: Phrase {
        en: "Metrics that nobody is warned about do not shorten an outage.",
        zh: "指标异常无人收到通知，监控无法缩短故障时间。",
    },
    remediation: Phrase {
        en: "CloudMonitor console > Alert Rules: create rules for processor, memory, disk, database and load-balancer metrics over all resources. The rule in the command is an example.",
        zh: "在“云监控控制台 > 报警规则”中，为全部资源的 CPU、内存、磁盘、数据库与负载均衡指标创建规则；命令中的规则为示例。",
    },
    cli: "aliyun cms PutResourceMetricRule --RuleId <rule-id> --RuleName <name> --Namespace acs_ecs_dashboard --MetricName CPUUtilization --Resources '[{\"resource\":\"_ALL\"}]' --ContactGroups <group> --Escalations.Critical.Statistics Average --Escalations.Critical.ComparisonOperator GreaterThanOrEqualToThreshold --Escalations.Critical.Threshold <percent> --Escalations.Critical.Times 3",
    actions: &["cms:DescribeMetricRuleList"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/114941.html"],
};
