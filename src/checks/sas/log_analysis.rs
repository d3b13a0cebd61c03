//! Security Center log analysis is on.

use crate::api::sas;
use crate::checks::sas_edition::{Said, edition, every_place};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Answer, Logic, Outcome, Reply, not_applicable, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-log-analysis",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "account",
    title: Phrase { en: "Security Center log analysis is on", zh: "云安全中心日志分析已开启" },
    pass_when: Phrase {
        en: "DescribeVersionConfig and DescribeLogMeta are read at each centre with a bought edition; passes when SasLog is 1 and each entry of LogMetaList has Status enabled. Ttl is shown as evidence. With the free edition only, the check is not applicable.",
        zh: "在已购买的服务中心读取 DescribeVersionConfig 与 DescribeLogMeta；SasLog 为 1 且 LogMetaList 各项 Status 均为 enabled 即通过，Ttl 作为证据展示；仅为免费版的不适用。",
    },
    risk: Phrase {
        en: "Without stored host, network and security logs an intrusion cannot be reconstructed.",
        zh: "未留存主机、网络与安全日志时，无法还原入侵过程。",
    },
    remediation: Phrase {
        en: "Buy log analysis, switch on all log types and keep them 180 days or more; watch the storage quota.",
        zh: "购买日志分析并开启全部日志类型，留存 180 天以上，同时关注存储容量。",
    },
    cli: "aliyun sas ModifyLogMetaStatus --From sas --Project <project> --LogStore <logstore> --Status enabled",
    reads: &[&sas::VERSION, &sas::LOGS],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Log Analysis in Security Center" },
        Covers { source: "cis-2.0", rule: "2.9" },
    ],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let mut said = Vec::new();
    for (place, reply) in account.replies(&sas::VERSION) {
        match reply.and_then(Reply::must).and_then(|config| bought(account, &config)) {
            Ok(Log::Bought) => said.push((place, logs(account, place))),
            Ok(Log::Ended) => {
                let (en, zh) = ("what was bought, log analysis with it, has ended", "已购服务（含日志分析）已到期");
                said.push((place, Ok((false, en.into(), zh.into()))));
            }
            Ok(Log::NotBought) => {
                let (en, zh) = ("log analysis is not bought (SasLog 0)", "未购买日志分析（SasLog 为 0）");
                said.push((place, Ok((false, en.into(), zh.into()))));
            }
            Ok(Log::FreeOnly) => {}
            Err(gap) => said.push((place, Err(gap))),
        }
    }
    every_place(said, || not_applicable("only the free edition, without log analysis", "仅为免费版，未购买日志分析"))
}

/// Log analysis at a centre.
enum Log {
    Bought,
    Ended,
    NotBought,
    /// Only the free edition is in force, and log analysis was not bought.
    FreeOnly,
}

fn bought(account: &Account<'_>, config: &Answer<'_>) -> Result<Log, Gap> {
    let log = config.flag("SasLog")?;
    let edition = edition(config, account.now())?;
    Ok(match log {
        // Paid by use it goes on when what was bought for a term has ended.
        true if edition.ended() && config.maybe_flag("IsPostpay") != Some(true) => Log::Ended,
        true => Log::Bought,
        false if edition.paid() => Log::NotBought,
        false => Log::FreeOnly,
    })
}

fn logs(account: &Account<'_>, place: &str) -> Said {
    let logs = account.ask_in(&sas::LOGS, place)?.must()?.items();
    if logs.is_empty() {
        return unknown("the list of logs is empty", "日志类型列表为空");
    }
    let mut off = Vec::new();
    for log in &logs {
        if log.str("Status")? != "enabled" {
            off.push(log.text("LogStore"));
        }
    }
    let days = logs.iter().filter_map(|log| log.maybe_int("Ttl")).min();
    let (en, zh) = match days {
        Some(days) => (format!("kept {days} days at least"), format!("最短留存 {days} 天")),
        None => ("storage period not stated".into(), "未返回留存时长".into()),
    };
    let all = logs.len();
    if off.is_empty() {
        return Ok((true, format!("all {all} logs are stored, {en}"), format!("{all} 类日志均已开启，{zh}")));
    }
    let names = off.join(", ");
    Ok((
        false,
        format!("{} of {all} logs are off: {names}", off.len()),
        format!("{all} 类日志中有 {} 类未开启：{names}", off.len()),
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn versions(version: i64, log: i64) -> Fixture {
        let mainland = json!({ "Version": version, "SasLog": log, "ReleaseTime": 1_830_000_000_000_u64 });
        Fixture::new().answer(&sas::VERSION, mainland).answer_in(
            &sas::VERSION,
            "ap-southeast-1",
            json!({ "Version": 1, "SasLog": 0 }),
        )
    }

    fn logs(status: &str) -> Value {
        json!([
            { "LogStore": "sas-process-log", "Status": "enabled", "Ttl": 180 },
            { "LogStore": "sas-login-event", "Status": status, "Ttl": 180 },
        ])
    }

    #[test]
    fn log_analysis_must_be_bought_and_every_log_on() {
        assert_eq!(versions(3, 1).list(&sas::LOGS, logs("enabled")).verdict(&CHECK), Pass);
        assert_eq!(versions(3, 1).list(&sas::LOGS, logs("disabled")).verdict(&CHECK), Fail);
        assert_eq!(versions(3, 0).verdict(&CHECK), Fail);
        assert_eq!(versions(10, 1).list(&sas::LOGS, logs("disabled")).verdict(&CHECK), Fail);
        assert_eq!(versions(1, 0).verdict(&CHECK), NotApplicable);
        let ended = json!({ "Version": 7, "SasLog": 1, "ReleaseTime": 1_700_000_000_000_u64 });
        let ended = versions(1, 0).instead(&sas::VERSION, ended).list(&sas::LOGS, logs("enabled"));
        assert_eq!(ended.verdict(&CHECK), Fail, "what was bought has ended");
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(versions(3, 1).verdict(&CHECK), NotAssessed);
        assert_eq!(versions(3, 1).list(&sas::LOGS, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(versions(3, 1).denied(&sas::LOGS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(versions(1, 0).denied(&sas::VERSION, &[]).verdict(&CHECK), NotAssessed);
    }
}
