//! Who, what, when and from which files: document control, scope, statements, inputs.

use super::*;
use crate::catalog::{Attestation, rfc3339};

impl Builder<'_> {
    pub(super) fn framework(&self) -> FrameworkView {
        let f = &self.of.assessment.framework;
        FrameworkView {
            id: f.id.clone(),
            name: f.name.get(self.lang).to_owned(),
            version: f.catalogue.version.clone(),
            authority: f.catalogue.authority.get(self.lang).to_owned(),
            about: f.catalogue.about.get(self.lang).to_owned(),
            controls: f.controls.len(),
            scoring: f.catalogue.scoring,
            sources: f
                .catalogue
                .sources
                .iter()
                .map(|s| Fact {
                    label: s.title.clone(),
                    value: {
                        let mark = match s.mark {
                            Mark::Sourced => self.tr("read in a public copy", "已核对公开文本"),
                            Mark::Memory => self.tr("from memory, to be checked", "凭记忆，待核对"),
                            Mark::Judgement => self.tr("own judgement", "自行判断"),
                        };
                        let note = if s.note.is_empty() { String::new() } else { format!(": {}", s.note) };
                        format!("{mark}, {}{note}", s.checked)
                    },
                })
                .collect(),
        }
    }

    pub(super) fn control_facts(&self) -> Vec<Fact> {
        let o = self.of.organisation;
        let f = &self.of.assessment.framework;
        let blank = || self.tr("(not given)", "（未填写）");
        let or_blank = |s: &str| if s.is_empty() { blank() } else { s.to_owned() };
        let mut facts = vec![
            self.fact("Organisation", "单位名称", or_blank(o.organisation.get(self.lang))),
            self.fact("System", "系统名称（定级对象）", or_blank(o.system.get(self.lang))),
        ];
        if f.catalogue.scoring == Scoring::Mlps {
            facts.push(self.fact("Grade", "定级", or_blank(&o.grade)));
            facts.push(self.fact("Filing number", "备案编号", or_blank(&o.filing_number)));
        }
        let scope = self.of.tally.scope();
        facts.push(self.fact("Framework", "依据", format!("{} ({})", f.name.get(self.lang), f.catalogue.version)));
        facts.push(self.fact(
            "Force",
            "效力",
            match f.catalogue.legal_force {
                LegalForce::Statute => self.tr("statute", "法律"),
                LegalForce::Regulation => self.tr("regulation", "法规或部门规章"),
                LegalForce::Standard => self.tr("national standard", "国家标准"),
                LegalForce::Benchmark => self.tr("benchmark of a private publisher", "行业基准"),
                LegalForce::Internal => self.tr("internal checklist", "内部清单"),
            },
        ));
        if let Some(occasion) = self.of.occasion {
            facts.push(self.fact("Period", "报告期", occasion.period.clone()));
        }
        if !o.assessor.is_empty() {
            facts.push(self.fact("Assessment body", "测评机构", o.assessor.get(self.lang)));
        }
        facts.push(self.fact("Report date", "报告日期", day(self.of.assessment.as_of)));
        facts.push(self.fact(
            "Evidence collected",
            "证据采集时间",
            match &scope.observed {
                None => self.tr("no finding carries a time", "检查结果未带时间"),
                Some((first, last)) if first.get(..10) == last.get(..10) => clip_time(last),
                Some((first, last)) => format!("{} – {}", clip_time(first), clip_time(last)),
            },
        ));
        facts.push(self.fact(
            "Accounts",
            "云账号",
            if scope.accounts.is_empty() {
                blank()
            } else {
                let shown: Vec<String> = scope.accounts.keys().take(6).cloned().collect();
                let more = scope.accounts.len().saturating_sub(6);
                let text = self.list(shown);
                if more > 0 {
                    self.tr(format!("{text} and {more} more"), format!("{text}等 {} 个", scope.accounts.len()))
                } else {
                    text
                }
            },
        ));
        facts.push(self.fact("Classification", "密级", o.classification.get(self.lang)));
        facts.push(self.fact("Prepared by", "编制", or_blank(&o.prepared_by)));
        facts.push(self.fact("Tool", "生成工具", concat!("dengbao ", env!("CARGO_PKG_VERSION"))));
        facts
    }

    pub(super) fn signatures(&self) -> Vec<Fact> {
        let o = self.of.organisation;
        vec![
            self.fact("Prepared by", "编制", o.prepared_by.clone()),
            self.fact("Reviewed by", "审核", o.reviewed_by.clone()),
            self.fact("Approved by", "批准", o.approved_by.clone()),
        ]
    }

    pub(super) fn scope(&self) -> Vec<Fact> {
        let scope = self.of.tally.scope();
        let regions = scope.regions.iter().filter(|(r, _)| !r.is_empty()).map(|(r, n)| format!("{r} ({n})"));
        vec![
            self.fact("Findings", "检查结果", scope.findings.to_string()),
            self.fact("Accounts", "云账号", scope.accounts.len().to_string()),
            self.fact("Regions (findings)", "地域（结果数）", self.list(regions)),
            self.fact(
                "Tools (findings)",
                "数据来源（结果数）",
                self.list(scope.tools.iter().map(|((tool, version), n)| format!("{tool} {version} ({n})"))),
            ),
            self.fact(
                "Times",
                "时间说明",
                self.tr(
                    "as written by the source; Prowler writes local time without a zone",
                    "按来源原样显示；Prowler 写入的是不带时区的本地时间",
                ),
            ),
        ]
    }

    pub(super) fn attestations(&self) -> Vec<StatementView> {
        let f = &self.of.assessment.framework;
        self.of
            .assessment
            .attestations
            .iter()
            .map(|a| {
                let s = &a.statement;
                let (state, tone) = self.state_word(a.state);
                let (end, by) = s.end();
                let mut details = Vec::new();
                if s.kind == AttestationKind::Inherited {
                    details.push(self.citation(s));
                }
                details.extend(self.ended_early(by));
                if s.effective_from != s.signed_on {
                    details.push(
                        self.tr(
                            format!("in force from {}", s.effective_from),
                            format!("自 {} 起生效", s.effective_from),
                        ),
                    );
                }
                if s.added_on != s.signed_on {
                    details.push(self.tr(format!("added on {}", s.added_on), format!("{} 录入", s.added_on)));
                }
                details.extend(s.files.iter().map(|f| match f.sha256.as_deref().and_then(|d| d.get(..16)) {
                    // The whole digest stands among the data files.
                    Some(start) => format!("{} (SHA-256 {start}…)", f.path),
                    None => f.path.clone(),
                }));
                StatementView {
                    id: s.id.clone(),
                    state,
                    tone,
                    text: format!(
                        "{}{}{}",
                        s.status.label().get(self.lang),
                        self.tr(": ", "："),
                        s.statement.get(self.lang)
                    ),
                    person: self.tr(
                        format!("{} ({}), {}", s.person, s.role, s.signed_on),
                        format!("{}（{}），{}", s.person, s.role, s.signed_on),
                    ),
                    until: end.to_string(),
                    applies_to: self.list(s.controls.iter().chain(&s.sections).cloned()),
                    detail: details.join("; "),
                    controls: a.controls.iter().map(|at| self.link(&f.controls[*at])).collect(),
                }
            })
            .collect()
    }

    /// What an inherited statement cites: title, number, issuer, and the document's own end.
    fn citation(&self, s: &Attestation) -> String {
        let part = |text: &Option<String>| text.clone().unwrap_or_default();
        let (document, number, issuer) = (part(&s.document), part(&s.document_number), part(&s.issuer));
        let until =
            s.document_valid_until.map(|day| self.tr(format!(", valid until {day}"), format!("，有效期至 {day}")));
        let until = until.unwrap_or_default();
        self.tr(
            format!("{document}, no. {number}, issued by {issuer}{until}"),
            format!("{document}，编号 {number}，签发 {issuer}{until}"),
        )
    }

    pub(super) fn exceptions(&self) -> Vec<StatementView> {
        let f = &self.of.assessment.framework;
        self.of
            .assessment
            .exceptions
            .iter()
            .map(|e| {
                let s = &e.statement;
                let (state, tone) = self.exception_word(e);
                let what = s.check.iter().chain(&s.controls).chain(&s.resources).cloned();
                let (end, by) = s.end();
                let ticket = s.ticket.as_ref().map(|t| self.tr(format!("ticket {t}"), format!("工单 {t}")));
                let more: Vec<String> = self.ended_early(by).into_iter().chain(ticket).collect();
                let mut detail = s.compensating_control.get(self.lang).to_owned();
                if !more.is_empty() {
                    let more = more.join(&self.tr("; ", "；"));
                    detail = self.tr(format!("{detail} ({more})"), format!("{detail}（{more}）"));
                }
                StatementView {
                    id: s.id.clone(),
                    state,
                    tone,
                    text: s.reason.get(self.lang).to_owned(),
                    person: self.tr(
                        format!("owner {}, approved by {}", s.owner, s.approver),
                        format!("责任人{}，批准人{}", s.owner, s.approver),
                    ),
                    until: rfc3339(end),
                    applies_to: self.list(what),
                    detail,
                    controls: e.controls.iter().map(|at| self.link(&f.controls[*at])).collect(),
                }
            })
            .collect()
    }

    pub(super) fn unmapped(&self) -> Vec<UnmappedView> {
        let mut rows: Vec<UnmappedView> = Vec::new();
        for file in self.of.files {
            for (unmapped, count) in &file.unmapped {
                rows.push(UnmappedView {
                    file: file.path.clone(),
                    check: unmapped.check.clone(),
                    reason: self.say(unmapped.reason.label()),
                    rows: *count,
                });
            }
        }
        let mapped: BTreeSet<&str> = self
            .pairs()
            .flat_map(|(_, r)| &r.links)
            .flat_map(|l| l.link.target.checks())
            .map(|one| one.check.id)
            .collect();
        for (check, n) in &self.of.tally.scope().checks {
            if !mapped.contains(&**check) {
                rows.push(UnmappedView {
                    file: "–".to_owned(),
                    check: check.to_string(),
                    reason: self.tr("no control of this framework asks for it", "本框架没有控制项与之对应"),
                    rows: *n,
                });
            }
        }
        rows
    }

    pub(super) fn inputs(&self) -> Vec<InputView> {
        self.of
            .files
            .iter()
            .map(|f| InputView {
                path: f.path.clone(),
                format: f.format.label().to_owned(),
                rows: f.rows,
                findings: f.findings,
                duplicates: f.duplicates,
                muted: f.muted,
                unmapped: f.unmapped.values().sum(),
                sha256: f.sha256.clone(),
                bytes: f.bytes,
            })
            .collect()
    }

    pub(super) fn glossary(&self) -> Vec<Fact> {
        let term = |s: ControlStatus, en: &str, zh: &str| Fact { label: self.say(s.label()), value: self.tr(en, zh) };
        vec![
            term(
                ControlStatus::Met,
                "the evidence shows it, and nothing that the control asks stays open",
                "证据表明已满足，且没有未覆盖的内容",
            ),
            term(
                ControlStatus::PartiallyMet,
                "some objects or parts are met, others are not",
                "部分对象或内容满足，其余不满足",
            ),
            term(ControlStatus::NotMet, "evidence or a person says it is not met", "证据或人工声明表明不满足"),
            term(ControlStatus::NeedsAttestation, "a person must state it, with evidence", "须由责任人说明并提供证据"),
            term(
                ControlStatus::NotAssessed,
                "the answer is missing: not scanned, refused, or not reliable",
                "缺少答案：未扫描、被拒绝或不可靠",
            ),
            term(ControlStatus::NotApplicable, "there is nothing that it applies to", "没有适用对象"),
            self.fact(
                "Bounds",
                "上下限",
                self.tr(
                    "the score with everything unknown counted against, and for",
                    "未知项全部按不符合、全部按符合计算的得分",
                ),
            ),
            self.fact(
                "Coverage",
                "结论覆盖率",
                self.tr("the share of controls that have a verdict", "已有结论的控制项占比"),
            ),
            self.fact(
                "Partial mapping",
                "部分对应",
                self.tr(
                    "the check decides a part that the control names, for the objects it reads",
                    "检查只对其读取的对象判定控制项的一部分",
                ),
            ),
            self.fact(
                "Exception",
                "例外",
                self.tr(
                    "a risk accepted for a time by somebody other than its owner; it does not change a status",
                    "由责任人以外的人在限期内接受的风险，不改变结论",
                ),
            ),
        ]
    }
}
