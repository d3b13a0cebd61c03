//! Ports that no one opens to the internet: remote control, file sharing, databases, caches and consoles without a login.

/// A risky port and what listens on it.
pub static RISKY: &[(u16, &str)] = &[
    (20, "FTP"),
    (21, "FTP"),
    (22, "SSH"),
    (23, "Telnet"),
    (69, "TFTP"),
    (111, "RPC"),
    (135, "RPC"),
    (137, "NetBIOS"),
    (138, "NetBIOS"),
    (139, "NetBIOS"),
    (161, "SNMP"),
    (389, "LDAP"),
    (445, "SMB"),
    (512, "rexec"),
    (513, "rlogin"),
    (514, "rsh"),
    (873, "rsync"),
    (1433, "SQL Server"),
    (1434, "SQL Server"),
    (1521, "Oracle"),
    (2049, "NFS"),
    (2181, "ZooKeeper"),
    (2375, "Docker"),
    (2376, "Docker"),
    (2379, "etcd"),
    (2380, "etcd"),
    (3306, "MySQL"),
    (3389, "RDP"),
    (5432, "PostgreSQL"),
    (5601, "Kibana"),
    (5900, "VNC"),
    (5901, "VNC"),
    (5984, "CouchDB"),
    (5985, "WinRM"),
    (5986, "WinRM"),
    (6379, "Redis"),
    (8020, "HDFS"),
    (9092, "Kafka"),
    (9200, "Elasticsearch"),
    (9300, "Elasticsearch"),
    (10250, "kubelet"),
    (11211, "Memcached"),
    (27017, "MongoDB"),
    (27018, "MongoDB"),
    (50070, "HDFS"),
];

/// What listens on a risky port; `None` for any other.
pub fn service(port: u16) -> Option<&'static str> {
    RISKY.iter().find(|(risky, _)| *risky == port).map(|(_, service)| *service)
}

/// The risky ports from `from` to `to`, both included, in order.
pub fn within(from: u16, to: u16) -> impl Iterator<Item = (u16, &'static str)> {
    RISKY.iter().copied().filter(move |(port, _)| (from..=to).contains(port))
}

/// Reads a range of ports as the provider writes it: `22`, `22/80`, `1-65535`; `any`, `all`, `-1` and `-1/-1` are every port.
/// `None` for anything else.
pub fn range(text: &str) -> Option<(u16, u16)> {
    let text = text.trim();
    if matches!(text.to_ascii_lowercase().as_str(), "any" | "all" | "-1" | "-1/-1" | "*") {
        return Some((0, u16::MAX));
    }
    let (from, to) = text.split_once(['/', '-']).unwrap_or((text, text));
    let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (from <= to).then_some((from, to))
}

/// Names risky ports for a reason: the first three, and how many more there are: `22 (SSH), 3389 (RDP)`.
pub fn named(ports: &[(u16, &str)]) -> String {
    let mut text =
        ports.iter().take(3).map(|(port, service)| format!("{port} ({service})")).collect::<Vec<_>>().join(", ");
    if ports.len() > 3 {
        text.push_str(&format!(" +{}", ports.len() - 3));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_knows_the_usual_ones() {
        assert!(RISKY.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for port in [22, 23, 135, 137, 138, 139, 445, 1433, 1521, 3306, 3389, 5432, 6379, 9200, 27017] {
            assert!(service(port).is_some(), "{port}");
        }
        for port in [80, 443, 53, 8443] {
            assert_eq!(service(port), None, "{port}");
        }
    }

    #[test]
    fn ranges_are_read_in_every_spelling() {
        for (text, expected) in [
            ("22", Some((22, 22))),
            ("22/80", Some((22, 80))),
            (" 1-65535 ", Some((1, 65535))),
            ("-1/-1", Some((0, 65535))),
            ("Any", Some((0, 65535))),
            ("80/22", None),
            ("0/65536", None),
            ("", None),
            ("ssh", None),
        ] {
            assert_eq!(range(text), expected, "{text}");
        }
    }

    #[test]
    fn a_range_is_risky_by_what_it_holds() {
        assert_eq!(within(20, 23).map(|(port, _)| port).collect::<Vec<_>>(), [20, 21, 22, 23]);
        assert_eq!(within(3389, 3389).count(), 1);
        assert_eq!(within(80, 81).count(), 0);
        assert_eq!(within(0, u16::MAX).count(), RISKY.len());
    }

    #[test]
    fn a_reason_names_three() {
        assert_eq!(named(&[(22, "SSH")]), "22 (SSH)");
        assert_eq!(named(&within(20, 69).collect::<Vec<_>>()), "20 (FTP), 21 (FTP), 22 (SSH) +2");
    }
}
