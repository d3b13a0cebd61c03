//! Small accounts for tests of checks. Each body is held against the published contract: a field that no answer has, or one
//! of another type, is a mistake of the test and panics.

use std::sync::OnceLock;

use serde_json::{Value, json};

use super::account::Account;
use crate::api::{Call, Home, Scope, Style};
use crate::checks::Check;
use crate::domain::{Finding, FindingStatus};
use crate::snapshot::{FORM, Head, Outcome, Record, Refusal, RegionsFrom, Request, ScopeAccount, Snapshot};

/// The account of every fixture.
pub const ACCOUNT: &str = "1234567890123456";
/// The region of every fixture, unless it says otherwise.
pub const REGION: &str = "cn-hangzhou";
/// The start of every fixture's collection.
pub const NOW: &str = "2026-11-25T00:00:00Z";

/// A small account.
#[derive(Clone, Debug)]
pub struct Fixture {
    snapshot: Snapshot,
    requests: u32,
}

impl Default for Fixture {
    fn default() -> Self {
        Self::new()
    }
}

impl Fixture {
    /// An account in one region about which nothing was asked yet.
    pub fn new() -> Self {
        let head = Head {
            dengbao_snapshot: FORM,
            version: "0.0.0".into(),
            started_at: NOW.into(),
            accounts: vec![ScopeAccount {
                id: ACCOUNT.into(),
                name: String::new(),
                identity: String::new(),
                closed: None,
            }],
            regions: vec![REGION.into()],
            regions_from: RegionsFrom::Provider,
            checks: Vec::new(),
        };
        Fixture { snapshot: Snapshot::new(head), requests: 0 }
    }

    /// The same in these regions.
    #[must_use]
    pub fn regions(mut self, regions: &[&str]) -> Self {
        self.snapshot.head.regions = regions.iter().map(|r| (*r).to_owned()).collect();
        self
    }

    /// The items of a list: in the first place where it is asked.
    #[must_use]
    pub fn list(self, call: &'static Call, items: Value) -> Self {
        let place = self.first_place(call);
        self.list_in(call, &place, items)
    }

    /// The items of a list in one region or centre; `""` for the account.
    #[must_use]
    pub fn list_in(self, call: &'static Call, place: &str, items: Value) -> Self {
        self.answer_in(call, place, wrap(call, items))
    }

    /// An answer in the first place where it is asked.
    #[must_use]
    pub fn answer(self, call: &'static Call, body: Value) -> Self {
        let place = self.first_place(call);
        self.answer_in(call, &place, body)
    }

    /// An answer in one region or centre; `""` for the account.
    #[must_use]
    pub fn answer_in(self, call: &'static Call, place: &str, body: Value) -> Self {
        hold_against_contract(call, &body);
        self.record(call, place, Request::new(), Outcome::Json(body))
    }

    /// The same, but without any answer of this call.
    #[must_use]
    pub fn without(mut self, call: &'static Call) -> Self {
        for groups in self.snapshot.accounts.values_mut() {
            groups.retain(|key, _| *key.call != *call.id);
        }
        self
    }

    /// An answer in the first place where it is asked, instead of the one that the fixture has.
    #[must_use]
    pub fn instead(self, call: &'static Call, body: Value) -> Self {
        let place = self.first_place(call);
        self.instead_in(call, &place, body)
    }

    /// An answer in one region or centre, instead of the one that the fixture has.
    #[must_use]
    pub fn instead_in(mut self, call: &'static Call, place: &str, body: Value) -> Self {
        let held = |key: &crate::snapshot::GroupKey| *key.call == *call.id && *key.region == *place;
        for groups in self.snapshot.accounts.values_mut() {
            groups.retain(|key, _| !held(key));
        }
        self.answer_in(call, place, body)
    }

    /// The answer of a call made for one item of a list that the fixture has. `about` are the parameters sent.
    #[must_use]
    pub fn detail(self, call: &'static Call, about: &[(&str, &str)], body: Value) -> Self {
        hold_against_contract(call, &body);
        let (place, request) = self.place_of(call, about);
        self.record(call, &place, request, Outcome::Json(body))
    }

    /// The items of a list that is read for one item of another list.
    #[must_use]
    pub fn detail_list(self, call: &'static Call, about: &[(&str, &str)], items: Value) -> Self {
        self.detail(call, about, wrap(call, items))
    }

    /// The provider's word that there is none. The code must be one that the call knows.
    #[must_use]
    pub fn absent(self, call: &'static Call, about: &[(&str, &str)], code: &str) -> Self {
        assert!(call.says_absent(code), "{} does not know {code} as absence", call.id);
        let (place, request) = self.place_of(call, about);
        self.record(call, &place, request, Outcome::Absent(refusal(code)))
    }

    /// The provider's word that the product is not opened. The code must be one that the call knows.
    #[must_use]
    pub fn unopened(self, call: &'static Call, code: &str) -> Self {
        assert!(call.says_unopened(code), "{} does not know {code} as not opened", call.id);
        let places: Vec<String> = self.places(call);
        places.iter().fold(self, |f, place| f.record(call, place, Request::new(), Outcome::Unopened(refusal(code))))
    }

    /// A refusal for want of permission, in every place (no `about`) or for one item.
    #[must_use]
    pub fn denied(self, call: &'static Call, about: &[(&str, &str)]) -> Self {
        let (place, request) = self.place_of(call, about);
        self.record(call, &place, request, Outcome::Denied(refusal("Forbidden.RAM")))
    }

    /// A list that could not be read to its end.
    #[must_use]
    pub fn cut(self, call: &'static Call, about: &[(&str, &str)]) -> Self {
        let (place, request) = self.place_of(call, about);
        self.record(call, &place, request, Outcome::Cut(refusal("PageLimit")))
    }

    /// Looks at the account's answers.
    pub fn with_account<T>(&self, look: impl FnOnce(&Account<'_>) -> T) -> T {
        let (id, groups) = self.snapshot.accounts.first_key_value().expect("something was asked");
        let now = self.snapshot.head.start().expect("a moment");
        look(&Account::new(id, "", groups, &self.snapshot.head, now))
    }

    /// Every finding of a check.
    pub fn findings(&self, check: &'static Check) -> Vec<Finding> {
        super::evaluate(&self.snapshot, &[check])
    }

    /// Resource id and status of every finding of a check, in order of the resources.
    pub fn verdicts(&self, check: &'static Check) -> Vec<(String, FindingStatus)> {
        self.findings(check).into_iter().map(|f| (f.resource.id, f.status)).collect()
    }

    /// The only finding of a check.
    pub fn finding(&self, check: &'static Check) -> Finding {
        let mut findings = self.findings(check);
        assert_eq!(findings.len(), 1, "{}: {findings:#?}", check.id);
        findings.remove(0)
    }

    /// The status of the only finding of a check.
    pub fn verdict(&self, check: &'static Check) -> FindingStatus {
        self.finding(check).status
    }

    fn places(&self, call: &'static Call) -> Vec<String> {
        match (&call.scope, call.product.home) {
            (Scope::Home, Home::Regions) => self.snapshot.head.regions.clone(),
            (Scope::Home, Home::Centres(centres)) => centres.iter().map(|c| (*c).to_owned()).collect(),
            (Scope::Home, Home::Central) | (Scope::Once | Scope::Each(_), _) => vec![String::new()],
        }
    }

    fn first_place(&self, call: &'static Call) -> String {
        assert!(call.parent().is_none(), "{} is made for each item: use `detail`", call.id);
        self.places(call).remove(0)
    }

    fn place_of(&self, call: &'static Call, about: &[(&str, &str)]) -> (String, Request) {
        let request: Request = about.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let Scope::Each(each) = &call.scope else {
            assert!(about.is_empty(), "{} is made without parameters of its own", call.id);
            return (self.first_place(call), request);
        };
        let (id, groups) = self.snapshot.accounts.first_key_value().expect("the list comes before its details");
        let now = time::OffsetDateTime::UNIX_EPOCH;
        let account = Account::new(id, "", groups, &self.snapshot.head, now);
        let parents = account.list(each.of).items;
        let place = parents.iter().find_map(|parent| {
            let (found, region) = parent.place_of(each)?;
            (found == request).then(|| region.to_owned())
        });
        let place = place.unwrap_or_else(|| panic!("{}: no item of {} gives {request:?}", call.id, each.of.id));
        (place, request)
    }

    fn record(mut self, call: &'static Call, place: &str, request: Request, outcome: Outcome) -> Self {
        self.requests += 1;
        self.snapshot.add(Record {
            account: ACCOUNT.into(),
            region: place.into(),
            call: call.id.into(),
            request,
            page: 1,
            last: true,
            outcome,
            request_id: format!("REQUEST-{}", self.requests),
            at: "2026-11-25T00:00:01.000Z".into(),
            sha256: String::new(),
        });
        self
    }
}

fn refusal(code: &str) -> Refusal {
    Refusal { code: code.into(), message: String::new() }
}

/// Puts the items where the call's answers have them.
fn wrap(call: &Call, items: Value) -> Value {
    assert!(!call.items.is_empty(), "{} gives no list", call.id);
    assert!(items.is_array(), "{}: items are a JSON array", call.id);
    call.items.rsplit('.').fold(items, |inner, name| json!({ name: inner }))
}

fn contract() -> &'static Value {
    static CONTRACT: OnceLock<Value> = OnceLock::new();
    CONTRACT
        .get_or_init(|| serde_json::from_str(include_str!("../../tests/contract/alibaba.json")).expect("valid JSON"))
}

/// The contract of an action: its parameters and the fields of its answer.
pub fn contract_of(call: &Call) -> &'static Value {
    let product = format!("{}{}", call.product.id.replace('-', "_"), call.product.version.replace('-', ""));
    let action = &contract()["products"][&product]["actions"][call.action];
    assert!(!action.is_null(), "the contract has no {product} {}", call.action);
    action
}

fn hold_against_contract(call: &Call, body: &Value) {
    let contract = contract_of(call);
    let known: Vec<(&str, &str)> =
        contract["response"].as_array().expect("a list").iter().filter_map(|f| f.as_str()?.split_once(':')).collect();
    let mut leaves = Vec::new();
    leaves_of(body, String::new(), &mut leaves);
    for (path, value) in leaves {
        let fits = known.iter().any(|(name, kind)| fits(name, kind, &path, value, call.product.style));
        assert!(fits, "{}: no answer has `{path}` = {value}", call.id);
    }
}

fn leaves_of<'v>(value: &'v Value, path: String, into: &mut Vec<(String, &'v Value)>) {
    let under = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in members {
                leaves_of(member, under(name), into);
            }
        }
        Value::Array(list) => {
            for item in list {
                leaves_of(item, format!("{path}[]"), into);
            }
        }
        Value::Object(_) | Value::Null => {}
        leaf => into.push((path, leaf)),
    }
}

/// A field fits when its path is the contract's (a map may hold anything below) and its type is too. XML knows neither types
/// nor lists of one.
fn fits(name: &str, kind: &str, path: &str, value: &Value, style: Style) -> bool {
    if name == "*" {
        return true;
    }
    if kind.contains("Dict") || kind == "Any" {
        return path == name || path.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    }
    if style == Style::Oss {
        let (name, path) = (name.replace("[]", ""), path.replace("[]", ""));
        // An empty element is an empty text, also where others have members.
        let empty = value.as_str() == Some("") && name.strip_prefix(&path).is_some_and(|rest| rest.starts_with('.'));
        return name == path || empty;
    }
    if name != path {
        return false;
    }
    match value {
        Value::Bool(_) => kind == "bool",
        Value::Number(_) => matches!(kind, "int" | "float" | "List[int]" | "List[float]"),
        Value::String(_) => !matches!(kind, "bool"),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_made_up_account_holds_only_fields_of_the_contract() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accounts/acme");
        let mut seen = 0;
        #[expect(clippy::disallowed_methods, reason = "a test reads its sample")]
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            for entry in serde_json::from_str::<Vec<Value>>(&text).unwrap() {
                let id = entry["call"].as_str().unwrap();
                let call = crate::api::find(id).unwrap_or_else(|| panic!("there is no call {id}"));
                if entry["items"].is_array() {
                    hold_against_contract(call, &wrap(call, entry["items"].clone()));
                }
                if !entry["body"].is_null() {
                    hold_against_contract(call, &entry["body"]);
                }
                seen += 1;
            }
        }
        assert!(seen > 300, "{seen}");
    }
}
