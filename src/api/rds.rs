//! Relational Database Service, 2014-08-15.

use super::products::RDS;
use super::{Call, Each, Paging, Scope, Subject};

/// Database instances.
pub static INSTANCES: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 100) },
    items: "Items.DBInstance",
    subject: Some(Subject {
        name: "DBInstanceDescription",
        ..Subject::new("DBInstanceId", "ALIYUN::RDS::DBInstance", "acs:rds:{region}:{account}:dbinstance/{id}")
    }),
    ..Call::new(&RDS, "rds:DescribeDBInstances", "DescribeDBInstances", "rds:DescribeDBInstances")
};

/// The parameter that names an instance, and where it is in the list.
const ID: &[(&str, &str)] = &[("DBInstanceId", "DBInstanceId")];

/// A call for each instance.
const fn of_instance(id: &'static str, action: &'static str, ram: &'static str) -> Call {
    Call::each(&RDS, id, action, ram, &INSTANCES, ID)
}

/// A call for each instance with one of these engines.
const fn of_engines(
    id: &'static str,
    action: &'static str,
    ram: &'static str,
    engines: &'static [&'static str],
) -> Call {
    let mut call = of_instance(id, action, ram);
    call.scope = Scope::Each(Each { of: &INSTANCES, send: ID, region: None, only: Some(("Engine", engines)) });
    call
}

/// Encryption in transit.
pub static SSL: Call = Call {
    absent: &[
        "InvaildEngineInRegion.ValueNotSupported",
        "InstanceEngineType.NotSupport",
        "OperationDenied.DBInstanceType",
    ],
    ..of_instance("rds:DescribeDBInstanceSSL", "DescribeDBInstanceSSL", "rds:DescribeDBInstanceSSL")
};

/// Parameters that are in force. `ConfigParameters` of the answer wait for a restart.
pub static PARAMETERS: Call =
    of_engines("rds:DescribeParameters", "DescribeParameters", "rds:DescribeParameters", &["PostgreSQL"]);

/// Everything about an instance; a list of one.
pub static ATTRIBUTE: Call = Call {
    items: "Items.DBInstanceAttribute",
    ..of_instance("rds:DescribeDBInstanceAttribute", "DescribeDBInstanceAttribute", "rds:DescribeDBInstanceAttribute")
};

/// Encryption of data files by the engine.
pub static TDE: Call = Call {
    absent: &[
        "InvaildEngineInRegion.ValueNotSupported",
        "InstanceEngineType.NotSupport",
        "OperationDenied.DBInstanceType",
        "IncorrectDBInstanceType",
        "IncorrectEngineVersion",
    ],
    ..of_engines(
        "rds:DescribeDBInstanceTDE",
        "DescribeDBInstanceTDE",
        "rds:DescribeDBInstanceTDE",
        &["MySQL", "PostgreSQL", "SQLServer"],
    )
};

/// Keys of the instance: for its cloud disk and for TDE.
pub static ENCRYPTION_KEY: Call = Call {
    region_param: Some("RegionId"),
    ..of_instance(
        "rds:DescribeDBInstanceEncryptionKey",
        "DescribeDBInstanceEncryptionKey",
        "rds:DescribeDBInstanceEncryptionKey",
    )
};

/// Days, time and retention of data and log backups.
pub static BACKUP_POLICY: Call =
    of_instance("rds:DescribeBackupPolicy", "DescribeBackupPolicy", "rds:DescribeBackupPolicy");

/// Copies of backups in another region.
pub static CROSS_BACKUP: Call = Call {
    region_param: Some("RegionId"),
    ..of_engines(
        "rds:DescribeInstanceCrossBackupPolicy",
        "DescribeInstanceCrossBackupPolicy",
        "rds:DescribeInstanceCrossBackupPolicy",
        &["MySQL", "PostgreSQL", "SQLServer"],
    )
};

/// Addresses.
pub static NET_INFO: Call = Call {
    items: "DBInstanceNetInfos.DBInstanceNetInfo",
    ..of_instance("rds:DescribeDBInstanceNetInfo", "DescribeDBInstanceNetInfo", "rds:DescribeDBInstanceNetInfo")
};

/// Allow-lists.
pub static ALLOW_LISTS: Call = Call {
    items: "Items.DBInstanceIPArray",
    ..of_instance(
        "rds:DescribeDBInstanceIPArrayList",
        "DescribeDBInstanceIPArrayList",
        "rds:DescribeDBInstanceIPArrayList",
    )
};

/// SQL audit of the product itself; DAS has another one.
pub static SQL_COLLECTOR: Call =
    of_instance("rds:DescribeSQLCollectorPolicy", "DescribeSQLCollectorPolicy", "rds:DescribeSQLCollectorPolicy");

/// How long the product's own SQL audit is kept; fixed for the other engines.
pub static SQL_RETENTION: Call = of_engines(
    "rds:DescribeSQLCollectorRetention",
    "DescribeSQLCollectorRetention",
    "rds:DescribeSQLCollectorRetention",
    &["MySQL"],
);
