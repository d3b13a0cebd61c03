//! Security-group rules: what can reach which port. One evaluator for every check of security groups.
//!
//! Rules are taken by priority (1 first), a Drop before an Accept of the same priority; each decides for the addresses that no
//! earlier one has decided about. What a prefix list or port list holds counts; one that could not be read is a gap.

use super::account::Item;
use super::addresses::{self, Range};
use crate::api::ecs_network::{PORT_LIST, PREFIX_LIST, SECURITY_GROUP_RULES};
use crate::domain::Gap;

/// A transport protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// The rules of one direction of a security group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    priority: i64,
    accepts: bool,
    /// Upper case: `TCP`, `UDP`, `ALL`, `ICMP`, …
    protocol: String,
    ports: Vec<(u16, u16)>,
    v4: Set,
    v6: Set,
}

/// Disjoint ranges of addresses in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Set(Vec<(u128, u128)>);

/// The last IPv4 address.
const LAST_V4: u128 = u32::MAX as u128;
/// The addresses of IPv6 that are routed on the internet, 2000::/3.
const GLOBAL_V6: (u128, u128) = (0x2000 << 112, (0x4000 << 112) - 1);

impl Set {
    fn of(mut ranges: Vec<(u128, u128)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u128, u128)> = Vec::new();
        for (from, to) in ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Set(merged)
    }

    fn intersect(&self, other: &Set) -> Set {
        let mut out = Vec::new();
        for (a, b) in &self.0 {
            for (c, d) in &other.0 {
                let (from, to) = (*a.max(c), *b.min(d));
                if from <= to {
                    out.push((from, to));
                }
            }
        }
        Set::of(out)
    }

    fn subtract(&self, other: &Set) -> Set {
        let mut left = self.0.clone();
        for (c, d) in &other.0 {
            left = left
                .into_iter()
                .flat_map(|(a, b)| {
                    if *d < a || *c > b {
                        return vec![(a, b)];
                    }
                    let before = (a < *c).then(|| (a, c - 1));
                    let after = (*d < b).then(|| (d + 1, b));
                    before.into_iter().chain(after).collect()
                })
                .collect();
        }
        Set(left)
    }

    fn union(self, other: Set) -> Set {
        let mut all = self.0;
        all.extend(other.0);
        Set::of(all)
    }

    /// How many addresses, as far as a float tells.
    #[expect(clippy::cast_precision_loss, reason = "compared with a half of everything")]
    fn size(&self) -> f64 {
        self.0.iter().map(|(from, to)| (to - from) as f64 + 1.0).sum()
    }
}

impl Rules {
    /// The rules by which traffic comes into a security group.
    ///
    /// # Errors
    /// The rules, a prefix list or a port list could not be read, or a rule lacks what decides.
    pub fn incoming(group: &Item<'_>) -> Result<Rules, Gap> {
        Self::read(group, "ingress")
    }

    /// The rules by which traffic leaves a security group.
    ///
    /// # Errors
    /// As for incoming rules; a prefix list as destination cannot be read and is a gap too.
    pub fn outgoing(group: &Item<'_>) -> Result<Rules, Gap> {
        Self::read(group, "egress")
    }

    fn read(group: &Item<'_>, direction: &str) -> Result<Rules, Gap> {
        let mut rules = Vec::new();
        for item in group.items_of(&SECURITY_GROUP_RULES)? {
            if item.str("Direction")?.eq_ignore_ascii_case(direction) {
                rules.push(rule(&item, direction == "ingress")?);
            }
        }
        // A Drop before an Accept of the same priority.
        rules.sort_by_key(|rule: &Rule| (rule.priority, rule.accepts));
        Ok(Rules { rules })
    }

    /// The ranges of ports that everyone on the internet reaches: at least half of all IPv4 addresses, or half of the IPv6
    /// addresses that are routed.
    pub fn open_to_everyone(&self, protocol: Protocol) -> Vec<(u16, u16)> {
        let mut starts: Vec<u32> = vec![0];
        for (from, to) in self.matching(protocol).flat_map(|rule| &rule.ports) {
            starts.push(u32::from(*from));
            starts.push(u32::from(*to) + 1);
        }
        starts.retain(|start| *start <= u32::from(u16::MAX));
        starts.sort_unstable();
        starts.dedup();
        let mut open: Vec<(u16, u16)> = Vec::new();
        for (at, start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).map_or(u32::from(u16::MAX), |next| next - 1);
            let (Ok(start), Ok(end)) = (u16::try_from(*start), u16::try_from(end)) else { continue };
            if self.everyone_reaches(protocol, start) {
                match open.last_mut() {
                    Some(last) if u32::from(last.1) + 1 == u32::from(start) => last.1 = end,
                    _ => open.push((start, end)),
                }
            }
        }
        open
    }

    /// True when everyone on the internet reaches the port.
    pub fn everyone_reaches(&self, protocol: Protocol, port: u16) -> bool {
        let reach = |all: Set, of: fn(&Rule) -> &Set| {
            let (mut open, mut undecided) = (Set::default(), all);
            for rule in self.matching(protocol).filter(|r| r.ports.iter().any(|(a, b)| *a <= port && port <= *b)) {
                if rule.accepts {
                    open = open.union(undecided.intersect(of(rule)));
                }
                undecided = undecided.subtract(of(rule));
            }
            open
        };
        let v4 = reach(Set(vec![(0, LAST_V4)]), |rule| &rule.v4);
        let v6 = reach(Set(vec![GLOBAL_V6]), |rule| &rule.v6);
        let half = |set: &Set, (from, to): (u128, u128)| set.size() >= Set(vec![(from, to)]).size() / 2.0;
        half(&v4, (0, LAST_V4)) || half(&v6, GLOBAL_V6)
    }

    /// Accept rules that name every protocol or every port, whatever their source.
    pub fn wide(&self) -> usize {
        self.rules.iter().filter(|rule| rule.accepts && rule.is_wide()).count()
    }

    /// True when a Drop rule for every protocol and every address is among the rules.
    pub fn drops_everything(&self) -> bool {
        let all = |rule: &Rule| !rule.accepts && rule.protocol == "ALL" && rule.v4.0.first() == Some(&(0, LAST_V4));
        self.rules.iter().any(all)
    }

    fn matching(&self, protocol: Protocol) -> impl Iterator<Item = &Rule> {
        let name = match protocol {
            Protocol::Tcp => "TCP",
            Protocol::Udp => "UDP",
        };
        self.rules.iter().filter(move |rule| rule.protocol == "ALL" || rule.protocol == name)
    }
}

impl Rule {
    fn is_wide(&self) -> bool {
        self.protocol == "ALL" || self.ports.iter().any(|(from, to)| *from <= 1 && *to == u16::MAX)
    }
}

fn rule(item: &Item<'_>, incoming: bool) -> Result<Rule, Gap> {
    let accepts = match item.str("Policy")?.to_ascii_lowercase().as_str() {
        "accept" => true,
        "drop" => false,
        _ => return Err(item.lacks("Policy")),
    };
    let protocol = item.str("IpProtocol")?.to_ascii_uppercase();
    let (v4, v6) = sources(item, incoming)?;
    Ok(Rule { priority: item.int("Priority")?, accepts, ports: ports(item, &protocol)?, protocol, v4, v6 })
}

fn ports(item: &Item<'_>, protocol: &str) -> Result<Vec<(u16, u16)>, Gap> {
    let list = item.text("PortRangeListId");
    if !list.is_empty() {
        let entries = item.ask(&PORT_LIST)?.must()?.items();
        return entries
            .iter()
            .map(|entry| range(entry.str("PortRange")?).ok_or_else(|| entry.lacks("PortRange")))
            .collect();
    }
    let text = item.text("PortRange");
    if text.is_empty() && protocol == "ALL" {
        return Ok(vec![(0, u16::MAX)]);
    }
    Ok(vec![range(text).ok_or_else(|| item.lacks("PortRange"))?])
}

/// `22/22`, `1/65535`, `-1/-1` for all; a single number in port lists.
fn range(text: &str) -> Option<(u16, u16)> {
    let (from, to) = text.split_once('/').unwrap_or((text, text));
    if from.trim() == "-1" {
        return Some((0, u16::MAX));
    }
    Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
}

/// The addresses of the other side.
fn sources(item: &Item<'_>, incoming: bool) -> Result<(Set, Set), Gap> {
    let names = if incoming {
        ["SourceCidrIp", "Ipv6SourceCidrIp", "SourcePrefixListId", "SourceGroupId"]
    } else {
        ["DestCidrIp", "Ipv6DestCidrIp", "DestPrefixListId", "DestGroupId"]
    };
    let [v4, v6, list, group] = names.map(|name| item.text(name));
    let mut ranges: Vec<&str> = [v4, v6].into_iter().filter(|r| !r.is_empty()).collect();
    if !list.is_empty() {
        if !incoming {
            return Err(item.lacks("DestPrefixListId"));
        }
        for entry in item.ask(&PREFIX_LIST)?.must()?.items() {
            ranges.push(entry.str("Cidr")?);
        }
    }
    if ranges.is_empty() && group.is_empty() && list.is_empty() {
        return Err(item.lacks(names[0]));
    }
    let (mut four, mut six) = (Vec::new(), Vec::new());
    for range in ranges {
        match addresses::parse(range) {
            Some(Range::V4(from, to)) => four.push((u128::from(from), u128::from(to))),
            Some(Range::V6(from, to)) => six.push((from, to)),
            None => return Err(item.lacks(names[0])),
        }
    }
    Ok((Set::of(four), Set::of(six)))
}

/// Ranges of ports for people: `22`, `1-65535`.
pub fn print_ports(ranges: &[(u16, u16)]) -> String {
    let shown: Vec<String> = ranges
        .iter()
        .take(8)
        .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") })
        .collect();
    let more = ranges.len().saturating_sub(shown.len());
    if more == 0 { shown.join(", ") } else { format!("{} … (+{more})", shown.join(", ")) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rule(priority: i64, accepts: bool, protocol: &str, ports: (u16, u16), cidr: &str) -> Rule {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        match addresses::parse(cidr).unwrap() {
            Range::V4(a, b) => v4.push((u128::from(a), u128::from(b))),
            Range::V6(a, b) => v6.push((a, b)),
        }
        Rule { priority, accepts, protocol: protocol.into(), ports: vec![ports], v4: Set::of(v4), v6: Set::of(v6) }
    }

    fn rules(mut rules: Vec<Rule>) -> Rules {
        rules.sort_by_key(|r| (r.priority, r.accepts));
        Rules { rules }
    }

    #[test]
    fn everyone_is_seen_in_every_disguise() {
        for open in [
            vec![rule(1, true, "TCP", (22, 22), "0.0.0.0/0")],
            vec![rule(1, true, "TCP", (1, 65535), "0.0.0.0/0")],
            vec![rule(1, true, "ALL", (0, 65535), "0.0.0.0/0")],
            vec![rule(1, true, "TCP", (22, 22), "::/0")],
            vec![rule(1, true, "TCP", (22, 22), "2000::/3")],
            vec![rule(1, true, "TCP", (22, 22), "0.0.0.0/1"), rule(2, true, "TCP", (20, 30), "128.0.0.0/1")],
            // A Drop for one network does not close the rest.
            vec![rule(1, false, "TCP", (22, 22), "203.0.113.0/24"), rule(2, true, "TCP", (22, 22), "0.0.0.0/0")],
            // A Drop that comes later decides nothing any more.
            vec![rule(1, true, "TCP", (22, 22), "0.0.0.0/0"), rule(2, false, "TCP", (22, 22), "0.0.0.0/0")],
            // IPv4 is dropped, IPv6 is not.
            vec![rule(1, false, "TCP", (22, 22), "0.0.0.0/0"), rule(1, true, "TCP", (22, 22), "::/0")],
        ] {
            assert!(rules(open.clone()).everyone_reaches(Protocol::Tcp, 22), "{open:?}");
        }
    }

    #[test]
    fn what_is_closed_is_closed() {
        for closed in [
            vec![],
            vec![rule(1, true, "TCP", (443, 443), "0.0.0.0/0")],
            vec![rule(1, true, "UDP", (22, 22), "0.0.0.0/0")],
            vec![rule(1, true, "ICMP", (0, 65535), "0.0.0.0/0")],
            vec![rule(1, true, "TCP", (22, 22), "10.0.0.0/8")],
            // Drop wins a tie, and an earlier Drop decides.
            vec![rule(1, true, "TCP", (22, 22), "0.0.0.0/0"), rule(1, false, "TCP", (22, 22), "0.0.0.0/0")],
            vec![rule(5, true, "TCP", (22, 22), "0.0.0.0/0"), rule(1, false, "ALL", (0, 65535), "0.0.0.0/0")],
        ] {
            assert!(!rules(closed.clone()).everyone_reaches(Protocol::Tcp, 22), "{closed:?}");
        }
    }

    #[test]
    fn open_ranges_are_joined() {
        let r = rules(vec![
            rule(1, true, "TCP", (80, 80), "0.0.0.0/0"),
            rule(1, true, "TCP", (81, 90), "0.0.0.0/0"),
            rule(1, true, "TCP", (443, 443), "0.0.0.0/0"),
            rule(1, true, "TCP", (3306, 3306), "10.0.0.0/8"),
        ]);
        assert_eq!(r.open_to_everyone(Protocol::Tcp), [(80, 90), (443, 443)]);
        assert_eq!(print_ports(&[(80, 90), (443, 443)]), "80-90, 443");
        let all =
            rules(vec![rule(1, true, "ALL", (0, 65535), "0.0.0.0/0"), rule(1, false, "TCP", (22, 22), "0.0.0.0/0")]);
        assert_eq!(all.open_to_everyone(Protocol::Tcp), [(0, 21), (23, 65535)]);
    }

    proptest! {
        /// On a small world (eight addresses blocks of /3, four ports) the sets agree with asking address by address.
        #[test]
        fn sets_agree_with_asking_each_address(
            given in prop::collection::vec((1i64..4, any::<bool>(), 0u16..4, 0u16..4, 0u32..8, 0u32..3), 0..8)
        ) {
            let made: Vec<Rule> = given
                .iter()
                .map(|(priority, accepts, a, b, block, bits)| {
                    let size = 3 - bits;
                    let cidr = format!("{}.0.0.0/{size}", block * 32);
                    rule(*priority, *accepts, "TCP", (*a.min(b), *a.max(b)), &cidr)
                })
                .collect();
            let r = rules(made);
            for port in 0..4u16 {
                let mut open = 0;
                for block in 0..8u128 {
                    let address = block * 32 * (1 << 24);
                    let first = r.rules.iter().find(|rule| {
                        rule.ports.iter().any(|(a, b)| *a <= port && port <= *b)
                            && rule.v4.0.iter().any(|(a, b)| *a <= address && address <= *b)
                    });
                    open += u32::from(first.is_some_and(|rule| rule.accepts));
                }
                prop_assert_eq!(r.everyone_reaches(Protocol::Tcp, port), open >= 4);
            }
        }
    }
}
