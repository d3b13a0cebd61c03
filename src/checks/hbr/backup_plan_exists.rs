//! Active backup plans exist in Cloud Backup.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "hbr-backup-plan-exists",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "Active backup plans exist in Cloud Backup", zh: "云备份中存在启用的备份计划" },
    pass_when: Phrase {
        en: "DescribeBackupPlans and DescribePolicyBindings are read; passes when at least 1 plan or policy binding is not disabled.",
        zh: "读取 DescribeBackupPlans 与 DescribePolicyBindings；至少有 1 个未停用的备份计划或策略绑定时通过。",
    },
    risk: Phrase {
        en: "Without scheduled backups, deletion, ransomware or an error in operation cannot be undone.",
        zh: "没有定期备份，误删、勒索软件或操作失误造成的损失无法恢复。",
    },
    remediation: Phrase {
        en: "Cloud Backup console > Policy Center: create a policy with interval and retention and bind the hosts, files, databases or file systems to it. Test a restore. Own snapshot policies of a product are checked separately.",
        zh: "在“云备份控制台 > 策略中心”创建含周期与保留期的策略并绑定主机、文件、数据库或文件系统，定期演练恢复。各产品自带的快照策略另行检查。",
    },
    cli: "aliyun hbr CreateBackupPlan --SourceType ECS_FILE --PlanName <name> --VaultId <vault-id> --InstanceId <instance-id> --Path.1 <path> --BackupType COMPLETE --Schedule 'I|<unix-time>|P1D' --Retention <days>",
    actions: &["hbr:DescribeBackupPlans", "hbr:DescribePolicyBindings"],
    params: &[],
    covers: &[],
    references: &[],
};
