//! Logs of the main services are gathered centrally.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-log-audit-enabled",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "Logs of the main services are gathered centrally", zh: "主要云产品日志集中采集" },
    pass_when: Phrase {
        en: "ListCollectionPolicies is read; passes when enabled policies cover ActionTrail, OSS, RDS, SLB or ALB, VPC, WAF, Cloud Firewall, Security Center and Kubernetes, as far as these are used. If only the older Log Audit Service may be in use, a person confirms.",
        zh: "读取 ListCollectionPolicies；启用的采集规则覆盖在用的操作审计、OSS、RDS、SLB 或 ALB、VPC、WAF、云防火墙、云安全中心与容器服务时通过。可能仅使用旧版日志审计服务的，转人工确认。",
    },
    risk: Phrase {
        en: "Logs scattered over products cannot be compared and are lost when a resource is deleted.",
        zh: "日志分散在各产品时无法关联分析，资源删除后日志也随之丢失。",
    },
    remediation: Phrase {
        en: "Log Service console > Log Application > cloud product log collection: add a collection rule for each service and gather into one project of an audit account. The rule API is served in cn-shanghai and ap-southeast-1 only.",
        zh: "在日志服务控制台的云产品日志采集（日志审计）中为各产品新建采集规则，集中到审计账号的同一 Project。规则接口仅在 cn-shanghai 与 ap-southeast-1 提供。",
    },
    cli: "aliyun sls UpsertCollectionPolicy --region cn-shanghai --body \"$(cat <collection-policy.json>)\"",
    actions: &["log:ListCollectionPolicies"],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Audit Logs for Multiple Cloud Services" },
        Covers { source: "cis-2.0", rule: "2.3" },
    ],
    references: &[],
};
