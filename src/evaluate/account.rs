//! The answers of one account, as checks look at them. Every look is noted, so that a finding names its evidence.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value;
use time::OffsetDateTime;

use super::node::{Node, items, lacks_items, walk};
use crate::api::{Call, Each, Home, Paging, Scope};
use crate::domain::{Gap, GapKind, Proof, Resource};
use crate::snapshot::{End, Group, GroupKey, Head, Refusal, RegionsFrom, Request};
use crate::text::Text;

/// The code under which a host that does not exist is recorded.
pub(crate) const NO_SUCH_HOST: &str = "NoSuchHost";

/// The answers of one account.
#[derive(Debug)]
pub struct Account<'s> {
    id: &'s Arc<str>,
    name: &'s str,
    groups: &'s BTreeMap<GroupKey, Group>,
    head: &'s Head,
    now: OffsetDateTime,
    proof: RefCell<Vec<Proof>>,
    /// For a list (by its call's id) and a path in its items: which items have which text there. It holds nothing borrowed, or
    /// the account could not be shortened to the life of a borrow.
    indexes: RefCell<HashMap<(&'static str, &'static str), Rc<Index>>>,
}

/// Text -> the items that have it.
type Index = HashMap<String, Vec<Spot>>;

/// Where an item is: the number of its place, page, and position in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    place: usize,
    page: usize,
    item: usize,
}

/// An answer, or the provider's word that there is none.
#[derive(Clone, Debug)]
pub enum Reply<'s> {
    /// The answer.
    Got(Answer<'s>),
    /// There is none: it is not set, the thing does not exist. Holds the provider's code.
    Absent(&'s str),
    /// The product is not opened, not bought, or not offered in the region. Holds the provider's code.
    Unopened(&'s str),
}

/// All pages of an answer. Reads as the first page; [`Answer::items`] goes through all.
#[derive(Clone, Debug)]
pub struct Answer<'s> {
    first: Node<'s>,
    group: &'s Group,
    call: &'static Call,
}

/// An item of a list.
#[derive(Clone, Copy, Debug)]
pub struct Item<'s> {
    account: &'s Account<'s>,
    node: Node<'s>,
    call: &'static Call,
    region: &'s str,
    request: &'s Request,
}

/// The items of a list over all regions, and its holes.
#[derive(Clone, Debug, Default)]
pub struct Listing<'s> {
    /// Items, region by region.
    pub items: Vec<Item<'s>>,
    /// For each part that is missing: what it would have belonged to, and why it is missing.
    pub gaps: Vec<(Resource, Gap)>,
    /// Regions (or centres) in which the product is not opened or not offered.
    pub unopened: Vec<&'s str>,
}

impl<'s> Account<'s> {
    pub(super) fn new(
        id: &'s Arc<str>,
        name: &'s str,
        groups: &'s BTreeMap<GroupKey, Group>,
        head: &'s Head,
        now: OffsetDateTime,
    ) -> Self {
        Account { id, name, groups, head, now, proof: RefCell::default(), indexes: RefCell::default() }
    }

    /// Account id.
    pub fn id(&self) -> &'s str {
        self.id
    }

    /// The moment at which the collection began: ages are counted from here.
    pub fn now(&self) -> OffsetDateTime {
        self.now
    }

    /// Whole days from `moment` to the collection; negative for the future.
    pub fn days_since(&self, moment: OffsetDateTime) -> i64 {
        (self.now - moment).whole_days()
    }

    /// Regions in scope.
    pub fn regions(&self) -> &'s [String] {
        &self.head.regions
    }

    /// The account as a resource.
    pub fn resource(&self) -> Resource {
        Resource {
            account: self.id.to_string(),
            region: String::new(),
            id: self.id.to_string(),
            arn: String::new(),
            kind: "ALIYUN::Account".into(),
            name: self.name.to_owned(),
        }
    }

    /// The answer to a call that is made once for the account.
    ///
    /// # Errors
    /// The call was denied, failed, cut, or never made.
    pub fn ask(&'s self, call: &'static Call) -> Result<Reply<'s>, Gap> {
        self.ask_in(call, "")
    }

    /// The answer to a call that is made in each region or centre.
    ///
    /// # Errors
    /// The call was denied, failed, cut, or never made.
    pub fn ask_in(&'s self, call: &'static Call, region: &str) -> Result<Reply<'s>, Gap> {
        self.reply(call, self.group(call, region).map(|(_, group)| group))
    }

    /// The places in which a call of its product is made: regions in scope, centres, or one for the account.
    pub fn places(&self, call: &'static Call) -> Vec<&'s str> {
        match (&call.scope, call.product.home) {
            (Scope::Home, Home::Regions) => self.head.regions.iter().map(String::as_str).collect(),
            (Scope::Home, Home::Centres(centres)) => centres.to_vec(),
            (Scope::Home, Home::Central) | (Scope::Once | Scope::Each(_), _) => vec![""],
        }
    }

    /// The answers to a call that is made in each region or centre, with their place.
    pub fn replies(&'s self, call: &'static Call) -> Vec<(&'s str, Result<Reply<'s>, Gap>)> {
        self.places(call).into_iter().map(|place| (place, self.ask_in(call, place))).collect()
    }

    /// The items of a list, over all regions or all items of the list it goes through.
    pub fn list(&'s self, call: &'static Call) -> Listing<'s> {
        let mut listing = Listing::default();
        match &call.scope {
            Scope::Each(each) => {
                let parents = self.list(each.of);
                listing.gaps = parents.gaps;
                listing.unopened = parents.unopened;
                for parent in parents.items.iter().filter(|p| each.wants(p.node)) {
                    match parent.find(call, each) {
                        Some((key, group)) => self.add(call, &mut listing, key, group, || parent.resource()),
                        None => listing.gaps.push((parent.resource(), not_scanned(call))),
                    }
                }
            }
            Scope::Once | Scope::Home => {
                for place in self.places(call) {
                    let at = || Resource { region: place.to_owned(), ..self.resource() };
                    match self.group(call, place) {
                        Some((key, group)) => self.add(call, &mut listing, key, group, at),
                        None => listing.gaps.push((at(), not_scanned(call))),
                    }
                }
                self.add_hostless(call, &mut listing);
            }
        }
        listing
    }

    /// A list that no region offers is a hole, not an empty list.
    fn add_hostless(&'s self, call: &'static Call, listing: &mut Listing<'s>) {
        if let Some(refusal) = self.offered_nowhere(call) {
            listing.unopened.clear();
            listing.gaps.extend(gap_of(call, &End::Failed(refusal)).map(|gap| (self.resource(), gap)));
        }
    }

    /// One region without a host of the product does not offer it; none with one is our mistake or the network's. Nor is there
    /// a product that every region of the provider calls unknown: then the question was wrong. Regions that the user chose may
    /// well be without it.
    fn offered_nowhere(&self, call: &'static Call) -> Option<Refusal> {
        let all_regions = self.head.regions_from == RegionsFrom::Provider;
        let mut code = None;
        for place in self.places(call) {
            match self.group(call, place).map(|(_, group)| &group.end) {
                Some(End::Unopened(r)) if r.code == NO_SUCH_HOST => code = code.or(Some(&r.code)),
                Some(End::Unopened(r)) if all_regions && !call.says_unopened(&r.code) => code = Some(&r.code),
                _ => return None,
            }
        }
        code.map(|code| Refusal { code: code.clone(), message: String::new() })
    }

    /// The items of a list when every part of it is there, for verdicts that rest on the whole.
    ///
    /// # Errors
    /// The first hole in the list.
    pub fn whole_list(&'s self, call: &'static Call) -> Result<Vec<Item<'s>>, Gap> {
        let listing = self.list(call);
        match listing.gaps.into_iter().next() {
            Some((_, gap)) => Err(gap),
            None => Ok(listing.items),
        }
    }

    /// The list when a verdict may rest on its being empty: as [`Account::list`], but an answer that neither has the list nor
    /// says that there is nothing (a total of 0) is a hole.
    pub fn list_or_hole(&'s self, call: &'static Call) -> Listing<'s> {
        let mut listing = self.list(call);
        self.add_unsaid(call, &mut listing);
        listing
    }

    fn add_unsaid(&'s self, call: &'static Call, listing: &mut Listing<'s>) {
        let total = match call.paging {
            Paging::Number { total, .. } | Paging::Offset { total, .. } => total,
            Paging::None | Paging::Token { .. } | Paging::Marker { .. } => "",
        };
        for place in self.places(call) {
            let Some((_, group)) = self.group(call, place) else { continue };
            let unsaid = |body: &Value| {
                let nothing = !total.is_empty() && Node::new(body, call.id).maybe_int(total) == Some(0);
                walk(body, call.items).is_null() && !nothing
            };
            // Where the list is doubted already there is a hole.
            let doubted = listing.gaps.iter().any(|(at, _)| at.region == place);
            if let Some(page) = group.pages.first().filter(|page| !doubted && unsaid(&page.body)) {
                let at = Resource { region: place.to_owned(), ..self.resource() };
                listing.gaps.push((at, Node::new(&page.body, call.id).lacks(call.items)));
            }
        }
    }

    /// The items of a list with one of these texts at its path (or in a list of texts there), in the list's order, with the holes of the whole list (those of
    /// [`Account::list_or_hole`]). For a look-up that is made for each item of another list: this one is gone through once.
    /// An empty text finds nothing.
    pub fn find(&'s self, call: &'static Call, by: &[(&'static str, &str)]) -> Listing<'s> {
        let mut found = Listing::default();
        let places = self.places(call);
        let mut groups = Vec::with_capacity(places.len());
        for place in &places {
            let at = || Resource { region: (*place).to_owned(), ..self.resource() };
            let group = self.group(call, place);
            match group {
                Some((key, group)) => self.add_end(call, &mut found, key, group, at),
                None => found.gaps.push((at(), not_scanned(call))),
            }
            groups.push(group);
        }
        self.add_hostless(call, &mut found);
        self.add_unsaid(call, &mut found);
        let mut spots: BTreeSet<Spot> = BTreeSet::new();
        for (path, value) in by {
            let known = self.indexes.borrow().get(&(call.id, *path)).map(Rc::clone);
            let index = known.unwrap_or_else(|| {
                let index = Rc::new(index(call, path, &groups));
                self.indexes.borrow_mut().insert((call.id, *path), Rc::clone(&index));
                index
            });
            spots.extend(index.get(*value).into_iter().flatten());
        }
        for spot in spots {
            let Some((key, group)) = groups.get(spot.place).copied().flatten() else { continue };
            let body = group.pages.get(spot.page).map(|page| walk(&page.body, call.items));
            if let Some(value) = body.and_then(|list| items(list).nth(spot.item)) {
                self.add_item(call, &mut found, key, value);
            }
        }
        found
    }

    fn add(
        &'s self,
        call: &'static Call,
        into: &mut Listing<'s>,
        key: &'s GroupKey,
        group: &'s Group,
        at: impl Fn() -> Resource,
    ) {
        self.add_end(call, into, key, group, at);
        for page in &group.pages {
            for value in items(walk(&page.body, call.items)) {
                self.add_item(call, into, key, value);
            }
        }
    }

    /// How a part of a list ended.
    fn add_end(
        &'s self,
        call: &'static Call,
        into: &mut Listing<'s>,
        key: &'s GroupKey,
        group: &'s Group,
        at: impl Fn() -> Resource,
    ) {
        self.note(call, group);
        match &group.end {
            End::Complete => into.gaps.extend(contradiction(call, group).map(|gap| (at(), gap))),
            End::Absent(_) => {}
            End::Unopened(_) => into.unopened.push(&key.region),
            other => into.gaps.extend(gap_of(call, other).map(|gap| (at(), gap))),
        }
    }

    fn add_item(&'s self, call: &'static Call, into: &mut Listing<'s>, key: &'s GroupKey, value: &'s Value) {
        let item =
            Item { account: self, node: Node::new(value, call.id), call, region: &key.region, request: &key.request };
        if self.in_scope(call, item.region()) {
            into.items.push(item);
        }
    }

    /// Global lists also hold what is outside the regions that the user chose.
    fn in_scope(&self, call: &Call, region: &str) -> bool {
        let global = call.subject.is_some_and(|subject| !subject.region.is_empty());
        !global
            || region.is_empty()
            || self.head.regions_from != RegionsFrom::User
            || self.head.regions.iter().any(|r| r == region)
    }

    /// True when regions may exist that nobody asked in.
    pub(super) fn regions_may_lack(&self) -> bool {
        self.head.regions_from == RegionsFrom::BuiltIn
    }

    /// The group of a call without parameters of its own.
    fn group(&self, call: &'static Call, region: &str) -> Option<(&'s GroupKey, &'s Group)> {
        let key = GroupKey { call: call.id.into(), region: region.into(), request: Request::new() };
        self.groups.get_key_value(&key)
    }

    fn reply(&'s self, call: &'static Call, group: Option<&'s Group>) -> Result<Reply<'s>, Gap> {
        let Some(group) = group else { return Err(not_scanned(call)) };
        self.note(call, group);
        match &group.end {
            End::Complete => {
                let page = group.pages.first().ok_or_else(|| not_scanned(call))?;
                if let Some(gap) = contradiction(call, group) {
                    return Err(gap);
                }
                Ok(Reply::Got(Answer { first: Node::new(&page.body, call.id), group, call }))
            }
            End::Absent(refusal) => Ok(Reply::Absent(&refusal.code)),
            End::Unopened(refusal) => Ok(Reply::Unopened(&refusal.code)),
            other => Err(gap_of(call, other).unwrap_or_else(|| not_scanned(call))),
        }
    }

    fn note(&self, call: &'static Call, group: &Group) {
        let mut proof = self.proof.borrow_mut();
        if let Some(closing) = &group.closing
            && !closing.request_id.is_empty()
            && proof.len() < Proof::MOST
        {
            proof.push(Proof {
                call: call.id.into(),
                request_id: closing.request_id.as_str().into(),
                at: closing.at.as_str().into(),
                sha256: closing.sha256.as_str().into(),
            });
        }
        for page in &group.pages {
            // A list of hundreds of pages is named by its first ones; all are in the snapshot.
            if proof.len() >= Proof::MOST {
                return;
            }
            if proof.iter().all(|p| *p.request_id != *page.request_id || &*p.call != call.id) {
                proof.push(Proof {
                    call: call.id.into(),
                    request_id: page.request_id.as_str().into(),
                    at: page.at.as_str().into(),
                    sha256: page.sha256.as_str().into(),
                });
            }
        }
    }

    /// The evidence looked at since the last time.
    pub(super) fn take_proof(&self) -> Vec<Proof> {
        self.proof.take()
    }
}

impl<'s> Item<'s> {
    /// The account it belongs to.
    pub fn account(&self) -> &'s Account<'s> {
        self.account
    }

    /// The region it is in: the list's, or where the list is not regional the one its subject names.
    pub fn region(&self) -> &'s str {
        match self.call.subject {
            Some(subject) if !subject.region.is_empty() => {
                let region = self.node.text(subject.region);
                region.strip_prefix("oss-").unwrap_or(region)
            }
            _ => self.region,
        }
    }

    /// The region or centre in which the list was read, whatever the item names.
    pub fn place(&self) -> &'s str {
        self.region
    }

    /// A parameter of the request that gave the list: the user of an access key.
    pub fn sent(&self, name: &str) -> &'s str {
        self.request.get(name).map_or("", String::as_str)
    }

    /// The id, by the subject of the list.
    pub fn id(&self) -> &'s str {
        self.call.subject.map_or("", |subject| self.node.text(subject.id))
    }

    /// The answer of a call made for each item of this list, for this item.
    ///
    /// # Errors
    /// The call was denied, failed, cut, or never made.
    pub fn ask(&self, call: &'static Call) -> Result<Reply<'s>, Gap> {
        let Scope::Each(each) = &call.scope else { return Err(not_scanned(call)) };
        let group = self.find(call, each).map(|(_, group)| group);
        self.account.reply(call, group)
    }

    /// The items of a list that is read for each item of this list, for this item; absent is empty.
    ///
    /// # Errors
    /// The call was denied, failed, cut, or never made.
    pub fn items_of(&self, call: &'static Call) -> Result<Vec<Item<'s>>, Gap> {
        let Scope::Each(each) = &call.scope else { return Err(not_scanned(call)) };
        let Some((key, group)) = self.find(call, each) else { return Err(not_scanned(call)) };
        let mut listing = Listing::default();
        self.account.add(call, &mut listing, key, group, || self.resource());
        match listing.gaps.into_iter().next() {
            Some((_, gap)) => Err(gap),
            None => Ok(listing.items),
        }
    }

    /// The same for verdicts that rest on what is not in the list: an answer without the list is a gap, unless it counts none.
    ///
    /// # Errors
    /// As for [`Item::items_of`], and when an answer says nothing of the list.
    pub fn whole_items_of(&self, call: &'static Call) -> Result<Vec<Item<'s>>, Gap> {
        let items = self.items_of(call)?;
        let Scope::Each(each) = &call.scope else { return Err(not_scanned(call)) };
        let pages = self.find(call, each).map(|(_, group)| group.pages.as_slice()).unwrap_or_default();
        pages.iter().try_for_each(|page| lists(call, &page.body))?;
        Ok(items)
    }

    /// The item as a resource of findings.
    pub fn resource(&self) -> Resource {
        let Some(subject) = self.call.subject else {
            return Resource { region: self.region.to_owned(), ..self.account.resource() };
        };
        let id = self.id();
        let region = self.region();
        let arn = subject.arn.replace("{region}", region).replace("{account}", self.account.id()).replace("{id}", id);
        let name = if subject.name.is_empty() { "" } else { self.node.text(subject.name) };
        Resource {
            account: self.account.id().to_owned(),
            region: region.to_owned(),
            id: id.to_owned(),
            arn,
            kind: subject.kind.to_owned(),
            name: if name.is_empty() { id.to_owned() } else { name.to_owned() },
        }
    }

    /// What is sent for this item, and where.
    #[cfg(test)]
    pub(super) fn place_of(&self, each: &Each) -> Option<(Request, &'s str)> {
        let request = each.request(self.node.value(), self.request)?;
        Some((request, each.region_of(self.node.value()).unwrap_or(self.region)))
    }

    /// A detail is recorded under the region that the item names, else under that of the list it comes from.
    fn find(&self, call: &'static Call, each: &Each) -> Option<(&'s GroupKey, &'s Group)> {
        let request = each.request(self.node.value(), self.request)?;
        let region = each.region_of(self.node.value()).unwrap_or(self.region);
        self.account.groups.get_key_value(&GroupKey { call: call.id.into(), region: region.into(), request })
    }
}

impl Each {
    /// The parameters to send for an item; `None` when the item lacks one.
    pub fn request(&self, item: &Value, sent: &Request) -> Option<Request> {
        // Nothing can be asked about an empty name.
        let value = |place: &str| self.value_at(item, sent, place).filter(|value| !value.is_empty());
        self.send.iter().map(|(name, place)| Some(((*name).to_owned(), value(place)?))).collect()
    }

    fn value_at(&self, item: &Value, sent: &Request, place: &str) -> Option<String> {
        if let Some(inner) = place.strip_prefix('[').and_then(|p| p.strip_suffix(']')) {
            let value = self.value_at(item, sent, inner).filter(|value| !value.is_empty())?;
            return Some(serde_json::json!([value]).to_string());
        }
        match place.strip_prefix('^') {
            Some(name) => sent.get(name).cloned(),
            None => match walk(item, place) {
                Value::String(s) => Some(s.clone()),
                Value::Number(n) => Some(n.to_string()),
                Value::Bool(b) => Some(b.to_string()),
                _ => None,
            },
        }
    }

    /// The region to ask in for an item, where the item says it.
    pub fn region_of<'v>(&self, item: &'v Value) -> Option<&'v str> {
        let region = walk(item, self.region?).as_str()?;
        Some(region.strip_prefix("oss-").unwrap_or(region))
    }

    /// True when the call is made for the item.
    pub fn wants_value(&self, item: &Value) -> bool {
        self.only.is_none_or(|(path, values)| match walk(item, path) {
            // An item that does not say what it is may be one of them.
            Value::Null => true,
            said => said.as_str().is_some_and(|found| values.iter().any(|v| v.eq_ignore_ascii_case(found))),
        })
    }

    fn wants(&self, item: Node<'_>) -> bool {
        self.wants_value(item.value())
    }
}

impl<'s> Deref for Item<'s> {
    type Target = Node<'s>;

    fn deref(&self) -> &Node<'s> {
        &self.node
    }
}

impl<'s> Deref for Answer<'s> {
    type Target = Node<'s>;

    fn deref(&self) -> &Node<'s> {
        &self.first
    }
}

impl<'s> Answer<'s> {
    /// The items of the call's list, over all pages.
    pub fn items(&self) -> Vec<Node<'s>> {
        self.group
            .pages
            .iter()
            .flat_map(|page| items(walk(&page.body, self.call.items)))
            .map(|value| Node::new(value, self.call.id))
            .collect()
    }

    /// The same for verdicts that rest on what is not in the list: an answer without the list is a gap, unless it counts none.
    ///
    /// # Errors
    /// A page says nothing of the list.
    pub fn whole_items(&self) -> Result<Vec<Node<'s>>, Gap> {
        self.group.pages.iter().try_for_each(|page| lists(self.call, &page.body))?;
        Ok(self.items())
    }
}

impl<'s> Reply<'s> {
    /// The answer where there is one.
    pub fn got(self) -> Option<Answer<'s>> {
        match self {
            Reply::Got(answer) => Some(answer),
            Reply::Absent(_) | Reply::Unopened(_) => None,
        }
    }

    /// The answer, for calls whose absence would be strange: absence becomes a gap that names the provider's code.
    ///
    /// # Errors
    /// There is none.
    pub fn must(self) -> Result<Answer<'s>, Gap> {
        match self {
            Reply::Got(answer) => Ok(answer),
            Reply::Absent(code) | Reply::Unopened(code) => Err(Gap {
                kind: GapKind::Failed,
                text: Arc::new(Text::new(
                    format!("the provider answered {code}, which is no answer to the question"),
                    format!("云平台返回 {code}，无法据此作出判断"),
                )),
            }),
        }
    }
}

/// The gap of a page that neither has the call's list nor says that there are none.
fn lists(call: &'static Call, page: &Value) -> Result<(), Gap> {
    let node = Node::new(page, call.id);
    if node.has(call.items) || node.maybe_int("TotalCount") == Some(0) { Ok(()) } else { Err(node.lacks(call.items)) }
}

/// Which items of a list have which text at a path, itself or in a list there; items without one are in no one's list.
fn index(call: &Call, path: &str, groups: &[Option<(&GroupKey, &Group)>]) -> Index {
    let mut index = Index::new();
    for (place, group) in groups.iter().enumerate() {
        for (page, answer) in group.iter().flat_map(|(_, group)| &group.pages).enumerate() {
            for (item, value) in items(walk(&answer.body, call.items)).enumerate() {
                #[cfg(test)]
                tests::INDEXED.set(tests::INDEXED.get() + 1);
                for text in items(walk(value, path)).filter_map(Value::as_str).filter(|text| !text.is_empty()) {
                    index.entry(text.to_owned()).or_default().push(Spot { place, page, item });
                }
            }
        }
    }
    index
}

fn not_scanned(call: &Call) -> Gap {
    Gap {
        kind: GapKind::NotScanned,
        text: Arc::new(Text::new(
            format!("{} was not asked in this snapshot", call.id),
            format!("本次快照未调用 {}", call.id),
        )),
    }
}

/// A list that is left out, or shorter than the total beside it, is no list without items.
fn contradiction(call: &Call, group: &Group) -> Option<Gap> {
    let last = &group.pages.last()?.body;
    let found = || group.pages.iter().map(|page| items(walk(&page.body, call.items)).count() as u64).sum();
    let short = !call.items.is_empty() && lacks_items(call, last, found());
    short.then(|| Gap {
        kind: GapKind::Cut,
        text: Arc::new(Text::new(
            format!("the answer of {} does not list what it should: it counts more, or has no list at all", call.id),
            format!("{} 的返回不完整：总数大于列出的条目数，或缺少列表", call.id),
        )),
    })
}

fn gap_of(call: &Call, end: &End) -> Option<Gap> {
    let said = |r: &Refusal| if r.message.is_empty() { r.code.clone() } else { format!("{}: {}", r.code, r.message) };
    let (kind, en, zh) = match end {
        End::Complete | End::Absent(_) | End::Unopened(_) => return None,
        End::Denied(r) => (
            GapKind::Denied,
            format!("{} was refused ({}); it needs the permission {}", call.id, r.code, call.ram),
            format!("{} 被拒绝（{}），需要授予权限 {}", call.id, r.code, call.ram),
        ),
        End::Failed(r) => (
            GapKind::Failed,
            format!("{} failed ({})", call.id, said(r)),
            format!("{} 调用失败（{}）", call.id, said(r)),
        ),
        End::Cut(r) => (
            GapKind::Cut,
            format!("the list of {} could not be read to its end ({})", call.id, said(r)),
            format!("{} 的列表未能读完（{}）", call.id, said(r)),
        ),
        End::Interrupted => (
            GapKind::Cut,
            format!("the collection was interrupted in the middle of {}", call.id),
            format!("采集在 {} 的中途被中断", call.id),
        ),
    };
    Some(Gap { kind, text: Arc::new(Text::new(en, zh)) })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use serde_json::{Value, json};

    use super::super::{Logic, fixture::Fixture, pass};
    use super::*;
    use crate::api::{ecs, ecs_network, rds, sas};
    use crate::checks::Check;
    use crate::domain::FindingStatus::{self, Fail, Pass};
    use crate::snapshot::{Outcome, Record, Snapshot};

    thread_local! {
        /// Items that indexes have read.
        pub(super) static INDEXED: Cell<usize> = const { Cell::new(0) };
    }

    const INTL: &str = "ap-southeast-1";

    fn ids(count: usize, more: impl Fn(usize) -> Value) -> Value {
        let one = |n: usize| {
            let mut item = more(n);
            item["InstanceId"] = json!(format!("i-{n}"));
            item
        };
        (0..count).map(one).collect()
    }

    /// An account with this many instances and hosts, each with one urgent record of each type if its number is even.
    fn account(hosts: usize) -> Fixture {
        let machine = |_| json!({ "Status": "Running", "OSType": "linux", "InstanceNetworkType": "vpc" });
        let known = |n| json!({ "Uuid": format!("u-{n}"), "ClientStatus": "online" });
        let records = || ids(hosts, |n| json!({ "Necessity": if n.is_multiple_of(2) { "asap" } else { "nntf" } }));
        let policy = json!([{
            "Name": "all", "Status": "enabled", "UuidList": (0..hosts).map(|n| format!("u-{n}")).collect::<Vec<_>>(),
            "ClientErrorUuidList": (0..hosts).step_by(2).map(|n| format!("u-{n}")).collect::<Vec<_>>(),
        }]);
        let scope = json!({
            "Count": hosts.div_ceil(2), "UUIDList": (1..hosts).step_by(2).map(|n| format!("u-{n}")).collect::<Vec<_>>(),
        });
        let account = Fixture::new()
            .list(&ecs::INSTANCES, ids(hosts, machine))
            .list(
                &ecs_network::INTERFACES,
                ids(hosts, |n| match n % 2 {
                    0 => json!({ "AssociatedPublicIp": { "PublicIpAddress": "203.0.113.9" } }),
                    _ => json!({}),
                }),
            )
            .list(&sas::INSTANCES, ids(hosts, known))
            .list_in(&sas::INSTANCES, INTL, json!([]))
            .list(&sas::BACKUP_POLICIES, policy)
            .list_in(&sas::BACKUP_POLICIES, INTL, json!([]))
            .answer(&sas::WEBSHELL_SWITCH, json!({ "OverallConfig": { "Config": "on" } }))
            .answer(&sas::WEBSHELL_HOSTS, scope)
            .answer_in(&sas::WEBSHELL_HOSTS, INTL, json!({ "Count": 0, "UUIDList": [] }))
            .list(&sas::SCAN_TYPES, json!([{ "Type": "cve", "Config": "on" }]))
            .answer(&sas::SCAN_LEVELS, json!({ "ConcernNecessity": ["asap"] }));
        let lists: [&'static Call; 5] = [
            &sas::VULNERABILITIES_CVE,
            &sas::VULNERABILITIES_SYS,
            &sas::VULNERABILITIES_CMS,
            &sas::VULNERABILITIES_APP,
            &sas::VULNERABILITIES_EMG,
        ];
        lists.iter().fold(account, |account, call| account.list(call, records()).list_in(call, INTL, json!([])))
    }

    /// Checks that look up each of their items in other lists.
    const LOOK_UP: &[&str] = &[
        "ecs-instance-patched",
        "ecs-instance-no-public-ip",
        "sas-no-open-vulnerabilities",
        "sas-anti-ransomware",
        "sas-webshell-detection",
    ];

    #[test]
    fn a_list_is_read_once_however_often_it_is_looked_up_in() {
        let read = |check: &str, hosts: usize| {
            INDEXED.set(0);
            let found = account(hosts).verdicts(crate::checks::find(check).expect("it exists"));
            let expected = |n: usize| if n.is_multiple_of(2) { Fail } else { Pass };
            let mut wanted: Vec<(String, FindingStatus)> =
                (0..hosts).map(|n| (format!("i-{n}"), expected(n))).collect();
            wanted.sort();
            assert_eq!(found, wanted, "{check}");
            INDEXED.get()
        };
        for check in LOOK_UP {
            let (some, twice) = (read(check, 40), read(check, 80));
            assert!(some > 0 && twice <= 2 * some, "{check} reads {some} items for 40 hosts, {twice} for 80");
        }
        let all_online = account(40).verdicts(crate::checks::find("ecs-instance-protected").expect("it exists"));
        assert!(all_online.len() == 40 && all_online.iter().all(|(_, status)| *status == Pass));
    }

    #[test]
    fn a_look_up_finds_by_either_path_once_and_nothing_by_an_empty_text() {
        let hosts = json!([
            { "InstanceId": "i-1", "Uuid": "u-1" },
            { "InstanceId": "", "Uuid": "u-2" },
            { "InstanceId": "i-1", "Uuid": "u-3" },
        ]);
        let fixture = Fixture::new().list(&sas::INSTANCES, hosts);
        let found = |by: &[(&'static str, &str)]| {
            fixture.with_account(|account| {
                let found = account.find(&sas::INSTANCES, by);
                assert_eq!(found.gaps.len(), 1, "the other centre was not asked");
                found.items.iter().map(|host| host.text("Uuid").to_owned()).collect::<Vec<_>>()
            })
        };
        assert_eq!(found(&[("InstanceId", "i-1"), ("Uuid", "u-1")]), ["u-1", "u-3"]);
        assert_eq!(found(&[("InstanceId", ""), ("Uuid", "u-2")]), ["u-2"]);
        assert!(found(&[("InstanceId", "")]).is_empty() && found(&[("Uuid", "u-9")]).is_empty());
    }

    #[test]
    fn a_list_that_is_not_in_the_answer_is_a_hole_unless_the_total_is_0() {
        for (body, holes) in [
            (json!({ "RequestId": "x" }), 1),
            (json!({ "TotalCount": 3 }), 1),
            (json!({ "TotalCount": 0 }), 0),
            (json!({ "SuspEvents": [] }), 0),
        ] {
            let fixture = Fixture::new().answer(&sas::ALARMS, body.clone()).list_in(&sas::ALARMS, INTL, json!([]));
            let found = fixture.with_account(|account| account.list_or_hole(&sas::ALARMS).gaps.len());
            assert_eq!(found, holes, "{body}");
        }
    }

    /// A snapshot of a regional list in two regions.
    fn two_regions(call: &'static Call, from: RegionsFrom, outcomes: [Outcome; 2]) -> Snapshot {
        let head = serde_json::json!({ "dengbao_snapshot": 1, "version": "0", "started_at": "2026-11-25T00:00:00Z",
            "accounts": [{ "id": "1" }], "regions": ["a", "b"], "regions_from": from, "checks": ["c"] });
        let mut snapshot = Snapshot::new(serde_json::from_value(head).expect("a head"));
        for (region, outcome) in ["a", "b"].into_iter().zip(outcomes) {
            let record = json!({ "account": "1", "region": region, "call": call.id, "last": true, "outcome": outcome,
                "request_id": region, "at": "2026-11-25T00:00:01.000Z" });
            snapshot.add(serde_json::from_value::<Record>(record).expect("a record"));
        }
        snapshot
    }

    /// What a check says that passes whatever it sees.
    fn statuses(snapshot: &Snapshot, of: &'static Call) -> Vec<FindingStatus> {
        let sample = crate::checks::all()[0];
        let logic = Logic::Items { of, judge: |_| pass("", "") };
        let check: &'static Check = Box::leak(Box::new(Check { logic, reads: &[], ..*sample }));
        super::super::evaluate(snapshot, &[check]).into_iter().map(|f| f.status).collect()
    }

    fn unopened(code: &str) -> Outcome {
        Outcome::Unopened(Refusal { code: code.into(), message: String::new() })
    }

    #[test]
    fn a_product_that_no_region_knows_was_asked_wrongly() {
        let all = |from, code| {
            statuses(&two_regions(&rds::INSTANCES, from, [unopened(code), unopened(code)]), &rds::INSTANCES)
        };
        assert_eq!(all(RegionsFrom::Provider, "InvalidRegionId.NotFound"), [FindingStatus::NotAssessed]);
        assert_eq!(all(RegionsFrom::Provider, NO_SUCH_HOST), [FindingStatus::NotAssessed]);
        assert_eq!(all(RegionsFrom::User, NO_SUCH_HOST), [FindingStatus::NotAssessed]);
        // Two regions of the user's choice may well be without it, and so may one of all.
        assert_eq!(all(RegionsFrom::User, "InvalidRegionId.NotFound"), [FindingStatus::NotApplicable]);
        let one = [unopened("InvalidRegionId.NotFound"), Outcome::Json(json!({}))];
        assert_eq!(
            statuses(&two_regions(&rds::INSTANCES, RegionsFrom::Provider, one), &rds::INSTANCES),
            [FindingStatus::NotApplicable]
        );
    }

    #[test]
    fn an_item_that_does_not_say_what_it_is_is_asked_about() {
        let Scope::Each(each) = &rds::SSL.scope else { panic!("a call for each instance") };
        let each = Each { only: Some(("Engine", &["MySQL"])), of: each.of, send: each.send, region: None };
        assert!(each.wants_value(&json!({ "Engine": "mysql" })) && each.wants_value(&json!({})));
        assert!(!each.wants_value(&json!({ "Engine": "SQLServer" })));
    }

    #[test]
    fn a_list_that_contradicts_its_total_is_a_gap() {
        let of = |a| {
            statuses(
                &two_regions(&ecs::INSTANCES, RegionsFrom::Provider, [Outcome::Json(a), Outcome::Json(json!({}))]),
                &ecs::INSTANCES,
            )
        };
        assert_eq!(of(json!({ "TotalCount": 0 })), [FindingStatus::NotApplicable]);
        assert_eq!(of(json!({ "TotalCount": 7 })), [FindingStatus::NotAssessed]);
        assert_eq!(of(json!({ "TotalCount": "7", "Instances": { "Instance": [] } })), [FindingStatus::NotAssessed]);
        assert_eq!(of(json!({ "TotalCount": 7, "Instances": { "Instance": [{}] } })), [FindingStatus::Pass]);
        // A look at the answer itself sees no list without items either.
        let fixture = Fixture::new().answer(&ecs::INSTANCES, json!({ "TotalCount": 7 }));
        let said =
            fixture.with_account(|account| account.ask_in(&ecs::INSTANCES, super::super::fixture::REGION).is_err());
        assert!(said);
    }
}
