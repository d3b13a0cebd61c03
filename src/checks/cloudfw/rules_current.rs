//! Access control rules are used or reviewed within 180 days.

use crate::checks::Check;
use crate::domain::{Bound, ParamSpec, Severity};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-rules-current",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase {
        en: "Access control rules are used or reviewed within 180 days",
        zh: "访问控制策略在 180 天内命中或复核",
    },
    pass_when: Phrase {
        en: "HitLastTime, ModifyTime and Release of DescribeControlPolicy are read; the account passes when each enabled rule was hit or changed within 180 days (parameter max_age_days, default 180).",
        zh: "读取 DescribeControlPolicy 的 HitLastTime、ModifyTime 与 Release；各启用策略均在 180 天内（参数 max_age_days，默认 180）命中或修改过即通过。",
    },
    risk: Phrase {
        en: "Old rules nobody needs any more keep doors open and make reviews unreliable.",
        zh: "长期无用的策略会留下放行通道，并使策略复核失真。",
    },
    remediation: Phrase {
        en: "Go through the rules by last hit, delete or disable those without purpose, and write owner and reason into the description.",
        zh: "按最近命中时间梳理策略，删除或停用无用策略，并在描述中注明责任人与用途。",
    },
    cli: "aliyun cloudfw DeleteControlPolicy --AclUuid <rule-uuid> --Direction in",
    actions: &["yundun-cloudfirewall:DescribeUserBuyVersion", "yundun-cloudfirewall:DescribeControlPolicy"],
    params: &[ParamSpec {
        name: "max_age_days",
        default: 180,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[],
    references: &[],
};
