//! Address ranges: is a list open to everyone?

/// True when one range is every address: `0.0.0.0/0`, `::/0`, and their other spellings.
pub fn is_everyone(range: &str) -> bool {
    let range = range.trim();
    let (address, prefix) = range.split_once('/').map_or((range, None), |(a, p)| (a.trim(), Some(p.trim())));
    match prefix {
        // `x/0` is everything whatever x is.
        Some(prefix) => prefix.parse() == Ok(0_u32) || prefix == "0.0.0.0",
        // White lists of databases write "0.0.0.0" for everyone; `%` is another spelling of some engines.
        None => matches!(address, "0.0.0.0" | "::" | "%" | "*"),
    }
}

/// True when the ranges together let everyone in, also in halves and quarters: at least half of all IPv4 addresses, or half
/// of the IPv6 addresses that are routed on the internet (2000::/3). The same measure as for security groups.
pub fn cover_everyone<'a>(ranges: impl IntoIterator<Item = &'a str>) -> bool {
    let (mut v4, mut v6) = (Vec::new(), Vec::new());
    for range in ranges {
        if is_everyone(range) {
            return true;
        }
        match parse(range) {
            Some(Range::V4(from, to)) => v4.push((u128::from(from), u128::from(to))),
            Some(Range::V6(from, to)) => v6.push((from, to)),
            None => {}
        }
    }
    held(v4, (0, u128::from(u32::MAX))) >= 1 << 31 || held(v6, GLOBAL_V6) >= 1 << 124
}

/// The first of the ranges that is no range of addresses: what it lets in is not known.
pub fn unreadable<'a>(ranges: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    ranges.into_iter().find(|range| !is_everyone(range) && parse(range).is_none())
}

/// True when the ranges together hold every IPv4 address. For rules that refuse: there a half is not the whole.
pub fn cover_all_ipv4<'a>(ranges: impl IntoIterator<Item = &'a str>) -> bool {
    let v4 = ranges.into_iter().filter_map(|range| match parse(range)? {
        Range::V4(from, to) => Some((u128::from(from), u128::from(to))),
        Range::V6(..) => None,
    });
    held(v4.collect(), (0, u128::from(u32::MAX))) == 1 << 32
}

/// How many IPv4 addresses a range holds; `None` when it is no IPv4 range.
pub fn ipv4_size(range: &str) -> Option<u64> {
    match parse(range)? {
        Range::V4(from, to) => Some(u64::from(to) - u64::from(from) + 1),
        Range::V6(..) => None,
    }
}

/// True when an IPv4 range lies in the private ranges (RFC 1918, RFC 6598) or an IPv6 one in fc00::/7.
pub fn is_private(range: &str) -> bool {
    let within = |from: u32, to: u32, net: u32, bits: u32| {
        let mask = u32::MAX << (32 - bits);
        from & mask == net && to & mask == net
    };
    match parse(range) {
        Some(Range::V4(from, to)) => {
            [(0x0a00_0000, 8), (0xac10_0000, 12), (0xc0a8_0000, 16), (0x6440_0000, 10), (0x7f00_0000, 8)]
                .into_iter()
                .any(|(net, bits)| within(from, to, net, bits))
        }
        Some(Range::V6(from, to)) => from >> 121 == 0x7e && to >> 121 == 0x7e,
        None => false,
    }
}

/// The first and last address of a range, as numbers; IPv4 as `V4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// IPv4.
    V4(u32, u32),
    /// IPv6.
    V6(u128, u128),
}

/// Reads an address or an address with a prefix.
pub fn parse(range: &str) -> Option<Range> {
    let (address, prefix) = range.trim().split_once('/').map_or((range.trim(), None), |(a, p)| (a, Some(p)));
    match address.trim().parse().ok()? {
        std::net::IpAddr::V4(v4) => {
            let bits: u32 = prefix.map_or(Some(32), |p| p.trim().parse().ok()).filter(|b| *b <= 32)?;
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            let from = u32::from(v4) & mask;
            Some(Range::V4(from, from | !mask))
        }
        std::net::IpAddr::V6(v6) => {
            let bits: u32 = prefix.map_or(Some(128), |p| p.trim().parse().ok()).filter(|b| *b <= 128)?;
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            let from = u128::from(v6) & mask;
            Some(Range::V6(from, from | !mask))
        }
    }
}

/// The addresses of IPv6 that are routed on the internet, 2000::/3.
const GLOBAL_V6: (u128, u128) = (0x2000 << 112, (0x4000 << 112) - 1);

/// How many addresses of `all` the ranges hold, each counted once.
fn held(mut ranges: Vec<(u128, u128)>, all: (u128, u128)) -> u128 {
    ranges.sort_unstable();
    let (mut count, mut next) = (0_u128, all.0);
    for (from, to) in ranges {
        let (from, to) = (from.max(next), to.min(all.1));
        if from <= to {
            count += to - from + 1;
            next = to + 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_ipv4_is_no_half_and_no_ipv6() {
        assert!(cover_all_ipv4(["0.0.0.0/0"]) && cover_all_ipv4(["128.0.0.0/1", "0.0.0.0/1"]));
        for part in [&["0.0.0.0/1"][..], &["::/0"], &["0.0.0.0"], &[]] {
            assert!(!cover_all_ipv4(part.iter().copied()), "{part:?}");
        }
    }

    #[test]
    fn everyone_has_many_spellings() {
        for range in
            ["0.0.0.0/0", " 0.0.0.0/0 ", "::/0", "0.0.0.0", "1.2.3.4/0", "0.0.0.0/00", "0:0:0:0:0:0:0:0/0", "%"]
        {
            assert!(is_everyone(range), "{range}");
        }
        for range in ["10.0.0.0/8", "0.0.0.0/1", "::1", "", "127.0.0.1"] {
            assert!(!is_everyone(range), "{range}");
        }
    }

    #[test]
    fn halves_and_quarters_together_are_everyone() {
        assert!(cover_everyone(["128.0.0.0/1", "0.0.0.0/1"]));
        assert!(cover_everyone(["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"]));
        assert!(cover_everyone(["::/1", "8000::/1"]));
        // Half of the internet, or all of it that is routed, is everyone.
        assert!(cover_everyone(["0.0.0.0/1"]));
        assert!(cover_everyone(["2000::/3"]));
        assert!(cover_everyone(["::/1"]));
        assert!(!cover_everyone(["8000::/1"]));
        assert!(!cover_everyone(["0.0.0.0/2", "0.0.0.0/2", "0.0.0.0/3"]));
        assert!(!cover_everyone([]));
    }

    #[test]
    fn what_is_no_range_is_named() {
        assert_eq!(unreadable(["10.0.0.0/8", "0.0.0.0", "::/0", "2001:db8::1"]), None);
        assert_eq!(unreadable(["10.0.0.0/8", "pl-1", ""]), Some("pl-1"));
        assert_eq!(unreadable([""]), Some(""));
    }

    #[test]
    fn private_ranges_are_known() {
        for range in ["10.1.2.3", "172.16.0.0/12", "192.168.1.0/24", "100.64.0.0/10", "fd00::/8"] {
            assert!(is_private(range), "{range}");
        }
        for range in ["172.16.0.0/11", "8.8.8.8", "2001:db8::/32", "nonsense"] {
            assert!(!is_private(range), "{range}");
        }
        assert_eq!(ipv4_size("10.0.0.0/24"), Some(256));
    }
}
