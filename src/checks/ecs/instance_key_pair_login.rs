//! Linux instance logs in with an SSH key pair.

use crate::api::ecs;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-key-pair-login",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Linux instance logs in with an SSH key pair", zh: "Linux 实例使用 SSH 密钥对登录" },
    pass_when: Phrase {
        en: "KeyPairName of DescribeInstances is read for Linux instances; the instance passes when a key pair is bound. Windows instances are not applicable.",
        zh: "读取 Linux 实例的 KeyPairName；已绑定密钥对即通过，Windows 实例不适用。",
    },
    risk: Phrase {
        en: "Passwords can be guessed or reused; a key pair makes remote guessing useless.",
        zh: "口令可被猜测或复用，密钥对可使远程口令猜测失效。",
    },
    remediation: Phrase {
        en: "Bind a key pair to the instance, restart it so that password login is switched off, and check PasswordAuthentication in sshd_config.",
        zh: "为实例绑定密钥对并重启以停用口令登录，同时核对 sshd_config 中的 PasswordAuthentication。",
    },
    cli: "aliyun ecs AttachKeyPair --RegionId <region-id> --KeyPairName <key-pair-name> --InstanceIds '[\"<instance-id>\"]'",
    reads: &[&ecs::INSTANCES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if instance.str("OSType")?.eq_ignore_ascii_case("windows") {
        return not_applicable("Windows has no login by key pair", "Windows 实例不支持密钥对登录");
    }
    // An instance without a key pair has an empty name.
    let pair = instance.text("KeyPairName");
    if pair.is_empty() {
        return fail("no key pair is bound", "未绑定密钥对");
    }
    pass(format!("key pair {pair}"), format!("已绑定密钥对 {pair}")).map(|verdict| {
        verdict.bounded(
            "whether the system also lets passwords in is not known to the interface",
            "操作系统内是否仍允许口令登录，接口无法判断",
        )
    })
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
            (json!({ "OSType": "linux", "KeyPairName": "kp-1" }), Pass),
            (json!({ "OSType": "linux", "KeyPairName": "" }), Fail),
            (json!({ "OSType": "windows" }), NotApplicable),
            (json!({ "KeyPairName": "kp-1" }), NotAssessed),
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
