//! How a list goes on. Every loop has an end: an empty page, a token seen before, or too many pages make the list cut. So does
//! whatever shows that an item may have been missed: a total that is not reached, or that shrinks between two pages.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use serde_json::Value;

use crate::api::{Call, Paging};
use crate::evaluate::{items_at, lacks_items, total_of, value_at};

/// Pages after which a list is taken for endless.
pub(super) const MOST_PAGES: u32 = 5_000;

/// Where in a list we are.
#[derive(Debug)]
pub(super) struct Pages {
    call: &'static Call,
    page: u32,
    items: u64,
    token: String,
    seen: HashSet<String>,
    last_first: Option<Value>,
    hasher: RandomState,
    /// Different items of numbered pages, by hash.
    distinct: HashSet<u64>,
    /// The total of the first page, and of the last one.
    totals: Option<(u64, u64)>,
}

/// What follows a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It was the last.
    End,
    /// There are more.
    More,
    /// The list goes on, but cannot be followed: why.
    Cut(&'static str),
}

impl Pages {
    pub(super) fn new(call: &'static Call) -> Self {
        Pages {
            call,
            page: 1,
            items: 0,
            token: String::new(),
            seen: HashSet::new(),
            last_first: None,
            hasher: RandomState::new(),
            distinct: HashSet::new(),
            totals: None,
        }
    }

    /// Number of the page that is asked for next, from 1.
    pub(super) fn page(&self) -> u32 {
        self.page
    }

    /// Parameters of the next page.
    pub(super) fn parameters(&self) -> Vec<(String, String)> {
        let mut out = Vec::new();
        let mut push = |name: &str, value: String| {
            if !name.is_empty() && !value.is_empty() {
                out.push((name.to_owned(), value));
            }
        };
        match self.call.paging {
            Paging::None => {}
            Paging::Token { token, size } => {
                push(size.0, size.1.to_string());
                push(token, self.token.clone());
            }
            Paging::Marker { marker, size, .. } => {
                push(size.0, size.1.to_string());
                push(marker, self.token.clone());
            }
            Paging::Number { page, size, .. } => {
                push(size.0, size.1.to_string());
                push(page, self.page.to_string());
            }
            Paging::Offset { size, .. } => {
                push(size.0, size.1.to_string());
                push("offset", self.items.to_string());
            }
        }
        out
    }

    /// Takes note of a page.
    pub(super) fn next(&mut self, body: &Value) -> Next {
        let list = items_at(body, self.call.items);
        let (count, first) = (list.len() as u64, list.first().map(|v| (*v).clone()));
        let text = |path: &str| match value_at(body, path) {
            Value::String(s) => s.clone(),
            Value::Number(n) => n.to_string(),
            _ => String::new(),
        };
        self.items += count;
        self.page += 1;
        if self.page > MOST_PAGES {
            return Next::Cut("PageLimit");
        }
        let next = match self.call.paging {
            Paging::None => Next::End,
            Paging::Token { token, .. } => self.follow(text(token)),
            Paging::Marker { next, .. } => {
                let truncated = value_at(body, "IsTruncated");
                let truncated = truncated.as_bool().unwrap_or_else(|| truncated.as_str() == Some("true"));
                match (truncated, text(next)) {
                    (false, _) => Next::End,
                    (true, marker) if marker.is_empty() => Next::Cut("NoMarker"),
                    (true, marker) => self.follow(marker),
                }
            }
            Paging::Number { .. } | Paging::Offset { .. } => {
                self.distinct.extend(list.iter().map(|item| self.hasher.hash_one(item.to_string())));
                self.count(total_of(self.call, body), count, first)
            }
        };
        if next == Next::End && lacks_items(self.call, body, self.items) { Next::Cut("ItemsMissing") } else { next }
    }

    fn follow(&mut self, token: String) -> Next {
        if token.is_empty() {
            return Next::End;
        }
        if !self.seen.insert(token.clone()) {
            return Next::Cut("RepeatedToken");
        }
        // A page may be empty and the list still go on (filters are applied after paging): the token decides.
        self.token = token;
        Next::More
    }

    /// Numbered pages: by the total where there is one, else until a page is empty.
    fn count(&mut self, total: Option<u64>, count: u64, first: Option<Value>) -> Next {
        let shrank = match (total, self.totals) {
            (Some(total), Some((_, last))) => total < last,
            _ => false,
        };
        if let Some(total) = total {
            self.totals = Some((self.totals.map_or(total, |(first, _)| first), total));
        }
        if shrank {
            // What follows a deleted item moves to the page before, which has been read already.
            return Next::Cut("ListChanged");
        }
        if count == 0 {
            return match total {
                Some(total) if self.items < total => Next::Cut("EmptyPage"),
                _ => self.end_of_count(),
            };
        }
        if first.is_some() && first == self.last_first {
            // The page number is not heeded: the same page again.
            self.items -= count;
            return match total {
                Some(total) if self.items >= total => self.end_of_count(),
                _ => Next::Cut("RepeatedPage"),
            };
        }
        self.last_first = first;
        match total {
            Some(total) if self.items >= total => self.end_of_count(),
            _ => Next::More,
        }
    }

    /// Items that came twice hide others: what counts is how many different ones there were at the beginning.
    fn end_of_count(&self) -> Next {
        let least = self.totals.map_or(0, |(first, last)| first.min(last));
        if self.page > 2 && (self.distinct.len() as u64) < least { Next::Cut("RepeatedItems") } else { Next::End }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::products::RDS;

    static TOKEN: Call = Call {
        paging: Paging::Token { token: "NextToken", size: ("MaxResults", 2) },
        items: "L",
        ..Call::new(&RDS, "t:Token", "T", "t:T")
    };
    static MARKER: Call = Call {
        paging: Paging::Marker { marker: "Marker", next: "Marker", size: ("MaxItems", 2) },
        items: "L",
        ..Call::new(&RDS, "t:Marker", "T", "t:T")
    };
    static ALL: Call = Call { items: "L", ..Call::new(&RDS, "t:All", "T", "t:T") };
    static NUMBER: Call = Call {
        paging: Paging::Number { page: "PageNumber", size: ("PageSize", 2), total: "TotalCount" },
        items: "L",
        ..Call::new(&RDS, "t:Number", "T", "t:T")
    };
    static BLIND: Call = Call {
        paging: Paging::Number { page: "PageNumber", size: ("PageSize", 2), total: "" },
        items: "L",
        ..Call::new(&RDS, "t:Blind", "T", "t:T")
    };

    fn run(call: &'static Call, pages: &[Value]) -> Vec<Next> {
        let mut at = Pages::new(call);
        pages.iter().map(|page| at.next(page)).collect()
    }

    #[test]
    fn tokens_are_followed_to_the_end_and_loops_are_cut() {
        assert_eq!(
            run(
                &TOKEN,
                &[json!({ "L": [1], "NextToken": "a" }), json!({ "L": [] , "NextToken": "b"}), json!({ "L": [2] })]
            ),
            [Next::More, Next::More, Next::End]
        );
        assert_eq!(
            run(&TOKEN, &[json!({ "NextToken": "a" }), json!({ "NextToken": "a" })])[1],
            Next::Cut("RepeatedToken")
        );
    }

    #[test]
    fn numbered_pages_go_by_items_not_by_page_size() {
        let page = |items: Value, total: u64| json!({ "L": items, "TotalCount": total });
        assert_eq!(run(&NUMBER, &[page(json!([1, 2]), 3), page(json!([3]), 3)]), [Next::More, Next::End]);
        // A server that gives fewer than asked for is not at its end.
        assert_eq!(run(&NUMBER, &[page(json!([1]), 2), page(json!([2]), 2)]), [Next::More, Next::End]);
        assert_eq!(run(&NUMBER, &[page(json!([1, 2]), 5), page(json!([]), 5)])[1], Next::Cut("EmptyPage"));
        assert_eq!(run(&NUMBER, &[page(json!([1, 2]), 9), page(json!([1, 2]), 9)])[1], Next::Cut("RepeatedPage"));
    }

    #[test]
    fn a_list_that_changes_while_it_is_read_is_cut() {
        let page = |items: Value, total: u64| json!({ "L": items, "TotalCount": total });
        // 1 was deleted after the first page: 3 moved there and was never seen.
        assert_eq!(
            run(&NUMBER, &[page(json!([1, 2]), 4), page(json!([4]), 3)]),
            [Next::More, Next::Cut("ListChanged")]
        );
        assert_eq!(run(&NUMBER, &[page(json!([1, 2]), 3), page(json!([]), 2)])[1], Next::Cut("ListChanged"));
        // No order: 2 came twice, and some other item not at all.
        assert_eq!(run(&NUMBER, &[page(json!([1, 2]), 4), page(json!([3, 2]), 4)])[1], Next::Cut("RepeatedItems"));
        // 0 was made meanwhile and moved 2 to the second page: all that was there at the beginning was seen.
        assert_eq!(run(&NUMBER, &[page(json!([1, 2]), 3), page(json!([2, 3]), 4)])[1], Next::End);
        // Twins on one page are no sign of anything.
        assert_eq!(run(&NUMBER, &[page(json!([1, 1]), 2)]), [Next::End]);
    }

    #[test]
    fn a_total_that_is_not_reached_leaves_the_list_cut() {
        assert_eq!(run(&ALL, &[json!({ "L": [1], "TotalCount": 1 })]), [Next::End]);
        assert_eq!(run(&ALL, &[json!({ "L": [1], "TotalCount": "2" })]), [Next::Cut("ItemsMissing")]);
        assert_eq!(run(&ALL, &[json!({ "TotalCount": 3 })]), [Next::Cut("ItemsMissing")]);
        assert_eq!(run(&ALL, &[json!({})]), [Next::End]);
        assert_eq!(run(&TOKEN, &[json!({ "TotalCount": 3 })]), [Next::Cut("ItemsMissing")]);
        // Beside tokens the total of some products means nothing, unless there is no item at all.
        assert_eq!(run(&TOKEN, &[json!({ "L": [1], "TotalCount": 3 })]), [Next::End]);
        assert_eq!(run(&NUMBER, &[json!({ "TotalCount": "3" })]), [Next::Cut("EmptyPage")]);
    }

    #[test]
    fn an_answer_that_has_neither_list_nor_total_is_no_empty_list() {
        for call in [&NUMBER, &BLIND, &MARKER] {
            assert_eq!(run(call, &[json!({ "RequestId": "R" })]), [Next::Cut("ItemsMissing")], "{}", call.id);
            assert_eq!(run(call, &[json!({ "L": [] })]), [Next::End], "{}", call.id);
            assert_eq!(run(call, &[json!({ "L": null })]), [Next::End], "{}", call.id);
        }
        assert_eq!(run(&NUMBER, &[json!({ "TotalCount": 0 })]), [Next::End]);
        assert_eq!(run(&MARKER, &[json!({ "IsTruncated": false })]), [Next::End]);
    }

    #[test]
    fn without_a_total_pages_are_read_until_one_is_empty() {
        let page = |items: Value| json!({ "L": items });
        assert_eq!(
            run(&BLIND, &[page(json!([1, 2])), page(json!([3])), page(json!([]))]),
            [Next::More, Next::More, Next::End]
        );
    }
}
