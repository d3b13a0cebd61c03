//! Instance metadata requires a token.

use crate::api::ecs;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-metadata-hardened",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Instance metadata requires a token", zh: "实例元数据仅允许加固模式访问" },
    pass_when: Phrase {
        en: "MetadataOptions of DescribeInstances is read; the instance passes when HttpTokens is required or HttpEndpoint is disabled.",
        zh: "读取 DescribeInstances 的 MetadataOptions；HttpTokens 为 required 或 HttpEndpoint 为 disabled 即通过。",
    },
    risk: Phrase {
        en: "With plain metadata access, a request-forgery hole in a web application can hand out the role's temporary keys.",
        zh: "普通模式下，Web 应用的 SSRF 漏洞可被用来窃取实例角色的临时凭证。",
    },
    remediation: Phrase {
        en: "Update SDKs and scripts to the token mode, then set metadata access to security hardening only on the instance and in launch templates.",
        zh: "将 SDK 与脚本升级为令牌方式后，在实例及启动模板中将元数据访问模式设为仅加固模式。",
    },
    cli: "aliyun ecs ModifyInstanceMetadataOptions --RegionId <region-id> --InstanceId <instance-id> --HttpEndpoint enabled --HttpTokens required",
    reads: &[&ecs::INSTANCES],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/150575.html"],
    logic: Logic::Items { of: &ecs::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let options = instance.at("MetadataOptions");
    if options.text("HttpEndpoint").eq_ignore_ascii_case("disabled") {
        return pass("the metadata service is off", "已关闭元数据服务访问");
    }
    match options.str("HttpTokens")?.to_ascii_lowercase().as_str() {
        "required" => pass("only with a token (HttpTokens required)", "仅允许加固模式访问（HttpTokens 为 required）"),
        "optional" => fail("also without a token (HttpTokens optional)", "允许普通模式访问（HttpTokens 为 optional）"),
        _ => Err(options.lacks("HttpTokens")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_answer_decides() {
        for (item, expected) in [
            (json!({ "MetadataOptions": { "HttpTokens": "required", "HttpEndpoint": "enabled" } }), Pass),
            (json!({ "MetadataOptions": { "HttpTokens": "optional", "HttpEndpoint": "enabled" } }), Fail),
            (json!({ "MetadataOptions": { "HttpTokens": "", "HttpEndpoint": "disabled" } }), Pass),
            (json!({ "MetadataOptions": { "HttpEndpoint": "enabled" } }), NotAssessed),
            (json!({ "MetadataOptions": { "HttpTokens": "", "HttpEndpoint": "" } }), NotAssessed),
        ] {
            let mut item = item;
            item["InstanceId"] = json!("x-1");
            assert_eq!(Fixture::new().list(&ecs::INSTANCES, json!([item])).verdict(&CHECK), expected, "{item}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict_and_nothing_is_not_applicable() {
        assert_eq!(Fixture::new().denied(&ecs::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().cut(&ecs::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
