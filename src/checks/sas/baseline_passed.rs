//! Host passes the baseline checks.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-baseline-passed",
    severity: Severity::High,
    resource: "host",
    title: Phrase { en: "Host passes the baseline checks", zh: "主机基线检查通过" },
    pass_when: Phrase {
        en: "Baseline results are read per host with DescribeCheckWarningSummary; the host passes when a check has been run and no high-risk item failed (HighWarningCount 0). A host without results is not assessed.",
        zh: "按主机读取 DescribeCheckWarningSummary 的基线结果；已执行检查且高风险项未通过数（HighWarningCount）为 0 即通过，无结果的主机不作评估。",
    },
    risk: Phrase {
        en: "Weak passwords, missing lockout or audit settings on the host are the easiest way in.",
        zh: "主机弱口令、缺少登录失败锁定或审计等配置缺陷最易被利用。",
    },
    remediation: Phrase {
        en: "Create a baseline policy with the MLPS template, run it on all hosts, and fix or justify each failed item under Risk Governance > Baseline Risks.",
        zh: "创建含等保基线模板的检查策略并对全部主机执行，在“风险治理 > 基线风险”中逐项整改或说明。",
    },
    cli: "",
    actions: &["yundun-sas:DescribeCheckWarningSummary", "yundun-sas:DescribeCloudCenterInstances"],
    params: &[],
    covers: &[],
    references: &[],
};
