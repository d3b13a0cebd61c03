//! The words of the trade as types: findings, statuses, evidence. No input, no output, no clock.

mod effort;
mod finding;
mod params;
mod status;

pub use effort::Effort;
pub use finding::{Finding, Gap, GapKind, Proof, Resource, Source};
pub use params::{Bound, ParamSpec, Params};
pub use status::{ControlStatus, Counts, Coverage, EvidenceLevel, FindingStatus, Severity, StatusCounts};
