//! Custom policies are attached to an identity.

use crate::api::ram;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-policy-in-use",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "policy",
    title: Phrase { en: "Custom policies are attached to an identity", zh: "自定义策略均有授权对象" },
    pass_when: Phrase {
        en: "ListPolicies (custom) is read; passes when AttachmentCount is at least 1.",
        zh: "读取 ListPolicies（自定义）；AttachmentCount 不小于 1 时通过。",
    },
    risk: Phrase {
        en: "Unused policies clutter reviews, and a broad forgotten one can be attached by mistake.",
        zh: "闲置策略增加复核负担，遗留的宽泛策略还可能被误授权。",
    },
    remediation: Phrase {
        en: "Check that no automation needs the policy, then delete it in RAM console > Policies.",
        zh: "确认没有自动化流程使用后，在“RAM 控制台 > 权限策略”中删除。",
    },
    cli: "aliyun ram DeletePolicy --PolicyName <policy-name>",
    reads: &[&ram::CUSTOM_POLICIES],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ram-policy-in-use-check" }],
    references: &["https://help.aliyun.com/document_detail/93738.html"],
    logic: Logic::Items { of: &ram::CUSTOM_POLICIES, judge },
};

fn judge(policy: &Item<'_>) -> Outcome {
    match policy.int("AttachmentCount")? {
        0 => fail("attached to no identity", "未授权给任何身份"),
        n => pass(format!("attachments: {n}"), format!("授权对象 {n} 个")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn an_attachment_passes() {
        for (policy, expected) in [
            (json!({ "PolicyName": "p", "AttachmentCount": 1 }), Pass),
            (json!({ "PolicyName": "p", "AttachmentCount": 0 }), Fail),
            (json!({ "PolicyName": "p" }), NotAssessed),
        ] {
            assert_eq!(Fixture::new().list(&ram::CUSTOM_POLICIES, json!([policy])).verdict(&CHECK), expected);
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(Fixture::new().denied(&ram::CUSTOM_POLICIES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ram::CUSTOM_POLICIES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
