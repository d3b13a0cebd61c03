//! Cloud Config records resource configurations.

use crate::api::config;
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Logic, Outcome, Reply, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "config-recorder-enabled",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "Cloud Config records resource configurations", zh: "配置审计已记录资源配置" },
    pass_when: Phrase {
        en: "GetConfigurationRecorder is read; passes when ConfigurationRecorderStatus is REGISTERED and resource types are listed.",
        zh: "读取 GetConfigurationRecorder；ConfigurationRecorderStatus 为 REGISTERED 且列有资源类型时通过。",
    },
    risk: Phrase {
        en: "Without a recorder there is no inventory and no history: nobody can say what existed or how it was set on a given day.",
        zh: "未开启记录则没有资源清单与变更历史，无法还原某日的资源与配置。",
    },
    remediation: Phrase {
        en: "Cloud Config console: activate the service with all resource types, and deliver snapshots to OSS or Log Service.",
        zh: "在配置审计控制台开通服务并选择全部资源类型，将快照投递到 OSS 或日志服务。",
    },
    cli: "aliyun config StartConfigurationRecorder",
    reads: &[&config::RECORDER],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/169620.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    // An account is served by one of the centres; the other one does not know it.
    let (mut gap, mut said) = (None, Vec::new());
    for (centre, reply) in account.replies(&config::RECORDER) {
        let (status, types) = match reply.and_then(read) {
            Ok(Some(recorder)) => recorder,
            Ok(None) => continue,
            Err(hole) => {
                gap = gap.or(Some(hole));
                continue;
            }
        };
        if status == "REGISTERED" && types > 0 {
            return pass(
                format!("REGISTERED at {centre}, {types} resource types"),
                format!("{centre} 记录状态为 REGISTERED，已记录 {types} 种资源类型"),
            );
        }
        said.push(format!("{centre}: {status}, {types}"));
    }
    match gap {
        Some(gap) => Err(gap),
        None if said.is_empty() => fail("Cloud Config is not activated", "未开通配置审计"),
        None => {
            let said = said.join("; ");
            fail(format!("status and number of resource types: {said}"), format!("记录状态与资源类型数：{said}"))
        }
    }
}

/// Status and number of resource types; none where the service is not activated.
fn read(reply: Reply<'_>) -> Result<Option<(String, usize)>, Gap> {
    let Some(answer) = reply.got() else { return Ok(None) };
    let recorder = answer.at("ConfigurationRecorder");
    let status = recorder.str("ConfigurationRecorderStatus")?;
    Ok(Some((status.to_owned(), recorder.list("ResourceTypes").len())))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn recorder(status: &str, types: &[&str]) -> Value {
        json!({ "ConfigurationRecorder": { "ConfigurationRecorderStatus": status, "ResourceTypes": types } })
    }

    #[test]
    fn status_and_types_decide_at_either_centre() {
        let idle = recorder("REGISTRABLE", &[]);
        for (status, types, expected) in [
            ("REGISTERED", &["ACS::ECS::Instance"][..], Pass),
            ("REGISTERED", &[], Fail),
            ("BUILDING", &["ACS::ECS::Instance"], Fail),
        ] {
            for (here, there) in [("cn-shanghai", "ap-southeast-1"), ("ap-southeast-1", "cn-shanghai")] {
                let account = Fixture::new().answer_in(&config::RECORDER, here, recorder(status, types)).answer_in(
                    &config::RECORDER,
                    there,
                    idle.clone(),
                );
                assert_eq!(account.verdict(&CHECK), expected, "{status} at {here}");
            }
        }
        assert_eq!(Fixture::new().unopened(&config::RECORDER, "AccountNotExisted").verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let denied = Fixture::new().denied(&config::RECORDER, &[]);
        assert_eq!(denied.verdict(&CHECK), NotAssessed);
        let idle = denied.clone().answer_in(&config::RECORDER, "ap-southeast-1", recorder("REGISTRABLE", &[]));
        assert_eq!(idle.verdict(&CHECK), NotAssessed);
        let known =
            denied.answer_in(&config::RECORDER, "ap-southeast-1", recorder("REGISTERED", &["ACS::OSS::Bucket"]));
        assert_eq!(known.verdict(&CHECK), Pass);
    }
}
