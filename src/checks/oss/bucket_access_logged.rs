//! Requests to the bucket are logged.

use crate::api::{oss, sls};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, manual, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-access-logged",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "bucket",
    title: Phrase { en: "Requests to the bucket are logged", zh: "存储空间已记录访问日志" },
    pass_when: Phrase {
        en: "GetBucketLogging and the Log Service collection policies are read; the bucket passes when LoggingEnabled.TargetBucket is set or an enabled policy for the access log of oss covers it. Projects of real-time log query and of the older Log Audit Service, which do not say what they collect, are put to a person.",
        zh: "读取 GetBucketLogging 与日志服务采集策略；已设置 LoggingEnabled.TargetBucket，或有启用的 oss 访问日志采集策略覆盖该 Bucket，即通过；实时日志查询与旧版日志审计的 Project 无法判断采集范围，由人工确认。",
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
    reads: &[&oss::LOGGING, &sls::COLLECTION_POLICIES, &sls::PROJECTS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "oss_bucket_logging_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Access Logging for OSS Buckets" },
        Covers { source: "cis-2.0", rule: "5.3" },
    ],
    references: &[],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let logging = bucket.ask(&oss::LOGGING)?.must()?;
    // The answer is empty while logging is off.
    let target = logging.text("LoggingEnabled.TargetBucket");
    if !target.is_empty() {
        return pass(format!("TargetBucket is {target}"), format!("TargetBucket 为 {target}"));
    }
    let account = bucket.account();
    let policies = account.list(&sls::COLLECTION_POLICIES);
    let mut perhaps = None;
    for policy in &policies.items {
        let name = policy.text("policyName");
        match collects(policy, bucket)? {
            Some(true) => {
                return pass(
                    format!("collected by policy {name} of Log Service"),
                    format!("已由日志服务采集策略 {name} 采集"),
                );
            }
            Some(false) => {}
            None => perhaps = Some(format!("policy {name}")),
        }
    }
    if let Some((_, gap)) = policies.gaps.into_iter().next() {
        return Err(gap);
    }
    // Real-time log query of the OSS console and the older Log Audit Service show only by their projects.
    let projects = account.whole_list(&sls::PROJECTS)?;
    let ours = |id: &str, region: &str| {
        id.starts_with("slsaudit-center-") || (id.starts_with("oss-log-") && region == bucket.region())
    };
    let project = projects.iter().find(|p| ours(p.id(), p.region())).map(|p| format!("project {}", p.id()));
    match perhaps.or(project) {
        Some(place) => manual(
            format!("TargetBucket is not set; does {place} of Log Service collect the access log of this bucket?"),
            format!("未设置 TargetBucket；日志服务 {place} 是否已采集该存储空间的访问日志？"),
        ),
        None => fail(
            "TargetBucket is not set and no policy collects the access log",
            "未设置 TargetBucket，也无访问日志采集策略",
        ),
    }
}

/// Whether a policy collects the access log of the bucket; `None` when that depends on tags.
fn collects(policy: &Item<'_>, bucket: &Item<'_>) -> Result<Option<bool>, Gap> {
    let of_oss = policy.str("productCode")?.eq_ignore_ascii_case("oss") && policy.str("dataCode")? == "access_log";
    if !of_oss || !policy.flag("enabled")? {
        return Ok(Some(false));
    }
    let config = policy.at("policyConfig");
    Ok(match config.str("resourceMode")? {
        "all" => Some(true),
        "instanceMode" => Some(config.texts("instanceIds").contains(&bucket.id())),
        _ => {
            let (regions, tags) = (config.texts("regions"), config.at("resourceTags"));
            let tagged = tags.value().as_object().is_some_and(|tags| !tags.is_empty());
            match regions.is_empty() || regions.contains(&bucket.region()) {
                true if tagged || regions.is_empty() => None,
                covered => Some(covered),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const B: &[(&str, &str)] = &[("bucket", "b")];

    fn bucket() -> Fixture {
        Fixture::new().list(&oss::BUCKETS, json!([{ "Name": "b", "Location": "oss-cn-hangzhou" }]))
    }

    fn unlogged(policies: Value, projects: Value) -> Fixture {
        bucket()
            .detail(&oss::LOGGING, B, json!({}))
            .list_in(&sls::COLLECTION_POLICIES, "cn-shanghai", policies)
            .list_in(&sls::COLLECTION_POLICIES, "ap-southeast-1", json!([]))
            .list(&sls::PROJECTS, projects)
    }

    #[test]
    fn a_target_bucket_passes() {
        let logged = json!({ "LoggingEnabled": { "TargetBucket": "logs", "TargetPrefix": "b/" } });
        assert_eq!(bucket().detail(&oss::LOGGING, B, logged).verdict(&CHECK), Pass);
        assert_eq!(unlogged(json!([]), json!([])).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_collection_policy_counts_where_it_covers_the_bucket() {
        for (enabled, data, config, expected) in [
            (true, "access_log", json!({ "resourceMode": "all" }), Pass),
            (true, "access_log", json!({ "resourceMode": "instanceMode", "instanceIds": ["b"] }), Pass),
            (true, "access_log", json!({ "resourceMode": "attributeMode", "regions": ["cn-hangzhou"] }), Pass),
            (true, "access_log", json!({ "resourceMode": "attributeMode", "resourceTags": { "log": "on" } }), Manual),
            (true, "access_log", json!({ "resourceMode": "attributeMode", "regions": ["cn-beijing"] }), Fail),
            (true, "access_log", json!({ "resourceMode": "instanceMode", "instanceIds": ["c"] }), Fail),
            (true, "metering_log", json!({ "resourceMode": "all" }), Fail),
            (false, "access_log", json!({ "resourceMode": "all" }), Fail),
        ] {
            let policy = json!([{ "policyName": "p", "productCode": "oss", "dataCode": data, "enabled": enabled,
                "policyConfig": config.clone() }]);
            assert_eq!(unlogged(policy, json!([])).verdict(&CHECK), expected, "{enabled} {data} {config}");
        }
    }

    #[test]
    fn other_collectors_are_put_to_a_person() {
        for (project, expected) in
            [("oss-log-1234567890123456-cn-hangzhou", Manual), ("slsaudit-center-1-cn-beijing", Manual), ("app", Fail)]
        {
            let projects = json!([{ "projectName": project }]);
            assert_eq!(unlogged(json!([]), projects).verdict(&CHECK), expected, "{project}");
        }
    }

    #[test]
    fn policies_that_were_not_read_are_no_fail() {
        let account = bucket().detail(&oss::LOGGING, B, json!({}));
        assert_eq!(account.denied(&sls::COLLECTION_POLICIES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::LOGGING, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
