//! The account owner holds no AccessKey.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::credential_report::Owner;
use crate::evaluate::{Account, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-root-no-access-key",
    severity: Severity::Critical,
    effort: Effort::Change,
    resource: "account",
    title: Phrase { en: "The account owner holds no AccessKey", zh: "主账号未创建 AccessKey" },
    pass_when: Phrase {
        en: "GetAccountSecurityPracticeReport is read; passes when RootWithAccessKey is 0. The credential report row <root> is the second source: a key that it shows fails.",
        zh: "读取 GetAccountSecurityPracticeReport；RootWithAccessKey 为 0 时通过。凭证报告的 <root> 行作为第二来源，其中显示存在密钥即不通过。",
    },
    risk: Phrase {
        en: "An owner AccessKey carries full rights, has no second factor and cannot be restricted. A key left in code or a log file exposes the whole account.",
        zh: "主账号 AccessKey 拥有全部权限，无第二因素，也无法收窄。密钥若出现在代码或日志中，整个账号随之失守。",
    },
    remediation: Phrase {
        en: "Move programs to a RAM role or a RAM user with narrow rights, then sign in as owner, open AccessKey Management, disable the key, watch for errors and delete it.",
        zh: "先将程序改用 RAM 角色或最小权限的 RAM 用户，再以主账号进入“AccessKey 管理”，停用密钥，确认业务无异常后删除。",
    },
    cli: "",
    reads: &[&ims::SECURITY_PRACTICE, &ims::GENERATE_CREDENTIAL_REPORT, &ims::CREDENTIAL_REPORT],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ram_no_root_access_key" },
        Covers { source: "trend-vision-one", rule: "Root Account Access Keys Existence" },
        Covers { source: "cis-2.0", rule: "1.2" },
    ],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Account(judge),
};

const COUNT: &str = "AccountSecurityPracticeInfo.AccountSecurityPracticeUserInfo.RootWithAccessKey";

/// Two sources: one that knows of a key is enough to fail, and one that answers is enough to pass.
fn judge(account: &Account<'_>) -> Outcome {
    let count = account.ask(&ims::SECURITY_PRACTICE).and_then(|reply| reply.must()?.int(COUNT));
    let reported = Owner::read(account).and_then(|owner| owner.keys());
    match (count, reported) {
        (Ok(n), _) if n > 0 => {
            fail(format!("AccessKeys of the account owner: {n}"), format!("主账号持有 {n} 个 AccessKey"))
        }
        (_, Ok(keys)) if !keys.is_empty() => {
            let (n, active) = (keys.len(), keys.iter().filter(|key| key.active).count());
            fail(
                format!("AccessKeys of the account owner in the credential report: {n}, of which active: {active}"),
                format!("用户凭证报告显示主账号持有 {n} 个 AccessKey，其中启用 {active} 个"),
            )
        }
        (Ok(_), _) | (_, Ok(_)) => pass("the account owner holds no AccessKey", "主账号未持有 AccessKey"),
        (Err(gap), Err(_)) => Err(gap),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::credential_report::report_of_owner;
    use crate::evaluate::fixture::Fixture;

    const NO_KEY: (&str, &str) = ("access_key_1_exist", "FALSE");
    const KEY: [(&str, &str); 3] =
        [("access_key_1_exist", "TRUE"), ("access_key_1_active", "FALSE"), ("access_key_1_last_used", "-")];

    fn counted(keys: i64) -> Fixture {
        let user = json!({ "RootWithAccessKey": keys });
        let report = json!({ "AccountSecurityPracticeInfo": { "AccountSecurityPracticeUserInfo": user } });
        Fixture::new().answer(&ims::SECURITY_PRACTICE, report)
    }

    #[test]
    fn the_count_decides_without_the_owners_credentials() {
        assert_eq!(counted(0).verdict(&CHECK), Pass);
        assert_eq!(counted(1).verdict(&CHECK), Fail);
    }

    #[test]
    fn the_credential_report_is_the_second_source() {
        let denied = Fixture::new().denied(&ims::SECURITY_PRACTICE, &[]);
        let report = |columns: &[(&str, &str)]| report_of_owner(columns);
        assert_eq!(denied.clone().answer(&ims::CREDENTIAL_REPORT, report(&[NO_KEY])).verdict(&CHECK), Pass);
        assert_eq!(denied.clone().answer(&ims::CREDENTIAL_REPORT, report(&KEY)).verdict(&CHECK), Fail);
        assert_eq!(counted(0).answer(&ims::CREDENTIAL_REPORT, report(&KEY)).verdict(&CHECK), Fail);
        assert_eq!(denied.verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let empty = Fixture::new().answer(&ims::SECURITY_PRACTICE, json!({ "AccountSecurityPracticeInfo": {} }));
        assert_eq!(empty.verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
