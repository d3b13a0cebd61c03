//! CLB access logs go to Log Service.

use crate::api::{slb, sls};
use crate::checks::Check;
use crate::checks::slb_listener_https::running_listeners;
use crate::checks::vpc_flow_log_delivered::store_exists;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-access-log",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "CLB access logs go to Log Service", zh: "CLB 访问日志已接入日志服务" },
    pass_when: Phrase {
        en: "DescribeAccessLogsDownloadAttribute is read; an instance with HTTP or HTTPS listeners passes when a LogProject and LogStore are set for it and the logstore exists (ListLogStores). Others are not applicable.",
        zh: "读取 DescribeAccessLogsDownloadAttribute；含 HTTP 或 HTTPS 监听的实例已设置 LogProject 与 LogStore 且该日志库存在（ListLogStores）即通过，其他不适用。",
    },
    risk: Phrase {
        en: "Without request logs at the entry, attacks and misuse cannot be traced to a source address.",
        zh: "入口缺少访问日志时，攻击与滥用无法追溯到来源地址。",
    },
    remediation: Phrase {
        en: "Set project and logstore for the instance under Logs > Access Logs and keep them 180 days or more.",
        zh: "在“日志管理 > 访问日志”中为实例设置项目与日志库，留存 180 天以上。",
    },
    cli: "aliyun slb SetAccessLogsDownloadAttribute --RegionId <region-id> --LoadBalancerId <lb-id> --LogsDownloadAttributes '[{\"LogProject\":\"<project>\",\"LogStore\":\"<logstore>\",\"LoadBalancerId\":\"<lb-id>\"}]'",
    reads: &[&slb::LOAD_BALANCERS, &slb::LISTENERS, &slb::ACCESS_LOGS, &sls::LOGSTORES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &slb::LOAD_BALANCERS, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let mut web = false;
    for listener in running_listeners(instance)? {
        web |= matches!(listener.str("ListenerProtocol")?, "http" | "https");
    }
    if !web {
        return not_applicable("no running HTTP or HTTPS listener", "没有运行中的 HTTP 或 HTTPS 监听");
    }
    let targets = instance.account().ask_in(&slb::ACCESS_LOGS, instance.region())?.must()?.items();
    let target = targets.iter().find(|target| target.text("LoadBalancerId") == instance.id());
    let (project, store) = target.map_or(("", ""), |target| (target.text("LogProject"), target.text("LogStore")));
    if project.is_empty() || store.is_empty() {
        return fail("no log target", "未配置访问日志");
    }
    if !store_exists(instance, project, store)? {
        return fail(
            format!("the log target {project}/{store} does not exist"),
            format!("访问日志目标 {project}/{store} 不存在"),
        );
    }
    pass(format!("logs go to {project}/{store}"), format!("访问日志写入 {project}/{store}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn instance(protocol: &str) -> Fixture {
        let listener = json!([{ "LoadBalancerId": "lb-1", "ListenerProtocol": protocol, "Status": "running" }]);
        Fixture::new().list(&slb::LOAD_BALANCERS, json!([{ "LoadBalancerId": "lb-1" }])).list(&slb::LISTENERS, listener)
    }

    fn stores(account: Fixture) -> Fixture {
        let projects = account.list(&sls::PROJECTS, json!([{ "projectName": "web" }]));
        projects.detail_list(&sls::LOGSTORES, &[("project", "web")], json!(["slb"]))
    }

    #[test]
    fn the_target_of_the_instance_itself() {
        for (id, store, expected) in
            [("lb-1", "slb", Pass), ("lb-1", "", Fail), ("lb-1", "gone", Fail), ("lb-2", "slb", Fail)]
        {
            let target = json!([{ "LoadBalancerId": id, "LogProject": "web", "LogStore": store }]);
            let account = stores(instance("https").list(&slb::ACCESS_LOGS, target));
            assert_eq!(account.verdict(&CHECK), expected, "{id} {store}");
        }
        assert_eq!(instance("tcp").verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        assert_eq!(instance("http").denied(&slb::ACCESS_LOGS, &[]).verdict(&CHECK), NotAssessed);
        let target = json!([{ "LoadBalancerId": "lb-1", "LogProject": "web", "LogStore": "slb" }]);
        let unread = instance("http").list(&slb::ACCESS_LOGS, target).denied(&sls::PROJECTS, &[]);
        assert_eq!(unread.verdict(&CHECK), NotAssessed);
        let listed = Fixture::new().list(&slb::LOAD_BALANCERS, json!([{ "LoadBalancerId": "lb-1" }]));
        assert_eq!(listed.denied(&slb::LISTENERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&slb::LOAD_BALANCERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&slb::LOAD_BALANCERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
