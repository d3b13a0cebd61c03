//! Host is protected against web shells.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-webshell-detection",
    severity: Severity::High,
    resource: "host",
    title: Phrase { en: "Host is protected against web shells", zh: "主机已开启网站后门防护" },
    pass_when: Phrase {
        en: "DescribeSuspiciousOverallConfig for type webshell_cloud_breaking is read; the host passes when Config is on and the host is within its scope.",
        zh: "读取类型 webshell_cloud_breaking 的 DescribeSuspiciousOverallConfig；Config 为 on 且主机在防护范围内即通过。",
    },
    risk: Phrase {
        en: "A web shell gives an attacker lasting control of the web server through normal web traffic.",
        zh: "网站后门使攻击者可借正常 Web 流量长期控制服务器。",
    },
    remediation: Phrase {
        en: "Switch on website backdoor connection defence under System Settings > Feature Settings and add the host to the protected servers.",
        zh: "在“系统设置 > 功能设置”中开启网站后门连接防御，并将该主机纳入防护范围。",
    },
    cli: "aliyun sas OperateSuspiciousOverallConfig --Type webshell_cloud_breaking --Config on",
    actions: &[
        "yundun-sas:DescribeSuspiciousOverallConfig",
        "yundun-sas:DescribeSuspiciousUUIDConfig",
        "yundun-sas:DescribeCloudCenterInstances",
    ],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Webshell Protection" },
        Covers { source: "cis-2.0", rule: "8.4" },
    ],
    references: &[],
};
