//! The view model of the sample against its own schema, by a validator that shares nothing with the generator.
#![allow(clippy::disallowed_methods, missing_docs, reason = "tests read files")]

mod common;

use common::{Room, sample};
use dengbao::assess::{Expected, Ledger, Tally, assess};
use dengbao::catalog::{Document, Organisation, parse_attestations, parse_exceptions};
use dengbao::data::Library;
use dengbao::report::{Accounts, Earlier, Ingredients, Occasion, build};
use dengbao::score::score;
use dengbao::text::Lang;
use dengbao::{import, render};
use serde_json::{Map, Value};
use time::macros::datetime;

/// Checks a value against the part of JSON Schema that the generator uses; an unknown keyword is a failure, not a pass.
fn check(value: &Value, schema: &Value, root: &Value, at: &str, wrong: &mut Vec<String>) {
    let Value::Object(rules) = schema else {
        if schema != &Value::Bool(true) {
            wrong.push(format!("{at}: nothing is allowed here"));
        }
        return;
    };
    let mut fail = |what: String| wrong.push(format!("{at}: {what}"));
    for (keyword, rule) in rules {
        match keyword.as_str() {
            "$schema"
            | "$id"
            | "$defs"
            | "title"
            | "description"
            | "format"
            | "additionalProperties"
            | "properties"
            | "items"
            | "anyOf"
            | "oneOf"
            | "$ref" => {}
            "type" => {
                let kinds: Vec<&str> = match rule {
                    Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
                    one => one.as_str().into_iter().collect(),
                };
                if !kinds.iter().any(|kind| is(value, kind)) {
                    fail(format!("{value} is not of type {kinds:?}"));
                }
            }
            "enum" if !rule.as_array().is_some_and(|list| list.contains(value)) => {
                fail(format!("{value} is not in {rule}"));
            }
            "const" if rule != value => fail(format!("{value} is not {rule}")),
            "enum" | "const" => {}
            "minimum" | "maximum" => {
                let (n, limit) = (value.as_f64(), rule.as_f64());
                if n.zip(limit).is_some_and(|(n, limit)| if keyword == "minimum" { n < limit } else { n > limit }) {
                    fail(format!("{value} is beyond {keyword} {rule}"));
                }
            }
            "required" => {
                for name in rule.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    if value.get(name).is_none() {
                        fail(format!("{name} is missing"));
                    }
                }
            }
            other => fail(format!("the schema says {other}, which this validator does not know")),
        }
    }
    if let Some(target) = rules.get("$ref").and_then(Value::as_str) {
        let found = target.strip_prefix('#').and_then(|path| root.pointer(path));
        match found {
            Some(found) => check(value, found, root, at, wrong),
            None => wrong.push(format!("{at}: {target} does not resolve")),
        }
    }
    for keyword in ["anyOf", "oneOf"] {
        if let Some(options) = rules.get(keyword).and_then(Value::as_array) {
            let fits = options.iter().filter(|option| {
                let mut errors = Vec::new();
                check(value, option, root, at, &mut errors);
                errors.is_empty()
            });
            let fits = fits.count();
            if fits == 0 || (keyword == "oneOf" && fits > 1) {
                wrong.push(format!("{at}: {value} fits {fits} of {keyword}"));
            }
        }
    }
    if let Some(items) = rules.get("items") {
        for (n, item) in value.as_array().into_iter().flatten().enumerate() {
            check(item, items, root, &format!("{at}/{n}"), wrong);
        }
    }
    let none = Map::new();
    let properties = rules.get("properties").and_then(Value::as_object);
    let extra = rules.get("additionalProperties");
    if properties.is_some() || extra.is_some() {
        for (name, value) in value.as_object().unwrap_or(&none) {
            let place = format!("{at}/{name}");
            match (properties.and_then(|p| p.get(name)), extra) {
                (Some(rule), _) | (None, Some(rule)) => check(value, rule, root, &place, wrong),
                // JSON Schema would let it pass; a field that the schema does not name is a hole in the schema.
                (None, None) => wrong.push(format!("{place}: not in the schema")),
            }
        }
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        _ => false,
    }
}

/// The view model of the sample account in one language, as templates see it.
fn view(id: &str, lang: Lang) -> Value {
    let library = Library::default();
    let (catalogue, framework) = library.framework(id).expect("built in");
    let mapping = library.mapping(&catalogue).expect("built in");
    let (posture_catalogue, posture_framework) = library.framework("posture-review").expect("built in");
    let posture_mapping = library.mapping(&posture_catalogue).expect("built in");
    let prowler = library.source_map("prowler").expect("built in");
    let folder = sample();
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let parse = |name: &str| Document::parse(name, &text(name)).expect("YAML");
    let attestations = parse_attestations(&parse("attestations.yaml")).expect("attestations");
    let exceptions = parse_exceptions(&parse("exceptions.yaml")).expect("exceptions");
    let mut organisation = Organisation::parse(&parse("dengbao.yaml")).expect("an organisation");
    organisation.account_groups = vec![("零售".into(), vec!["1000000000000001".into(), "never seen".into()])];
    let mut tally = Tally::new([&mapping, &posture_mapping], exceptions);
    let mut ledger = Ledger::new([&mapping]);
    let files: Vec<_> = ["prowler.ocsf.json", "findings.jsonl"]
        .map(|name| {
            let bytes = text(name);
            let mut sink = |finding: &dengbao::domain::Finding| {
                let new = tally.observe(finding);
                if new {
                    ledger.observe(finding);
                }
                new
            };
            import::read(name, bytes.as_bytes(), &prowler, &mut |_| {}, &mut sink).expect("it is whole")
        })
        .into();
    let at = datetime!(2026-11-25 23:59:59 +8);
    let assessment = assess(&framework, &mapping, &tally, &attestations, at);
    let scorecard = score(&assessment);
    let posture = assess(&posture_framework, &posture_mapping, &tally, &attestations, at);
    let posture_score = score(&posture);
    let accounts = Accounts::of(&assessment, &tally, [], &organisation);
    let expected = Expected::default();
    let coverage = ledger.coverage(&framework, &mapping, &expected).summary();
    let occasion = Occasion {
        period: "2026Q4".into(),
        earlier: vec![Earlier {
            period: "2026Q3".into(),
            score: scorecard.score,
            counts: scorecard.counts,
            rescored: true,
        }],
        ..Occasion::default()
    };
    let report = build(
        Ingredients {
            assessment: &assessment,
            scorecard: &scorecard,
            tally: &tally,
            posture: Some((&posture, &posture_score)),
            organisation: &organisation,
            files: &files,
            ignored: &["a file".to_owned()],
            origins: std::slice::from_ref(&framework.catalogue.origin),
            deduction_2021: true,
            occasion: Some(&occasion),
            coverage: Some(&coverage),
            accounts: Some(&accounts),
        },
        lang,
    );
    render::data(&report).expect("data")
}

#[test]
fn the_view_model_of_the_sample_is_what_its_schema_says() {
    let printed = Room::new().run(&["templates", "schema"]).code(0).out();
    let schema: Value = serde_json::from_str(&printed).expect("JSON");
    for id in ["mlps-l3", "cis-2.0", "pipl"] {
        for lang in [Lang::Zh, Lang::En] {
            let data = view(id, lang);
            // What the validator is to look into must be there.
            let controls =
                data["groups"].as_array().into_iter().flatten().flat_map(|g| g["controls"].as_array()).flatten();
            assert!(controls.filter(|c| c.pointer("/checks/0/failing/0").is_some()).count() > 3);
            for part in ["/annex/0/rows/0", "/rollup/groups/0/cells/0/detail", "/attestations/0", "/trend/0"] {
                assert!(data.pointer(part).is_some(), "{id}: the sample has no {part}");
            }
            let mut wrong = Vec::new();
            check(&data, &schema, &schema, "", &mut wrong);
            assert!(wrong.is_empty(), "{id}: {} differences: {:#?}", wrong.len(), &wrong[..wrong.len().min(10)]);
            let mut broken = data.clone();
            broken["verdict"].as_object_mut().expect("an object").remove("headline");
            broken["statuses"][0]["count"] = "many".into();
            broken["surprise"] = true.into();
            check(&broken, &schema, &schema, "", &mut wrong);
            assert_eq!(wrong.len(), 3, "{wrong:#?}");
        }
    }
}

#[test]
fn every_field_of_the_schema_is_explained() {
    let schema = dengbao::report::schema();
    let types = schema["$defs"].as_object().expect("types").values().chain([&schema]);
    for (name, field) in types.filter_map(|t| t["properties"].as_object()).flatten() {
        let reference = field.get("$ref").is_some();
        assert!(reference || field["description"].as_str().is_some_and(|d| !d.is_empty()), "{name}: {field}");
    }
}
