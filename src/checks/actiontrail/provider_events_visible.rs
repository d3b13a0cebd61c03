//! Platform operation logs are delivered to the customer.

use crate::api::sls;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, manual, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-provider-events-visible",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase {
        en: "Platform operation logs are delivered to the customer", zh: "平台操作日志已投递给租户"
    },
    pass_when: Phrase {
        en: "ListProject and ListLogStores are read; passes when a logstore of the Inner-ActionTrail feature (name prefix innertrail_) exists. If the feature is not open to the account, a person confirms.",
        zh: "读取 ListProject 与 ListLogStores；存在 Inner-ActionTrail 功能的日志库（名称前缀 innertrail_）时通过。账号未开放该功能的转人工确认。",
    },
    risk: Phrase {
        en: "Operations by the provider on the customer's resources stay unseen, so the customer cannot audit the platform side.",
        zh: "云服务商对租户资源的操作不可见，租户无法审计平台侧行为。",
    },
    remediation: Phrase {
        en: "Log Service console > Import Data > platform operation logs (Inner-ActionTrail): apply for access if needed, then choose project and logstore.",
        zh: "在日志服务控制台“接入数据”中选择平台操作日志（Inner-ActionTrail），必要时先申请开通，再选定 Project 与日志库。",
    },
    cli: "",
    reads: &[&sls::LOGSTORES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let logstores = account.list(&sls::LOGSTORES);
    if let Some(found) = logstores.items.iter().find(|l| l.id().starts_with("innertrail_")) {
        let (project, name) = (found.sent("project"), found.id());
        return pass(format!("logstore {project}/{name} exists"), format!("存在日志库 {project}/{name}"))
            .map(|v| v.bounded("whether events still arrive was not examined", "未核查平台操作日志是否持续写入"));
    }
    if let Some((_, gap)) = logstores.gaps.into_iter().next() {
        return Err(gap);
    }
    manual(
        "no logstore innertrail_*; is Inner-ActionTrail opened, \
         and does it deliver to a logstore of another name? Look at the ActionTrail console",
        "未发现 innertrail_ 日志库；是否已开通平台操作日志（Inner-ActionTrail）并投递到其他日志库？请核对操作审计控制台",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Manual, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const PROJECT: &[(&str, &str)] = &[("project", "p-1")];

    fn project() -> Fixture {
        Fixture::new().list(&sls::PROJECTS, json!([{ "projectName": "p-1" }]))
    }

    #[test]
    fn the_name_of_a_logstore_decides() {
        for (name, expected) in [("innertrail_all", Pass), ("actiontrail_all", Manual), ("my-innertrail_", Manual)] {
            let account = project().detail_list(&sls::LOGSTORES, PROJECT, json!([name]));
            assert_eq!(account.verdict(&CHECK), expected, "{name}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(project().denied(&sls::LOGSTORES, PROJECT).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&sls::PROJECTS, &[]).verdict(&CHECK), NotAssessed);
    }
}
