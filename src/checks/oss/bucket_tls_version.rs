//! Bucket accepts TLS 1.2 or newer only.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-tls-version",
    severity: Severity::Medium,
    resource: "bucket",
    title: Phrase { en: "Bucket accepts TLS 1.2 or newer only", zh: "存储空间仅允许 TLS 1.2 及以上版本" },
    pass_when: Phrase {
        en: "GetBucketHttpsConfig is read; the bucket passes when TLS.Enable is true and TLSVersion lists only TLSv1.2 and TLSv1.3.",
        zh: "读取 GetBucketHttpsConfig；TLS.Enable 为 true 且 TLSVersion 仅含 TLSv1.2 与 TLSv1.3 即通过。",
    },
    risk: Phrase {
        en: "TLS 1.0 and 1.1 have known weaknesses and are no longer accepted as secure transport.",
        zh: "TLS 1.0 与 1.1 存在已知缺陷，不再视为安全的传输协议。",
    },
    remediation: Phrase {
        en: "Set the permitted TLS versions to 1.2 and 1.3 in the bucket's transport security settings after checking old clients.",
        zh: "核实旧客户端后，在 Bucket 的传输安全设置中仅启用 TLS 1.2 与 1.3。",
    },
    cli: "aliyun ossutil api put-bucket-https-config --bucket <bucket> --https-configuration '{\"TLS\":{\"Enable\":true,\"TLSVersion\":[\"TLSv1.2\",\"TLSv1.3\"]}}'",
    actions: &["oss:ListBuckets", "oss:GetBucketHttpsConfig"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-https-config"],
};
