//! Intrusion prevention blocks attacks.

use crate::api::cloudfw;
use crate::checks::Check;
use crate::checks::cloudfw_enabled::centres;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-ips-blocks",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "account",
    title: Phrase { en: "Intrusion prevention blocks attacks", zh: "云防火墙入侵防御处于拦截模式" },
    pass_when: Phrase {
        en: "DescribeDefaultIPSConfig is read; the account passes when RunMode is 1 (block) and BasicRules, CtiRules and PatchRules are 1.",
        zh: "读取 DescribeDefaultIPSConfig；RunMode 为 1（拦截）且 BasicRules、CtiRules、PatchRules 均为 1 即通过。",
    },
    risk: Phrase {
        en: "In monitor mode attacks are listed but reach their target.",
        zh: "观察模式仅记录攻击，攻击仍会到达目标。",
    },
    remediation: Phrase {
        en: "After a watch period without false hits, set block mode under Prevention Configuration and switch on basic rules, threat intelligence and virtual patches.",
        zh: "经观察确认无误报后，在“防护配置 > IPS 配置”中切换为拦截模式，并开启基础防御、威胁情报与虚拟补丁。",
    },
    cli: "aliyun cloudfw ModifyDefaultIPSConfig --RunMode 1 --BasicRules 1 --CtiRules 1 --PatchRules 1 --RuleClass 2",
    reads: &[&cloudfw::VERSION, &cloudfw::IPS],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    centres(account, |place| {
        let ips = account.ask_in(&cloudfw::IPS, place)?.must()?;
        let (mode, basic) = (ips.int("RunMode")?, ips.int("BasicRules")?);
        let (intelligence, patches) = (ips.int("CtiRules")?, ips.int("PatchRules")?);
        let words = format!("RunMode {mode}, BasicRules {basic}, CtiRules {intelligence}, PatchRules {patches}");
        Ok((mode == 1 && basic == 1 && intelligence == 1 && patches == 1, words.clone(), words))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::checks::cloudfw_enabled::fixtures::{bought, none};
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn it_must_block_with_every_rule_set() {
        let good = json!({ "RunMode": 1, "BasicRules": 1, "CtiRules": 1, "PatchRules": 1 });
        assert_eq!(bought().answer(&cloudfw::IPS, good.clone()).verdict(&CHECK), Pass);
        for field in ["RunMode", "BasicRules", "CtiRules", "PatchRules"] {
            let mut off = good.clone();
            off[field] = 0.into();
            assert_eq!(bought().answer(&cloudfw::IPS, off).verdict(&CHECK), Fail, "{field}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bought().answer(&cloudfw::IPS, json!({ "RunMode": 1 })).verdict(&CHECK), NotAssessed);
        assert_eq!(bought().denied(&cloudfw::IPS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
        assert_eq!(none().verdict(&CHECK), NotApplicable);
    }
}
