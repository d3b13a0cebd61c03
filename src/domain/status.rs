//! Statuses of findings and controls, and counts of them.

use serde::{Deserialize, Serialize};

use crate::text::Phrase;

/// The verdict of one check on one resource. A missing answer is never `Pass` and never `Fail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingStatus {
    /// The resource does not meet the rule.
    Fail,
    /// The answer is missing: denied, failed, cut, not scanned, or not to be trusted. Carries a gap.
    NotAssessed,
    /// No interface can decide it; a person must.
    Manual,
    /// The resource meets the rule.
    Pass,
    /// The rule does not apply to the resource.
    NotApplicable,
}

impl FindingStatus {
    /// All statuses, worst first.
    pub const ALL: [FindingStatus; 5] = [
        FindingStatus::Fail,
        FindingStatus::NotAssessed,
        FindingStatus::Manual,
        FindingStatus::Pass,
        FindingStatus::NotApplicable,
    ];

    /// The identifier used in files.
    pub fn id(self) -> &'static str {
        match self {
            FindingStatus::Fail => "fail",
            FindingStatus::NotAssessed => "not_assessed",
            FindingStatus::Manual => "manual",
            FindingStatus::Pass => "pass",
            FindingStatus::NotApplicable => "not_applicable",
        }
    }

    /// The word a report prints.
    pub fn label(self) -> Phrase {
        match self {
            FindingStatus::Fail => Phrase { en: "Fail", zh: "未通过" },
            FindingStatus::NotAssessed => Phrase { en: "Not assessed", zh: "未检测" },
            FindingStatus::Manual => Phrase { en: "Manual", zh: "需人工判断" },
            FindingStatus::Pass => Phrase { en: "Pass", zh: "通过" },
            FindingStatus::NotApplicable => Phrase { en: "Not applicable", zh: "不适用" },
        }
    }
}

/// The status of one control (MLPS: 测评项).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlStatus {
    /// 不符合.
    NotMet,
    /// 部分符合.
    PartiallyMet,
    /// 未测评.
    NotAssessed,
    /// 待人工核查.
    NeedsAttestation,
    /// 符合.
    Met,
    /// 不适用.
    NotApplicable,
}

impl ControlStatus {
    /// All statuses, worst first.
    pub const ALL: [ControlStatus; 6] = [
        ControlStatus::NotMet,
        ControlStatus::PartiallyMet,
        ControlStatus::NotAssessed,
        ControlStatus::NeedsAttestation,
        ControlStatus::Met,
        ControlStatus::NotApplicable,
    ];

    /// The identifier used in files.
    pub fn id(self) -> &'static str {
        match self {
            ControlStatus::NotMet => "not_met",
            ControlStatus::PartiallyMet => "partially_met",
            ControlStatus::NotAssessed => "not_assessed",
            ControlStatus::NeedsAttestation => "needs_attestation",
            ControlStatus::Met => "met",
            ControlStatus::NotApplicable => "not_applicable",
        }
    }

    /// The word a report prints.
    pub fn label(self) -> Phrase {
        match self {
            ControlStatus::NotMet => Phrase { en: "Not met", zh: "不符合" },
            ControlStatus::PartiallyMet => Phrase { en: "Partially met", zh: "部分符合" },
            ControlStatus::NotAssessed => Phrase { en: "Not assessed", zh: "未测评" },
            ControlStatus::NeedsAttestation => Phrase { en: "Needs attestation", zh: "待人工核查" },
            ControlStatus::Met => Phrase { en: "Met", zh: "符合" },
            ControlStatus::NotApplicable => Phrase { en: "Not applicable", zh: "不适用" },
        }
    }

    /// How good a status is, from worse to better, for comparing two periods. What nobody knows is better than a failure, and
    /// worse than a control that is met.
    pub fn standing(self) -> u8 {
        match self {
            ControlStatus::NotMet => 0,
            ControlStatus::PartiallyMet => 1,
            ControlStatus::NotAssessed | ControlStatus::NeedsAttestation => 2,
            ControlStatus::Met | ControlStatus::NotApplicable => 3,
        }
    }

    /// True when evidence or a person has decided the control.
    pub fn is_verdict(self) -> bool {
        match self {
            ControlStatus::NotMet | ControlStatus::PartiallyMet | ControlStatus::Met | ControlStatus::NotApplicable => {
                true
            }
            ControlStatus::NotAssessed | ControlStatus::NeedsAttestation => false,
        }
    }
}

/// How far the evidence behind a finding can be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceLevel {
    /// Collected by this tool from the provider's interfaces.
    Live,
    /// Read from another tool's file.
    Imported,
    /// A person's signed statement.
    Attested,
    /// The provider's certificate or documents.
    Documentation,
    /// Concluded from other facts.
    Inferred,
}

impl EvidenceLevel {
    /// The identifier used in files.
    pub fn id(self) -> &'static str {
        match self {
            EvidenceLevel::Live => "live",
            EvidenceLevel::Imported => "imported",
            EvidenceLevel::Attested => "attested",
            EvidenceLevel::Documentation => "documentation",
            EvidenceLevel::Inferred => "inferred",
        }
    }

    /// The word a report prints.
    pub fn label(self) -> Phrase {
        match self {
            EvidenceLevel::Live => Phrase { en: "live", zh: "实时采集" },
            EvidenceLevel::Imported => Phrase { en: "imported", zh: "外部导入" },
            EvidenceLevel::Attested => Phrase { en: "attested", zh: "人工声明" },
            EvidenceLevel::Documentation => Phrase { en: "documentation", zh: "云平台文件" },
            EvidenceLevel::Inferred => Phrase { en: "inferred", zh: "推断" },
        }
    }
}

/// What a check says about the control it is mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// The check answers the control.
    Full,
    /// The check decides a part that the control names, for the objects it reads.
    Partial,
    /// Context only: never changes a status.
    Indicative,
}

impl Coverage {
    /// True when the link can change a control's status.
    pub fn decides(self) -> bool {
        match self {
            Coverage::Full | Coverage::Partial => true,
            Coverage::Indicative => false,
        }
    }

    /// The identifier used in files.
    pub fn id(self) -> &'static str {
        match self {
            Coverage::Full => "full",
            Coverage::Partial => "partial",
            Coverage::Indicative => "indicative",
        }
    }

    /// The word a report prints.
    pub fn label(self) -> Phrase {
        match self {
            Coverage::Full => Phrase { en: "full", zh: "完全对应" },
            Coverage::Partial => Phrase { en: "partial", zh: "部分对应" },
            Coverage::Indicative => Phrase { en: "indicative", zh: "仅供参考" },
        }
    }
}

/// How bad a failed check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Direct, likely and severe harm.
    Critical,
    /// Severe harm under common conditions.
    High,
    /// Limited harm, or harm under rare conditions.
    Medium,
    /// Little harm by itself.
    Low,
    /// No harm; a fact worth knowing.
    Informational,
}

impl Severity {
    /// All severities, worst first.
    pub const ALL: [Severity; 5] =
        [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Informational];

    /// The identifier used in files.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Critical => "critical",
            Severity::High => "high",
            Severity::Medium => "medium",
            Severity::Low => "low",
            Severity::Informational => "informational",
        }
    }

    /// Reads an identifier, ignoring case.
    pub fn parse(text: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|s| s.id().eq_ignore_ascii_case(text.trim()))
    }

    /// The word a report prints.
    pub fn label(self) -> Phrase {
        match self {
            Severity::Critical => Phrase { en: "Critical", zh: "严重" },
            Severity::High => Phrase { en: "High", zh: "高" },
            Severity::Medium => Phrase { en: "Medium", zh: "中" },
            Severity::Low => Phrase { en: "Low", zh: "低" },
            Severity::Informational => Phrase { en: "Info", zh: "提示" },
        }
    }
}

/// How many findings have each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Findings that fail.
    pub fail: u64,
    /// Findings without an answer.
    pub not_assessed: u64,
    /// Findings that wait for a person.
    pub manual: u64,
    /// Findings that pass.
    pub pass: u64,
    /// Findings whose rule does not apply.
    pub not_applicable: u64,
}

impl Counts {
    /// Adds `n` findings of a status.
    pub fn add(&mut self, status: FindingStatus, n: u64) {
        match status {
            FindingStatus::Fail => self.fail += n,
            FindingStatus::NotAssessed => self.not_assessed += n,
            FindingStatus::Manual => self.manual += n,
            FindingStatus::Pass => self.pass += n,
            FindingStatus::NotApplicable => self.not_applicable += n,
        }
    }

    /// Findings of one status.
    pub fn get(&self, status: FindingStatus) -> u64 {
        match status {
            FindingStatus::Fail => self.fail,
            FindingStatus::NotAssessed => self.not_assessed,
            FindingStatus::Manual => self.manual,
            FindingStatus::Pass => self.pass,
            FindingStatus::NotApplicable => self.not_applicable,
        }
    }

    /// All findings.
    pub fn total(&self) -> u64 {
        self.fail + self.not_assessed + self.manual + self.pass + self.not_applicable
    }

    /// Adds another count.
    pub fn merge(&mut self, other: &Counts) {
        for status in FindingStatus::ALL {
            self.add(status, other.get(status));
        }
    }
}

/// How many controls have each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusCounts {
    /// 不符合.
    pub not_met: u64,
    /// 部分符合.
    pub partially_met: u64,
    /// 未测评.
    pub not_assessed: u64,
    /// 待人工核查.
    pub needs_attestation: u64,
    /// 符合.
    pub met: u64,
    /// 不适用.
    pub not_applicable: u64,
}

impl StatusCounts {
    /// Adds one control.
    pub fn add(&mut self, status: ControlStatus) {
        match status {
            ControlStatus::NotMet => self.not_met += 1,
            ControlStatus::PartiallyMet => self.partially_met += 1,
            ControlStatus::NotAssessed => self.not_assessed += 1,
            ControlStatus::NeedsAttestation => self.needs_attestation += 1,
            ControlStatus::Met => self.met += 1,
            ControlStatus::NotApplicable => self.not_applicable += 1,
        }
    }

    /// Controls of one status.
    pub fn get(&self, status: ControlStatus) -> u64 {
        match status {
            ControlStatus::NotMet => self.not_met,
            ControlStatus::PartiallyMet => self.partially_met,
            ControlStatus::NotAssessed => self.not_assessed,
            ControlStatus::NeedsAttestation => self.needs_attestation,
            ControlStatus::Met => self.met,
            ControlStatus::NotApplicable => self.not_applicable,
        }
    }

    /// Adds another count.
    pub fn merge(&mut self, other: &StatusCounts) {
        self.not_met += other.not_met;
        self.partially_met += other.partially_met;
        self.not_assessed += other.not_assessed;
        self.needs_attestation += other.needs_attestation;
        self.met += other.met;
        self.not_applicable += other.not_applicable;
    }

    /// All controls.
    pub fn total(&self) -> u64 {
        ControlStatus::ALL.iter().map(|s| self.get(*s)).sum()
    }

    /// Controls that count: all less those not applicable.
    pub fn applicable(&self) -> u64 {
        self.total() - self.not_applicable
    }

    /// Controls that nothing and nobody has decided yet.
    pub fn unknown(&self) -> u64 {
        self.not_assessed + self.needs_attestation
    }

    /// Counts an iterator of statuses.
    pub fn of(statuses: impl IntoIterator<Item = ControlStatus>) -> Self {
        let mut counts = StatusCounts::default();
        for status in statuses {
            counts.add(status);
        }
        counts
    }
}
