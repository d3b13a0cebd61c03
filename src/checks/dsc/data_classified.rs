//! Data assets have been scanned and graded.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "dsc-data-classified",
    severity: Severity::Medium,
    resource: "data asset",
    title: Phrase { en: "Data assets have been scanned and graded", zh: "数据资产已扫描并定级" },
    pass_when: Phrase {
        en: "DescribeInstances of Data Security Center is read; passes when the asset has a finished scan and a risk level (RiskLevelName). Assets not connected are listed from DescribeInstanceSources.",
        zh: "读取数据安全中心 DescribeInstances；资产已完成扫描并带有敏感级别（RiskLevelName）时通过，未接入的资产由 DescribeInstanceSources 列出。",
    },
    risk: Phrase {
        en: "Data without a grade gets the same protection as trivial data; the duties for personal and important data are then missed.",
        zh: "未定级的数据按一般数据保护，会遗漏对个人信息和重要数据的义务。",
    },
    remediation: Phrase {
        en: "Data Security Center console > Asset Center: authorise the source, run a detection task with the template of your industry, and have the owner confirm the grades.",
        zh: "在“数据安全中心控制台 > 资产中心”授权数据源，选用行业模板执行识别任务，并由数据责任人确认级别。",
    },
    cli: "aliyun sddp CreateDataLimit --ServiceRegionId <region-id> --ResourceType <type> --ParentId <asset-name> --Enable 1 --InstantlyScan true",
    actions: &["yundun-sddp:DescribeInstances", "yundun-sddp:DescribeInstanceSources"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/212906.html"],
};
