//! Host has no open vulnerability rated urgent.

use crate::api::{Call, sas};
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-no-open-vulnerabilities",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "host",
    title: Phrase { en: "Host has no open vulnerability rated urgent", zh: "主机无待修复的高危漏洞" },
    pass_when: Phrase {
        en: "Unhandled records (DescribeVulList, Dealed=n) of the types cve, sys, cms, app and emg with necessity asap are counted per host; the host passes at zero. A host with an offline agent is not assessed.",
        zh: "按主机统计 DescribeVulList 中未处理（Dealed=n）、类型为 cve、sys、cms、app、emg 且修复必要性为 asap 的记录；为零即通过，客户端离线的主机不作评估。",
    },
    risk: Phrase {
        en: "Urgent holes are being exploited on the internet and lead straight to control of the host.",
        zh: "高危漏洞在互联网上正被利用，可直接导致主机失陷。",
    },
    remediation: Phrase {
        en: "Fix the records under Risk Governance > Vulnerabilities after a test and a snapshot, then verify; ignore only with a written reason.",
        zh: "经测试与快照备份后，在“风险治理 > 漏洞管理”中修复并验证；忽略须有书面理由。",
    },
    cli: "aliyun sas OperateVuls --OperateType vul_fix --Type cve --VulNames.1 <vulnerability-name> --Uuids.1 <server-uuid>",
    reads: &[
        &sas::INSTANCES,
        &sas::VULNERABILITIES_CVE,
        &sas::VULNERABILITIES_SYS,
        &sas::VULNERABILITIES_CMS,
        &sas::VULNERABILITIES_APP,
        &sas::VULNERABILITIES_EMG,
    ],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &sas::INSTANCES, judge },
};

static TYPES: &[(&Call, &str)] = &[
    (&sas::VULNERABILITIES_CVE, "cve"),
    (&sas::VULNERABILITIES_SYS, "sys"),
    (&sas::VULNERABILITIES_CMS, "cms"),
    (&sas::VULNERABILITIES_APP, "app"),
    (&sas::VULNERABILITIES_EMG, "emg"),
];

fn judge(host: &Item<'_>) -> Outcome {
    let uuid = host.str("Uuid")?;
    // Hong Kong belongs to the mainland's centre.
    let centre = if host.region().starts_with("cn-") { "cn-shanghai" } else { "ap-southeast-1" };
    let (mut urgent, mut names, mut hole, mut not_offered) = (0_usize, Vec::new(), None, Vec::new());
    for (call, kind) in TYPES {
        let list = host.account().list(call);
        // A type that is not offered where the host is known bounds a pass.
        if list.unopened.contains(&centre) {
            not_offered.push(*kind);
        }
        hole = hole.or(list.gaps.into_iter().next().map(|(_, gap)| gap));
        let mine = |record: &&Item<'_>| record.text("Uuid") == uuid || record.text("InstanceId") == host.id();
        for record in list.items.iter().filter(mine) {
            match record.str("Necessity") {
                Ok("asap") => {
                    urgent += 1;
                    names.push(record.text("AliasName"));
                }
                Ok(_) => {}
                Err(gap) => hole = hole.or(Some(gap)),
            }
        }
    }
    if urgent > 0 {
        names.truncate(3);
        return fail(
            format!("{urgent} open vulnerabilities are rated urgent: {}", names.join(", ")),
            format!("待修复的高危漏洞 {urgent} 个，如 {}", names.join("、")),
        );
    }
    let agent = host.str("ClientStatus")?;
    if agent != "online" {
        return unknown(
            format!("the agent is {agent}, so the host is not scanned"),
            format!("客户端状态为 {agent}，主机未被扫描"),
        );
    }
    if let Some(gap) = hole {
        return Err(gap);
    }
    let none = pass("no open vulnerability is rated urgent, agent online", "无待修复的高危漏洞，客户端在线");
    if not_offered.is_empty() {
        return none;
    }
    let kinds = not_offered.join(", ");
    none.map(|v| {
        v.bounded(
            format!("the free edition does not scan for the types {kinds}"),
            format!("免费版不提供以下类型的扫描：{kinds}"),
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const INTL: &str = "ap-southeast-1";

    fn host(agent: &str) -> Fixture {
        let hosts = json!([{
            "InstanceId": "i-1", "Uuid": "uuid-1", "RegionId": "cn-hangzhou", "ClientStatus": agent,
        }]);
        Fixture::new().list(&sas::INSTANCES, hosts).list_in(&sas::INSTANCES, INTL, json!([]))
    }

    fn lists(account: Fixture, records: &Value) -> Fixture {
        TYPES.iter().fold(account, |f, (call, kind)| {
            let mine = if *kind == "emg" { records.clone() } else { json!([]) };
            f.list(call, mine).list_in(call, INTL, json!([]))
        })
    }

    #[test]
    fn one_urgent_record_of_the_host_fails() {
        for (uuid, level, expected) in [("uuid-1", "asap", Fail), ("uuid-1", "later", Pass), ("uuid-2", "asap", Pass)] {
            let records = json!([{ "Uuid": uuid, "Necessity": level, "AliasName": "log4j" }]);
            assert_eq!(lists(host("online"), &records).verdict(&CHECK), expected, "{uuid} {level}");
        }
    }

    #[test]
    fn an_offline_agent_or_a_missing_list_is_no_verdict() {
        assert_eq!(lists(host("offline"), &json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(host("online").verdict(&CHECK), NotAssessed);
        let denied = lists(host("online"), &json!([])).denied(&sas::VULNERABILITIES_APP, &[]);
        assert_eq!(denied.verdict(&CHECK), NotAssessed);
        let none = Fixture::new().list(&sas::INSTANCES, json!([])).list_in(&sas::INSTANCES, INTL, json!([]));
        assert_eq!(none.verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn types_that_are_not_offered_bound_a_pass() {
        let some = lists(host("online"), &json!([])).unopened(&sas::VULNERABILITIES_APP, "FreeVersionNotPermit");
        let finding = some.finding(&CHECK);
        assert_eq!((finding.status, finding.caution.is_some()), (Pass, true));
    }
}
