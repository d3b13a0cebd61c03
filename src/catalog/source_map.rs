//! What another tool's checks are called here, and how far their verdicts can be trusted.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Origin;
use super::yaml::{DataError, Document, Fields, Node, nearest};
use crate::checks::{self, Check};
use crate::domain::Params;
use crate::text::Text;

/// A parsed `mappings/sources/<tool>.yaml`.
#[derive(Clone, Debug)]
pub struct SourceMap {
    /// Tool name.
    pub source: String,
    /// The provider whose rows are read; rows of others are listed as unmapped.
    pub provider: String,
    /// First and last version of the tool that the judgement below was made on.
    pub versions: (String, String),
    /// By the tool's check id.
    pub checks: BTreeMap<String, SourceCheck>,
    /// Where the file came from.
    pub origin: Origin,
}

/// One check of the other tool.
#[derive(Clone, Debug)]
pub struct SourceCheck {
    /// Our check.
    pub check: &'static Check,
    /// Trust in its pass.
    pub pass: Trust,
    /// Trust in its fail.
    pub fail: Trust,
    /// The thresholds it judged at.
    pub params: Params,
    /// What it gets wrong.
    pub why: Arc<Text>,
    /// How to compute the truth again from the raw record in the file.
    pub rederive: Option<Rederive>,
}

/// How far a verdict of another tool can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// As it says.
    Trusted,
    /// Kept, with a remark.
    Caution,
    /// Becomes `not_assessed`, with the reason.
    Unverified,
}

/// Rules by which a verdict is computed again from the raw record that the other tool's file carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rederive {
    /// Bucket ACL and policy.
    OssBucketPublic,
    /// Ingress rules, port 22. Decides only failures: sources other than IPv4 ranges are not in the record.
    SecurityGroupOpenSsh,
    /// Ingress rules, port 3389; likewise.
    SecurityGroupOpenRdp,
    /// `max_login_attempts`.
    PasswordMaxLoginAttempts,
    /// `retention_days`, `retention_forever`.
    LogstoreRetention,
    /// `audit_log_enabled`, `audit_log_retention`.
    SqlAuditRetention,
    /// `minimum_password_length`.
    PasswordMinLength,
    /// `password_reuse_prevention`.
    PasswordReuse,
    /// `max_password_age`.
    PasswordMaxAge,
    /// `is_encrypted`.
    DiskEncrypted,
}

const TRUST: &[(&str, Trust)] =
    &[("trusted", Trust::Trusted), ("caution", Trust::Caution), ("unverified", Trust::Unverified)];
const REDERIVE: &[(&str, Rederive)] = &[
    ("oss_bucket_public", Rederive::OssBucketPublic),
    ("security_group_open_ssh", Rederive::SecurityGroupOpenSsh),
    ("security_group_open_rdp", Rederive::SecurityGroupOpenRdp),
    ("password_max_login_attempts", Rederive::PasswordMaxLoginAttempts),
    ("logstore_retention", Rederive::LogstoreRetention),
    ("sql_audit_retention", Rederive::SqlAuditRetention),
    ("password_min_length", Rederive::PasswordMinLength),
    ("password_reuse", Rederive::PasswordReuse),
    ("password_max_age", Rederive::PasswordMaxAge),
    ("disk_encrypted", Rederive::DiskEncrypted),
];

impl SourceMap {
    /// Whether the trust below was judged on this version, `5.46.0` for example.
    pub fn knows_version(&self, version: &str) -> bool {
        let parse = |text: &str| -> Option<(u32, u32)> {
            let mut parts = text.split('.').map(str::parse);
            Some((parts.next()?.ok()?, parts.next()?.ok()?))
        };
        match (parse(version), parse(&self.versions.0), parse(&self.versions.1)) {
            (Some(v), Some(from), Some(to)) => from <= v && v <= to,
            _ => false,
        }
    }

    /// Reads a source map.
    pub fn parse(doc: &Document, origin: Origin) -> Result<SourceMap, DataError> {
        let f = doc.fields();
        let (source, provider) = (f.text("source"), f.text("provider"));
        let versions = f.need("versions").map(|n| {
            let v = Fields::new(doc, n);
            let range = (v.text("from"), v.text("to"));
            v.finish(&["from", "to"]);
            range
        });
        let mut map = BTreeMap::new();
        for node in f.list("checks") {
            let entry = Fields::new(doc, node);
            let id = entry.text("id");
            let parsed = source_check(doc, &entry);
            let span = entry.get("id").map_or(node.span.clone(), |n| n.span.clone());
            entry.finish(&["id", "check", "pass", "fail", "params", "why", "rederive"]);
            if map.contains_key(&id) {
                doc.report(span, format!("`{id}` stands twice"), "second time", None);
            }
            if let Some(parsed) = parsed {
                map.insert(id, parsed);
            }
        }
        f.finish(&["source", "provider", "versions", "checks"]);
        match doc.take_problems() {
            problems if problems.is_empty() => {
                Ok(SourceMap { source, provider, versions: versions.unwrap_or_default(), checks: map, origin })
            }
            problems => Err(DataError { problems }),
        }
    }
}

fn source_check(doc: &Document, f: &Fields<'_>) -> Option<SourceCheck> {
    let check = f.need("check").and_then(|node: &Node| {
        let id = doc.text_of(node).unwrap_or_default();
        let found = checks::find(&id);
        if found.is_none() {
            let help = nearest(&id, checks::all().iter().map(|c| c.id)).map(|near| format!("did you mean `{near}`?"));
            doc.report(node.span.clone(), format!("there is no check `{id}`"), "unknown check", help);
        }
        found
    });
    let pass = f.choice("pass", TRUST);
    let fail = f.choice("fail", TRUST);
    let why = f.bilingual_opt("why");
    let plain = pass == Some(Trust::Trusted) && fail == Some(Trust::Trusted);
    if why.is_none() && !plain {
        doc.report(f.span(), "a verdict that is not trusted needs a reason", "`why` is missing", None);
    }
    let params = check.map(|c| super::mapping::params(doc, f, c)).unwrap_or_default();
    let rederive = f.choice_opt("rederive", REDERIVE);
    Some(SourceCheck {
        check: check?,
        pass: pass?,
        fail: fail?,
        params,
        why: Arc::new(why.unwrap_or_default()),
        rederive,
    })
}
