//! An alert fires when RDS instance settings change.

use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::alert::{self, Watch};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-rds-changes",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "An alert fires when RDS instance settings change", zh: "RDS 实例配置变更触发告警" },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for all of the RDS changes ModifyDBInstanceSpec, ModifySecurityIps, ModifyDBInstanceSSL, AllocateInstancePublicConnection and DeleteBackup.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中 ModifyDBInstanceSpec、ModifySecurityIps、ModifyDBInstanceSSL、AllocateInstancePublicConnection、DeleteBackup 等全部五类 RDS 变更事件的告警规则时通过。",
    },
    risk: Phrase {
        en: "A changed allow-list, a public address or a deleted backup exposes the database directly.",
        zh: "放宽白名单、开通公网地址或删除备份，都会直接危及数据库。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for RDS changes and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用 RDS 配置变更规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    reads: alert::READS,
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_rds_instance_configuration_changes_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for RDS Instance Configuration Changes" },
        Covers { source: "cis-2.0", rule: "2.15" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
    logic: Logic::Account(judge),
};

const WATCH: Watch = Watch {
    events: &[
        "ModifyDBInstanceSpec",
        "ModifySecurityIps",
        "ModifyDBInstanceSSL",
        "AllocateInstancePublicConnection",
        "DeleteBackup",
    ],
    service: "Rds",
    templates: &[],
};

fn judge(account: &Account<'_>) -> Outcome {
    alert::judge(account, &WATCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FindingStatus::{Fail, Pass};
    use crate::evaluate::alert::sample::{holds, watching};

    const QUERY: &str = "\"event.serviceName\": rds and (\"event.eventName\": ModifyDBInstanceSpec or \
        \"event.eventName\": ModifySecurityIps or \"event.eventName\": ModifyDBInstanceSSL or \
        \"event.eventName\": AllocateInstancePublicConnection or \"event.eventName\": DeleteBackup)";

    #[test]
    fn the_published_query_passes_and_less_fails() {
        holds(&CHECK, QUERY, "ModifySecurityIps");
    }

    #[test]
    fn several_alerts_share_the_events() {
        let halves = [
            "ModifyDBInstanceSpec or ModifySecurityIps",
            "ModifyDBInstanceSSL or AllocateInstancePublicConnection or DeleteBackup",
        ];
        assert_eq!(watching(&halves).verdict(&CHECK), Pass);
        assert_eq!(watching(&halves[..1]).verdict(&CHECK), Fail);
    }
}
