//! Public asset is protected by Cloud Firewall.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-assets-protected",
    severity: Severity::Medium,
    resource: "asset",
    title: Phrase { en: "Public asset is protected by Cloud Firewall", zh: "公网资产已开启云防火墙防护" },
    pass_when: Phrase {
        en: "ProtectStatus of DescribeAssetList is read; the asset passes when it is open. Without Cloud Firewall the check is not applicable.",
        zh: "读取 DescribeAssetList 的 ProtectStatus；为 open 即通过，未购买云防火墙的不适用。",
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
    actions: &["yundun-cloudfirewall:DescribeUserBuyVersion", "yundun-cloudfirewall:DescribeAssetList"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "firewall-asset-open-protect" }],
    references: &[],
};
