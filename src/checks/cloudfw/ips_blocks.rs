//! Intrusion prevention blocks attacks.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-ips-blocks",
    severity: Severity::High,
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
    actions: &["yundun-cloudfirewall:DescribeUserBuyVersion", "yundun-cloudfirewall:DescribeDefaultIPSConfig"],
    params: &[],
    covers: &[],
    references: &[],
};
