//! Bucket encrypts new objects by default.

use crate::api::oss;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-encrypted",
    severity: Severity::High,
    effort: Effort::Switch,
    resource: "bucket",
    title: Phrase { en: "Bucket encrypts new objects by default", zh: "存储空间默认加密新写入文件" },
    pass_when: Phrase {
        en: "GetBucketEncryption is read; the bucket passes when SSEAlgorithm is AES256, SM4 or KMS. The answer NoSuchServerSideEncryptionRule fails.",
        zh: "读取 GetBucketEncryption；SSEAlgorithm 为 AES256、SM4 或 KMS 即通过；返回 NoSuchServerSideEncryptionRule 为不通过。",
    },
    risk: Phrase {
        en: "Objects are otherwise stored in plain form on the platform's disks unless each upload asks for encryption.",
        zh: "未设默认加密时，除非上传时逐次指定，文件以明文形式存储。",
    },
    remediation: Phrase {
        en: "Set server-side encryption for the bucket under Data Security; copy older objects onto themselves so that they are encrypted too.",
        zh: "在“数据安全 > 服务器端加密”中设置默认加密；历史文件须自我复制后方被加密。",
    },
    cli: "aliyun ossutil api put-bucket-encryption --bucket <bucket> --server-side-encryption-rule '{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"AES256\"}}'",
    reads: &[&oss::ENCRYPTION],
    params: &[],
    covers: &[Covers { source: "prowler", rule: "oss_bucket_server_side_encryption_enabled" }],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-encryption"],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let Some(rule) = bucket.ask(&oss::ENCRYPTION)?.got() else {
        return fail("no default encryption", "未设置默认加密");
    };
    let method = rule.str("ApplyServerSideEncryptionByDefault.SSEAlgorithm")?;
    match method.to_ascii_uppercase().as_str() {
        "AES256" | "SM4" | "KMS" => pass(format!("SSEAlgorithm is {method}"), format!("SSEAlgorithm 为 {method}")),
        "" | "NONE" => fail("SSEAlgorithm is not set", "SSEAlgorithm 未设置"),
        _ => unknown(format!("SSEAlgorithm {method} is not known"), format!("无法识别的 SSEAlgorithm：{method}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const B: &[(&str, &str)] = &[("bucket", "b")];

    fn bucket() -> Fixture {
        Fixture::new().list(&oss::BUCKETS, json!([{ "Name": "b", "Location": "oss-cn-hangzhou" }]))
    }

    #[test]
    fn each_method_passes_and_none_fails() {
        for (method, expected) in
            [("AES256", Pass), ("SM4", Pass), ("KMS", Pass), ("None", Fail), ("ROT13", NotAssessed)]
        {
            let rule = json!({ "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": method } });
            assert_eq!(bucket().detail(&oss::ENCRYPTION, B, rule).verdict(&CHECK), expected, "{method}");
        }
        let absent = bucket().absent(&oss::ENCRYPTION, B, "NoSuchServerSideEncryptionRule");
        assert_eq!(absent.verdict(&CHECK), Fail);
        assert_eq!(bucket().detail(&oss::ENCRYPTION, B, json!({})).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::ENCRYPTION, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
