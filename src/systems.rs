//! Which findings belong to a system under protection (定级对象), and what belongs to none or to several.
//!
//! A report on one of several systems leaves out what belongs to the others. Leaving out is the dangerous direction, so it
//! takes knowledge: a resource is left out only when its resource group or tags (or the list of the system's resources)
//! are known and do not fit. What nobody knows is kept and counted. What serves the whole account (identities, trails,
//! the account itself) belongs to every system in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::catalog::System;
use crate::checks;
use crate::domain::{EvidenceLevel, Finding, FindingStatus, Params, Resource, Source};
use crate::evaluate::{items_at, value_at};
use crate::snapshot::Snapshot;
use crate::text::Text;

/// How many resources of one kind of remark are named; the rest are counted.
const NAMED: usize = 200;

/// How many steps from a resource to what it belongs to are followed (listener, load balancer).
const DEPTH: usize = 4;

/// What is known of resources' groups and tags.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    by_id: HashMap<(Arc<str>, String), Traits>,
}

/// What is known of one resource.
#[derive(Clone, Debug, Default)]
struct Traits {
    group: Option<String>,
    /// None: the answers do not speak of tags.
    tags: Option<Vec<(String, String)>>,
    /// Ids that the request for it named.
    parents: BTreeSet<String>,
}

impl Inventory {
    /// Adds what a snapshot's lists say of resource groups and tags.
    pub fn add(&mut self, snapshot: &Snapshot) {
        for (account, groups) in &snapshot.accounts {
            for (key, group) in groups {
                let Some(call) = crate::api::find(&key.call) else { continue };
                let Some(subject) = call.subject else { continue };
                // Resource Center leaves out what is not set; other lists leave out what they do not speak of.
                let whole = call.id == crate::api::resourcecenter::RESOURCES.id;
                for item in group.pages.iter().flat_map(|page| items_at(&page.body, call.items)) {
                    let Some(id) = text(value_at(item, subject.id)) else { continue };
                    let traits = self.by_id.entry((Arc::clone(account), id)).or_default();
                    if let Some(found) = text(value_at(item, "ResourceGroupId")) {
                        traits.group = Some(found);
                    }
                    match tags(item) {
                        Some(found) => traits.tags.get_or_insert_default().extend(found),
                        None if whole => {
                            traits.tags.get_or_insert_default();
                            traits.group.get_or_insert_default();
                        }
                        None => {}
                    }
                    traits.parents.extend(key.request.values().cloned());
                }
            }
        }
    }

    fn find(&self, account: &str, id: &str) -> Option<&Traits> {
        // `lb-1:443` is a part of `lb-1`.
        let whole = id.split([':', '/', '#']).next().unwrap_or(id);
        [id, whole].into_iter().find_map(|id| self.by_id.get(&(Arc::from(account), id.to_owned())))
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Tags in the shapes that the products use; none when the item does not speak of tags.
fn tags(item: &Value) -> Option<Vec<(String, String)>> {
    let list = ["Tags", "tags"].iter().find_map(|name| item.get(name))?;
    let list = list.as_array().or_else(|| ["Tag", "tag"].iter().find_map(|n| list.get(n)?.as_array()))?;
    let one = |tag: &Value, names: &[&str]| names.iter().find_map(|n| tag.get(n).and_then(text)).unwrap_or_default();
    let pair =
        |tag| (one(tag, &["Key", "TagKey", "key", "tagKey"]), one(tag, &["Value", "TagValue", "value", "tagValue"]));
    Some(list.iter().map(pair).collect())
}

/// Whether a resource is a system's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Yes,
    No,
    /// Nobody knows its group or tags.
    Unknown,
    /// It serves the whole account.
    Shared,
}

fn fit(system: &System, inventory: &Inventory, resource: &Resource) -> Fit {
    if !system.uses(&resource.account) {
        return Fit::No;
    }
    if !system.selects() {
        return Fit::Yes;
    }
    if resource.id == resource.account || resource.id.is_empty() {
        return Fit::Shared;
    }
    let named =
        |r: &String| *r == resource.id || *r == resource.name || (!resource.arn.is_empty() && *r == resource.arn);
    if system.resources.iter().any(named) {
        return Fit::Yes;
    }
    match by_traits(system, inventory, &resource.account, &resource.id, DEPTH) {
        // What has no region and no known tags (identities, trails, domains of the account) serves everybody.
        Fit::Unknown if resource.region.is_empty() => Fit::Shared,
        fit => fit,
    }
}

fn by_traits(system: &System, inventory: &Inventory, account: &str, id: &str, depth: usize) -> Fit {
    if system.resources.iter().any(|r| r == id) {
        return Fit::Yes;
    }
    let Some(traits) = inventory.find(account, id) else { return Fit::Unknown };
    let group_fits = traits.group.as_ref().is_some_and(|g| system.resource_groups.contains(g));
    let tag_fits =
        traits.tags.iter().flatten().any(|(key, value)| system.tags.get(key).is_some_and(|v| v.contains(value)));
    if group_fits || tag_fits {
        return Fit::Yes;
    }
    let parents: Vec<Fit> = match depth {
        0 => Vec::new(),
        _ => traits
            .parents
            .iter()
            .filter(|parent| *parent != id)
            .map(|parent| by_traits(system, inventory, account, parent, depth - 1))
            .collect(),
    };
    if parents.contains(&Fit::Yes) {
        return Fit::Yes;
    }
    let known = (system.resource_groups.is_empty() || traits.group.is_some())
        && (system.tags.is_empty() || traits.tags.is_some());
    if known || parents.contains(&Fit::No) { Fit::No } else { Fit::Unknown }
}

/// Resources that a remark is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Named {
    /// How many.
    pub count: u64,
    /// The first of them in order of appearance: account, region, id.
    pub some: Vec<String>,
}

impl Named {
    fn add(&mut self, resource: &Resource) {
        self.count += 1;
        if self.some.len() < NAMED {
            self.some.push(format!("{} {} {}", resource.account, resource.region, resource.label()));
        }
    }
}

/// What the division of resources among systems came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Division {
    /// Id of the system that the report is about.
    pub system: String,
    /// Resources with findings that are the system's own.
    pub own: u64,
    /// Resources that serve the whole account, counted for every system in it.
    pub shared: u64,
    /// Resources kept because nobody knows whose they are.
    pub unknown: Named,
    /// Resources left out because they belong to other systems.
    pub others: u64,
    /// Resources left out that belong to no system at all.
    pub orphans: Named,
    /// Resources that this system and another one claim.
    pub overlaps: Named,
    /// Findings left out.
    pub findings_left_out: u64,
}

/// Divides findings as they stream past.
#[derive(Debug)]
pub struct Scoping<'a> {
    system: &'a System,
    all: &'a [System],
    inventory: Inventory,
    seen: HashMap<(String, String, String), bool>,
    division: Division,
    /// Findings kept and left out, by check and account.
    kept: BTreeMap<(Arc<str>, String), (u64, u64)>,
}

impl<'a> Scoping<'a> {
    /// A division for one of the systems.
    pub fn new(system: &'a System, all: &'a [System], inventory: Inventory) -> Self {
        let division = Division { system: system.id.clone(), ..Division::default() };
        Scoping { system, all, inventory, seen: HashMap::new(), division, kept: BTreeMap::new() }
    }

    /// Whether a finding is to be counted for the system.
    pub fn admit(&mut self, finding: &Finding) -> bool {
        let r = &finding.resource;
        let key = (r.account.clone(), r.region.clone(), r.id.clone());
        let admitted = match self.seen.get(&key) {
            Some(known) => *known,
            None => {
                let admitted = self.place(r);
                self.seen.insert(key, admitted);
                admitted
            }
        };
        let kept = self.kept.entry((Arc::clone(&finding.check_id), r.account.clone())).or_default();
        if admitted {
            kept.0 += 1;
        } else {
            kept.1 += 1;
            self.division.findings_left_out += 1;
        }
        admitted
    }

    fn place(&mut self, resource: &Resource) -> bool {
        let own = fit(self.system, &self.inventory, resource);
        let inventory = &self.inventory;
        let others = || self.all.iter().filter(|s| s.id != self.system.id).map(|s| fit(s, inventory, resource));
        match own {
            Fit::Yes => {
                self.division.own += 1;
                if others().any(|f| f == Fit::Yes) {
                    self.division.overlaps.add(resource);
                }
                true
            }
            Fit::Shared => {
                self.division.shared += 1;
                true
            }
            // It may be ours: unless another system is known to own it, it stays.
            Fit::Unknown if others().any(|f| f == Fit::Yes) => {
                self.division.others += 1;
                false
            }
            Fit::Unknown => {
                self.division.unknown.add(resource);
                true
            }
            Fit::No => {
                if others().any(|f| matches!(f, Fit::Yes | Fit::Unknown | Fit::Shared)) {
                    self.division.others += 1;
                } else {
                    self.division.orphans.add(resource);
                }
                false
            }
        }
    }

    /// What remains to be said: a check whose every finding in an account belongs to other systems does not apply to this
    /// one there. Without that, it would look as if nobody had asked.
    pub fn finish(self, version: &str) -> (Vec<Finding>, Division) {
        let source =
            |check: &Arc<str>| Source { tool: "dengbao".into(), version: version.into(), check: Arc::clone(check) };
        let findings = self
            .kept
            .iter()
            .filter(|((_, account), (kept, left))| *kept == 0 && *left > 0 && self.system.uses(account))
            .filter_map(|((check, account), (_, left))| {
                let known = checks::find(check)?;
                Some(Finding {
                    check_id: Arc::clone(check),
                    status: FindingStatus::NotApplicable,
                    severity: known.severity,
                    resource: Resource {
                        account: account.clone(),
                        id: account.clone(),
                        kind: "ALIYUN::Account".to_owned(),
                        ..Resource::default()
                    },
                    reason: Text::new(
                        format!("none of the {left} resources of this kind in the account belongs to the system"),
                        format!("账号内该类 {left} 个对象均不属于本定级对象"),
                    ),
                    gap: None,
                    caution: None,
                    list_may_be_cut: false,
                    evidence: EvidenceLevel::Inferred,
                    observed_at: String::new(),
                    source: source(check),
                    params: Params::default(),
                    measured: BTreeMap::new(),
                    proof: Vec::new(),
                    muted: false,
                })
            })
            .collect();
        (findings, self.division)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::snapshot::{Head, Outcome, Record, RegionsFrom, Request};

    fn record(call: &str, request: &[(&str, &str)], body: Value) -> Record {
        Record {
            account: "1".into(),
            region: "cn-hangzhou".into(),
            call: call.into(),
            request: request.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Request>(),
            page: 1,
            last: true,
            outcome: Outcome::Json(body),
            request_id: String::new(),
            at: "2026-12-01T00:00:00Z".into(),
            sha256: String::new(),
        }
    }

    fn inventory() -> Inventory {
        let mut snapshot = Snapshot::new(Head {
            dengbao_snapshot: crate::snapshot::FORM,
            version: String::new(),
            started_at: "2026-12-01T00:00:00Z".into(),
            accounts: Vec::new(),
            regions: Vec::new(),
            regions_from: RegionsFrom::User,
            checks: Vec::new(),
        });
        let call = &crate::api::resourcecenter::RESOURCES;
        snapshot.add(record(
            call.id,
            &[],
            json!({ "Resources": [
                { "ResourceId": "i-shop", "ResourceGroupId": "rg-1", "Tags": [{ "Key": "system", "Value": "shop" }] },
                { "ResourceId": "i-crm", "ResourceGroupId": "rg-2", "Tags": [{ "Key": "system", "Value": "crm" }] },
                { "ResourceId": "i-both", "ResourceGroupId": "rg-2", "Tags": [{ "Key": "system", "Value": "shop" }] },
                { "ResourceId": "i-none" },
            ] }),
        ));
        let mut inventory = Inventory::default();
        inventory.add(&snapshot);
        inventory
    }

    fn system(id: &str, tag: &str, group: &str) -> System {
        System {
            id: id.into(),
            name: Text::same(id),
            tags: [("system".to_owned(), vec![tag.to_owned()])].into(),
            resource_groups: vec![group.to_owned()],
            ..System::default()
        }
    }

    fn finding(id: &str, region: &str) -> Finding {
        let check = checks::all()[0];
        serde_json::from_value(json!({
            "check_id": check.id, "status": "pass", "severity": "high", "evidence": "live", "source": { "tool": "dengbao" },
            "resource": { "account": "1", "region": region, "id": id },
        }))
        .expect("a finding")
    }

    #[test]
    fn only_what_is_known_to_be_anothers_is_left_out() {
        let all = [system("shop", "shop", "rg-1"), system("crm", "crm", "rg-2")];
        let mut scoping = Scoping::new(&all[0], &all, inventory());
        let kept = |s: &mut Scoping<'_>, id: &str, region: &str| s.admit(&finding(id, region));
        assert!(kept(&mut scoping, "i-shop", "cn-hangzhou"));
        assert!(kept(&mut scoping, "i-shop:443", "cn-hangzhou"), "a part of it");
        assert!(kept(&mut scoping, "i-both", "cn-hangzhou"));
        assert!(!kept(&mut scoping, "i-crm", "cn-hangzhou"));
        assert!(!kept(&mut scoping, "i-none", "cn-hangzhou"), "its tags are known: it has none");
        assert!(kept(&mut scoping, "i-mystery", "cn-hangzhou"), "nobody knows");
        assert!(kept(&mut scoping, "user-1", ""), "an identity serves the whole account");
        let (more, division) = scoping.finish("0");
        assert!(more.is_empty());
        assert_eq!((division.own, division.shared, division.others), (3, 1, 1));
        assert_eq!((division.orphans.count, division.overlaps.count, division.unknown.count), (1, 1, 1));
    }

    #[test]
    fn a_check_whose_resources_are_all_anothers_does_not_apply() {
        let all = [system("shop", "shop", "rg-1"), system("crm", "crm", "rg-2")];
        let mut scoping = Scoping::new(&all[0], &all, inventory());
        assert!(!scoping.admit(&finding("i-crm", "cn-hangzhou")));
        let (more, _) = scoping.finish("0");
        assert_eq!((more.len(), more[0].status), (1, FindingStatus::NotApplicable));
    }

    #[test]
    fn a_system_of_whole_accounts_keeps_all_of_them() {
        let all = [System { id: "all".into(), accounts: vec!["1".into()], ..System::default() }];
        let mut scoping = Scoping::new(&all[0], &all, Inventory::default());
        assert!(scoping.admit(&finding("anything", "cn-hangzhou")));
        let mut foreign = finding("anything", "cn-hangzhou");
        foreign.resource.account = "2".into();
        assert!(!scoping.admit(&foreign));
    }
}
