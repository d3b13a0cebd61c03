//! Network ACLs do not open risky ports to everyone.

use crate::api::vpc;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, addresses, fail, not_applicable, pass, risky_ports};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-network-acl-no-risky-ports",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "network ACL",
    title: Phrase {
        en: "Network ACLs do not open risky ports to everyone", zh: "网络 ACL 不向全部地址开放高危端口"
    },
    pass_when: Phrase {
        en: "DescribeNetworkAcls is read; entries count in their order; passes when no inbound accept entry from 0.0.0.0/0 or ::/0, or from half of either, that is not cut off by an earlier refusal covers a high-risk port such as 22 or 3389, all protocols included. ACLs without a vSwitch are not applicable.",
        zh: "读取 DescribeNetworkAcls，按条目顺序匹配；不存在来源为 0.0.0.0/0 或 ::/0（含达到其一半的网段）、覆盖 22、3389 等高危端口（含全部协议）且未被靠前拒绝条目拦截的入方向允许条目时通过。未关联交换机的 ACL 不适用。",
    },
    risk: Phrase {
        en: "The network ACL is the second line behind security groups. If it lets management ports through, one wrong security-group rule exposes the hosts.",
        zh: "网络 ACL 是安全组之外的第二道防线；若放行管理端口，安全组一条误配即可暴露主机。",
    },
    remediation: Phrase {
        en: "VPC console > Network ACL: limit the entry to the bastion or office ranges, or refuse the ports in an earlier entry. The command replaces the whole inbound list, so include every entry you keep.",
        zh: "在“专有网络 VPC 控制台 > 网络 ACL”中将条目限定为堡垒机或办公网段，或在其前拒绝相应端口。命令会覆盖全部入方向条目，须写全保留的条目。",
    },
    cli: "aliyun vpc UpdateNetworkAclEntries --RegionId <region-id> --NetworkAclId <acl-id> --UpdateIngressAclEntries true --IngressAclEntries.1.Policy accept --IngressAclEntries.1.Protocol tcp --IngressAclEntries.1.Port 22/22 --IngressAclEntries.1.SourceCidrIp <bastion-cidr>",
    reads: &[&vpc::NETWORK_ACLS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "vpc-network-acl-risky-ports-check" }],
    references: &[],
    logic: Logic::Items { of: &vpc::NETWORK_ACLS, judge },
};

/// Where the incoming entries are.
const INCOMING: &str = "IngressAclEntries.IngressAclEntry";

/// Where the vSwitches are that the list is bound to.
const BOUND: &str = "Resources.Resource";

/// Protocols of entries; another one could be anything.
const PROTOCOLS: [&str; 6] = ["all", "tcp", "udp", "icmp", "icmpv6", "gre"];

/// An entry as far as it decides.
struct Entry<'s> {
    accepts: bool,
    protocol: String,
    ports: (u16, u16),
    source: &'s str,
}

fn judge(acl: &Item<'_>) -> Outcome {
    if !acl.has(BOUND) {
        return Err(acl.lacks(BOUND));
    }
    if acl.at(BOUND).list("").is_empty() {
        return not_applicable("bound to no vSwitch", "未关联交换机");
    }
    if !acl.has(INCOMING) {
        return Err(acl.lacks(INCOMING));
    }
    let entries = acl.at(INCOMING).list("").into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let open: Vec<_> = risky_ports::RISKY.iter().copied().filter(|(port, _)| is_open(&entries, *port)).collect();
    if open.is_empty() {
        let count = entries.len();
        return pass(
            format!("its {count} inbound entries open no risky port to everyone"),
            format!("{count} 条入方向条目均未向全部地址开放高危端口"),
        );
    }
    let ports = risky_ports::named(&open);
    fail(format!("open to everyone: {ports}"), format!("向全部地址开放：{ports}"))
}

fn read(entry: Node<'_>) -> Result<Entry<'_>, crate::domain::Gap> {
    let accepts = match entry.str("Policy")?.to_ascii_lowercase().as_str() {
        "accept" => true,
        "drop" => false,
        _ => return Err(entry.lacks("Policy")),
    };
    let protocol = entry.str("Protocol")?.to_ascii_lowercase();
    if !PROTOCOLS.contains(&protocol.as_str()) {
        return Err(entry.lacks("Protocol"));
    }
    let source = entry.str("SourceCidrIp")?;
    if addresses::unreadable([source]).is_some() {
        return Err(entry.lacks("SourceCidrIp"));
    }
    let ports = risky_ports::range(entry.str("Port")?).ok_or_else(|| entry.lacks("Port"))?;
    Ok(Entry { accepts, protocol, ports, source })
}

/// Entries count in their order, the first match decides: a refusal of everyone closes the port to all that follows.
fn is_open(entries: &[Entry<'_>], port: u16) -> bool {
    ["tcp", "udp"].iter().any(|protocol| {
        let (mut accepted, mut closed) = (Vec::new(), [false; 2]);
        for entry in entries {
            let matches = (entry.protocol == *protocol || entry.protocol == "all")
                && (entry.ports.0..=entry.ports.1).contains(&port);
            let family = usize::from(entry.source.contains(':'));
            if !matches || closed[family] {
                continue;
            }
            if entry.accepts {
                accepted.push(entry.source);
            } else if addresses::is_everyone(entry.source) {
                closed[family] = true;
            }
        }
        addresses::cover_everyone(accepted)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn entry(policy: &str, protocol: &str, port: &str, source: &str) -> serde_json::Value {
        json!({ "Policy": policy, "Protocol": protocol, "Port": port, "SourceCidrIp": source })
    }

    fn acl(entries: &serde_json::Value) -> serde_json::Value {
        json!({ "NetworkAclId": "nacl-1", "IngressAclEntries": { "IngressAclEntry": entries },
            "Resources": { "Resource": [{ "ResourceId": "vsw-1", "ResourceType": "VSwitch" }] } })
    }

    fn verdict(acl: serde_json::Value) -> crate::domain::FindingStatus {
        Fixture::new().list(&vpc::NETWORK_ACLS, json!([acl])).verdict(&CHECK)
    }

    #[test]
    fn the_first_entry_that_matches_decides() {
        let everything = entry("accept", "all", "-1/-1", "0.0.0.0/0");
        for (entries, expected) in [
            (json!([]), Pass),
            (json!([everything]), Fail),
            (json!([entry("drop", "all", "-1/-1", "0.0.0.0/0"), everything]), Pass),
            (json!([entry("drop", "tcp", "22/22", "0.0.0.0/0"), entry("accept", "tcp", "22/22", "0.0.0.0/0")]), Pass),
            (json!([entry("accept", "tcp", "22/22", "0.0.0.0/0"), entry("drop", "tcp", "22/22", "0.0.0.0/0")]), Fail),
            (json!([entry("drop", "udp", "22/22", "0.0.0.0/0"), entry("accept", "tcp", "22/22", "0.0.0.0/0")]), Fail),
            (json!([entry("drop", "tcp", "22/22", "10.0.0.0/8"), entry("accept", "tcp", "22/22", "0.0.0.0/0")]), Fail),
            (json!([entry("accept", "tcp", "443/443", "0.0.0.0/0")]), Pass),
            (json!([entry("accept", "tcp", "20/25", "0.0.0.0/0")]), Fail),
            (json!([entry("accept", "tcp", "22/22", "::/0")]), Fail),
            (json!([entry("drop", "all", "-1/-1", "0.0.0.0/0"), entry("accept", "tcp", "22/22", "::/0")]), Fail),
            (json!([entry("accept", "tcp", "22/22", "10.0.0.0/8")]), Pass),
            (
                json!([entry("accept", "tcp", "22/22", "0.0.0.0/1"), entry("accept", "tcp", "22/22", "128.0.0.0/1")]),
                Fail,
            ),
            (json!([entry("accept", "icmp", "-1/-1", "0.0.0.0/0")]), Pass),
            (json!([entry("accept", "tcp", "ssh", "0.0.0.0/0")]), NotAssessed),
            (json!([entry("accept", "6", "22/22", "0.0.0.0/0")]), NotAssessed),
            (json!([entry("allow", "tcp", "22/22", "0.0.0.0/0")]), NotAssessed),
            (json!([entry("accept", "tcp", "22/22", "pl-1")]), NotAssessed),
            (json!([entry("accept", "tcp", "22/22", "")]), NotAssessed),
        ] {
            assert_eq!(verdict(acl(&entries)), expected, "{entries}");
        }
    }

    #[test]
    fn unbound_acls_and_missing_answers() {
        let unbound = json!({ "NetworkAclId": "nacl-1", "Resources": { "Resource": [] } });
        assert_eq!(verdict(unbound), NotApplicable);
        assert_eq!(verdict(json!({ "NetworkAclId": "nacl-1" })), NotAssessed);
        let silent = json!({ "NetworkAclId": "nacl-1", "Resources": { "Resource": [{ "ResourceId": "vsw-1" }] } });
        assert_eq!(verdict(silent), NotAssessed);
        assert_eq!(Fixture::new().denied(&vpc::NETWORK_ACLS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&vpc::NETWORK_ACLS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
