//! MongoDB, 2015-12-01.
//!
//! `DescribeDBInstances` leaves sharded clusters out unless it is asked for them: there are two lists, and each detail
//! is two calls, one for the instances of either. Serverless instances, no longer sold, are in neither.

use super::products::DDS;
use super::{Call, Paging, Subject};

/// A list of instances of one architecture.
const fn instances(id: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Call {
    let mut call = Call::new(&DDS, id, "DescribeDBInstances", "dds:DescribeDBInstances");
    call.region_param = Some("RegionId");
    call.fixed = fixed;
    call.paging = Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" };
    call.items = "DBInstances.DBInstance";
    call.subject = Some(Subject {
        name: "DBInstanceDescription",
        ..Subject::new("DBInstanceId", "ALIYUN::MONGODB::Instance", "acs:dds:{region}:{account}:dbinstance/{id}")
    });
    call
}

/// Replica sets and single nodes.
pub static REPLICA_SETS: Call =
    instances("dds:DescribeDBInstances?DBInstanceType=replicate", &[("DBInstanceType", "replicate")]);

/// Sharded clusters.
pub static SHARDED: Call =
    instances("dds:DescribeDBInstances?DBInstanceType=sharding", &[("DBInstanceType", "sharding")]);

/// The parameter that names an instance, and where it is in the lists.
const ID: &[(&str, &str)] = &[("DBInstanceId", "DBInstanceId")];

/// Everything about a replica set; a list of one.
pub static ATTRIBUTE: Call = attribute("dds:DescribeDBInstanceAttribute", &REPLICA_SETS);

/// Everything about a sharded cluster; a list of one.
pub static ATTRIBUTE_SHARDED: Call = attribute("dds:DescribeDBInstanceAttribute?of=sharding", &SHARDED);

const fn attribute(id: &'static str, of: &'static Call) -> Call {
    let mut call = Call::each(&DDS, id, "DescribeDBInstanceAttribute", "dds:DescribeDBInstanceAttribute", of, ID);
    call.items = "DBInstances.DBInstance";
    call
}

/// Audit log of a replica set.
pub static AUDIT: Call =
    Call::each(&DDS, "dds:DescribeAuditPolicy", "DescribeAuditPolicy", "dds:DescribeAuditPolicy", &REPLICA_SETS, ID);

/// Audit log of a sharded cluster.
pub static AUDIT_SHARDED: Call = Call::each(
    &DDS,
    "dds:DescribeAuditPolicy?of=sharding",
    "DescribeAuditPolicy",
    "dds:DescribeAuditPolicy",
    &SHARDED,
    ID,
);

/// Backups of a replica set.
pub static BACKUP_POLICY: Call =
    Call::each(&DDS, "dds:DescribeBackupPolicy", "DescribeBackupPolicy", "dds:DescribeBackupPolicy", &REPLICA_SETS, ID);

/// Backups of a sharded cluster.
pub static BACKUP_POLICY_SHARDED: Call = Call::each(
    &DDS,
    "dds:DescribeBackupPolicy?of=sharding",
    "DescribeBackupPolicy",
    "dds:DescribeBackupPolicy",
    &SHARDED,
    ID,
);

/// Encryption in transit of a replica set.
pub static TLS: Call = Call::each(
    &DDS,
    "dds:DescribeDBInstanceSSL",
    "DescribeDBInstanceSSL",
    "dds:DescribeDBInstanceSSL",
    &REPLICA_SETS,
    ID,
);

/// Encryption in transit of a sharded cluster.
pub static TLS_SHARDED: Call = Call::each(
    &DDS,
    "dds:DescribeDBInstanceSSL?of=sharding",
    "DescribeDBInstanceSSL",
    "dds:DescribeDBInstanceSSL",
    &SHARDED,
    ID,
);

/// Encryption at rest of a replica set.
pub static TDE: Call = Call::each(
    &DDS,
    "dds:DescribeDBInstanceTDEInfo",
    "DescribeDBInstanceTDEInfo",
    "dds:DescribeDBInstanceTDEInfo",
    &REPLICA_SETS,
    ID,
);

/// Encryption at rest of a sharded cluster.
pub static TDE_SHARDED: Call = Call::each(
    &DDS,
    "dds:DescribeDBInstanceTDEInfo?of=sharding",
    "DescribeDBInstanceTDEInfo",
    "dds:DescribeDBInstanceTDEInfo",
    &SHARDED,
    ID,
);

/// Allow-lists of a replica set.
pub static ALLOW_LISTS: Call = allow_lists("dds:DescribeSecurityIps", &REPLICA_SETS);

/// Allow-lists of a sharded cluster.
pub static ALLOW_LISTS_SHARDED: Call = allow_lists("dds:DescribeSecurityIps?of=sharding", &SHARDED);

const fn allow_lists(id: &'static str, of: &'static Call) -> Call {
    let mut call = Call::each(&DDS, id, "DescribeSecurityIps", "dds:DescribeSecurityIps", of, ID);
    call.items = "SecurityIpGroups.SecurityIpGroup";
    call
}

/// Addresses of the members of a replica set.
pub static ADDRESSES: Call = Call {
    items: "ReplicaSets.ReplicaSet",
    ..Call::each(
        &DDS,
        "dds:DescribeReplicaSetRole",
        "DescribeReplicaSetRole",
        "dds:DescribeReplicaSetRole",
        &REPLICA_SETS,
        ID,
    )
};

/// Addresses of the nodes of a sharded cluster.
pub static ADDRESSES_SHARDED: Call = Call {
    items: "NetworkAddresses.NetworkAddress",
    ..Call::each(
        &DDS,
        "dds:DescribeShardingNetworkAddress",
        "DescribeShardingNetworkAddress",
        "dds:DescribeShardingNetworkAddress",
        &SHARDED,
        ID,
    )
};
