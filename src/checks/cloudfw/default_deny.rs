//! Inbound rules end with deny all.

use crate::api::cloudfw;
use crate::checks::Check;
use crate::checks::cloudfw_enabled::centres;
use crate::domain::{Effort, Severity};
use crate::evaluate::addresses::{cover_all_ipv4, cover_everyone};
use crate::evaluate::{Account, Logic, Node, Outcome, Reply};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-default-deny",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "account",
    title: Phrase { en: "Inbound rules end with deny all", zh: "入方向策略以默认拒绝收尾" },
    pass_when: Phrase {
        en: "DescribeControlPolicy is read for the inbound direction (IPv4) at each centre in service; passes when the first enabled, unlimited rule that matches all traffic (0.0.0.0/0 to 0.0.0.0/0, protocol ANY, all ports and applications) drops it. Strict mode is shown as a further fact.",
        zh: "在已开通的服务中心读取入方向（IPv4）DescribeControlPolicy；按优先级首条覆盖全部流量（源 0.0.0.0/0 至目的 0.0.0.0/0、协议 ANY、全部端口与应用、长期有效）的启用策略动作为拒绝即通过，严格模式作为补充信息展示。",
    },
    risk: Phrase {
        en: "Cloud Firewall lets through what no rule matches, so without a final deny everything not thought of is allowed.",
        zh: "未匹配策略的流量默认放行，缺少末条拒绝策略即等同于放行未考虑到的访问。",
    },
    remediation: Phrase {
        en: "Write allow rules for the services meant to be public, watch the hits, then add a lowest-priority Drop rule for all other inbound traffic.",
        zh: "先为应对外开放的服务编写放行策略并观察命中，再添加优先级最低的入方向全拒绝策略。",
    },
    cli: "aliyun cloudfw AddControlPolicy --Direction in --AclAction drop --SourceType net --Source 0.0.0.0/0 --DestinationType net --Destination 0.0.0.0/0 --Proto ANY --ApplicationName ANY --DestPortType port --DestPort 0/0 --NewOrder <last-order> --Description default-deny",
    reads: &[&cloudfw::VERSION, &cloudfw::RULES_IN, &cloudfw::STRICT_MODE],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let outcome = centres(account, |place| {
        let mut rules = Vec::new();
        for rule in account.ask_in(&cloudfw::RULES_IN, place)?.must()?.items() {
            // Only IPv4 was asked for; a rule of the other version decides nothing of it.
            if rule.flag("Release")? && rule.maybe_int("IpVersion") != Some(6) {
                rules.push((rule.int("Order")?, rule));
            }
        }
        rules.sort_by_key(|(order, _)| *order);
        let strict = account.ask_in(&cloudfw::STRICT_MODE, place).ok().and_then(Reply::got);
        let strict = strict.map_or("", |mode| mode.text("InternetSwitch"));
        let strict = if strict.is_empty() { "unknown" } else { strict };
        // The first rule that matches everything decides for all traffic that no rule before it names.
        for (order, rule) in &rules {
            let action = rule.str("AclAction")?;
            // What lets half of the internet in decides as well; a refusal must name it all.
            let sources = if action == "drop" { Cover::All } else { Cover::Half };
            if everything(rule, sources) {
                let name = rule.text("Description");
                return Ok((
                    action == "drop",
                    format!("rule {order} ({name}) for all other traffic is {action}; strict mode {strict}"),
                    format!("覆盖全部其余流量的第 {order} 条策略（{name}）动作为 {action}，严格模式 {strict}"),
                ));
            }
        }
        let count = rules.len();
        Ok((
            false,
            format!("none of {count} enabled rules drops all other traffic; strict mode {strict}"),
            format!("已启用的 {count} 条策略中没有全拒绝策略，严格模式 {strict}"),
        ))
    });
    outcome.map(|v| v.bounded("rules for IPv6 are not looked at", "未检查 IPv6 策略"))
}

/// How much of the addresses a rule must name to count as one for everything.
#[derive(Clone, Copy)]
enum Cover {
    All,
    Half,
}

/// True for a rule that matches all traffic at all times.
fn everything(rule: &Node<'_>, sides: Cover) -> bool {
    let side = |address: &str, group: &str| match sides {
        Cover::All => cover_all_ipv4([rule.text(address)]) || cover_all_ipv4(rule.texts(group)),
        Cover::Half => cover_everyone([rule.text(address)]) || cover_everyone(rule.texts(group)),
    };
    let whole = |ports: &str| matches!(ports, "0/0" | "0/65535" | "1/65535");
    // The ports of a group are in a list of their own, beside an empty `DestPort`.
    let every_port = if rule.text("DestPortType") == "group" || !rule.text("DestPortGroup").is_empty() {
        rule.texts("DestPortGroupPorts").into_iter().any(whole)
    } else {
        rule.text("DestPort").is_empty() || whole(rule.text("DestPort"))
    };
    let always = ["", "Permanent"].contains(&rule.text("RepeatType"));
    let application = rule.text("ApplicationName");
    let applications = rule.texts("ApplicationNameList");
    let any = |name: &str| name.eq_ignore_ascii_case("ANY");
    let every_application = if applications.is_empty() {
        application.is_empty() || any(application)
    } else {
        applications.into_iter().any(any)
    };
    side("Source", "SourceGroupCidrs")
        && side("Destination", "DestinationGroupCidrs")
        && any(rule.text("Proto"))
        && every_port
        && always
        && every_application
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::cloudfw_enabled::fixtures::{bought, none};
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};

    fn rule(order: i64, action: &str) -> Value {
        json!({
            "Order": order, "AclAction": action, "Release": "true", "Source": "0.0.0.0/0", "Destination": "0.0.0.0/0",
            "Proto": "ANY", "DestPort": "0/0", "ApplicationName": "ANY", "RepeatType": "Permanent",
        })
    }

    fn verdict(rules: &[Value]) -> FindingStatus {
        bought().list(&cloudfw::RULES_IN, rules.into()).verdict(&CHECK)
    }

    #[test]
    fn the_last_word_must_be_drop() {
        let web = json!({
            "Order": 1, "AclAction": "accept", "Release": "true", "Source": "0.0.0.0/0",
            "Destination": "203.0.113.7/32", "Proto": "TCP", "DestPort": "443/443", "ApplicationName": "ANY",
        });
        assert_eq!(verdict(&[web.clone(), rule(2, "drop")]), Pass);
        assert_eq!(verdict(&[rule(2, "drop"), web.clone()]), Pass);
        for action in ["accept", "log"] {
            assert_eq!(verdict(&[web.clone(), rule(2, action)]), Fail, "{action}");
            assert_eq!(verdict(&[rule(1, action), rule(2, "drop")]), Fail, "{action} before");
        }
        assert_eq!(verdict(&[web]), Fail);
        assert_eq!(verdict(&[]), Fail);
    }

    #[test]
    fn a_rule_that_is_off_or_narrower_is_no_default() {
        for (field, value) in [
            ("Release", "false"),
            ("Source", "10.0.0.0/8"),
            ("Destination", "203.0.113.7/32"),
            ("Proto", "TCP"),
            ("DestPort", "22/22"),
            ("Source", "0.0.0.0/1"),
            ("Source", "::/0"),
            ("ApplicationName", "HTTP"),
            ("RepeatType", "Daily"),
        ] {
            let mut narrow = rule(1, "drop");
            narrow[field] = value.into();
            assert_eq!(verdict(&[narrow]), Fail, "{field}");
        }
        // Ports from an address book: `DestPort` is empty then.
        let mut ports = rule(1, "drop");
        ports["DestPort"] = json!("");
        assert_eq!(verdict(&[ports.clone()]), Pass, "of a rule for any protocol");
        ports["DestPortType"] = json!("group");
        ports["DestPortGroup"] = json!("web");
        ports["DestPortGroupPorts"] = json!(["80/80", "443/443"]);
        assert_eq!(verdict(&[ports.clone()]), Fail);
        ports["DestPortGroupPorts"] = json!(["0/0"]);
        assert_eq!(verdict(&[ports]), Pass);
        let mut six = rule(1, "drop");
        six["IpVersion"] = json!(6);
        assert_eq!(verdict(&[six]), Fail, "a rule of IPv6");
        // A rule that lets half of the internet in stands before the refusal of all.
        let mut half = rule(1, "accept");
        half["Source"] = json!("0.0.0.0/1");
        assert_eq!(verdict(&[half, rule(2, "drop")]), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bought().verdict(&CHECK), NotAssessed);
        assert_eq!(bought().denied(&cloudfw::RULES_IN, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(verdict(&[json!({ "AclAction": "drop" })]), NotAssessed);
        assert_eq!(none().verdict(&CHECK), NotApplicable);
    }
}
