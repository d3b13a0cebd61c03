//! Each RAM user can be traced to one person.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-owner-identified",
    severity: Severity::Low,
    resource: "user",
    title: Phrase { en: "Each RAM user can be traced to one person", zh: "RAM 用户可对应到具体责任人" },
    pass_when: Phrase {
        en: "ListUsers is read; passes when the user carries a display name or an e-mail address that names an owner and the login name is not a shared one such as admin or test.",
        zh: "读取 ListUsers；用户填写了可识别责任人的显示名或邮箱，且登录名不是 admin、test 等公用名称时通过。",
    },
    risk: Phrase {
        en: "Actions of a nameless or shared user cannot be attributed to a person, so an investigation stops at the account.",
        zh: "无法对应到人的账号或共用账号，其操作无法追责，调查只能止步于账号。",
    },
    remediation: Phrase {
        en: "Fill in display name and e-mail in RAM console > Users, rename or split shared users, and keep a list of users with their owners.",
        zh: "在“RAM 控制台 > 用户”补全显示名与邮箱，对共用账号改名或拆分，并维护用户与责任人清单。",
    },
    cli: "aliyun ims UpdateUser --UserPrincipalName <user>@<domain> --NewDisplayName <person> --NewEmail <address>",
    actions: &["ram:ListUsers"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
