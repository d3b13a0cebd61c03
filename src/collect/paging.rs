//! How a list goes on. Every loop has an end: an empty page, a token seen before, or too many pages make the list cut.

use serde_json::Value;

use crate::api::{Call, Paging};

/// Pages after which a list is taken for endless.
pub(super) const MOST_PAGES: u32 = 5_000;

/// Where in a list we are.
#[derive(Debug)]
pub(super) struct Pages {
    call: &'static Call,
    page: u32,
    items: u64,
    token: String,
    seen: std::collections::HashSet<String>,
    last_first: Option<Value>,
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
        Pages { call, page: 1, items: 0, token: String::new(), seen: Default::default(), last_first: None }
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
        let list = crate::evaluate::items_at(body, self.call.items);
        let (count, first) = (list.len() as u64, list.first().map(|v| (*v).clone()));
        let text = |path: &str| match crate::evaluate::value_at(body, path) {
            Value::String(s) => s.clone(),
            Value::Number(n) => n.to_string(),
            _ => String::new(),
        };
        self.items += count;
        self.page += 1;
        if self.page > MOST_PAGES {
            return Next::Cut("PageLimit");
        }
        match self.call.paging {
            Paging::None => Next::End,
            Paging::Token { token, .. } => self.follow(text(token), count),
            Paging::Marker { next, .. } => {
                let truncated = crate::evaluate::value_at(body, "IsTruncated");
                let truncated = truncated.as_bool().unwrap_or_else(|| truncated.as_str() == Some("true"));
                match (truncated, text(next)) {
                    (false, _) => Next::End,
                    (true, marker) if marker.is_empty() => Next::Cut("NoMarker"),
                    (true, marker) => self.follow(marker, count),
                }
            }
            Paging::Number { total, .. } => self.count(text(total).parse().ok(), count, first),
            Paging::Offset { total, .. } => self.count(text(total).parse().ok(), count, first),
        }
    }

    fn follow(&mut self, token: String, _count: u64) -> Next {
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
        if count == 0 {
            return match total {
                Some(total) if self.items < total => Next::Cut("EmptyPage"),
                _ => Next::End,
            };
        }
        if first.is_some() && first == self.last_first {
            // The page number is not heeded: the same page again.
            self.items -= count;
            return match total {
                Some(total) if self.items >= total => Next::End,
                _ => Next::Cut("RepeatedPage"),
            };
        }
        self.last_first = first;
        match total {
            Some(total) if self.items >= total => Next::End,
            _ => Next::More,
        }
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
        // Something was deleted meanwhile.
        assert_eq!(run(&NUMBER, &[page(json!([1, 2]), 3), page(json!([]), 2)])[1], Next::End);
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
