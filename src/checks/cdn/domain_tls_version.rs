//! CDN domain accepts TLS 1.2 or newer only.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cdn-domain-tls-version",
    severity: Severity::Medium,
    resource: "domain",
    title: Phrase { en: "CDN domain accepts TLS 1.2 or newer only", zh: "CDN 域名仅允许 TLS 1.2 及以上版本" },
    pass_when: Phrase {
        en: "The function https_tls_version of DescribeCdnDomainConfigs is read; the domain passes when tls10 and tls11 are off and tls12 or tls13 is on. A domain without HTTPS is not applicable.",
        zh: "读取 DescribeCdnDomainConfigs 的 https_tls_version 功能；tls10、tls11 为 off 且 tls12 或 tls13 为 on 即通过，未启用 HTTPS 的不适用。",
    },
    risk: Phrase {
        en: "TLS 1.0 and 1.1 allow weak ciphers and downgrades.",
        zh: "TLS 1.0 与 1.1 存在弱算法与降级风险。",
    },
    remediation: Phrase {
        en: "Switch off TLS 1.0 and 1.1 and switch on 1.2 and 1.3 under HTTPS Settings > TLS version control.",
        zh: "在“HTTPS 配置 > TLS 版本控制”中关闭 TLS 1.0、1.1，启用 1.2 与 1.3。",
    },
    cli: "aliyun cdn BatchSetCdnDomainConfig --DomainNames <domain> --Functions '[{\"functionName\":\"https_tls_version\",\"functionArgs\":[{\"argName\":\"tls10\",\"argValue\":\"off\"},{\"argName\":\"tls11\",\"argValue\":\"off\"},{\"argName\":\"tls12\",\"argValue\":\"on\"},{\"argName\":\"tls13\",\"argValue\":\"on\"}]}]'",
    actions: &["cdn:DescribeUserDomains", "cdn:DescribeCdnDomainConfigs"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "cdn-domain-tls13-enabled" }],
    references: &["https://help.aliyun.com/document_detail/388460.html"],
};
