//! Public asset is protected by Cloud Firewall.

use crate::api::cloudfw;
use crate::checks::cloudfw_enabled::{in_service, not_in_service};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Resource, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-assets-protected",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "asset",
    title: Phrase { en: "Public asset is protected by Cloud Firewall", zh: "公网资产已开启云防火墙防护" },
    pass_when: Phrase {
        en: "ProtectStatus of DescribeAssetList is read for IPv4 and IPv6; the asset passes when it is open. Assets in regions or networks that cannot be protected, and accounts without Cloud Firewall, are not applicable.",
        zh: "读取 DescribeAssetList（IPv4 与 IPv6）的 ProtectStatus；为 open 即通过，所在地域或网络不支持防护的资产以及未开通云防火墙的不适用。",
    },
    risk: Phrase {
        en: "Traffic of an asset that is left out passes the internet border without access control, intrusion prevention or logs.",
        zh: "未纳入防护的资产流量绕过互联网边界的访问控制、入侵防御与日志记录。",
    },
    remediation: Phrase {
        en: "Switch the asset on under Firewall Settings > Internet Border and enable automatic protection of new assets.",
        zh: "在“防火墙开关 > 互联网边界”中为资产开启防护，并启用新增资产自动保护。",
    },
    cli: "aliyun cloudfw PutEnableFwSwitch --IpaddrList.1 <public-ip>",
    reads: &[&cloudfw::VERSION, &cloudfw::ASSETS, &cloudfw::ASSETS_V6],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "firewall-asset-open-protect" }],
    references: &[],
    logic: Logic::Custom(judge),
};

fn judge(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let (mut places, mut seen) = (Vec::new(), 0);
    for (place, known) in in_service(account) {
        match known {
            Ok(()) => places.push(place),
            Err(gap) => {
                seen += 1;
                sheet.resource(Resource { region: place.to_owned(), ..account.resource() }, Err(gap));
            }
        }
    }
    for call in [&cloudfw::ASSETS, &cloudfw::ASSETS_V6] {
        let mut assets = account.list(call);
        // What a centre without a firewall answers does not matter.
        assets.gaps.retain(|(at, _)| places.contains(&at.region.as_str()));
        seen += assets.gaps.len();
        for asset in sheet.items_of(assets).iter().filter(|asset| places.contains(&asset.region())) {
            seen += 1;
            let resource = Resource { region: asset.text("RegionID").to_owned(), ..asset.resource() };
            sheet.resource(resource, protected(asset));
        }
    }
    if seen == 0 && places.is_empty() {
        sheet.account(not_in_service());
    } else if seen == 0 {
        sheet.account(not_applicable("Cloud Firewall lists no public asset", "云防火墙未列出公网资产"));
    }
}

fn protected(asset: &Item<'_>) -> Outcome {
    let status = asset.str("ProtectStatus")?;
    if status == "open" {
        return pass("ProtectStatus is open", "ProtectStatus 为 open（已防护）");
    }
    if asset.text("RegionStatus") == "disable" || asset.text("SyncStatus") == "disable" {
        return not_applicable(
            format!("the region or network of the asset cannot be protected; ProtectStatus is {status}"),
            format!("资产所在地域或网络不支持开启防护，ProtectStatus 为 {status}"),
        );
    }
    fail(format!("ProtectStatus is {status}"), format!("ProtectStatus 为 {status}（未防护）"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::cloudfw_enabled::fixtures::{bought, none};
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn assets(v4: Value, v6: Value) -> Fixture {
        bought().list(&cloudfw::ASSETS, v4).list(&cloudfw::ASSETS_V6, v6)
    }

    fn asset(status: &str, region: &str) -> Value {
        json!([{
            "InternetAddress": "203.0.113.7", "ProtectStatus": status, "RegionStatus": region,
        }])
    }

    #[test]
    fn each_asset_must_be_protected() {
        for (status, region, expected) in [
            ("open", "enable", Pass),
            ("closed", "enable", Fail),
            ("opening", "enable", Fail),
            ("closed", "disable", NotApplicable),
        ] {
            assert_eq!(assets(asset(status, region), json!([])).verdict(&CHECK), expected, "{status} {region}");
            assert_eq!(assets(json!([]), asset(status, region)).verdict(&CHECK), expected, "{status} {region}, IPv6");
        }
        assert_eq!(assets(json!([{ "InternetAddress": "203.0.113.7" }]), json!([])).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn without_a_firewall_or_assets_it_is_not_applicable_and_holes_are_holes() {
        assert_eq!(none().verdict(&CHECK), NotApplicable);
        assert_eq!(assets(json!([]), json!([])).verdict(&CHECK), NotApplicable);
        let denied = bought().denied(&cloudfw::ASSETS, &[]).list(&cloudfw::ASSETS_V6, json!([]));
        assert_eq!(denied.verdict(&CHECK), NotAssessed);
        assert!(Fixture::new().verdicts(&CHECK).iter().all(|(_, status)| *status == NotAssessed));
    }
}
