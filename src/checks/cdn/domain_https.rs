//! CDN domain serves HTTPS and redirects HTTP to it.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cdn-domain-https",
    severity: Severity::Medium,
    resource: "domain",
    title: Phrase {
        en: "CDN domain serves HTTPS and redirects HTTP to it", zh: "CDN 域名启用 HTTPS 并强制跳转"
    },
    pass_when: Phrase {
        en: "SslProtocol of DescribeUserDomains and the function https_force of DescribeCdnDomainConfigs are read; the domain passes when both are on.",
        zh: "读取 DescribeUserDomains 的 SslProtocol 与 DescribeCdnDomainConfigs 的 https_force 功能；两者均为 on 即通过。",
    },
    risk: Phrase {
        en: "Plain HTTP lets others read or change pages, logins and cookies on the way.",
        zh: "HTTP 明文传输会使页面、登录凭据与 Cookie 被窃听或篡改。",
    },
    remediation: Phrase {
        en: "Bind a certificate under HTTPS Settings of the domain, set the redirect type to HTTPS, and use HTTPS to the origin as well.",
        zh: "在域名“HTTPS 配置”中绑定证书并将强制跳转设为 HTTPS，回源同样使用 HTTPS。",
    },
    cli: "aliyun cdn BatchSetCdnDomainConfig --DomainNames <domain> --Functions '[{\"functionName\":\"https_force\",\"functionArgs\":[{\"argName\":\"enable\",\"argValue\":\"on\"}]}]'",
    actions: &["cdn:DescribeUserDomains", "cdn:DescribeCdnDomainConfigs"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/388460.html"],
};
