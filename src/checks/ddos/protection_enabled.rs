//! Anti-DDoS Pro is in service.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ddos-protection-enabled",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "Anti-DDoS Pro is in service", zh: "DDoS 高防已开通且状态正常" },
    pass_when: Phrase {
        en: "DescribeInstances is read at cn-hangzhou and ap-southeast-1; the account passes when an instance has Status 1 (normal) and Enabled 1. The free basic protection does not count.",
        zh: "在 cn-hangzhou 与 ap-southeast-1 读取 DescribeInstances；存在 Status 为 1（正常）且 Enabled 为 1 的实例即通过，免费的基础防护不计入。",
    },
    risk: Phrase {
        en: "A flood above the free threshold sends the address into a black hole and takes the service offline.",
        zh: "攻击超过免费防护阈值时，公网地址会被黑洞，业务中断。",
    },
    remediation: Phrase {
        en: "Buy Anti-DDoS Pro for services that must stay online, connect them and set cleaning thresholds to normal traffic.",
        zh: "为须保持在线的业务购买 DDoS 高防并完成接入，按正常流量设置清洗阈值。",
    },
    cli: "",
    actions: &["yundun-ddoscoo:DescribeInstanceIds", "yundun-ddoscoo:DescribeInstances"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "use-ddos-instance-for-security-protection" }],
    references: &[],
};
