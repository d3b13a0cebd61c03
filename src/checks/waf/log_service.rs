//! WAF logs are stored in Log Service for all objects.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "waf-log-service",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase {
        en: "WAF logs are stored in Log Service for all objects", zh: "WAF 日志已对全部防护对象开启"
    },
    pass_when: Phrase {
        en: "DescribeUserWafLogStatus and DescribeResourceLogStatus are read; the account passes when LogStatus is normal and each protected object has Status true (WAF 2.0: SlsLogActive 1). No instance is not applicable.",
        zh: "读取 DescribeUserWafLogStatus 与 DescribeResourceLogStatus；LogStatus 为 normal 且各防护对象 Status 为 true（WAF 2.0 为 SlsLogActive 等于 1）即通过，未开通的不适用。",
    },
    risk: Phrase {
        en: "Without request logs web attacks cannot be analysed or proven.",
        zh: "缺少访问日志时，Web 攻击无法分析与取证。",
    },
    remediation: Phrase {
        en: "Switch on the log service of WAF, enable it for each protected object, and keep the logs 180 days or more.",
        zh: "开通 WAF 日志服务并对各防护对象启用，留存 180 天以上。",
    },
    cli: "aliyun waf-openapi ModifyResourceLogStatus --InstanceId <instance-id> --RegionId cn-hangzhou --Resource <protected-object> --Status true",
    actions: &[
        "yundun-waf:DescribeInstance",
        "yundun-waf:DescribeUserWafLogStatus",
        "yundun-waf:DescribeDefenseResources",
        "yundun-waf:DescribeResourceLogStatus",
        "yundun-waf:DescribeInstanceInfo",
        "yundun-waf:DescribeLogServiceStatus",
    ],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Simple Log Service for Web Application Firewall" },
        Covers { source: "cis-2.0", rule: "2.7" },
    ],
    references: &[],
};
