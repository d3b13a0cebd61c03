//! Signed URLs expire after a short time.

use crate::api::oss;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, manual, not_applicable};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-signed-url-expiry",
    severity: Severity::Low,
    effort: Effort::Change,
    resource: "account",
    title: Phrase { en: "Signed URLs expire after a short time", zh: "签名 URL 的有效期较短" },
    pass_when: Phrase {
        en: "No setting stores the lifetime, because whoever signs chooses it; the check asks a person for the signing rule and a sample of Expires or x-oss-expires values from access logs.",
        zh: "有效期由签名方自行指定，云上无对应配置；本项由人工回答，提供签名规范及访问日志中 Expires 或 x-oss-expires 的抽样。",
    },
    risk: Phrase {
        en: "A link with a long life works like a password that anyone who sees it can use.",
        zh: "有效期过长的链接等同于可被任何知悉者使用的口令。",
    },
    remediation: Phrase {
        en: "Set a maximum lifetime in the code that signs, sign with temporary STS credentials, and look for long values in the access logs.",
        zh: "在签名代码中限定最长有效期，改用 STS 临时凭证签名，并从访问日志中排查超长有效期。",
    },
    cli: "",
    reads: &[&oss::BUCKETS],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Object URL Signature Validity Period" },
        Covers { source: "cis-2.0", rule: "5.5" },
    ],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    if account.whole_list(&oss::BUCKETS)?.is_empty() {
        return not_applicable("no bucket in the account", "账号内没有存储空间");
    }
    manual(
        "which longest lifetime do signed URLs get? Look at the rule for signing, the code that signs, and a sample of \
         Expires or x-oss-expires values in the access logs",
        "签名 URL 的最长有效期是多少？请查看签名规范、签名代码及访问日志中 Expires 或 x-oss-expires 的抽样",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Manual, NotApplicable, NotAssessed};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn a_person_answers_where_there_are_buckets() {
        let some = json!([{ "Name": "b", "Location": "oss-cn-hangzhou" }]);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, some).verdict(&CHECK), Manual);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
