//! The single-item record (单项测评记录): a row an item, with what was seen of it, for assessors to take over.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Fact, Tone};

/// How many failing resources of one check a row names.
pub const RECORD_RESOURCES: usize = 8;

/// How many answers of the provider a row names for one check.
pub const RECORD_PROOFS: usize = 3;

/// The record of a framework in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// BCP 47 tag.
    pub lang: &'static str,
    /// Two-letter code.
    pub code: &'static str,
    /// Title.
    pub title: String,
    /// Whose system it is.
    pub subtitle: String,
    /// That it is a self-check, which the assessor has to confirm.
    pub notice: String,
    /// Day of the report, ISO.
    pub date: String,
    /// `dengbao 0.1.0`.
    pub tool: String,
    /// Heads and other fixed words by key.
    pub words: BTreeMap<&'static str, String>,
    /// Lines of the title block.
    pub facts: Vec<Fact>,
    /// Sections in the framework's order, also those that have only sections below.
    pub groups: Vec<RecordGroup>,
}

/// A class or control point.
#[derive(Clone, Debug, Serialize)]
pub struct RecordGroup {
    /// Printed number.
    pub number: String,
    /// Title.
    pub title: String,
    /// 1 for classes, 2 for what is below them.
    pub depth: u8,
    /// Its items.
    pub rows: Vec<RecordRow>,
}

/// An item.
#[derive(Clone, Debug, Serialize)]
pub struct RecordRow {
    /// Control id.
    pub id: String,
    /// Printed number, and the test unit where there is one.
    pub clause: Vec<String>,
    /// What is asked.
    pub item: String,
    /// What is looked at.
    pub objects: Vec<String>,
    /// Interview, examination, test.
    pub method: Vec<String>,
    /// What should be.
    pub expected: Vec<String>,
    /// What was seen.
    pub actual: Vec<String>,
    /// Status id.
    pub status: &'static str,
    /// Status word.
    pub status_label: String,
    /// The sign that stands for the status beside its colour.
    pub sign: &'static str,
    /// Tone.
    pub tone: Tone,
    /// Where the proof is.
    pub evidence: Vec<String>,
    /// Short enough to stand on one page; longer rows go on on the next rather than leave one half empty.
    pub keep: bool,
}
