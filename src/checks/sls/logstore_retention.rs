//! Logs are kept for at least 180 days.

use crate::api::sls;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, ParamSpec, Resource, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, measure, not_applicable, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-logstore-retention",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "logstore",
    title: Phrase { en: "Logs are kept for at least 180 days", zh: "日志保存期不少于 180 天" },
    pass_when: Phrase {
        en: "GetLogStore is read for each logstore; passes when ttl is at least 180 days (3650 means for ever). Hot and cold tiers lie inside ttl.",
        zh: "逐个日志库读取 GetLogStore；ttl 不少于 180 天时通过（3650 表示永久保存）。冷热分层的天数包含在 ttl 之内。",
    },
    risk: Phrase {
        en: "Chinese law asks for network logs of at least six months. Shorter storage also ends before many intrusions are found.",
        zh: "法律要求网络日志留存不少于六个月；保存期过短，许多入侵在被发现前证据已过期。",
    },
    remediation: Phrase {
        en: "Log Service console > the logstore > Modify: set the retention period to 180 days or more (365 for CIS). Move older data to a cheaper tier rather than deleting it.",
        zh: "在“日志服务控制台 > 日志库 > 修改”中将数据保存时间设为 180 天或以上（CIS 要求 365 天）；可将旧数据转入低频存储，而不是删除。",
    },
    cli: "aliyun sls UpdateLogStore --project <project> --logstore <logstore> --body '{\"logstoreName\":\"<logstore>\",\"ttl\":180}'",
    reads: &[&sls::LOGSTORE],
    params: &[ParamSpec {
        name: "min_days",
        default: 180,
        bound: Bound::AtLeast,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[
        Covers { source: "prowler", rule: "sls_logstore_retention_period" },
        Covers { source: "trend-vision-one", rule: "Check for Sufficient Log Retention Period" },
        Covers { source: "cis-2.0", rule: "2.23" },
    ],
    references: &["https://help.aliyun.com/document_detail/308645.html"],
    logic: Logic::Custom(judge_all),
};

fn judge_all(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let listing = account.list(&sls::LOGSTORES);
    if listing.items.is_empty() && listing.gaps.is_empty() {
        sheet.account(not_applicable("no logstore in the account", "账号内没有日志库"));
    }
    for logstore in sheet.items_of(listing) {
        sheet.resource(resource(&logstore), judge(&logstore));
    }
}

/// Names of logstores are unique in their project only.
fn resource(logstore: &Item<'_>) -> Resource {
    let (project, name) = (logstore.sent("project"), logstore.id());
    let (region, account) = (logstore.region(), logstore.account().id());
    Resource {
        id: format!("{project}/{name}"),
        arn: format!("acs:log:{region}:{account}:project/{project}/logstore/{name}"),
        ..logstore.resource()
    }
}

fn judge(logstore: &Item<'_>) -> Outcome {
    let Some(settings) = logstore.ask(&sls::LOGSTORE)?.got() else { return skip() };
    match settings.int("ttl")? {
        3650.. => measure("min_days", i64::MAX, "ttl is 3650: kept for ever", "ttl 为 3650，永久保存"),
        days => measure("min_days", days, format!("ttl is {days} days"), format!("ttl 为 {days} 天")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const PROJECT: &[(&str, &str)] = &[("project", "p-1")];
    const LOGSTORE: &[(&str, &str)] = &[("project", "p-1"), ("logstore", "app")];

    fn logstores() -> Fixture {
        let account = Fixture::new().list(&sls::PROJECTS, json!([{ "projectName": "p-1" }]));
        account.detail_list(&sls::LOGSTORES, PROJECT, json!(["app"]))
    }

    fn verdict(body: Value) -> FindingStatus {
        logstores().detail(&sls::LOGSTORE, LOGSTORE, body).verdict(&CHECK)
    }

    #[test]
    fn the_days_decide() {
        for (days, expected) in [(180, Pass), (179, Fail), (30, Fail), (365, Pass), (3650, Pass)] {
            assert_eq!(verdict(json!({ "ttl": days })), expected, "{days}");
        }
        // A tier lies inside ttl, it adds nothing.
        assert_eq!(verdict(json!({ "ttl": 90, "hot_ttl": 30, "infrequentAccessTTL": 365 })), Fail);
        assert_eq!(verdict(json!({ "hot_ttl": 365 })), NotAssessed);
    }

    #[test]
    fn logstores_of_one_name_in_two_projects_are_two_resources() {
        let account = Fixture::new()
            .list(&sls::PROJECTS, json!([{ "projectName": "p-1" }, { "projectName": "p-2" }]))
            .detail_list(&sls::LOGSTORES, PROJECT, json!(["app"]))
            .detail(&sls::LOGSTORE, LOGSTORE, json!({ "ttl": 30 }))
            .detail_list(&sls::LOGSTORES, &[("project", "p-2")], json!(["app"]))
            .detail(&sls::LOGSTORE, &[("project", "p-2"), ("logstore", "app")], json!({ "ttl": 365 }));
        assert_eq!(account.verdicts(&CHECK), [("p-1/app".into(), Fail), ("p-2/app".into(), Pass)]);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(logstores().denied(&sls::LOGSTORE, LOGSTORE).verdict(&CHECK), NotAssessed);
        let unlisted = Fixture::new().list(&sls::PROJECTS, json!([{ "projectName": "p-1" }]));
        assert_eq!(unlisted.denied(&sls::LOGSTORES, PROJECT).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&sls::PROJECTS, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_logstores_is_not_applicable() {
        assert_eq!(Fixture::new().list(&sls::PROJECTS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
