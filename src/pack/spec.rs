//! What a pack was asked to hold: period, system, frameworks, languages. It lies in the pack, so that the pack can be made
//! again from itself.

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::macros::offset;
use time::{Date, Month, OffsetDateTime, Time};

use super::archive::Files;
use super::{PackError, layout};
use crate::text::Lang;

/// Version of the form of packs.
pub const FORM: u32 = 1;

/// What a pack was asked to hold, `07-provenance/pack.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// Version of the form, [`FORM`].
    pub dengbao_pack: u32,
    /// Version of the tool that made it.
    pub tool: String,
    /// The period as written, `2026Q4`.
    pub period: String,
    /// The moment for which statements are judged: the period's end, RFC 3339.
    pub as_of: String,
    /// Id of the system, where `dengbao.yaml` names several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Frameworks, in order.
    pub frameworks: Vec<String>,
    /// Languages, the first being the one of files without a language in their name.
    pub langs: Vec<Lang>,
    /// Whether PDFs were made.
    pub pdf: bool,
    /// Whether the 2021 score is printed.
    #[serde(default)]
    pub score_2021: bool,
    /// Whether identifiers of people and accounts are masked.
    #[serde(default)]
    pub redacted: bool,
}

impl Spec {
    /// What a pack was asked to hold.
    ///
    /// # Errors
    /// The pack does not say it, or not in this form.
    pub fn of(files: &Files) -> Result<Spec, PackError> {
        let bytes = files.get(layout::SPEC).ok_or_else(|| PackError::Missing(layout::SPEC.to_owned()))?;
        serde_json::from_slice(bytes).map_err(|e| PackError::Broken(layout::SPEC.to_owned(), e.to_string()))
    }

    /// The moment of judgement.
    ///
    /// # Errors
    /// `as_of` is no moment.
    pub fn moment(&self) -> Result<OffsetDateTime, String> {
        OffsetDateTime::parse(&self.as_of, &Rfc3339).map_err(|_| format!("`{}` is no moment", self.as_of))
    }
}

/// A period of reporting: a year, half, quarter or month of the calendar in China.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl Period {
    /// Reads `2026`, `2026H2`, `2026Q4` or `2026-11`.
    pub fn parse(text: &str) -> Option<Period> {
        let year: i32 = text.get(..4).filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
        let (from, months): (u8, u8) = match text.get(4..)?.to_ascii_uppercase().as_bytes() {
            [] => (1, 12),
            [b'H', half @ b'1'..=b'2'] => ((half - b'1') * 6 + 1, 6),
            [b'Q', quarter @ b'1'..=b'4'] => ((quarter - b'1') * 3 + 1, 3),
            [b'-', tens @ b'0'..=b'1', ones @ b'0'..=b'9'] => ((tens - b'0') * 10 + ones - b'0', 1),
            _ => return None,
        };
        let month = |number: u8| Month::try_from(number).ok();
        let to = month(from + months - 1)?;
        Some(Period {
            first: Date::from_calendar_date(year, month(from)?, 1).ok()?,
            last: Date::from_calendar_date(year, to, to.length(year)).ok()?,
        })
    }

    /// The last second of the period in China, where the frameworks apply.
    pub fn end(self) -> OffsetDateTime {
        self.last.with_time(Time::from_hms(23, 59, 59).unwrap_or(Time::MIDNIGHT)).assume_offset(offset!(+8))
    }

    /// Whether a moment, as written by a source, lies in the period; a day counts as China's. None: it is no moment.
    pub fn holds(self, observed_at: &str) -> Option<bool> {
        let day = match OffsetDateTime::parse(observed_at, &Rfc3339) {
            Ok(moment) => moment.to_offset(offset!(+8)).date(),
            Err(_) => {
                let form = time::macros::format_description!("[year]-[month]-[day]");
                Date::parse(observed_at.get(..10)?, form).ok()?
            }
        };
        Some((self.first..=self.last).contains(&day))
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn periods_end_where_the_calendar_says() {
        let last = |text| Period::parse(text).map(|p| (p.first, p.last));
        assert_eq!(last("2026Q4"), Some((date!(2026 - 10 - 01), date!(2026 - 12 - 31))));
        assert_eq!(last("2028-02"), Some((date!(2028 - 02 - 01), date!(2028 - 02 - 29))));
        assert_eq!(last("2026h1"), Some((date!(2026 - 01 - 01), date!(2026 - 06 - 30))));
        assert_eq!(last("2026"), Some((date!(2026 - 01 - 01), date!(2026 - 12 - 31))));
        for bad in ["2026Q5", "2026-13", "2026-00", "26Q1", "", "2026Q", "2026Q44", "二〇二六"] {
            assert_eq!(last(bad), None, "{bad}");
        }
        assert_eq!(Period::parse("2026Q4").map(Period::end), Some(datetime!(2026-12-31 23:59:59 +8)));
    }

    #[test]
    fn a_moment_is_placed_by_the_day_in_china() {
        let q4 = Period::parse("2026Q4").expect("a period");
        assert_eq!(q4.holds("2026-09-30T16:00:00Z"), Some(true));
        assert_eq!(q4.holds("2026-12-31T16:00:00Z"), Some(false));
        assert_eq!(q4.holds("2026-11-24 00:18:22"), Some(true));
        assert_eq!(q4.holds("yesterday"), None);
    }
}
