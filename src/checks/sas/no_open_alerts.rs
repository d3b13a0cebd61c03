//! No serious alarm is waiting to be handled.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-no-open-alerts",
    severity: Severity::High,
    resource: "account",
    title: Phrase { en: "No serious alarm is waiting to be handled", zh: "无待处理的高等级安全告警" },
    pass_when: Phrase {
        en: "DescribeSuspEvents is read with Dealed=N; the account passes when no event of level serious or suspicious is open.",
        zh: "以 Dealed=N 读取 DescribeSuspEvents；无 serious 或 suspicious 等级的待处理事件即通过。",
    },
    risk: Phrase {
        en: "An open alarm may be an intrusion that is still going on.",
        zh: "未处理的告警可能对应正在进行的入侵。",
    },
    remediation: Phrase {
        en: "Handle each alarm under Detection and Response > Alerts: isolate, remove, or mark as false with a reason; report incidents as the law asks.",
        zh: "在“检测响应 > 安全告警”中逐条处置：隔离、清除或说明误报理由，构成事件的依法报告。",
    },
    cli: "",
    actions: &["yundun-sas:DescribeSuspEvents"],
    params: &[],
    covers: &[],
    references: &[],
};
