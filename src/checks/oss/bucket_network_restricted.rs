//! Bucket is reachable only from listed networks.

use crate::api::oss;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::addresses::cover_everyone;
use crate::evaluate::policy_document::{Condition, PolicyDocument, Statement};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-network-restricted",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase {
        en: "Bucket is reachable only from listed networks", zh: "存储空间仅允许指定网络访问"
    },
    pass_when: Phrase {
        en: "Policy and ACL are read; the bucket passes when the policy denies oss:* from outside listed addresses or VPCs to everyone, or when each Allow statement carries acs:SourceIp or acs:SourceVpc without 0.0.0.0/0, and the ACL is private.",
        zh: "读取策略与 ACL；策略对所有人拒绝所列 IP 或 VPC 以外的 oss:* 访问，或各允许语句均带不含 0.0.0.0/0 的 acs:SourceIp 或 acs:SourceVpc 条件，且 ACL 为 private，即通过。",
    },
    risk: Phrase {
        en: "A leaked AccessKey can be used from anywhere in the world if the bucket does not look at the source.",
        zh: "存储空间不限制来源时，泄露的 AccessKey 可在任意地点使用。",
    },
    remediation: Phrase {
        en: "Add a Deny with NotIpAddress acs:SourceIp or StringNotEquals acs:SourceVpc to the policy; keep the console, CDN and log delivery sources in the list.",
        zh: "在策略中增加 NotIpAddress acs:SourceIp 或 StringNotEquals acs:SourceVpc 的拒绝语句，并将控制台、CDN 与日志投递来源列入允许范围。",
    },
    cli: "aliyun ossutil api put-bucket-policy --bucket <bucket> --body file://policy.json",
    reads: &[&oss::ACL, &oss::POLICY],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Limit Network Access to Selected Networks" },
        Covers { source: "cloud-config", rule: "oss-bucket-authorize-specified-ip" },
        Covers { source: "cis-2.0", rule: "5.7" },
    ],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-policy"],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let acl = bucket.ask(&oss::ACL)?.must()?;
    match acl.str("AccessControlList.Grant")? {
        "private" => {}
        open @ ("public-read" | "public-read-write") => {
            return fail(format!("the ACL is {open}"), format!("ACL 为 {open}"));
        }
        other => return unknown(format!("ACL {other} is not known"), format!("无法识别的 ACL：{other}")),
    }
    let Some(answer) = bucket.ask(&oss::POLICY)?.got() else {
        return fail("no bucket policy, so any network can be a source", "未设置授权策略，未限制来源网络");
    };
    let policy = PolicyDocument::read(answer.value())?;
    let root = format!("acs:oss:{}:{}:{}", bucket.region(), bucket.account().id(), bucket.id());
    let objects = format!("{root}/*");
    let closes = |s: &Statement, resource: &str| s.covers("oss:*", resource) && s.names_everyone() && shuts_out(s);
    if [&root, &objects].into_iter().all(|r| policy.denying().any(|s| closes(s, r))) {
        return pass("the policy denies access from outside the listed networks", "授权策略拒绝所列网络以外的访问");
    }
    let allowing: Vec<&Statement> = policy.allowing().collect();
    if allowing.is_empty() || !allowing.iter().all(|s| s.conditions.iter().any(is_source)) {
        return fail(
            "neither a denial for other networks nor a source in every Allow statement",
            "既无针对其他网络的拒绝语句，允许语句也未全部限定来源",
        );
    }
    pass("every Allow statement is limited to listed networks", "各允许语句均限定来源网络").map(|v| {
        v.bounded(
            "users whose RAM policies grant the bucket are not held to these networks",
            "通过 RAM 策略获得权限的用户不受上述网络限制",
        )
    })
}

/// A denial whose only conditions are that the request comes from none of the listed networks.
fn shuts_out(statement: &Statement) -> bool {
    let other = |c: &Condition| {
        (c.is("NotIpAddress", "acs:SourceIp") && are_some_addresses(c))
            || ((c.is("StringNotEquals", "acs:SourceVpc") || c.is("StringNotLike", "acs:SourceVpc"))
                && are_some_vpcs(c))
    };
    !statement.conditions.is_empty() && statement.conditions.iter().all(other)
}

/// A condition that the request comes from one of the listed networks.
fn is_source(c: &Condition) -> bool {
    (c.is("IpAddress", "acs:SourceIp") && are_some_addresses(c))
        || ((c.is("StringEquals", "acs:SourceVpc") || c.is("StringLike", "acs:SourceVpc")) && are_some_vpcs(c))
}

fn are_some_addresses(c: &Condition) -> bool {
    !c.values.is_empty() && !cover_everyone(c.values.iter().map(String::as_str))
}

fn are_some_vpcs(c: &Condition) -> bool {
    !c.values.is_empty() && c.values.iter().all(|v| v.trim_matches(['*', '?']).len() > "vpc-".len())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const B: &[(&str, &str)] = &[("bucket", "b")];

    fn bucket() -> Fixture {
        Fixture::new().list(&oss::BUCKETS, json!([{ "Name": "b", "Location": "oss-cn-hangzhou" }]))
    }

    fn with(acl: &str, statement: Value) -> Fixture {
        bucket().detail(&oss::ACL, B, json!({ "AccessControlList": { "Grant": acl } })).detail(
            &oss::POLICY,
            B,
            json!({ "Version": "1", "Statement": [statement] }),
        )
    }

    fn statement(effect: &str, principal: &str, condition: Value) -> Value {
        json!({ "Effect": effect, "Principal": [principal], "Action": "oss:*",
            "Resource": ["acs:oss:*:*:b", "acs:oss:*:*:b/*"], "Condition": condition })
    }

    #[test]
    fn a_denial_for_other_networks_passes() {
        for (condition, expected) in [
            (json!({ "NotIpAddress": { "acs:SourceIp": ["203.0.113.0/24"] } }), Pass),
            (json!({ "StringNotEquals": { "acs:SourceVpc": ["vpc-1a2b"] } }), Pass),
            (
                json!({ "NotIpAddress": { "acs:SourceIp": ["203.0.113.0/24"] },
                "StringNotLike": { "acs:SourceVpc": ["vpc-1a2b*"] } }),
                Pass,
            ),
            (json!({ "NotIpAddress": { "acs:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } }), Fail),
            (json!({ "StringNotLike": { "acs:SourceVpc": ["vpc-*"] } }), Fail),
            (
                json!({ "NotIpAddress": { "acs:SourceIp": ["203.0.113.0/24"] },
                    "Bool": { "acs:SecureTransport": "false" } }),
                Fail,
            ),
            (json!({}), Fail),
        ] {
            let found = with("private", statement("Deny", "*", condition.clone())).verdict(&CHECK);
            assert_eq!(found, expected, "{condition}");
        }
        let denial = json!({ "NotIpAddress": { "acs:SourceIp": ["203.0.113.0/24"] } });
        assert_eq!(with("private", statement("Deny", "1234567890123456", denial.clone())).verdict(&CHECK), Fail);
        assert_eq!(with("public-read", statement("Deny", "*", denial.clone())).verdict(&CHECK), Fail);
        assert_eq!(with("odd", statement("Deny", "*", denial)).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn sources_in_every_allow_are_a_bounded_pass() {
        for (addresses, expected) in [(json!("203.0.113.0/24"), Pass), (json!(["203.0.113.1", "0.0.0.0/0"]), Fail)] {
            let condition = json!({ "IpAddress": { "acs:SourceIp": addresses.clone() } });
            let finding = with("private", statement("Allow", "1234567890123456", condition)).finding(&CHECK);
            assert_eq!(finding.status, expected, "{addresses}");
            assert_eq!(finding.caution.is_some(), expected == Pass);
        }
        assert_eq!(with("private", statement("Allow", "1234567890123456", json!({}))).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_bucket_without_a_policy_fails() {
        let private = bucket().detail(&oss::ACL, B, json!({ "AccessControlList": { "Grant": "private" } }));
        assert_eq!(private.clone().absent(&oss::POLICY, B, "NoSuchBucketPolicy").verdict(&CHECK), Fail);
        assert_eq!(private.denied(&oss::POLICY, B).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::ACL, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
