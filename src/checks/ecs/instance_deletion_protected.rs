//! Pay-as-you-go instance has release protection.

use crate::api::ecs;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-deletion-protected",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase {
        en: "Pay-as-you-go instance has release protection", zh: "按量付费实例已开启释放保护"
    },
    pass_when: Phrase {
        en: "DeletionProtection of DescribeInstances is read for pay-as-you-go instances; the instance passes when it is true. Subscription instances are not applicable.",
        zh: "读取按量付费实例的 DeletionProtection；为 true 即通过，包年包月实例不适用。",
    },
    risk: Phrase {
        en: "A wrong click or script can release a production server together with its disks.",
        zh: "误操作或脚本错误可能释放生产服务器及其云盘。",
    },
    remediation: Phrase {
        en: "Switch release protection on in the instance's settings and in the templates that create instances.",
        zh: "在实例设置及创建实例所用模板中开启释放保护。",
    },
    cli: "aliyun ecs ModifyInstanceAttribute --InstanceId <instance-id> --DeletionProtection true",
    reads: &[&ecs::INSTANCES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if instance.str("InstanceChargeType")? != "PostPaid" {
        return not_applicable("a subscription cannot be released early by accident", "包年包月实例到期前不能误释放");
    }
    if instance.flag("DeletionProtection")? {
        return pass("deletion protection is on", "已开启释放保护");
    }
    fail("deletion protection is off", "未开启释放保护")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_answer_decides() {
        for (item, expected) in [
            (json!({ "InstanceChargeType": "PostPaid", "DeletionProtection": true }), Pass),
            (json!({ "InstanceChargeType": "PostPaid", "DeletionProtection": false }), Fail),
            (json!({ "InstanceChargeType": "PrePaid", "DeletionProtection": false }), NotApplicable),
            (json!({ "InstanceChargeType": "PostPaid" }), NotAssessed),
        ] {
            let mut item = item;
            item["InstanceId"] = json!("x-1");
            assert_eq!(Fixture::new().list(&ecs::INSTANCES, json!([item])).verdict(&CHECK), expected, "{item}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict_and_nothing_is_not_applicable() {
        assert_eq!(Fixture::new().denied(&ecs::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().cut(&ecs::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
