//! The bucket with trail files has a locked retention policy.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-bucket-worm-locked",
    severity: Severity::Medium,
    resource: "trail",
    title: Phrase {
        en: "The bucket with trail files has a locked retention policy",
        zh: "存放审计日志的存储空间锁定合规保留策略",
    },
    pass_when: Phrase {
        en: "GetBucketWorm of each trail bucket is read; passes when a retention policy exists and its state is Locked. An InProgress policy can still be removed and does not pass.",
        zh: "读取各跟踪存储空间的 GetBucketWorm；存在合规保留策略且状态为 Locked 时通过。InProgress 状态仍可撤销，不通过。",
    },
    risk: Phrase {
        en: "An administrator, or an attacker with such rights, can delete the evidence. A locked policy stops even the account owner.",
        zh: "管理员或取得其权限的攻击者可以删除证据；锁定后主账号也无法删除。",
    },
    remediation: Phrase {
        en: "OSS console > the bucket > Retention Policy: create one of at least the log retention period and lock it while it is InProgress. It cannot be shortened afterwards, so check the period first.",
        zh: "在“OSS 控制台 > 合规保留策略”中新建不短于日志留存期的策略，并在 InProgress 状态下及时锁定。锁定后不可缩短，应先核对期限。",
    },
    cli: "aliyun oss worm init oss://<bucket> <days>",
    actions: &["actiontrail:DescribeTrails", "oss:GetBucketWorm"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/28829.html"],
};
