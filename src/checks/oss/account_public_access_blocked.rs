//! Public access is blocked for the whole OSS account.

use crate::api::oss;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-account-public-access-blocked",
    severity: Severity::Critical,
    effort: Effort::Change,
    resource: "account",
    title: Phrase {
        en: "Public access is blocked for the whole OSS account", zh: "账号级已开启阻止公共访问"
    },
    pass_when: Phrase {
        en: "GetPublicAccessBlock without a bucket is read; the account passes when BlockPublicAccess is true.",
        zh: "读取不带 Bucket 的 GetPublicAccessBlock；BlockPublicAccess 为 true 即通过。",
    },
    risk: Phrase {
        en: "Without the account switch any user with bucket rights can make a bucket or object public by one wrong setting.",
        zh: "未开启账号级开关时，任何有权限的用户一次误设即可将存储空间或文件公开。",
    },
    remediation: Phrase {
        en: "Find buckets that must stay public and serve them through CDN with private origin access, then switch on Block Public Access for the account in the OSS console.",
        zh: "先梳理确需公开的存储空间并改由 CDN 私有回源提供，再在 OSS 控制台开启账号级阻止公共访问。",
    },
    cli: "aliyun ossutil api put-public-access-block --public-access-block-configuration '{\"BlockPublicAccess\":\"true\"}'",
    reads: &[&oss::ACCOUNT_BLOCK],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let Some(block) = account.ask(&oss::ACCOUNT_BLOCK)?.got() else {
        return fail("public access was never blocked for the account", "账号级从未设置阻止公共访问");
    };
    if block.flag("BlockPublicAccess")? {
        pass("BlockPublicAccess of the account is true", "账号级 BlockPublicAccess 为 true")
    } else {
        fail("BlockPublicAccess of the account is false", "账号级 BlockPublicAccess 为 false")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_switch_decides() {
        for (said, expected) in [("true", Pass), ("false", Fail)] {
            let account = Fixture::new().answer(&oss::ACCOUNT_BLOCK, json!({ "BlockPublicAccess": said }));
            assert_eq!(account.verdict(&CHECK), expected, "{said}");
        }
        let absent = Fixture::new().absent(&oss::ACCOUNT_BLOCK, &[], "NoSuchPublicAccessBlockConfiguration");
        assert_eq!(absent.verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(Fixture::new().denied(&oss::ACCOUNT_BLOCK, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().answer(&oss::ACCOUNT_BLOCK, json!({})).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
