//! Audit log is on for the MongoDB instance.

use crate::api::{Call, dds};
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "mongodb-instance-audit-log",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "Audit log is on for the MongoDB instance", zh: "MongoDB 实例已开启审计日志" },
    pass_when: Phrase {
        en: "DescribeAuditPolicy is read; the instance passes when LogAuditStatus is Enable.",
        zh: "读取 DescribeAuditPolicy；LogAuditStatus 为 Enable 即通过。",
    },
    risk: Phrase {
        en: "Without audit records nobody can show who read, changed or dropped a collection.",
        zh: "没有审计记录就无法查明谁读取、修改或删除了集合。",
    },
    remediation: Phrase {
        en: "Switch on the audit log under Data Security > Audit Logs with a retention of 180 days or more and check which operation types are recorded.",
        zh: "在“数据安全性 > 审计日志”中开启，留存设为 180 天以上，并核对所记录的操作类型。",
    },
    cli: "aliyun dds ModifyAuditPolicy --DBInstanceId <instance-id> --AuditStatus enable --StoragePeriod 180",
    reads: &[&dds::AUDIT, &dds::AUDIT_SHARDED],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Custom(judge_all),
};

fn judge_all(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let mut seen = false;
    for (instances, audit) in [(&dds::REPLICA_SETS, &dds::AUDIT), (&dds::SHARDED, &dds::AUDIT_SHARDED)] {
        let listing = account.list(instances);
        seen |= !listing.items.is_empty() || !listing.gaps.is_empty();
        for instance in sheet.items_of(listing) {
            sheet.item(&instance, judge(&instance, audit));
        }
    }
    if !seen {
        sheet.account(not_applicable("no MongoDB instance in the account", "账号内没有 MongoDB 实例"));
    }
}

fn judge(instance: &Item<'_>, audit: &'static Call) -> Outcome {
    match instance.ask(audit)?.must()?.str("LogAuditStatus")? {
        on if on.eq_ignore_ascii_case("Enable") => pass("LogAuditStatus is Enable", "LogAuditStatus 为 Enable"),
        off if off.to_ascii_lowercase().starts_with("disable") => {
            fail(format!("LogAuditStatus is {off}"), format!("LogAuditStatus 为 {off}，未开启审计日志"))
        }
        said => unknown(format!("LogAuditStatus is {said}"), format!("LogAuditStatus 为 {said}，无法判断")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "dds-1")];

    fn instances() -> Fixture {
        let sets = Fixture::new().list(&dds::REPLICA_SETS, json!([{ "DBInstanceId": "dds-1" }]));
        sets.list(&dds::SHARDED, json!([]))
    }

    fn sharded() -> Fixture {
        let none = Fixture::new().list(&dds::REPLICA_SETS, json!([]));
        none.list(&dds::SHARDED, json!([{ "DBInstanceId": "dds-1" }]))
    }

    #[test]
    fn the_status_decides_for_both_architectures() {
        for (said, expected) in [("Enable", Pass), ("Disabled", Fail), ("Disable", Fail), ("", NotAssessed)] {
            let body = json!({ "LogAuditStatus": said });
            assert_eq!(instances().detail(&dds::AUDIT, ID, body.clone()).verdict(&CHECK), expected, "{said}");
            assert_eq!(sharded().detail(&dds::AUDIT_SHARDED, ID, body).verdict(&CHECK), expected, "{said}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&dds::AUDIT, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(sharded().denied(&dds::AUDIT_SHARDED, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(instances().detail(&dds::AUDIT, ID, json!({})).verdict(&CHECK), NotAssessed);
        let unlisted = Fixture::new().list(&dds::REPLICA_SETS, json!([]));
        assert_eq!(unlisted.denied(&dds::SHARDED, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_mongodb_is_not_applicable() {
        let account = Fixture::new().list(&dds::REPLICA_SETS, json!([])).list(&dds::SHARDED, json!([]));
        assert_eq!(account.verdict(&CHECK), NotApplicable);
    }
}
