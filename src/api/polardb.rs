//! PolarDB, 2017-08-01.

use super::products::POLARDB;
use super::{Call, Paging, Subject};

/// Clusters of every engine.
pub static CLUSTERS: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalRecordCount" },
    items: "Items.DBCluster",
    subject: Some(Subject {
        name: "DBClusterDescription",
        ..Subject::new("DBClusterId", "ALIYUN::POLARDB::DBCluster", "acs:polardb:{region}:{account}:dbcluster/{id}")
    }),
    ..Call::new(&POLARDB, "polardb:DescribeDBClusters", "DescribeDBClusters", "polardb:DescribeDBClusters")
};

/// A call for each cluster.
const fn of_cluster(id: &'static str, action: &'static str, ram: &'static str) -> Call {
    Call::each(&POLARDB, id, action, ram, &CLUSTERS, &[("DBClusterId", "DBClusterId")])
}

/// Everything about a cluster.
pub static ATTRIBUTE: Call = of_cluster(
    "polardb:DescribeDBClusterAttribute",
    "DescribeDBClusterAttribute",
    "polardb:DescribeDBClusterAttribute",
);

/// Endpoints with their addresses.
pub static ENDPOINTS: Call = Call {
    items: "Items",
    ..of_cluster(
        "polardb:DescribeDBClusterEndpoints",
        "DescribeDBClusterEndpoints",
        "polardb:DescribeDBClusterEndpoints",
    )
};

/// Allow-lists.
pub static ALLOW_LISTS: Call = Call {
    items: "Items.DBClusterIPArray",
    ..of_cluster(
        "polardb:DescribeDBClusterAccessWhitelist",
        "DescribeDBClusterAccessWhitelist",
        "polardb:DescribeDBClusterAccessWhitelist",
    )
};

/// Level-1 and level-2 backups.
pub static BACKUP_POLICY: Call =
    of_cluster("polardb:DescribeBackupPolicy", "DescribeBackupPolicy", "polardb:DescribeBackupPolicy");

/// SQL audit.
pub static AUDIT: Call = of_cluster(
    "polardb:DescribeDBClusterAuditLogCollector",
    "DescribeDBClusterAuditLogCollector",
    "polardb:DescribeDBClusterAuditLogCollector",
);

/// Encryption of data files by the engine.
pub static TDE: Call =
    of_cluster("polardb:DescribeDBClusterTDE", "DescribeDBClusterTDE", "polardb:DescribeDBClusterTDE");

/// Encryption in transit, endpoint by endpoint.
pub static SSL: Call = Call {
    items: "Items",
    ..of_cluster("polardb:DescribeDBClusterSSL", "DescribeDBClusterSSL", "polardb:DescribeDBClusterSSL")
};
