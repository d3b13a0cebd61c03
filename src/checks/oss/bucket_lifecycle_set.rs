//! Bucket has a lifecycle rule that removes old data.

use crate::api::oss;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-lifecycle-set",
    severity: Severity::Low,
    effort: Effort::Change,
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
    reads: &[&oss::LIFECYCLE],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let Some(config) = bucket.ask(&oss::LIFECYCLE)?.got() else {
        return fail("no lifecycle rule", "未设置生命周期规则");
    };
    let mut parts = Vec::new();
    for rule in config.list("Rule") {
        if !rule.flag("Status")? || !removes_data(&rule) {
            continue;
        }
        let prefix = rule.text("Prefix");
        // A rule without prefix, tag and filter is one for the whole bucket.
        if prefix.is_empty() && !rule.has("Tag") && !rule.has("Filter") {
            return pass(
                "an enabled rule removes old data of the whole bucket",
                "已启用覆盖整个存储空间的到期清理规则",
            );
        }
        parts.push(format!("\"{prefix}\""));
    }
    if parts.is_empty() {
        return fail("no enabled rule that removes old data", "没有已启用的到期清理规则");
    }
    let parts = parts.join(", ");
    pass(
        format!("enabled rules remove old data under these prefixes: {parts}"),
        format!("已对以下前缀启用到期清理：{parts}"),
    )
    .map(|v| {
        v.bounded(
            "rules cover a part of the bucket; whether the rest needs an end date was not examined",
            "规则仅覆盖部分文件，其余文件是否需要设定保存期限未核查",
        )
    })
}

/// Expiry of objects or of old versions; the removal of empty delete markers or of broken uploads is none.
fn removes_data(rule: &Node<'_>) -> bool {
    ["Expiration.Days", "Expiration.Date", "Expiration.CreatedBeforeDate", "NoncurrentVersionExpiration.NoncurrentDays"]
        .iter()
        .any(|path| rule.has(path))
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
    fn an_enabled_expiry_passes() {
        for (rule, expected) in [
            (json!({ "Status": "Enabled", "Prefix": "", "Expiration": { "Days": "365" } }), Pass),
            (json!({ "Status": "Enabled", "Prefix": "tmp/", "Expiration": { "Days": "7" } }), Pass),
            (json!({ "Status": "Enabled", "NoncurrentVersionExpiration": { "NoncurrentDays": "30" } }), Pass),
            (json!({ "Status": "Disabled", "Expiration": { "Days": "365" } }), Fail),
            (json!({ "Status": "Enabled", "AbortMultipartUpload": { "Days": "3" } }), Fail),
            (json!({ "Status": "Enabled", "Expiration": { "ExpiredObjectDeleteMarker": "true" } }), Fail),
            (json!({ "Expiration": { "Days": "365" } }), NotAssessed),
        ] {
            let account = bucket().detail(&oss::LIFECYCLE, B, json!({ "Rule": rule.clone() }));
            assert_eq!(account.verdict(&CHECK), expected, "{rule}");
        }
        assert_eq!(bucket().absent(&oss::LIFECYCLE, B, "NoSuchLifecycle").verdict(&CHECK), Fail);
    }

    #[test]
    fn a_rule_for_a_part_is_a_bounded_pass() {
        for (prefix, bounded) in [("", false), ("tmp/", true)] {
            let rule = json!({ "Status": "Enabled", "Prefix": prefix, "Expiration": { "Days": "7" } });
            let finding = bucket().detail(&oss::LIFECYCLE, B, json!({ "Rule": [rule] })).finding(&CHECK);
            assert_eq!(finding.caution.is_some(), bounded, "{prefix}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::LIFECYCLE, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
