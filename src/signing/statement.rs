//! in-toto statements, version 1: what a signed payload says about which files.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::digest::Digests;

/// The payload type of a statement in an envelope.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// The type of version 1.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// A statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// [`STATEMENT_TYPE`].
    #[serde(rename = "_type")]
    pub kind: String,
    /// The files that it speaks of.
    pub subject: Vec<Subject>,
    /// What the predicate is.
    #[serde(rename = "predicateType")]
    pub predicate_type: String,
    /// What it says.
    #[serde(default)]
    pub predicate: Value,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its name.
    pub name: String,
    /// Its digests.
    pub digest: Digests,
}

/// A payload that is no statement of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// Not a statement.
    #[error("not an in-toto statement: {0}")]
    NotAStatement(String),
    /// A statement of another version.
    #[error("the statement is of type `{0}`; this version reads {STATEMENT_TYPE}")]
    OtherType(String),
}

impl Statement {
    /// A statement of version 1.
    pub fn new(subject: Vec<Subject>, predicate_type: impl Into<String>, predicate: Value) -> Statement {
        Statement { kind: STATEMENT_TYPE.to_owned(), subject, predicate_type: predicate_type.into(), predicate }
    }

    /// Reads a payload.
    ///
    /// # Errors
    /// No statement, or one of another version.
    pub fn parse(payload: &[u8]) -> Result<Statement, StatementError> {
        let statement: Statement =
            serde_json::from_slice(payload).map_err(|e| StatementError::NotAStatement(e.to_string()))?;
        if statement.kind != STATEMENT_TYPE {
            return Err(StatementError::OtherType(crate::render::visible(&statement.kind).into_owned()));
        }
        Ok(statement)
    }

    /// The payload to sign.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("objects whose keys are text are always JSON")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Statement, StatementError, Subject};
    use crate::signing::Digests;

    #[test]
    fn a_statement_is_written_as_in_toto_says_and_read_again() {
        let subject = Subject { name: "report.html".into(), digest: Digests::of(b"abc") };
        let statement = Statement::new(vec![subject], "https://example.org/pack/v1", json!({"period": "2026Q4"}));
        let text: serde_json::Value = serde_json::from_slice(&statement.to_bytes()).unwrap();
        assert_eq!(text["_type"], "https://in-toto.io/Statement/v1");
        assert_eq!(text["predicateType"], "https://example.org/pack/v1");
        assert_eq!(text["subject"][0]["digest"]["sha256"], Digests::of(b"abc").sha256);
        assert_eq!(text["subject"][0]["digest"]["sm3"], Digests::of(b"abc").sm3);
        assert_eq!(Statement::parse(&statement.to_bytes()), Ok(statement));
    }

    #[test]
    fn other_versions_are_named() {
        let old =
            json!({"_type": "https://in-toto.io/Statement/v0.1", "subject": [], "predicateType": "x", "predicate": {}});
        let error = Statement::parse(old.to_string().as_bytes()).unwrap_err();
        assert_eq!(error, StatementError::OtherType("https://in-toto.io/Statement/v0.1".into()));
        assert!(matches!(Statement::parse(b"{}"), Err(StatementError::NotAStatement(_))));
    }
}
