//! Web Application Firewall is in service.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "waf-enabled",
    severity: Severity::High,
    resource: "account",
    title: Phrase { en: "Web Application Firewall is in service", zh: "Web 应用防火墙已开通且状态正常" },
    pass_when: Phrase {
        en: "DescribeInstance is read for cn-hangzhou and ap-southeast-1 (WAF 2.0: DescribeInstanceInfo); the account passes when an InstanceId is returned with Status 1 (normal).",
        zh: "在 cn-hangzhou 与 ap-southeast-1 读取 DescribeInstance（WAF 2.0 为 DescribeInstanceInfo）；返回 InstanceId 且 Status 为 1（正常）即通过。",
    },
    risk: Phrase {
        en: "Web sites without a WAF face injection, crawlers and new exploits directly.",
        zh: "未部署 WAF 的网站直接面对注入、爬虫与新型漏洞攻击。",
    },
    remediation: Phrase {
        en: "Buy WAF 3.0, then connect the web entry points; an instance without any domain protects nothing.",
        zh: "开通 WAF 3.0 并接入 Web 入口；未接入域名的实例不产生防护作用。",
    },
    cli: "",
    actions: &["yundun-waf:DescribeInstance", "yundun-waf:DescribeInstanceInfo"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "use-waf-instance-for-security-protection" }],
    references: &[],
};
