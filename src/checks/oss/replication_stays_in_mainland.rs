//! Bucket is not replicated out of the mainland.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-replication-stays-in-mainland",
    severity: Severity::High,
    resource: "bucket",
    title: Phrase { en: "Bucket is not replicated out of the mainland", zh: "存储空间未复制到境外地域" },
    pass_when: Phrase {
        en: "Destination.Location of each rule from GetBucketReplication is read; the bucket passes when it has no rule or each destination is a mainland region. Hong Kong counts as outside.",
        zh: "读取 GetBucketReplication 各规则的 Destination.Location；无规则或目标均为境内地域即通过，中国香港按境外处理。",
    },
    risk: Phrase {
        en: "A rule moves every new object abroad automatically, which may be a cross-border transfer without a legal basis.",
        zh: "复制规则会自动将新增文件传至境外，可能构成缺乏合法依据的数据出境。",
    },
    remediation: Phrase {
        en: "Stop the rule or point it to a mainland region. If the copy abroad is intended, record content, volume and the chosen export route.",
        zh: "停用该规则或改选境内地域；确需复制到境外的，记录数据内容、数量及所采用的出境合规路径。",
    },
    cli: "aliyun ossutil api delete-bucket-replication --bucket <bucket> --replication-rules '{\"ID\":\"<rule-id>\"}'",
    actions: &["oss:ListBuckets", "oss:GetBucketReplication"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/delete-bucket-replication"],
};
