//! CDN domain serves HTTPS and redirects HTTP to it.

use crate::api::cdn;
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cdn-domain-https",
    severity: Severity::Medium,
    effort: Effort::Change,
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
    reads: &[&cdn::DOMAINS, &cdn::HTTPS_CONFIG],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/388460.html"],
    logic: Logic::Items { of: &cdn::DOMAINS, judge },
};

fn judge(domain: &Item<'_>) -> Outcome {
    if domain.str("DomainStatus")? == "offline" {
        return skip();
    }
    if !domain.flag("SslProtocol")? {
        return fail("HTTPS is off", "未启用 HTTPS");
    }
    let force = function(domain, "https_force")?;
    if force.is_some_and(|function| argument(&function, "enable") == "on") {
        return pass("HTTPS is on, and HTTP is redirected to it", "已启用 HTTPS，并强制 HTTP 跳转");
    }
    fail("HTTPS is on, but HTTP is not redirected to it", "已启用 HTTPS，但未强制 HTTP 跳转")
}

/// The settings of a function of the domain; nothing when it was never set, or when setting it failed.
///
/// # Errors
/// The functions of the domain were not read.
pub fn function<'s>(domain: &Item<'s>, name: &str) -> Result<Option<Node<'s>>, Gap> {
    let functions = domain.ask(&cdn::HTTPS_CONFIG)?.must()?.items();
    Ok(functions.into_iter().find(|f| f.text("FunctionName") == name && f.text("Status") != "failed"))
}

/// The value of an argument of a function, `""` when it has none.
pub fn argument<'s>(function: &Node<'s>, name: &str) -> &'s str {
    let arguments = function.list("FunctionArgs.FunctionArg");
    arguments.iter().find(|a| a.text("ArgName") == name).map_or("", |a| a.text("ArgValue"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const DOMAIN: &[(&str, &str)] = &[("DomainName", "www.example.com")];

    fn domain(status: &str, https: &str) -> Fixture {
        let domain = json!([{ "DomainName": "www.example.com", "DomainStatus": status, "SslProtocol": https }]);
        Fixture::new().list(&cdn::DOMAINS, domain)
    }

    fn force(enable: &str, status: &str) -> serde_json::Value {
        json!([{ "FunctionName": "https_force", "Status": status,
            "FunctionArgs": { "FunctionArg": [{ "ArgName": "enable", "ArgValue": enable }] } }])
    }

    #[test]
    fn https_and_the_redirect_are_needed() {
        for (https, functions, expected) in [
            ("on", force("on", "success"), Pass),
            ("on", force("off", "success"), Fail),
            ("on", force("on", "failed"), Fail),
            ("on", json!([]), Fail),
            ("off", force("on", "success"), Fail),
        ] {
            let account = domain("online", https).detail_list(&cdn::HTTPS_CONFIG, DOMAIN, functions.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{https} {functions}");
        }
    }

    #[test]
    fn domains_out_of_service_and_missing_answers() {
        assert_eq!(domain("offline", "off").verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().unopened(&cdn::DOMAINS, "CdnServiceNotFound").verdict(&CHECK), NotApplicable);
        assert_eq!(domain("online", "on").denied(&cdn::HTTPS_CONFIG, DOMAIN).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&cdn::DOMAINS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&cdn::DOMAINS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
