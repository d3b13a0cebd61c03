//! The responsibility matrix: who owes each control, what each side hands over, and whether both parts are settled.

use super::*;
use crate::assess::Reason;
use crate::catalog::{RESPONSIBILITY_RULES, Split, split};
use crate::evaluate::mainland::is_mainland;

/// A part of a control and how far it has come.
struct Part {
    id: &'static str,
    label: String,
    tone: Tone,
}

/// Cases of the high-risk guideline that turn on where resources and data are.
const ABROAD: [&str; 2] = ["7.1.1.1", "7.4.2.1"];

impl Builder<'_> {
    pub(super) fn responsibility_matrix(&self) -> Vec<ResponsibilityLine> {
        let f = &self.of.assessment.framework;
        let abroad: Vec<String> =
            self.of.tally.scope().regions.keys().filter(|r| !r.is_empty() && !is_mainland(r)).cloned().collect();
        let mut last = "";
        self.pairs()
            .map(|(control, result)| {
                let c = &control.control;
                let section = f.section(&c.section).map(|s| {
                    let number = self.number(&s.id, self.depth(s));
                    format!("{number} {}", s.title.get(self.lang)).trim().to_owned()
                });
                let section = section.unwrap_or_default();
                let heading = if last == c.section { String::new() } else { section.clone() };
                last = &c.section;
                let split = split(f, control);
                let (provider, customer) = (self.provider_part(c.owner, result), self.customer_part(c.owner, result));
                let provider_done = c.owner == Owner::Customer || provider.id == "cited";
                let customer_done = match c.owner {
                    Owner::Provider => matches!(customer.id, "none" | "stated" | "shown" | "shown_in_part"),
                    Owner::Customer | Owner::Shared => {
                        matches!(customer.id, "stated" | "shown" | "not_applicable")
                    }
                };
                let decided = matches!(result.status, ControlStatus::Met | ControlStatus::NotApplicable);
                let settled = provider_done && customer_done && decided;
                let open = match (provider_done, customer_done) {
                    _ if settled => self.tr("settled", "已落实"),
                    (true, _) => self.tr("customer's part open", "待客户侧落实"),
                    (false, true) => self.tr("provider's part open", "待云服务商侧材料"),
                    (false, false) => self.tr("both parts open", "双方均待落实"),
                };
                let mut notes = Vec::new();
                if c.owner == Owner::Shared && provider.id == "cited" && !customer_done {
                    notes.push(self.tr(
                        "The provider's part is cited; that settles nothing of the customer's part.",
                        "云服务商部分已引用材料，但不能代替客户侧应落实的内容。",
                    ));
                }
                if c.owner == Owner::Customer && provider.id == "cited" {
                    notes.push(self.tr(
                        "A document of the provider is cited for a control that the customer owes; it does not count for it.",
                        "对应由客户负责的控制项引用了云服务商材料，不计入其结论。",
                    ));
                }
                if !abroad.is_empty() && c.high_risk.iter().any(|case| ABROAD.contains(&case.as_str())) {
                    let shown = self.list(abroad.iter().take(6).cloned());
                    notes.push(self.tr(
                        format!("Findings name regions outside the mainland ({shown}): the choice of region is the customer's, and no document of the provider answers for it."),
                        format!("检查结果涉及境外地域（{shown}）：地域由客户选择，云服务商材料不能证明其合规。"),
                    ));
                }
                ResponsibilityLine {
                    heading,
                    section,
                    id: control.id.clone(),
                    anchor: self.anchor("c", &control.id),
                    reference: control.place.reference.clone(),
                    requirement: c.requirement.get(self.lang).to_owned(),
                    owner_id: owner_id(c.owner),
                    owner: self.owner(c.owner),
                    iaas: self.owner(split.iaas),
                    paas: self.owner(split.paas),
                    saas: self.owner(split.saas),
                    differs: split.differs(),
                    rule: split.rule.id,
                    rationale: self.say(split.rule.rationale),
                    provider_evidence: self.provider_evidence(control, split),
                    customer_evidence: self.customer_evidence(control, result),
                    provider_state: provider.id,
                    provider_label: provider.label,
                    provider_tone: provider.tone,
                    citations: self.citations(result),
                    customer_state: customer.id,
                    customer_label: customer.label,
                    customer_tone: customer.tone,
                    status: result.status.id(),
                    status_label: self.say(result.status.label()),
                    tone: tone(result.status),
                    settled,
                    settled_label: open,
                    notes,
                }
            })
            .collect()
    }

    /// The rules behind the split, for the note below the matrix.
    pub(super) fn responsibility_rules(&self) -> Vec<Fact> {
        let f = &self.of.assessment.framework;
        let used: BTreeSet<&str> = f.controls.iter().map(|c| split(f, c).rule.id).collect();
        RESPONSIBILITY_RULES
            .iter()
            .filter(|rule| used.contains(rule.id))
            .map(|rule| Fact { label: rule.id.to_owned(), value: self.say(rule.rationale) })
            .collect()
    }

    /// Controls that bounded tables leave to the CSV file.
    pub(super) fn responsibility_rest(&self) -> String {
        let n = self.pairs().filter(|(c, _)| c.control.owner == Owner::Customer).count();
        if n == 0 {
            return String::new();
        }
        self.tr(
            format!(
                "{n} controls are owed by the customer and not listed here; --format responsibility writes the whole matrix as CSV."
            ),
            format!("另有 {n} 项由客户负责，未在此列出；完整矩阵可用 --format responsibility 输出为 CSV。"),
        )
    }

    fn statements_of<'s>(
        &'s self,
        result: &'s ControlResult,
        kind: AttestationKind,
    ) -> impl Iterator<Item = &'s crate::assess::Used<crate::catalog::Attestation>> {
        result
            .attestations
            .iter()
            .map(|at| &self.of.assessment.attestations[*at])
            .filter(move |a| a.statement.kind == kind)
    }

    fn citations(&self, result: &ControlResult) -> Vec<String> {
        self.statements_of(result, AttestationKind::Inherited)
            .map(|a| {
                let (s, (state, _)) = (&a.statement, self.state_word(a.state));
                let document = s.document.as_deref().unwrap_or_default();
                self.tr(
                    format!("{}: {document}, valid until {} ({state})", s.id, s.valid_until),
                    format!("{}：{document}，有效期至 {}（{state}）", s.id, s.valid_until),
                )
            })
            .collect()
    }

    fn provider_part(&self, owner: Owner, result: &ControlResult) -> Part {
        let part = |id, en: &str, zh: &str, tone| Part { id, label: self.tr(en, zh), tone };
        let (mut cited, mut short, mut stale) = (false, false, false);
        for a in self.statements_of(result, AttestationKind::Inherited) {
            match (a.state, a.statement.status) {
                (StatementState::InDate, ControlStatus::NotMet | ControlStatus::PartiallyMet) => short = true,
                (StatementState::InDate, _) => cited = true,
                (StatementState::NotYet | StatementState::Expired, _) => stale = true,
            }
        }
        if short {
            part("shortfall", "cited, with a shortfall", "已引用，存在不符合", Tone::Bad)
        } else if cited {
            part("cited", "cited, in date", "已引用且在有效期内", Tone::Good)
        } else if stale {
            part("out_of_date", "citation not in date", "引用材料不在有效期内", Tone::Warn)
        } else if owner == Owner::Customer {
            part("none", "nothing owed", "无", Tone::Neutral)
        } else {
            part("not_cited", "not cited", "未引用材料", Tone::Person)
        }
    }

    fn customer_part(&self, owner: Owner, result: &ControlResult) -> Part {
        let part = |id, en: &str, zh: &str, tone| Part { id, label: self.tr(en, zh), tone };
        let deciding = || result.links.iter().filter(|l| l.link.coverage.decides());
        let any = |state| deciding().any(|l| l.state == state);
        let (mut stated, mut stale) = (None, false);
        for a in self.statements_of(result, AttestationKind::Attestation) {
            match a.state {
                // Statuses are ordered worst first.
                StatementState::InDate => {
                    stated = Some(stated.map_or(a.statement.status, |s: ControlStatus| s.min(a.statement.status)));
                }
                StatementState::NotYet | StatementState::Expired => stale = true,
            }
        }
        if any(LinkState::Fail) {
            return part("fails", "checks fail", "检查未通过", Tone::Bad);
        }
        if let Some(ControlStatus::NotMet | ControlStatus::PartiallyMet) = stated {
            return part("stated_short", "stated as not wholly met", "声明为未完全符合", Tone::Bad);
        }
        if any(LinkState::NotAssessed) || any(LinkState::NoFinding) {
            return part("answers_missing", "answers missing", "检查结果缺失", Tone::Unknown);
        }
        match stated {
            Some(ControlStatus::NotApplicable) => {
                return part("not_applicable", "stated as not applicable", "声明为不适用", Tone::Neutral);
            }
            Some(_) => return part("stated", "stated, in date", "已声明且在有效期内", Tone::Good),
            None => {}
        }
        match result.reason {
            Reason::FullPass => part("shown", "shown by checks", "检查已证明", Tone::Good),
            Reason::NothingApplies => part("not_applicable", "nothing it applies to", "无适用对象", Tone::Neutral),
            _ if any(LinkState::Pass) => {
                part("shown_in_part", "shown in part by checks", "检查证明了一部分", Tone::Person)
            }
            _ if stale => part("out_of_date", "statement not in date", "声明不在有效期内", Tone::Warn),
            _ if owner == Owner::Provider => part("none", "nothing owed", "无", Tone::Neutral),
            _ => part("nothing_yet", "nothing shown yet", "尚无证据", Tone::Person),
        }
    }

    fn provider_evidence(&self, control: &FrameworkControl, split: Split) -> String {
        let c = &control.control;
        if !split.has_provider_part() {
            return "–".to_owned();
        }
        if self.of.assessment.framework.catalogue.scoring != Scoring::Mlps {
            return self.tr(
                "the contract or the terms of processing, and certificates in date (ISO/IEC 27001 or 27018, for example)",
                "合同或委托处理条款，以及有效期内的认证证书（如 ISO/IEC 27001、27018）",
            );
        }
        let base = self.tr(
            "the platform's filing certificate and the conclusion of its assessment, at the system's level or above and in date",
            "云平台备案证明与等级测评结论（级别不低于本系统，且在有效期内）",
        );
        let (en, zh) = match c.owner {
            Owner::Provider if c.section.contains("PES") => {
                ("; the pages on the data centres of the regions used", "，以及所用地域对应数据中心的测评内容")
            }
            Owner::Provider => ("; the result of this item in the platform's report", "，以及测评报告中本条目的结果"),
            Owner::Shared => (
                "; what the platform offers for this item, and where its part ends",
                "，以及本条目的平台侧能力与责任边界说明",
            ),
            Owner::Customer if split.paas == Owner::Customer => {
                return self.tr(format!("only under SaaS: {base}"), format!("仅 SaaS 模式：{base}"));
            }
            Owner::Customer => {
                return self.tr(
                    format!("only for managed services (PaaS, SaaS): {base}, naming the service"),
                    format!("仅 PaaS、SaaS 托管服务：{base}，并注明所涵盖的服务"),
                );
            }
        };
        self.tr(format!("{base}{en}"), format!("{base}{zh}"))
    }

    fn customer_evidence(&self, control: &FrameworkControl, result: &ControlResult) -> String {
        let checks: BTreeSet<&str> = result
            .links
            .iter()
            .filter(|l| l.link.coverage.decides())
            .flat_map(|l| l.link.target.checks())
            .map(|one| one.check.id)
            .collect();
        let n = checks.len();
        let c = &control.control;
        match (c.owner, n) {
            (Owner::Provider, 0) => self.tr(
                "the list of regions and services used; the provider's documents, kept in date",
                "所用地域与云服务清单，并保持云服务商材料在有效期内",
            ),
            (Owner::Provider, n) => self.tr(
                format!("the list of regions and services used; configuration evidence of {n} checks; the provider's documents, kept in date"),
                format!("所用地域与云服务清单、{n} 项检查的配置证据，并保持云服务商材料在有效期内"),
            ),
            (_, 0) if c.kind == Duty::Technical => self.tr(
                "a signed statement, with records of inspection or test",
                "签署的声明，附核查或测试记录",
            ),
            (_, 0) => self.tr(
                "a signed statement, with the documents and records that the control names",
                "签署的声明，附控制项所列制度与记录",
            ),
            (_, n) => self.tr(
                format!("configuration evidence of {n} checks; a signed statement for what stays open"),
                format!("{n} 项检查的配置证据，未覆盖内容附签署的声明"),
            ),
        }
    }
}

fn owner_id(owner: Owner) -> &'static str {
    match owner {
        Owner::Customer => "customer",
        Owner::Provider => "provider",
        Owner::Shared => "shared",
    }
}
