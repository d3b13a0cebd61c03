//! Verdicts computed again from the raw record that Prowler's OCSF file carries beside its own verdict.
//!
//! A record that does not hold the deciding field, or holds a value that can also mean "not read", decides nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::catalog::Rederive;
use crate::checks::{self, Check};
use crate::domain::{Finding, FindingStatus, Params};
use crate::text::Text;

/// What the record says.
#[derive(Debug, PartialEq)]
pub(super) enum Derived {
    /// A verdict.
    Verdict(FindingStatus),
    /// Values by parameter name; the verdict follows from the threshold.
    Measured(BTreeMap<String, i64>),
    /// Nothing.
    Unknown,
}

/// Applies a rule.
pub(super) fn derive(rule: Rederive, check: &Check, record: &Value) -> Derived {
    match rule {
        Rederive::OssBucketPublic => bucket_public(record),
        Rederive::SecurityGroupOpenSsh => group_open(record, 22),
        Rederive::SecurityGroupOpenRdp => group_open(record, 3389),
        Rederive::PasswordMaxLoginAttempts => {
            // 0 means no limit, which no bound of the form "at most n" may pass.
            measured(check, number(record, "max_login_attempts").map(|n| if n == 0 { i64::MAX } else { n }))
        }
        Rederive::LogstoreRetention => {
            let forever = record.get("retention_forever").and_then(Value::as_bool) == Some(true);
            let days = if forever { Some(i64::MAX) } else { number(record, "retention_days").filter(|d| *d > 0) };
            measured(check, days)
        }
        Rederive::SqlAuditRetention => {
            // 0 is what the record holds also when the value was not read.
            let on = record.get("audit_log_enabled").and_then(Value::as_bool) == Some(true);
            measured(check, number(record, "audit_log_retention").filter(|d| on && *d > 0))
        }
        Rederive::PasswordMinLength => measured(check, number(record, "minimum_password_length").filter(|n| *n > 0)),
        Rederive::PasswordReuse => measured(check, number(record, "password_reuse_prevention")),
        Rederive::PasswordMaxAge => match number(record, "max_password_age") {
            // No expiry: longer than any number of days.
            Some(0) => measured(check, Some(i64::MAX)),
            days => measured(check, days),
        },
        Rederive::DiskEncrypted => match record.get("is_encrypted").and_then(Value::as_bool) {
            Some(true) => Derived::Verdict(FindingStatus::Pass),
            Some(false) => Derived::Verdict(FindingStatus::Fail),
            None => Derived::Unknown,
        },
    }
}

/// Findings of other checks that the same record answers.
pub(super) fn further(rule: Rederive, record: &Value, finding: &Finding) -> Vec<Finding> {
    if rule != Rederive::PasswordMaxAge {
        return Vec::new();
    }
    // One setting, two opposite rules: CIS 2.0 wants no short lifetime, MLPS wants a periodic change.
    let Some(check) = checks::find("ram-password-expires") else { return Vec::new() };
    let Derived::Measured(measured) = derive(rule, check, record) else { return Vec::new() };
    let mut other = finding.clone();
    other.check_id = Arc::from(check.id);
    other.severity = check.severity;
    other.params = Params::resolve(check.params, &Params::default());
    other.measured = measured;
    other.caution = None;
    other.gap = None;
    other.reason = match number(record, "max_password_age") {
        Some(0) | None => Text::same("max_password_age: 0 (passwords never expire)"),
        Some(days) => Text::same(format!("max_password_age: {days}")),
    };
    let (status, gap) = other.judged_at(check.params, &other.params.clone());
    other.status = status;
    other.gap = gap;
    vec![other]
}

fn measured(check: &Check, value: Option<i64>) -> Derived {
    match (check.params.first(), value) {
        (Some(param), Some(value)) => Derived::Measured([(param.name.to_owned(), value)].into()),
        _ => Derived::Unknown,
    }
}

/// A number of things; none of the settings that are read can be negative.
fn number(record: &Value, key: &str) -> Option<i64> {
    let number = match record.get(key)? {
        Value::Number(n) => n.as_i64(),
        Value::String(s) => s.trim().parse().ok(),
        _ => None,
    };
    number.filter(|n| *n >= 0)
}

/// An ACL or a statement that opens the bucket is a failure. Nothing here is a pass: older versions write `private` for
/// every ACL, an empty policy also stands for a refused read, and the record does not hold what blocks public access.
fn bucket_public(record: &Value) -> Derived {
    if matches!(record.get("acl").and_then(Value::as_str), Some("public-read" | "public-read-write")) {
        return Derived::Verdict(FindingStatus::Fail);
    }
    let statements = record.get("policy").and_then(|p| p.get("Statement")).and_then(Value::as_array);
    let opens = |s: &Value| {
        s.get("Effect").and_then(Value::as_str) == Some("Allow")
            && mentions_everyone(s.get("Principal"))
            && s.get("Condition").is_none_or(|c| c.as_object().is_none_or(serde_json::Map::is_empty))
    };
    if statements.is_some_and(|list| list.iter().any(opens)) {
        Derived::Verdict(FindingStatus::Fail)
    } else {
        Derived::Unknown
    }
}

fn mentions_everyone(principal: Option<&Value>) -> bool {
    match principal {
        Some(Value::String(s)) => s == "*",
        Some(Value::Array(list)) => list.iter().any(|p| p.as_str() == Some("*")),
        _ => false,
    }
}

/// Open to all IPv4 addresses is a failure, also in two halves. Nothing here is a pass: IPv6 ranges and prefix lists are
/// not in the record. A Drop rule may close what an Accept opens, by priority, which the record does not hold either:
/// then nothing is decided.
fn group_open(record: &Value, port: u32) -> Derived {
    let Some(rules) = record.get("ingress_rules").and_then(Value::as_array) else { return Derived::Unknown };
    let text = |rule: &Value, key: &str| rule.get(key).and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    let covers_port = |rule: &Value| {
        let protocol = text(rule, "ip_protocol");
        if !(protocol == "tcp" || protocol == "all") {
            return false;
        }
        let range = text(rule, "port_range");
        if range == "-1/-1" {
            return true;
        }
        let mut ends = range.split('/').filter_map(|p| p.parse::<u32>().ok());
        matches!((ends.next(), ends.next()), (Some(from), Some(to)) if from <= port && port <= to)
    };
    let relevant: Vec<&Value> = rules.iter().filter(|r| covers_port(r)).collect();
    if relevant.iter().any(|r| text(r, "policy") == "drop") {
        return Derived::Unknown;
    }
    let sources: Vec<String> =
        relevant.iter().filter(|r| text(r, "policy") == "accept").map(|r| text(r, "source_cidr_ip")).collect();
    let has = |cidr: &str| sources.iter().any(|s| s == cidr);
    if has("0.0.0.0/0") || (has("0.0.0.0/1") && has("128.0.0.0/1")) {
        Derived::Verdict(FindingStatus::Fail)
    } else {
        Derived::Unknown
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_open_bucket_fails_and_none_passes() {
        let fail = Derived::Verdict(FindingStatus::Fail);
        let allow = |extra: Value| {
            let mut statement = json!({"Effect": "Allow", "Action": ["oss:GetObject"]});
            for (key, value) in extra.as_object().expect("an object") {
                statement[key] = value.clone();
            }
            bucket_public(&json!({"acl": "private", "policy": {"Statement": [statement]}}))
        };
        assert_eq!(bucket_public(&json!({"acl": "public-read", "policy": {}})), fail);
        assert_eq!(allow(json!({"Principal": ["*"]})), fail);
        assert_eq!(allow(json!({"Principal": "*"})), fail);
        assert_eq!(allow(json!({"Principal": {"RAM": ["*"]}})), Derived::Unknown);
        assert_eq!(allow(json!({"NotPrincipal": ["1"]})), Derived::Unknown);
        assert_eq!(allow(json!({"Principal": "*", "Condition": {"IpAddress": {}}})), Derived::Unknown);
        assert_eq!(bucket_public(&json!({"acl": "private", "policy": {"Statement": []}})), Derived::Unknown);
    }

    #[test]
    fn an_open_group_fails_also_in_halves_and_never_passes() {
        let rule = |cidr: &str, policy: &str, ports: &str| json!({"port_range": ports, "source_cidr_ip": cidr, "ip_protocol": "TCP", "policy": policy});
        let of = |rules: Vec<Value>| group_open(&json!({"ingress_rules": rules}), 22);
        let fail = Derived::Verdict(FindingStatus::Fail);
        assert_eq!(of(vec![rule("0.0.0.0/0", "Accept", "1/65535")]), fail);
        assert_eq!(of(vec![rule("0.0.0.0/1", "Accept", "22/22"), rule("128.0.0.0/1", "Accept", "-1/-1")]), fail);
        assert_eq!(of(vec![rule("10.0.0.0/8", "Accept", "22/22")]), Derived::Unknown);
        assert_eq!(of(vec![]), Derived::Unknown);
        assert_eq!(
            of(vec![rule("0.0.0.0/0", "Accept", "22/22"), rule("0.0.0.0/0", "Drop", "22/22")]),
            Derived::Unknown
        );
    }

    #[test]
    fn zero_attempts_means_no_limit() {
        let check = checks::find("ram-password-max-login-attempts").expect("a check");
        let derived = derive(Rederive::PasswordMaxLoginAttempts, check, &json!({"max_login_attempts": 0}));
        assert_eq!(derived, Derived::Measured([("max_attempts".to_owned(), i64::MAX)].into()));
    }
}
