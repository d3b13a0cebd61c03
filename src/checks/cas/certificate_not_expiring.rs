//! Certificates stay valid for at least 30 days.

use crate::api::{Call, cas};
use crate::checks::Check;
use crate::domain::{Bound, Effort, ParamSpec, Resource, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, measure, not_applicable};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cas-certificate-not-expiring",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "certificate",
    title: Phrase { en: "Certificates stay valid for at least 30 days", zh: "证书剩余有效期不少于 30 天" },
    pass_when: Phrase {
        en: "ListUserCertificateOrder (OrderType CERT, and again with Status EXPIRED) is read; passes when EndDate is at least 30 days away. Expired certificates fail.",
        zh: "读取 ListUserCertificateOrder（OrderType 为 CERT，并以 Status 为 EXPIRED 再次读取）；距 EndDate 不少于 30 天时通过，已过期的不通过。",
    },
    risk: Phrase {
        en: "An expired certificate stops the service or teaches users to click through warnings, which hides real interception.",
        zh: "证书过期会中断服务，或使用户习惯忽略告警，从而掩盖真实的中间人攻击。",
    },
    remediation: Phrase {
        en: "Certificate Management Service console > the certificate > Renew, then deploy the new one to load balancers, CDN and WAF. Delete certificates that are no longer used.",
        zh: "在“数字证书管理服务控制台”续费签发新证书，并部署到负载均衡、CDN 与 WAF；删除不再使用的证书。",
    },
    cli: "aliyun cas RenewCertificateOrderForPackageRequest --OrderId <order-id>",
    reads: &[&cas::CERTIFICATES, &cas::EXPIRED],
    params: &[ParamSpec {
        name: "min_days_left",
        default: 30,
        bound: Bound::AtLeast,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/455804.html"],
    logic: Logic::Custom(judge),
};

fn judge(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let mut nothing = true;
    // The list without a status leaves expired certificates out.
    for call in [&cas::CERTIFICATES, &cas::EXPIRED] {
        let list = account.list(call);
        nothing &= list.items.is_empty() && list.gaps.is_empty();
        for (resource, gap) in list.gaps {
            sheet.resource(resource, Err(gap));
        }
        for certificate in list.items {
            sheet.resource(resource(&certificate), days_left(&certificate, call));
        }
    }
    if nothing {
        sheet.account(not_applicable("no certificate in the account", "账号内没有证书"));
    }
}

fn days_left(certificate: &Item<'_>, list: &'static Call) -> Outcome {
    let account = certificate.account();
    // Looked at again so that each finding names its evidence.
    account.ask_in(list, certificate.region())?;
    let end = certificate.moment("EndDate")?;
    let (days, date, name) = (-account.days_since(end), end.date(), certificate.text("CommonName"));
    let (en, zh) = if days < 0 {
        (format!("{name} expired on {date}"), format!("{name} 已于 {date} 过期"))
    } else {
        (format!("{name} expires on {date}, in {days} days"), format!("{name} 将于 {date} 到期，剩余 {days} 天"))
    };
    measure("min_days_left", days, en, zh)
}

/// The id of a certificate is a number.
fn resource(certificate: &Item<'_>) -> Resource {
    let id = certificate.maybe_int("CertificateId").map(|id| id.to_string());
    let id = id.unwrap_or_else(|| certificate.text("InstanceId").to_owned());
    let name = certificate.text("Name");
    Resource {
        region: certificate.region().to_owned(),
        kind: "ALIYUN::CAS::Certificate".to_owned(),
        name: if name.is_empty() { id.clone() } else { name.to_owned() },
        id,
        ..certificate.account().resource()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn both(first: serde_json::Value, expired: serde_json::Value) -> Fixture {
        let centre = "ap-southeast-1";
        Fixture::new()
            .list(&cas::CERTIFICATES, first)
            .list(&cas::EXPIRED, expired)
            .list_in(&cas::CERTIFICATES, centre, json!([]))
            .list_in(&cas::EXPIRED, centre, json!([]))
    }

    #[test]
    fn days_are_counted_to_the_end() {
        for (end, expected) in [
            ("2026-12-25", Pass),
            ("2026-12-24", Fail),
            ("2026-11-24", Fail),
            ("2027-11-25", Pass),
            ("soon", NotAssessed),
        ] {
            let certificate = json!([{ "CertificateId": 7, "CommonName": "example.com", "EndDate": end }]);
            let finding = both(certificate, json!([])).finding(&CHECK);
            assert_eq!((finding.status, finding.resource.id.as_str()), (expected, "7"), "{end}");
            assert!(!finding.proof.is_empty(), "{end}");
        }
    }

    #[test]
    fn expired_certificates_are_in_a_list_of_their_own() {
        let expired = json!([{ "CertificateId": 8, "EndDate": "2026-01-01", "Expired": true }]);
        assert_eq!(both(json!([]), expired).verdict(&CHECK), Fail);
        assert_eq!(both(json!([]), json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_list_that_was_not_read_is_no_verdict() {
        let verdicts = Fixture::new().denied(&cas::CERTIFICATES, &[]).verdicts(&CHECK);
        assert!(verdicts.iter().all(|(_, status)| *status == NotAssessed), "{verdicts:?}");
    }
}
