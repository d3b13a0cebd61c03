//! Bucket policy grants nothing to accounts outside the organisation.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-policy-no-outsiders",
    severity: Severity::High,
    resource: "bucket",
    title: Phrase {
        en: "Bucket policy grants nothing to accounts outside the organisation",
        zh: "Bucket 授权策略未向组织外账号授权",
    },
    pass_when: Phrase {
        en: "Each Principal in the Allow statements is compared with the own account and, where a resource directory exists, its members; the bucket passes when none lies outside.",
        zh: "将允许语句中的 Principal 与本账号及资源目录成员账号比对；无组织外账号即通过。",
    },
    risk: Phrase {
        en: "A foreign account decides alone who uses the granted access, and data can leave the organisation without notice.",
        zh: "组织外账号可自行决定由谁使用该授权，数据可能在不知情时流出。",
    },
    remediation: Phrase {
        en: "Remove the foreign account from the policy. If a partner needs access, give a role with limited rights and an end date, and write down the purpose.",
        zh: "从策略中移除组织外账号；确需合作方访问的，以限权限、限期限的角色授权并记录用途。",
    },
    cli: "aliyun ossutil api put-bucket-policy --bucket <bucket> --body file://policy.json",
    actions: &[
        "oss:ListBuckets",
        "oss:GetBucketPolicy",
        "resourcemanager:GetResourceDirectory",
        "resourcemanager:ListAccounts",
    ],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "oss-bucket-policy-outside-organization-check" }],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-policy"],
};
