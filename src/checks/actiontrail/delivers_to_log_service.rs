//! Trail events reach Log Service.

use crate::api::actiontrail;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-delivers-to-log-service",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "trail",
    title: Phrase { en: "Trail events reach Log Service", zh: "审计事件投递到日志服务" },
    pass_when: Phrase {
        en: "DescribeTrails and GetTrailStatus are read; each trail passes when SlsProjectArn is set, it is logging, SlsLogStoreStatus is true and there is no delivery error to Log Service.",
        zh: "读取 DescribeTrails 与 GetTrailStatus；跟踪已设置 SlsProjectArn、正在记录、SlsLogStoreStatus 为 true 且无投递错误时通过。",
    },
    risk: Phrase {
        en: "Files in a bucket cannot be searched or alarmed on at once; alert rules need the events in Log Service.",
        zh: "仅存于存储空间的文件无法即时检索和告警，告警规则依赖日志服务中的事件。",
    },
    remediation: Phrase {
        en: "ActionTrail console > the trail > Edit: add delivery to a Log Service project. The logstore actiontrail_<trail> is created there.",
        zh: "在“操作审计控制台 > 跟踪 > 编辑”中增加投递到日志服务 Project，系统将创建日志库 actiontrail_<跟踪名>。",
    },
    cli: "aliyun actiontrail UpdateTrail --Name <trail-name> --SlsProjectArn acs:log:<region-id>:<account-id>:project/<project> --SlsWriteRoleArn <role-arn>",
    reads: &[&actiontrail::STATUS],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/28829.html"],
    logic: Logic::Items { of: &actiontrail::TRAILS, judge },
};

fn judge(trail: &Item<'_>) -> Outcome {
    // A trail that goes to OSS only has an empty resource name or none.
    let target = trail.text("SlsProjectArn");
    if target.is_empty() {
        return fail("SlsProjectArn is not set", "未设置 SlsProjectArn");
    }
    let status = trail.ask(&actiontrail::STATUS)?.must()?;
    let error = status.text("LatestDeliveryLogServiceError");
    if !error.is_empty() {
        return fail(format!("delivery to Log Service fails: {error}"), format!("投递日志服务出错：{error}"));
    }
    match (status.flag("IsLogging")?, status.flag("SlsLogStoreStatus")?) {
        (true, true) => pass(format!("delivers to {target}"), format!("已投递到 {target}")),
        (logging, store) => fail(
            format!("IsLogging is {logging}, SlsLogStoreStatus is {store}"),
            format!("IsLogging 为 {logging}，SlsLogStoreStatus 为 {store}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const TRAIL: &[(&str, &str)] = &[("Name", "audit"), ("IsOrganizationTrail", "false")];

    fn trails(target: &str) -> Fixture {
        let trail = json!({ "Name": "audit", "IsOrganizationTrail": false, "SlsProjectArn": target });
        Fixture::new().list(&actiontrail::TRAILS, json!([trail]))
    }

    fn verdict(status: Value) -> FindingStatus {
        let account = trails("acs:log:cn-hangzhou:1234567890123456:project/p");
        account.detail(&actiontrail::STATUS, TRAIL, status).verdict(&CHECK)
    }

    #[test]
    fn target_and_delivery_decide() {
        assert_eq!(verdict(json!({ "IsLogging": true, "SlsLogStoreStatus": true })), Pass);
        assert_eq!(verdict(json!({ "IsLogging": true, "SlsLogStoreStatus": false })), Fail);
        assert_eq!(verdict(json!({ "IsLogging": false, "SlsLogStoreStatus": true })), Fail);
        let error = "ProjectNotExist";
        let fails = json!({ "IsLogging": true, "SlsLogStoreStatus": true, "LatestDeliveryLogServiceError": error });
        assert_eq!(verdict(fails), Fail);
        assert_eq!(trails("").verdict(&CHECK), Fail);
        assert_eq!(Fixture::new().list(&actiontrail::TRAILS, json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(verdict(json!({ "IsLogging": true })), NotAssessed);
        let account = trails("acs:log:cn-hangzhou:1234567890123456:project/p");
        assert_eq!(account.denied(&actiontrail::STATUS, TRAIL).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&actiontrail::TRAILS, &[]).verdict(&CHECK), NotAssessed);
    }
}
