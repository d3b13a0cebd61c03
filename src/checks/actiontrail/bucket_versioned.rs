//! The bucket with trail files keeps versions.

use crate::api::{actiontrail, oss};
use crate::checks::Check;
use crate::checks::actiontrail_bucket_not_public::bucket_of;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-bucket-versioned",
    severity: Severity::Medium,
    effort: Effort::Switch,
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
    reads: &[&oss::VERSIONING],
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
    let versioning = bucket.ask(&oss::VERSIONING)?.must()?;
    // A bucket on which it was never enabled answers without a status.
    match versioning.text("Status") {
        "Enabled" => {
            pass(format!("bucket {name}: versioning is Enabled"), format!("存储空间 {name} 版本控制为 Enabled"))
        }
        "" => fail(format!("bucket {name}: versioning was never enabled"), format!("存储空间 {name} 未开启版本控制")),
        other => fail(format!("bucket {name}: versioning is {other}"), format!("存储空间 {name} 版本控制为 {other}")),
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
    fn the_status_decides() {
        for (body, expected) in
            [(json!({ "Status": "Enabled" }), Pass), (json!({ "Status": "Suspended" }), Fail), (json!({}), Fail)]
        {
            assert_eq!(
                trail("logs").detail(&oss::VERSIONING, BUCKET, body.clone()).verdict(&CHECK),
                expected,
                "{body}"
            );
        }
    }

    #[test]
    fn a_bucket_that_is_not_in_the_account_is_a_gap() {
        assert_eq!(trail("elsewhere").verdict(&CHECK), NotAssessed);
        assert_eq!(trail("").verdict(&CHECK), NotApplicable);
        assert_eq!(trail("logs").denied(&oss::VERSIONING, BUCKET).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&actiontrail::TRAILS, &[]).verdict(&CHECK), NotAssessed);
    }
}
