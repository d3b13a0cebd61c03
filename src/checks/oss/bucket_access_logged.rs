//! Requests to the bucket are logged.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-access-logged",
    severity: Severity::Medium,
    resource: "bucket",
    title: Phrase { en: "Requests to the bucket are logged", zh: "存储空间已记录访问日志" },
    pass_when: Phrase {
        en: "GetBucketLogging and the Log Service collection policies are read; the bucket passes when LoggingEnabled.TargetBucket is set or an enabled policy for product oss covers it.",
        zh: "读取 GetBucketLogging 与日志服务采集策略；已设置 LoggingEnabled.TargetBucket，或有启用的 oss 采集策略覆盖该 Bucket，即通过。",
    },
    risk: Phrase {
        en: "Without request logs nobody can tell who read, changed or deleted data after an incident.",
        zh: "没有访问日志，事件发生后无法查明数据由谁读取、修改或删除。",
    },
    remediation: Phrase {
        en: "Set a log bucket in the same region under Logging > Log Storage, or switch on collection of OSS access logs in Log Service; keep the logs at least 180 days.",
        zh: "在“日志管理 > 日志转存”中设置同地域的日志存储空间，或在日志服务 SLS 中开启 OSS 访问日志采集，留存不少于 180 天。",
    },
    cli: "aliyun ossutil api put-bucket-logging --bucket <bucket> --bucket-logging-status '{\"LoggingEnabled\":{\"TargetBucket\":\"<log-bucket>\",\"TargetPrefix\":\"<prefix>\"}}'",
    actions: &["oss:ListBuckets", "oss:GetBucketLogging", "log:ListCollectionPolicies"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "oss_bucket_logging_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Access Logging for OSS Buckets" },
        Covers { source: "cis-2.0", rule: "5.3" },
    ],
    references: &[],
};
