//! Custom image is kept in a mainland region.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-image-stays-in-mainland",
    severity: Severity::Medium,
    resource: "image",
    title: Phrase { en: "Custom image is kept in a mainland region", zh: "自定义镜像存放于境内地域" },
    pass_when: Phrase {
        en: "Own images are listed in each region with DescribeImages; the image passes when its region is in the Chinese mainland. Hong Kong counts as outside; IsCopied tells whether it is a copy.",
        zh: "在各地域通过 DescribeImages 列出自有镜像；所在地域为中国内地即通过，中国香港按境外处理，IsCopied 用于说明是否为复制件。",
    },
    risk: Phrase {
        en: "An image copied abroad may hold personal or important data and can amount to a cross-border transfer.",
        zh: "复制到境外的镜像可能含个人信息或重要数据，可构成数据出境。",
    },
    remediation: Phrase {
        en: "Delete the copy abroad, or record what it holds and the legal basis for keeping it there.",
        zh: "删除境外镜像，或记录其内容及在境外保存的合法依据。",
    },
    cli: "aliyun ecs DeleteImage --RegionId <region-id> --ImageId <image-id>",
    // UNWRITTEN, needs: ecs:DescribeRegions, ecs:DescribeImages
    reads: &[],
    params: &[],
    covers: &[],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
