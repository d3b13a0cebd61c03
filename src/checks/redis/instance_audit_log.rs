//! Audit log is on for the Redis instance.

use crate::api::kvstore;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-audit-log",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "Audit log is on for the Redis instance", zh: "Redis 实例已开启审计日志" },
    pass_when: Phrase {
        en: "DescribeAuditLogConfig is read; the instance passes when DbAudit is true. Retention is shown as evidence.",
        zh: "读取 DescribeAuditLogConfig；DbAudit 为 true 即通过，Retention 作为证据展示。",
    },
    risk: Phrase {
        en: "Without it, dangerous commands and reads of sensitive keys cannot be traced.",
        zh: "未开启时，高危命令与敏感键的访问无从追溯。",
    },
    remediation: Phrase {
        en: "Switch on Audit Log under Logs with a retention of 180 days or more.",
        zh: "在“日志管理 > 审计日志”中开启，留存设为 180 天以上。",
    },
    cli: "aliyun r-kvstore ModifyAuditLogConfig --InstanceId <instance-id> --DbAudit true --Retention 180",
    reads: &[&kvstore::AUDIT],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &kvstore::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let audit = instance.ask(&kvstore::AUDIT)?.must()?;
    if !audit.flag("DbAudit")? {
        return fail("DbAudit is false", "DbAudit 为 false，未开启审计日志");
    }
    match audit.maybe_int("Retention") {
        Some(days) => pass(format!("on, kept for {days} days"), format!("已开启审计日志，留存 {days} 天")),
        None => pass("on; the answer names no retention", "已开启审计日志，返回中未给出留存天数"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("InstanceId", "r-1")];

    fn instances() -> Fixture {
        Fixture::new().list(&kvstore::INSTANCES, json!([{ "InstanceId": "r-1", "NetworkType": "VPC" }]))
    }

    #[test]
    fn the_switch_decides() {
        for (said, expected) in [("true", Pass), ("false", Fail)] {
            let body = json!({ "DbAudit": said, "Retention": "180" });
            assert_eq!(instances().detail(&kvstore::AUDIT, ID, body).verdict(&CHECK), expected, "{said}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&kvstore::AUDIT, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(instances().detail(&kvstore::AUDIT, ID, json!({ "Retention": "7" })).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&kvstore::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_redis_is_not_applicable() {
        assert_eq!(Fixture::new().list(&kvstore::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
