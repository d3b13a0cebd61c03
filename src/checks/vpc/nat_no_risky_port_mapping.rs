//! NAT gateways do not map risky ports.

use crate::api::vpc;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, risky_ports};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-nat-no-risky-port-mapping",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "NAT gateway",
    title: Phrase { en: "NAT gateways do not map risky ports", zh: "NAT 网关不映射高危端口" },
    pass_when: Phrase {
        en: "DescribeForwardTableEntries is read; passes when no DNAT entry of the gateway maps, on its public or its private side, a high-risk port such as 22 or 3389, or all ports (Any). Gateways without public addresses are not applicable.",
        zh: "读取 DescribeForwardTableEntries；网关的 DNAT 条目在公网侧和私网侧均未映射 22、3389 等高危端口或全部端口（Any）时通过。无公网地址的 VPC NAT 网关不适用。",
    },
    risk: Phrase {
        en: "A mapped management or database port is open to the internet whatever private address the host has.",
        zh: "被映射的管理或数据库端口即使主机只有私网地址也会暴露在互联网。",
    },
    remediation: Phrase {
        en: "VPC console > NAT Gateway > DNAT: delete the entry and let operators enter through Bastionhost or VPN. Publish only the ports of the application.",
        zh: "在“NAT 网关 > DNAT 管理”中删除该条目，运维改由堡垒机或 VPN 接入，仅发布业务端口。",
    },
    cli: "aliyun vpc DeleteForwardEntry --RegionId <region-id> --ForwardTableId <forward-table-id> --ForwardEntryId <forward-entry-id>",
    reads: &[&vpc::FORWARD_ENTRIES],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "nat-risk-ports-check" }],
    references: &[],
    logic: Logic::Items { of: &vpc::NAT_GATEWAYS, judge },
};

fn judge(gateway: &Item<'_>) -> Outcome {
    if gateway.text("NetworkType") == "intranet" {
        return not_applicable("a VPC NAT gateway without public addresses", "VPC NAT 网关，无公网地址");
    }
    let entries = gateway.whole_items_of(&vpc::FORWARD_ENTRIES)?;
    let mut risky = Vec::new();
    for entry in &entries {
        // 10022 in front of 22 is SSH all the same: both ends of the mapping count.
        for end in ["ExternalPort", "InternalPort"] {
            let (from, to) = risky_ports::range(entry.str(end)?).ok_or_else(|| entry.lacks(end))?;
            let ports: Vec<_> = risky_ports::within(from, to).collect();
            if !ports.is_empty() {
                let (outside, inside) = (entry.text("ExternalPort"), entry.text("InternalPort"));
                let (public, private) = (entry.text("ExternalIp"), entry.text("InternalIp"));
                risky.push(format!("{public}:{outside} -> {private}:{inside} [{}]", risky_ports::named(&ports)));
                break;
            }
        }
    }
    let count = entries.len();
    if risky.is_empty() {
        return pass(
            format!("none of its {count} port mappings (DNAT) opens a risky port"),
            format!("{count} 条 DNAT 条目均未映射高危端口"),
        );
    }
    let list = risky.join("; ");
    fail(format!("risky ports are mapped: {list}"), format!("映射了高危端口：{list}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const NAT: &[(&str, &str)] = &[("NatGatewayId", "ngw-1")];

    fn gateway(kind: &str) -> Fixture {
        Fixture::new().list(&vpc::NAT_GATEWAYS, json!([{ "NatGatewayId": "ngw-1", "NetworkType": kind }]))
    }

    #[test]
    fn either_end_of_a_mapping_may_be_risky() {
        for (outside, inside, expected) in [
            ("443", "8443", Pass),
            ("22", "22", Fail),
            ("10022", "22", Fail),
            ("3389", "80", Fail),
            ("Any", "Any", Fail),
            ("80/90", "80/90", Pass),
            ("3300/3310", "3300/3310", Fail),
            ("", "80", NotAssessed),
        ] {
            let entry = json!([{ "ExternalIp": "203.0.113.1", "ExternalPort": outside, "InternalPort": inside }]);
            let account = gateway("internet").detail_list(&vpc::FORWARD_ENTRIES, NAT, entry);
            assert_eq!(account.verdict(&CHECK), expected, "{outside} {inside}");
        }
        assert_eq!(gateway("internet").detail_list(&vpc::FORWARD_ENTRIES, NAT, json!([])).verdict(&CHECK), Pass);
    }

    #[test]
    fn an_answer_without_the_list_is_no_empty_list() {
        for (body, expected) in [(json!({}), NotAssessed), (json!({ "TotalCount": 0 }), Pass)] {
            let account = gateway("internet").detail(&vpc::FORWARD_ENTRIES, NAT, body.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{body}");
        }
    }

    #[test]
    fn private_gateways_do_not_count_and_missing_answers_are_no_verdict() {
        assert_eq!(gateway("intranet").verdict(&CHECK), NotApplicable);
        assert_eq!(gateway("internet").denied(&vpc::FORWARD_ENTRIES, NAT).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&vpc::NAT_GATEWAYS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&vpc::NAT_GATEWAYS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
