//! What has to be asked: the calls of the checks, each once, and which of them follow from the items of others.

use std::collections::HashMap;

use crate::api::{Call, Scope};
use crate::checks::Check;

/// What has to be asked.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Calls that need nothing but the account.
    pub roots: Vec<&'static Call>,
    /// Calls for the items of a list, by the list's id.
    children: HashMap<&'static str, Vec<&'static Call>>,
}

impl Plan {
    /// The plan for these checks.
    pub fn of(checks: &[&'static Check]) -> Self {
        let mut seen: Vec<&'static str> = Vec::new();
        let mut plan = Plan::default();
        for call in checks.iter().flat_map(|check| check.calls()) {
            if seen.contains(&call.id) {
                continue;
            }
            seen.push(call.id);
            match &call.scope {
                Scope::Home | Scope::Once => plan.roots.push(call),
                Scope::Each(each) => plan.children.entry(each.of.id).or_default().push(call),
            }
        }
        plan
    }

    /// Calls made for each item of this list.
    pub fn children(&self, call: &Call) -> &[&'static Call] {
        self.children.get(call.id).map_or(&[], Vec::as_slice)
    }

    /// Every call, in no order that matters.
    pub fn calls(&self) -> impl Iterator<Item = &'static Call> {
        let mut lists: Vec<_> = self.children.iter().collect();
        lists.sort_by_key(|(id, _)| **id);
        self.roots
            .iter()
            .copied()
            .chain(lists.into_iter().flat_map(|(_, calls)| calls.iter().copied()).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_of_every_check_is_planned_once_and_reached() {
        let plan = Plan::of(crate::checks::all());
        let mut reached: Vec<&str> = Vec::new();
        let mut next: Vec<&'static Call> = plan.roots.clone();
        while let Some(call) = next.pop() {
            assert!(!reached.contains(&call.id), "{} twice", call.id);
            reached.push(call.id);
            next.extend(plan.children(call));
        }
        for check in crate::checks::all() {
            for call in check.calls() {
                assert!(reached.contains(&call.id), "{} of {}", call.id, check.id);
            }
        }
        assert_eq!(plan.calls().count(), reached.len());
    }
}
