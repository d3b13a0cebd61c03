//! CDN domain serves HTTPS and redirects HTTP to it.

use crate::api::cdn;
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, pass, skip, unknown};
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
        en: "SslProtocol of DescribeUserDomains and the function https_force of DescribeCdnDomainConfigs are read; the domain passes when both are on, the redirect for every request (settings that hang on a rule condition included).",
        zh: "读取 DescribeUserDomains 的 SslProtocol 与 DescribeCdnDomainConfigs 的 https_force 功能；两者均为 on，且跳转对全部请求生效（含规则条件下的配置）即通过。",
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
    let (general, conditional) = functions(domain, "https_force")?;
    let on = |function: &Node<'_>| argument(function, "enable").eq_ignore_ascii_case("on");
    if general.is_empty() || !general.iter().all(on) {
        return match conditional.iter().any(on) {
            true => fail(
                "HTTPS is on, but HTTP is redirected to it for some requests only",
                "已启用 HTTPS，但仅对符合规则条件的请求强制跳转",
            ),
            false => fail("HTTPS is on, but HTTP is not redirected to it", "已启用 HTTPS，但未强制 HTTP 跳转"),
        };
    }
    if !conditional.iter().all(on) {
        return fail(
            "HTTPS is on, but for some requests HTTP is not redirected to it",
            "已启用 HTTPS，但对符合规则条件的请求未强制跳转",
        );
    }
    pass("HTTPS is on, and HTTP is redirected to it", "已启用 HTTPS，并强制 HTTP 跳转")
}

/// The settings of a function of the domain that are in force: those for every request, and those that hang on a condition
/// of the rules engine. Settings that could not be applied are left out.
///
/// # Errors
/// The functions of the domain were not read, or a setting is about to be applied.
pub fn functions<'s>(domain: &Item<'s>, name: &str) -> Result<(Vec<Node<'s>>, Vec<Node<'s>>), Gap> {
    let (mut general, mut conditional) = (Vec::new(), Vec::new());
    for function in domain.ask(&cdn::HTTPS_CONFIG)?.must()?.items() {
        if function.text("FunctionName") != name {
            continue;
        }
        match function.str("Status")? {
            "success" => {}
            "failed" => continue,
            state => {
                return unknown(
                    format!("the setting {name} is being applied ({state})"),
                    format!("功能 {name} 的配置尚未生效（{state}）"),
                );
            }
        }
        match function.text("ParentId") {
            "" | "-1" | "0" => general.push(function),
            _ => conditional.push(function),
        }
    }
    Ok((general, conditional))
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
            ("on", force("on", "testing"), NotAssessed),
            ("on", force("on", "configuring"), NotAssessed),
            ("off", force("on", "success"), Fail),
        ] {
            let account = domain("online", https).detail_list(&cdn::HTTPS_CONFIG, DOMAIN, functions.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{https} {functions}");
        }
    }

    #[test]
    fn a_redirect_under_a_condition_is_none_for_the_rest() {
        let ruled = |enable: &str| {
            let mut function = force(enable, "success")[0].take();
            function["ParentId"] = json!("222728944812032");
            function
        };
        let general = |enable: &str| force(enable, "success")[0].take();
        for (functions, expected) in [
            (json!([ruled("on")]), Fail),
            (json!([general("on"), ruled("off")]), Fail),
            (json!([general("off"), ruled("on")]), Fail),
            (json!([general("on"), ruled("on")]), Pass),
        ] {
            let account = domain("online", "on").detail_list(&cdn::HTTPS_CONFIG, DOMAIN, functions.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{functions}");
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
