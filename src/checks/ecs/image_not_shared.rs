//! Custom image is neither public nor shared with other accounts.

use crate::api::ecs_storage;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-image-not-shared",
    severity: Severity::High,
    effort: Effort::Switch,
    resource: "image",
    title: Phrase {
        en: "Custom image is neither public nor shared with other accounts",
        zh: "自定义镜像未公开且未共享给其他账号",
    },
    pass_when: Phrase {
        en: "Own images are read with DescribeImages and their receivers with DescribeImageSharePermission; the image passes when IsPublic is false and no account or share group is listed, nor the image in a resource share of the account (ListSharedResources).",
        zh: "通过 DescribeImages 读取自有镜像，并以 DescribeImageSharePermission 查询共享对象；IsPublic 为 false、无共享账号或共享组且不在本账号发起的资源共享（ListSharedResources）中即通过。",
    },
    risk: Phrase {
        en: "An image carries software, settings and often keys or data; a receiver can start it and read everything.",
        zh: "镜像包含软件、配置，常含密钥或数据，被共享方可启动实例并读取全部内容。",
    },
    remediation: Phrase {
        en: "Remove the receiving accounts in ECS console > Images > Custom Images > Share, and take community publication back.",
        zh: "在 ECS 控制台“镜像 > 自定义镜像 > 共享镜像”中取消共享账号，并撤销社区镜像发布。",
    },
    cli: "aliyun ecs ModifyImageSharePermission --RegionId <region-id> --ImageId <image-id> --RemoveAccount.1 <account-id>",
    reads: &[&ecs_storage::IMAGES, &ecs_storage::IMAGE_SHARES, &ecs_storage::SHARED],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs_storage::IMAGES, judge },
};

fn judge(image: &Item<'_>) -> Outcome {
    if image.flag("IsPublic")? {
        return fail("public", "已公开");
    }
    let shares = image.ask(&ecs_storage::IMAGE_SHARES)?.must()?;
    let accounts: Vec<&str> = shares.items().iter().map(|account| account.text("AliyunId")).collect();
    if !accounts.is_empty() {
        let shown = accounts.iter().take(5).copied().collect::<Vec<_>>().join(", ");
        return fail(
            format!("shared with {} accounts: {shown}", accounts.len()),
            format!("已共享给 {} 个账号：{shown}", accounts.len()),
        );
    }
    if !shares.list("ShareGroups.ShareGroup").is_empty() {
        return fail("shared with a group", "已共享给共享组");
    }
    // Accounts may be left out where there are none, but not where some are counted.
    if shares.maybe_int("TotalCount").is_some_and(|count| count > 0) {
        return Err(shares.lacks("Accounts"));
    }
    if !shares.has("Accounts") && shares.maybe_int("TotalCount") != Some(0) {
        return Err(shares.lacks("Accounts"));
    }
    // Within an organisation images are shared by Resource Sharing.
    let answer = image.account().ask_in(&ecs_storage::SHARED, image.region())?.must()?;
    if !answer.has("SharedResources") {
        return Err(answer.lacks("SharedResources"));
    }
    let listed = answer.items();
    let mine = |resource: &&Node<'_>| {
        resource.text("ResourceId") == image.id() && resource.text("ResourceStatus") != "Disassociated"
    };
    if let Some(resource) = listed.iter().find(mine) {
        let name = resource.text("ResourceShareId");
        return fail(format!("in the resource share {name}"), format!("已加入资源共享 {name}"));
    }
    pass("neither public nor shared", "未公开且未共享")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const IMAGE: &[(&str, &str)] = &[("ImageId", "m-1")];

    fn image(public: bool) -> Fixture {
        Fixture::new().list(&ecs_storage::IMAGES, json!([{ "ImageId": "m-1", "IsPublic": public }]))
    }

    fn shared(body: Value) -> Fixture {
        image(false).detail(&ecs_storage::IMAGE_SHARES, IMAGE, body).list(&ecs_storage::SHARED, json!([]))
    }

    #[test]
    fn public_or_shared_fails() {
        assert_eq!(image(true).verdict(&CHECK), Fail);
        assert_eq!(shared(json!({ "Accounts": { "Account": [{ "AliyunId": "2222" }] } })).verdict(&CHECK), Fail);
        assert_eq!(
            shared(json!({ "TotalCount": 0, "ShareGroups": { "ShareGroup": [{ "Group": "all" }] } })).verdict(&CHECK),
            Fail
        );
        assert_eq!(shared(json!({ "TotalCount": 0 })).verdict(&CHECK), Pass);
    }

    #[test]
    fn receivers_that_are_counted_and_not_named_are_no_pass() {
        let empty = json!({ "TotalCount": 2, "Accounts": { "Account": [] } });
        for (body, expected) in
            [(json!({ "TotalCount": 0 }), Pass), (json!({ "TotalCount": 2 }), NotAssessed), (empty, NotAssessed)]
        {
            assert_eq!(shared(body.clone()).verdict(&CHECK), expected, "{body}");
        }
    }

    #[test]
    fn a_resource_share_that_holds_it_fails() {
        let unshared = || image(false).detail(&ecs_storage::IMAGE_SHARES, IMAGE, json!({ "TotalCount": 0 }));
        for (id, state, expected) in
            [("m-1", "Associated", Fail), ("m-1", "Disassociated", Pass), ("m-2", "Associated", Pass)]
        {
            let shared = json!([{ "ResourceId": id, "ResourceShareId": "rs-1", "ResourceStatus": state }]);
            assert_eq!(unshared().list(&ecs_storage::SHARED, shared).verdict(&CHECK), expected, "{id} {state}");
        }
        assert_eq!(unshared().denied(&ecs_storage::SHARED, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(unshared().answer(&ecs_storage::SHARED, json!({ "RequestId": "r" })).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(shared(json!({})).verdict(&CHECK), NotAssessed);
        assert_eq!(image(false).denied(&ecs_storage::IMAGE_SHARES, IMAGE).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs_storage::IMAGES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
