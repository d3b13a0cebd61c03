//! The credential report: a table of the account owner and every RAM user, as base64 of CSV.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use time::{Duration, OffsetDateTime};

use super::account::Account;
use super::node::parse_moment;
use super::verdict::unknown;
use crate::api::ims;
use crate::domain::Gap;

/// A report is made at most every four hours; one that is older than a day is not of this collection.
const OLDEST: Duration = Duration::hours(24);

/// The owner's row of the report.
#[derive(Clone, Debug)]
pub struct Owner(BTreeMap<String, String>);

/// An access key of the owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its place in the report, `access_key_1`.
    pub name: String,
    /// True when it can be used.
    pub active: bool,
    /// When it was used last; `None` for never.
    pub last_used: Option<OffsetDateTime>,
}

impl Owner {
    /// The owner's row of the newest report.
    ///
    /// # Errors
    /// There is no report, it is old, or it is no table with a row for the owner.
    pub fn read(account: &Account<'_>) -> Result<Owner, Gap> {
        let report = account.ask(&ims::CREDENTIAL_REPORT)?.must()?;
        let made = report.moment("GeneratedTime")?;
        if account.now() - made > OLDEST {
            return unknown(
                format!("the newest credential report is of {}, older than a day", made.date()),
                format!("最新的用户凭证报告生成于 {}，已超过一天", made.date()),
            );
        }
        let row = STANDARD.decode(report.str("Content")?.trim()).ok().and_then(|csv| owner_row(&csv));
        row.map_or_else(
            || unknown("the credential report has no row for the account owner", "用户凭证报告中没有主账号一行"),
            |row| Ok(Owner(row)),
        )
    }

    /// The moment of the last sign-in; `None` for never.
    ///
    /// # Errors
    /// The report does not say it.
    pub fn last_sign_in(&self) -> Result<Option<OffsetDateTime>, Gap> {
        self.moment("user_last_logon")
    }

    /// The owner's access keys.
    ///
    /// # Errors
    /// The report does not say which there are, or lacks a value about one of them.
    pub fn keys(&self) -> Result<Vec<Key>, Gap> {
        self.flag("access_key_1_exist")?;
        let names =
            self.0.keys().filter_map(|column| column.strip_suffix("_exist")).filter(|n| n.contains("access_key"));
        let mut keys = Vec::new();
        for name in names {
            if self.flag(&format!("{name}_exist"))? {
                keys.push(Key {
                    name: name.to_owned(),
                    active: self.flag(&format!("{name}_active"))?,
                    last_used: self.moment(&format!("{name}_last_used"))?,
                });
            }
        }
        Ok(keys)
    }

    fn value(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    fn flag(&self, column: &str) -> Result<bool, Gap> {
        match self.value(column).to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => lacks(column),
        }
    }

    /// Only a hyphen says "never"; "N/A" says that there is nothing to know.
    fn moment(&self, column: &str) -> Result<Option<OffsetDateTime>, Gap> {
        match self.value(column) {
            "-" => Ok(None),
            said => parse_moment(said).map_or_else(|| lacks(column), |moment| Ok(Some(moment))),
        }
    }
}

fn lacks<T>(column: &str) -> Result<T, Gap> {
    unknown(
        format!("the owner's row of the credential report has no usable `{column}`"),
        format!("用户凭证报告的主账号行没有可用的字段 `{column}`"),
    )
}

fn owner_row(csv: &[u8]) -> Option<BTreeMap<String, String>> {
    let csv = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    let mut table = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(csv);
    let columns = table.headers().ok()?.clone();
    let rows = table.records().collect::<Result<Vec<_>, _>>().ok()?;
    let at = columns.iter().position(|column| column == "user")?;
    let owner = rows.iter().find(|row| row.get(at) == Some("<root>"))?;
    Some(columns.iter().zip(owner).map(|(column, value)| (column.to_owned(), value.to_owned())).collect())
}

/// A report with one row, for tests: the owner with these columns, made an hour ago.
#[cfg(test)]
pub fn report_of_owner(columns: &[(&str, &str)]) -> serde_json::Value {
    let head: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let row: Vec<&str> = columns.iter().map(|(_, value)| *value).collect();
    let csv = format!("user,{}\n<root>,{}\n", head.join(","), row.join(","));
    serde_json::json!({ "Content": STANDARD.encode(csv), "IsTruncated": "false",
        "GeneratedTime": "2026-11-24T23:00:00Z" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_is_found_among_the_users() {
        let csv = "\u{feff}user,user_last_logon\nalice@acme.onaliyun.com,-\n<root>,2026-01-02T03:04:05Z\n";
        let owner = Owner(owner_row(csv.as_bytes()).expect("a row"));
        assert_eq!(owner.last_sign_in().expect("a moment").map(OffsetDateTime::unix_timestamp), Some(1_767_323_045));
        assert!(owner_row(b"user,user_last_logon\nalice@acme.onaliyun.com,-\n").is_none());
        assert!(owner_row(b"").is_none());
    }

    #[test]
    fn keys_are_read_in_all_five_places_and_never_guessed() {
        let row = |columns: &[(&str, &str)]| {
            Owner(columns.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        let first = ("access_key_1_exist", "FALSE");
        let more = ("additional_access_key_1_exist", "TRUE");
        let active = ("additional_access_key_1_active", "TRUE");
        let used = ("additional_access_key_1_last_used", "-");
        let keys = row(&[first, more, active, used]).keys().expect("keys");
        assert_eq!(keys, [Key { name: "additional_access_key_1".into(), active: true, last_used: None }]);
        assert_eq!(row(&[first]).keys().expect("no keys"), []);
        assert!(row(&[]).keys().is_err());
        assert!(row(&[first, more, active, ("additional_access_key_1_last_used", "N/A")]).keys().is_err());
    }
}
