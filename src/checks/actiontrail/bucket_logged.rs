//! Access to the bucket with trail files is logged.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-bucket-logged",
    severity: Severity::Medium,
    resource: "trail",
    title: Phrase {
        en: "Access to the bucket with trail files is logged", zh: "存放审计日志的存储空间记录访问日志"
    },
    pass_when: Phrase {
        en: "GetBucketLogging of each trail bucket is read; passes when LoggingEnabled names a target bucket.",
        zh: "读取各跟踪存储空间的 GetBucketLogging；LoggingEnabled 指定了目标存储空间时通过。",
    },
    risk: Phrase {
        en: "Without access logs, nobody can tell who read or deleted the audit files.",
        zh: "没有访问日志就无法查明谁读取或删除过审计文件。",
    },
    remediation: Phrase {
        en: "OSS console > the bucket > Logging: turn on log storage with a separate target bucket that the operators of the first cannot write.",
        zh: "在“OSS 控制台 > 日志管理”中开启日志转存，目标存储空间单独设置，且不允许原存储空间的运维人员写入。",
    },
    cli: "aliyun oss logging --method put oss://<bucket> oss://<log-bucket>/actiontrail-access/",
    actions: &["actiontrail:DescribeTrails", "oss:GetBucketLogging"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/28829.html"],
};
