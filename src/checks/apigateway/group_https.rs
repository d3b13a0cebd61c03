//! API group accepts TLS 1.2 or newer only.

use crate::api::apigateway;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "apigateway-group-https",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "API group",
    title: Phrase { en: "API group accepts TLS 1.2 or newer only", zh: "API 分组的 HTTPS 安全策略满足要求" },
    pass_when: Phrase {
        en: "HttpsPolicy of DescribeApiGroups is read; the group passes when it is HTTPS2_TLS1_2.",
        zh: "读取 DescribeApiGroups 的 HttpsPolicy；为 HTTPS2_TLS1_2 即通过。",
    },
    risk: Phrase {
        en: "APIs reachable over TLS 1.0 or 1.1 allow weak ciphers, so tokens and data can be read on the way.",
        zh: "API 允许 TLS 1.0、1.1 时存在弱算法风险，令牌与数据可能在途中被窃听。",
    },
    remediation: Phrase {
        en: "Set the HTTPS policy of the group to TLS 1.2, bind a certificate to its own domain and offer the APIs over HTTPS only.",
        zh: "将分组的 HTTPS 安全策略设为 TLS 1.2，为独立域名绑定证书，并仅以 HTTPS 提供 API。",
    },
    cli: "aliyun cloudapi ModifyApiGroupNetworkPolicy --GroupId <group-id> --HttpsPolicy HTTPS2_TLS1_2",
    reads: &[&apigateway::GROUPS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "api-gateway-group-https-policy-check" }],
    references: &[],
    logic: Logic::Items { of: &apigateway::GROUPS, judge },
};

fn judge(group: &Item<'_>) -> Outcome {
    let policy = group.str("HttpsPolicy")?;
    if policy == "HTTPS2_TLS1_2" {
        return pass(format!("HttpsPolicy is {policy}"), format!("HttpsPolicy 为 {policy}"));
    }
    fail(format!("HttpsPolicy is {policy}"), format!("HttpsPolicy 为 {policy}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn only_the_newest_policy_passes() {
        for (policy, expected) in [
            (json!("HTTPS2_TLS1_2"), Pass),
            (json!("HTTPS2_TLS1_0"), Fail),
            (json!("HTTPS1_1_TLS1_0"), Fail),
            (json!(null), NotAssessed),
        ] {
            let group = json!([{ "GroupId": "g-1", "HttpsPolicy": policy }]);
            assert_eq!(Fixture::new().list(&apigateway::GROUPS, group).verdict(&CHECK), expected, "{policy}");
        }
        assert_eq!(Fixture::new().list(&apigateway::GROUPS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&apigateway::GROUPS, &[]).verdict(&CHECK), NotAssessed);
    }
}
