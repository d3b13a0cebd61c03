//! Custom image is neither public nor shared with other accounts.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-image-not-shared",
    severity: Severity::High,
    resource: "image",
    title: Phrase {
        en: "Custom image is neither public nor shared with other accounts",
        zh: "自定义镜像未公开且未共享给其他账号",
    },
    pass_when: Phrase {
        en: "Own images are read with DescribeImages and their receivers with DescribeImageSharePermission; the image passes when IsPublic is false and no account or share group is listed.",
        zh: "通过 DescribeImages 读取自有镜像，并以 DescribeImageSharePermission 查询共享对象；IsPublic 为 false 且无共享账号或共享组即通过。",
    },
    risk: Phrase {
        en: "An image carries software, settings and often keys or data; a receiver can start it and read everything.",
        zh: "镜像包含软件、配置，常含密钥或数据，被共享方可启动实例并读取全部内容。",
    },
    remediation: Phrase {
        en: "Remove the receiving accounts in ECS console > Images > Custom Images > Share, and take community publication back.",
        zh: "在 ECS 控制台“镜像 > 自定义镜像 > 共享镜像”中取消共享账号，并撤销社区镜像发布。",
    },
    cli: "aliyun ecs ModifyImageSharePermission --RegionId <region-id> --ImageId <image-id> --RemoveAccount.1 <account-id>",
    // UNWRITTEN, needs: ecs:DescribeImages, ecs:DescribeImageSharePermission
    reads: &[],
    params: &[],
    covers: &[],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
