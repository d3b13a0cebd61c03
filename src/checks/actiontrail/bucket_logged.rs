//! Access to the bucket with trail files is logged.

use crate::api::{actiontrail, oss};
use crate::checks::Check;
use crate::checks::actiontrail_bucket_not_public::bucket_of;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-bucket-logged",
    severity: Severity::Medium,
    effort: Effort::Switch,
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
    reads: &[&oss::LOGGING],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/28829.html"],
    logic: Logic::Items { of: &actiontrail::TRAILS, judge },
};

fn judge(trail: &Item<'_>) -> Outcome {
    let Some(bucket) = bucket_of(trail)? else {
        return not_applicable("the trail does not deliver to OSS", "跟踪未投递到 OSS");
    };
    let name = bucket.id();
    let logging = bucket.ask(&oss::LOGGING)?.must()?;
    // A bucket without logging answers with an empty element.
    match logging.text("LoggingEnabled.TargetBucket") {
        "" => fail(format!("bucket {name}: no access log"), format!("存储空间 {name} 未开启访问日志")),
        target => pass(format!("bucket {name} logs to {target}"), format!("存储空间 {name} 的访问日志转存到 {target}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const BUCKET: &[(&str, &str)] = &[("bucket", "logs")];

    fn trail(into: &str) -> Fixture {
        let account = Fixture::new().list(&actiontrail::TRAILS, json!([{ "Name": "audit", "OssBucketName": into }]));
        let bucket = json!({ "Name": "logs", "Location": "oss-cn-hangzhou", "Region": "cn-hangzhou" });
        account.list(&oss::BUCKETS, json!([bucket]))
    }

    #[test]
    fn the_target_decides() {
        for (body, expected) in [
            (json!({ "LoggingEnabled": { "TargetBucket": "access", "TargetPrefix": "trail/" } }), Pass),
            (json!({ "LoggingEnabled": { "TargetBucket": "" } }), Fail),
            (json!({}), Fail),
        ] {
            assert_eq!(trail("logs").detail(&oss::LOGGING, BUCKET, body.clone()).verdict(&CHECK), expected, "{body}");
        }
    }

    #[test]
    fn a_bucket_that_is_not_in_the_account_is_a_gap() {
        assert_eq!(trail("elsewhere").verdict(&CHECK), NotAssessed);
        assert_eq!(trail("").verdict(&CHECK), NotApplicable);
        assert_eq!(trail("logs").denied(&oss::LOGGING, BUCKET).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&actiontrail::TRAILS, &[]).verdict(&CHECK), NotAssessed);
    }
}
