//! Kubernetes Secrets are encrypted at rest with KMS.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-secrets-encrypted",
    severity: Severity::Medium,
    resource: "cluster",
    title: Phrase {
        en: "Kubernetes Secrets are encrypted at rest with KMS", zh: "集群 Secret 已使用 KMS 落盘加密"
    },
    pass_when: Phrase {
        en: "The KMS key reported by DescribeClusterDetail for Secret encryption is read; the cluster passes when a key is set. If the answer does not tell, it is not assessed.",
        zh: "读取 DescribeClusterDetail 返回的 Secret 加密密钥；已设置 KMS 密钥即通过，返回内容无法判断的不作评估。",
    },
    risk: Phrase {
        en: "Secrets in etcd are only encoded, so a copy of its data hands out passwords and keys.",
        zh: "etcd 中的 Secret 仅作编码，其数据副本泄露即等同于口令与密钥泄露。",
    },
    remediation: Phrase {
        en: "Switch on Secret encryption on the cluster's security or basic information page with an own KMS key, and write existing Secrets again.",
        zh: "在集群信息页以自有 KMS 密钥开启 Secret 落盘加密，并重写存量 Secret。",
    },
    cli: "aliyun cs PUT /clusters/<cluster-id>/kms --header \"Content-Type=application/json\" --body '{\"kms_key_id\":\"<key-id>\",\"disable_encryption\":false}'",
    actions: &["cs:DescribeClustersV1", "cs:DescribeClusterDetail"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ack-cluster-encryption-enabled" }],
    references: &[],
};
