//! What ends soon, what ended lately, and how long statements may stand.

use super::*;
use crate::assess::{Bucket, Expiry, ExpiryKind, expiring};

impl Builder<'_> {
    pub(super) fn expiring(&self) -> Vec<ExpiryRow> {
        expiring(self.of.assessment).into_iter().map(|e| self.expiry(e)).collect()
    }

    fn expiry(&self, e: Expiry) -> ExpiryRow {
        let f = &self.of.assessment.framework;
        let mut notes: Vec<String> = Vec::new();
        if !e.scope.is_empty() {
            notes.push(self.list(e.scope.iter().cloned()));
        }
        notes.extend(self.ended_early(e.by));
        if !e.replaced.is_empty() {
            let names = self.list(e.replaced.iter().map(|at| f.controls[*at].place.reference.clone()));
            notes.push(self.tr(format!("another statement covers {names}"), format!("{names} 另有声明或例外覆盖")));
        }
        ExpiryRow {
            id: e.id,
            kind: match e.kind {
                ExpiryKind::Attestation => self.tr("attestation", "人工声明"),
                ExpiryKind::Inherited => self.tr("inherited evidence", "继承证据"),
                ExpiryKind::Exception => self.tr("exception", "例外"),
            },
            bucket: e.bucket,
            bucket_label: match e.bucket {
                Bucket::Expired => self.tr("Expired", "已过期"),
                Bucket::Within30 => self.tr("within 30 days", "30 天内"),
                Bucket::Within60 => self.tr("within 60 days", "60 天内"),
                Bucket::Within90 => self.tr("within 90 days", "90 天内"),
            },
            tone: match e.bucket {
                Bucket::Expired => Tone::Bad,
                Bucket::Within30 => Tone::Warn,
                Bucket::Within60 | Bucket::Within90 => Tone::Neutral,
            },
            date: e.last_day.to_string(),
            days_left: e.days_left,
            controls: e.controls.iter().map(|at| self.link(&f.controls[*at])).collect(),
            note: notes.join(&self.tr("; ", "；")),
            person: e.person,
        }
    }

    /// What ends a statement before its own end.
    pub(super) fn ended_early(&self, by: EndedBy) -> Option<String> {
        match by {
            EndedBy::Term => None,
            EndedBy::Document => Some(self.tr("ends with the cited document", "随所引文件到期")),
            EndedBy::MaximumTerm => Some(self.tr("cut to the maximum term", "按最长期限截止")),
            EndedBy::Closed => Some(self.tr("closed early", "已提前关闭")),
        }
    }

    pub(super) fn terms(&self) -> String {
        let terms = self.of.organisation.terms();
        let by_severity = |lang: Lang| -> Vec<String> {
            terms.exception_days.iter().map(|(s, days)| format!("{} {days}", s.label().get(lang))).collect()
        };
        self.tr(
            format!(
                "Longest validity of an attestation: {} days from signing. Longest term of an exception, by the worst severity that it covers, in days: {}. Whatever names a later end is cut to these.",
                terms.attestation_days,
                by_severity(Lang::En).join(", ")
            ),
            format!(
                "人工声明自签署之日起最长有效 {} 天；例外按所涉检查的最高严重程度限定最长期限（天）：{}。超出部分一律截止，不予计入。",
                terms.attestation_days,
                by_severity(Lang::Zh).join("、")
            ),
        )
    }

    /// Warnings about statements for the first page.
    pub(super) fn statement_warnings(&self) -> Vec<String> {
        let a = self.of.assessment;
        let mut warnings = Vec::new();
        let soon = expiring(a).iter().filter(|e| e.bucket == Bucket::Within30).count();
        if soon > 0 {
            warnings.push(self.tr(
                format!(
                    "{} within 30 days.",
                    if soon == 1 { "1 statement expires".to_owned() } else { format!("{soon} statements expire") }
                ),
                format!("{soon} 份声明或例外将在 30 天内到期。"),
            ));
        }
        let cut: Vec<String> = a
            .attestations
            .iter()
            .filter(|x| !x.controls.is_empty() && x.statement.end().1 == EndedBy::MaximumTerm)
            .map(|x| x.statement.id.clone())
            .chain(
                a.exceptions
                    .iter()
                    .filter(|x| x.statement.end().1 == EndedBy::MaximumTerm)
                    .map(|x| x.statement.id.clone()),
            )
            .collect();
        if !cut.is_empty() {
            let ids = self.list(cut.iter().cloned());
            warnings.push(self.tr(
                format!("Longer than allowed, and cut to the maximum term: {ids}."),
                format!("期限超过允许的最长期限，已按最长期限截止：{ids}。"),
            ));
        }
        for used in a.attestations.iter().filter(|x| !x.refused.is_empty()) {
            let id = &used.statement.id;
            let n = used.refused.len();
            warnings.push(self.tr(
                format!(
                    "{id} cites the provider's document for {} that the customer owes; it does not count there.",
                    if n == 1 { "1 control".to_owned() } else { format!("{n} controls") }
                ),
                format!("{id} 引用云服务商文件覆盖了 {n} 个由云服务客户负责的控制项，对这些控制项不予计入。"),
            ));
        }
        let late: Vec<String> = a
            .attestations
            .iter()
            .filter(|x| x.statement.added_on > a.as_of.date() && x.statement.signed_on <= a.as_of.date())
            .map(|x| x.statement.id.clone())
            .collect();
        if !late.is_empty() {
            let ids = self.list(late.iter().cloned());
            warnings.push(self.tr(
                format!("Signed by the report's day, but added to the file after it: {ids}."),
                format!("签署日期不晚于报告日期，但在报告日期之后才补录：{ids}。"),
            ));
        }
        warnings
    }
}
