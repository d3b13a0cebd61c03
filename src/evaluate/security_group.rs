//! Security-group rules: what can reach which port. One evaluator for every check of security groups.
//!
//! Rules are taken by priority (1 first), a Drop before an Accept of the same priority; each decides for the addresses that no
//! earlier one has decided about. What a prefix list or port list holds counts; one that could not be read is a gap. A Drop
//! that covers only a part (some addresses, some source ports, some members of the group) hides only that part. Groups of the
//! classic network have rules of their own for the internet's and the intranet's card (`NicType`): a Drop on one card closes
//! nothing on the other, so each card is judged by itself, and what is open on either is open.

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

/// A version of the internet protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
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
    /// The card that it is for, `internet` or `intranet`; empty for every card.
    nic: String,
    /// It names source ports or addresses of the group's own side too, so it meets only a part of the traffic.
    partial: bool,
}

/// Disjoint ranges of addresses in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Set(Vec<(u128, u128)>);

/// The card of a machine in the classic network that faces the internet.
const INTERNET: &str = "internet";
/// The last IPv4 address.
const LAST_V4: u128 = u32::MAX as u128;
/// Every protocol that rules have; another one could be anything.
const PROTOCOLS: [&str; 6] = ["ALL", "TCP", "UDP", "ICMP", "ICMPV6", "GRE"];
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

    /// The rules by which traffic leaves a security group, with the unwritten last one: a basic group lets out what no rule
    /// decides about, an advanced one does not.
    ///
    /// # Errors
    /// As for incoming rules; a prefix list as destination cannot be read and is a gap too.
    pub fn outgoing(group: &Item<'_>) -> Result<Rules, Gap> {
        let mut rules = Self::read(group, "egress")?;
        match group.str("SecurityGroupType")?.to_ascii_lowercase().as_str() {
            "enterprise" => {}
            "normal" => {
                let last = Rule {
                    priority: i64::MAX,
                    accepts: true,
                    protocol: "ALL".into(),
                    ports: vec![(0, u16::MAX)],
                    v4: Family::V4.everyone(),
                    v6: Set(vec![(0, u128::MAX)]),
                    nic: String::new(),
                    partial: false,
                };
                // A card without any rule has this one all the same.
                if group.text("VpcId").is_empty() && !rules.cards().contains(&"") {
                    rules.rules.push(Rule { nic: INTERNET.into(), ..last.clone() });
                }
                rules.rules.push(last);
            }
            _ => return Err(group.lacks("SecurityGroupType")),
        }
        Ok(rules)
    }

    fn read(group: &Item<'_>, direction: &str) -> Result<Rules, Gap> {
        let answer = group.ask(&SECURITY_GROUP_RULES)?.must()?;
        if !answer.has("Permissions") {
            return Err(answer.lacks("Permissions"));
        }
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

    /// The ranges of ports that everyone on the internet reaches.
    pub fn open_to_everyone(&self, protocol: Protocol) -> Vec<(u16, u16)> {
        self.ranges(protocol, |port| self.everyone_reaches(protocol, port))
    }

    /// True when everyone on the internet reaches the port, over IPv4 or IPv6.
    pub fn everyone_reaches(&self, protocol: Protocol, port: u16) -> bool {
        self.reaches(protocol, port, Family::V4) || self.reaches(protocol, port, Family::V6)
    }

    /// The ports that everyone reaches over one version of IP through Accept rules for every protocol or every port: what such
    /// a rule leaves open where Drop rules take single ports out.
    pub fn open_through_wide(&self, protocol: Protocol, family: Family) -> Vec<(u16, u16)> {
        let wide = self.rules.iter().filter(|rule| !rule.accepts || rule.is_wide()).cloned().collect();
        let wide = Rules { rules: wide };
        wide.ranges(protocol, |port| wide.reaches(protocol, port, family))
    }

    fn ranges(&self, protocol: Protocol, open_at: impl Fn(u16) -> bool) -> Vec<(u16, u16)> {
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
            if open_at(start) {
                match open.last_mut() {
                    Some(last) if u32::from(last.1) + 1 == u32::from(start) => last.1 = end,
                    _ => open.push((start, end)),
                }
            }
        }
        open
    }

    /// The cards that rules name; the empty name where none does.
    fn cards(&self) -> Vec<&str> {
        let mut cards: Vec<&str> = self.rules.iter().map(|rule| rule.nic.as_str()).filter(|n| !n.is_empty()).collect();
        cards.sort_unstable();
        cards.dedup();
        if cards.is_empty() { vec![""] } else { cards }
    }

    fn reaches(&self, protocol: Protocol, port: u16, family: Family) -> bool {
        self.cards().into_iter().any(|card| self.reaches_on(card, protocol, port, family))
    }

    /// Everyone reaches a port when, in the order of the rules, Accepts name everyone before Drops do: Drops for a part of the
    /// internet do not close the rest. Or when at least half of the internet is let in, however that comes about.
    fn reaches_on(&self, card: &str, protocol: Protocol, port: u16, family: Family) -> bool {
        let all = family.everyone();
        let (mut accepted, mut dropped) = (Set::default(), Set::default());
        let (mut open, mut undecided) = (Set::default(), all.clone());
        let mut closed = false;
        let on_card = self.matching(protocol).filter(|rule| rule.nic.is_empty() || rule.nic == card);
        for rule in on_card.filter(|r| r.ports.iter().any(|(a, b)| *a <= port && port <= *b)) {
            let named = all.intersect(family.of(rule));
            if rule.accepts {
                open = open.union(undecided.intersect(&named));
                accepted = accepted.union(named.clone());
                if !closed && accepted == all {
                    return true;
                }
            } else if rule.partial {
                continue;
            } else {
                dropped = dropped.union(named.clone());
                closed |= dropped == all;
            }
            undecided = undecided.subtract(&named);
        }
        open.size() >= all.size() / 2.0
    }

    /// Accept rules that name every protocol or every port, whatever their source.
    pub fn wide(&self) -> usize {
        self.rules.iter().filter(|rule| rule.accepts && rule.is_wide()).count()
    }

    fn matching(&self, protocol: Protocol) -> impl Iterator<Item = &Rule> {
        let name = match protocol {
            Protocol::Tcp => "TCP",
            Protocol::Udp => "UDP",
        };
        self.rules.iter().filter(move |rule| rule.protocol == "ALL" || rule.protocol == name)
    }
}

impl Family {
    /// The addresses that are everyone: all of IPv4, and of IPv6 those that are routed on the internet.
    fn everyone(self) -> Set {
        match self {
            Family::V4 => Set(vec![(0, LAST_V4)]),
            Family::V6 => Set(vec![GLOBAL_V6]),
        }
    }

    fn of(self, rule: &Rule) -> &Set {
        match self {
            Family::V4 => &rule.v4,
            Family::V6 => &rule.v6,
        }
    }
}

impl Rule {
    /// ICMP and GRE have no ports: their rules always say `-1/-1`.
    fn is_wide(&self) -> bool {
        let ports = Set::of(self.ports.iter().map(|(from, to)| (u128::from(*from), u128::from(*to))).collect());
        let every = ports.0.iter().any(|(from, to)| *from <= 1 && *to == u128::from(u16::MAX));
        self.protocol == "ALL" || (every && matches!(self.protocol.as_str(), "TCP" | "UDP"))
    }
}

fn rule(item: &Item<'_>, incoming: bool) -> Result<Rule, Gap> {
    let accepts = match item.str("Policy")?.to_ascii_lowercase().as_str() {
        "accept" => true,
        "drop" => false,
        _ => return Err(item.lacks("Policy")),
    };
    let protocol = item.str("IpProtocol")?.to_ascii_uppercase();
    if !PROTOCOLS.contains(&protocol.as_str()) {
        return Err(item.lacks("IpProtocol"));
    }
    let (v4, v6) = sources(item, incoming)?;
    let (priority, ports) = (item.int("Priority")?, ports(item, &protocol)?);
    let nic = item.text("NicType").to_ascii_lowercase();
    Ok(Rule { priority, accepts, ports, protocol, v4, v6, nic, partial: is_partial(item, incoming) })
}

/// True when a rule names more than the other side: source ports, or addresses on the group's own side (a rule of five parts).
fn is_partial(item: &Item<'_>, incoming: bool) -> bool {
    let own = if incoming {
        ["DestCidrIp", "Ipv6DestCidrIp", "DestPrefixListId", "DestGroupId"]
    } else {
        ["SourceCidrIp", "Ipv6SourceCidrIp", "SourcePrefixListId", "SourceGroupId"]
    };
    let ports = item.text("SourcePortRange");
    let every_port = ports.is_empty() || matches!(range(ports), Some((0 | 1, u16::MAX)));
    let own_side = own.map(|name| item.text(name));
    !every_port || own_side.into_iter().any(|named| !named.is_empty() && !addresses::is_everyone(named))
}

fn ports(item: &Item<'_>, protocol: &str) -> Result<Vec<(u16, u16)>, Gap> {
    let list = item.text("PortRangeListId");
    if !list.is_empty() {
        let answer = item.ask(&PORT_LIST)?.must()?;
        if !answer.has("Entries") {
            return Err(answer.lacks("Entries"));
        }
        return answer
            .items()
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
    let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (from <= to).then_some((from, to))
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
        let answer = item.ask(&PREFIX_LIST)?.must()?;
        if !answer.has("Entries") {
            return Err(answer.lacks("Entries"));
        }
        for entry in answer.items() {
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
        let (v4, v6) = (Set::of(v4), Set::of(v6));
        let nic = String::new();
        Rule { priority, accepts, protocol: protocol.into(), ports: vec![ports], v4, v6, nic, partial: false }
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
            // Nor do Drops for more than half of the internet.
            vec![
                rule(1, false, "TCP", (22, 22), "0.0.0.0/1"),
                rule(1, false, "ALL", (0, 65535), "192.0.0.0/2"),
                rule(2, true, "TCP", (22, 22), "0.0.0.0/0"),
            ],
            vec![
                rule(1, false, "TCP", (22, 22), "128.0.0.0/1"),
                rule(2, true, "TCP", (22, 22), "0.0.0.0/2"),
                rule(2, true, "TCP", (22, 22), "64.0.0.0/2"),
                rule(2, true, "TCP", (22, 22), "128.0.0.0/1"),
            ],
            // A Drop for some source ports, or for some members of the group, closes nothing.
            vec![
                Rule { partial: true, ..rule(1, false, "TCP", (22, 22), "0.0.0.0/0") },
                rule(2, true, "TCP", (22, 22), "0.0.0.0/0"),
            ],
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
            // The office comes in, then everyone is dropped, also in two halves; the last rule is dead.
            vec![
                rule(1, true, "TCP", (22, 22), "203.0.113.0/24"),
                rule(2, false, "TCP", (22, 22), "0.0.0.0/1"),
                rule(3, false, "TCP", (22, 22), "128.0.0.0/1"),
                rule(4, true, "TCP", (22, 22), "0.0.0.0/0"),
            ],
        ] {
            assert!(!rules(closed.clone()).everyone_reaches(Protocol::Tcp, 22), "{closed:?}");
        }
    }

    #[test]
    fn a_drop_on_one_card_closes_nothing_on_the_other() {
        let ssh = |priority, accepts, nic: &str| Rule {
            nic: nic.into(),
            ..rule(priority, accepts, "TCP", (22, 22), "0.0.0.0/0")
        };
        let open = |list: Vec<Rule>| rules(list).everyone_reaches(Protocol::Tcp, 22);
        assert!(open(vec![ssh(1, false, "intranet"), ssh(2, true, "internet")]));
        assert!(open(vec![ssh(1, false, "internet"), ssh(2, true, "intranet")]));
        assert!(!open(vec![ssh(1, false, "intranet"), ssh(2, true, "intranet")]));
        assert!(!open(vec![ssh(1, false, "internet"), ssh(1, false, "intranet"), ssh(2, true, "")]));
    }

    #[test]
    fn a_classic_group_lets_out_what_only_the_intranet_card_drops() {
        use crate::evaluate::fixture::{Fixture, REGION};
        let open = |vpc: &str, nic: &str| {
            let group = serde_json::json!({ "SecurityGroupId": "sg", "SecurityGroupType": "normal", "VpcId": vpc });
            let rule = serde_json::json!({ "Direction": "egress", "Policy": "Drop", "IpProtocol": "ALL",
                "PortRange": "-1/-1", "Priority": "1", "NicType": nic, "DestCidrIp": "0.0.0.0/0" });
            let v6 = serde_json::json!({ "Direction": "egress", "Policy": "Drop", "IpProtocol": "ALL",
                "PortRange": "-1/-1", "Priority": "1", "NicType": nic, "Ipv6DestCidrIp": "::/0" });
            let fixture = Fixture::new()
                .list(&crate::api::ecs_network::SECURITY_GROUPS, serde_json::json!([group]))
                .detail_list(&SECURITY_GROUP_RULES, &[("SecurityGroupId", "sg")], serde_json::json!([rule, v6]));
            fixture.with_account(|account| {
                let groups = account.list(&crate::api::ecs_network::SECURITY_GROUPS).items;
                assert_eq!(groups[0].region(), REGION);
                Rules::outgoing(&groups[0]).expect("rules").everyone_reaches(Protocol::Tcp, 443)
            })
        };
        assert!(!open("vpc-1", "intranet"));
        assert!(!open("", "internet"));
        assert!(open("", "intranet"));
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

    #[test]
    fn wide_rules_stay_wide_where_single_ports_are_dropped() {
        let r = rules(vec![
            rule(1, false, "TCP", (22, 22), "0.0.0.0/0"),
            rule(2, true, "TCP", (0, 65535), "0.0.0.0/0"),
            rule(1, true, "ALL", (0, 65535), "10.0.0.0/8"),
            rule(1, true, "UDP", (53, 53), "0.0.0.0/0"),
        ]);
        assert_eq!(r.open_through_wide(Protocol::Tcp, Family::V4), [(0, 21), (23, 65535)]);
        assert_eq!(r.open_through_wide(Protocol::Tcp, Family::V6), []);
        assert_eq!(r.open_through_wide(Protocol::Udp, Family::V4), []);
    }

    #[test]
    fn rules_without_ports_are_not_wide() {
        let r = rules(vec![rule(1, true, "ICMP", (0, 65535), "0.0.0.0/0"), rule(1, true, "GRE", (0, 65535), "::/0")]);
        assert_eq!(r.wide(), 0);
        let two = Rule { ports: vec![(1, 100), (101, 65535)], ..rule(1, true, "TCP", (1, 1), "10.0.0.0/8") };
        assert_eq!(rules(vec![two]).wide(), 1);
    }

    proptest! {
        /// On a small world (eight blocks of /3, four ports) the sets agree with asking address by address; what is let in by
        /// half is open, where nothing is let in or Accepts do not name everyone and less than half is, it is closed.
        #[test]
        fn sets_agree_with_asking_each_address(
            given in prop::collection::vec((1i64..4, any::<bool>(), 0u16..4, 0u16..4, 0u32..8, 0u32..=3), 0..8)
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
                let hits = |rule: &&Rule, block: u128| {
                    let address = block * 32 * (1 << 24);
                    rule.ports.iter().any(|(a, b)| *a <= port && port <= *b)
                        && rule.v4.0.iter().any(|(a, b)| *a <= address && address <= *b)
                };
                let first = |block: u128| r.rules.iter().find(|rule| hits(rule, block));
                let let_in = (0..8).filter(|block| first(*block).is_some_and(|rule| rule.accepts)).count();
                let named = (0..8).all(|block| r.rules.iter().any(|rule| rule.accepts && hits(&rule, block)));
                // Address by address: the first rank at which Accepts have named all, and the first at which Drops have.
                let rank = |accepts: bool| {
                    (0..8u128)
                        .map(|block| r.rules.iter().position(|rule| rule.accepts == accepts && hits(&rule, block)))
                        .collect::<Option<Vec<usize>>>()
                        .and_then(|ranks| ranks.into_iter().max())
                };
                let before = match (rank(true), rank(false)) {
                    (Some(accepts), Some(drops)) => accepts < drops,
                    (accepts, _) => accepts.is_some(),
                };
                let open = r.everyone_reaches(Protocol::Tcp, port);
                prop_assert_eq!(open, before || let_in >= 4);
                prop_assert!(!open || let_in > 0, "nothing is let in");
                prop_assert!(named || let_in >= 4 || !open, "a part is named");
            }
        }
    }
}
