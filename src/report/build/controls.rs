//! Controls: status, reason, checks, and what stays open.

use super::*;
use crate::assess::Used;
use crate::catalog::{Exception, rfc3339};

impl Builder<'_> {
    pub(super) fn groups(&self) -> Vec<Group> {
        let f = &self.of.assessment.framework;
        f.sections
            .iter()
            .zip(&self.of.scorecard.sections)
            .map(|(section, score)| {
                let depth = self.depth(section);
                Group {
                    id: section.id.clone(),
                    anchor: self.anchor("s", &section.id),
                    number: self.number(&section.id, depth),
                    title: section.title.get(self.lang).to_owned(),
                    depth,
                    controls: self
                        .pairs()
                        .filter(|(c, _)| c.control.section == section.id)
                        .map(|(c, r)| self.control(c, r))
                        .collect(),
                    total: score.counts.total(),
                }
            })
            .collect()
    }

    pub(super) fn owner(&self, owner: Owner) -> String {
        match owner {
            Owner::Customer => self.tr("customer", "云服务客户"),
            Owner::Provider => self.tr("provider", "云服务商"),
            Owner::Shared => self.tr("shared", "双方共担"),
        }
    }

    pub(super) fn control(&self, control: &FrameworkControl, result: &ControlResult) -> ControlView {
        let c = &control.control;
        let f = &self.of.assessment.framework;
        let title = c
            .title
            .as_ref()
            .or_else(|| f.section(&c.section).map(|s| &s.title))
            .map(|t| t.get(self.lang).to_owned())
            .unwrap_or_default();
        let mut stays_open: Vec<String> = result
            .links
            .iter()
            .filter(|l| l.link.coverage.decides())
            .filter_map(|l| l.link.gap.as_ref())
            .map(|g| g.get(self.lang).to_owned())
            .collect();
        let mut seen = BTreeSet::new();
        stays_open.retain(|g| seen.insert(g.clone()));
        let level = f.level;
        let risks = c
            .hazards
            .iter()
            .filter_map(|code| f.hazard(code))
            .map(|h| {
                self.tr(
                    format!("Major hazard trigger {}: {}", h.code, h.name.en),
                    format!("重大风险隐患触发项 {}：{}", h.code, h.name.zh),
                )
            })
            .chain(c.high_risk.iter().filter_map(|case| f.high_risk_case(case)).filter(|h| h.from_level <= level).map(
                |h| {
                    self.tr(
                        format!("High-risk case {}: {}. Mitigation: {}", h.case, h.name.en, h.mitigation.en),
                        format!("高风险判例 {}：{}。缓解：{}", h.case, h.name.zh, h.mitigation.zh),
                    )
                },
            ))
            .collect();
        let facts = self.control_small_facts(control);
        let evidence = self.list(result.evidence.iter().map(|e| self.say(e.label())));
        let colon = if self.lang == Lang::Zh { "：" } else { ": " };
        let mut line: Vec<String> = facts.iter().map(|f| format!("{}{colon}{}", f.label, f.value)).collect();
        if !evidence.is_empty() {
            line.push(format!("{}{colon}{evidence}", self.tr("Evidence", "证据来源")));
        }
        let (delta, delta_label) = self.delta(&control.id, result.status);
        ControlView {
            id: control.id.clone(),
            anchor: self.anchor("c", &control.id),
            reference: control.place.reference.clone(),
            title,
            requirement: c.requirement.get(self.lang).to_owned(),
            status: result.status.id(),
            status_label: self.say(result.status.label()),
            tone: tone(result.status),
            accepted: result.accepted,
            delta,
            delta_label,
            why: why(self.of.assessment, result, self.of.tally, self.lang),
            label: if f.catalogue.scoring == Scoring::Law {
                self.say(LawLabel::of(result).label())
            } else {
                String::new()
            },
            severity: result.severity.map(|s| self.say(s.label())).unwrap_or_default(),
            severity_id: result.severity.map(Severity::id).unwrap_or_default(),
            fail: result.counts.fail,
            pass: result.counts.pass,
            open: result.counts.not_assessed + result.counts.manual,
            owner: self.owner(c.owner),
            facts,
            facts_line: line.join(" · "),
            stays_open,
            limits: c.limits.get(self.lang).to_owned(),
            evidence_wanted: c.evidence.iter().map(|e| e.get(self.lang).to_owned()).collect(),
            evidence,
            checks: result.links.iter().flat_map(|l| self.control_checks(l)).collect(),
            statements: self.statements(result),
            conflicts: result
                .conflicts
                .iter()
                .map(|c| format!("{} ({}): {}", c.check.title.get(self.lang), c.check.id, c.note.get(self.lang)))
                .collect(),
            risks,
        }
    }

    pub(super) fn control_small_facts(&self, control: &FrameworkControl) -> Vec<Fact> {
        let c = &control.control;
        let mut facts = vec![self.fact("Responsible", "责任方", self.owner(c.owner))];
        facts.push(self.fact(
            "Kind",
            "性质",
            match c.kind {
                Duty::Technical => self.tr("technical", "技术"),
                Duty::Organisational => self.tr("organisational", "管理"),
                Duty::Legal => self.tr("legal", "法律"),
            },
        ));
        facts.push(self.fact(
            "Decided by",
            "判定方式",
            match c.assessment {
                AssessmentMode::Automated => self.tr("checks", "自动检查"),
                AssessmentMode::Manual => self.tr("people", "人工核查"),
                AssessmentMode::Mixed => self.tr("checks and people", "自动检查与人工核查"),
            },
        ));
        if let Some(unit) = &control.place.unit {
            facts.push(self.fact("Test unit", "测评单元", unit.clone()));
        }
        if let Some(level) = control.place.level {
            facts.push(self.fact("Level", "级别", level.to_string()));
        }
        if let Some(sag) = c.sag {
            facts.push(self.fact("Mark", "S/A/G", format!("{sag:?}")));
        }
        if !c.methods.is_empty() {
            let methods = c.methods.iter().map(|m| self.method_word(*m));
            facts.push(self.fact("Method", "方法", self.list(methods)));
        }
        if !c.objects.is_empty() {
            let objects = c.objects.iter().map(|o| self.object_word(*o));
            facts.push(self.fact("Objects", "对象", self.list(objects)));
        }
        if let Some(when) = &c.applies_when {
            facts.push(self.fact("Applies when", "适用条件", when.get(self.lang)));
        }
        for figure in &c.figures {
            let unit = match figure.unit.as_str() {
                "days" => self.tr("days", "天"),
                "hours" => self.tr("hours", "小时"),
                "years" => self.tr("years", "年"),
                "people" => self.tr("people", "人"),
                "months" => self.tr("months", "个月"),
                "minutes" => self.tr("minutes", "分钟"),
                "characters" => self.tr("characters", "个字符"),
                "attempts" => self.tr("attempts", "次"),
                "working_days" => self.tr("working days", "个工作日"),
                "percent" => "%".to_owned(),
                _ => String::new(),
            };
            facts.push(Fact {
                label: figure.name.get(self.lang).to_owned(),
                value: format!("{} {unit}", thousands(figure.value)).trim_end().to_owned(),
            });
        }
        if !c.aliases.is_empty() {
            facts.push(self.fact("Formerly", "原编号", self.list(c.aliases.iter().cloned())));
        }
        facts
    }

    pub(super) fn method_word(&self, method: Method) -> String {
        match method {
            Method::Interview => self.tr("interview", "访谈"),
            Method::Examine => self.tr("examination", "核查"),
            Method::Test => self.tr("test", "测试"),
        }
    }

    pub(super) fn object_word(&self, object: ObjectKind) -> String {
        match object {
            ObjectKind::Console => self.tr("cloud console", "云控制台"),
            ObjectKind::Host => self.tr("hosts", "主机"),
            ObjectKind::Database => self.tr("databases", "数据库"),
            ObjectKind::Network => self.tr("network devices", "网络设备"),
            ObjectKind::Application => self.tr("applications", "应用系统"),
            ObjectKind::Storage => self.tr("storage", "存储"),
            ObjectKind::Platform => self.tr("cloud platform", "云平台"),
            ObjectKind::Room => self.tr("machine room", "机房"),
            ObjectKind::Documents => self.tr("documents", "文档"),
            ObjectKind::Staff => self.tr("staff", "人员"),
        }
    }

    pub(super) fn result_word(&self, state: LinkState) -> (String, Tone) {
        match state {
            LinkState::Fail => (self.say(FindingStatus::Fail.label()), Tone::Bad),
            LinkState::NotAssessed => (self.say(FindingStatus::NotAssessed.label()), Tone::Unknown),
            LinkState::NoFinding => (self.tr("No result", "无结果"), Tone::Unknown),
            LinkState::Manual => (self.say(FindingStatus::Manual.label()), Tone::Person),
            LinkState::Pass => (self.say(FindingStatus::Pass.label()), Tone::Good),
            LinkState::NotApplicable => (self.say(FindingStatus::NotApplicable.label()), Tone::Neutral),
        }
    }

    pub(super) fn control_checks(&self, link: &LinkResult) -> Vec<ControlCheck> {
        let alternative = matches!(link.link.target, Target::AnyOf(_));
        link.tallies
            .iter()
            .map(|at| {
                let tally = self.of.tally.check(*at);
                let counts = &tally.counts;
                let state = LinkState::of(counts, false);
                let (result, tone) = self.result_word(state);
                let failing: Vec<String> =
                    tally.samples(FindingStatus::Fail).iter().take(3).map(|s| s.resource.label().to_owned()).collect();
                let more = counts.fail - failing.len() as u64;
                let fails = counts.fail > 0 && link.link.coverage.decides();
                ControlCheck {
                    id: tally.check.id.to_owned(),
                    anchor: self.anchor("k", &check_key(tally.check, &tally.params)),
                    title: self.say(tally.check.title),
                    params: tally.params.to_string(),
                    coverage: self.say(link.link.coverage.label()),
                    result,
                    tone,
                    fail: counts.fail,
                    pass: counts.pass,
                    open: counts.not_assessed + counts.manual,
                    alternative,
                    seen: counts.total() > 0,
                    failing,
                    more: if more > 0 {
                        self.tr(format!("and {more} more"), format!("另有 {more} 个"))
                    } else {
                        String::new()
                    },
                    remediation: if fails { self.say(tally.check.remediation) } else { String::new() },
                    cli: if fails { tally.check.cli.to_owned() } else { String::new() },
                }
            })
            .collect()
    }

    pub(super) fn state_word(&self, state: StatementState) -> (String, Tone) {
        match state {
            StatementState::InDate => (self.tr("in date", "有效"), Tone::Good),
            StatementState::NotYet => (self.tr("not yet in force", "尚未生效"), Tone::Unknown),
            StatementState::Expired => (self.tr("expired", "已过期"), Tone::Bad),
        }
    }

    /// The state of an exception; one that somebody closed did not expire.
    pub(super) fn exception_word(&self, e: &Used<Exception>) -> (String, Tone) {
        match (e.state, e.statement.end().1) {
            (StatementState::Expired, EndedBy::Closed) => (self.tr("closed", "已关闭"), Tone::Neutral),
            (state, _) => self.state_word(state),
        }
    }

    pub(super) fn statements(&self, result: &ControlResult) -> Vec<String> {
        let mut lines = Vec::new();
        for at in &result.attestations {
            let a = &self.of.assessment.attestations[*at];
            let s = &a.statement;
            let (state, _) = self.state_word(a.state);
            let status = s.status.label().get(self.lang);
            lines.push(self.tr(
                format!("{} ({state}): {status}. {} — {}, {}", s.id, s.statement.en, s.person, s.role),
                format!("{}（{state}）：{status}。{}——{}，{}", s.id, s.statement.zh, s.person, s.role),
            ));
        }
        for at in &result.exceptions {
            let e = &self.of.assessment.exceptions[*at];
            let s = &e.statement;
            let (state, _) = self.exception_word(e);
            let until = rfc3339(s.end().0);
            lines.push(self.tr(
                format!("{} ({state}): risk accepted by {} until {until}. {}", s.id, s.approver, s.reason.en),
                format!("{}（{state}）：{}接受风险至 {until}。{}", s.id, s.approver, s.reason.zh),
            ));
        }
        lines
    }
}
