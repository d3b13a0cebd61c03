//! Alarm rules are enabled and notify a contact group.

use crate::api::cms;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cms-alarm-rules-exist",
    severity: Severity::Medium,
    effort: Effort::Switch,
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
    reads: &[&cms::RULES],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/114941.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let (mut gap, mut rules, mut good) = (None, 0, 0);
    for (region, reply) in account.replies(&cms::RULES) {
        let answer = match reply {
            Ok(reply) => reply.got(),
            Err(hole) => {
                gap = gap.or(Some(hole));
                continue;
            }
        };
        let Some(answer) = answer else { continue };
        if answer.maybe_flag("Success") == Some(false) {
            gap = gap
                .or(unknown::<()>(format!("{region}: Success is false"), format!("{region}：Success 为 false")).err());
        }
        for rule in answer.items() {
            rules += 1;
            // Groups are a text, also a JSON list in a text.
            let named = rule.text("ContactGroups").chars().any(char::is_alphanumeric);
            good += usize::from(rule.flag("EnableState")? && named);
        }
    }
    if good > 0 {
        return pass(
            format!("{good} of {rules} rules are enabled and notify a contact group"),
            format!("共 {rules} 条规则，其中 {good} 条已启用并设置告警联系组"),
        )
        .map(|v| {
            v.bounded("which metrics and resources the rules cover was not examined", "未核查规则覆盖的指标与资源")
        });
    }
    match gap {
        Some(gap) => Err(gap),
        None => fail(
            format!("none of {rules} rules is enabled and notifies a contact group"),
            format!("共 {rules} 条规则，没有已启用且设置告警联系组的规则"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn one_enabled_rule_with_a_group_passes() {
        for (enabled, groups, expected) in [
            (true, "ops", Pass),
            (true, "[\"运维组\"]", Pass),
            (false, "ops", Fail),
            (true, "", Fail),
            (true, "[]", Fail),
        ] {
            let rules = json!([{ "RuleId": "r-1", "EnableState": enabled, "ContactGroups": groups }]);
            assert_eq!(Fixture::new().list(&cms::RULES, rules).verdict(&CHECK), expected, "{enabled} {groups}");
        }
        assert_eq!(Fixture::new().list(&cms::RULES, json!([])).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_hole_stands_between_nothing_found_and_a_failure() {
        let two = Fixture::new().regions(&["cn-hangzhou", "cn-shanghai"]);
        let rule = json!([{ "RuleId": "r-1", "EnableState": true, "ContactGroups": "ops" }]);
        assert_eq!(two.clone().list_in(&cms::RULES, "cn-shanghai", rule).verdict(&CHECK), Pass);
        assert_eq!(two.list_in(&cms::RULES, "cn-shanghai", json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&cms::RULES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().answer(&cms::RULES, json!({ "Success": false })).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&cms::RULES, json!([{ "RuleId": "r-1" }])).verdict(&CHECK), NotAssessed);
    }
}
