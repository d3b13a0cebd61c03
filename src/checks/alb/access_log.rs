//! ALB access logs go to Log Service.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "alb-access-log",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "ALB access logs go to Log Service", zh: "ALB 访问日志已接入日志服务" },
    pass_when: Phrase {
        en: "AccessLogConfig of GetLoadBalancerAttribute is read; the instance passes when LogProject and LogStore are set.",
        zh: "读取 GetLoadBalancerAttribute 的 AccessLogConfig；已设置 LogProject 与 LogStore 即通过。",
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
    actions: &["alb:ListLoadBalancers", "alb:GetLoadBalancerAttribute"],
    params: &[],
    covers: &[],
    references: &[],
};
