//! Laws: no article is met by configuration. Evidence supports it, contradicts it, or leaves it open.

use serde::Serialize;

use super::{Verdict, VerdictCode};
use crate::assess::{Assessment, ControlResult, LinkState};
use crate::domain::ControlStatus;
use crate::text::{Phrase, Text};

/// What the evidence says about one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LawLabel {
    /// Some evidence speaks against it.
    Contradicted,
    /// Nothing decides.
    Open,
    /// All evidence there is speaks for it; a person or the rest of the duty may still be open.
    Supported,
    /// It does not bind, or nothing it names is there.
    NotApplicable,
}

impl LawLabel {
    /// All labels, worst first.
    pub const ALL: [LawLabel; 4] =
        [LawLabel::Contradicted, LawLabel::Open, LawLabel::Supported, LawLabel::NotApplicable];

    /// The word a report prints.
    pub fn label(self) -> Phrase {
        match self {
            LawLabel::Contradicted => Phrase { en: "contradicted", zh: "证据相悖" },
            LawLabel::Open => Phrase { en: "open", zh: "待定" },
            LawLabel::Supported => Phrase { en: "supported by evidence", zh: "证据支持" },
            LawLabel::NotApplicable => Phrase { en: "not applicable", zh: "不适用" },
        }
    }

    /// The label of a control.
    pub fn of(result: &ControlResult) -> LawLabel {
        match result.status {
            ControlStatus::NotMet | ControlStatus::PartiallyMet => LawLabel::Contradicted,
            ControlStatus::Met => LawLabel::Supported,
            ControlStatus::NotApplicable => LawLabel::NotApplicable,
            ControlStatus::NotAssessed => LawLabel::Open,
            ControlStatus::NeedsAttestation => {
                let passes = result.links.iter().any(|l| l.link.coverage.decides() && l.state == LinkState::Pass);
                if passes { LawLabel::Supported } else { LawLabel::Open }
            }
        }
    }
}

/// How many articles have each label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LawScore {
    /// Contradicted.
    pub contradicted: u64,
    /// Open.
    pub open: u64,
    /// Supported.
    pub supported: u64,
    /// Not applicable.
    pub not_applicable: u64,
}

pub(super) fn score(assessment: &Assessment) -> LawScore {
    let mut score = LawScore::default();
    for result in &assessment.controls {
        match LawLabel::of(result) {
            LawLabel::Contradicted => score.contradicted += 1,
            LawLabel::Open => score.open += 1,
            LawLabel::Supported => score.supported += 1,
            LawLabel::NotApplicable => score.not_applicable += 1,
        }
    }
    score
}

pub(super) fn verdict(score: &LawScore, undecided: u64) -> Verdict {
    let LawScore { contradicted, open, supported, .. } = *score;
    let explanation = Text::new(
        format!(
            "Technical evidence supports {supported} duties, contradicts {contradicted} and leaves {open} open. Support is not proof: whether a duty is met is a legal question that people answer."
        ),
        format!(
            "技术证据支持 {supported} 项义务，与 {contradicted} 项相悖，{open} 项待定。证据支持不等于已履行：是否履行义务是法律问题，由人判断。"
        ),
    );
    if contradicted > 0 {
        Verdict {
            code: VerdictCode::GapsFound,
            headline: Text::new(
                format!("Evidence contradicts {contradicted} duties"),
                format!("{contradicted} 项义务存在相悖证据"),
            ),
            explanation,
        }
    } else if open > 0 {
        Verdict {
            code: VerdictCode::Incomplete,
            headline: Text::new(format!("{open} duties open"), format!("{open} 项义务待定")),
            explanation,
        }
    } else if undecided > 0 {
        Verdict {
            code: VerdictCode::Supported,
            headline: Text::new(
                format!("No duty contradicted or open; {undecided} wait for a person"),
                format!("没有相悖或待定的义务，{undecided} 项待人工确认"),
            ),
            explanation,
        }
    } else {
        Verdict {
            code: VerdictCode::AllMet,
            headline: Text::new("No duty contradicted or open", "没有相悖或待定的义务"),
            explanation,
        }
    }
}
