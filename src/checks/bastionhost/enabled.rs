//! A bastion host is in service.

use crate::api::bastionhost;
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "bastionhost-enabled",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "account",
    title: Phrase { en: "A bastion host is in service", zh: "已部署并运行堡垒机" },
    pass_when: Phrase {
        en: "DescribeInstances of Bastionhost is read; passes when at least 1 instance has the status RUNNING and has not expired.",
        zh: "读取堡垒机 DescribeInstances；至少有 1 个实例状态为 RUNNING 且未到期时通过。",
    },
    risk: Phrase {
        en: "Without a bastion, operators log on to hosts directly; who ran which command is recorded nowhere that they cannot change.",
        zh: "没有堡垒机时运维人员直接登录主机，操作记录缺失或可被其自行修改。",
    },
    remediation: Phrase {
        en: "Buy and start a Bastionhost instance, import hosts and people, and close the direct management ports in the security groups. A third-party bastion is shown by documents instead.",
        zh: "购买并启用堡垒机，导入主机与人员，并在安全组中关闭直连管理端口。使用第三方堡垒机的以材料证明。",
    },
    cli: "",
    reads: &[&bastionhost::INSTANCES],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/153281.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let bastions = account.list(&bastionhost::INSTANCES);
    let mut hole = bastions.gaps.into_iter().next().map(|(_, gap)| gap);
    let mut idle = Vec::new();
    for bastion in &bastions.items {
        match running(bastion) {
            Ok(true) => {
                let (id, region) = (bastion.id(), bastion.region());
                return pass(format!("{id} in {region} is RUNNING"), format!("{region} 的堡垒机 {id} 状态为 RUNNING"));
            }
            Ok(false) => idle.push(format!("{} ({})", bastion.id(), bastion.text("InstanceStatus"))),
            Err(gap) => hole = hole.or(Some(gap)),
        }
    }
    match hole {
        Some(gap) => Err(gap),
        None if idle.is_empty() => fail(
            "no bastion where it was asked (cn-hangzhou for the mainland, ap-southeast-1)",
            "所查询的服务中心（境内 cn-hangzhou、境外 ap-southeast-1）均无堡垒机实例",
        ),
        None => {
            let idle = idle.join(", ");
            fail(format!("no bastion is running: {idle}"), format!("没有运行中的堡垒机：{idle}"))
        }
    }
}

/// True for a bastion that runs and has not expired.
pub(super) fn running(bastion: &Item<'_>) -> Result<bool, Gap> {
    if bastion.str("InstanceStatus")? != "RUNNING" {
        return Ok(false);
    }
    Ok(bastion.moment("ExpireTime")? > bastion.account().now())
}

#[cfg(test)]
pub(super) mod fixtures {
    use serde_json::{Value, json};

    use super::bastionhost;
    use crate::evaluate::fixture::Fixture;

    /// An account with these bastions in the mainland.
    pub(in crate::checks) fn mainland(bastions: Value) -> Fixture {
        Fixture::new().list(&bastionhost::INSTANCES, bastions).list_in(
            &bastionhost::INSTANCES,
            "ap-southeast-1",
            json!([]),
        )
    }

    /// A bastion in this state that expires in 2027.
    pub(in crate::checks) fn bastion(status: &str) -> Value {
        json!([{
            "InstanceId": "bastion-1", "RegionId": "cn-hangzhou", "InstanceStatus": status,
            "ExpireTime": 1_830_000_000_000_u64,
        }])
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fixtures::{bastion, mainland};
    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn one_running_bastion_is_enough() {
        for (status, expected) in [("RUNNING", Pass), ("PENDING", Fail), ("EXPIRED", Fail), ("CREATING", Fail)] {
            assert_eq!(mainland(bastion(status)).verdict(&CHECK), expected, "{status}");
        }
        let mut expired = bastion("RUNNING");
        expired[0]["ExpireTime"] = json!(1_700_000_000_000_u64);
        assert_eq!(mainland(expired).verdict(&CHECK), Fail);
        assert_eq!(mainland(json!([])).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_hole_is_no_verdict_unless_the_other_centre_decides() {
        assert_eq!(mainland(json!([])).denied(&bastionhost::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        let elsewhere = Fixture::new().denied(&bastionhost::INSTANCES, &[]);
        let elsewhere = elsewhere.list_in(&bastionhost::INSTANCES, "ap-southeast-1", bastion("RUNNING"));
        assert_eq!(elsewhere.verdict(&CHECK), Pass);
        assert_eq!(mainland(json!([{ "InstanceId": "bastion-1" }])).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
