//! Certificates stay valid for at least 30 days.

use crate::checks::Check;
use crate::domain::{Bound, ParamSpec, Severity};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cas-certificate-not-expiring",
    severity: Severity::Medium,
    resource: "certificate",
    title: Phrase { en: "Certificates stay valid for at least 30 days", zh: "证书剩余有效期不少于 30 天" },
    pass_when: Phrase {
        en: "ListUserCertificateOrder (OrderType CERT) is read; passes when EndDate is at least 30 days away. Expired certificates fail.",
        zh: "读取 ListUserCertificateOrder（OrderType 为 CERT）；距 EndDate 不少于 30 天时通过，已过期的不通过。",
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
    actions: &["yundun-cert:ListUserCertificateOrder"],
    params: &[ParamSpec {
        name: "min_days_left",
        default: 30,
        bound: Bound::AtLeast,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/455804.html"],
};
