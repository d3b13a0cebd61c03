//! Alerts on audit events: is every event of a rule named by an enabled alert that queries an ActionTrail logstore?
//!
//! An alert is judged by the words of its query. Words of negated terms do not count, and neither do patterns: an event
//! counts when its whole name is in the query. Whether anybody is told is not looked at, so every pass is bounded.

use std::collections::BTreeSet;

use super::account::{Account, Item};
use super::node::Node;
use super::verdict::{Outcome, fail, pass, unknown};
use crate::api::{Call, actiontrail, sls};
use crate::domain::Gap;

/// The calls that [`judge`] looks at.
pub const READS: &[&Call] = &[&actiontrail::TRAILS, &actiontrail::STATUS, &sls::ALERTS];

/// What alerts have to watch.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    /// Events. `a+b` asks for both words in one query, `a/b` takes either spelling; `+` binds less.
    pub events: &'static [&'static str],
    /// The service whose events they are; a query that filters by service must name it. Empty: any.
    pub service: &'static str,
    /// Built-in templates that watch all of it.
    pub templates: &'static [&'static str],
}

/// A logstore that receives audit events: project and name.
type Store<'s> = (&'s str, String);

/// Judges the account: a pass needs every event to be watched, by one alert or by several together.
///
/// # Errors
/// Not every event is watched by what could be read, and something could not be read.
pub fn judge(account: &Account<'_>, watch: &Watch) -> Outcome {
    let mut gaps: Vec<Gap> = Vec::new();
    let stores = stores(account, &mut gaps);
    let projects: BTreeSet<&str> = account.list(&sls::PROJECTS).items.iter().map(Item::id).collect();
    let alerts = account.list(&sls::ALERTS);
    gaps.extend(alerts.gaps.into_iter().map(|(_, gap)| gap));

    let mut open: Vec<&str> = watch.events.to_vec();
    let (mut by, mut enabled) = (Vec::new(), 0);
    for alert in &alerts.items {
        let queries = match queries(alert, &stores) {
            Ok(queries) => queries,
            Err(gap) => {
                gaps.push(gap);
                continue;
            }
        };
        let Some(queries) = queries else { continue };
        enabled += 1;
        let before = open.len();
        if watch.templates.contains(&alert.text("configuration.templateConfiguration.id")) {
            open.clear();
        }
        for words in queries.iter().map(|query| words(query)).filter(|words| concerns(words, watch.service)) {
            open.retain(|event| !names(&words, event));
        }
        if open.len() < before {
            by.push(alert.text("name"));
        }
    }
    if open.is_empty() {
        let (en, zh) = (by.join(", "), by.join("、"));
        return pass(format!("watched by: {en}"), format!("已由告警规则监控：{zh}")).map(|v| {
            v.bounded(
                "judged by the words of the alerts' queries; thresholds, schedules and receivers were not examined",
                "仅依据告警查询语句判断，未核查触发阈值、执行计划与通知对象",
            )
        });
    }
    if let Some(gap) = gaps.into_iter().next() {
        return Err(gap);
    }
    if let Some((project, _)) = stores.iter().find(|(project, _)| !projects.contains(project)) {
        return unknown(
            format!("a trail delivers to project {project}, which is not among the projects whose alerts were read"),
            format!("跟踪投递到 Project {project}，其告警规则不在已读取范围内"),
        );
    }
    let missing: Vec<String> = open.iter().map(|event| shown(event)).collect();
    let (missing, missing_zh) = (missing.join(", "), missing.join("、"));
    match (stores.is_empty(), enabled) {
        (true, 0) => fail(
            "no enabled alert queries a logstore with ActionTrail events, and no trail delivers to one",
            "没有跟踪投递到日志服务，也没有启用的告警规则查询操作审计日志库",
        ),
        _ => fail(
            format!("{enabled} enabled alerts query ActionTrail logstores; not watched: {missing}"),
            format!("查询操作审计日志库且已启用的告警规则 {enabled} 条，未监控：{missing_zh}"),
        ),
    }
}

/// Logstores to which a trail delivers the writes of all regions.
fn stores<'s>(account: &'s Account<'s>, gaps: &mut Vec<Gap>) -> Vec<Store<'s>> {
    let trails = account.list(&actiontrail::TRAILS);
    gaps.extend(trails.gaps.into_iter().map(|(_, gap)| gap));
    let mut stores = Vec::new();
    for trail in &trails.items {
        match store_of(trail) {
            Ok(store) => stores.extend(store),
            Err(gap) => gaps.push(gap),
        }
    }
    stores
}

fn store_of<'s>(trail: &Item<'s>) -> Result<Option<Store<'s>>, Gap> {
    let Some((_, project)) = trail.text("SlsProjectArn").rsplit_once("project/") else { return Ok(None) };
    let writes = matches!(trail.str("EventRW")?, "All" | "Write");
    if trail.str("Status")? != "Enable" || trail.str("TrailRegion")? != "All" || !writes {
        return Ok(None);
    }
    let status = trail.ask(&actiontrail::STATUS)?.must()?;
    let delivers = status.flag("IsLogging")?
        && status.maybe_flag("SlsLogStoreStatus") != Some(false)
        && status.text("LatestDeliveryLogServiceError").is_empty();
    Ok(delivers.then(|| (project, format!("actiontrail_{}", trail.text("Name")))))
}

/// The queries of an alert on ActionTrail logstores; none when the alert is off or looks elsewhere.
fn queries<'s>(alert: &Item<'s>, stores: &[Store<'_>]) -> Result<Option<Vec<&'s str>>, Gap> {
    let muted = alert.maybe_int("configuration.muteUntil").unwrap_or(0);
    if !alert.str("status")?.eq_ignore_ascii_case("ENABLED") || muted > alert.account().now().unix_timestamp() {
        return Ok(None);
    }
    let home = alert.sent("project");
    let all = alert.at("configuration").list("queryList");
    // A rule made from a template may carry no query of its own: then its project decides.
    if all.is_empty() {
        let audits = is_audit_center(home) || stores.iter().any(|(project, _)| *project == home);
        return Ok(audits.then(Vec::new));
    }
    let on: Vec<&str> = all.iter().filter(|q| is_on(q, home, stores)).map(|q| q.text("query")).collect();
    Ok((!on.is_empty()).then_some(on))
}

fn is_on(query: &Node<'_>, home: &str, stores: &[Store<'_>]) -> bool {
    let project = Some(query.text("project")).filter(|p| !p.is_empty()).unwrap_or(home);
    let store = query.text("store");
    is_audit_center(project) && store == "actiontrail_log"
        || stores.iter().any(|(in_project, name)| *in_project == project && name == store)
}

/// Projects of the log audit service.
fn is_audit_center(project: &str) -> bool {
    project.starts_with("slsaudit-center-")
}

/// A query that filters by service must name this one.
fn concerns(words: &BTreeSet<&str>, service: &str) -> bool {
    let filters = words.iter().any(|w| w.ends_with("serviceName"));
    service.is_empty() || !filters || words.iter().any(|w| w.eq_ignore_ascii_case(service))
}

/// An event as people read it: one spelling.
fn shown(event: &str) -> String {
    event.split('+').filter_map(|part| part.split('/').next()).collect::<Vec<_>>().join(" + ")
}

fn names(words: &BTreeSet<&str>, event: &str) -> bool {
    event.split('+').all(|part| part.split('/').any(|word| words.contains(word)))
}

/// How the words at a place of a query count.
#[derive(Clone, Copy, Default)]
struct Place {
    /// The brackets around it do not count.
    dropped: bool,
    /// In the list of a `select`, a `group` or an `order`: shown, not asked for.
    listed: bool,
    /// In a negated term.
    negated: bool,
}

impl Place {
    fn counts(self) -> bool {
        !(self.dropped || self.listed || self.negated)
    }
}

/// The words that a query asks for: those of its search and its conditions, outside negated terms.
///
/// A term ends at `and`, `or`, `|`, brackets and the clauses of SQL; it is negated by `not`, `!=` and `<>`, and by a
/// comparison with nothing.
fn words(query: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let (mut term, mut place, mut around) = (Vec::new(), Place::default(), Vec::new());
    let (mut rest, mut sql) = (query, false);
    while let Some(next) = rest.chars().next() {
        let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(end.max(next.len_utf8() * usize::from(end == 0)));
        rest = tail;
        let lower = head.to_ascii_lowercase();
        let mut end_term = |place: Place| found.extend(term.drain(..).filter(|_| place.counts()));
        match lower.as_str() {
            "(" => {
                end_term(place);
                around.push(place);
                place = Place { dropped: !place.counts(), ..Place::default() };
            }
            ")" => {
                end_term(place);
                place = around.pop().unwrap_or_default();
            }
            "and" | "or" => {
                end_term(place);
                place.negated = false;
            }
            "|" | "where" | "having" | "from" | "select" | "group" | "order" => {
                end_term(place);
                sql |= lower == "select";
                place.negated = false;
                place.listed = sql && matches!(lower.as_str(), "select" | "group" | "order");
            }
            "not" if !begins_with(rest, &["null"]) => {
                end_term(place);
                place.negated = true;
            }
            "is" => place.negated ^= begins_with(rest, &["null"]),
            ":" | "=" => place.negated ^= begins_with(rest, NOTHING),
            "!" => {
                rest = rest.trim_start_matches('=');
                place.negated |= !begins_with(rest, NOTHING);
            }
            "<" if rest.starts_with('>') => {
                rest = rest.trim_start_matches('>');
                place.negated |= !begins_with(rest, NOTHING);
            }
            // A comment of SQL runs to the end of its line.
            _ if lower.starts_with("--") => rest = rest.split_once('\n').map_or("", |(_, after)| after),
            _ if end > 0 => term.push(head),
            _ => {}
        }
    }
    found.extend(term.into_iter().filter(|_| place.counts()));
    found
}

/// Texts of length nothing.
const NOTHING: &[&str] = &["''", "\"\""];

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '*')
}

fn begins_with(text: &str, any: &[&str]) -> bool {
    let text = text.trim_start();
    any.iter().any(|what| text.get(..what.len()).is_some_and(|head| head.eq_ignore_ascii_case(what)))
}

/// A small account with a trail and an alert, for the tests of the checks.
#[cfg(test)]
pub mod sample {
    use serde_json::{Value, json};

    use super::super::fixture::Fixture;
    use super::{actiontrail, sls};
    use crate::checks::Check;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};

    const TRAIL: &[(&str, &str)] = &[("Name", "audit"), ("IsOrganizationTrail", "false")];
    const PROJECT: &[(&str, &str)] = &[("project", "audit-logs")];

    /// An account whose only trail delivers to Log Service.
    pub fn account() -> Fixture {
        trail("All", "Enable", json!({ "IsLogging": true, "SlsLogStoreStatus": true }))
    }

    fn trail(writes: &str, status: &str, delivery: Value) -> Fixture {
        let trail = json!({
            "Name": "audit", "IsOrganizationTrail": false, "HomeRegion": "cn-hangzhou", "TrailRegion": "All",
            "EventRW": writes, "Status": status,
            "SlsProjectArn": "acs:log:cn-hangzhou:1234567890123456:project/audit-logs",
        });
        Fixture::new()
            .list(&actiontrail::TRAILS, json!([trail]))
            .detail(&actiontrail::STATUS, TRAIL, delivery)
            .list(&sls::PROJECTS, json!([{ "projectName": "audit-logs" }]))
    }

    /// An alert with one query.
    pub fn alert(status: &str, store: &str, query: &str, template: &str) -> Value {
        json!({
            "name": "alert-1", "status": status,
            "configuration": {
                "queryList": [{ "project": "audit-logs", "store": store, "query": query }],
                "templateConfiguration": { "id": template },
            },
        })
    }

    /// An account with one alert for each query.
    pub fn watching(queries: &[&str]) -> Fixture {
        let alerts: Vec<Value> = queries.iter().map(|q| alert("ENABLED", "actiontrail_audit", q, "")).collect();
        account().detail_list(&sls::ALERTS, PROJECT, json!(alerts))
    }

    /// An account with an alert made from a template.
    pub fn from_template(id: &str) -> Fixture {
        let alert = alert("ENABLED", "actiontrail_audit", "* | select 1", id);
        account().detail_list(&sls::ALERTS, PROJECT, json!([alert]))
    }

    /// The query passes, and every change of what decides takes the pass away.
    pub fn holds(check: &'static Check, query: &str, event: &str) {
        let finding = watching(&[query]).finding(check);
        assert_eq!(finding.status, Pass, "{query}");
        assert!(finding.caution.is_some(), "a pass is bounded");
        // The field is `status`: a tool that reads another name finds no alert at all.
        let with = |status: &str, store: &str| {
            account().detail_list(&sls::ALERTS, PROJECT, json!([alert(status, store, query, "")])).verdict(check)
        };
        assert_eq!(with("ENABLED", "actiontrail_audit"), Pass);
        assert_eq!(with("DISABLED", "actiontrail_audit"), Fail);
        assert_eq!(with("ENABLED", "nginx"), Fail);
        assert_eq!(watching(&[&query.replace(event, "Other")]).verdict(check), Fail, "without {event}");
        assert_eq!(watching(&[&format!("not ({query})")]).verdict(check), Fail);
        assert_eq!(watching(&[]).verdict(check), Fail);
        let stopped = trail("All", "Enable", json!({ "IsLogging": false, "SlsLogStoreStatus": true }));
        let on = json!([alert("ENABLED", "actiontrail_audit", query, "")]);
        assert_eq!(stopped.detail_list(&sls::ALERTS, PROJECT, on.clone()).verdict(check), Fail);
        let reads = trail("Read", "Enable", json!({ "IsLogging": true, "SlsLogStoreStatus": true }));
        assert_eq!(reads.detail_list(&sls::ALERTS, PROJECT, on).verdict(check), Fail);
        assert_eq!(account().denied(&sls::ALERTS, PROJECT).verdict(check), NotAssessed);
        assert_eq!(Fixture::new().verdict(check), NotAssessed);
        let none = Fixture::new().list(&actiontrail::TRAILS, json!([])).list(&sls::PROJECTS, json!([]));
        assert_eq!(none.verdict(check), Fail);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::fixture::Fixture;
    use super::*;
    use crate::checks::Check;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};

    #[test]
    fn words_are_whole_and_negated_terms_do_not_count() {
        let seen = |query: &str, word: &str| words(query).contains(word);
        for query in [
            "\"event.eventName\": CreateVpc or \"event.eventName\": DeleteVpc",
            "(event.serviceName: Vpc) and (event.eventName:\"CreateVpc\" OR event.eventName: DeleteVpc)",
            "* | select count(1) as n where \"event.eventName\" in ('CreateVpc','DeleteVpc')",
            "not event.userIdentity.type: system and event.eventName: CreateVpc",
            "not (a: 1 or b: 2) and event.eventName: CreateVpc",
            "CreateVpc and event.errorCode != ''",
            "CreateVpc",
        ] {
            assert!(seen(query, "CreateVpc"), "{query}");
        }
        for query in [
            "\"event.eventName\": CreateVpcFirewallControlPolicy",
            "not \"event.eventName\": CreateVpc and \"event.eventName\": DeleteVpc",
            "NOT CreateVpc",
            "not (event.eventName: DeleteVpc or (event.eventName: CreateVpc))",
            "* | select 1 where \"event.eventName\" != 'CreateVpc'",
            "* | select 1 where 'CreateVpc' <> \"event.eventName\"",
            "* | select 1 where \"event.eventName\" not in ('CreateVpc', 'DeleteVpc')",
            "DeleteVpc -- CreateVpc",
            "event.eventName: Create*",
        ] {
            assert!(!seen(query, "CreateVpc"), "{query}");
        }
        for query in [
            "ConsoleSignin and event.errorCode: *",
            "ConsoleSignin not event.errorCode: \"\"",
            "ConsoleSignin | select 1 as n where \"event.errorCode\" is not null",
            "ConsoleSignin | select 1 as n from log where \"event.errorCode\" <> ''",
            "* | select n from (select 1 as n from log where \"event.errorCode\" != '' and a = 'b') where n > 1",
        ] {
            assert!(seen(query, "event.errorCode"), "{query}");
        }
        for query in [
            "ConsoleSignin not event.errorCode: x",
            "ConsoleSignin and event.errorCode: \"\"",
            "ConsoleSignin | select 1 where \"event.errorCode\" is null",
            "ConsoleSignin | select \"event.errorCode\" as code, count(\"event.errorCode\") from log",
            "ConsoleSignin | select count(1) from log where a = 'b' group by \"event.errorCode\"",
        ] {
            assert!(!seen(query, "event.errorCode"), "{query}");
        }
    }

    #[test]
    fn odd_queries_end() {
        for query in ["", "(((", ")))", "not", "!", "<", "a !=", "'ü' ≠ 中文", "--"] {
            words(query);
        }
    }

    #[test]
    fn a_query_on_another_service_does_not_count() {
        let says = |query: &str| concerns(&words(query), "Vpc");
        assert!(says("event.eventName: CreateVpc"));
        assert!(says("(event.serviceName: Ecs or event.serviceName: vpc) and event.eventName: CreateVpc"));
        assert!(!says("event.serviceName: Ecs and event.eventName: CreateVpc"));
    }

    #[test]
    fn both_words_of_an_event_are_in_one_query() {
        assert!(names(&words("ConsoleSignin and event.errorCode: *"), "ConsoleSignin+event.errorCode"));
        assert!(!names(&words("ConsoleSignin"), "ConsoleSignin+event.errorCode"));
        assert_eq!(shown("x.isMFAChecked/y.isMFAChecked+false"), "x.isMFAChecked + false");
        assert!(names(&words("x.isMFAChecked: false"), "x.isMFAChecked/y.isMFAChecked+false"));
    }

    fn check() -> &'static Check {
        crate::checks::find("sls-alert-kms-key-changes").expect("it exists")
    }

    const ALL: &str = "DisableKey or ScheduleKeyDeletion or DeleteKeyMaterial";

    fn with(change: impl Fn(&mut Value)) -> Fixture {
        let mut alert = sample::alert("ENABLED", "actiontrail_audit", ALL, "");
        change(&mut alert);
        sample::account().detail_list(&sls::ALERTS, &[("project", "audit-logs")], json!([alert]))
    }

    #[test]
    fn a_muted_alert_and_one_without_status_do_not_count() {
        assert_eq!(with(|_| ()).verdict(check()), Pass);
        assert_eq!(with(|a| a["configuration"]["muteUntil"] = json!(4_000_000_000_i64)).verdict(check()), Fail);
        assert_eq!(with(|a| a["configuration"]["muteUntil"] = json!(1)).verdict(check()), Pass);
        assert_eq!(with(|a| a["status"] = Value::Null).verdict(check()), NotAssessed);
    }

    #[test]
    fn the_project_of_a_query_is_its_own_or_that_of_the_alert() {
        let query = |a: &mut Value, project: &str, store: &str| {
            a["configuration"]["queryList"][0]["project"] = json!(project);
            a["configuration"]["queryList"][0]["store"] = json!(store);
        };
        for (project, store, expected) in [
            ("", "actiontrail_audit", Pass),
            ("slsaudit-center-1-cn-hangzhou", "actiontrail_log", Pass),
            ("slsaudit-center-1-cn-hangzhou", "oss_log", Fail),
            ("other", "actiontrail_audit", Fail),
        ] {
            assert_eq!(with(|a| query(a, project, store)).verdict(check()), expected, "{project} {store}");
        }
    }

    #[test]
    fn a_trail_into_a_project_that_was_not_read_is_a_gap() {
        let account = sample::account().list(&sls::PROJECTS, json!([]));
        assert_eq!(account.verdict(check()), NotAssessed);
    }
}
