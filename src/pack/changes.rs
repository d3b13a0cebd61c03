//! Changes between two packs, for reading.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::compare::{Change, Changes, Direction, FrameworkChanges};
use super::evidence::marks;
use crate::domain::ControlStatus;
use crate::text::Lang;

fn say(lang: Lang, en: &'static str, zh: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

fn word(direction: Direction, lang: Lang) -> &'static str {
    match direction {
        Direction::Worse => say(lang, "worse", "变差"),
        Direction::Better => say(lang, "better", "改善"),
        Direction::Other => say(lang, "other", "其他变化"),
    }
}

fn status(status: Option<ControlStatus>, accepted: bool, lang: Lang) -> String {
    let word = status.map_or(say(lang, "not in the framework", "不在框架中"), |s| s.label().get(lang));
    match (accepted, lang) {
        (false, _) => word.to_owned(),
        (true, Lang::En) => format!("{word} (accepted risk)"),
        (true, Lang::Zh) => format!("{word}（已接受风险）"),
    }
}

fn scores(f: &FrameworkChanges, lang: Lang) -> Vec<(&'static str, String)> {
    let none = || "–".to_owned();
    vec![
        (
            say(lang, "last period, as its pack says", "上期（上期证据包所载）"),
            f.recorded.map_or_else(none, |s| s.score.print()),
        ),
        (say(lang, "last period, by this period's rules", "上期（按本期规则重新计算）"), f.rescored.score.print()),
        (say(lang, "this period", "本期"), f.now.score.print()),
    ]
}

fn count(f: &FrameworkChanges, direction: Direction) -> usize {
    f.changes.iter().filter(|c| c.direction == direction).count()
}

/// One line for each cause, the first thing named and the rest counted.
fn causes(change: &Change, lang: Lang) -> Vec<(String, String, Vec<String>)> {
    change
        .causes
        .iter()
        .map(|cause| {
            let more = cause.count.saturating_sub(1);
            let first = cause.what.get(lang).to_owned();
            let first = match (more, lang) {
                (0, _) => first,
                (_, Lang::En) => format!("{first} (and {more} more)"),
                (_, Lang::Zh) => format!("{first}（另有 {more} 项）"),
            };
            let rest = cause.more.iter().map(|t| t.get(lang).to_owned()).collect();
            (cause.kind.label().get(lang).to_owned(), first, rest)
        })
        .collect()
}

/// As Markdown.
pub fn markdown(changes: &Changes, lang: Lang) -> String {
    let mut out = String::new();
    let plain = |text: &str| crate::render::markdown_text(text);
    let _ = writeln!(out, "# {}: {} → {}\n", say(lang, "Changes", "变化"), plain(&changes.from), plain(&changes.to));
    for f in &changes.frameworks {
        let _ = writeln!(out, "## {}\n", plain(&f.framework));
        for (label, score) in scores(f, lang) {
            let _ = writeln!(out, "- {label}: {score}");
        }
        for direction in [Direction::Worse, Direction::Better, Direction::Other] {
            let _ = writeln!(out, "- {}: {}", word(direction, lang), count(f, direction));
        }
        out.push('\n');
        for change in &f.changes {
            let _ = writeln!(
                out,
                "### {} {}\n\n{}: {} → {}\n",
                plain(&change.reference),
                plain(change.title.get(lang)),
                word(change.direction, lang),
                status(change.before, change.accepted_before, lang),
                status(change.after, change.accepted_after, lang),
            );
            for (kind, first, _) in causes(change, lang) {
                let _ = writeln!(out, "- {kind}: {}", plain(&first));
            }
            out.push('\n');
        }
        if f.changes.is_empty() {
            let _ = writeln!(out, "{}\n", say(lang, "No control changed.", "没有控制项发生变化。"));
        }
    }
    out
}

/// As lines for a terminal.
pub fn lines(changes: &Changes, lang: Lang) -> Vec<String> {
    let mut lines = vec![format!("{} → {}", changes.from, changes.to)];
    for f in &changes.frameworks {
        let counts = [Direction::Worse, Direction::Better, Direction::Other]
            .map(|d| format!("{} {}", word(d, lang), count(f, d)));
        lines.push(format!("{}: {}", f.framework, counts.join(", ")));
        lines.extend(scores(f, lang).into_iter().map(|(label, score)| format!("  {label}: {score}")));
        for change in &f.changes {
            let (before, after) = (
                status(change.before, change.accepted_before, lang),
                status(change.after, change.accepted_after, lang),
            );
            lines.push(format!("  {} {}: {before} → {after}", change.reference, change.title.get(lang)));
            lines.extend(causes(change, lang).into_iter().map(|(kind, first, _)| format!("    {kind}: {first}")));
        }
    }
    lines
}

/// For the page of a pack, in one language.
pub(super) fn page(changes: &Changes, lang: Lang) -> Value {
    let frameworks: Vec<Value> = changes
        .frameworks
        .iter()
        .map(|f| {
            let rows: Vec<Value> = f
                .changes
                .iter()
                .map(|c| {
                    let causes: Vec<Value> = causes(c, lang)
                        .into_iter()
                        .map(|(kind, first, more)| json!({ "kind": kind, "first": first, "more": more }))
                        .collect();
                    json!({
                        "ref": c.reference,
                        "title": c.title.get(lang),
                        "tone": match c.direction {
                            Direction::Worse => "bad",
                            Direction::Better => "good",
                            Direction::Other => "neutral",
                        },
                        "direction": word(c.direction, lang),
                        "before": status(c.before, c.accepted_before, lang),
                        "after": status(c.after, c.accepted_after, lang),
                        "causes": causes,
                    })
                })
                .collect();
            let scores: Vec<Value> =
                scores(f, lang).into_iter().map(|(label, value)| json!({ "label": label, "value": value })).collect();
            json!({ "id": f.framework, "scores": scores, "rows": rows })
        })
        .collect();
    json!({
        "lang": lang.tag(),
        "title": format!("{}: {} → {}", say(lang, "Changes", "变化"), changes.from, changes.to),
        "frameworks": frameworks,
        "marks": marks(),
        "words": {
            "control": say(lang, "Control", "控制项"),
            "before": say(lang, "Before", "上期"),
            "after": say(lang, "Now", "本期"),
            "cause": say(lang, "Cause", "原因"),
            "none": say(lang, "No control changed.", "没有控制项发生变化。"),
            "more": say(lang, "all that are named", "全部列出"),
        },
    })
}
