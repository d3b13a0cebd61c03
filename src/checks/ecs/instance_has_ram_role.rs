//! Instance has a RAM role attached.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-has-ram-role",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Instance has a RAM role attached", zh: "实例已授予 RAM 角色" },
    pass_when: Phrase {
        en: "DescribeInstanceRamRole is read; the instance passes when a RamRoleName is attached.",
        zh: "读取 DescribeInstanceRamRole；实例已绑定 RamRoleName 即通过。",
    },
    risk: Phrase {
        en: "Without a role, programs on the host need long-lived AccessKeys in files or environment variables, which leak easily.",
        zh: "未授予角色时，主机程序须在文件或环境变量中保存长期 AccessKey，易泄露。",
    },
    remediation: Phrase {
        en: "Create a RAM role for ECS with only the rights the program needs, attach it to the instance, and remove stored keys from the host.",
        zh: "在访问控制 RAM 创建受信服务为 ECS 的最小权限角色并绑定到实例，随后清除主机上保存的 AccessKey。",
    },
    cli: "aliyun ecs AttachInstanceRamRole --RegionId <region-id> --RamRoleName <role-name> --InstanceIds '[\"<instance-id>\"]'",
    // UNWRITTEN, needs: ecs:DescribeInstances, ecs:DescribeInstanceRamRole
    reads: &[],
    params: &[],
    covers: &[],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
