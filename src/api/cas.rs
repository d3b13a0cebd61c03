//! Certificates, 2020-04-07. The ids of certificates are numbers, so the lists name no subject.

use super::products::CAS;
use super::{Call, Paging};

/// Pages of the usual size.
const PAGES: Paging = Paging::Number { page: "CurrentPage", size: ("ShowSize", 50), total: "TotalCount" };

/// Issued and uploaded certificates that have expired.
pub static EXPIRED: Call = Call {
    fixed: &[("OrderType", "CERT"), ("Status", "EXPIRED")],
    paging: PAGES,
    items: "CertificateOrderList",
    ..Call::new(
        &CAS,
        "cas:ListUserCertificateOrder?Status=EXPIRED",
        "ListUserCertificateOrder",
        "yundun-cert:ListUserCertificateOrder",
    )
};

/// Issued and uploaded certificates that have not expired: what the list holds when no status is asked for.
pub static CERTIFICATES: Call = Call {
    fixed: &[("OrderType", "CERT")],
    paging: PAGES,
    items: "CertificateOrderList",
    ..Call::new(
        &CAS,
        "cas:ListUserCertificateOrder",
        "ListUserCertificateOrder",
        "yundun-cert:ListUserCertificateOrder",
    )
};
