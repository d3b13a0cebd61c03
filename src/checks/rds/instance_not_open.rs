//! Database is not reachable from any internet address.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-not-open",
    severity: Severity::Critical,
    resource: "instance",
    title: Phrase { en: "Database is not reachable from any internet address", zh: "RDS 实例未向全网开放" },
    pass_when: Phrase {
        en: "Net info and allow-lists are read; the instance passes when it has no Public address, or no allow-list entry is 0.0.0.0/0, 0.0.0.0 or ::/0.",
        zh: "读取网络信息与白名单；无 Public 类型地址，或白名单不含 0.0.0.0/0、0.0.0.0 及 ::/0，即通过。",
    },
    risk: Phrase {
        en: "A public address with an open allow-list leaves only the password between the internet and the data.",
        zh: "公网地址叠加全开放白名单，数据仅靠口令保护。",
    },
    remediation: Phrase {
        en: "Release the public address under Database Connection, and list only the application's addresses or security groups in the allow-list.",
        zh: "在“数据库连接”中释放外网地址，白名单仅填写应用服务器地址或安全组。",
    },
    cli: "aliyun rds ModifySecurityIps --DBInstanceId <instance-id> --DBInstanceIPArrayName <group-name> --SecurityIps 0.0.0.0/0 --ModifyMode Delete",
    actions: &["rds:DescribeDBInstances", "rds:DescribeDBInstanceNetInfo", "rds:DescribeDBInstanceIPArrayList"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_no_public_access_whitelist" },
        Covers { source: "trend-vision-one", rule: "Disable Public Access" },
        Covers { source: "cloud-config", rule: "rds-public-connection-and-any-ip-access-check" },
        Covers { source: "cis-2.0", rule: "6.2" },
    ],
    references: &[],
};
