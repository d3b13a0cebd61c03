//! Host has no open vulnerability rated urgent.

use crate::api::{Call, sas};
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
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
        en: "Unhandled records (DescribeVulList, Dealed=n) of the types cve, sys, cms, app and emg with necessity asap are counted per host; the host passes at zero. A host with an offline agent, or where urgent records are not watched for (DescribeConcernNecessity), is not assessed.",
        zh: "按主机统计 DescribeVulList 中未处理（Dealed=n）、类型为 cve、sys、cms、app、emg 且修复必要性为 asap 的记录；为零即通过，客户端离线或关注等级（DescribeConcernNecessity）不含 asap 的主机不作评估。",
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
        &sas::SCAN_TYPES,
        &sas::SCAN_LEVELS,
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
    let (mut urgent, mut names, mut hole, mut not_offered) = (0_usize, Vec::new(), None, Vec::new());
    for (call, kind) in TYPES {
        let list = host.account().find(call, &[("Uuid", uuid), ("InstanceId", host.id())]);
        // A type that is not offered where the host is known, or not to a host without a licence, bounds a pass.
        let bound_to_free = host.maybe_int("AuthVersion") == Some(1) && matches!(*kind, "app" | "emg");
        if list.unopened.contains(&host.place()) || bound_to_free {
            not_offered.push(*kind);
        }
        hole = hole.or(list.gaps.into_iter().next().map(|(_, gap)| gap));
        for record in &list.items {
            match record.text("Necessity") {
                "asap" => {
                    urgent += 1;
                    names.push(record.text("AliasName"));
                }
                "later" | "nntf" => {}
                _ => hole = hole.or(Some(record.lacks("Necessity"))),
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
    let off = scans_off(host)?;
    let none = pass("no open vulnerability is rated urgent, agent online", "无待修复的高危漏洞，客户端在线");
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    if !not_offered.is_empty() {
        let kinds = not_offered.join(", ");
        en.push(format!("the free edition does not scan for the types {kinds}"));
        zh.push(format!("免费版不提供以下类型的扫描：{kinds}"));
    }
    if !off.is_empty() {
        let kinds = off.join(", ");
        en.push(format!("scans are off for the types {kinds}"));
        zh.push(format!("以下类型的扫描未开启：{kinds}"));
    }
    match en.is_empty() {
        true => none,
        false => none.map(|v| v.bounded(en.join("; "), zh.join("；"))),
    }
}

/// The types that are not scanned for where the host is known. No record is a pass only where records are looked for: a
/// level that is not watched for keeps its records back altogether.
fn scans_off(host: &Item<'_>) -> Result<Vec<&'static str>, Gap> {
    let (account, place) = (host.account(), host.place());
    let levels = account.ask_in(&sas::SCAN_LEVELS, place)?.must()?;
    if !levels.has("ConcernNecessity") {
        return Err(levels.lacks("ConcernNecessity"));
    }
    if !levels.texts("ConcernNecessity").contains(&"asap") {
        return unknown("urgent vulnerabilities are not watched for", "漏洞关注等级不包含 asap（高危）");
    }
    let switches = account.ask_in(&sas::SCAN_TYPES, place)?.must()?;
    let list = switches.items();
    if list.is_empty() {
        return Err(switches.lacks("TargetConfigs"));
    }
    let is_off = |kind: &&str| {
        let mut of_kind = list.iter().filter(|switch| switch.text("Type") == *kind);
        of_kind.any(|switch| ["Config", "OverAllConfig"].iter().any(|field| switch.maybe_flag(field) == Some(false)))
    };
    Ok(TYPES.iter().map(|(_, kind)| *kind).filter(is_off).collect())
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
        let switches = json!([{ "Type": "cve", "Config": "on" }, { "Type": "app", "Config": "on" }]);
        let account = account
            .list(&sas::SCAN_TYPES, switches)
            .answer(&sas::SCAN_LEVELS, json!({ "ConcernNecessity": ["asap", "later"] }));
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
    fn a_record_without_a_known_rating_and_a_list_that_is_not_there_are_no_pass() {
        for rating in [json!(""), json!("urgent"), Value::Null] {
            let records = json!([{ "Uuid": "uuid-1", "Necessity": rating }]);
            assert_eq!(lists(host("online"), &records).verdict(&CHECK), NotAssessed, "{rating}");
        }
        for (body, expected) in [(json!({ "RequestId": "x" }), NotAssessed), (json!({ "TotalCount": 0 }), Pass)] {
            let account = lists(host("online"), &json!([])).instead(&sas::VULNERABILITIES_EMG, body.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{body}");
        }
    }

    #[test]
    fn where_nothing_is_looked_for_nothing_found_is_no_pass() {
        let good = || lists(host("online"), &json!([]));
        assert_eq!(good().verdict(&CHECK), Pass);
        let levels = |levels: Value| good().instead(&sas::SCAN_LEVELS, json!({ "ConcernNecessity": levels }));
        assert_eq!(levels(json!(["later"])).verdict(&CHECK), NotAssessed);
        assert_eq!(good().denied(&sas::SCAN_LEVELS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(good().instead(&sas::SCAN_TYPES, json!({ "TargetConfigs": [] })).verdict(&CHECK), NotAssessed);
        let off = good()
            .instead(&sas::SCAN_TYPES, json!({ "TargetConfigs": [{ "Type": "cve", "Config": "off" }] }))
            .finding(&CHECK);
        assert_eq!(off.caution.unwrap().en, "scans are off for the types cve");
    }

    #[test]
    fn the_centre_is_the_one_that_knows_the_host_and_a_free_host_is_scanned_for_less() {
        let with = |host: Value| {
            let account = Fixture::new().list(&sas::INSTANCES, json!([host])).list_in(&sas::INSTANCES, INTL, json!([]));
            lists(account, &json!([]))
        };
        let outside = json!({ "InstanceId": "i-1", "Uuid": "uuid-1", "RegionId": "outside", "ClientStatus": "online" });
        let some = with(outside).unopened(&sas::VULNERABILITIES_APP, "FreeVersionNotPermit");
        assert!(some.finding(&CHECK).caution.is_some(), "a machine of a data centre");
        let free = json!({ "InstanceId": "i-1", "Uuid": "uuid-1", "ClientStatus": "online", "AuthVersion": 1 });
        assert!(with(free).finding(&CHECK).caution.is_some());
    }

    #[test]
    fn types_that_are_not_offered_bound_a_pass() {
        let some = lists(host("online"), &json!([])).unopened(&sas::VULNERABILITIES_APP, "FreeVersionNotPermit");
        let finding = some.finding(&CHECK);
        assert_eq!((finding.status, finding.caution.is_some()), (Pass, true));
    }
}
