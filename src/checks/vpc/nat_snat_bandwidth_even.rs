//! EIPs of one SNAT entry share the same bandwidth.

use std::collections::BTreeSet;

use crate::api::vpc;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-nat-snat-bandwidth-even",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "NAT gateway",
    title: Phrase {
        en: "EIPs of one SNAT entry share the same bandwidth", zh: "同一 SNAT 条目的 EIP 带宽一致"
    },
    pass_when: Phrase {
        en: "DescribeSnatTableEntries and DescribeEipAddresses are read; passes when the EIPs of each SNAT entry with several EIPs have the same peak bandwidth or share one bandwidth plan.",
        zh: "读取 DescribeSnatTableEntries 与 DescribeEipAddresses；绑定多个 EIP 的 SNAT 条目中，各 EIP 带宽峰值一致或加入同一共享带宽时通过。",
    },
    risk: Phrase {
        en: "Connections are spread over the addresses; the smallest one then becomes the bottleneck for part of the traffic.",
        zh: "连接分散到各地址，带宽最小的 EIP 会成为部分流量的瓶颈。",
    },
    remediation: Phrase {
        en: "Set the same bandwidth on all EIPs of the entry or add them to one shared bandwidth plan.",
        zh: "将该条目的 EIP 设为相同带宽，或加入同一共享带宽。",
    },
    cli: "aliyun vpc ModifyEipAddressAttribute --RegionId <region-id> --AllocationId <eip-id> --Bandwidth <mbps>",
    reads: &[&vpc::SNAT_ENTRIES, &vpc::EIPS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "natgateway-snat-eip-bandwidth-check" }],
    references: &[],
    logic: Logic::Items { of: &vpc::NAT_GATEWAYS, judge },
};

fn judge(gateway: &Item<'_>) -> Outcome {
    if gateway.text("NetworkType") == "intranet" {
        return not_applicable("a VPC NAT gateway without public addresses", "VPC NAT 网关，无公网地址");
    }
    let (mut several, mut uneven, mut unlisted) = (0, Vec::new(), None);
    for entry in gateway.items_of(&vpc::SNAT_ENTRIES)? {
        let addresses: Vec<_> = entry.str("SnatIp")?.split(',').map(str::trim).filter(|ip| !ip.is_empty()).collect();
        // A range of addresses is several.
        if addresses.len() < 2 && !addresses.iter().any(|address| address.contains('/')) {
            continue;
        }
        several += 1;
        let eips = gateway.account().ask_in(&vpc::EIPS, gateway.region())?.must()?.items();
        let mut shares = BTreeSet::new();
        for address in addresses {
            match eips.iter().find(|eip| eip.text("IpAddress") == address) {
                Some(eip) if !eip.text("BandwidthPackageId").is_empty() => {
                    shares.insert(eip.text("BandwidthPackageId").to_owned());
                }
                Some(eip) => {
                    shares.insert(format!("{} Mbit/s", eip.int("Bandwidth")?));
                }
                None => unlisted = Some(address),
            }
        }
        if shares.len() > 1 {
            let shares = shares.into_iter().collect::<Vec<_>>().join(" / ");
            uneven.push(format!("{}: {shares}", entry.text("SnatEntryId")));
        }
    }
    if !uneven.is_empty() {
        let list = uneven.join("; ");
        return fail(format!("uneven SNAT entries: {list}"), format!("SNAT 条目的 EIP 带宽不一致：{list}"));
    }
    if let Some(address) = unlisted {
        return unknown(
            format!("the address {address} of an SNAT entry is not among the EIPs of the region"),
            format!("SNAT 条目中的地址 {address} 不在该地域的 EIP 列表中"),
        );
    }
    if several == 0 {
        return not_applicable("no SNAT entry with several EIPs", "没有绑定多个 EIP 的 SNAT 条目");
    }
    pass(
        format!("the EIPs of its {several} SNAT entries with several EIPs are even"),
        format!("{several} 条绑定多个 EIP 的 SNAT 条目带宽一致"),
    )
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

    fn entry(addresses: &str) -> serde_json::Value {
        json!([{ "SnatEntryId": "snat-1", "SnatIp": addresses }])
    }

    #[test]
    fn same_bandwidth_or_same_plan() {
        for (first, second, expected) in [
            (("10", ""), ("10", ""), Pass),
            (("10", ""), ("20", ""), Fail),
            (("10", "cbwp-1"), ("20", "cbwp-1"), Pass),
            (("10", "cbwp-1"), ("10", "cbwp-2"), Fail),
            (("10", "cbwp-1"), ("10", ""), Fail),
        ] {
            let eip = |ip: &str, (own, plan): (&str, &str)| {
                json!({ "IpAddress": ip, "Bandwidth": own,
                "BandwidthPackageId": plan })
            };
            let account = gateway("internet")
                .detail_list(&vpc::SNAT_ENTRIES, NAT, entry("203.0.113.1,203.0.113.2"))
                .list(&vpc::EIPS, json!([eip("203.0.113.1", first), eip("203.0.113.2", second)]));
            assert_eq!(account.verdict(&CHECK), expected, "{first:?} {second:?}");
        }
    }

    #[test]
    fn nothing_to_compare_and_nothing_to_read() {
        let with = |addresses| gateway("internet").detail_list(&vpc::SNAT_ENTRIES, NAT, entry(addresses));
        assert_eq!(with("203.0.113.1").verdict(&CHECK), NotApplicable);
        assert_eq!(with("203.0.113.0/28").list(&vpc::EIPS, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(gateway("intranet").verdict(&CHECK), NotApplicable);
        assert_eq!(with("203.0.113.1,203.0.113.2").denied(&vpc::EIPS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(with("203.0.113.1,203.0.113.2").list(&vpc::EIPS, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(gateway("internet").denied(&vpc::SNAT_ENTRIES, NAT).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&vpc::NAT_GATEWAYS, &[]).verdict(&CHECK), NotAssessed);
    }
}
