//! What a check says of one resource.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::account::{Account, Item, Listing};
use crate::api::Call;
use crate::domain::{FindingStatus, Gap, GapKind, Resource};
use crate::text::Text;

/// How a check comes to its verdicts.
#[derive(Clone, Copy, Debug)]
pub enum Logic {
    /// One verdict for each item of a list, in every region. No item at all: one `not_applicable` for the account. A part of
    /// the list that is missing: one `not_assessed` for each hole.
    Items {
        /// The list; its `subject` names the items.
        of: &'static Call,
        /// Judges one item.
        judge: fn(&Item<'_>) -> Outcome,
    },
    /// One verdict for the account.
    Account(fn(&Account<'_>) -> Outcome),
    /// Verdicts on resources that are no items of one list.
    Custom(fn(&Account<'_>, &mut Sheet<'_>)),
}

/// A verdict, or the hole in the evidence that prevents one. `?` on a missing answer ends a judgement with the gap.
pub type Outcome = Result<Verdict, Gap>;

/// What a check says of one resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The status; `None` leaves the resource out (the check is not about it).
    pub(super) status: Option<FindingStatus>,
    /// Why: the actual values, in both languages.
    pub(super) reason: Text,
    /// The measured value for parameters of the check.
    pub(super) measured: BTreeMap<String, i64>,
    /// By what a pass is bounded.
    pub(super) bounded: Option<Arc<Text>>,
}

fn verdict(status: Option<FindingStatus>, en: impl Into<String>, zh: impl Into<String>) -> Outcome {
    Ok(Verdict { status, reason: Text::new(en, zh), measured: BTreeMap::new(), bounded: None })
}

/// The resource meets the rule. The texts state the actual value.
///
/// # Errors
/// None; the type is that of judgements.
pub fn pass(en: impl Into<String>, zh: impl Into<String>) -> Outcome {
    verdict(Some(FindingStatus::Pass), en, zh)
}

/// The resource breaks the rule. The texts state the actual value.
///
/// # Errors
/// None; the type is that of judgements.
pub fn fail(en: impl Into<String>, zh: impl Into<String>) -> Outcome {
    verdict(Some(FindingStatus::Fail), en, zh)
}

/// The rule does not apply to the resource; the texts say why.
///
/// # Errors
/// None; the type is that of judgements.
pub fn not_applicable(en: impl Into<String>, zh: impl Into<String>) -> Outcome {
    verdict(Some(FindingStatus::NotApplicable), en, zh)
}

/// No interface can decide it: the question for a person, and what evidence to look for.
///
/// # Errors
/// None; the type is that of judgements.
pub fn manual(en: impl Into<String>, zh: impl Into<String>) -> Outcome {
    verdict(Some(FindingStatus::Manual), en, zh)
}

/// The check is not about this resource (a disk that is not attached, for a check of attached disks): no finding.
///
/// # Errors
/// None; the type is that of judgements.
pub fn skip() -> Outcome {
    verdict(None, "", "")
}

/// The resource is judged by a measured value of the check's parameter `name`, at any threshold a mapping asks for. A value
/// that fails at every threshold ("never expires") is `i64::MAX` or `i64::MIN`, and the texts say what it stands for.
///
/// # Errors
/// None; the type is that of judgements.
pub fn measure(name: &str, value: i64, en: impl Into<String>, zh: impl Into<String>) -> Outcome {
    let mut outcome = verdict(Some(FindingStatus::Pass), en, zh);
    if let Ok(v) = &mut outcome {
        v.measured.insert(name.to_owned(), value);
    }
    outcome
}

/// The answer is there but does not say what is needed.
///
/// # Errors
/// Always: the gap.
pub fn unknown<T>(en: impl Into<String>, zh: impl Into<String>) -> Result<T, Gap> {
    Err(Gap { kind: GapKind::Failed, text: Arc::new(Text::new(en, zh)) })
}

impl Verdict {
    /// Says by what a pass is bounded: what it has not looked at. A bounded pass is no full answer to a control.
    #[must_use]
    pub fn bounded(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.bounded = Some(Arc::new(Text::new(en, zh)));
        self
    }

    /// The status; `None` when the resource is left out.
    pub fn status(&self) -> Option<FindingStatus> {
        self.status
    }
}

/// Collects verdicts of a [`Logic::Custom`] check.
#[derive(Debug)]
pub struct Sheet<'s> {
    pub(super) account: &'s Account<'s>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) resource: Resource,
    pub(super) outcome: Outcome,
    pub(super) proof: Vec<crate::domain::Proof>,
}

impl<'s> Sheet<'s> {
    pub(super) fn new(account: &'s Account<'s>) -> Self {
        Sheet { account, rows: Vec::new() }
    }

    /// Adds a verdict on an item, named by the subject of its list.
    pub fn item(&mut self, item: &Item<'_>, outcome: Outcome) {
        self.resource(item.resource(), outcome);
    }

    /// Adds a verdict on the account.
    pub fn account(&mut self, outcome: Outcome) {
        self.resource(self.account.resource(), outcome);
    }

    /// Adds a verdict on a resource.
    pub fn resource(&mut self, resource: Resource, outcome: Outcome) {
        let proof = self.account.take_proof();
        self.rows.push(Row { resource, outcome, proof });
    }

    /// Adds one `not_assessed` for each hole in a list, and gives its items.
    pub fn items_of<'a>(&mut self, list: Listing<'a>) -> Vec<Item<'a>> {
        for (resource, gap) in list.gaps {
            self.resource(resource, Err(gap));
        }
        list.items
    }
}
