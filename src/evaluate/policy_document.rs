//! Policy documents of RAM and OSS: who may do what, on what, when.
//!
//! Reading is tolerant of form (single or list, any case) and strict of meaning: a part that cannot be understood makes
//! the whole document a gap, because a statement left out could be the one that opens the door.

use serde_json::Value;

use super::verdict::unknown;
use crate::domain::Gap;

/// A policy document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyDocument {
    /// Its statements, in order.
    pub statements: Vec<Statement>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// True for `Allow`, false for `Deny`.
    pub allow: bool,
    /// Actions, `oss:GetObject`.
    pub actions: Which,
    /// Resources, `acs:oss:*:*:bucket/*`; everything where the document names none (trust policies).
    pub resources: Which,
    /// To whom it applies; `None` where the document names nobody (policies attached to an identity).
    pub principals: Option<Principals>,
    /// Conditions, all of which must hold.
    pub conditions: Vec<Condition>,
}

/// The patterns a statement is about, or all but those.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// These patterns.
    These(Vec<String>),
    /// Everything except these patterns (`NotAction`, `NotResource`).
    AllBut(Vec<String>),
}

/// To whom a statement applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principals {
    /// These.
    These(Vec<Principal>),
    /// Everybody except these (`NotPrincipal`).
    AllBut(Vec<Principal>),
}

/// Somebody to whom a statement applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// `RAM`, `Service`, `Federated` as the document writes it; empty in bucket policies, which name plain ids.
    pub kind: String,
    /// Name: `*`, an account or user id, `acs:ram::1234:root`, `ecs.aliyuncs.com`.
    pub name: String,
}

/// A condition: the operator holds between the value of the key and one of the values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Operator, `IpAddress`, as the document writes it.
    pub operator: String,
    /// Key, `acs:SourceIp`, as the document writes it.
    pub key: String,
    /// Values as text.
    pub values: Vec<String>,
}

/// Any action at all: every action is `service:Name`.
pub const ANY_ACTION: &str = "*:*";
/// Any resource at all: every resource is `acs:service:region:account:path`.
pub const ANY_RESOURCE: &str = "acs:*:*:*:*";

impl PolicyDocument {
    /// Reads a document from its text.
    ///
    /// # Errors
    /// The text is no policy document, or holds a part that cannot be understood.
    pub fn parse(text: &str) -> Result<Self, Gap> {
        match serde_json::from_str::<Value>(text) {
            Ok(value) => Self::read(&value),
            Err(_) => unreadable("it is not JSON", "不是合法 JSON"),
        }
    }

    /// Reads a document.
    ///
    /// # Errors
    /// The value is no policy document, or holds a part that cannot be understood.
    pub fn read(document: &Value) -> Result<Self, Gap> {
        match member(document, "Statement") {
            Some(Value::Array(list)) => {
                Ok(PolicyDocument { statements: list.iter().map(Statement::read).collect::<Result<_, _>>()? })
            }
            Some(one @ Value::Object(_)) => Ok(PolicyDocument { statements: vec![Statement::read(one)?] }),
            _ => unreadable("it has no Statement", "缺少 Statement"),
        }
    }

    /// The statements that allow.
    pub fn allowing(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(|s| s.allow)
    }

    /// The statements that deny.
    pub fn denying(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(|s| !s.allow)
    }

    /// True when one statement allows every action on every resource without condition. Denials beside it do not count.
    pub fn is_admin(&self) -> bool {
        self.allowing().any(|s| s.conditions.is_empty() && s.covers(ANY_ACTION, ANY_RESOURCE))
    }

    /// True when the action (or some action of a pattern, `ram:*`) may be allowed on the resource (or some resource of
    /// a pattern), under a condition or without, and is not denied altogether. Errs on the side of "allowed".
    pub fn allows(&self, action: &str, resource: &str) -> bool {
        self.allowing().any(|s| s.touches(action, resource)) && !self.denies(action, resource)
    }

    /// True when the action (or every action of a pattern) is denied without condition on the resource (or every resource
    /// of a pattern), to everyone where the document names principals. Errs on the side of "not denied".
    pub fn denies(&self, action: &str, resource: &str) -> bool {
        self.denying().any(|s| {
            s.conditions.is_empty() && s.covers(action, resource) && (s.principals.is_none() || s.names_everyone())
        })
    }

    /// True when requests without TLS are refused, whoever makes them: denials for everyone of every action of the
    /// service (`oss:*`), under the single condition that `acs:SecureTransport` is false, reach each of the resources.
    pub fn refuses_plain_http(&self, actions: &str, resources: &[String]) -> bool {
        let plain = |s: &&Statement| {
            s.names_everyone()
                && matches!(&s.conditions[..], [c] if c.is("Bool", "acs:SecureTransport") && c.has("false"))
        };
        !resources.is_empty() && resources.iter().all(|r| self.denying().filter(plain).any(|s| s.covers(actions, r)))
    }

    /// True when an allowing statement names everyone, under a condition or without.
    pub fn allows_everyone(&self) -> bool {
        self.allowing().any(Statement::names_everyone)
    }
}

impl Statement {
    fn read(statement: &Value) -> Result<Self, Gap> {
        let allow = match member(statement, "Effect").and_then(Value::as_str) {
            Some(effect) if effect.eq_ignore_ascii_case("Allow") => true,
            Some(effect) if effect.eq_ignore_ascii_case("Deny") => false,
            _ => return unreadable("a statement has no Effect", "语句缺少 Effect"),
        };
        let Some(actions) = Which::read(statement, "Action", "NotAction")? else {
            return unreadable("a statement has no Action", "语句缺少 Action");
        };
        let resources = Which::read(statement, "Resource", "NotResource")?.unwrap_or(Which::AllBut(Vec::new()));
        let principals = match (member(statement, "Principal"), member(statement, "NotPrincipal")) {
            (None, None) => None,
            (Some(these), None) => Some(Principals::These(principals(these)?)),
            (None, Some(these)) => Some(Principals::AllBut(principals(these)?)),
            (Some(_), Some(_)) => {
                return unreadable(
                    "a statement has both Principal and NotPrincipal",
                    "语句同时含 Principal 与 NotPrincipal",
                );
            }
        };
        let conditions = member(statement, "Condition").map_or(Ok(Vec::new()), conditions)?;
        Ok(Statement { allow, actions, resources, principals, conditions })
    }

    /// True when it is about the action (every action of a pattern) on the resource (every resource of a pattern).
    pub fn covers(&self, action: &str, resource: &str) -> bool {
        self.actions.covers(action) && self.resources.covers(resource)
    }

    /// True when it is about the action (some action of a pattern) on the resource (some resource of a pattern).
    pub fn touches(&self, action: &str, resource: &str) -> bool {
        self.actions.touches(action) && self.resources.touches(resource)
    }

    /// True when it applies to everybody, anonymous visitors included. "Everybody except" counts for statements that
    /// allow, not for those that deny.
    pub fn names_everyone(&self) -> bool {
        match &self.principals {
            Some(Principals::These(these)) => these.iter().any(Principal::is_everyone),
            Some(Principals::AllBut(but)) => self.allow || but.is_empty(),
            None => false,
        }
    }

    /// The principals it names; none for "everybody except".
    pub fn named(&self) -> &[Principal] {
        match &self.principals {
            Some(Principals::These(these)) => these,
            Some(Principals::AllBut(_)) | None => &[],
        }
    }

    /// The condition with this operator and key, in any case.
    pub fn condition(&self, operator: &str, key: &str) -> Option<&Condition> {
        self.conditions.iter().find(|c| c.is(operator, key))
    }
}

impl Principal {
    /// True when it stands for everybody: `*`, or a pattern in the place of the account.
    pub fn is_everyone(&self) -> bool {
        let named = self.kind.is_empty() || self.kind.eq_ignore_ascii_case("RAM");
        let everyone = |part: &str| !part.is_empty() && part.chars().all(|c| c == '*');
        named && (everyone(&self.name) || self.name.split(':').nth(3).is_some_and(|account| account.contains('*')))
            || everyone(&self.name)
    }

    /// The account in a name such as `acs:ram::1234:root` or `arn:sts::1234:assumed-role/reader/*`.
    pub fn account(&self) -> Option<&str> {
        let account = self.name.split(':').nth(3)?;
        (!account.is_empty() && account.bytes().all(|b| b.is_ascii_digit())).then_some(account)
    }
}

impl Condition {
    /// True for this operator and key, in any case.
    pub fn is(&self, operator: &str, key: &str) -> bool {
        self.operator.eq_ignore_ascii_case(operator) && self.key.eq_ignore_ascii_case(key)
    }

    /// True when one of the values is this, in any case.
    pub fn has(&self, value: &str) -> bool {
        self.values.iter().any(|v| v.trim().eq_ignore_ascii_case(value))
    }
}

impl Which {
    fn read(statement: &Value, these: &str, all_but: &str) -> Result<Option<Self>, Gap> {
        match (member(statement, these), member(statement, all_but)) {
            (None, None) => Ok(None),
            (Some(list), None) => Ok(Some(Which::These(texts(list, these)?))),
            (None, Some(list)) => Ok(Some(Which::AllBut(texts(list, all_but)?))),
            (Some(_), Some(_)) => unreadable(
                &format!("a statement has both {these} and {all_but}"),
                &format!("语句同时含 {these} 与 {all_but}"),
            ),
        }
    }

    /// True when everything that `wanted` stands for (itself, or all that a pattern matches) is included.
    pub fn covers(&self, wanted: &str) -> bool {
        match self {
            Which::These(patterns) => patterns.iter().any(|p| matches(p, wanted)),
            Which::AllBut(patterns) => !patterns.iter().any(|p| overlap(p, wanted)),
        }
    }

    /// True when something that `wanted` stands for is included.
    pub fn touches(&self, wanted: &str) -> bool {
        match self {
            Which::These(patterns) => patterns.iter().any(|p| overlap(p, wanted)),
            Which::AllBut(patterns) => !patterns.iter().any(|p| matches(p, wanted)),
        }
    }
}

/// True when the pattern (`*` any text, `?` one character, any case) matches all that `wanted` stands for: a text, or
/// a pattern whose wildcards must meet a `*`.
pub fn matches(pattern: &str, wanted: &str) -> bool {
    compare(pattern, wanted, |p, w| p == w || (p == '?' && w != '*'), false)
}

/// True when some text is matched by both patterns.
pub fn overlap(a: &str, b: &str) -> bool {
    compare(a, b, |x, y| x == y || x == '?' || y == '?', true)
}

/// Walks two patterns together. `*` in `a` takes any run of `b`; with `both`, `*` in `b` takes any run of `a` too.
fn compare(a: &str, b: &str, same: fn(char, char) -> bool, both: bool) -> bool {
    let lower = |s: &str| -> Vec<char> { s.trim().to_lowercase().chars().collect() };
    let (a, b) = (lower(a), lower(b));
    // row[j]: the part of `a` so far meets the first j characters of `b`.
    let mut row: Vec<bool> = std::iter::once(true)
        .chain(b.iter().scan(both, |run, c| {
            *run &= *c == '*';
            Some(*run)
        }))
        .collect();
    for x in a {
        let mut next = vec![x == '*' && row[0]];
        for (j, y) in b.iter().enumerate() {
            let skip_a = x == '*' && (row[j + 1] || next[j]);
            let skip_b = both && *y == '*' && (row[j + 1] || next[j]);
            next.push(skip_a || skip_b || (row[j] && same(x, *y)));
        }
        row = next;
    }
    row.last().copied().unwrap_or(false)
}

/// The member of an object, whatever the case of its name; null counts as absent.
fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    value.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v).filter(|v| !v.is_null())
}

fn texts(value: &Value, what: &str) -> Result<Vec<String>, Gap> {
    let text = |value: &Value| match value {
        Value::String(s) => Ok(s.clone()),
        Value::Bool(b) => Ok(b.to_string()),
        Value::Number(n) => Ok(n.to_string()),
        _ => unreadable(&format!("{what} holds something other than text"), &format!("{what} 含有非文本内容")),
    };
    match value {
        Value::Array(list) => list.iter().map(text).collect(),
        one => Ok(vec![text(one)?]),
    }
}

fn principals(value: &Value) -> Result<Vec<Principal>, Gap> {
    let named = |kind: &str, value: &Value| -> Result<Vec<Principal>, Gap> {
        let names = texts(value, "Principal")?;
        Ok(names.into_iter().map(|name| Principal { kind: kind.to_owned(), name: name.trim().to_owned() }).collect())
    };
    match value {
        Value::Object(kinds) => {
            let lists: Vec<_> = kinds.iter().map(|(kind, list)| named(kind, list)).collect::<Result<_, _>>()?;
            Ok(lists.into_iter().flatten().collect())
        }
        plain => named("", plain),
    }
}

fn conditions(value: &Value) -> Result<Vec<Condition>, Gap> {
    let wrong =
        || unreadable("a Condition is not an object of operators and keys", "Condition 不是由运算符与条件键构成的对象");
    let Value::Object(operators) = value else { return wrong() };
    let mut conditions = Vec::new();
    for (operator, keys) in operators {
        let Value::Object(keys) = keys else { return wrong() };
        for (key, values) in keys {
            let values = texts(values, "Condition")?;
            conditions.push(Condition { operator: operator.clone(), key: key.clone(), values });
        }
    }
    Ok(conditions)
}

fn unreadable<T>(en: &str, zh: &str) -> Result<T, Gap> {
    unknown(format!("the policy document cannot be understood: {en}"), format!("无法解析授权策略：{zh}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(statement: Value) -> PolicyDocument {
        PolicyDocument::read(&json!({ "Version": "1", "Statement": statement })).expect("a document")
    }

    #[test]
    fn wildcards_match_in_any_case() {
        for (pattern, wanted) in [
            ("*", "*:*"),
            ("oss:*", "OSS:GetObject"),
            ("oss:Get*", "oss:GetObject"),
            ("oss:?etObject", "oss:GetObject"),
            ("*", ""),
            ("oss:*", "oss:*"),
            ("acs:*", ANY_RESOURCE),
        ] {
            assert!(matches(pattern, wanted), "{pattern} {wanted}");
        }
        for (pattern, wanted) in
            [("oss:Get*", "oss:PutObject"), ("oss:Get*", "oss:*"), ("oss:?", "oss:*"), ("", "x"), ("oss:*", "*:*")]
        {
            assert!(!matches(pattern, wanted), "{pattern} {wanted}");
        }
    }

    #[test]
    fn patterns_overlap_when_a_text_meets_both() {
        for (a, b) in [("oss:Get*", "oss:*"), ("*Object", "oss:*"), ("ram:*", "*:*"), ("a?c", "*bc"), ("*", "")] {
            assert!(overlap(a, b) && overlap(b, a), "{a} {b}");
        }
        for (a, b) in [("oss:Get*", "oss:Put*"), ("ram:*", "oss:*"), ("a", ""), ("a?", "a")] {
            assert!(!overlap(a, b) && !overlap(b, a), "{a} {b}");
        }
    }

    #[test]
    fn an_administrator_is_known_in_every_form() {
        for statement in [
            json!({ "Effect": "Allow", "Action": "*", "Resource": "*" }),
            json!([{ "Effect": "allow", "Action": ["*:*"], "Resource": ["acs:*:*:*:*"] }]),
            json!([{ "Effect": "Allow", "NotAction": [], "NotResource": "acs:none" }]),
        ] {
            assert!(document(statement.clone()).is_admin(), "{statement}");
        }
        for statement in [
            json!({ "Effect": "Deny", "Action": "*", "Resource": "*" }),
            json!({ "Effect": "Allow", "Action": "oss:*", "Resource": "*" }),
            json!({ "Effect": "Allow", "Action": "*", "Resource": "acs:oss:*:*:*" }),
            json!({ "Effect": "Allow", "NotAction": "ram:*", "Resource": "*" }),
            json!({ "Effect": "Allow", "Action": "*", "Resource": "*",
                    "Condition": { "Bool": { "acs:MFAPresent": "true" } } }),
        ] {
            assert!(!document(statement.clone()).is_admin(), "{statement}");
        }
    }

    #[test]
    fn allowed_means_perhaps_and_denied_means_surely() {
        let key = "acs:kms:cn-hangzhou:1:key/a";
        let document = document(json!([
            { "Effect": "Allow", "NotAction": "ram:*", "Resource": "acs:kms:*:*:key/*" },
            { "Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*" },
            { "Effect": "Deny", "Action": "kms:*", "Resource": "*",
              "Condition": { "Bool": { "acs:SecureTransport": "false" } } },
        ]));
        assert!(document.allows("kms:Encrypt", key) && document.allows("kms:*", "acs:kms:*:*:*"));
        assert!(!document.allows("ram:CreateUser", key) && !document.allows("kms:Encrypt", "acs:oss:*:*:b"));
        assert!(document.denies("kms:Decrypt", key) && !document.allows("kms:Decrypt", key));
        assert!(!document.denies("kms:Encrypt", key) && !document.denies("kms:*", key));
    }

    #[test]
    fn everyone_has_many_spellings() {
        for (principal, expected) in [
            (json!("*"), true),
            (json!(["1234567890123456", "*"]), true),
            (json!({ "RAM": ["*"] }), true),
            (json!({ "RAM": "acs:ram::*:root" }), true),
            (json!(["arn:sts::*:assumed-role/any/*"]), true),
            (json!(["arn:sts::1234567890123456:assumed-role/reader/*"]), false),
            (json!({ "RAM": ["acs:ram::1234567890123456:root"] }), false),
            (json!({ "Service": ["ecs.aliyuncs.com"] }), false),
            (json!([]), false),
        ] {
            let statement =
                json!({ "Effect": "Allow", "Action": "oss:*", "Resource": "*", "Principal": principal.clone() });
            assert_eq!(document(statement).allows_everyone(), expected, "{principal}");
        }
    }

    #[test]
    fn everyone_but_some_is_everyone_to_allow_and_not_to_deny() {
        for (effect, expected) in [("Allow", true), ("Deny", false)] {
            let found = document(json!({ "Effect": effect, "Action": "*", "NotPrincipal": ["1"] }));
            assert_eq!(found.statements[0].names_everyone(), expected);
        }
    }

    #[test]
    fn principals_and_conditions_are_read_in_every_form() {
        let found = document(json!({
            "Effect": "Deny", "Action": "oss:*", "Resource": "*", "Principal": { "RAM": ["acs:ram::42:user/a"] },
            "Condition": { "Bool": { "acs:SecureTransport": false }, "ipAddress": { "acs:SourceIp": ["10.0.0.0/8"] } },
        }));
        let statement = &found.statements[0];
        assert_eq!(statement.named()[0].account(), Some("42"));
        assert!(statement.condition("bool", "ACS:SecureTransport").is_some_and(|c| c.has("False")));
        assert_eq!(statement.condition("IpAddress", "acs:sourceip").expect("a condition").values, ["10.0.0.0/8"]);
        assert!(statement.condition("NotIpAddress", "acs:SourceIp").is_none());
    }

    #[test]
    fn plain_http_is_refused_only_altogether() {
        let resources = ["acs:oss:cn-hangzhou:42:b".to_owned(), "acs:oss:cn-hangzhou:42:b/*".to_owned()];
        let deny = |principal: &str, action: &str, resource: Value, condition: Value| {
            let found = document(json!([{ "Effect": "Deny", "Principal": [principal], "Action": action,
                "Resource": resource, "Condition": condition }]));
            found.refuses_plain_http("oss:*", &resources)
        };
        let plain = json!({ "Bool": { "acs:SecureTransport": ["false"] } });
        let both = json!(["acs:oss:*:42:b", "acs:oss:*:42:b/*"]);
        assert!(deny("*", "oss:*", both.clone(), plain.clone()));
        assert!(!deny("*", "oss:*", json!("acs:oss:*:42:b/*"), plain.clone()));
        assert!(!deny("*", "oss:*", json!("acs:oss:*:42:other*"), plain.clone()));
        assert!(!deny("*", "oss:PutObject", both.clone(), plain.clone()));
        assert!(!deny("43", "oss:*", both.clone(), plain));
        assert!(!deny("*", "oss:*", both.clone(), json!({ "Bool": { "acs:SecureTransport": "true" } })));
        let narrowed =
            json!({ "Bool": { "acs:SecureTransport": "false" }, "IpAddress": { "acs:SourceIp": "10.0.0.1" } });
        assert!(!deny("*", "oss:*", both, narrowed));
    }

    #[test]
    fn what_cannot_be_understood_is_a_gap() {
        for text in [
            "",
            "no JSON",
            "{}",
            "[]",
            r#"{"Statement":"x"}"#,
            r#"{"Statement":[{"Action":"*","Resource":"*"}]}"#,
            r#"{"Statement":[{"Effect":"Permit","Action":"*"}]}"#,
            r#"{"Statement":[{"Effect":"Allow","Resource":"*"}]}"#,
            r#"{"Statement":[{"Effect":"Allow","Action":[{}]}]}"#,
            r#"{"Statement":[{"Effect":"Allow","Action":"*","NotAction":"*"}]}"#,
            r#"{"Statement":[{"Effect":"Allow","Action":"*","Condition":"x"}]}"#,
            r#"{"Statement":[{"Effect":"Allow","Action":"*","Condition":{"Bool":"x"}}]}"#,
            r#"{"Statement":[{"Effect":"Allow","Action":"*","Principal":[["x"]]}]}"#,
        ] {
            assert!(PolicyDocument::parse(text).is_err(), "{text}");
        }
        assert_eq!(PolicyDocument::parse(r#"{"Statement":[]}"#), Ok(PolicyDocument::default()));
    }
}
