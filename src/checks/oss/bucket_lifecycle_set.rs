//! Bucket has a lifecycle rule that removes old data.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-lifecycle-set",
    severity: Severity::Low,
    resource: "bucket",
    title: Phrase {
        en: "Bucket has a lifecycle rule that removes old data",
        zh: "存储空间已设置到期清理的生命周期规则",
    },
    pass_when: Phrase {
        en: "GetBucketLifecycle is read; the bucket passes when at least one rule is Enabled and holds an expiry for objects or old versions. NoSuchLifecycle fails.",
        zh: "读取 GetBucketLifecycle；至少一条规则为 Enabled 且设有文件或历史版本过期即通过；返回 NoSuchLifecycle 为不通过。",
    },
    risk: Phrase {
        en: "Data without an end date stays longer than its purpose, which conflicts with storage limits for personal data and adds to the damage of a leak.",
        zh: "数据无限期保存会超出目的所需期限，不利于个人信息保存期限管理，并扩大泄露影响。",
    },
    remediation: Phrase {
        en: "Set the retention per prefix with the data owner and add expiry rules under Data Management > Lifecycle; leave log buckets at 180 days or more.",
        zh: "与数据责任人按前缀确定保存期限，在“数据管理 > 生命周期”中添加过期规则；日志存储空间不得少于 180 天。",
    },
    cli: "aliyun ossutil api put-bucket-lifecycle --bucket <bucket> --lifecycle-configuration file://lifecycle.xml",
    actions: &["oss:ListBuckets", "oss:GetBucketLifecycle"],
    params: &[],
    covers: &[],
    references: &[],
};
