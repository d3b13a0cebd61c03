//! The manifest: digests of every file, and what the pack says, as an in-toto statement.

use rayon::prelude::*;
use serde_json::json;

use super::build::FrameworkResult;
use super::layout;
use super::material::Material;
use crate::signing::{Digests, Statement, Subject};

/// What a manifest's predicate is.
pub const PREDICATE_TYPE: &str = "urn:dengbao:audit-pack:v1";

/// The statement about files: every one of them but the seals, in the order of their paths.
pub(super) fn make<'f>(
    material: &Material,
    results: &[FrameworkResult],
    files: impl Iterator<Item = (&'f String, &'f Vec<u8>)>,
) -> Statement {
    let listed: Vec<(&String, &Vec<u8>)> = files.filter(|(path, _)| !layout::SEALS.contains(&path.as_str())).collect();
    let mut subjects: Vec<Subject> = listed
        .into_par_iter()
        .map(|(path, bytes)| Subject { name: path.clone(), digest: Digests::of(bytes) })
        .collect();
    subjects.sort_by(|a, b| a.name.cmp(&b.name));
    let spec = &material.spec;
    let frameworks: Vec<_> = results
        .iter()
        .map(|r| {
            let percent = |ratio: crate::score::Ratio| ratio.basis_points().map(|bp| bp as f64 / 100.0);
            json!({
                "id": r.id,
                "verdict": r.verdict,
                "met_percent": [percent(r.score.lower), percent(r.score.upper)],
                "controls": r.counts,
            })
        })
        .collect();
    let predicate = json!({
        "form": spec.dengbao_pack,
        "tool": { "name": "dengbao", "version": spec.tool },
        "period": spec.period,
        "as_of": spec.as_of,
        "organisation": material.organisation.organisation,
        "system": material.system.as_ref().map(|s| json!({ "id": s.id, "name": s.name, "level": s.level, "filing_number": s.filing_number })),
        "redacted": spec.redacted,
        "frameworks": frameworks,
        "previous": material.history.periods.last().map(|p| json!({ "period": p.period, "digest": p.pack })),
    });
    Statement::new(subjects, PREDICATE_TYPE, predicate)
}
