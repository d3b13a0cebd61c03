//! Audit packs: everything of a period in one file that an assessor can check without trusting anybody.
//!
//! A pack holds what it was made from (snapshot, statements, data files) and what was made of it (findings, statuses,
//! reports). [`build()`] makes the second from the first, and nothing else; [`verify()`] makes it again and compares. So a
//! changed verdict is found even where somebody has set all digests right.

pub mod archive;
mod build;
mod chain;
pub mod changes;
mod compare;
mod evidence;
mod fan;
mod history;
mod index;
pub mod layout;
mod manifest;
mod material;
pub mod prepare;
mod redact;
mod secrets;
mod spec;
mod timestamp;
mod verify;

pub use archive::Files;
pub use build::{Built, FrameworkResult, build};
pub use compare::{Cause, CauseKind, Change, Changes, Direction, FrameworkChanges, compare, extend_history};
pub use history::{History, Past, PastResult, PastScore};
pub use manifest::PREDICATE_TYPE;
pub use material::Material;
pub use redact::{Masker, Salt, redact};
pub use secrets::{Leak, scan as scan_for_secrets};
pub use spec::{FORM, Period, Spec};
pub use timestamp::stamped;
pub use verify::{Outcome, Step, Trust, Verification, verify};

use crate::catalog::DataError;
use crate::data::LibraryError;
use crate::render::RenderError;

/// A pack that cannot be made.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PackError {
    /// A file is not there.
    #[error("the pack has no file {0}")]
    Missing(String),
    /// A file cannot be used.
    #[error("{0}: {1}")]
    Broken(String, String),
    /// Made by a version with another form.
    #[error("the form of the pack is {0}, this version reads {FORM}")]
    #[diagnostic(help("use the version that the pack's index names"))]
    Form(u32),
    /// A system that nothing describes.
    #[error("dengbao.yaml describes no system `{0}`")]
    NoSystem(String),
    /// This build cannot typeset.
    #[error("the pack holds PDF, which this build cannot write")]
    #[diagnostic(help("build with the default features"))]
    NoPdf,
    /// Statements or the organisation have mistakes.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Data(#[from] DataError),
    /// A framework, mapping or template has mistakes.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Library(#[from] LibraryError),
    /// Something cannot be rendered.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Render(#[from] RenderError),
    /// Masking would change a verdict.
    #[error("masking changed a verdict: {0}")]
    #[diagnostic(help("no pack was written; please report this with the check's name"))]
    Redaction(String),
    /// A secret would leave with the pack.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    #[diagnostic(help(
        "no pack was written. Remove the secret from the file and replace it where it is in use; \
         if it is none, give its fingerprint with --allow-secret"
    ))]
    Secrets(Vec<Leak>),
    /// Compression failed.
    #[error("a file cannot be compressed")]
    Zstd(#[source] std::io::Error),
}

impl PackError {
    /// True when a file that was given is at fault.
    pub fn is_input(&self) -> bool {
        match self {
            PackError::Missing(_)
            | PackError::Broken(..)
            | PackError::Form(_)
            | PackError::NoSystem(_)
            | PackError::Data(_)
            | PackError::Library(_)
            | PackError::Secrets(_) => true,
            PackError::NoPdf | PackError::Render(_) | PackError::Redaction(_) | PackError::Zstd(_) => false,
        }
    }
}
