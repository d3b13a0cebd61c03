//! The bucket with trail files keeps versions.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-bucket-versioned",
    severity: Severity::Medium,
    resource: "trail",
    title: Phrase {
        en: "The bucket with trail files keeps versions", zh: "存放审计日志的存储空间启用版本控制"
    },
    pass_when: Phrase {
        en: "The bucket of each trail is read; passes when its versioning state is Enabled. Trails without an OSS bucket are not applicable.",
        zh: "读取各跟踪的 OSS 存储空间；版本控制状态为 Enabled 时通过。未投递到 OSS 的跟踪不适用。",
    },
    risk: Phrase {
        en: "Without versions, overwriting or deleting a file destroys the audit record for good.",
        zh: "未启用版本控制时，覆盖或删除文件会使审计记录永久丢失。",
    },
    remediation: Phrase {
        en: "OSS console > the bucket > Versioning: enable it, and add a lifecycle rule that keeps old versions for the retention period.",
        zh: "在“OSS 控制台 > 版本控制”中开启，并配置生命周期规则使历史版本保留至留存期满。",
    },
    cli: "aliyun oss bucket-versioning --method put oss://<bucket> enabled",
    actions: &["actiontrail:DescribeTrails", "oss:GetBucketInfo", "oss:GetBucketVersioning"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/28829.html"],
};
