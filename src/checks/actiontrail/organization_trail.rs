//! An organisation trail covers all member accounts.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-organization-trail",
    severity: Severity::Low,
    resource: "account",
    title: Phrase {
        en: "An organisation trail covers all member accounts", zh: "多账号跟踪覆盖全部成员账号"
    },
    pass_when: Phrase {
        en: "DescribeTrails is read; passes when an enabled trail has IsOrganizationTrail true. Accounts outside a resource directory are not applicable.",
        zh: "读取 DescribeTrails；存在 IsOrganizationTrail 为 true 且已启用的跟踪时通过。未加入资源目录的账号不适用。",
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
    actions: &["actiontrail:DescribeTrails", "resourcemanager:GetResourceDirectory"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/207462.html"],
};
