//! Transparent data encryption is on.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "mongodb-instance-tde",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Transparent data encryption is on", zh: "MongoDB 实例已开启透明数据加密" },
    pass_when: Phrase {
        en: "DescribeDBInstanceTDEInfo is read; the instance passes when TDEStatus is enabled. Versions without TDE are not applicable; disk encryption is shown as a note.",
        zh: "读取 DescribeDBInstanceTDEInfo；TDEStatus 为 enabled 即通过，不支持 TDE 的版本不适用，云盘加密作为备注展示。",
    },
    risk: Phrase {
        en: "Data files and backups in plain form can be read by anyone who gets a copy.",
        zh: "数据文件与备份未加密时，取得副本者可直接读取。",
    },
    remediation: Phrase {
        en: "Switch on TDE under Data Security > TDE; it cannot be switched off again and only new collections are encrypted, so export and re-import old ones.",
        zh: "在“数据安全性 > TDE”中开启，开启后不可关闭且仅加密新建集合，存量集合须导出后重新导入。",
    },
    cli: "aliyun dds ModifyDBInstanceTDE --DBInstanceId <instance-id> --TDEStatus enabled",
    actions: &["dds:DescribeDBInstances", "dds:DescribeDBInstanceTDEInfo"],
    params: &[],
    covers: &[],
    references: &[],
};
