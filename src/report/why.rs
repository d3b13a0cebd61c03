//! The sentence that says why a control has its status.

use super::tr;
use crate::assess::{Assessment, ControlResult, LinkState, Reason, Tally};
use crate::catalog::AttestationKind;
use crate::domain::ControlStatus;
use crate::text::Lang;

/// Why a control has its status, with the numbers that decided.
pub fn why(assessment: &Assessment, result: &ControlResult, tally: &Tally, lang: Lang) -> String {
    let c = &result.counts;
    let names = |state: &[LinkState]| -> String {
        let mut list: Vec<&str> = result
            .links
            .iter()
            .filter(|l| l.link.coverage.decides() && state.contains(&l.state))
            .flat_map(|l| l.link.target.checks())
            .map(|one| one.check.title.get(lang))
            .collect();
        list.dedup();
        let more = list.len().saturating_sub(3);
        list.truncate(3);
        let quoted: Vec<String> = list.iter().map(|t| tr(lang, format!("“{t}”"), format!("“{t}”"))).collect();
        let joined = quoted.join(tr(lang, ", ", "、").as_str());
        if more == 0 {
            joined
        } else {
            tr(lang, format!("{joined} and {more} more"), format!("{joined}等 {} 项", more + 3))
        }
    };
    let stated = || -> String {
        result
            .attestations
            .iter()
            .map(|at| &assessment.attestations[*at])
            .filter(|a| a.state == crate::catalog::StatementState::InDate)
            .map(|a| {
                let s = &a.statement;
                match s.kind {
                    AttestationKind::Attestation => tr(
                        lang,
                        format!("{} ({}), {}", s.person, s.role, s.signed_on),
                        format!("{}（{}，{}）", s.person, s.role, s.signed_on),
                    ),
                    AttestationKind::Inherited => tr(
                        lang,
                        format!("{}, valid until {}", s.document.as_deref().unwrap_or_default(), s.end().0),
                        format!("{}（有效期至 {}）", s.document.as_deref().unwrap_or_default(), s.end().0),
                    ),
                }
            })
            .collect::<Vec<_>>()
            .join(tr(lang, "; ", "；").as_str())
    };
    let sentence = match result.reason {
        Reason::Fails => tr(
            lang,
            format!("{} fail in {}.", findings(c.fail), names(&[LinkState::Fail])),
            format!("{}未通过：{} 项检查结果不合格。", names(&[LinkState::Fail]), c.fail),
        ),
        Reason::SomeObjectsFail => tr(
            lang,
            format!("{} fail in {}; {} pass.", findings(c.fail), names(&[LinkState::Fail]), c.pass),
            format!("{}存在不合格对象：{} 项未通过，{} 项通过。", names(&[LinkState::Fail]), c.fail, c.pass),
        ),
        Reason::AttestedShortfall => tr(
            lang,
            format!("A person states that it is {}: {}.", result.status.label().en.to_lowercase(), stated()),
            format!("人工声明结论为“{}”：{}。", result.status.label().zh, stated()),
        ),
        Reason::AnswersMissing => {
            let silent = names(&[LinkState::NoFinding]);
            let refused = names(&[LinkState::NotAssessed]);
            let mut parts = Vec::new();
            if !refused.is_empty() {
                let why = first_gap(result, tally, lang);
                parts.push(tr(
                    lang,
                    format!(
                        "no reliable answer from {refused}{}",
                        if why.is_empty() { String::new() } else { format!(" ({why})") }
                    ),
                    format!(
                        "{refused}没有可靠答案{}",
                        if why.is_empty() { String::new() } else { format!("（{why}）") }
                    ),
                ));
            }
            if !silent.is_empty() {
                parts.push(tr(
                    lang,
                    format!("the input holds no result of {silent}"),
                    format!("输入中没有{silent}的结果"),
                ));
            }
            let mut text = parts.join(tr(lang, "; ", "；").as_str());
            if lang == Lang::En
                && let Some(first) = text.get(..1).map(str::to_uppercase)
            {
                text.replace_range(..1, &first);
            }
            tr(
                lang,
                format!("{text}. A missing answer is neither a pass nor a fail."),
                format!("{text}。缺少答案既不算通过，也不算未通过。"),
            )
        }
        Reason::NothingApplies => tr(lang, "The checks found nothing that it applies to.", "检查未发现适用的对象。"),
        Reason::NothingSeenApplies => tr(
            lang,
            "The checks found nothing that they apply to, but they cover only a part; a person must say whether the control applies.",
            "检查未发现其适用的对象，但检查仅覆盖部分要求，是否适用须人工确认。",
        ),
        Reason::FullPass => tr(
            lang,
            format!("{} pass, and the check answers the whole control.", findings(c.pass)),
            format!("{} 项检查结果通过，且检查完整对应本控制项。", c.pass),
        ),
        Reason::PassAndStatement => tr(
            lang,
            format!("{} pass; the rest is covered by {}.", findings(c.pass), stated()),
            format!("{} 项检查结果通过，其余部分由声明或文件覆盖：{}。", c.pass, stated()),
        ),
        Reason::PassButPartial => tr(
            lang,
            format!("{} pass, but the checks decide only a part; a person must confirm the rest.", findings(c.pass)),
            format!("{} 项检查结果通过，但检查仅覆盖部分要求，其余须人工确认。", c.pass),
        ),
        Reason::PassButSourceLimited => tr(
            lang,
            format!(
                "{} pass, but the source may not have listed every resource, or looks at less than the check asks; a person must confirm.",
                findings(c.pass)
            ),
            format!(
                "{} 项检查结果通过，但来源工具的资源清单可能不完整，或其判断范围小于检查要求，须人工确认。",
                c.pass
            ),
        ),
        Reason::QuestionForPerson => tr(
            lang,
            format!("A check hands the question to a person: {}.", names(&[LinkState::Manual])),
            format!("检查无法自动判断，须人工确认：{}。", names(&[LinkState::Manual])),
        ),
        Reason::StatementAlone => tr(
            lang,
            format!("No check reaches it; it rests on {}.", stated()),
            format!("没有自动检查可覆盖，依据：{}。", stated()),
        ),
        Reason::StatementOutOfDate => tr(
            lang,
            "No check reaches it, and the statement that was given is not in date.",
            "没有自动检查可覆盖，且已有声明不在有效期内。",
        ),
        Reason::NobodyAsked => tr(
            lang,
            "No check reaches it; a person must state it and attach the evidence.",
            "没有自动检查可覆盖，须由责任人说明并附证据。",
        ),
        Reason::ProviderPartOnly => tr(
            lang,
            format!(
                "The provider's documents are cited ({}), but they speak for the provider's part only; the customer's part must be stated by a person.",
                stated()
            ),
            format!("已引用云服务商材料（{}），但仅能证明云服务商应承担的部分；客户侧部分须由责任人说明。", stated()),
        ),
    };
    let accepted = if result.accepted {
        tr(
            lang,
            " The risk is accepted by an exception in date; the control stays as it is.",
            "该风险已由有效期内的例外接受，控制项结论不变。",
        )
    } else if matches!(result.status, ControlStatus::NotMet | ControlStatus::PartiallyMet)
        && result.attestations.iter().any(|a| assessment.attestations[*a].statement.status == ControlStatus::Met)
    {
        tr(
            lang,
            " An attestation says met; a statement does not undo a failing check.",
            "有声明称已符合，但声明不能改变未通过的检查结果。",
        )
    } else {
        String::new()
    };
    sentence + &accepted
}

fn findings(n: u64) -> String {
    if n == 1 { "1 finding".to_owned() } else { format!("{n} findings") }
}

/// The most frequent gap among the links without an answer.
fn first_gap(result: &ControlResult, tally: &Tally, lang: Lang) -> String {
    result
        .links
        .iter()
        .filter(|l| l.link.coverage.decides() && l.state == LinkState::NotAssessed)
        .flat_map(|l| &l.tallies)
        .flat_map(|at| tally.check(*at).gap_counts())
        .max_by_key(|g| g.count)
        .and_then(|g| g.gap)
        .map(|g| g.text.get(lang).trim_end_matches(['.', '。']).to_owned())
        .unwrap_or_default()
}
