//! CDN domain accepts TLS 1.2 or newer only.

use crate::api::cdn;
use crate::checks::cdn_domain_https::{argument, functions};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cdn-domain-tls-version",
    severity: Severity::Medium,
    effort: Effort::Change,
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
    reads: &[&cdn::DOMAINS, &cdn::HTTPS_CONFIG],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "cdn-domain-tls13-enabled" }],
    references: &["https://help.aliyun.com/document_detail/388460.html"],
    logic: Logic::Items { of: &cdn::DOMAINS, judge },
};

fn judge(domain: &Item<'_>) -> Outcome {
    if domain.str("DomainStatus")? == "offline" {
        return skip();
    }
    if !domain.flag("SslProtocol")? {
        return not_applicable("HTTPS is off", "未启用 HTTPS");
    }
    let (general, conditional) = functions(domain, "https_tls_version")?;
    if general.is_empty() {
        return fail(
            "no versions chosen: TLS 1.0 and 1.1 are accepted by default",
            "未设置版本，默认接受 TLS 1.0 与 1.1",
        );
    }
    // Settings under a condition of the rules engine hold for some requests: all have to be strict.
    let settings: Vec<_> = general.iter().chain(&conditional).collect();
    let says = |version: &str, value: &str| {
        settings.iter().all(|setting| argument(setting, version).eq_ignore_ascii_case(value))
    };
    let old: Vec<_> = [("tls10", "1.0"), ("tls11", "1.1")]
        .into_iter()
        .filter(|(version, _)| !says(version, "off"))
        .map(|(_, name)| name)
        .collect();
    if !old.is_empty() {
        let list = old.join(", ");
        return fail(format!("TLS {list} not switched off"), format!("未关闭 TLS {list}"));
    }
    let new: Vec<_> = [("tls12", "1.2"), ("tls13", "1.3")]
        .into_iter()
        .filter(|(version, _)| says(version, "on"))
        .map(|(_, name)| name)
        .collect();
    if new.is_empty() {
        return fail("no version from TLS 1.2 on is switched on", "未启用 TLS 1.2 及以上版本");
    }
    let list = new.join(", ");
    pass(format!("TLS {list} only"), format!("仅启用 TLS {list}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const DOMAIN: &[(&str, &str)] = &[("DomainName", "www.example.com")];

    fn domain(https: &str) -> Fixture {
        let domain = json!([{ "DomainName": "www.example.com", "DomainStatus": "online", "SslProtocol": https }]);
        Fixture::new().list(&cdn::DOMAINS, domain)
    }

    #[test]
    fn each_version_decides() {
        for (versions, expected) in [
            (vec![("tls10", "off"), ("tls11", "off"), ("tls12", "on"), ("tls13", "on")], Pass),
            (vec![("tls10", "off"), ("tls11", "off"), ("tls12", "off"), ("tls13", "on")], Pass),
            (vec![("tls10", "on"), ("tls11", "off"), ("tls12", "on")], Fail),
            (vec![("tls10", "off"), ("tls11", "on"), ("tls12", "on")], Fail),
            (vec![("tls12", "on"), ("tls13", "on")], Fail),
            (vec![("tls10", "off"), ("tls11", "off")], Fail),
        ] {
            let arguments: Vec<_> = versions.iter().map(|(n, v)| json!({ "ArgName": n, "ArgValue": v })).collect();
            let function = json!([{ "FunctionName": "https_tls_version", "Status": "success",
                "FunctionArgs": { "FunctionArg": arguments } }]);
            let account = domain("on").detail_list(&cdn::HTTPS_CONFIG, DOMAIN, function);
            assert_eq!(account.verdict(&CHECK), expected, "{versions:?}");
        }
        assert_eq!(domain("on").detail_list(&cdn::HTTPS_CONFIG, DOMAIN, json!([])).verdict(&CHECK), Fail);
    }

    #[test]
    fn only_settings_in_force_for_every_request_count() {
        let versions = |tls10: &str, status: &str, rule: &str| {
            let arguments: Vec<_> = [("tls10", tls10), ("tls11", "off"), ("tls12", "on")]
                .iter()
                .map(|(n, v)| json!({ "ArgName": n, "ArgValue": v }))
                .collect();
            json!({ "FunctionName": "https_tls_version", "Status": status, "ParentId": rule,
                "FunctionArgs": { "FunctionArg": arguments } })
        };
        for (functions, expected) in [
            (json!([versions("off", "success", "-1")]), Pass),
            (json!([versions("off", "success", "77")]), Fail),
            (json!([versions("off", "success", ""), versions("on", "success", "77")]), Fail),
            (json!([versions("off", "testing", "")]), NotAssessed),
        ] {
            let account = domain("on").detail_list(&cdn::HTTPS_CONFIG, DOMAIN, functions.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{functions}");
        }
    }

    #[test]
    fn no_https_and_missing_answers() {
        assert_eq!(domain("off").verdict(&CHECK), NotApplicable);
        assert_eq!(domain("on").denied(&cdn::HTTPS_CONFIG, DOMAIN).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&cdn::DOMAINS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&cdn::DOMAINS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
