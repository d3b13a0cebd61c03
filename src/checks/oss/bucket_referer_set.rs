//! Bucket has hotlink protection.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-referer-set",
    severity: Severity::Low,
    resource: "bucket",
    title: Phrase { en: "Bucket has hotlink protection", zh: "存储空间已设置防盗链" },
    pass_when: Phrase {
        en: "GetBucketReferer is read; the bucket passes when RefererList or RefererBlacklist holds at least one entry. AllowEmptyReferer is shown as a further fact.",
        zh: "读取 GetBucketReferer；RefererList 或 RefererBlacklist 至少含一项即通过，AllowEmptyReferer 作为补充信息展示。",
    },
    risk: Phrase {
        en: "Other sites can embed the files and cause traffic cost; the Referer header can be forged, so this is no access control.",
        zh: "其他站点可盗链文件并产生流量费用；Referer 可伪造，因此不能替代访问控制。",
    },
    remediation: Phrase {
        en: "Enter the permitted site addresses under Permission Control > Hotlink Protection and refuse empty Referers for browser-only content.",
        zh: "在“权限控制 > 防盗链”中填写允许的站点；仅供浏览器访问的内容应拒绝空 Referer。",
    },
    cli: "aliyun ossutil api put-bucket-referer --bucket <bucket> --referer-configuration '{\"AllowEmptyReferer\":false,\"RefererList\":{\"Referer\":[\"https://<site>\"]}}'",
    actions: &["oss:ListBuckets", "oss:GetBucketReferer"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "oss-bucket-referer-enabled" }],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-referer"],
};
