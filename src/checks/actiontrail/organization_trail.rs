//! An organisation trail covers all member accounts.

use crate::api::{actiontrail, resourcedirectory};
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, manual, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-organization-trail",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase {
        en: "An organisation trail covers all member accounts", zh: "多账号跟踪覆盖全部成员账号"
    },
    pass_when: Phrase {
        en: "DescribeTrails is read; passes when an enabled trail has IsOrganizationTrail true. Accounts outside a resource directory are not applicable; for a member that sees no such trail, a person asks in the management account.",
        zh: "读取 DescribeTrails；存在 IsOrganizationTrail 为 true 且已启用的跟踪时通过。未加入资源目录的账号不适用；成员账号未见多账号跟踪的，转人工向管理账号核实。",
    },
    risk: Phrase {
        en: "Trails kept per account can be switched off by each account, and new accounts start without one.",
        zh: "各账号自建的跟踪可被本账号关闭，新增账号也可能没有跟踪。",
    },
    remediation: Phrase {
        en: "From the management account (or its delegated administrator), create a trail for all members in the ActionTrail console and deliver it to a log archive account.",
        zh: "由管理账号（或委派管理员）在操作审计控制台创建应用到所有成员的跟踪，并投递到日志归档账号。",
    },
    cli: "aliyun actiontrail CreateTrail --Name <trail-name> --IsOrganizationTrail true --TrailRegion All --EventRW All --OssBucketName <bucket> --SlsProjectArn acs:log:<region-id>:<account-id>:project/<project>",
    reads: &[&actiontrail::TRAILS, &resourcedirectory::DIRECTORY],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/207462.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let Some(directory) = account.ask(&resourcedirectory::DIRECTORY)?.got() else {
        return not_applicable("the account is in no resource directory", "账号未加入资源目录");
    };
    // Not the list: it leaves out trails whose home is in a region that the user did not choose.
    for trail in account.ask(&actiontrail::TRAILS)?.must()?.items() {
        if trail.flag("IsOrganizationTrail")? && trail.str("Status")? == "Enable" {
            let (name, regions) = (trail.text("Name"), trail.text("TrailRegion"));
            return pass(
                format!("organisation trail {name} is enabled, TrailRegion {regions}"),
                format!("多账号跟踪 {name} 已启用，TrailRegion 为 {regions}"),
            );
        }
    }
    let master = directory.at("ResourceDirectory").str("MasterAccountId")?;
    if master == account.id() {
        return fail("no enabled trail has IsOrganizationTrail true", "没有已启用的多账号跟踪");
    }
    manual(
        format!(
            "the account is a member and sees no organisation trail; \
             does management account {master} have an enabled one? Look at its list of trails"
        ),
        format!("本账号为成员账号，未见多账号跟踪；管理账号 {master} 是否已启用多账号跟踪？请核对其跟踪列表"),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::evaluate;
    use crate::evaluate::fixture::{ACCOUNT, Fixture};
    use crate::snapshot::Snapshot;

    fn directory(master: &str) -> Fixture {
        let directory = json!({ "ResourceDirectory": { "ResourceDirectoryId": "rd-1", "MasterAccountId": master } });
        Fixture::new().answer(&resourcedirectory::DIRECTORY, directory)
    }

    #[test]
    fn an_enabled_organisation_trail_passes() {
        for (of_all, status, master, expected) in [
            (true, "Enable", ACCOUNT, Pass),
            (true, "Disable", ACCOUNT, Fail),
            (false, "Enable", ACCOUNT, Fail),
            (true, "Enable", "9", Pass),
            (false, "Enable", "9", Manual),
        ] {
            let trail = json!({ "Name": "all", "IsOrganizationTrail": of_all, "Status": status });
            let account = directory(master).list(&actiontrail::TRAILS, json!([trail]));
            assert_eq!(account.verdict(&CHECK), expected, "{of_all} {status} {master}");
        }
        let alone = Fixture::new().absent(&resourcedirectory::DIRECTORY, &[], "ResourceDirectoryNotInUse");
        assert_eq!(alone.verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_trail_of_a_region_that_was_not_chosen_counts() {
        let head = json!({ "dengbao_snapshot": 1, "version": "0", "started_at": "2026-11-25T00:00:00Z", "checks": [],
            "accounts": [{ "id": ACCOUNT }], "regions": ["cn-hangzhou"], "regions_from": "user" });
        let mut snapshot = Snapshot::new(serde_json::from_value(head).unwrap());
        let trail =
            json!({ "Name": "all", "HomeRegion": "cn-beijing", "IsOrganizationTrail": true, "Status": "Enable" });
        let directory = json!({ "ResourceDirectory": { "ResourceDirectoryId": "rd-1", "MasterAccountId": ACCOUNT } });
        for (call, body) in
            [(&actiontrail::TRAILS, json!({ "TrailList": [trail] })), (&resourcedirectory::DIRECTORY, directory)]
        {
            let record = json!({ "account": ACCOUNT, "call": call.id, "last": true, "outcome": { "json": body },
                "at": "2026-11-25T00:00:01Z" });
            snapshot.add(serde_json::from_value(record).unwrap());
        }
        assert_eq!(evaluate(&snapshot, &[&CHECK])[0].status, Pass);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(directory(ACCOUNT).denied(&actiontrail::TRAILS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&resourcedirectory::DIRECTORY, &[]).verdict(&CHECK), NotAssessed);
    }
}
