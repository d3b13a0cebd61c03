//! Walks the plan: lists first, then what is asked for their items, many at a time.

use std::collections::HashSet;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::mask;
use super::paging::{Next, Pages};
use super::plan::Plan;
use super::sink::{Resume, Sink, SinkError};
use crate::api::{Call, Home, Scope};
use crate::checks::Check;
use crate::cloud::{Answered, Ask, CallError, Client, HttpError};
use crate::evaluate::NO_SUCH_HOST;
use crate::snapshot::{GroupKey, Head, Outcome, Record, Refusal, Request};

/// Things of one list that are asked about at a time; the pace of each product limits further.
const AT_A_TIME: usize = 64;

/// Codes by which a product says that it is not in a region; the region itself exists, since the provider listed it.
const NOT_IN_REGION: &[&str] = &[
    "invalidregion",
    "unsupportedregion",
    "regionnotsupport",
    "region.notsupport",
    "invalidparameter.regionid",
    "invalidoperation.notsupportedendpoint",
    "nosuchregion",
];

/// What is collected.
#[derive(Debug)]
pub struct Scan {
    /// The accounts that can be entered; those that cannot stand in the head only.
    pub targets: Vec<Target>,
    /// First line of the snapshot.
    pub head: Head,
    /// True when the provider has listed the regions: then a product without a host in one is not offered there. A region that
    /// nobody vouches for may be mistyped.
    pub regions_known: bool,
    /// The checks to answer.
    pub checks: Vec<&'static Check>,
    /// What is known already.
    pub resume: Resume,
    /// Where the snapshot goes.
    pub path: PathBuf,
    /// Set to stop: what was collected until then is kept.
    pub stop: Arc<AtomicBool>,
}

/// An account to ask.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its id.
    pub account: Arc<str>,
    /// Who asks.
    pub client: Client,
}

/// Counts while a collection runs.
#[derive(Debug, Default)]
pub struct Progress {
    /// Groups that are to be asked, as far as known.
    pub known: AtomicU64,
    /// Groups that are done.
    pub done: AtomicU64,
}

/// What a collection came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collected {
    /// Answers written, counting each page.
    pub answers: u64,
    /// False when it was stopped.
    pub complete: bool,
}

/// A collection that cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The snapshot cannot be written.
    #[error(transparent)]
    Sink(#[from] SinkError),
}

struct Walk {
    account: Arc<str>,
    client: Client,
    plan: Arc<Plan>,
    sender: mpsc::Sender<Record>,
    resume: Arc<Resume>,
    progress: Arc<Progress>,
    stop: Arc<AtomicBool>,
    regions: Arc<Vec<String>>,
    regions_known: bool,
    /// What has been asked: two rules may name one prefix list.
    visited: Mutex<HashSet<GroupKey>>,
    /// One page and one item of each list only: to see which permissions are missing.
    probing: bool,
}

/// Collects everything the checks need.
///
/// # Errors
/// The snapshot cannot be written. Calls that fail are gaps in it, not errors.
pub async fn collect(scan: Scan, progress: Arc<Progress>) -> Result<Collected, CollectError> {
    let sink = Sink::begin(&scan.path, &scan.head, &scan.resume)?;
    let plan = Arc::new(Plan::of(&scan.checks));
    let resume = Arc::new(scan.resume);
    let regions = Arc::new(scan.head.regions.clone());
    if let Some(sender) = sink.sender() {
        let mut accounts = JoinSet::new();
        for target in scan.targets {
            let walk = Arc::new(Walk {
                account: target.account,
                client: target.client,
                plan: Arc::clone(&plan),
                sender: sender.clone(),
                resume: Arc::clone(&resume),
                progress: Arc::clone(&progress),
                stop: Arc::clone(&scan.stop),
                regions: Arc::clone(&regions),
                regions_known: scan.regions_known,
                visited: Mutex::default(),
                probing: false,
            });
            accounts.spawn(walk_account(walk));
        }
        drop(sender);
        while accounts.join_next().await.is_some() {}
    }
    let complete = !scan.stop.load(Ordering::Relaxed);
    let answers = sink.end(complete.then(crate::cloud::moment)).await?;
    Ok(Collected { answers, complete })
}

/// Asks each call of the checks once, in one region, about at most one item: the records say what is refused.
pub async fn probe(target: Target, region: &str, checks: &[&'static Check]) -> Vec<Record> {
    let (sender, mut receiver) = mpsc::channel(256);
    let walk = Arc::new(Walk {
        account: target.account,
        client: target.client,
        plan: Arc::new(Plan::of(checks)),
        sender,
        resume: Arc::default(),
        progress: Arc::default(),
        stop: Arc::default(),
        regions: Arc::new(vec![region.to_owned()]),
        regions_known: false,
        visited: Mutex::default(),
        probing: true,
    });
    let walking = tokio::spawn(walk_account(walk));
    let mut records = Vec::new();
    while let Some(record) = receiver.recv().await {
        records.push(record);
    }
    // The records say everything; a task that died has left its calls out, which the caller shows as not tried.
    let _ = walking.await;
    records
}

/// Reads a list that decides about the scope itself, to its end: half of it is an error.
///
/// # Errors
/// What the provider said, or why the list cannot be followed.
pub async fn read_whole(client: &Client, call: &'static Call) -> Result<Vec<Value>, Refusal> {
    let mut pages = Pages::new(call);
    let mut found = Vec::new();
    loop {
        let mut ask = Ask::new(call, "", &Request::new());
        ask.parameters.extend(pages.parameters());
        let answered = client.send(&ask).await.map_err(|error| match &error {
            CallError::Refused { code, message, .. } => mask::mask_refusal(code, message),
            other => mask::mask_refusal("Unreachable", &other.to_string()),
        })?;
        let body = body_of(call, &answered)?;
        let next = pages.next(&body);
        found.extend(crate::evaluate::items_at(&body, call.items).into_iter().cloned());
        match next {
            Next::More => {}
            Next::End if found.is_empty() => {
                return Err(Refusal { code: "EmptyList".into(), message: "the answer lists nothing".into() });
            }
            Next::End => return Ok(found),
            Next::Cut(why) => {
                let message = format!("after {} pages", pages.page() - 1);
                return Err(Refusal { code: why.into(), message });
            }
        }
    }
}

async fn walk_account(walk: Arc<Walk>) {
    let mut roots = JoinSet::new();
    for call in walk.plan.roots.clone() {
        let places: Vec<String> = match (&call.scope, call.product.home) {
            (Scope::Home, Home::Regions) => walk.regions.to_vec(),
            (Scope::Home, Home::Centres(centres)) => centres.iter().map(|c| (*c).to_owned()).collect(),
            (Scope::Home, Home::Central) | (Scope::Once | Scope::Each(_), _) => vec![String::new()],
        };
        for place in places {
            walk.progress.known.fetch_add(1, Ordering::Relaxed);
            roots.spawn(visit(Arc::clone(&walk), call, place, Request::new()));
        }
    }
    while roots.join_next().await.is_some() {}
}

type Visit = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Asks one call about one thing, and then its children about each item.
fn visit(walk: Arc<Walk>, call: &'static Call, region: String, about: Request) -> Visit {
    Box::pin(async move {
        if !walk.stop.load(Ordering::Relaxed) {
            let mut tasks = JoinSet::new();
            match walk.known_items(call, &region, &about) {
                Some(items) => {
                    for item in &items {
                        walk.spawn_children(&mut tasks, call, &region, &about, item).await;
                    }
                }
                None => walk.read_list(&mut tasks, call, &region, &about).await,
            }
            while tasks.join_next().await.is_some() {}
        }
        walk.progress.done.fetch_add(1, Ordering::Relaxed);
    })
}

impl Walk {
    /// The items of a list that an earlier run has read to its end; `None` when it must be read (again), which is also so when
    /// its children need what was masked in it.
    fn known_items(&self, call: &'static Call, region: &str, about: &Request) -> Option<Vec<Value>> {
        let key = GroupKey { call: call.id.into(), region: region.into(), request: masked(about) };
        let group = self.resume.known(&self.account, &key)?;
        let children = self.plan.children(call);
        if children.is_empty() {
            return Some(Vec::new());
        }
        let items: Vec<Value> =
            group.pages.iter().flat_map(|page| crate::evaluate::items_at(&page.body, call.items)).cloned().collect();
        let needs_masked = items.iter().any(|item| {
            children.iter().any(|child| match &child.scope {
                Scope::Each(each) => {
                    each.request(item, about).is_some_and(|request| request.values().any(|v| mask::is_masked(v)))
                }
                Scope::Home | Scope::Once => false,
            })
        });
        (!needs_masked).then_some(items)
    }

    /// True for the first time that something is to be asked.
    fn is_new(&self, call: &'static Call, region: &str, about: &Request) -> bool {
        let key = GroupKey { call: call.id.into(), region: region.into(), request: about.clone() };
        self.visited.lock().unwrap_or_else(PoisonError::into_inner).insert(key)
    }

    async fn read_list(self: &Arc<Self>, tasks: &mut JoinSet<()>, call: &'static Call, region: &str, about: &Request) {
        let mut pages = Pages::new(call);
        let mut asked = false;
        loop {
            if self.stop.load(Ordering::Relaxed) {
                return;
            }
            let page = pages.page();
            let mut ask = Ask::new(call, region, about);
            ask.parameters.extend(pages.parameters());
            match self.client.send(&ask).await {
                Ok(answered) => {
                    let body = match body_of(call, &answered) {
                        Ok(body) => body,
                        Err(refusal) => {
                            self.record(call, region, about, page, true, Outcome::Failed(refusal), None).await;
                            return;
                        }
                    };
                    let next = if self.probing { Next::End } else { pages.next(&body) };
                    let outcome = outcome_of(&answered);
                    self.record(call, region, about, page, next == Next::End, outcome, Some(&answered)).await;
                    for item in crate::evaluate::items_at(&body, call.items) {
                        if !(self.probing && asked) {
                            asked |= self.spawn_children(tasks, call, region, about, item).await;
                        }
                    }
                    match next {
                        Next::End => return,
                        Next::More => {}
                        Next::Cut(why) => {
                            let refusal = Refusal { code: why.into(), message: format!("after {page} pages") };
                            self.record(call, region, about, page + 1, true, Outcome::Cut(refusal), None).await;
                            return;
                        }
                    }
                }
                Err(error) => {
                    let outcome = self.outcome_of_error(call, region, page, &error);
                    self.record_error(call, region, about, page, outcome, &error).await;
                    return;
                }
            }
        }
    }

    /// Starts the children for one item; true when there were any.
    async fn spawn_children(
        self: &Arc<Self>,
        tasks: &mut JoinSet<()>,
        call: &'static Call,
        region: &str,
        about: &Request,
        item: &Value,
    ) -> bool {
        let mut any = false;
        for child in self.plan.children(call) {
            let Scope::Each(each) = &child.scope else { continue };
            if !each.wants_value(item) {
                continue;
            }
            // An item without what the child needs leaves a hole that the evaluation names.
            let Some(request) = each.request(item, about) else { continue };
            let place = each.region_of(item).unwrap_or(region).to_owned();
            // Global lists also hold what is outside the regions in scope.
            if each.region.is_some() && !place.is_empty() && !self.regions.contains(&place) && !self.probing {
                continue;
            }
            if !self.is_new(child, &place, &request) {
                continue;
            }
            while tasks.len() >= AT_A_TIME {
                tasks.join_next().await;
            }
            self.progress.known.fetch_add(1, Ordering::Relaxed);
            tasks.spawn(visit(Arc::clone(self), child, place, request));
            any = true;
        }
        any
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a record")]
    async fn record(
        &self,
        call: &'static Call,
        region: &str,
        about: &Request,
        page: u32,
        last: bool,
        outcome: Outcome,
        answered: Option<&Answered>,
    ) {
        let record = Record {
            account: Arc::clone(&self.account),
            region: region.into(),
            call: call.id.into(),
            request: masked(about),
            page,
            last,
            outcome,
            request_id: answered.map(|a| a.request_id.clone()).unwrap_or_default(),
            at: answered.map_or_else(crate::cloud::stamp, |a| a.at.clone()),
            sha256: answered.map(|a| a.sha256.clone()).unwrap_or_default(),
        };
        // The writer has gone only when the disk failed; `Sink::end` says so.
        let _ = self.sender.send(record).await;
    }

    async fn record_error(
        &self,
        call: &'static Call,
        region: &str,
        about: &Request,
        page: u32,
        outcome: Outcome,
        error: &CallError,
    ) {
        let answered = match error {
            CallError::Refused { request_id, sha256, at, .. } => Some(Answered {
                json: None,
                xml: None,
                request_id: request_id.clone(),
                sha256: sha256.clone(),
                at: at.clone(),
            }),
            CallError::Network(_) | CallError::Credentials(_) => None,
        };
        self.record(call, region, about, page, true, outcome, answered.as_ref()).await;
    }

    fn outcome_of_error(&self, call: &'static Call, region: &str, page: u32, error: &CallError) -> Outcome {
        let refusal = match error {
            CallError::Refused { code, message, .. } => mask::mask_refusal(code, message),
            CallError::Network(HttpError::NoSuchHost { host }) => {
                Refusal { code: NO_SUCH_HOST.into(), message: host.clone() }
            }
            CallError::Network(e) => mask::mask_refusal("Network", &e.to_string()),
            CallError::Credentials(e) => mask::mask_refusal("Credentials", &e.to_string()),
        };
        if page > 1 {
            return Outcome::Cut(refusal);
        }
        let code = refusal.code.to_ascii_lowercase();
        let regional = self.regions_known
            && matches!((&call.scope, call.product.home), (Scope::Home, Home::Regions))
            && !region.is_empty();
        if call.says_absent(&refusal.code) {
            Outcome::Absent(refusal)
        } else if call.says_unopened(&refusal.code)
            || regional && (refusal.code == NO_SUCH_HOST || NOT_IN_REGION.iter().any(|c| code.starts_with(c)))
        {
            Outcome::Unopened(refusal)
        } else if is_denied(error, &code) {
            Outcome::Denied(refusal)
        } else {
            Outcome::Failed(refusal)
        }
    }
}

/// True when the provider says that the identity may not.
fn is_denied(error: &CallError, code: &str) -> bool {
    let CallError::Refused { status, .. } = error else { return false };
    let key_trouble =
        code.starts_with("invalidaccesskey") || code.contains("securitytoken") || code.starts_with("signature");
    !key_trouble
        && (*status == 403
            || ["forbidden", "nopermission", "unauthorized", "accessdenied", "notauthorized"]
                .iter()
                .any(|p| code.contains(p)))
}

fn masked(about: &Request) -> Request {
    about.iter().map(|(k, v)| (k.clone(), mask::mask_text(v).unwrap_or_else(|| v.clone()))).collect()
}

/// The answer as JSON, for paging and children; not masked. Only an answer that is no list may be empty.
fn body_of(call: &Call, answered: &Answered) -> Result<Value, Refusal> {
    let refusal = |code: &str, message: String| Refusal { code: code.into(), message };
    let body = match (&answered.json, &answered.xml) {
        (Some(json), _) => json.clone(),
        (None, Some(xml)) => crate::api::xml_to_json(xml).map_err(|message| refusal("UnreadableXml", message))?,
        (None, None) => Value::Null,
    };
    if !call.items.is_empty() && !body.is_object() {
        return Err(refusal("UnreadableAnswer", "a list was asked for, and the answer is no JSON object".into()));
    }
    Ok(body)
}

/// The answer as it is kept: masked.
fn outcome_of(answered: &Answered) -> Outcome {
    match &answered.xml {
        Some(xml) => Outcome::Xml(mask::mask_text(xml).unwrap_or_else(|| xml.clone())),
        None => {
            let mut json = answered.json.clone().unwrap_or_default();
            mask::mask(&mut json);
            Outcome::Json(json)
        }
    }
}

/// The longest time between the beginning of a collection and its being taken up. Ages are counted from its beginning, and what
/// it knows is evidence of then.
const LONGEST_REST: time::Duration = time::Duration::hours(24);

fn is_recent(old: &Head, new: &Head) -> bool {
    match (old.start(), new.start()) {
        (Some(old), Some(new)) => (time::Duration::ZERO..=LONGEST_REST).contains(&(new - old)),
        _ => false,
    }
}

/// True when a snapshot of an interrupted collection is about the same as `head`, and of the same day, so that it can be taken
/// up.
pub fn same_scope(old: &Head, new: &Head) -> bool {
    let accounts = |h: &Head| h.accounts.iter().map(|a| a.id.clone()).collect::<Vec<_>>();
    old.version == new.version
        && is_recent(old, new)
        && accounts(old) == accounts(new)
        && old.regions == new.regions
        && old.regions_from == new.regions_from
        && old.checks == new.checks
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answered(json: Option<Value>, xml: Option<&str>) -> Answered {
        Answered {
            json,
            xml: xml.map(ToOwned::to_owned),
            request_id: String::new(),
            sha256: String::new(),
            at: String::new(),
        }
    }

    #[test]
    fn an_old_collection_is_not_taken_up() {
        let head = |started_at: &str| -> Head {
            let head = json!({ "dengbao_snapshot": 1, "version": "9", "started_at": started_at,
                "accounts": [{ "id": "1" }], "regions": ["a"], "regions_from": "user", "checks": ["c"] });
            serde_json::from_value(head).expect("a head")
        };
        let now = head("2026-11-25T12:00:00Z");
        assert!(same_scope(&head("2026-11-25T11:00:00Z"), &now));
        // An access key of 80 days then is older than 90 days now.
        assert!(!same_scope(&head("2026-11-01T12:00:00Z"), &now));
        assert!(!same_scope(&head("2027-11-01T12:00:00Z"), &now));
        assert!(!same_scope(&head("yesterday"), &now));
        assert!(!same_scope(&Head { regions: vec!["b".into()], ..now.clone() }, &now));
    }

    #[test]
    fn an_answer_without_a_body_is_no_empty_list() {
        use crate::api::{oss, sls};
        let nothing = answered(Some(json!("")), None);
        assert_eq!(body_of(&sls::PROJECTS, &nothing).unwrap_err().code, "UnreadableAnswer");
        assert_eq!(body_of(&sls::PROJECT_POLICY, &nothing), Ok(json!("")));
        assert_eq!(
            body_of(&sls::PROJECTS, &answered(Some(json!({ "projects": [] })), None)),
            Ok(json!({ "projects": [] }))
        );
        assert!(body_of(&oss::BUCKETS, &answered(None, Some("<R><Buckets/></R>"))).is_ok());
        assert_eq!(body_of(&oss::BUCKETS, &answered(None, Some("<R/>"))).unwrap_err().code, "UnreadableAnswer");
        assert_eq!(body_of(&oss::BUCKETS, &answered(None, Some("<a><b></a>"))).unwrap_err().code, "UnreadableXml");
    }
}
