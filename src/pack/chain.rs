//! The chain: each pack holds the digest of the one before.

use super::archive::{self, Files};
use super::verify::Verification;
use super::{Changes, History, compare, extend_history, layout};
use crate::signing::Digests;

pub(super) fn check(v: &mut Verification, files: &Files, others: Option<&[(String, Vec<u8>)]>, quick: bool) {
    let history = match read(files) {
        Ok(history) => history,
        Err(message) => {
            v.differs(
                "chain",
                message.clone(),
                format!("历史记录无法读取：{message}"),
                vec![layout::HISTORY.to_owned()],
            );
            return;
        }
    };
    let n = history.periods.len();
    let Some(others) = others else {
        match history.periods.last() {
            None => v.holds("chain", "the first pack of its chain", "本链条的第一期"),
            Some(last) => v.holds(
                "chain",
                format!("follows {} ({n} earlier; their packs were not given)", last.period),
                format!("承接 {}（此前共 {n} 期，未提供其证据包）", last.period),
            ),
        }
        return;
    };
    let found: Vec<(&String, &Vec<u8>, Digests)> =
        others.iter().map(|(name, bytes)| (name, bytes, Digests::of(bytes))).collect();
    let mut places = Vec::new();
    for (at, past) in history.periods.iter().enumerate() {
        let Some((name, bytes, _)) = found.iter().find(|(_, _, digest)| *digest == past.pack) else {
            places.push(format!("{} (SHA-256 {}) is missing", past.period, past.pack.sha256));
            continue;
        };
        // The pack must itself continue what came before it.
        let own = archive::read(bytes).map_err(|e| e.to_string()).and_then(|files| read(&files));
        match own {
            Err(message) => places.push(format!("{name}: {message}")),
            Ok(own) => {
                let before: Vec<&Digests> = own.periods.iter().map(|p| &p.pack).collect();
                let expected: Vec<&Digests> = history.periods[..at].iter().map(|p| &p.pack).collect();
                if before != expected {
                    places.push(format!("{name} does not continue the packs before {}", past.period));
                }
            }
        }
    }
    if let Some((_, bytes, _)) = history.periods.last().and_then(|p| found.iter().find(|(_, _, d)| *d == p.pack))
        && !quick
        && places.is_empty()
    {
        places.extend(compared_again(files, bytes, &history).err());
    }
    if let Some(first) = places.first().cloned() {
        v.differs("chain", format!("the chain is broken: {first}"), format!("链条不完整：{first}"), places);
    } else {
        v.holds(
            "chain",
            format!("{n} earlier packs are there and continue each other"),
            format!("此前 {n} 期证据包齐全且前后衔接"),
        );
    }
}

/// What the pack says of the period before is what comparing the two packs gives.
fn compared_again(files: &Files, last: &[u8], history: &History) -> Result<(), String> {
    let old = archive::read(last).map_err(|e| e.to_string())?;
    // Pseudonyms on one side and names on the other cannot be compared.
    let masked = |files: &Files| super::Spec::of(files).is_ok_and(|spec| spec.redacted);
    if masked(files) || masked(&old) {
        return Ok(());
    }
    let again = compare(&old, files).map_err(|e| e.to_string())?;
    let told: Option<Changes> = files.get(layout::CHANGES).and_then(|bytes| serde_json::from_slice(bytes).ok());
    // Another version may find other words for the same evidence; its numbers are the pack's own.
    if told.as_ref().is_some_and(|t| t.to_tool != again.to_tool) {
        return Ok(());
    }
    if told.as_ref() != Some(&again) {
        return Err(format!("{} is not what comparing the two packs gives", layout::CHANGES));
    }
    match extend_history(&old, last, &again) {
        Ok(expected) if expected == *history => Ok(()),
        Ok(_) => Err(format!("{} is not what the packs before give", layout::HISTORY)),
        Err(error) => Err(error.to_string()),
    }
}

/// The history that a pack holds; none in the first one.
pub(super) fn read(files: &Files) -> Result<History, String> {
    match files.get(layout::HISTORY) {
        None => Ok(History::default()),
        Some(bytes) => serde_json::from_slice(bytes).map_err(|e| format!("{}: {e}", layout::HISTORY)),
    }
}
