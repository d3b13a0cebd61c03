//! Container Service for Kubernetes, 2015-12-15.
//!
//! `DescribeClusterUserKubeconfig` is not here and must not be: it hands out a credential.

use super::products::CS;
use super::{Call, Each, Paging, Scope, Subject};

/// Clusters of every region.
pub static CLUSTERS: Call = Call {
    path: "/api/v1/clusters",
    scope: Scope::Once,
    paging: Paging::Number { page: "page_number", size: ("page_size", 50), total: "page_info.total_count" },
    items: "clusters",
    subject: Some(Subject {
        name: "name",
        region: "region_id",
        ..Subject::new("cluster_id", "ALIYUN::CS::Cluster", "acs:cs:{region}:{account}:cluster/{id}")
    }),
    ..Call::new(&CS, "cs:DescribeClustersV1", "DescribeClustersV1", "cs:DescribeClustersV1")
};

/// The parameter that names a cluster, and where it is in the list.
const ID: &[(&str, &str)] = &[("cluster_id", "cluster_id")];
/// Add-ons whose settings are read: networks and collectors of logs.
const ADDONS_READ: &[&str] = &["terway-eniip", "terway-eni", "terway", "logtail-ds", "loongcollector"];

/// A call for each cluster, in its region.
const fn of_cluster(
    id: &'static str,
    action: &'static str,
    ram: &'static str,
    path: &'static str,
    send: &'static [(&'static str, &'static str)],
) -> Call {
    let mut call = Call::new(&CS, id, action, ram);
    call.path = path;
    call.scope = Scope::Each(Each { of: &CLUSTERS, send, region: Some("region_id"), only: None });
    call
}

/// Everything about a cluster.
pub static DETAIL: Call = of_cluster(
    "cs:DescribeClusterDetail",
    "DescribeClusterDetail",
    "cs:DescribeClusterDetail",
    "/clusters/{cluster_id}",
    ID,
);

/// Audit of the API server.
pub static AUDIT: Call = of_cluster(
    "cs:GetClusterAuditProject",
    "GetClusterAuditProject",
    "cs:GetClusterAuditProject",
    "/clusters/{clusterid}/audit",
    &[("clusterid", "cluster_id")],
);

/// Logs of the control plane.
pub static CONTROL_PLANE_LOG: Call = of_cluster(
    "cs:CheckControlPlaneLogEnable",
    "CheckControlPlaneLogEnable",
    "cs:CheckControlPlaneLogEnable",
    "/clusters/{cluster_id}/controlplanelog",
    ID,
);

/// Add-ons that are installed now.
pub static ADDONS: Call = Call {
    items: "addons",
    ..of_cluster(
        "cs:ListClusterAddonInstances",
        "ListClusterAddonInstances",
        "cs:ListClusterAddonInstances",
        "/clusters/{cluster_id}/addon_instances",
        ID,
    )
};

/// Settings of an add-on.
pub static ADDON: Call = Call {
    path: "/clusters/{cluster_id}/addon_instances/{instance_name}",
    scope: Scope::Each(Each {
        of: &ADDONS,
        send: &[("cluster_id", "^cluster_id"), ("instance_name", "name")],
        region: None,
        only: Some(("name", ADDONS_READ)),
    }),
    ..Call::new(&CS, "cs:GetClusterAddonInstance", "GetClusterAddonInstance", "cs:GetClusterAddonInstance")
};

/// Node pools.
pub static NODE_POOLS: Call = Call {
    items: "nodepools",
    ..of_cluster(
        "cs:DescribeClusterNodePools",
        "DescribeClusterNodePools",
        "cs:DescribeClusterNodePools",
        "/clusters/{cluster_id}/nodepools",
        ID,
    )
};

/// Nodes.
pub static NODES: Call = Call {
    paging: Paging::Number { page: "pageNumber", size: ("pageSize", 100), total: "page.total_count" },
    items: "nodes",
    ..of_cluster(
        "cs:DescribeClusterNodes",
        "DescribeClusterNodes",
        "cs:DescribeClusterNodes",
        "/clusters/{cluster_id}/nodes",
        ID,
    )
};

/// Schedule of inspections.
pub static INSPECT_CONFIG: Call = of_cluster(
    "cs:GetClusterInspectConfig",
    "GetClusterInspectConfig",
    "cs:GetClusterInspectConfig",
    "/clusters/{cluster_id}/inspectConfig",
    ID,
);

/// Reports of inspections.
pub static INSPECT_REPORTS: Call = Call {
    paging: Paging::Token { token: "nextToken", size: ("maxResults", 50) },
    items: "reports",
    ..of_cluster(
        "cs:ListClusterInspectReports",
        "ListClusterInspectReports",
        "cs:ListClusterInspectReports",
        "/clusters/{cluster_id}/inspectReports",
        ID,
    )
};

/// Checks before upgrades and migrations.
pub static CHECKS: Call = Call {
    items: "checks",
    ..of_cluster(
        "cs:ListClusterChecks",
        "ListClusterChecks",
        "cs:ListClusterChecks",
        "/clusters/{cluster_id}/checks",
        ID,
    )
};
