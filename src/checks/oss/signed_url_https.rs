//! Signed URLs work over HTTPS only.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-signed-url-https",
    severity: Severity::Medium,
    resource: "bucket",
    title: Phrase { en: "Signed URLs work over HTTPS only", zh: "签名 URL 仅能通过 HTTPS 使用" },
    pass_when: Phrase {
        en: "The bucket policy is read; the bucket passes when it denies acs:SecureTransport false, as a signed HTTP URL then cannot work. Otherwise a person must confirm the scheme used.",
        zh: "读取授权策略；拒绝 acs:SecureTransport 为 false 的请求时，HTTP 签名 URL 无法使用，即通过；否则须人工确认所用协议。",
    },
    risk: Phrase {
        en: "A signed URL sent over HTTP can be copied on the way and used until it expires.",
        zh: "经 HTTP 传输的签名 URL 可被截获并在到期前使用。",
    },
    remediation: Phrase {
        en: "Deny plain HTTP in the bucket policy and generate links with an https:// endpoint.",
        zh: "在 Bucket 授权策略中拒绝 HTTP 访问，并以 https:// 域名生成链接。",
    },
    cli: "aliyun ossutil api put-bucket-policy --bucket <bucket> --body file://policy.json",
    actions: &["oss:ListBuckets", "oss:GetBucketPolicy"],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Use HTTPS for Object URL Signature" },
        Covers { source: "cis-2.0", rule: "5.6" },
    ],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-policy"],
};
