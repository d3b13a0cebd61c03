//! Automatic snapshots are on for Elasticsearch.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "elasticsearch-instance-snapshot",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase {
        en: "Automatic snapshots are on for Elasticsearch", zh: "Elasticsearch 实例已开启自动备份"
    },
    pass_when: Phrase {
        en: "DescribeSnapshotSetting is read; the instance passes when Enable is true.",
        zh: "读取 DescribeSnapshotSetting；Enable 为 true 即通过。",
    },
    risk: Phrase {
        en: "A deleted index or a lost cluster cannot be restored without snapshots.",
        zh: "没有快照时，误删索引或集群丢失后无法恢复。",
    },
    remediation: Phrase {
        en: "Switch on automatic backup under Data Backup, set the time, and test a restore of one index.",
        zh: "在“数据备份”中开启自动备份并设置时间，抽取索引测试恢复。",
    },
    cli: "aliyun elasticsearch POST /openapi/instances/<instance-id>/snapshot-setting --header \"Content-Type=application/json\" --body '{\"enable\":true,\"quartzRegex\":\"0 0 01 ? * * *\"}'",
    actions: &["elasticsearch:ListInstance", "elasticsearch:DescribeSnapshotSetting"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "elasticsearch-instance-snapshot-enabled" }],
    references: &["https://help.aliyun.com/document_detail/178529.html"],
};
