//! Core protection rules block for the protected object.

use crate::api::{waf, waf_v2};
use crate::checks::waf_enabled::wafs;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, manual, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "waf-rules-block",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "protected object",
    title: Phrase {
        en: "Core protection rules block for the protected object", zh: "防护对象的基础防护规则为拦截"
    },
    pass_when: Phrase {
        en: "Templates and rules of the object are read; it passes when an enabled core protection template (waf_group or waf_base) covers it and every enabled rule of that template has the action block. For WAF 2.0 a person looks at the mode of each domain.",
        zh: "读取防护对象的模板与规则；有启用的基础防护模板（waf_group 或 waf_base）覆盖，且模板中启用的规则动作均为 block，即通过；WAF 2.0 由人工核对各域名的防护模式。",
    },
    risk: Phrase {
        en: "A rule that only monitors records the attack and lets it through.",
        zh: "仅观察的规则只记录攻击而不阻断。",
    },
    remediation: Phrase {
        en: "Watch the hits, add whitelist rules for false ones, then set the action of the core protection template to block and bind the object to it.",
        zh: "观察命中并为误报添加白名单后，将基础防护模板动作改为拦截并绑定该防护对象。",
    },
    cli: "aliyun waf-openapi ModifyDefenseRule --InstanceId <instance-id> --RegionId cn-hangzhou --DefenseScene waf_group --TemplateId <template-id> --Rules '[{\"id\":<rule-id>,\"policyId\":<policy-id>,\"action\":\"block\"}]'",
    reads: &[
        &waf::INSTANCE,
        &waf::OBJECTS,
        &waf::OBJECT_TEMPLATES,
        &waf::RULES_GROUP,
        &waf::RULES_BASE,
        &waf_v2::INSTANCE,
    ],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "waf3-instance-enabled-specified-defense-rules" }],
    references: &["https://help.aliyun.com/document_detail/461421.html"],
    logic: Logic::Custom(judge),
};

fn judge(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let wafs = wafs(account);
    let mut said = wafs.gaps.len() + wafs.v2.len();
    for (at, gap) in wafs.gaps {
        sheet.resource(at, Err(gap));
    }
    for instance in &wafs.v3 {
        match instance.items_of(&waf::OBJECTS) {
            Ok(objects) => {
                said += objects.len();
                for object in &objects {
                    sheet.item(object, blocks(instance, object));
                }
            }
            Err(gap) => {
                said += 1;
                sheet.item(instance, Err(gap));
            }
        }
    }
    for instance in &wafs.v2 {
        let question = manual(
            "WAF 2.0: does the rules engine of every domain block? See Protection Settings > Web Security of each",
            "WAF 2.0：各域名的规则防护引擎是否均为拦截模式？请查看每个域名“网站防护 > Web 安全”的设置截图",
        );
        sheet.item(instance, question);
    }
    if said == 0 {
        let none = wafs.v3.is_empty();
        sheet.account(match none {
            true => not_applicable("there is no WAF", "未开通 Web 应用防火墙"),
            false => not_applicable("WAF has no protected object", "WAF 中没有防护对象"),
        });
    }
}

fn blocks(instance: &Item<'_>, object: &Item<'_>) -> Outcome {
    let (mut bound, mut enabled) = (0_usize, Vec::new());
    for template in object.items_of(&waf::OBJECT_TEMPLATES)? {
        let scene = template.str("DefenseScene")?;
        if matches!(scene, "waf_group" | "waf_base") {
            bound += 1;
            if template.int("TemplateStatus")? == 1 {
                enabled.push((template.int("TemplateId")?, scene));
            }
        }
    }
    if enabled.is_empty() && !object.text("ResourceGroup").is_empty() {
        let group = object.text("ResourceGroup");
        return unknown(
            format!("the object is in the group {group}, whose templates are not read"),
            format!("防护对象属于对象组 {group}，未读取该组的模板"),
        );
    }
    if enabled.is_empty() {
        return fail(
            format!("no enabled core protection template covers the object ({bound} disabled)"),
            format!("没有启用的基础防护模板覆盖该对象（已停用 {bound} 个）"),
        );
    }
    let (mut block, mut other) = (0_usize, Vec::new());
    for (scene, call) in [("waf_group", &waf::RULES_GROUP), ("waf_base", &waf::RULES_BASE)] {
        let ids: Vec<_> = enabled.iter().filter(|(_, s)| *s == scene).map(|(id, _)| *id).collect();
        if ids.is_empty() {
            continue;
        }
        for rule in instance.items_of(call)? {
            if !ids.contains(&rule.int("TemplateId")?) || rule.text("DefenseScene") != scene || rule.int("Status")? != 1
            {
                continue;
            }
            let config = rule.inner_json("Config")?;
            match config.as_ref().and_then(|config| config.get("action")?.as_str()) {
                Some("block") => block += 1,
                Some(action) => other.push(action.to_owned()),
                None => return Err(rule.lacks("Config")),
            }
        }
    }
    match other.first() {
        Some(action) => fail(
            format!("{} of {} core rules are {action}, not block", other.len(), other.len() + block),
            format!("{} 条基础防护规则中有 {} 条动作为 {action} 而非 block", other.len() + block, other.len()),
        ),
        None if block == 0 => fail("the templates hold no enabled core rule", "模板中没有启用的基础防护规则"),
        None => pass(format!("all {block} core rules block"), format!("{block} 条基础防护规则动作均为 block")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::checks::waf_enabled::fixtures::{V3, none, v2, v3};
    use crate::domain::FindingStatus::{self, Fail, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const OBJECT: &[(&str, &str)] = &[("InstanceId", "waf-3"), ("Resource", "shop-waf")];

    fn object(group: &str) -> Fixture {
        v3().detail_list(&waf::OBJECTS, V3, json!([{ "Resource": "shop-waf", "ResourceGroup": group }]))
    }

    fn with(scene: &str, template: i64, rule: i64, config: &str) -> FindingStatus {
        let templates = json!([{ "TemplateId": 1, "DefenseScene": scene, "TemplateStatus": template }]);
        let rules = json!([
            { "TemplateId": 1, "DefenseScene": scene, "Status": rule, "Config": config },
            { "TemplateId": 2, "DefenseScene": scene, "Status": 1, "Config": r#"{"action":"monitor"}"# },
        ]);
        let account = object("").detail_list(&waf::OBJECT_TEMPLATES, OBJECT, templates);
        let call = if scene == "waf_base" { &waf::RULES_BASE } else { &waf::RULES_GROUP };
        account.detail_list(call, V3, rules).verdict(&CHECK)
    }

    #[test]
    fn an_enabled_template_must_block() {
        const BLOCK: &str = r#"{"action":"block","policyId":1012}"#;
        for scene in ["waf_group", "waf_base"] {
            for (template, rule, config, expected) in [
                (1, 1, BLOCK, Pass),
                (1, 1, r#"{"action":"monitor"}"#, Fail),
                (1, 0, BLOCK, Fail),
                (0, 1, BLOCK, Fail),
                (1, 1, r#"{"policyId":1012}"#, NotAssessed),
                (1, 1, "block", NotAssessed),
            ] {
                assert_eq!(with(scene, template, rule, config), expected, "{scene} {template} {rule} {config}");
            }
        }
        assert_eq!(with("cc", 1, 1, BLOCK), Fail);
    }

    #[test]
    fn what_cannot_be_read_is_no_verdict() {
        assert_eq!(object("").verdict(&CHECK), NotAssessed);
        assert_eq!(object("").denied(&waf::OBJECT_TEMPLATES, OBJECT).verdict(&CHECK), NotAssessed);
        let in_group = object("shops").detail_list(&waf::OBJECT_TEMPLATES, OBJECT, json!([]));
        assert_eq!(in_group.verdict(&CHECK), NotAssessed);
        let off = json!([{ "TemplateId": 1, "DefenseScene": "waf_group", "TemplateStatus": 0 }]);
        let in_group = object("shops").detail_list(&waf::OBJECT_TEMPLATES, OBJECT, off);
        assert_eq!(in_group.verdict(&CHECK), NotAssessed, "an enabled one may come from the group");
        assert_eq!(v3().denied(&waf::OBJECTS, V3).verdict(&CHECK), NotAssessed);
        assert_eq!(v2().verdict(&CHECK), Manual);
    }

    #[test]
    fn without_objects_it_is_not_applicable() {
        assert_eq!(none().verdict(&CHECK), NotApplicable);
        assert_eq!(v3().detail_list(&waf::OBJECTS, V3, json!([])).verdict(&CHECK), NotApplicable);
    }
}
