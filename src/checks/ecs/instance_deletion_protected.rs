//! Pay-as-you-go instance has release protection.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-deletion-protected",
    severity: Severity::Low,
    resource: "instance",
    title: Phrase {
        en: "Pay-as-you-go instance has release protection", zh: "按量付费实例已开启释放保护"
    },
    pass_when: Phrase {
        en: "DeletionProtection of DescribeInstances is read for pay-as-you-go instances; the instance passes when it is true. Subscription instances are not applicable.",
        zh: "读取按量付费实例的 DeletionProtection；为 true 即通过，包年包月实例不适用。",
    },
    risk: Phrase {
        en: "A wrong click or script can release a production server together with its disks.",
        zh: "误操作或脚本错误可能释放生产服务器及其云盘。",
    },
    remediation: Phrase {
        en: "Switch release protection on in the instance's settings and in the templates that create instances.",
        zh: "在实例设置及创建实例所用模板中开启释放保护。",
    },
    cli: "aliyun ecs ModifyInstanceAttribute --InstanceId <instance-id> --DeletionProtection true",
    // UNWRITTEN, needs: ecs:DescribeInstances
    reads: &[],
    params: &[],
    covers: &[],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
