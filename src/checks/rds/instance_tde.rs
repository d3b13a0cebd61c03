//! Transparent data encryption is on.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-tde",
    severity: Severity::High,
    resource: "instance",
    title: Phrase { en: "Transparent data encryption is on", zh: "RDS 实例已开启透明数据加密" },
    pass_when: Phrase {
        en: "DescribeDBInstanceTDE is read; the instance passes when TDEStatus is Enabled, for SQL Server also in each database. Engines that do not support it are not applicable; disk encryption is shown as a note.",
        zh: "读取 DescribeDBInstanceTDE；TDEStatus 为 Enabled（SQL Server 须各数据库均开启）即通过，不支持的引擎不适用，云盘加密作为备注展示。",
    },
    risk: Phrase {
        en: "Without TDE, data files and backups can be read by anyone who gets a copy of them.",
        zh: "未开启 TDE 时，数据文件与备份一旦被取得即可直接读取。",
    },
    remediation: Phrase {
        en: "Switch on TDE under Data Security > TDE; it cannot be switched off again, so test the load first. Then encrypt existing tables.",
        zh: "在“数据安全性 > TDE”中开启，开启后不可关闭，应先评估性能影响；随后对存量表执行加密。",
    },
    cli: "aliyun rds ModifyDBInstanceTDE --DBInstanceId <instance-id> --TDEStatus Enabled",
    actions: &["rds:DescribeDBInstances", "rds:DescribeDBInstanceTDE", "rds:DescribeDBInstanceEncryptionKey"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_tde_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Transparent Data Encryption" },
        Covers { source: "cis-2.0", rule: "6.5" },
    ],
    references: &[],
};
