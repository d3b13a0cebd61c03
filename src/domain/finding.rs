//! One verdict of one check on one resource, with where it came from.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{EvidenceLevel, FindingStatus, Params, Severity};
use crate::text::Text;

/// A finding: check × resource → status. The unit of `findings.jsonl`, one object a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Our check id, `oss-bucket-not-public` for example.
    pub check_id: Arc<str>,
    /// The verdict.
    pub status: FindingStatus,
    /// How bad a failure is.
    pub severity: Severity,
    /// What was looked at.
    pub resource: Resource,
    /// Why the verdict is what it is: the actual values, in the words of the source. A source with one language has the same
    /// words in both, written as one string.
    #[serde(default, skip_serializing_if = "Text::is_empty", with = "one_or_both")]
    pub reason: Text,
    /// Why there is no answer; present exactly when `status` is `not_assessed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Gap>,
    /// A remark on how far the verdict can be trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caution: Option<Arc<Text>>,
    /// The source is known to list only a part of the resources in some accounts: a pass of what it lists says nothing of
    /// the rest.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub list_may_be_cut: bool,
    /// How the evidence came to us.
    pub evidence: EvidenceLevel,
    /// When the resource was looked at, as written by the source (RFC 3339 where the source knows the zone).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub observed_at: String,
    /// Who said it.
    pub source: Source,
    /// The thresholds that the verdict rests on, where the check has any.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    pub params: Params,
    /// Values read from the resource by which a verdict at another threshold can be computed, by parameter name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub measured: BTreeMap<String, i64>,
    /// The answers of the provider that the verdict rests on, at most [`Proof::MOST`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proof: Vec<Proof>,
    /// True when the source's own list mutes the finding. A mute is not an exception: the verdict stands.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub muted: bool,
}

/// The resource a finding speaks of. All fields are the provider's or the owner's words: hostile until escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Cloud account id.
    #[serde(default)]
    pub account: String,
    /// Region id; empty for global resources.
    #[serde(default)]
    pub region: String,
    /// Provider's id of the resource.
    #[serde(default)]
    pub id: String,
    /// Alibaba Cloud resource name (`acs:...`), where known.
    #[serde(default)]
    pub arn: String,
    /// Resource type, `ALIYUN::OSS::Bucket` for example.
    #[serde(default, rename = "type")]
    pub kind: String,
    /// Display name.
    #[serde(default)]
    pub name: String,
}

impl Resource {
    /// The shortest label that names the resource: its name, else its id, else its ARN.
    pub fn label(&self) -> &str {
        [&self.name, &self.id, &self.arn].into_iter().find(|s| !s.is_empty()).map_or("", |s| s.as_str())
    }
}

/// An answer of the provider that a verdict rests on; the snapshot holds it under these names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The call, `rds:DescribeDBInstanceSSL`.
    pub call: Arc<str>,
    /// The provider's id of the request.
    pub request_id: Arc<str>,
    /// When it was answered, RFC 3339 in UTC.
    pub at: Arc<str>,
    /// SHA-256 of the bytes as received, in hex.
    pub sha256: Arc<str>,
}

impl Proof {
    /// The most answers a finding names; the snapshot holds the rest.
    pub const MOST: usize = 16;
}

/// A text as one string where both languages have the same words, else as `{en, zh}`.
mod one_or_both {
    use std::fmt;

    use serde::de::value::MapAccessDeserializer;
    use serde::de::{MapAccess, Visitor};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::text::Text;

    pub(super) fn serialize<S: Serializer>(text: &Text, out: S) -> Result<S::Ok, S::Error> {
        if text.en == text.zh { out.serialize_str(&text.en) } else { text.serialize(out) }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or one in each language ({\"en\": ..., \"zh\": ...})")
            }

            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text::same(text))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Text, A::Error> {
                Text::deserialize(MapAccessDeserializer::new(map))
            }
        }
        from.deserialize_any(Either)
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// The kind of hole.
    pub kind: GapKind,
    /// The explanation for people.
    pub text: Arc<Text>,
}

/// The kinds of missing answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// The identity had no permission.
    Denied,
    /// The call failed.
    Failed,
    /// A list was cut before its end.
    Cut,
    /// Nothing looked.
    NotScanned,
    /// The source looked, but its answer is known to be unreliable.
    SourceUnreliable,
    /// The source judged at another threshold than the one asked for.
    OtherThreshold,
}

impl GapKind {
    /// The identifier used in files.
    pub fn id(self) -> &'static str {
        match self {
            GapKind::Denied => "denied",
            GapKind::Failed => "failed",
            GapKind::Cut => "cut",
            GapKind::NotScanned => "not_scanned",
            GapKind::SourceUnreliable => "source_unreliable",
            GapKind::OtherThreshold => "other_threshold",
        }
    }
}

/// The tool that produced a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Tool name: `dengbao`, `prowler`.
    pub tool: Arc<str>,
    /// Its version, empty when it does not say.
    #[serde(default)]
    pub version: Arc<str>,
    /// The tool's own id of the check.
    #[serde(default)]
    pub check: Arc<str>,
}

impl Finding {
    /// The finding's status at the thresholds `asked`, which are complete (`Params::resolve`).
    ///
    /// A measured value decides; else the source's verdict is carried over where logic allows; else there is a gap.
    pub fn judged_at(&self, specs: &[super::ParamSpec], asked: &Params) -> (FindingStatus, Option<Gap>) {
        let as_is = || (self.status, self.gap.clone());
        let undecided = match self.status {
            FindingStatus::NotAssessed | FindingStatus::Manual | FindingStatus::NotApplicable => true,
            FindingStatus::Pass | FindingStatus::Fail => false,
        };
        if specs.is_empty() || undecided {
            return as_is();
        }
        let mut combined = FindingStatus::NotApplicable;
        for spec in specs {
            let Some(&threshold) = asked.0.get(spec.name) else { return as_is() };
            let one = if let Some(&measured) = self.measured.get(spec.name) {
                spec.bound.judge(measured, threshold)
            } else {
                // A source that does not say its threshold has not answered the question.
                let judged_at = self.params.0.get(spec.name).copied();
                match judged_at.and_then(|at| spec.bound.carry(self.status, at, threshold)) {
                    Some(status) => status,
                    None => {
                        let name = spec.name;
                        let text = match judged_at {
                            Some(at) => Text::new(
                                format!(
                                    "the source judged at {name} = {at}; the control asks for {threshold} and the measured value is not in the file"
                                ),
                                format!("数据来源按 {name} = {at} 判定，本项要求 {threshold}，文件中没有实测值"),
                            ),
                            None => Text::new(
                                format!(
                                    "the source does not say at which {name} it judged; the control asks for {threshold}"
                                ),
                                format!("数据来源未说明按何 {name} 判定，本项要求 {threshold}"),
                            ),
                        };
                        return (
                            FindingStatus::NotAssessed,
                            Some(Gap { kind: GapKind::OtherThreshold, text: Arc::new(text) }),
                        );
                    }
                }
            };
            // `Fail` sorts first: the worst of the parameters counts.
            combined = combined.min(one);
        }
        (combined, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Bound, ParamSpec};
    use crate::text::Phrase;

    const DAYS: &[ParamSpec] =
        &[ParamSpec { name: "min_days", default: 180, bound: Bound::AtLeast, unit: Phrase { en: "days", zh: "天" } }];

    fn finding(status: FindingStatus, judged_at: i64, measured: Option<i64>) -> Finding {
        Finding {
            check_id: "sls-logstore-retention".into(),
            status,
            severity: Severity::Medium,
            resource: Resource::default(),
            reason: Text::default(),
            gap: None,
            caution: None,
            list_may_be_cut: false,
            evidence: EvidenceLevel::Imported,
            observed_at: String::new(),
            source: Source::default(),
            params: Params([("min_days".to_owned(), judged_at)].into()),
            measured: measured.map(|m| ("min_days".to_owned(), m)).into_iter().collect(),
            proof: Vec::new(),
            muted: false,
        }
    }

    fn asked(days: i64) -> Params {
        Params([("min_days".to_owned(), days)].into())
    }

    #[test]
    fn a_fail_at_365_days_is_not_a_fail_at_180() {
        let (status, gap) = finding(FindingStatus::Fail, 365, None).judged_at(DAYS, &asked(180));
        assert_eq!(status, FindingStatus::NotAssessed);
        assert_eq!(gap.map(|g| g.kind), Some(GapKind::OtherThreshold));
    }

    #[test]
    fn a_measured_value_decides_at_every_threshold() {
        let f = finding(FindingStatus::Fail, 365, Some(200));
        assert_eq!(f.judged_at(DAYS, &asked(180)).0, FindingStatus::Pass);
        assert_eq!(f.judged_at(DAYS, &asked(365)).0, FindingStatus::Fail);
    }

    #[test]
    fn an_unreliable_answer_stays_unreliable() {
        let mut f = finding(FindingStatus::NotAssessed, 365, None);
        f.gap = Some(Gap { kind: GapKind::SourceUnreliable, text: Arc::new(Text::default()) });
        assert_eq!(f.judged_at(DAYS, &asked(180)).0, FindingStatus::NotAssessed);
    }
}
