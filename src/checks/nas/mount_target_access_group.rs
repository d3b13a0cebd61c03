//! Mount targets do not use the default access group.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "nas-mount-target-access-group",
    severity: Severity::Medium,
    resource: "mount target",
    title: Phrase { en: "Mount targets do not use the default access group", zh: "挂载点不使用默认权限组" },
    pass_when: Phrase {
        en: "DescribeMountTargets is read; passes when AccessGroup is not the default group (DEFAULT_VPC_GROUP_NAME), which admits every address of the VPC.",
        zh: "读取 DescribeMountTargets；AccessGroup 不是放行 VPC 内全部地址的默认权限组（DEFAULT_VPC_GROUP_NAME）时通过。",
    },
    risk: Phrase {
        en: "With the default group, every host in the VPC can mount the file system and read or change all files.",
        zh: "使用默认权限组时，VPC 内任意主机均可挂载文件系统并读写全部文件。",
    },
    remediation: Phrase {
        en: "NAS console > Access Control: create an access group with the addresses of the application hosts, then change the mount target to it.",
        zh: "在“文件存储 NAS 控制台 > 权限组”中创建仅含应用主机地址的权限组，并将挂载点切换到该权限组。",
    },
    cli: "aliyun nas ModifyMountTarget --FileSystemId <file-system-id> --MountTargetDomain <mount-target-domain> --AccessGroupName <access-group>",
    actions: &["nas:DescribeFileSystems", "nas:DescribeMountTargets", "nas:DescribeAccessRules"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "nas-filesystem-mount-target-access-group-check" }],
    references: &[],
};
