//! Database Autonomy Service, 2020-01-16. Central. Refusals may come with HTTP 200, `Success` "false" and a `Code`.

use super::products::DAS;
use super::{Call, rds};

/// SQL Explorer and Audit of an RDS instance.
pub static SQL_LOG: Call = Call::each(
    &DAS,
    "das:DescribeSqlLogConfig",
    "DescribeSqlLogConfig",
    "hdm:DescribeSqlLogConfig",
    &rds::INSTANCES,
    &[("InstanceId", "DBInstanceId")],
);
