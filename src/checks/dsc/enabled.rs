//! Data Security Center is active.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "dsc-enabled",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "Data Security Center is active", zh: "已启用数据安全中心" },
    pass_when: Phrase {
        en: "DescribeUserStatus is read; passes when Purchased and Authed are both true.",
        zh: "读取 DescribeUserStatus；Purchased 与 Authed 均为 true 时通过。",
    },
    risk: Phrase {
        en: "Without discovery, nobody knows where personal or important data lies, and protection cannot follow the grade.",
        zh: "没有数据识别就不清楚个人信息与重要数据所在，也无法按级别保护。",
    },
    remediation: Phrase {
        en: "Data Security Center console: buy an instance, authorise access to cloud resources, and connect OSS, RDS and other sources. Another tool can be shown by documents.",
        zh: "在数据安全中心控制台购买实例并授权访问云资源，接入 OSS、RDS 等数据源；使用其他工具的以材料证明。",
    },
    cli: "",
    actions: &["yundun-sddp:DescribeUserStatus"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/425738.html"],
};
