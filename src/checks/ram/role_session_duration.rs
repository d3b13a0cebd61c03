//! Role sessions last at most 12 hours.

use crate::api::ram;
use crate::checks::Check;
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Item, Logic, Outcome, measure};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-role-session-duration",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "role",
    title: Phrase { en: "Role sessions last at most 12 hours", zh: "角色会话时长不超过 12 小时" },
    pass_when: Phrase {
        en: "ListRoles is read; passes when MaxSessionDuration is at most 12 hours (43,200 seconds).",
        zh: "读取 ListRoles；MaxSessionDuration 不超过 12 小时（43200 秒）时通过。",
    },
    risk: Phrase {
        en: "Temporary credentials work until they end. The longer they live, the longer a stolen token can be used.",
        zh: "临时凭证在到期前一直有效，时长越长，被窃令牌可用的时间越久。",
    },
    remediation: Phrase {
        en: "RAM console > Roles > the role: lower the maximum session duration to what the task needs; one hour suits most programs.",
        zh: "在“RAM 控制台 > 角色”中将最大会话时间调低到任务所需，多数程序一小时即可。",
    },
    cli: "aliyun ram UpdateRole --RoleName <role-name> --NewMaxSessionDuration 3600",
    reads: &[&ram::ROLES],
    params: &[ParamSpec {
        name: "max_hours",
        default: 12,
        bound: Bound::AtMost,
        unit: Phrase { en: "hours", zh: "小时" },
    }],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Items { of: &ram::ROLES, judge },
};

fn judge(role: &Item<'_>) -> Outcome {
    let seconds = role.int("MaxSessionDuration")?;
    // Part of an hour counts as one.
    let hours = seconds.saturating_add(3599) / 3600;
    measure("max_hours", hours, format!("sessions last up to {seconds} seconds"), format!("最大会话时间 {seconds} 秒"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn role(role: serde_json::Value) -> Fixture {
        Fixture::new().list(&ram::ROLES, json!([role]))
    }

    #[test]
    fn twelve_hours_pass_and_a_second_more_fails() {
        for (seconds, expected) in [(3600, Pass), (43_200, Pass), (43_201, Fail)] {
            let account = role(json!({ "RoleName": "deploy", "MaxSessionDuration": seconds }));
            assert_eq!(account.verdict(&CHECK), expected, "{seconds}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let silent = role(json!({ "RoleName": "deploy" }));
        for account in [silent, Fixture::new().denied(&ram::ROLES, &[]), Fixture::new()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
        assert_eq!(Fixture::new().list(&ram::ROLES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
