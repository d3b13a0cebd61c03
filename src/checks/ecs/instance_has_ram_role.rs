//! Instance has a RAM role attached.

use crate::api::{ecs, ecs_storage};
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-has-ram-role",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Instance has a RAM role attached", zh: "实例已授予 RAM 角色" },
    pass_when: Phrase {
        en: "DescribeInstanceRamRole is read; the instance passes when a RamRoleName is attached.",
        zh: "读取 DescribeInstanceRamRole；实例已绑定 RamRoleName 即通过。",
    },
    risk: Phrase {
        en: "Without a role, programs on the host need long-lived AccessKeys in files or environment variables, which leak easily.",
        zh: "未授予角色时，主机程序须在文件或环境变量中保存长期 AccessKey，易泄露。",
    },
    remediation: Phrase {
        en: "Create a RAM role for ECS with only the rights the program needs, attach it to the instance, and remove stored keys from the host.",
        zh: "在访问控制 RAM 创建受信服务为 ECS 的最小权限角色并绑定到实例，随后清除主机上保存的 AccessKey。",
    },
    cli: "aliyun ecs AttachInstanceRamRole --RegionId <region-id> --RamRoleName <role-name> --InstanceIds '[\"<instance-id>\"]'",
    reads: &[&ecs::INSTANCES, &ecs_storage::INSTANCE_ROLE],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let sets = instance.items_of(&ecs_storage::INSTANCE_ROLE)?;
    let role =
        sets.iter().find(|set| set.text("InstanceId") == instance.id()).map_or("", |set| set.text("RamRoleName"));
    if role.is_empty() {
        return fail("no RAM role", "未授予实例 RAM 角色");
    }
    pass(format!("RAM role {role}"), format!("实例 RAM 角色 {role}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ABOUT: &[(&str, &str)] = &[("InstanceIds", "[\"i-1\"]")];

    fn instance() -> Fixture {
        Fixture::new().list(&ecs::INSTANCES, json!([{ "InstanceId": "i-1" }]))
    }

    #[test]
    fn a_role_passes() {
        for (role, expected) in [("web", Pass), ("", Fail)] {
            let set = json!([{ "InstanceId": "i-1", "RamRoleName": role }]);
            assert_eq!(instance().detail_list(&ecs_storage::INSTANCE_ROLE, ABOUT, set).verdict(&CHECK), expected);
        }
        assert_eq!(instance().detail_list(&ecs_storage::INSTANCE_ROLE, ABOUT, json!([])).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instance().denied(&ecs_storage::INSTANCE_ROLE, ABOUT).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
