//! Instance has no open operating-system vulnerabilities.

use crate::api::{Call, ecs, sas};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-patched",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase {
        en: "Instance has no open operating-system vulnerabilities", zh: "实例操作系统无待修复漏洞"
    },
    pass_when: Phrase {
        en: "Unhandled Security Center records (DescribeVulList, Dealed=n) of type cve (Linux) or sys (Windows) with necessity asap or later are counted; the instance passes at zero. Without an online agent it is not assessed.",
        zh: "统计云安全中心未处理记录（DescribeVulList，Dealed=n）中类型为 cve（Linux）或 sys（Windows）、修复必要性为 asap 或 later 的漏洞；为零即通过，客户端不在线的实例不作评估。",
    },
    risk: Phrase {
        en: "Known holes in the system are exploited by automated tools soon after they are published.",
        zh: "已公开的系统漏洞会很快被自动化工具利用。",
    },
    remediation: Phrase {
        en: "Test and install the fixes from Security Center > Risk Governance > Vulnerabilities or the system's package manager, restart where asked and rescan.",
        zh: "在云安全中心“风险治理 > 漏洞管理”或系统软件包管理器中测试并安装补丁，按提示重启后重新扫描。",
    },
    cli: "aliyun sas OperateVuls --OperateType vul_fix --Type cve --VulNames.1 <vulnerability-name> --Uuids.1 <server-uuid>",
    reads: &[&ecs::INSTANCES, &sas::INSTANCES, &sas::VULNERABILITIES_CVE, &sas::VULNERABILITIES_SYS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ecs_instance_latest_os_patches_applied" },
        Covers { source: "trend-vision-one", rule: "Apply Latest OS Patches" },
        Covers { source: "cloud-config", rule: "ecs-instance-updated-security-vul" },
        Covers { source: "cis-2.0", rule: "4.5" },
    ],
    references: &[],
    logic: Logic::Items { of: &ecs::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if instance.str("Status")? != "Running" {
        return skip();
    }
    let records: &'static Call = match instance.str("OSType")?.to_ascii_lowercase().as_str() {
        "linux" => &sas::VULNERABILITIES_CVE,
        "windows" => &sas::VULNERABILITIES_SYS,
        other => {
            return unknown(format!("patches of {other} are not read"), format!("不支持读取 {other} 系统的补丁状态"));
        }
    };
    let hosts = instance.account().find(&sas::INSTANCES, &[("InstanceId", instance.id())]);
    let host = hosts.items.first();
    // Records name the host by Security Center's own id, and not always by that of the instance.
    let uuid = host.map_or("", |host| host.text("Uuid"));
    let list = instance.account().find(records, &[("InstanceId", instance.id()), ("Uuid", uuid)]);
    let (mut open, mut unrated) = (0_usize, None);
    for record in &list.items {
        match record.text("Necessity") {
            "asap" | "later" => open += 1,
            "nntf" => {}
            _ => unrated = Some(record.lacks("Necessity")),
        }
    }
    if open > 0 {
        return fail(format!("{open} patches are missing"), format!("有 {open} 个系统漏洞待修复"));
    }
    // Nothing is known of an instance whose agent does not report.
    let gap = hosts.gaps.into_iter().chain(list.gaps).next().map(|(_, gap)| gap).or(unrated);
    match host {
        Some(host) if host.str("ClientStatus")? == "online" => match gap {
            Some(gap) => Err(gap),
            None => pass("no patch is missing, agent online", "无待修复的系统漏洞，客户端在线"),
        },
        Some(_) | None => match gap {
            Some(gap) => Err(gap),
            None => unknown("no agent reports from it", "该实例没有在线的云安全中心客户端"),
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn instance(os: &str) -> Fixture {
        Fixture::new().list(&ecs::INSTANCES, json!([{ "InstanceId": "i-1", "Status": "Running", "OSType": os }]))
    }

    fn hosts(account: Fixture, status: &str) -> Fixture {
        account
            .list_in(&sas::INSTANCES, "cn-shanghai", json!([{ "InstanceId": "i-1", "ClientStatus": status }]))
            .list_in(&sas::INSTANCES, "ap-southeast-1", json!([]))
    }

    fn records(account: Fixture, call: &'static Call, mainland: Value) -> Fixture {
        account.list_in(call, "cn-shanghai", mainland).list_in(call, "ap-southeast-1", json!([]))
    }

    #[test]
    fn an_open_record_fails_and_none_with_an_online_agent_passes() {
        for (necessity, expected) in [("asap", Fail), ("later", Fail), ("nntf", Pass)] {
            let open = json!([{ "InstanceId": "i-1", "Necessity": necessity }]);
            let account = records(hosts(instance("linux"), "online"), &sas::VULNERABILITIES_CVE, open);
            assert_eq!(account.verdict(&CHECK), expected, "{necessity}");
        }
        let windows = records(hosts(instance("windows"), "online"), &sas::VULNERABILITIES_SYS, json!([]));
        assert_eq!(windows.verdict(&CHECK), Pass);
    }

    #[test]
    fn a_record_without_a_known_rating_and_a_list_that_is_not_there_are_no_pass() {
        for rating in [json!(""), json!("urgent"), Value::Null] {
            let open = json!([{ "InstanceId": "i-1", "Necessity": rating }]);
            let account = records(hosts(instance("linux"), "online"), &sas::VULNERABILITIES_CVE, open);
            assert_eq!(account.verdict(&CHECK), NotAssessed, "{rating}");
        }
        for (body, expected) in [(json!({ "RequestId": "x" }), NotAssessed), (json!({ "TotalCount": 0 }), Pass)] {
            let account = records(hosts(instance("linux"), "online"), &sas::VULNERABILITIES_CVE, json!([]));
            let account = account.instead_in(&sas::VULNERABILITIES_CVE, "cn-shanghai", body.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{body}");
        }
    }

    #[test]
    fn a_record_that_names_only_the_uuid_counts() {
        for (uuid, expected) in [("u-1", Fail), ("u-2", Pass)] {
            let host = json!([{ "InstanceId": "i-1", "Uuid": "u-1", "ClientStatus": "online" }]);
            let account = instance("linux").list_in(&sas::INSTANCES, "cn-shanghai", host).list_in(
                &sas::INSTANCES,
                "ap-southeast-1",
                json!([]),
            );
            let open = json!([{ "Uuid": uuid, "Necessity": "asap" }]);
            assert_eq!(records(account, &sas::VULNERABILITIES_CVE, open).verdict(&CHECK), expected, "{uuid}");
        }
    }

    #[test]
    fn without_an_online_agent_or_an_answer_there_is_no_verdict() {
        let offline = records(hosts(instance("linux"), "offline"), &sas::VULNERABILITIES_CVE, json!([]));
        assert_eq!(offline.verdict(&CHECK), NotAssessed);
        assert_eq!(hosts(instance("linux"), "online").verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
