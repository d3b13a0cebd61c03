//! Automatic snapshots are on for Elasticsearch.

use crate::api::elasticsearch;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "elasticsearch-instance-snapshot",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase {
        en: "Automatic snapshots are on for Elasticsearch", zh: "Elasticsearch 实例已开启自动备份"
    },
    pass_when: Phrase {
        en: "DescribeSnapshotSetting is read; the instance passes when Enable is true.",
        zh: "读取 DescribeSnapshotSetting；Enable 为 true 即通过。",
    },
    risk: Phrase {
        en: "A deleted index or a lost cluster cannot be restored without snapshots.",
        zh: "没有快照时，误删索引或集群丢失后无法恢复。",
    },
    remediation: Phrase {
        en: "Switch on automatic backup under Data Backup, set the time, and test a restore of one index.",
        zh: "在“数据备份”中开启自动备份并设置时间，抽取索引测试恢复。",
    },
    cli: "aliyun elasticsearch POST /openapi/instances/<instance-id>/snapshot-setting --header \"Content-Type=application/json\" --body '{\"enable\":true,\"quartzRegex\":\"0 0 01 ? * * *\"}'",
    reads: &[&elasticsearch::SNAPSHOTS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "elasticsearch-instance-snapshot-enabled" }],
    references: &["https://help.aliyun.com/document_detail/178529.html"],
    logic: Logic::Items { of: &elasticsearch::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let setting = instance.ask(&elasticsearch::SNAPSHOTS)?.must()?;
    if !setting.flag("Result.Enable")? {
        return fail("automatic snapshots are off", "未开启自动备份");
    }
    let when = setting.text("Result.QuartzRegex");
    pass(format!("automatic snapshots are on ({when})"), format!("已开启自动备份（{when}）"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("instance_id", "es-1")];

    fn instances() -> Fixture {
        Fixture::new().list(&elasticsearch::INSTANCES, json!([{ "instanceId": "es-1" }]))
    }

    #[test]
    fn the_switch_decides() {
        for (said, expected) in [(json!(true), Pass), (json!(false), Fail), (json!(null), NotAssessed)] {
            let body = json!({ "Result": { "Enable": said, "QuartzRegex": "0 0 01 ? * * *" } });
            let account = instances().detail(&elasticsearch::SNAPSHOTS, ID, body);
            assert_eq!(account.verdict(&CHECK), expected, "{said}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&elasticsearch::SNAPSHOTS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&elasticsearch::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&elasticsearch::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
