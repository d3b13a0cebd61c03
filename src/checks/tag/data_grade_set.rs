//! Resources that hold data carry a data-grade tag.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "tag-data-grade-set",
    severity: Severity::Low,
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
    actions: &["resourcecenter:SearchResources"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/417434.html"],
};
