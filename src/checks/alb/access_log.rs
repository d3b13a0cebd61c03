//! ALB access logs go to Log Service.

use crate::api::{alb, sls};
use crate::checks::Check;
use crate::checks::vpc_flow_log_delivered::store_exists;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "alb-access-log",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "ALB access logs go to Log Service", zh: "ALB 访问日志已接入日志服务" },
    pass_when: Phrase {
        en: "AccessLogConfig of GetLoadBalancerAttribute is read; the instance passes when LogProject and LogStore are set and the logstore exists (ListLogStores).",
        zh: "读取 GetLoadBalancerAttribute 的 AccessLogConfig；已设置 LogProject 与 LogStore 且该日志库存在（ListLogStores）即通过。",
    },
    risk: Phrase {
        en: "Without request logs at the entry, attacks and misuse cannot be traced to a source address.",
        zh: "入口缺少访问日志时，攻击与滥用无法追溯到来源地址。",
    },
    remediation: Phrase {
        en: "Create an access log for the instance in the ALB console and keep the logstore 180 days or more.",
        zh: "在应用型负载均衡 ALB 控制台为实例创建访问日志，日志库留存 180 天以上。",
    },
    cli: "aliyun alb EnableLoadBalancerAccessLog --LoadBalancerId <lb-id> --LogProject <project> --LogStore <logstore>",
    reads: &[&alb::LOAD_BALANCER, &sls::LOGSTORES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &alb::LOAD_BALANCERS, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let detail = instance.ask(&alb::LOAD_BALANCER)?.must()?;
    // Without access log the whole block is left out.
    let (project, store) = (detail.text("AccessLogConfig.LogProject"), detail.text("AccessLogConfig.LogStore"));
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

    const LB: &[(&str, &str)] = &[("LoadBalancerId", "alb-1")];

    #[test]
    fn both_parts_of_the_target_are_needed() {
        let instance = || Fixture::new().list(&alb::LOAD_BALANCERS, json!([{ "LoadBalancerId": "alb-1" }]));
        for (config, expected) in [
            (json!({ "LogProject": "web", "LogStore": "alb" }), Pass),
            (json!({ "LogProject": "web", "LogStore": "" }), Fail),
            (json!({ "LogProject": "web", "LogStore": "gone" }), Fail),
            (json!({ "LogProject": "gone", "LogStore": "alb" }), Fail),
            (json!(null), Fail),
        ] {
            let detail = json!({ "LoadBalancerId": "alb-1", "AccessLogConfig": config });
            let account = instance()
                .detail(&alb::LOAD_BALANCER, LB, detail)
                .list(&sls::PROJECTS, json!([{ "projectName": "web" }]))
                .detail_list(&sls::LOGSTORES, &[("project", "web")], json!(["alb"]));
            assert_eq!(account.verdict(&CHECK), expected, "{config}");
        }
        assert_eq!(instance().denied(&alb::LOAD_BALANCER, LB).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&alb::LOAD_BALANCERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&alb::LOAD_BALANCERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
