//! Alarm contact groups have reachable members.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cms-alarm-contacts-set",
    severity: Severity::Low,
    resource: "account",
    title: Phrase { en: "Alarm contact groups have reachable members", zh: "告警联系组有可联系的成员" },
    pass_when: Phrase {
        en: "DescribeContactGroupList and DescribeContactList are read; passes when at least 1 group has a member with a mail, SMS or DingTalk channel.",
        zh: "读取 DescribeContactGroupList 与 DescribeContactList；至少有 1 个联系组的成员设置了邮件、短信或钉钉渠道时通过。",
    },
    risk: Phrase {
        en: "An alarm sent to an empty group or a person who has left reaches nobody.",
        zh: "发送给空联系组或已离职人员的告警无人收到。",
    },
    remediation: Phrase {
        en: "CloudMonitor console > Alert Contacts: add the people on duty with activated channels, put them in groups, and test one alarm each quarter.",
        zh: "在“云监控控制台 > 报警联系人”中添加值班人员并激活渠道，加入联系组，每季度测试一次告警。",
    },
    cli: "aliyun cms PutContactGroup --ContactGroupName <group> --ContactNames.1 <contact>",
    actions: &["cms:DescribeContactGroupList", "cms:DescribeContactList"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/114929.html"],
};
