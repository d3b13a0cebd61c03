//! Against earlier periods: the trend, and what became better or worse.

use super::*;

impl Builder<'_> {
    /// All periods, this one last. Without earlier ones there is no trend.
    pub(super) fn trend(&self) -> Vec<TrendView> {
        let Some(occasion) = self.of.occasion.filter(|o| !o.earlier.is_empty()) else { return Vec::new() };
        let percent = |ratio: crate::score::Ratio| ratio.percent().unwrap_or(0.0);
        let view = |period: &str, score: Interval, counts: &StatusCounts, note: String| TrendView {
            period: period.to_owned(),
            score: score.print(),
            lower: percent(score.lower),
            upper: percent(score.upper),
            failing: counts.not_met + counts.partially_met,
            note,
            statuses: self.statuses(counts),
        };
        let own = |rescored: bool| {
            if rescored { String::new() } else { self.tr("by the rules of its own time", "按当期规则计算") }
        };
        let mut all: Vec<TrendView> =
            occasion.earlier.iter().map(|e| view(&e.period, e.score, &e.counts, own(e.rescored))).collect();
        let s = self.of.scorecard;
        all.push(view(&occasion.period, s.score, &s.counts, String::new()));
        all
    }

    /// How a control stands against the last period.
    pub(super) fn delta(&self, id: &str, now: ControlStatus) -> (&'static str, String) {
        let Some(occasion) = self.of.occasion.filter(|o| !o.before.is_empty()) else { return ("", String::new()) };
        match occasion.before.get(id) {
            None => ("new", self.tr("new", "新增")),
            Some(before) => {
                let was = self.say(before.label());
                match now.standing().cmp(&before.standing()) {
                    std::cmp::Ordering::Greater => {
                        ("better", self.tr(format!("better, was: {was}"), format!("改善，上期：{was}")))
                    }
                    std::cmp::Ordering::Less => {
                        ("worse", self.tr(format!("worse, was: {was}"), format!("变差，上期：{was}")))
                    }
                    std::cmp::Ordering::Equal if *before != now => {
                        ("same", self.tr(format!("was: {was}"), format!("上期：{was}")))
                    }
                    std::cmp::Ordering::Equal => ("same", String::new()),
                }
            }
        }
    }

    /// The sentence on the first page.
    pub(super) fn movement(&self) -> String {
        let Some(occasion) = self.of.occasion else { return String::new() };
        let Some(last) = occasion.earlier.last() else { return String::new() };
        let (mut better, mut worse, mut new) = (0, 0, 0);
        for (control, result) in self.pairs() {
            match self.delta(&control.id, result.status).0 {
                "better" => better += 1,
                "worse" => worse += 1,
                "new" => new += 1,
                _ => {}
            }
        }
        let name = &last.period;
        let mut text = self.tr(
            format!("Against {name}: {better} controls better, {worse} worse"),
            format!("与 {name} 相比：改善 {better} 项，变差 {worse} 项"),
        );
        if new > 0 {
            text += &self.tr(format!(", {new} new"), format!("，新增 {new} 项"));
        }
        text + &self.tr(".", "。")
    }
}
