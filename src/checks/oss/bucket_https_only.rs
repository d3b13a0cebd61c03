//! Bucket refuses plain HTTP requests.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-https-only",
    severity: Severity::High,
    resource: "bucket",
    title: Phrase { en: "Bucket refuses plain HTTP requests", zh: "存储空间拒绝 HTTP 明文访问" },
    pass_when: Phrase {
        en: "The bucket policy is read; it passes with an effective Deny for Principal \"*\", action oss:*, on the bucket and its objects, under the condition acs:SecureTransport false. No policy fails.",
        zh: "读取授权策略；存在对 Principal“*”、动作 oss:*、覆盖 Bucket 及其文件、条件 acs:SecureTransport 为 false 的有效拒绝语句即通过；无策略为不通过。",
    },
    risk: Phrase {
        en: "Over plain HTTP data and signed URLs can be read and changed on the way.",
        zh: "经 HTTP 明文传输的数据与签名 URL 可在途中被窃听或篡改。",
    },
    remediation: Phrase {
        en: "Add the Deny statement to the bucket policy; check first that no client still uses http:// addresses.",
        zh: "先确认客户端不再使用 http:// 地址，再在 Bucket 授权策略中增加上述拒绝语句。",
    },
    cli: "aliyun ossutil api put-bucket-policy --bucket <bucket> --body file://policy.json",
    actions: &["oss:ListBuckets", "oss:GetBucketPolicy"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "oss_bucket_secure_transport_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Secure Transfer for OSS Buckets" },
        Covers { source: "cloud-config", rule: "oss-bucket-only-https-enabled" },
        Covers { source: "cis-2.0", rule: "5.4" },
    ],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-policy"],
};
