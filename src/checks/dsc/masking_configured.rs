//! Data masking tasks exist.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "dsc-masking-configured",
    severity: Severity::Low,
    resource: "account",
    title: Phrase { en: "Data masking tasks exist", zh: "已配置数据脱敏任务" },
    pass_when: Phrase {
        en: "DescribeDataMaskingTasks is read; passes when at least 1 masking task exists.",
        zh: "读取 DescribeDataMaskingTasks；至少存在 1 个脱敏任务时通过。",
    },
    risk: Phrase {
        en: "Test and analysis systems are guarded less; real personal data copied there leaks more easily.",
        zh: "测试与分析环境防护较弱，真实个人信息复制到其中更易泄露。",
    },
    remediation: Phrase {
        en: "Data Security Center console > Data Masking: create a static masking task for each copy of production data that goes to test or analysis.",
        zh: "在“数据安全中心控制台 > 数据脱敏”中，为流向测试或分析环境的生产数据副本创建静态脱敏任务。",
    },
    cli: "",
    actions: &["yundun-sddp:DescribeDataMaskingTasks"],
    params: &[],
    covers: &[],
    references: &[],
};
