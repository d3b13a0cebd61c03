//! Customer keys are protected against deletion.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "kms-key-deletion-protected",
    severity: Severity::Medium,
    resource: "key",
    title: Phrase { en: "Customer keys are protected against deletion", zh: "用户主密钥启用删除保护" },
    pass_when: Phrase {
        en: "DescribeKey is read; passes when DeletionProtection is Enabled and the key is not in the state PendingDeletion.",
        zh: "读取 DescribeKey；DeletionProtection 为 Enabled 且密钥不处于 PendingDeletion 状态时通过。",
    },
    risk: Phrase {
        en: "When a key is deleted, all data encrypted with it is lost, backups included.",
        zh: "密钥删除后，其加密的全部数据（含备份）均无法恢复。",
    },
    remediation: Phrase {
        en: "KMS console > Keys > the key: turn on deletion protection. Cancel a scheduled deletion first. Grant kms:ScheduleKeyDeletion to very few people.",
        zh: "在“密钥管理服务 KMS 控制台 > 密钥管理”中开启删除保护，已计划删除的先撤销；kms:ScheduleKeyDeletion 权限仅授予极少数人员。",
    },
    cli: "aliyun kms SetDeletionProtection --ProtectedResourceArn <key-arn> --EnableDeletionProtection true",
    actions: &["kms:ListKeys", "kms:DescribeKey"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/28952.html"],
};
