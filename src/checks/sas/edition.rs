//! Security Center runs in Advanced edition or higher.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-edition",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase {
        en: "Security Center runs in Advanced edition or higher", zh: "云安全中心为高级版及以上"
    },
    pass_when: Phrase {
        en: "DescribeVersionConfig is read; the account passes when Version (or HighestVersion for multi-edition, PostPayHostVersion for pay-as-you-go) is 3 Enterprise, 5 Advanced or 7 Ultimate and has not expired.",
        zh: "读取 DescribeVersionConfig；Version（多版本看 HighestVersion，按量付费看 PostPayHostVersion）为 3 企业版、5 高级版或 7 旗舰版且未到期即通过。",
    },
    risk: Phrase {
        en: "The free and anti-virus editions lack most detection and fixing functions that hosts need.",
        zh: "免费版与防病毒版缺少主机所需的多数检测与修复能力。",
    },
    remediation: Phrase {
        en: "Buy or upgrade Security Center and bind the licences to all hosts; the edition alone protects nothing.",
        zh: "购买或升级云安全中心并将授权绑定到全部主机；仅有版本并不等于已防护。",
    },
    cli: "",
    actions: &["yundun-sas:DescribeVersionConfig"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "securitycenter_advanced_or_enterprise_edition" },
        Covers { source: "trend-vision-one", rule: "Security Center Plan" },
        Covers { source: "cloud-config", rule: "security-center-version-check" },
        Covers { source: "cis-2.0", rule: "8.1" },
    ],
    references: &[],
};
