//! An alert fires when bucket or object ACLs change.

use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::alert::{self, Watch};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-oss-permission-changes",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase {
        en: "An alert fires when bucket or object ACLs change", zh: "存储空间或对象 ACL 变更触发告警"
    },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for PutBucket (which can set an ACL), PutBucketAcl and PutObjectAcl. A rule from the built-in template sls_app_audit_cis_at_oss_policy_change also passes.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中带 ACL 的 PutBucket、PutBucketAcl、PutObjectAcl 事件的告警规则时通过。使用内置模板 sls_app_audit_cis_at_oss_policy_change 的规则亦可。",
    },
    risk: Phrase {
        en: "One ACL change makes data readable by anyone; the time until it is seen decides how much leaks.",
        zh: "一次 ACL 变更即可使数据公开，发现的快慢决定泄露规模。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for OSS permission changes and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用 OSS 权限变更规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    reads: alert::READS,
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_oss_permission_changes_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for OSS Bucket Permission Changes" },
        Covers { source: "cis-2.0", rule: "2.14" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
    logic: Logic::Account(judge),
};

const WATCH: Watch = Watch {
    events: &["PutBucket", "PutBucketAcl", "PutObjectAcl"],
    service: "Oss",
    templates: &["sls_app_audit_cis_at_oss_policy_change"],
};

fn judge(account: &Account<'_>) -> Outcome {
    alert::judge(account, &WATCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FindingStatus::{Fail, Pass};
    use crate::evaluate::alert::sample::{from_template, holds, watching};

    const QUERY: &str = "\"event.serviceName\": Oss and (\"event.eventName\": PutBucketAcl or \
        \"event.eventName\": PutObjectAcl or \
        (\"event.eventName\": PutBucket and \"event.requestParameters.acl\": *))";

    #[test]
    fn the_published_query_passes_and_less_fails() {
        holds(&CHECK, QUERY, "PutObjectAcl");
    }

    #[test]
    fn several_alerts_share_the_events() {
        let halves = ["PutBucket", "PutBucketAcl or PutObjectAcl"];
        assert_eq!(watching(&halves).verdict(&CHECK), Pass);
        assert_eq!(watching(&halves[..1]).verdict(&CHECK), Fail);
    }

    #[test]
    fn the_built_in_template_counts() {
        for template in WATCH.templates {
            assert_eq!(from_template(template).verdict(&CHECK), Pass, "{template}");
        }
        assert_eq!(from_template("sls_app_other").verdict(&CHECK), Fail);
    }
}
