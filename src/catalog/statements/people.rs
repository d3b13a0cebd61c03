//! Whether two names may be the same person's.

use std::collections::BTreeSet;

/// Whether two names look like one person: written in another case, width, order or spacing, or with a title, a team or
/// an address added. A name that is only a part of the other counts as the same; two people can always be told apart by
/// writing both in full.
pub fn same_person(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let joined = |words: &[String]| words.concat();
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let (set_a, set_b): (BTreeSet<&String>, BTreeSet<&String>) = (a.iter().collect(), b.iter().collect());
    let (small, large) = if set_a.len() <= set_b.len() { (&set_a, &set_b) } else { (&set_b, &set_a) };
    // A single letter or surname says too little to be somebody.
    let telling = small.iter().map(|w| w.chars().count()).sum::<usize>() >= 2;
    joined(&a) == joined(&b) || set_a == set_b || (telling && small.is_subset(large))
}

/// The words of a name: half-width, lower case, without hidden characters and punctuation.
fn words(name: &str) -> Vec<String> {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        })
        // A zero-width character inside a name makes it another string, not another person.
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{ad}' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_in_many_spellings() {
        for (a, b) in [
            ("王强", "王 强"),
            ("王强", "王强（信息安全负责人）"),
            ("王强", "运维组 王强"),
            ("Wang Qiang", "QIANG, Wang"),
            ("Wang Qiang", "wangqiang"),
            ("Ｗａｎｇ Qiang", "Wang\u{3000}Qiang"),
            ("Wang\u{200b} Qiang", "Wang Qiang"),
            ("wang.qiang@acme.example", "Wang Qiang <wang.qiang@acme.example>"),
        ] {
            assert!(same_person(a, b) && same_person(b, a), "{a} / {b}");
        }
    }

    #[test]
    fn different_people() {
        for (a, b) in [
            ("王强", "李敏"),
            ("运维组 孙工", "赵总"),
            ("王强（CISO）", "李敏（CISO）"),
            ("wang@acme.example", "li@acme.example"),
            ("王", "王 强"),
            ("", "王强"),
        ] {
            assert!(!same_person(a, b) && !same_person(b, a), "{a} / {b}");
        }
    }
}
