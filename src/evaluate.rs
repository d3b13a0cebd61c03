//! Core: a snapshot and checks -> findings. One verdict per check and resource; a missing answer is never a verdict.

mod account;
mod node;
mod run;
mod verdict;

pub mod addresses;
pub mod alert;
pub mod credential_report;
#[cfg(test)]
pub mod fixture;
pub mod mainland;
pub mod policy_document;
pub mod risky_ports;
pub mod security_group;

#[cfg(feature = "live")]
pub(crate) use account::NO_SUCH_HOST;
pub use account::{Account, Answer, Item, Listing, Reply};
pub use node::Node;
pub(crate) use node::{items_at, walk as value_at};
#[cfg(feature = "live")]
pub(crate) use node::{lacks_items, total_of};
pub use run::{evaluate, evaluate_each, in_scope, unknown_checks};
pub use verdict::{Logic, Outcome, Sheet, Verdict, fail, manual, measure, not_applicable, pass, skip, unknown};
