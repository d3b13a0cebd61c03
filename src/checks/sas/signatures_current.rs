//! Virus scan with current signatures in the last 30 days.

use crate::checks::Check;
use crate::domain::{Bound, ParamSpec, Severity};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-signatures-current",
    severity: Severity::High,
    resource: "account",
    title: Phrase {
        en: "Virus scan with current signatures in the last 30 days", zh: "最近 30 天内完成病毒库查杀"
    },
    pass_when: Phrase {
        en: "GetVirusScanLatestTaskStatistic is read; the account passes when the newest virus scan is complete (Status 100) and at most 30 days old (parameter max_age_days, default 30). The provider updates the signatures in the cloud.",
        zh: "读取 GetVirusScanLatestTaskStatistic；最近一次病毒查杀已完成（Status 为 100）且在 30 天内（参数 max_age_days，默认 30）即通过；病毒库由云端统一更新。",
    },
    risk: Phrase {
        en: "Malware that came in before its signature existed is found only by a new scan.",
        zh: "特征入库前已潜入的恶意程序，须经重新查杀才能发现。",
    },
    remediation: Phrase {
        en: "Set up a periodic virus scan for all hosts under Host Protection > Virus Detection and Removal and handle its results.",
        zh: "在“主机防护 > 病毒查杀”中为全部主机设置周期性查杀，并处置结果。",
    },
    cli: "aliyun sas CreateVirusScanOnceTask --ScanType system --SelectionKey <selection-key>",
    actions: &["yundun-sas:GetVirusScanLatestTaskStatistic", "yundun-sas:GetVirusScanConfig"],
    params: &[ParamSpec {
        name: "max_age_days",
        default: 30,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[],
    references: &[],
};
