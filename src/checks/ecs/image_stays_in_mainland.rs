//! Custom image is kept in a mainland region.

use crate::api::ecs_storage;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::mainland::is_mainland;
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-image-stays-in-mainland",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "image",
    title: Phrase { en: "Custom image is kept in a mainland region", zh: "自定义镜像存放于境内地域" },
    pass_when: Phrase {
        en: "Own images are listed in each region with DescribeImages; the image passes when its region is in the Chinese mainland. Hong Kong counts as outside; IsCopied tells whether it is a copy.",
        zh: "在各地域通过 DescribeImages 列出自有镜像；所在地域为中国内地即通过，中国香港按境外处理，IsCopied 用于说明是否为复制件。",
    },
    risk: Phrase {
        en: "An image copied abroad may hold personal or important data and can amount to a cross-border transfer.",
        zh: "复制到境外的镜像可能含个人信息或重要数据，可构成数据出境。",
    },
    remediation: Phrase {
        en: "Delete the copy abroad, or record what it holds and the legal basis for keeping it there.",
        zh: "删除境外镜像，或记录其内容及在境外保存的合法依据。",
    },
    cli: "aliyun ecs DeleteImage --RegionId <region-id> --ImageId <image-id>",
    reads: &[&ecs_storage::IMAGES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs_storage::IMAGES, judge },
};

fn judge(image: &Item<'_>) -> Outcome {
    let region = image.region();
    if is_mainland(region) {
        return pass(format!("in {region}"), format!("位于 {region}"));
    }
    let copied =
        if image.maybe_flag("IsCopied") == Some(true) { (" as a copy", "，为复制镜像") } else { ("", "") };
    fail(format!("outside the mainland, in {region}{}", copied.0), format!("位于中国内地以外的 {region}{}", copied.1))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_region_decides_and_hong_kong_is_outside() {
        for (region, expected) in [("cn-beijing", Pass), ("cn-hongkong", Fail), ("ap-southeast-1", Fail)] {
            let account = Fixture::new().regions(&[region]).list(&ecs_storage::IMAGES, json!([{ "ImageId": "m-1" }]));
            assert_eq!(account.verdict(&CHECK), expected, "{region}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(Fixture::new().denied(&ecs_storage::IMAGES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs_storage::IMAGES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
