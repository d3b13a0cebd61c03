//! `dengbao.yaml`: whose system is reported on, for the cover, and who mends what by when.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Terms;
use super::yaml::{DataError, Document, Fields, Key, Node, int_of};
use crate::domain::Severity;
use crate::text::Text;

/// The organisation, its system, and the people of the report.
#[derive(Clone, Debug, Serialize)]
pub struct Organisation {
    /// The organisation; empty when not given.
    pub organisation: Text,
    /// The system under protection (定级对象).
    pub system: Text,
    /// Its grade, `S3A3G3` for example.
    pub grade: String,
    /// Filing number (备案编号).
    pub filing_number: String,
    /// Who prepared the report.
    pub prepared_by: String,
    /// Who reviewed it.
    pub reviewed_by: String,
    /// Who approved it.
    pub approved_by: String,
    /// The report's classification: `内部` for example.
    pub classification: Text,
    /// Who mends findings, by service (`oss`, `ram`); `default` is everybody else's.
    pub owners: BTreeMap<String, String>,
    /// Days that mending may take, by severity.
    pub due_days: BTreeMap<Severity, u16>,
    /// The assessment body, where one is engaged.
    pub assessor: Text,
    /// The systems of the organisation, where there are several.
    pub systems: Vec<System>,
    /// Groups of accounts (departments, business lines), in the file's order: name, and ids of accounts. An account belongs
    /// to one at most.
    pub account_groups: Vec<(String, Vec<String>)>,
    /// Days from signing that an attestation may count.
    pub max_attestation_days: u16,
    /// Days from opening that an exception may stand, by severity.
    pub max_exception_days: BTreeMap<Severity, u16>,
}

/// A system under protection (定级对象): which resources belong to it.
///
/// With neither groups, tags nor resources it is everything in its accounts; without accounts, in every account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct System {
    /// Identifier, used by `--system`.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Level of protection, 1 to 5 (安全保护等级).
    pub level: Option<u8>,
    /// Grade, `S3A3G3` for example.
    pub grade: String,
    /// Filing number (备案编号).
    pub filing_number: String,
    /// Who is responsible for the system.
    pub owner: String,
    /// The assessment body.
    pub assessor: Text,
    /// Accounts that the system uses; none means all.
    pub accounts: Vec<String>,
    /// Ids of resource groups whose resources belong to it.
    pub resource_groups: Vec<String>,
    /// Tags whose resources belong to it: key, and the values that count. One tag that fits is enough.
    pub tags: BTreeMap<String, Vec<String>>,
    /// Ids, names or resource names (ARN) of resources that belong to it.
    pub resources: Vec<String>,
}

impl System {
    /// Whether it selects resources within its accounts at all, or is all of them.
    pub fn selects(&self) -> bool {
        !(self.resource_groups.is_empty() && self.tags.is_empty() && self.resources.is_empty())
    }

    /// Whether it uses an account.
    pub fn uses(&self, account: &str) -> bool {
        self.accounts.is_empty() || self.accounts.iter().any(|a| a == account)
    }
}

impl Default for Organisation {
    fn default() -> Self {
        Organisation {
            organisation: Text::default(),
            system: Text::default(),
            grade: String::new(),
            filing_number: String::new(),
            prepared_by: String::new(),
            reviewed_by: String::new(),
            approved_by: String::new(),
            classification: Text::new("Internal", "内部"),
            owners: BTreeMap::new(),
            // A proposal, not a rule of any framework; the report says so.
            due_days: [
                (Severity::Critical, 7),
                (Severity::High, 30),
                (Severity::Medium, 60),
                (Severity::Low, 90),
                (Severity::Informational, 180),
            ]
            .into(),
            assessor: Text::default(),
            systems: Vec::new(),
            account_groups: Vec::new(),
            max_attestation_days: Terms::default().attestation_days,
            max_exception_days: Terms::default().exception_days,
        }
    }
}

impl Organisation {
    /// The organisation as the cover of one system's report shows it.
    pub fn of_system(&self, system: &System) -> Organisation {
        let or = |own: &str, all: &str| if own.is_empty() { all.to_owned() } else { own.to_owned() };
        let mut of = self.clone();
        of.system = system.name.clone();
        of.grade = or(&system.grade, &self.grade);
        of.filing_number = or(&system.filing_number, &self.filing_number);
        if !system.assessor.is_empty() {
            of.assessor = system.assessor.clone();
        }
        if !system.owner.is_empty() && !of.owners.contains_key("default") {
            of.owners.insert("default".to_owned(), system.owner.clone());
        }
        of
    }

    /// A system by its id, or by its name in either language.
    pub fn find_system(&self, name: &str) -> Option<&System> {
        self.systems.iter().find(|s| s.id == name || s.name.en == name || s.name.zh == name)
    }

    /// Reads the file.
    pub fn parse(doc: &Document) -> Result<Organisation, DataError> {
        let f = doc.fields();
        let base = Organisation::default();
        let spoken = |key: &str| match f.get(key) {
            None => None,
            Some(node) if doc.text_of(node).is_some() => Some(Text::same(f.text(key))),
            Some(_) => f.bilingual_opt(key),
        };
        let text = |key: &str| f.text_opt(key).unwrap_or_default();
        let mut owners = BTreeMap::new();
        for (key, node) in f.map("owners") {
            match doc.text_of(node) {
                Some(person) => {
                    owners.insert(key.text.clone(), person);
                }
                None => doc.report(node.span.clone(), "an owner is a name", "not a text", None),
            }
        }
        let due_days = by_severity(doc, f.map("due_days"), &base.due_days);
        let max_exception_days = by_severity(doc, f.map("max_exception_days"), &base.max_exception_days);
        let max_attestation_days = match f.get("max_attestation_days") {
            None => base.max_attestation_days,
            Some(node) => int_of(node).and_then(|n| u16::try_from(n).ok()).filter(|n| *n > 0).unwrap_or_else(|| {
                doc.report(node.span.clone(), "a number of days is needed", "not a number of days", None);
                base.max_attestation_days
            }),
        };
        let organisation = Organisation {
            organisation: spoken("organisation").unwrap_or_default(),
            system: spoken("system").unwrap_or_default(),
            grade: text("grade"),
            filing_number: text("filing_number"),
            prepared_by: text("prepared_by"),
            reviewed_by: text("reviewed_by"),
            approved_by: text("approved_by"),
            classification: spoken("classification").unwrap_or(base.classification),
            owners,
            due_days,
            assessor: spoken("assessor").unwrap_or_default(),
            systems: f.list("systems").iter().filter_map(|n| system(doc, n)).collect(),
            account_groups: account_groups(doc, f.map("account_groups")),
            max_attestation_days,
            max_exception_days,
        };
        for (at, one) in organisation.systems.iter().enumerate() {
            if organisation.systems[..at].iter().any(|s| s.id == one.id) {
                let span = f.get("systems").map_or(0..1, |n| n.span.clone());
                doc.report(span, format!("the system id `{}` stands twice", one.id), "in this list", None);
            }
        }
        f.finish(&[
            "organisation",
            "system",
            "grade",
            "filing_number",
            "prepared_by",
            "reviewed_by",
            "approved_by",
            "classification",
            "owners",
            "due_days",
            "assessor",
            "systems",
            "account_groups",
            "max_attestation_days",
            "max_exception_days",
        ]);
        match doc.take_problems() {
            problems if problems.is_empty() => Ok(organisation),
            problems => Err(DataError { problems }),
        }
    }

    /// How long statements may stand.
    pub fn terms(&self) -> Terms {
        Terms { attestation_days: self.max_attestation_days, exception_days: self.max_exception_days.clone() }
    }

    /// Who mends findings of a service; empty when nobody is named.
    pub fn owner_of(&self, service: &str) -> &str {
        self.owners.get(service).or_else(|| self.owners.get("default")).map_or("", String::as_str)
    }
}

/// Days by severity, over those that hold otherwise.
fn by_severity(doc: &Document, entries: &[(Key, Node)], base: &BTreeMap<Severity, u16>) -> BTreeMap<Severity, u16> {
    let mut days = base.clone();
    for (key, node) in entries {
        let severity = Severity::parse(&key.text);
        let value = int_of(node).and_then(|n| u16::try_from(n).ok());
        match (severity, value) {
            (Some(severity), Some(value)) => {
                days.insert(severity, value);
            }
            (None, _) => {
                let all: Vec<&str> = Severity::ALL.iter().map(|s| s.id()).collect();
                doc.report(
                    key.span.clone(),
                    format!("`{}` is not a severity", key.text),
                    "unknown severity",
                    Some(format!("one of: {}", all.join(", "))),
                );
            }
            (_, None) => doc.report(node.span.clone(), "a number of days is needed", "not a number of days", None),
        }
    }
    days
}

/// Groups of accounts. An account in two groups would be counted twice.
fn account_groups(doc: &Document, entries: &[(Key, Node)]) -> Vec<(String, Vec<String>)> {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut groups = Vec::with_capacity(entries.len());
    for (key, node) in entries {
        let mut ids = Vec::new();
        for one in super::yaml::items(doc, node, &key.text) {
            let Some(id) = doc.text_of(one) else {
                let help = Some("write the ids of accounts as a list: [1000000000000001]".to_owned());
                doc.report(one.span.clone(), "an account is named by its id", "not an id", help);
                continue;
            };
            match seen.insert(id.clone(), key.text.clone()) {
                Some(other) => {
                    let message = format!("the account {id} stands in `{other}` already");
                    doc.report(one.span.clone(), message, "once more here", None);
                }
                None => ids.push(id),
            }
        }
        groups.push((key.text.clone(), ids));
    }
    groups
}

/// Levels by the digit of a grade: the G of `S3A2G3`, else the highest digit.
fn level_of(grade: &str) -> Option<u8> {
    let digit = |c: char| c.to_digit(10).and_then(|d| u8::try_from(d).ok());
    let after_g = grade.to_uppercase().split_once('G').and_then(|(_, rest)| rest.chars().next()).and_then(digit);
    after_g.or_else(|| grade.chars().filter_map(digit).max())
}

fn system(doc: &Document, node: &Node) -> Option<System> {
    let f = Fields::new(doc, node);
    let spoken = |key: &str| match f.get(key) {
        None => Text::default(),
        Some(node) if doc.text_of(node).is_some() => Text::same(f.text(key)),
        Some(_) => f.bilingual_opt(key).unwrap_or_default(),
    };
    let words = |key: &str| f.words(key).into_iter().map(|(word, _)| word).collect::<Vec<String>>();
    let mut tags = BTreeMap::new();
    for (key, node) in f.map("tags") {
        let values = match doc.text_of(node) {
            Some(one) => vec![one],
            None => super::yaml::items(doc, node, "tags").iter().filter_map(|n| doc.text_of(n)).collect(),
        };
        if values.is_empty() {
            doc.report(node.span.clone(), "a tag has a value, or a list of values", "no value", None);
        }
        tags.insert(key.text.clone(), values);
    }
    let grade = f.text_opt("grade").unwrap_or_default();
    let stated = f.int_opt("level");
    let level = match stated {
        Some(n) => u8::try_from(n).ok().filter(|n| (1..=5).contains(n)),
        None => level_of(&grade),
    };
    if let (Some(n), Some(at)) = (stated, f.get("level"))
        && (level.is_none() || level_of(&grade).is_some_and(|of| Some(of) != level))
    {
        let help = if level.is_none() { "a level is 1 to 5" } else { "the grade says another level" };
        doc.report(at.span.clone(), format!("the level {n} cannot be"), "this level", Some(help.into()));
    }
    let id = f.text("id");
    if !id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        let at = f.get("id").map_or(f.span(), |n| n.span.clone());
        let help = Some("use letters, digits, `-` and `_`: it becomes part of file names".into());
        doc.report(at, format!("`{id}` cannot be the id of a system"), "this id", help);
    }
    let system = System {
        id,
        name: spoken("name"),
        level,
        grade,
        filing_number: f.text_opt("filing_number").unwrap_or_default(),
        owner: f.text_opt("owner").unwrap_or_default(),
        assessor: spoken("assessor"),
        accounts: words("accounts"),
        resource_groups: words("resource_groups"),
        tags,
        resources: words("resources"),
    };
    f.need("name");
    f.finish(&[
        "id",
        "name",
        "level",
        "grade",
        "filing_number",
        "owner",
        "assessor",
        "accounts",
        "resource_groups",
        "tags",
        "resources",
    ]);
    Some(system)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Organisation, DataError> {
        Document::parse("dengbao.yaml", text).and_then(|doc| Organisation::parse(&doc))
    }

    #[test]
    fn a_system_names_its_resources_and_its_cover() {
        let text = "organisation: 艾可\nsystems:\n- id: shop\n  name: {en: Shop, zh: 商城}\n  grade: S3A2G3\n  \
            accounts: [1000000000000001]\n  tags: {system: [shop, cart]}\n  resources: [i-1]\n";
        let all = read(text).expect("valid");
        let shop = all.find_system("商城").expect("by name");
        assert_eq!((shop.level, shop.tags["system"].len(), shop.selects()), (Some(3), 2, true));
        assert!(shop.uses("1000000000000001") && !shop.uses("1000000000000002"));
        let cover = all.of_system(shop);
        assert_eq!((cover.grade.as_str(), cover.system.zh.as_str()), ("S3A2G3", "商城"));
    }

    #[test]
    fn an_account_belongs_to_one_group() {
        let all =
            read("account_groups:\n  零售: [1000000000000001, '1000000000000002']\n  支付: [3]\n").expect("valid");
        assert_eq!(all.account_groups[0].1, ["1000000000000001", "1000000000000002"]);
        assert_eq!(all.account_groups[1], ("支付".to_owned(), vec!["3".to_owned()]));
        let error = read("account_groups:\n  a: [1, 2]\n  b: [2, {x: 1}]\n").expect_err("mistakes");
        let messages: Vec<String> = error.problems.into_iter().map(|p| p.message).collect();
        for part in ["account 2 stands in `a`", "named by its id"] {
            assert!(messages.iter().any(|m| m.contains(part)), "{part}: {messages:?}");
        }
    }

    #[test]
    fn mistakes_in_systems_are_named() {
        let text =
            "systems:\n- {id: a, name: A, level: 2, grade: S3A3G3}\n- {id: a, name: B}\n- {id: 商 城, name: C}\n";
        let messages: Vec<String> = read(text).expect_err("mistakes").problems.into_iter().map(|p| p.message).collect();
        for part in ["level 2", "twice", "`商 城`"] {
            assert!(messages.iter().any(|m| m.contains(part)), "{part}: {messages:?}");
        }
    }
}
