//! Tair and Redis, 2015-01-01.

use super::products::KVSTORE;
use super::{Call, Paging, Subject};

/// Instances of every edition.
pub static INSTANCES: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 50), total: "TotalCount" },
    items: "Instances.KVStoreInstance",
    subject: Some(Subject {
        name: "InstanceName",
        ..Subject::new("InstanceId", "ALIYUN::REDIS::Instance", "acs:kvstore:{region}:{account}:instance/{id}")
    }),
    ..Call::new(&KVSTORE, "r-kvstore:DescribeInstances", "DescribeInstances", "kvstore:DescribeInstances")
};

/// The parameter that names an instance, and where it is in the list.
const ID: &[(&str, &str)] = &[("InstanceId", "InstanceId")];
/// Codes of an edition or version without the feature.
const LACKING: &[&str] = &["InstanceType.NotSupport", "IncorrectEngineVersion"];

/// A call for each instance.
const fn of_instance(id: &'static str, action: &'static str, ram: &'static str) -> Call {
    Call::each(&KVSTORE, id, action, ram, &INSTANCES, ID)
}

/// Everything about an instance; a list of one.
pub static ATTRIBUTE: Call = Call {
    items: "Instances.DBInstanceAttribute",
    ..of_instance(
        "r-kvstore:DescribeInstanceAttribute",
        "DescribeInstanceAttribute",
        "kvstore:DescribeInstanceAttribute",
    )
};

/// Audit log.
pub static AUDIT: Call = Call {
    region_param: Some("RegionId"),
    ..of_instance("r-kvstore:DescribeAuditLogConfig", "DescribeAuditLogConfig", "kvstore:DescribeAuditLogConfig")
};

/// Days, time and retention of backups.
pub static BACKUP_POLICY: Call =
    of_instance("r-kvstore:DescribeBackupPolicy", "DescribeBackupPolicy", "kvstore:DescribeBackupPolicy");

/// Addresses.
pub static NET_INFO: Call = Call {
    items: "NetInfoItems.InstanceNetInfo",
    ..of_instance(
        "r-kvstore:DescribeDBInstanceNetInfo",
        "DescribeDBInstanceNetInfo",
        "kvstore:DescribeDBInstanceNetInfo",
    )
};

/// Allow-lists.
pub static ALLOW_LISTS: Call = Call {
    items: "SecurityIpGroups.SecurityIpGroup",
    ..of_instance("r-kvstore:DescribeSecurityIps", "DescribeSecurityIps", "kvstore:DescribeSecurityIps")
};

/// Encryption at rest.
pub static TDE: Call = Call {
    absent: LACKING,
    ..of_instance(
        "r-kvstore:DescribeInstanceTDEStatus",
        "DescribeInstanceTDEStatus",
        "kvstore:DescribeInstanceTDEStatus",
    )
};

/// Encryption in transit.
pub static TLS: Call = Call {
    absent: LACKING,
    ..of_instance("r-kvstore:DescribeInstanceSSL", "DescribeInstanceSSL", "kvstore:DescribeInstanceSSL")
};
