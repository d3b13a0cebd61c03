//! Access control list holds no any-address entry.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-acl-not-open",
    severity: Severity::High,
    resource: "access control list",
    title: Phrase {
        en: "Access control list holds no any-address entry", zh: "访问控制策略组不含全网段条目"
    },
    pass_when: Phrase {
        en: "The entries of each list are read with DescribeAccessControlListAttribute; the list passes when none is 0.0.0.0/0 or ::/0.",
        zh: "通过 DescribeAccessControlListAttribute 读取各策略组条目；不含 0.0.0.0/0 或 ::/0 即通过。",
    },
    risk: Phrase {
        en: "Such an entry turns a whitelist into open access while the listener looks protected.",
        zh: "此类条目会使白名单失效，监听看似受控实则开放。",
    },
    remediation: Phrase {
        en: "Remove the entry and list the real client ranges.",
        zh: "删除该条目，仅保留实际客户端网段。",
    },
    cli: "aliyun slb RemoveAccessControlListEntry --RegionId <region-id> --AclId <acl-id> --AclEntrys '[{\"entry\":\"0.0.0.0/0\"}]'",
    actions: &["slb:DescribeAccessControlLists", "slb:DescribeAccessControlListAttribute"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "slb-acl-public-access-check" }],
    references: &[],
};
