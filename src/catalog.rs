//! Data files: YAML text in, resolved types or labelled errors out. Nothing here reads a file.

mod framework;
mod mapping;
mod organisation;
mod responsibility;
mod source_map;
mod statements;
pub mod yaml;

pub use framework::{
    Aggregate, AssessmentMode, Catalogue, Control, Duty, Figure, Framework, FrameworkControl, Hazard, HighRiskCase,
    LegalForce, Mark, Method, ObjectKind, Owner, Place, Profile, Sag, Scoring, Section, SourceNote,
};
pub use mapping::{CheckRef, Conflict, Entry, Link, Mapping, Target};
pub use organisation::{Organisation, System};
pub use responsibility::{RULES as RESPONSIBILITY_RULES, Rule as ResponsibilityRule, Split, split};
pub use source_map::{Rederive, SourceCheck, SourceMap, Trust};
pub use statements::{
    Attestation, AttestationKind, CitedFile, EditError, Edited, EndedBy, Entry as NewEntry, Exception, Ids, Shelf,
    Spans, StatementState, Terms, append, lint_attestations, lint_exceptions, next_id, parse_attestations,
    parse_exceptions, quote, read_attestations, read_exceptions, rfc3339, same_person, set,
};
pub use yaml::{DataError, DataWarnings, Document, Problem};

/// Where a data file came from, for provenance.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Origin {
    /// Path as given, or `embedded:frameworks/mlps.yaml`.
    pub path: String,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
}
