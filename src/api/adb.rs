//! AnalyticDB for MySQL, 2019-03-15.

use super::products::ADB;
use super::{Call, Paging, Subject};

/// Clusters of every edition: without `DBClusterVersion` the list leaves out the Data Warehouse Edition.
pub static CLUSTERS: Call = Call {
    fixed: &[("DBClusterVersion", "All")],
    region_param: Some("RegionId"),
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" },
    items: "Items.DBCluster",
    subject: Some(Subject {
        name: "DBClusterDescription",
        ..Subject::new("DBClusterId", "ALIYUN::ADB::DBCluster", "acs:adb:{region}:{account}:dbcluster/{id}")
    }),
    ..Call::new(&ADB, "adb:DescribeDBClusters", "DescribeDBClusters", "adb:DescribeDBClusters")
};

/// SQL audit.
pub static AUDIT: Call = Call {
    region_param: Some("RegionId"),
    ..Call::each(
        &ADB,
        "adb:DescribeAuditLogConfig",
        "DescribeAuditLogConfig",
        "adb:DescribeAuditLogConfig",
        &CLUSTERS,
        &[("DBClusterId", "DBClusterId")],
    )
};
