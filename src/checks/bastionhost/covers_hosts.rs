//! All hosts are managed through the bastion.

use std::collections::BTreeSet;

use crate::api::{bastionhost, ecs};
use crate::checks::Check;
use crate::checks::bastionhost_enabled::running;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "bastionhost-covers-hosts",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "All hosts are managed through the bastion", zh: "全部主机纳入堡垒机管理" },
    pass_when: Phrase {
        en: "ListHosts of all bastions is compared with the ECS instances; passes when each running instance appears as SourceInstanceId. The missing ones are listed.",
        zh: "将全部堡垒机的 ListHosts 与 ECS 实例比对；每个运行中的实例均作为 SourceInstanceId 出现时通过，并列出遗漏实例。",
    },
    risk: Phrase {
        en: "Hosts outside the bastion are operated without control and without a record.",
        zh: "未纳入堡垒机的主机，其运维不受控也无记录。",
    },
    remediation: Phrase {
        en: "Bastionhost console > Hosts > Import ECS Instances: import the missing hosts and grant host accounts to operators. Container nodes may be excepted with a reason.",
        zh: "在“堡垒机控制台 > 主机 > 导入 ECS 实例”中补充导入，并向运维人员授权主机账户；容器节点可说明理由后例外处理。",
    },
    cli: "aliyun yundun-bastionhost CreateHost --RegionId <region-id> --InstanceId <bastion-id> --Source Ecs --InstanceRegionId <region-id> --SourceInstanceId <instance-id> --HostName <name> --HostPrivateAddress <ip> --ActiveAddressType Private --OSType <Linux|Windows>",
    reads: &[&bastionhost::INSTANCES, &bastionhost::HOSTS, &ecs::INSTANCES],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/200665.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let (mut managed, mut bastions) = (BTreeSet::new(), 0_usize);
    for bastion in account.whole_list(&bastionhost::INSTANCES)? {
        if running(&bastion)? {
            bastions += 1;
            let hosts = bastion.items_of(&bastionhost::HOSTS)?;
            managed.extend(hosts.iter().map(|host| host.text("SourceInstanceId")));
        }
    }
    if bastions == 0 {
        return not_applicable("there is no running bastion", "没有运行中的堡垒机");
    }
    let servers = account.list(&ecs::INSTANCES);
    let (mut seen, mut missing) = (0_usize, Vec::new());
    for server in &servers.items {
        if server.str("Status")? == "Running" {
            seen += 1;
            if !managed.contains(server.id()) {
                missing.push(server.id());
            }
        }
    }
    if !missing.is_empty() {
        let (count, some) = (missing.len(), missing.iter().take(5).copied().collect::<Vec<_>>().join(", "));
        return fail(
            format!("{count} of {seen} running instances are in no bastion: {some}"),
            format!("运行中的 {seen} 台实例有 {count} 台未纳入堡垒机：{some}"),
        );
    }
    if let Some((_, gap)) = servers.gaps.into_iter().next() {
        return Err(gap);
    }
    match seen {
        0 => not_applicable("no ECS instance is running", "没有运行中的 ECS 实例"),
        _ => pass(
            format!("all {seen} running instances are in a bastion"),
            format!("运行中的 {seen} 台实例均已纳入堡垒机"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::bastionhost_enabled::fixtures::{bastion, mainland};
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const BASTION: &[(&str, &str)] = &[("InstanceId", "bastion-1"), ("RegionId", "cn-hangzhou")];

    fn account(servers: Value, host: &str) -> Fixture {
        mainland(bastion("RUNNING")).list(&ecs::INSTANCES, servers).detail_list(
            &bastionhost::HOSTS,
            BASTION,
            json!([{ "SourceInstanceId": host, "Source": "Ecs" }]),
        )
    }

    fn server(status: &str) -> Value {
        json!([{ "InstanceId": "i-1", "Status": status }])
    }

    #[test]
    fn every_running_instance_must_be_managed() {
        for (status, host, expected) in [
            ("Running", "i-1", Pass),
            ("Running", "i-2", Fail),
            ("Running", "", Fail),
            ("Stopped", "i-2", NotApplicable),
        ] {
            assert_eq!(account(server(status), host).verdict(&CHECK), expected, "{status} {host}");
        }
        assert_eq!(mainland(json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(mainland(bastion("EXPIRED")).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_list_is_no_verdict() {
        assert_eq!(account(server("Running"), "i-1").denied(&bastionhost::HOSTS, BASTION).verdict(&CHECK), NotAssessed);
        assert_eq!(account(server("Running"), "i-1").denied(&ecs::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(mainland(json!([])).denied(&bastionhost::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
