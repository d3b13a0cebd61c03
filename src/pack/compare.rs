//! Two packs compared: every changed control with its cause.
//!
//! A status may move because the world moved (resources, what could be read), because people did (statements), or because
//! the rules did (framework, mapping, thresholds, checks). To tell them apart the old pack's evidence is judged again by the
//! new pack's rules: what differs between the old verdict and that one is the rules' doing, what differs between that one
//! and the new verdict is the world's or people's. Scores of both periods are then like for like.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::archive::Files;
use super::build::{Counted, Evidence, count, result};
use super::history::{History, Past, PastResult, PastScore};
use super::material::Material;
use super::{FrameworkResult, PackError, Spec, layout};
use crate::assess::Assessment;
use crate::catalog::{Attestation, Exception, Framework, FrameworkControl, Link, StatementState};
use crate::domain::{ControlStatus, Finding, FindingStatus, Params};
use crate::rulebook::Subject;
use crate::signing::Digests;
use crate::text::{Phrase, Text};

/// How many causes of one kind are named for a control; the rest are counted.
const NAMED: usize = 20;

/// Why a control changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CauseKind {
    /// A resource has another verdict than before.
    ResourceChanged,
    /// A resource is new.
    ResourceAdded,
    /// A resource is gone.
    ResourceRemoved,
    /// Something is read that was not, or is not read any more.
    CoverageChanged,
    /// A risk is accepted that was not.
    ExceptionOpened,
    /// An exception ran out.
    ExceptionExpired,
    /// An exception was withdrawn.
    ExceptionClosed,
    /// A statement is new.
    AttestationAdded,
    /// A statement ran out.
    AttestationExpired,
    /// A statement was withdrawn.
    AttestationRemoved,
    /// A statement says something else.
    AttestationChanged,
    /// The control's text or weight is another, or the control is new or gone.
    FrameworkChanged,
    /// Other checks speak to the control, or speak to more or less of it.
    MappingChanged,
    /// A threshold is another.
    ThresholdChanged,
    /// The tool judges the same evidence otherwise.
    CheckChanged,
}

impl CauseKind {
    /// The words a report prints.
    pub fn label(self) -> Phrase {
        let (en, zh) = match self {
            CauseKind::ResourceChanged => ("resource changed", "资源变化"),
            CauseKind::ResourceAdded => ("resource added", "新增资源"),
            CauseKind::ResourceRemoved => ("resource removed", "资源移除"),
            CauseKind::CoverageChanged => ("coverage changed", "覆盖范围变化"),
            CauseKind::ExceptionOpened => ("exception opened", "新增例外"),
            CauseKind::ExceptionExpired => ("exception expired", "例外到期"),
            CauseKind::ExceptionClosed => ("exception withdrawn", "例外撤销"),
            CauseKind::AttestationAdded => ("attestation added", "新增声明"),
            CauseKind::AttestationExpired => ("attestation expired", "声明到期"),
            CauseKind::AttestationRemoved => ("attestation withdrawn", "声明撤销"),
            CauseKind::AttestationChanged => ("attestation changed", "声明变更"),
            CauseKind::FrameworkChanged => ("framework changed", "框架变更"),
            CauseKind::MappingChanged => ("mapping changed", "映射变更"),
            CauseKind::ThresholdChanged => ("threshold changed", "阈值变更"),
            CauseKind::CheckChanged => ("check changed", "检查逻辑变更"),
        };
        Phrase { en, zh }
    }
}

/// One cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// Its kind.
    pub kind: CauseKind,
    /// What exactly, in words.
    pub what: Text,
    /// How many things of this kind; `what` names the first.
    pub count: u64,
    /// The others, as far as they are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Text>,
}

/// Which way a control went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Worse than before.
    Worse,
    /// Better than before.
    Better,
    /// Another status that is neither, or the same status on other grounds.
    Other,
}

/// A control that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Id.
    pub control: String,
    /// Printed number.
    pub reference: String,
    /// Title.
    pub title: Text,
    /// Status in the old pack, as it says; none: the control was not in it.
    pub before: Option<ControlStatus>,
    /// Status of the old evidence by the new rules.
    pub before_by_new_rules: Option<ControlStatus>,
    /// Status in the new pack; none: the control is not in it.
    pub after: Option<ControlStatus>,
    /// It was an accepted risk.
    pub accepted_before: bool,
    /// It is an accepted risk.
    pub accepted_after: bool,
    /// Which way.
    pub direction: Direction,
    /// Why.
    pub causes: Vec<Cause>,
}

/// One framework compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameworkChanges {
    /// Framework id.
    pub framework: String,
    /// The old pack, as it says; none: it did not report on the framework.
    pub recorded: Option<PastScore>,
    /// The old evidence and statements by the new rules.
    pub rescored: PastScore,
    /// The new pack.
    pub now: PastScore,
    /// Status of every control by the new rules on the old evidence.
    pub statuses: BTreeMap<String, ControlStatus>,
    /// Controls that changed: worse first, then better.
    pub changes: Vec<Change>,
}

/// Two packs compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// The old period.
    pub from: String,
    /// The new period.
    pub to: String,
    /// Version of the tool that made the old pack.
    pub from_tool: String,
    /// Version of the tool that compares.
    pub to_tool: String,
    /// By framework of the new pack.
    pub frameworks: Vec<FrameworkChanges>,
}

/// What a finding is about, in the order in which it is told.
type Key = (Arc<str>, String, String, String);

fn key(finding: &Finding) -> Key {
    let r = &finding.resource;
    let id = if r.id.is_empty() { r.label().to_owned() } else { r.id.clone() };
    (Arc::clone(&finding.check_id), r.account.clone(), r.region.clone(), id)
}

/// Verdicts of one side, by check and resource.
type Verdicts = HashMap<Key, Seen>;

#[derive(Clone)]
struct Seen {
    status: FindingStatus,
    label: String,
    params: Params,
    measured: BTreeMap<String, i64>,
}

impl Seen {
    fn of(finding: &Finding) -> Seen {
        Seen {
            status: finding.status,
            label: finding.resource.label().to_owned(),
            params: finding.params.clone(),
            measured: finding.measured.clone(),
        }
    }
}

/// One side, judged.
struct Side {
    material: Material,
    counted: Counted,
    verdicts: Verdicts,
    scope: Scope,
}

/// What was looked at.
#[derive(Default)]
struct Scope {
    accounts: BTreeSet<String>,
    regions: BTreeSet<String>,
}

impl Side {
    fn judge(inputs: &Files) -> Result<Side, PackError> {
        let material = Material::read(inputs)?;
        let evidence = Evidence::read(&material, inputs)?;
        let mut verdicts = Verdicts::new();
        let mut scope = Scope::default();
        let counted = count(&material, inputs, &evidence, &mut |finding| {
            scope.accounts.insert(finding.resource.account.clone());
            scope.regions.insert(finding.resource.region.clone());
            verdicts.insert(key(finding), Seen::of(finding));
            Ok(())
        })?;
        for head in evidence.snapshots.values().map(|s| &s.head) {
            scope.accounts.extend(head.accounts.iter().map(|a| a.id.clone()));
            scope.regions.extend(head.regions.iter().cloned());
        }
        Ok(Side { material, counted, verdicts, scope })
    }
}

/// The old pack's evidence and statements with the new pack's rules.
fn by_new_rules(old: &Files, new: &Files) -> Result<Files, PackError> {
    let mut mixed: Files = layout::inputs(old)
        .into_iter()
        .filter(|(path, _)| !layout::lies_in(path, layout::DATA) && path != layout::HISTORY)
        .collect();
    mixed.extend(
        new.iter().filter(|(path, _)| layout::lies_in(path, layout::DATA)).map(|(p, b)| (p.clone(), b.clone())),
    );
    let mut asked = Spec::of(old)?;
    asked.frameworks = Spec::of(new)?.frameworks;
    super::prepare::add_spec(&mut mixed, &asked)?;
    Ok(mixed)
}

/// What the old pack says of a framework.
fn recorded(old: &Files, framework: &str) -> Option<BTreeMap<String, (ControlStatus, bool)>> {
    let bytes = old.get(&format!("{}/{framework}.json", layout::ASSESSMENTS))?;
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let controls = value["controls"].as_array()?;
    let one = |c: &Value| {
        let status: ControlStatus = serde_json::from_value(c["status"].clone()).ok()?;
        Some((c["id"].as_str()?.to_owned(), (status, c["accepted_risk"].as_bool()?)))
    };
    Some(controls.iter().filter_map(one).collect())
}

fn recorded_score(old: &Files, framework: &str) -> Option<PastScore> {
    let statuses = recorded(old, framework)?;
    let counts = crate::domain::StatusCounts::of(statuses.values().map(|(status, _)| *status));
    Some(PastScore { score: crate::score::Interval::strict(&counts, 0), counts })
}

/// The findings that the old pack holds.
fn recorded_verdicts(old: &Files) -> Verdicts {
    let Some(text) = old.get(layout::FINDINGS).and_then(|b| zstd::decode_all(b.as_slice()).ok()) else {
        return Verdicts::new();
    };
    text.split(|b| *b == b'\n')
        .filter_map(|line| serde_json::from_slice::<Finding>(line).ok())
        .map(|finding| (key(&finding), Seen::of(&finding)))
        .collect()
}

/// Compares two packs, unpacked. Neither is checked: `verify` does that.
///
/// # Errors
/// One of them cannot be read.
pub fn compare(old: &Files, new: &Files) -> Result<Changes, PackError> {
    let before = Side::judge(&by_new_rules(old, new)?)?;
    let after = Side::judge(&layout::inputs(new))?;
    let old_material = Material::read(&layout::inputs(old)).ok();
    let said = recorded_verdicts(old);
    let old_spec = Spec::of(old).ok();
    let mut frameworks = Vec::new();
    for subject in &after.material.rules.subjects {
        let old_subject = old_material
            .as_ref()
            .and_then(|m| m.rules.subjects.iter().find(|s| s.framework.id == subject.framework.id));
        frameworks.push(framework(&before, &after, subject, old_subject, old, &said)?);
    }
    Ok(Changes {
        from: before.material.spec.period.clone(),
        to: after.material.spec.period.clone(),
        from_tool: old_spec.map(|s| s.tool).unwrap_or_default(),
        to_tool: env!("CARGO_PKG_VERSION").to_owned(),
        frameworks,
    })
}

fn score_of(result: &FrameworkResult) -> PastScore {
    PastScore { score: result.score, counts: result.counts }
}

fn framework(
    before: &Side,
    after: &Side,
    subject: &Subject,
    old_subject: Option<&Subject>,
    old: &Files,
    said: &Verdicts,
) -> Result<FrameworkChanges, PackError> {
    let id = &subject.framework.id;
    let (was, was_score) = before.counted.assess(&before.material, subject)?;
    let (is, is_score) = after.counted.assess(&after.material, subject)?;
    let (was_result, is_result) = (result(&was, &was_score), result(&is, &is_score));
    let told = recorded(old, id);
    let index = index(before, after);
    let context = Context { before, after, subject, old_subject, said, was: &was, is: &is, index };
    let mut changes = Vec::new();
    for (at, control) in subject.framework.controls.iter().enumerate() {
        let old_status = told.as_ref().and_then(|t| t.get(&control.id)).copied();
        changes.extend(context.control(at, control, old_status, told.is_some()));
    }
    // What the new rules do not have any more.
    if let Some(old_subject) = old_subject {
        for control in &old_subject.framework.controls {
            if subject.framework.find(&control.id).is_none() {
                changes.push(gone(
                    &old_subject.framework,
                    control,
                    told.as_ref().and_then(|t| t.get(&control.id)).copied(),
                ));
            }
        }
    }
    changes.sort_by_key(|c| c.direction);
    Ok(FrameworkChanges {
        framework: id.clone(),
        recorded: recorded_score(old, id),
        rescored: score_of(&was_result),
        now: score_of(&is_result),
        statuses: was_result.statuses.into_iter().collect(),
        changes,
    })
}

fn gone(framework_of: &Framework, control: &FrameworkControl, told: Option<(ControlStatus, bool)>) -> Change {
    Change {
        control: control.id.clone(),
        reference: control.place.reference.clone(),
        title: title(framework_of, control),
        before: told.map(|t| t.0),
        before_by_new_rules: None,
        after: None,
        accepted_before: told.is_some_and(|t| t.1),
        accepted_after: false,
        direction: Direction::Other,
        causes: vec![single(
            CauseKind::FrameworkChanged,
            Text::new("the framework no longer has this control", "框架中已无该控制项"),
        )],
    }
}

/// The control's own title, or its section's.
fn title(framework: &Framework, control: &FrameworkControl) -> Text {
    let own = control.control.title.clone();
    own.or_else(|| framework.section(&control.control.section).map(|s| s.title.clone())).unwrap_or_default()
}

fn single(kind: CauseKind, what: Text) -> Cause {
    Cause { kind, what, count: 1, more: Vec::new() }
}

struct Context<'a> {
    before: &'a Side,
    after: &'a Side,
    subject: &'a Subject,
    old_subject: Option<&'a Subject>,
    said: &'a Verdicts,
    was: &'a Assessment,
    is: &'a Assessment,
    index: BTreeMap<&'a str, BTreeSet<&'a Key>>,
}

/// Keys of both sides by check, in order.
fn index<'a>(before: &'a Side, after: &'a Side) -> BTreeMap<&'a str, BTreeSet<&'a Key>> {
    let mut index: BTreeMap<&str, BTreeSet<&Key>> = BTreeMap::new();
    for key in before.verdicts.keys().chain(after.verdicts.keys()) {
        index.entry(&*key.0).or_default().insert(key);
    }
    index
}

impl Context<'_> {
    fn control(
        &self,
        at: usize,
        control: &FrameworkControl,
        told: Option<(ControlStatus, bool)>,
        was_reported: bool,
    ) -> Option<Change> {
        let (was, is) = (&self.was.controls[at], &self.is.controls[at]);
        let (told_status, told_accepted) = told.unwrap_or((was.status, was.accepted));
        let mut causes = self.rules(control, told.is_some(), was_reported);
        let rules_moved = !causes.is_empty();
        let (world, grounds_moved) = self.world(control);
        causes.extend(world);
        causes.extend(self.people(at));
        let moved = told_status != is.status || told_accepted != is.accepted || (was_reported && told.is_none());
        // The same status by the same rules on the same grounds is no change; what only passes as before is none either.
        if !moved && !grounds_moved && !rules_moved {
            return None;
        }
        if moved && causes.is_empty() {
            causes.push(single(
                CauseKind::CoverageChanged,
                Text::new("other findings stand behind the control than before", "支撑该控制项的检查结果与上期不同"),
            ));
        }
        let direction = match (is.status.standing(), is.accepted).cmp(&(told_status.standing(), told_accepted)) {
            std::cmp::Ordering::Less => Direction::Worse,
            std::cmp::Ordering::Greater => Direction::Better,
            std::cmp::Ordering::Equal => Direction::Other,
        };
        let framework_of = &self.subject.framework;
        Some(Change {
            control: control.id.clone(),
            reference: control.place.reference.clone(),
            title: title(framework_of, control),
            before: told.map(|t| t.0),
            before_by_new_rules: Some(was.status),
            after: Some(is.status),
            accepted_before: told_accepted,
            accepted_after: is.accepted,
            direction,
            causes,
        })
    }

    /// What the rules did.
    fn rules(&self, control: &FrameworkControl, known: bool, was_reported: bool) -> Vec<Cause> {
        let mut causes = Vec::new();
        if was_reported && !known {
            causes.push(single(
                CauseKind::FrameworkChanged,
                Text::new("the framework did not have this control before", "该控制项为框架新增"),
            ));
            return causes;
        }
        let Some(old) = self.old_subject else { return causes };
        let Some(old_control) = old.framework.find(&control.id) else { return causes };
        let facts = |c: &FrameworkControl| format!("{:?} {:?}", c.control, c.place);
        if facts(old_control) != facts(control) {
            causes.push(single(
                CauseKind::FrameworkChanged,
                Text::new("the framework describes or weighs the control otherwise", "框架对该控制项的描述或权重有变"),
            ));
        }
        let links = |s: &Subject, c: &FrameworkControl| -> Vec<Link> {
            s.mapping.links(&c.control.id, &c.variant).cloned().collect()
        };
        let (before, after) = (links(old, old_control), links(self.subject, control));
        let shape = |links: &[Link]| -> BTreeSet<String> {
            links
                .iter()
                .map(|l| {
                    let ids: Vec<&str> = l.target.checks().iter().map(|c| c.check.id).collect();
                    format!("{} {}", l.coverage.id(), ids.join("|"))
                })
                .collect()
        };
        let (old_shape, new_shape) = (shape(&before), shape(&after));
        if old_shape != new_shape {
            let list = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
                a.difference(b).map(String::as_str).collect::<Vec<_>>().join(", ")
            };
            let (more, less) = (list(&new_shape, &old_shape), list(&old_shape, &new_shape));
            causes.push(single(
                CauseKind::MappingChanged,
                Text::new(format!("now: {more}; no longer: {less}"), format!("新增：{more}；移除：{less}")),
            ));
        }
        let params = |links: &[Link]| -> BTreeMap<&'static str, String> {
            links.iter().flat_map(|l| l.target.checks()).map(|c| (c.check.id, c.params.to_string())).collect()
        };
        let (old_params, new_params) = (params(&before), params(&after));
        let mut moved = Grouped::new(CauseKind::ThresholdChanged);
        for (check, now) in &new_params {
            if let Some(then) = old_params.get(check).filter(|then| *then != now) {
                moved.add(Text::same(format!("{check}: {then} → {now}")));
            }
        }
        causes.extend(moved.done());
        causes
    }

    /// What the world did, and the checks: verdicts of the mapped checks. The flag says whether failures or gaps moved.
    fn world(&self, control: &FrameworkControl) -> (Vec<Cause>, bool) {
        let links = self.subject.mapping.links(&control.control.id, &control.variant);
        let checks: BTreeSet<&'static str> =
            links.filter(|l| l.coverage.decides()).flat_map(|l| l.target.checks()).map(|c| c.check.id).collect();
        let mut groups: BTreeMap<CauseKind, Grouped> = BTreeMap::new();
        let mut add = |kind, what| groups.entry(kind).or_insert_with(|| Grouped::new(kind)).add(what);
        let mut moved = false;
        let said = self.said;
        for check in checks {
            for key in self.index.get(check).into_iter().flatten() {
                let (then, now) = (self.before.verdicts.get(*key), self.after.verdicts.get(*key));
                if let (Some(told), Some(then)) = (said.get(*key), then)
                    && told.status != then.status
                    && told.params == then.params
                {
                    moved = true;
                    let what = told_of(key, &then.label, Some(told.status), Some(then.status));
                    add(CauseKind::CheckChanged, what);
                }
                let Some((kind, grave)) = self.cause(key, then, now) else { continue };
                moved |= grave;
                let label = now.or(then).map_or("", |s| s.label.as_str());
                let what = told_of(key, label, then.map(|s| s.status), now.map(|s| s.status));
                add(kind, what);
            }
        }
        (groups.into_values().flat_map(Grouped::done).collect(), moved)
    }

    /// Why the verdict on one resource is another, and whether a failure or a gap came or went. None: it is not.
    fn cause(&self, key: &Key, then: Option<&Seen>, now: Option<&Seen>) -> Option<(CauseKind, bool)> {
        let open = |s: FindingStatus| matches!(s, FindingStatus::NotAssessed | FindingStatus::Manual);
        let grave = |s: FindingStatus| open(s) || s == FindingStatus::Fail;
        let (_, account, region, _) = key;
        match (then, now) {
            (Some(a), Some(b)) if a.status == b.status => {
                // The same verdict at the source's thresholds may be another at the mapping's.
                let differs = a.measured != b.measured && !a.measured.is_empty();
                differs.then_some((CauseKind::ResourceChanged, false))
            }
            (Some(a), Some(b)) if open(a.status) != open(b.status) => Some((CauseKind::CoverageChanged, true)),
            (Some(_), Some(_)) => Some((CauseKind::ResourceChanged, true)),
            (None, Some(b)) => {
                let scope = &self.before.scope;
                let seen = scope.accounts.contains(account) && (region.is_empty() || scope.regions.contains(region));
                let kind = if seen && !open(b.status) { CauseKind::ResourceAdded } else { CauseKind::CoverageChanged };
                Some((kind, grave(b.status)))
            }
            (Some(a), None) => {
                let scope = &self.after.scope;
                let seen = scope.accounts.contains(account) && (region.is_empty() || scope.regions.contains(region));
                let kind =
                    if seen && !open(a.status) { CauseKind::ResourceRemoved } else { CauseKind::CoverageChanged };
                Some((kind, grave(a.status)))
            }
            (None, None) => None,
        }
    }

    /// What people did.
    fn people(&self, at: usize) -> Vec<Cause> {
        let mut causes = Vec::new();
        let of = |a: &Assessment| -> BTreeMap<String, (StatementState, Attestation)> {
            let list = a.attestations.iter().filter(|u| u.controls.contains(&at));
            list.map(|u| (u.statement.id.clone(), (u.state, u.statement.clone()))).collect()
        };
        let (then, now) = (of(self.was), of(self.is));
        let name = |a: &Attestation| format!("{} ({})", a.id, a.person);
        for (id, (state, statement)) in &now {
            let was = then.get(id);
            let counted = was.is_some_and(|(s, _)| *s == StatementState::InDate);
            let counts = *state == StatementState::InDate;
            let kind = match (counted, counts) {
                (false, true) => CauseKind::AttestationAdded,
                (true, false) if *state == StatementState::Expired => CauseKind::AttestationExpired,
                (true, false) => CauseKind::AttestationRemoved,
                (true, true) if was.is_some_and(|(_, w)| w.status != statement.status) => CauseKind::AttestationChanged,
                _ => continue,
            };
            let until = statement.valid_until;
            causes.push(single(
                kind,
                Text::new(
                    format!("{}, valid until {until}", name(statement)),
                    format!("{}，有效期至 {until}", name(statement)),
                ),
            ));
        }
        for (id, (state, statement)) in &then {
            if *state == StatementState::InDate && !now.contains_key(id) {
                causes.push(single(CauseKind::AttestationRemoved, Text::same(name(statement))));
            }
        }
        let of = |a: &Assessment| -> BTreeMap<String, (StatementState, Exception)> {
            let list = a.exceptions.iter().filter(|u| u.controls.contains(&at));
            list.map(|u| (u.statement.id.clone(), (u.state, u.statement.clone()))).collect()
        };
        let all = |a: &Assessment| -> BTreeMap<String, StatementState> {
            a.exceptions.iter().map(|u| (u.statement.id.clone(), u.state)).collect()
        };
        let (then, now) = (of(self.was), of(self.is));
        let (all_then, all_now) = (all(self.was), all(self.is));
        let ids: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
        for id in ids {
            let counted = all_then.get(id) == Some(&StatementState::InDate);
            let state = all_now.get(id);
            let counts = state == Some(&StatementState::InDate);
            let kind = match (counted, counts) {
                (false, true) => CauseKind::ExceptionOpened,
                (true, false) if state == Some(&StatementState::Expired) => CauseKind::ExceptionExpired,
                (true, false) => CauseKind::ExceptionClosed,
                _ => continue,
            };
            if let Some((_, e)) = now.get(id).or_else(|| then.get(id)) {
                let (owner, expires) = (&e.owner, e.expires);
                causes.push(single(
                    kind,
                    Text::new(format!("{id} ({owner}), until {expires}"), format!("{id}（{owner}），至 {expires}")),
                ));
            }
        }
        causes
    }
}

fn told_of(key: &Key, label: &str, then: Option<FindingStatus>, now: Option<FindingStatus>) -> Text {
    let (check, account, region, id) = key;
    let place: Vec<&str> = [account.as_str(), region.as_str()].into_iter().filter(|s| !s.is_empty()).collect();
    let resource = if label.is_empty() || label == id { id.clone() } else { format!("{label} ({id})") };
    let word = |s: Option<FindingStatus>, zh: bool| match (s, zh) {
        (Some(s), false) => s.label().en.to_lowercase(),
        (Some(s), true) => s.label().zh.to_owned(),
        (None, false) => "none".to_owned(),
        (None, true) => "无".to_owned(),
    };
    let say = |zh: bool| format!("{check}: {resource} [{}] {} → {}", place.join(" "), word(then, zh), word(now, zh));
    Text::new(say(false), say(true))
}

/// Causes of one kind, gathered.
struct Grouped {
    kind: CauseKind,
    count: u64,
    named: Vec<Text>,
}

impl Grouped {
    fn new(kind: CauseKind) -> Self {
        Grouped { kind, count: 0, named: Vec::new() }
    }

    fn add(&mut self, what: Text) {
        self.count += 1;
        if self.named.len() < NAMED {
            self.named.push(what);
        }
    }

    fn done(mut self) -> Option<Cause> {
        if self.named.is_empty() {
            return None;
        }
        let what = self.named.remove(0);
        Some(Cause { kind: self.kind, what, count: self.count, more: self.named })
    }
}

/// The history of the pack that follows `old`, given what became of it.
///
/// # Errors
/// The old pack's own history cannot be read.
pub fn extend_history(old: &Files, old_bytes: &[u8], changes: &Changes) -> Result<History, PackError> {
    let mut history =
        super::chain::read(old).map_err(|message| PackError::Broken(layout::HISTORY.to_owned(), message))?;
    for past in &mut history.periods {
        for result in past.frameworks.values_mut() {
            // They were scored by rules that may not be these any more.
            result.rescored = None;
            result.statuses.clear();
        }
    }
    let frameworks = changes
        .frameworks
        .iter()
        .map(|f| {
            let result = PastResult {
                recorded: f.recorded.unwrap_or(f.rescored),
                rescored: Some(f.rescored),
                statuses: f.statuses.clone(),
            };
            (f.framework.clone(), result)
        })
        .collect();
    history.periods.push(Past {
        period: changes.from.clone(),
        pack: Digests::of(old_bytes),
        tool: changes.from_tool.clone(),
        frameworks,
    });
    Ok(history)
}
