//! Resources that hold data carry a data-grade tag.

use crate::api::resourcecenter;
use crate::checks::Check;
use crate::domain::{Effort, Gap, Resource, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, manual, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "tag-data-grade-set",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "resource",
    title: Phrase {
        en: "Resources that hold data carry a data-grade tag", zh: "存储数据的资源带有数据级别标签"
    },
    pass_when: Phrase {
        en: "Tags of buckets, databases and file systems are read from Resource Center; passes when a tag for the data grade or class is set and has a value.",
        zh: "从资源中心读取存储空间、数据库与文件系统的标签；已设置表示数据级别或类别的标签且有值时通过。",
    },
    risk: Phrase {
        en: "Without a mark, nobody can see from the resource which protection its data needs, and checks cannot be set by grade.",
        zh: "没有标识就无法从资源看出数据所需的保护强度，也无法按级别设定检查。",
    },
    remediation: Phrase {
        en: "Agree on one tag key (for example data-grade) and its values, tag the resources, and enforce it with a tag policy (Resource Management console > Tag > Tag Policies).",
        zh: "统一标签键（如 data-grade）及取值，为资源打标，并在“资源管理控制台 > 标签 > 标签策略”中强制执行。",
    },
    cli: "aliyun tag TagResources --RegionId <region-id> --ResourceARN.1 <resource-arn> --Tags '{\"data-grade\":\"<grade>\"}'",
    reads: &[&resourcecenter::STATUS, &resourcecenter::RESOURCES],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/417434.html"],
    logic: Logic::Custom(judge_all),
};

/// Beginnings of the types of resources that hold data.
const HOLDS_DATA: &[&str] = &[
    "ACS::OSS::Bucket",
    "ACS::RDS::DBInstance",
    "ACS::PolarDB::",
    "ACS::Redis::DBInstance",
    "ACS::MongoDB::DBInstance",
    "ACS::GPDB::DBInstance",
    "ACS::ADB::DBCluster",
    "ACS::ClickHouse::DBCluster",
    "ACS::Lindorm::",
    "ACS::HBase::",
    "ACS::OceanBase::",
    "ACS::NAS::FileSystem",
    "ACS::Elasticsearch::Instance",
];

/// What keys of tags for the grade of data hold, without hyphens, underscores, spaces and case.
const GRADE: &[&str] = &[
    "datagrade",
    "datalevel",
    "dataclass",
    "classification",
    "sensitivity",
    "数据级别",
    "数据分级",
    "数据分类",
    "数据等级",
];

fn judge_all(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let mut listing = account.list(&resourcecenter::RESOURCES);
    if !listing.unopened.is_empty() {
        sheet.account(manual(
            "Resource Center is not activated; \
             do buckets, databases and file systems carry a data-grade tag? Look at the Tag console",
            "未开通资源中心；存储空间、数据库与文件系统是否带有数据级别标签？请在标签控制台核对",
        ));
        return;
    }
    // Before its first inventory is complete Resource Center shows a part: what it lacks must not go unsaid.
    let complete = complete(account);
    listing.items.retain(|r| HOLDS_DATA.iter().any(|kind| r.text("ResourceType").starts_with(kind)));
    if let Err(gap) = complete {
        sheet.account(Err(gap));
    } else if listing.items.is_empty() && listing.gaps.is_empty() {
        let (en, zh) = ("no bucket, database or file system in the account", "账号内没有存储空间、数据库或文件系统");
        sheet.account(not_applicable(en, zh));
    }
    for resource in sheet.items_of(listing) {
        let kind = resource.text("ResourceType").replacen("ACS::", "ALIYUN::", 1);
        sheet.resource(Resource { kind, ..resource.resource() }, judge(&resource));
    }
}

/// Whether the inventory is there as a whole.
fn complete(account: &Account<'_>) -> Result<(), Gap> {
    let status = account.ask(&resourcecenter::STATUS)?.must()?;
    let (service, first) = (status.str("ServiceStatus")?, status.str("InitialStatus")?);
    if service == "Enabled" && first == "Finished" {
        return Ok(());
    }
    unknown(
        format!("Resource Center gives no full list: ServiceStatus {service}, InitialStatus {first}"),
        format!("资源中心未提供完整清单：ServiceStatus 为 {service}，InitialStatus 为 {first}"),
    )
}

fn judge(resource: &Item<'_>) -> Outcome {
    let tags = resource.list("Tags");
    let grade = tags.iter().find(|tag| is_grade(tag.text("Key")) && !tag.text("Value").trim().is_empty());
    if let Some(tag) = grade {
        let (key, value) = (tag.text("Key"), tag.text("Value"));
        return pass(format!("tag {key}={value}"), format!("标签 {key}={value}"));
    }
    let keys: Vec<&str> = tags.iter().map(|tag| tag.text("Key")).collect();
    match keys.join(", ") {
        none if none.is_empty() => fail("no tag", "没有标签"),
        keys => fail(
            format!("no tag with a value names the grade of the data; keys: {keys}"),
            format!("没有表示数据级别且有值的标签；现有标签键：{keys}"),
        ),
    }
}

fn is_grade(key: &str) -> bool {
    let plain: String = key.chars().filter(|c| !matches!(c, '-' | '_' | ' ' | ':' | '/')).collect();
    let plain = plain.to_lowercase();
    GRADE.iter().any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn with(resources: serde_json::Value) -> Fixture {
        let status = json!({ "ServiceStatus": "Enabled", "InitialStatus": "Finished" });
        Fixture::new().list(&resourcecenter::RESOURCES, resources).answer(&resourcecenter::STATUS, status)
    }

    #[test]
    fn an_unfinished_inventory_is_said() {
        let bucket = json!([{ "ResourceId": "b-1", "ResourceType": "ACS::OSS::Bucket", "RegionId": "cn-hangzhou" }]);
        let pending = json!({ "ServiceStatus": "Enabled", "InitialStatus": "Pending" });
        let part = Fixture::new().list(&resourcecenter::RESOURCES, bucket).answer(&resourcecenter::STATUS, pending);
        let said: Vec<_> = part.verdicts(&CHECK).into_iter().map(|(_, status)| status).collect();
        assert!(said.len() == 2 && said.contains(&NotAssessed) && said.contains(&Fail), "{said:?}");
        let nothing = Fixture::new().list(&resourcecenter::RESOURCES, json!([]));
        assert_eq!(nothing.denied(&resourcecenter::STATUS, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn key_and_value_decide() {
        for (key, value, expected) in [
            ("data-grade", "3", Pass),
            ("Data_Classification", "internal", Pass),
            ("数据级别", "重要", Pass),
            ("data-grade", "", Fail),
            ("owner", "ops", Fail),
        ] {
            let bucket = json!([{
                "ResourceId": "b-1", "ResourceType": "ACS::OSS::Bucket", "RegionId": "cn-hangzhou",
                "Tags": [{ "Key": key, "Value": value }],
            }]);
            let finding = with(bucket).finding(&CHECK);
            assert_eq!(finding.status, expected, "{key}");
            assert_eq!(finding.resource.kind, "ALIYUN::OSS::Bucket");
        }
    }

    #[test]
    fn only_resources_with_data_are_judged() {
        let some = json!([
            { "ResourceId": "i-1", "ResourceType": "ACS::ECS::Instance", "RegionId": "cn-hangzhou" },
            { "ResourceId": "rm-1", "ResourceType": "ACS::RDS::DBInstance", "RegionId": "cn-hangzhou" },
        ]);
        let account = with(some);
        assert_eq!(account.verdicts(&CHECK), [("rm-1".into(), Fail)]);
        assert_eq!(with(json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let closed = Fixture::new().unopened(&resourcecenter::RESOURCES, "ServiceNotEnabled");
        assert_eq!(closed.verdict(&CHECK), Manual);
        assert_eq!(with(json!([])).denied(&resourcecenter::RESOURCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(with(json!([])).cut(&resourcecenter::RESOURCES, &[]).verdict(&CHECK), NotAssessed);
    }
}
