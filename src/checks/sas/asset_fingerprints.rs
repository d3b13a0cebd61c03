//! Asset fingerprints are collected on schedule.

use crate::api::{Call, sas};
use crate::checks::sas_edition::bought_centres;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, Reply};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-asset-fingerprints",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "Asset fingerprints are collected on schedule", zh: "资产指纹定期采集" },
    pass_when: Phrase {
        en: "DescribePropertyScheduleConfig is read for the 9 types (ports, processes, accounts, software, cron, middleware, startup, kernel modules, sites); the account passes when none is 0.",
        zh: "读取 9 类资产指纹（端口、进程、账户、软件、计划任务、中间件、启动项、内核模块、网站）的 DescribePropertyScheduleConfig；均不为 0 即通过。",
    },
    risk: Phrase {
        en: "Without current inventory, unknown ports, accounts and programs on hosts stay unseen.",
        zh: "缺少最新清单时，主机上的未知端口、账户与程序难以发现。",
    },
    remediation: Phrase {
        en: "Set a collection cycle for each type under Assets > Asset Fingerprints > Settings.",
        zh: "在“资产中心”的资产指纹设置中为各类型设定采集周期。",
    },
    cli: "aliyun sas ModifyPropertyScheduleConfig --Type scheduler_port_period --ScheduleTime 24",
    reads: &[
        &sas::VERSION,
        &sas::INSTANCES,
        &sas::FINGERPRINT_PORT,
        &sas::FINGERPRINT_PROCESS,
        &sas::FINGERPRINT_ACCOUNT,
        &sas::FINGERPRINT_SOFTWARE,
        &sas::FINGERPRINT_CRON,
        &sas::FINGERPRINT_MIDDLEWARE,
        &sas::FINGERPRINT_AUTORUN,
        &sas::FINGERPRINT_KERNEL,
        &sas::FINGERPRINT_SITE,
    ],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Asset Fingerprints Data Collection" },
        Covers { source: "cis-2.0", rule: "8.8" },
    ],
    references: &[],
    logic: Logic::Account(judge),
};

static KINDS: &[(&Call, &str, &str)] = &[
    (&sas::FINGERPRINT_PORT, "ports", "端口"),
    (&sas::FINGERPRINT_PROCESS, "processes", "进程"),
    (&sas::FINGERPRINT_ACCOUNT, "accounts", "账户"),
    (&sas::FINGERPRINT_SOFTWARE, "software", "软件"),
    (&sas::FINGERPRINT_CRON, "cron", "计划任务"),
    (&sas::FINGERPRINT_MIDDLEWARE, "middleware", "中间件"),
    (&sas::FINGERPRINT_AUTORUN, "startup", "启动项"),
    (&sas::FINGERPRINT_KERNEL, "kernel modules", "内核模块"),
    (&sas::FINGERPRINT_SITE, "sites", "网站"),
];

fn judge(account: &Account<'_>) -> Outcome {
    bought_centres(account, |place| {
        let (mut off, mut slowest) = (Vec::new(), 0);
        for (call, en, zh) in KINDS {
            let hours = match account.ask_in(call, place)? {
                Reply::Got(schedule) => schedule.int("Config")?,
                // The free edition does not collect.
                Reply::Absent(_) | Reply::Unopened(_) => 0,
            };
            slowest = slowest.max(hours);
            if hours <= 0 {
                off.push((*en, *zh));
            }
        }
        if off.is_empty() {
            let en = format!("all 9 types are collected, the slowest every {slowest} hours");
            return Ok((true, en, format!("9 类指纹均定期采集，最长周期 {slowest} 小时")));
        }
        let (en, zh): (Vec<_>, Vec<_>) = off.into_iter().unzip();
        Ok((false, format!("not collected: {}", en.join(", ")), format!("未采集：{}", zh.join("、"))))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::checks::sas_edition::fixtures::{bought, free};
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn with(last: &str) -> Fixture {
        let all = KINDS[..8].iter().fold(bought(), |f, (call, ..)| f.answer(call, json!({ "Config": "24" })));
        all.answer(&sas::FINGERPRINT_SITE, json!({ "Config": last }))
    }

    #[test]
    fn every_type_must_be_collected() {
        assert_eq!(with("168").verdict(&CHECK), Pass);
        assert_eq!(with("0").verdict(&CHECK), Fail);
        let free = KINDS.iter().fold(free(), |f, (call, ..)| f.unopened(call, "FreeVersionNotPermit"));
        assert_eq!(free.verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(with("").verdict(&CHECK), NotAssessed);
        assert_eq!(bought().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
