//! Bucket is not replicated out of the mainland.

use crate::api::oss;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::mainland::is_mainland;
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-replication-stays-in-mainland",
    severity: Severity::High,
    effort: Effort::Switch,
    resource: "bucket",
    title: Phrase { en: "Bucket is not replicated out of the mainland", zh: "存储空间未复制到境外地域" },
    pass_when: Phrase {
        en: "Destination.Location of each rule from GetBucketReplication is read; the bucket passes when it has no rule or each destination is a mainland region. A bucket outside the mainland is not applicable. Hong Kong counts as outside.",
        zh: "读取 GetBucketReplication 各规则的 Destination.Location；无规则或目标均为境内地域即通过；存储空间本身在境外的不适用；中国香港按境外处理。",
    },
    risk: Phrase {
        en: "A rule moves every new object abroad automatically, which may be a cross-border transfer without a legal basis.",
        zh: "复制规则会自动将新增文件传至境外，可能构成缺乏合法依据的数据出境。",
    },
    remediation: Phrase {
        en: "Stop the rule or point it to a mainland region. If the copy abroad is intended, record content, volume and the chosen export route.",
        zh: "停用该规则或改选境内地域；确需复制到境外的，记录数据内容、数量及所采用的出境合规路径。",
    },
    cli: "aliyun ossutil api delete-bucket-replication --bucket <bucket> --replication-rules '{\"ID\":\"<rule-id>\"}'",
    reads: &[&oss::REPLICATION],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/delete-bucket-replication"],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    bucket.str("Location")?;
    // Buckets without a region of their own lie somewhere in the mainland.
    let inside = |region: &str| is_mainland(region) || region == "rg-china-mainland";
    if !inside(bucket.region()) {
        let region = bucket.region();
        return not_applicable(
            format!("the bucket itself is in {region}, outside the mainland"),
            format!("存储空间本身位于境外地域 {region}"),
        );
    }
    let Some(config) = bucket.ask(&oss::REPLICATION)?.got() else {
        return pass("no replication rule", "未设置复制规则");
    };
    let (mut within, mut abroad) = (Vec::new(), Vec::new());
    for rule in config.list("Rule") {
        let location = rule.str("Destination.Location")?;
        let region = location.strip_prefix("oss-").unwrap_or(location);
        if inside(region) { within.push(region) } else { abroad.push(region) }
    }
    // Without a rule the provider says so by its error code; an answer without one says nothing.
    if within.is_empty() && abroad.is_empty() {
        return Err(config.lacks("Rule"));
    }
    let (within, abroad) = (within.join(", "), abroad.join(", "));
    if abroad.is_empty() {
        pass(format!("replicated to {within}"), format!("复制目标均在境内：{within}"))
    } else {
        fail(format!("replicated to {abroad}"), format!("复制到境外地域：{abroad}"))
    }
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
    fn a_destination_abroad_fails() {
        for (locations, expected) in [
            (vec!["oss-cn-beijing"], Pass),
            (vec!["oss-rg-china-mainland"], Pass),
            (vec!["oss-cn-beijing", "oss-cn-hongkong"], Fail),
            (vec!["oss-ap-southeast-1"], Fail),
        ] {
            let rule = |l: &&str| json!({ "Status": "doing", "Destination": { "Bucket": "copy", "Location": l } });
            let rules: Vec<_> = locations.iter().map(rule).collect();
            let account = bucket().detail(&oss::REPLICATION, B, json!({ "Rule": rules }));
            assert_eq!(account.verdict(&CHECK), expected, "{locations:?}");
        }
        assert_eq!(bucket().absent(&oss::REPLICATION, B, "NoSuchReplicationConfiguration").verdict(&CHECK), Pass);
        let silent = bucket().detail(&oss::REPLICATION, B, json!({ "Rule": { "Status": "doing" } }));
        assert_eq!(silent.verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().detail(&oss::REPLICATION, B, json!({})).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_bucket_abroad_is_not_applicable() {
        let abroad = json!([{ "Name": "b", "Location": "oss-ap-southeast-1" }]);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, abroad).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::REPLICATION, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
