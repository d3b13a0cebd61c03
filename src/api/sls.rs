//! Simple Log Service, 2020-12-30.

use super::products::SLS;
use super::{Call, Home, Paging, Product, Style, Subject};

/// Collection policies hold for the whole account and are served at two centres only.
static CENTRES: Product = Product {
    id: "sls",
    version: "2020-12-30",
    style: Style::Sls,
    home: Home::Centres(&["cn-shanghai", "ap-southeast-1"]),
};

/// Codes of a project or logstore that was deleted since it was listed.
const GONE: &[&str] = &["ProjectNotExist", "LogStoreNotExist"];

/// Projects.
pub static PROJECTS: Call = Call {
    paging: Paging::Offset { size: ("size", 500), total: "total" },
    items: "projects",
    subject: Some(Subject::new("projectName", "ALIYUN::SLS::Project", "acs:log:{region}:{account}:project/{id}")),
    ..Call::new(&SLS, "sls:ListProject", "ListProject", "log:ListProject")
};

/// The parameter that names a project, and where it is in the list.
const PROJECT: &[(&str, &str)] = &[("project", "projectName")];

/// Names of the logstores of a project.
pub static LOGSTORES: Call = Call {
    path: "/logstores",
    paging: Paging::Offset { size: ("size", 500), total: "total" },
    items: "logstores",
    subject: Some(Subject::new("", "ALIYUN::SLS::Logstore", "")),
    absent: GONE,
    ..Call::each(&SLS, "sls:ListLogStores", "ListLogStores", "log:ListLogStores", &PROJECTS, PROJECT)
};

/// Settings of a logstore.
pub static LOGSTORE: Call = Call {
    path: "/logstores/{logstore}",
    absent: GONE,
    ..Call::each(
        &SLS,
        "sls:GetLogStore",
        "GetLogStore",
        "log:GetLogStore",
        &LOGSTORES,
        &[("project", "^project"), ("logstore", "")],
    )
};

/// Alert rules of a project.
pub static ALERTS: Call = Call {
    path: "/alerts",
    paging: Paging::Offset { size: ("size", 200), total: "total" },
    items: "results",
    absent: GONE,
    ..Call::each(&SLS, "sls:ListAlerts", "ListAlerts", "log:ListAlerts", &PROJECTS, PROJECT)
};

/// Access policy of a project: the policy document, or nothing.
pub static PROJECT_POLICY: Call = Call {
    path: "/policy",
    absent: GONE,
    ..Call::each(&SLS, "sls:GetProjectPolicy", "GetProjectPolicy", "log:GetProjectPolicy", &PROJECTS, PROJECT)
};

/// Rules that collect the logs of cloud products.
pub static COLLECTION_POLICIES: Call = Call {
    path: "/collectionpolicy",
    paging: Paging::Offset { size: ("size", 100), total: "totalCount" },
    items: "data",
    ..Call::new(&CENTRES, "sls:ListCollectionPolicies", "ListCollectionPolicies", "log:ListCollectionPolicies")
};
