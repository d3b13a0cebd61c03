//! Database instance has release protection.

use crate::api::rds;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-deletion-protected",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "Database instance has release protection", zh: "RDS 实例已开启释放保护" },
    pass_when: Phrase {
        en: "DeletionProtection of DescribeDBInstances is read for pay-as-you-go instances; the instance passes when it is true. Subscription instances are not applicable.",
        zh: "读取按量付费实例的 DeletionProtection；为 true 即通过，包年包月实例不适用。",
    },
    risk: Phrase {
        en: "A wrong click or script can release a production database with its data.",
        zh: "误操作或脚本错误可能连同数据一并释放生产数据库。",
    },
    remediation: Phrase {
        en: "Switch on release protection on the instance's basic information page.",
        zh: "在实例“基本信息”页开启释放保护。",
    },
    cli: "aliyun rds ModifyDBInstanceDeletionProtection --DBInstanceId <instance-id> --DeletionProtection true",
    reads: &[&rds::INSTANCES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if instance.str("PayType")?.eq_ignore_ascii_case("Prepaid") {
        return not_applicable(
            "a subscription instance cannot be released before it expires",
            "包年包月实例到期前不能释放，不适用",
        );
    }
    if instance.flag("DeletionProtection")? {
        return pass("release protection is on", "已开启释放保护");
    }
    fail("release protection is off", "未开启释放保护")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn protection_decides_for_pay_as_you_go() {
        for (pay, protected, expected) in [
            ("Postpaid", json!(true), Pass),
            ("Postpaid", json!(false), Fail),
            ("Postpaid", json!(null), NotAssessed),
            ("Prepaid", json!(false), NotApplicable),
        ] {
            let item = json!([{ "DBInstanceId": "rm-1", "PayType": pay, "DeletionProtection": protected }]);
            assert_eq!(Fixture::new().list(&rds::INSTANCES, item).verdict(&CHECK), expected, "{pay} {protected}");
        }
        let silent = json!([{ "DBInstanceId": "rm-1", "DeletionProtection": true }]);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, silent).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }
}
