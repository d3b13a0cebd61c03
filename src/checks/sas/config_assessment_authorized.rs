//! Security Center may check cloud configurations.

use crate::api::sas;
use crate::checks::sas_edition::any_place;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, Reply};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-config-assessment-authorized",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "Security Center may check cloud configurations", zh: "已授权云平台配置检查" },
    pass_when: Phrase {
        en: "DescribeServiceLinkedRoleStatus for AliyunServiceRoleForSasCspm is read; the account passes when RoleStatus.Status is true.",
        zh: "读取 AliyunServiceRoleForSasCspm 的 DescribeServiceLinkedRoleStatus；RoleStatus.Status 为 true 即通过。",
    },
    risk: Phrase {
        en: "Without the role no continuous check of cloud settings runs, and drift is not noticed.",
        zh: "未授权时无法持续检查云上配置，配置漂移难以发现。",
    },
    remediation: Phrase {
        en: "Authorise the service-linked role on the configuration check page of Security Center and schedule the check.",
        zh: "在云安全中心云平台配置检查页面完成服务关联角色授权，并设置检查周期。",
    },
    cli: "aliyun sas CreateServiceLinkedRole --ServiceLinkedRole AliyunServiceRoleForSasCspm",
    reads: &[&sas::CSPM_ROLE],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Config Assessment Authorization" },
        Covers { source: "cis-2.0", rule: "8.6" },
    ],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    // The role belongs to the account: the word of one centre is enough.
    let said = account.replies(&sas::CSPM_ROLE).into_iter().map(|(place, reply)| {
        let said = reply.and_then(Reply::must).and_then(|role| {
            Ok(match role.flag("RoleStatus.Status")? {
                true => (true, "the service-linked role exists".into(), "服务关联角色已创建".into()),
                false => (false, "the service-linked role does not exist".into(), "服务关联角色未创建".into()),
            })
        });
        (place, said)
    });
    any_place(said.collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn role(mainland: bool, elsewhere: bool) -> Fixture {
        let status = |set: bool| json!({ "RoleStatus": { "Status": set } });
        Fixture::new().answer(&sas::CSPM_ROLE, status(mainland)).answer_in(
            &sas::CSPM_ROLE,
            "ap-southeast-1",
            status(elsewhere),
        )
    }

    #[test]
    fn the_role_must_exist() {
        assert_eq!(role(true, true).verdict(&CHECK), Pass);
        assert_eq!(role(true, false).verdict(&CHECK), Pass);
        assert_eq!(role(false, false).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(role(false, false).denied(&sas::CSPM_ROLE, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().answer(&sas::CSPM_ROLE, json!({ "RequestId": "x" })).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
