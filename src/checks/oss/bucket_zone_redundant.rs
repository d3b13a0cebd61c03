//! Bucket uses zone-redundant storage.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-zone-redundant",
    severity: Severity::Medium,
    resource: "bucket",
    title: Phrase { en: "Bucket uses zone-redundant storage", zh: "存储空间使用同城冗余存储" },
    pass_when: Phrase {
        en: "DataRedundancyType of GetBucketInfo is read; the bucket passes when it is ZRS.",
        zh: "读取 GetBucketInfo 的 DataRedundancyType；为 ZRS 即通过。",
    },
    risk: Phrase {
        en: "With local redundancy the data is out of reach while the one zone that holds it is down.",
        zh: "本地冗余存储在所在可用区故障时无法访问数据。",
    },
    remediation: Phrase {
        en: "Convert the bucket from locally redundant to zone-redundant storage; the change cannot be undone.",
        zh: "将 Bucket 由本地冗余转换为同城冗余存储，转换后不可回退。",
    },
    cli: "aliyun ossutil api create-bucket-data-redundancy-transition --bucket <bucket> --target-redundancy-type ZRS",
    actions: &["oss:ListBuckets", "oss:GetBucketInfo"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "oss-zrs-enabled" }],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/create-bucket-data-redundancy-transition"],
};
