//! Redis asks for a password inside the VPC.

use crate::api::kvstore;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-password-required",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Redis asks for a password inside the VPC", zh: "Redis 实例强制密码认证" },
    pass_when: Phrase {
        en: "VpcAuthMode of DescribeInstanceAttribute is read; the instance passes when it is Open (password required) and fails when it is Close (password-free access).",
        zh: "读取 DescribeInstanceAttribute 的 VpcAuthMode；为 Open（需密码）即通过，为 Close（免密访问）即不通过。",
    },
    risk: Phrase {
        en: "With password-free access each host in the VPC can read and change all cached data.",
        zh: "免密访问时，VPC 内任一主机均可读写全部缓存数据。",
    },
    remediation: Phrase {
        en: "Switch off password-free access on the instance page after all clients use an account and a strong password.",
        zh: "确认客户端均已使用账号与强口令后，在实例页关闭专有网络免密访问。",
    },
    cli: "aliyun r-kvstore ModifyInstanceVpcAuthMode --InstanceId <instance-id> --VpcAuthMode Open",
    reads: &[&kvstore::ATTRIBUTE],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "redis-instance-open-auth-mode" }],
    references: &[],
    logic: Logic::Items { of: &kvstore::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if !instance.str("NetworkType")?.eq_ignore_ascii_case("VPC") {
        return not_applicable(
            "not in a VPC, where alone access without a password can be switched on",
            "未位于专有网络，免密访问仅适用于专有网络",
        );
    }
    let Some(attribute) = instance.items_of(&kvstore::ATTRIBUTE)?.into_iter().next() else {
        return Err(instance.lacks("DBInstanceAttribute"));
    };
    // For MongoDB the same words mean the opposite.
    match attribute.str("VpcAuthMode")? {
        "Open" => pass("VpcAuthMode is Open: a password is required", "VpcAuthMode 为 Open，需密码认证"),
        "Close" => fail("VpcAuthMode is Close: no password is asked for", "VpcAuthMode 为 Close，已开启免密访问"),
        mode => unknown(format!("VpcAuthMode is {mode}"), format!("VpcAuthMode 为 {mode}，无法判断")),
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
    fn the_mode_decides() {
        for (mode, expected) in [("Open", Pass), ("Close", Fail), ("", NotAssessed)] {
            let items = json!([{ "InstanceId": "r-1", "VpcAuthMode": mode }]);
            let account = instances().detail_list(&kvstore::ATTRIBUTE, ID, items);
            assert_eq!(account.verdict(&CHECK), expected, "{mode}");
        }
    }

    #[test]
    fn the_classic_network_always_asks() {
        let classic = json!([{ "InstanceId": "r-1", "NetworkType": "CLASSIC" }]);
        assert_eq!(Fixture::new().list(&kvstore::INSTANCES, classic).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&kvstore::ATTRIBUTE, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(instances().detail_list(&kvstore::ATTRIBUTE, ID, json!([{}])).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&kvstore::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_redis_is_not_applicable() {
        assert_eq!(Fixture::new().list(&kvstore::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
