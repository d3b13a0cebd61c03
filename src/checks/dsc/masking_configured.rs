//! Data masking tasks exist.

use crate::api::sddp;
use crate::checks::Check;
use crate::checks::dsc_enabled::{active, not_active};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "dsc-masking-configured",
    severity: Severity::Low,
    effort: Effort::Project,
    resource: "account",
    title: Phrase { en: "Data masking tasks exist", zh: "已配置数据脱敏任务" },
    pass_when: Phrase {
        en: "DescribeDataMaskingTasks is read at the centres where Data Security Center is active; passes when at least 1 masking task is enabled (Status 1). Where it is not active the check is not applicable.",
        zh: "在已启用数据安全中心的服务中心读取 DescribeDataMaskingTasks；至少有 1 个启用（Status 为 1）的脱敏任务时通过，未启用数据安全中心的不适用。",
    },
    risk: Phrase {
        en: "Test and analysis systems are guarded less; real personal data copied there leaks more easily.",
        zh: "测试与分析环境防护较弱，真实个人信息复制到其中更易泄露。",
    },
    remediation: Phrase {
        en: "Data Security Center console > Data Masking: create a static masking task for each copy of production data that goes to test or analysis.",
        zh: "在“数据安全中心控制台 > 数据脱敏”中，为流向测试或分析环境的生产数据副本创建静态脱敏任务。",
    },
    cli: "",
    reads: &[&sddp::USER_STATUS, &sddp::MASKING_TASKS],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let places = active(account);
    if places.is_empty() {
        return not_active();
    }
    let (mut off, mut hole) = (0_usize, None);
    for (place, known) in places {
        let tasks = known.and_then(|()| account.ask_in(&sddp::MASKING_TASKS, place)?.must());
        let tasks = match tasks {
            Ok(tasks) => tasks.items(),
            Err(gap) => {
                hole = hole.or(Some(gap));
                continue;
            }
        };
        for task in tasks {
            match task.int("Status") {
                Ok(1) => {
                    let name = task.text("TaskName");
                    return pass(format!("masking task {name} is enabled"), format!("脱敏任务 {name} 已启用"));
                }
                Ok(_) => off += 1,
                Err(gap) => hole = hole.or(Some(gap)),
            }
        }
    }
    match hole {
        Some(gap) => Err(gap),
        None => fail(
            format!("no masking task is enabled ({off} disabled)"),
            format!("没有启用的脱敏任务（已停用 {off} 个）"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::dsc_enabled::fixtures::mainland;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn tasks(tasks: Value) -> Fixture {
        mainland(true, true).list(&sddp::MASKING_TASKS, tasks)
    }

    #[test]
    fn one_enabled_task_is_enough() {
        for (status, expected) in [(1, Pass), (0, Fail)] {
            let task = json!([{ "TaskName": "copy", "Status": status }]);
            assert_eq!(tasks(task).verdict(&CHECK), expected, "{status}");
        }
        assert_eq!(tasks(json!([])).verdict(&CHECK), Fail);
        assert_eq!(mainland(false, false).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(mainland(true, true).verdict(&CHECK), NotAssessed);
        assert_eq!(tasks(json!([])).denied(&sddp::MASKING_TASKS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(tasks(json!([])).denied(&sddp::USER_STATUS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(tasks(json!([{ "TaskName": "copy" }])).verdict(&CHECK), NotAssessed);
    }
}
