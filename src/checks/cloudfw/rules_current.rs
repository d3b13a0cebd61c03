//! Access control rules are used or reviewed within 180 days.

use crate::api::cloudfw;
use crate::checks::Check;
use crate::checks::cloudfw_enabled::{in_service, not_in_service};
use crate::domain::{Bound, Effort, Gap, ParamSpec, Severity};
use crate::evaluate::{Account, Logic, Node, Outcome, measure, not_applicable};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-rules-current",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "account",
    title: Phrase {
        en: "Access control rules are used or reviewed within 180 days",
        zh: "访问控制策略在 180 天内命中或复核",
    },
    pass_when: Phrase {
        en: "HitLastTime, ModifyTime and Release of DescribeControlPolicy are read; the account passes when each enabled rule of the internet border (IPv4) was hit or changed within 180 days (parameter max_age_days, default 180).",
        zh: "读取 DescribeControlPolicy 的 HitLastTime、ModifyTime 与 Release；互联网边界（IPv4）的各启用策略均在 180 天内（参数 max_age_days，默认 180）命中或修改过即通过。",
    },
    risk: Phrase {
        en: "Old rules nobody needs any more keep doors open and make reviews unreliable.",
        zh: "长期无用的策略会留下放行通道，并使策略复核失真。",
    },
    remediation: Phrase {
        en: "Go through the rules by last hit, delete or disable those without purpose, and write owner and reason into the description.",
        zh: "按最近命中时间梳理策略，删除或停用无用策略，并在描述中注明责任人与用途。",
    },
    cli: "aliyun cloudfw DeleteControlPolicy --AclUuid <rule-uuid> --Direction in",
    reads: &[&cloudfw::VERSION, &cloudfw::RULES_IN, &cloudfw::RULES_OUT],
    params: &[ParamSpec {
        name: "max_age_days",
        default: 180,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let places = in_service(account);
    if places.is_empty() {
        return not_in_service();
    }
    let (mut rules, mut oldest) = (0_usize, None);
    for (place, known) in places {
        known?;
        for call in [&cloudfw::RULES_IN, &cloudfw::RULES_OUT] {
            for rule in account.ask_in(call, place)?.must()?.items() {
                if rule.flag("Release")? {
                    rules += 1;
                    oldest = oldest.max(Some((days_unused(account, &rule)?, rule.text("Description"))));
                }
            }
        }
    }
    let Some((days, name)) = oldest else {
        return not_applicable("there is no enabled access control rule", "没有启用的访问控制策略");
    };
    measure(
        "max_age_days",
        days,
        format!("of {rules} enabled rules the oldest was neither hit nor changed for {days} days: {name}"),
        format!("已启用策略 {rules} 条，其中最久未命中或修改的已有 {days} 天：{name}"),
    )
    .map(|v| {
        v.bounded(
            "rules for IPv6 and those of NAT and VPC borders are not looked at",
            "未检查 IPv6 策略以及 NAT 边界、VPC 边界的策略",
        )
    })
}

/// Days since a rule was hit or changed last. A rule that was never hit has no hit time, or 0.
fn days_unused(account: &Account<'_>, rule: &Node<'_>) -> Result<i64, Gap> {
    let changed = rule.moment("ModifyTime")?;
    let hit = if rule.maybe_int("HitLastTime").unwrap_or(0) > 0 { rule.moment("HitLastTime")? } else { changed };
    Ok(account.days_since(changed.max(hit)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::cloudfw_enabled::fixtures::{bought, none};
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    // Days before the collection of 2026-11-25, in seconds.
    fn ago(days: i64) -> i64 {
        1_795_564_800 - days * 86_400
    }

    fn rules(inbound: Value, outbound: Value) -> Fixture {
        bought().list(&cloudfw::RULES_IN, inbound).list(&cloudfw::RULES_OUT, outbound)
    }

    fn rule(hit: i64, changed: i64) -> Value {
        json!([{ "Release": "true", "Description": "web", "HitLastTime": hit, "ModifyTime": changed }])
    }

    #[test]
    fn a_rule_counts_from_its_last_hit_or_change() {
        for (hit, changed, expected) in
            [(ago(1), ago(400), Pass), (0, ago(180), Pass), (0, ago(181), Fail), (ago(181), ago(181), Fail)]
        {
            assert_eq!(rules(rule(hit, changed), json!([])).verdict(&CHECK), expected, "{hit} {changed}");
            assert_eq!(rules(json!([]), rule(hit, changed)).verdict(&CHECK), expected, "{hit} {changed} outbound");
        }
        let off = json!([{ "Release": "false", "HitLastTime": 0, "ModifyTime": ago(900) }]);
        assert_eq!(rules(off, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(none().verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bought().list(&cloudfw::RULES_IN, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(rules(json!([{ "Release": "true" }]), json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(rules(json!([]), json!([])).denied(&cloudfw::RULES_OUT, &[]).verdict(&CHECK), NotAssessed);
    }
}
