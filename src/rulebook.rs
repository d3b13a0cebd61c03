//! What findings are judged by and reports are made with: frameworks and their mappings, the checklist of the executive
//! review, how far other tools' verdicts are trusted, and templates.

use std::collections::BTreeSet;

use crate::catalog::{Framework, Mapping, Origin, SourceMap};
use crate::data::{Library, LibraryError};
use crate::render::Templates;

/// The checklist behind the executive review of every report.
pub const POSTURE: &str = "posture-review";

/// A framework to report on, with its mapping.
pub struct Subject {
    /// The framework.
    pub framework: Framework,
    /// Its mapping.
    pub mapping: Mapping,
}

impl Subject {
    fn find(library: &Library, id: &str) -> Result<Subject, LibraryError> {
        let (catalogue, framework) = library.framework(id)?;
        let mapping = library.mapping(&catalogue)?;
        Ok(Subject { framework, mapping })
    }
}

/// All of it, read.
pub struct Rulebook {
    /// Frameworks to report on, in the order asked for.
    pub subjects: Vec<Subject>,
    /// The checklist of the executive review.
    pub posture: Subject,
    /// How Prowler's checks are rated.
    pub prowler: SourceMap,
    /// Templates.
    pub templates: Templates,
}

impl Rulebook {
    /// Reads what reports on these frameworks need.
    ///
    /// # Errors
    /// A framework does not exist, or a data file has mistakes.
    pub fn open(library: &Library, frameworks: &[String]) -> Result<Rulebook, LibraryError> {
        Ok(Rulebook {
            subjects: frameworks.iter().map(|id| Subject::find(library, id)).collect::<Result<_, _>>()?,
            posture: Subject::find(library, POSTURE)?,
            prowler: library.source_map("prowler")?,
            templates: Templates::of(library)?,
        })
    }

    /// Every mapping, that of the checklist last.
    pub fn mappings(&self) -> impl Iterator<Item = &Mapping> {
        self.subjects.iter().chain([&self.posture]).map(|subject| &subject.mapping)
    }

    /// The files that a report on one framework rests on, each once: its rules, `more` (statements and the organisation), and
    /// changed templates.
    pub fn origins(&self, subject: &Subject, more: &[Origin]) -> Vec<Origin> {
        let rules = [subject, &self.posture].map(|s| [&s.framework.catalogue.origin, &s.mapping.origin]);
        let replaced = self.templates.replaced.iter().filter_map(|name| self.templates.files.get(name));
        let all = rules.into_iter().flatten().chain([&self.prowler.origin]).chain(more);
        let mut seen = BTreeSet::new();
        all.chain(replaced.map(|file| &file.origin)).filter(|o| seen.insert((&o.path, &o.sha256))).cloned().collect()
    }
}
