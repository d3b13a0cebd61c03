//! The account belongs to a resource directory.

use crate::api::resourcedirectory;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "resourcedirectory-used",
    severity: Severity::Low,
    effort: Effort::Project,
    resource: "account",
    title: Phrase { en: "The account belongs to a resource directory", zh: "账号已加入资源目录" },
    pass_when: Phrase {
        en: "GetResourceDirectory is read; passes when a ResourceDirectoryId is returned.",
        zh: "读取 GetResourceDirectory；返回 ResourceDirectoryId 时通过。",
    },
    risk: Phrase {
        en: "With everything in one account, or accounts side by side, separation of environments and common guard rails are missing.",
        zh: "资源集中于单账号或各账号各自为政时，缺少环境隔离与统一管控。",
    },
    remediation: Phrase {
        en: "Resource Management console > Resource Directory: enable it from a management account without workloads, invite the accounts, and set control policies.",
        zh: "在“资源管理控制台 > 资源目录”中由不承载业务的管理账号开通，邀请各账号加入并设置管控策略。",
    },
    cli: "aliyun resourcedirectorymaster EnableResourceDirectory --EnableMode CurrentAccount",
    reads: &[&resourcedirectory::DIRECTORY],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/94475.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let Some(answer) = account.ask(&resourcedirectory::DIRECTORY)?.got() else {
        return fail("the account neither manages nor belongs to a resource directory", "账号未开通且未加入资源目录");
    };
    let directory = answer.at("ResourceDirectory");
    let id = directory.str("ResourceDirectoryId")?;
    if directory.text("MasterAccountId") == account.id() {
        pass(format!("management account of {id}"), format!("资源目录 {id} 的管理账号"))
    } else {
        pass(format!("member of {id}"), format!("资源目录 {id} 的成员账号"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::{ACCOUNT, Fixture};

    #[test]
    fn a_directory_passes_and_none_fails() {
        let member = json!({ "ResourceDirectory": { "ResourceDirectoryId": "rd-1", "MasterAccountId": ACCOUNT } });
        assert_eq!(Fixture::new().answer(&resourcedirectory::DIRECTORY, member).verdict(&CHECK), Pass);
        let none = Fixture::new().absent(&resourcedirectory::DIRECTORY, &[], "ResourceDirectoryNotInUse");
        assert_eq!(none.verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let empty = Fixture::new().answer(&resourcedirectory::DIRECTORY, json!({ "ResourceDirectory": {} }));
        assert_eq!(empty.verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&resourcedirectory::DIRECTORY, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
