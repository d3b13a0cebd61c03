//! What the interfaces answered, and every gap: evidence, test fixture and offline mode in one.
//!
//! On disk a snapshot is JSON lines under Zstandard: a [`Head`], then one [`Record`] per request made, then a [`Tail`]
//! when the collection ran to its end. In memory ([`Snapshot`]) the pages of a list are one [`Group`].

mod file;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use file::{Line, SnapshotError, read, read_head, write_line};

/// Version of the snapshot's form; a file with another one is refused.
pub const FORM: u32 = 1;

/// The parameters by which a request differs from others of its call and region, by name.
pub type Request = BTreeMap<String, String>;

/// First line: what was to be collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Version of the form, [`FORM`].
    pub dengbao_snapshot: u32,
    /// Version of the tool.
    pub version: String,
    /// When the collection began, RFC 3339 in UTC. Ages are counted from here.
    pub started_at: String,
    /// Accounts, in order.
    pub accounts: Vec<ScopeAccount>,
    /// Region ids, in order.
    pub regions: Vec<String>,
    /// Where the regions come from.
    pub regions_from: RegionsFrom,
    /// Ids of the checks that were to be answered, in order.
    pub checks: Vec<String>,
}

impl Head {
    /// The moment from which ages are counted; `None` when the head names none.
    pub fn start(&self) -> Option<time::OffsetDateTime> {
        time::OffsetDateTime::parse(&self.started_at, &time::format_description::well_known::Rfc3339).ok()
    }
}

/// An account in scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeAccount {
    /// Account id.
    pub id: String,
    /// Display name, where known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Who asked: the identity's resource name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub identity: String,
    /// Why the account could not be entered at all, where that is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Refusal>,
}

/// Where a list of regions comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegionsFrom {
    /// The provider's list: all there are.
    Provider,
    /// The user's choice: other regions are out of scope.
    User,
    /// Our own list, because the provider's was refused: there may be more.
    BuiltIn,
}

/// Last line of a collection that ran to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tail {
    /// When it ended, RFC 3339 in UTC.
    pub finished_at: String,
    /// Requests answered, counting each page.
    pub answers: u64,
}

/// One request and what came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Account id.
    pub account: Arc<str>,
    /// Region id; empty for central products.
    #[serde(default, skip_serializing_if = "str_is_empty")]
    pub region: Arc<str>,
    /// Id of the call, `rds:DescribeDBInstanceSSL`.
    pub call: Arc<str>,
    /// What this request is about.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub request: Request,
    /// Number of the page, from 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub page: u32,
    /// True for the page that ends a list, and for every answer that is no list.
    pub last: bool,
    /// What came back.
    pub outcome: Outcome,
    /// The provider's id of the request; empty when none arrived.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub request_id: String,
    /// When it came back, RFC 3339 in UTC with milliseconds.
    pub at: String,
    /// SHA-256 of the bytes as received, before masking, in hex; empty when none arrived.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_one(page: &u32) -> bool {
    *page == 1
}

fn str_is_empty(text: &Arc<str>) -> bool {
    text.is_empty()
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// An answer in JSON; secrets are masked.
    Json(Value),
    /// An answer in XML, as text; secrets are masked.
    Xml(String),
    /// The provider says that there is none: an answer.
    Absent(Refusal),
    /// The product is not opened, not bought, or not offered in the region.
    Unopened(Refusal),
    /// The identity has no permission.
    Denied(Refusal),
    /// The call failed for good.
    Failed(Refusal),
    /// The list could not be read to its end.
    Cut(Refusal),
}

/// An error as the provider (or the network) gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// Error code; our own word when the network failed.
    pub code: String,
    /// The message, masked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// The place of a group among the answers of one account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupKey {
    /// Id of the call.
    pub call: Arc<str>,
    /// Region id.
    pub region: Arc<str>,
    /// What the request was about.
    pub request: Request,
}

/// All pages of one list, or one answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Pages in order. Bodies are JSON; XML has been converted (`crate::api` says where lists are).
    pub pages: Vec<Page>,
    /// Why there is no (complete) answer.
    pub end: End,
    /// The refusal itself, where one ends the group: it is evidence as an answer is.
    pub closing: Option<Closing>,
}

/// Where a refusal is found again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// The provider's id of the request.
    pub request_id: String,
    /// When it came back.
    pub at: String,
    /// SHA-256 of the bytes as received, in hex.
    pub sha256: String,
}

/// One page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The answer.
    pub body: Value,
    /// The provider's id of the request.
    pub request_id: String,
    /// When it came back.
    pub at: String,
    /// SHA-256 of the bytes as received, in hex.
    pub sha256: String,
    /// The answer as it was kept, where it was XML.
    pub xml: Option<String>,
}

impl Page {
    /// The page as it is written.
    pub fn outcome(&self) -> Outcome {
        match &self.xml {
            Some(text) => Outcome::Xml(text.clone()),
            None => Outcome::Json(self.body.clone()),
        }
    }
}

/// How a group ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// The pages are all there is.
    Complete,
    /// There is none.
    Absent(Refusal),
    /// Not opened.
    Unopened(Refusal),
    /// Denied.
    Denied(Refusal),
    /// Failed.
    Failed(Refusal),
    /// Cut.
    Cut(Refusal),
    /// The collection was interrupted before the end of the list.
    #[default]
    Interrupted,
}

/// A snapshot in memory.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// What was to be collected.
    pub head: Head,
    /// Answers by account.
    pub accounts: BTreeMap<Arc<str>, BTreeMap<GroupKey, Group>>,
    /// The end, if the collection reached it.
    pub tail: Option<Tail>,
}

impl Snapshot {
    /// An empty snapshot.
    pub fn new(head: Head) -> Self {
        Snapshot { head, accounts: BTreeMap::new(), tail: None }
    }

    /// Adds what one request brought. A page that is there already begins its list anew from that page: a resumed collection may
    /// read a list a second time. A page whose predecessor is missing leaves the list cut.
    pub fn add(&mut self, record: Record) {
        let key = GroupKey { call: record.call, region: record.region, request: record.request };
        let group = self.accounts.entry(record.account).or_default().entry(key).or_default();
        let before = usize::try_from(record.page.saturating_sub(1)).unwrap_or(usize::MAX);
        if before > group.pages.len() {
            // What broke the list off before says more than the hole that it left.
            if matches!(group.end, End::Complete | End::Interrupted) {
                let message = format!("page {} follows page {}", record.page, group.pages.len());
                group.end = End::Cut(Refusal { code: "MissingPage".into(), message });
            }
            return;
        }
        group.pages.truncate(before);
        group.end = End::Interrupted;
        group.closing = None;
        let (request_id, at, sha256) = (record.request_id, record.at, record.sha256);
        if !matches!(record.outcome, Outcome::Json(_) | Outcome::Xml(_)) {
            group.closing = Some(Closing { request_id: request_id.clone(), at: at.clone(), sha256: sha256.clone() });
        }
        let page = |body, xml| Page { body, request_id, at, sha256, xml };
        match record.outcome {
            Outcome::Json(body) => {
                group.pages.push(page(body, None));
                if record.last {
                    group.end = End::Complete;
                }
            }
            Outcome::Xml(text) => match crate::api::xml_to_json(&text) {
                Ok(body) => {
                    group.pages.push(page(body, Some(text)));
                    if record.last {
                        group.end = End::Complete;
                    }
                }
                Err(message) => group.end = End::Failed(Refusal { code: "UnreadableXml".into(), message }),
            },
            Outcome::Absent(r) => group.end = End::Absent(r),
            Outcome::Unopened(r) => group.end = End::Unopened(r),
            Outcome::Denied(r) => group.end = End::Denied(r),
            Outcome::Failed(r) => group.end = End::Failed(r),
            Outcome::Cut(r) => group.end = End::Cut(r),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(page: u32, last: bool, outcome: Outcome) -> Record {
        Record {
            account: "1".into(),
            region: "".into(),
            call: "t:List".into(),
            request: Request::new(),
            page,
            last,
            outcome,
            request_id: format!("R{page}"),
            at: String::new(),
            sha256: String::new(),
        }
    }

    fn page(number: u32, last: bool) -> Record {
        record(number, last, Outcome::Json(json!({ "Page": number })))
    }

    fn group(records: Vec<Record>) -> Group {
        let head = Head {
            dengbao_snapshot: FORM,
            version: String::new(),
            started_at: String::new(),
            accounts: Vec::new(),
            regions: Vec::new(),
            regions_from: RegionsFrom::User,
            checks: Vec::new(),
        };
        let mut snapshot = Snapshot::new(head);
        records.into_iter().for_each(|r| snapshot.add(r));
        snapshot.accounts.pop_first().unwrap().1.pop_first().unwrap().1
    }

    #[test]
    fn a_list_that_is_read_twice_counts_once() {
        let once = group(vec![page(1, false), page(2, true)]);
        assert_eq!((once.pages.len(), &once.end), (2, &End::Complete));
        assert_eq!(group(vec![page(1, false), page(2, true), page(1, false), page(2, true)]), once);
        // The second reading decides, also when it did not come to its end.
        let again = group(vec![page(1, false), page(2, true), page(1, false)]);
        assert_eq!((again.pages.len(), again.end), (1, End::Interrupted));
        let denied = || Outcome::Denied(Refusal::default());
        let refused = group(vec![page(1, true), record(1, true, denied())]);
        assert_eq!((refused.pages.len(), refused.end), (0, End::Denied(Refusal::default())));
        let granted = group(vec![record(1, true, denied()), page(1, true)]);
        assert_eq!((granted.pages.len(), granted.end, granted.closing), (1, End::Complete, None));
    }

    #[test]
    fn a_list_with_a_hole_is_never_complete() {
        let hole = group(vec![page(1, false), page(3, true)]);
        assert!(matches!(&hole.end, End::Cut(r) if r.code == "MissingPage"), "{hole:?}");
        assert!(matches!(group(vec![page(2, true)]).end, End::Cut(_)));
        // A page that cannot be read is a hole too, whatever follows.
        let broken = record(1, false, Outcome::Xml("<a><b></a>".into()));
        let after = record(2, true, Outcome::Xml("<a/>".into()));
        assert!(matches!(&group(vec![broken, after]).end, End::Failed(r) if r.code == "UnreadableXml"));
    }
}
