//! IPsec connections use strong algorithms.

use std::collections::BTreeSet;

use crate::api::vpc;
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-vpn-ipsec-strong-cipher",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "IPsec connection",
    title: Phrase { en: "IPsec connections use strong algorithms", zh: "IPsec 连接使用强加密算法" },
    pass_when: Phrase {
        en: "DescribeVpnConnections is read; a connection passes when both phases of every tunnel use AES (aes, aes192, aes256) or SM4, authenticate with SHA-256 or stronger or SM3, forward secrecy (PFS) is not disabled, and the Diffie-Hellman groups of both phases have 2048 bits or more (group14; not asked of SM4 tunnels).",
        zh: "读取 DescribeVpnConnections；各隧道两个阶段均使用 AES（aes、aes192、aes256）或 SM4 加密、SHA-256 及以上或 SM3 认证，未禁用 PFS，且两个阶段的 DH 组不低于 2048 位（group14；SM4 隧道不要求）时通过。",
    },
    risk: Phrase {
        en: "DES, 3DES, MD5 and short Diffie-Hellman groups can be broken with moderate effort; traffic to the data centre could be read or altered.",
        zh: "DES、3DES、MD5 及短 DH 组破解成本较低，与本地数据中心之间的通信可能被窃听或篡改。",
    },
    remediation: Phrase {
        en: "Agree new parameters with the other side, then change them in VPN Gateway console > IPsec Connections. Dual-tunnel connections take the values per tunnel. Expect a short interruption.",
        zh: "与对端商定新参数后，在“VPN 网关控制台 > IPsec 连接”中修改；双隧道模式按隧道分别设置，期间会短暂中断。",
    },
    cli: "aliyun vpc ModifyVpnConnectionAttribute --RegionId <region-id> --VpnConnectionId <vpn-connection-id> --IkeConfig '{\"IkeVersion\":\"ikev2\",\"IkeEncAlg\":\"aes256\",\"IkeAuthAlg\":\"sha256\",\"IkePfs\":\"group14\"}' --IpsecConfig '{\"IpsecEncAlg\":\"aes256\",\"IpsecAuthAlg\":\"sha256\",\"IpsecPfs\":\"group14\"}'",
    reads: &[&vpc::VPN_CONNECTIONS],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/120381.html"],
    logic: Logic::Items { of: &vpc::VPN_CONNECTIONS, judge },
};

/// Algorithms that are strong enough.
const CIPHERS: &[&str] = &["aes", "aes128", "aes192", "aes256", "sm4"];
const HASHES: &[&str] = &["sha256", "sha384", "sha512", "sm3"];
/// Diffie-Hellman groups of less than 2048 bits.
const SHORT_GROUPS: &[&str] = &["group1", "group2", "group5"];

fn judge(connection: &Item<'_>) -> Outcome {
    let tunnels = connection.at("TunnelOptionsSpecification").list("TunnelOptions");
    let mut weak = BTreeSet::new();
    if tunnels.is_empty() {
        read(&connection.at("IkeConfig"), &connection.at("IpsecConfig"), &mut weak)?;
    }
    for tunnel in &tunnels {
        read(&tunnel.at("TunnelIkeConfig"), &tunnel.at("TunnelIpsecConfig"), &mut weak)?;
    }
    let count = tunnels.len().max(1);
    if weak.is_empty() {
        return pass(
            format!("strong algorithms in both phases ({count} tunnels)"),
            format!("两个阶段均使用强算法（{count} 条隧道）"),
        );
    }
    let list = weak.into_iter().collect::<Vec<_>>().join(", ");
    fail(format!("weak settings: {list}"), format!("存在弱算法或不安全设置：{list}"))
}

/// Adds the weak settings of the two phases of a tunnel.
fn read(ike: &Node<'_>, ipsec: &Node<'_>, weak: &mut BTreeSet<String>) -> Result<(), Gap> {
    for (phase, field, strong) in [
        (ike, "IkeEncAlg", CIPHERS),
        (ike, "IkeAuthAlg", HASHES),
        (ipsec, "IpsecEncAlg", CIPHERS),
        (ipsec, "IpsecAuthAlg", HASHES),
    ] {
        let algorithm = phase.str(field)?.to_ascii_lowercase();
        if !strong.contains(&algorithm.as_str()) {
            weak.insert(format!("{field} {algorithm}"));
        }
    }
    // Tunnels of the national algorithms exchange keys by SM2.
    let sm = ike.text("IkeEncAlg").eq_ignore_ascii_case("sm4");
    for (phase, field) in [(ike, "IkePfs"), (ipsec, "IpsecPfs")] {
        let group = phase.text(field).to_ascii_lowercase();
        if sm && group.is_empty() && field == "IkePfs" {
            continue;
        }
        if group.is_empty() {
            return Err(phase.lacks(field));
        }
        if group == "disabled" || (!sm && SHORT_GROUPS.contains(&group.as_str())) {
            weak.insert(format!("{field} {group}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn single(cipher: &str, hash: &str, pfs: &str) -> serde_json::Value {
        json!({ "VpnConnectionId": "vco-1", "IkeConfig": { "IkeEncAlg": "aes256", "IkeAuthAlg": "sha256", "IkePfs": "group14" },
            "IpsecConfig": { "IpsecEncAlg": cipher, "IpsecAuthAlg": hash, "IpsecPfs": pfs } })
    }

    fn verdict(connection: serde_json::Value) -> crate::domain::FindingStatus {
        Fixture::new().list(&vpc::VPN_CONNECTIONS, json!([connection])).verdict(&CHECK)
    }

    #[test]
    fn each_setting_decides() {
        for (cipher, hash, pfs, expected) in [
            ("aes", "sha256", "group14", Pass),
            ("sm4", "sm3", "group14", Pass),
            ("3des", "sha256", "group14", Fail),
            ("aes256", "md5", "group14", Fail),
            ("aes256", "sha1", "group14", Fail),
            ("aes256", "sha512", "disabled", Fail),
            ("aes256", "sha256", "group2", Fail),
            ("aes256", "sha256", "group5", Fail),
            ("aes256", "sha256", "", NotAssessed),
        ] {
            assert_eq!(verdict(single(cipher, hash, pfs)), expected, "{cipher} {hash} {pfs}");
        }
        assert_eq!(verdict(json!({ "VpnConnectionId": "vco-1" })), NotAssessed);
    }

    #[test]
    fn the_first_phase_has_a_group_too() {
        for (cipher, group, expected) in [
            ("aes256", "group14", Pass),
            ("aes256", "group1", Fail),
            ("aes256", "", NotAssessed),
            ("sm4", "group2", Pass),
            ("sm4", "", Pass),
        ] {
            let mut connection = single("aes256", "sha256", "group14");
            connection["IkeConfig"]["IkeEncAlg"] = json!(cipher);
            connection["IkeConfig"]["IkePfs"] = json!(group);
            assert_eq!(verdict(connection), expected, "{cipher} {group}");
        }
    }

    #[test]
    fn the_weaker_of_two_tunnels_decides() {
        let tunnel = |cipher: &str| {
            json!({ "TunnelIkeConfig": { "IkeEncAlg": cipher, "IkeAuthAlg": "sha256", "IkePfs": "group14" },
            "TunnelIpsecConfig": { "IpsecEncAlg": "aes256", "IpsecAuthAlg": "sha256", "IpsecPfs": "group14" } })
        };
        for (second, expected) in [("aes256", Pass), ("des", Fail)] {
            let mut connection = single("aes256", "sha256", "group14");
            connection["TunnelOptionsSpecification"] = json!({ "TunnelOptions": [tunnel("aes256"), tunnel(second)] });
            assert_eq!(verdict(connection), expected, "{second}");
        }
    }

    #[test]
    fn no_connection_and_no_answer() {
        assert_eq!(Fixture::new().list(&vpc::VPN_CONNECTIONS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&vpc::VPN_CONNECTIONS, &[]).verdict(&CHECK), NotAssessed);
    }
}
