//! Disk snapshot is not shared with other accounts.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-snapshot-not-shared",
    severity: Severity::High,
    resource: "snapshot",
    title: Phrase { en: "Disk snapshot is not shared with other accounts", zh: "快照未共享给其他账号" },
    pass_when: Phrase {
        en: "The account's own resource shares are listed with ListSharedResources; the snapshot passes when it is in no share.",
        zh: "通过 ListSharedResources 列出本账号发起的资源共享；快照不在任何共享单元中即通过。",
    },
    risk: Phrase {
        en: "Whoever receives a shared snapshot can build a disk from it and read all data on it, out of reach of this account's logs.",
        zh: "被共享方可用快照创建云盘并读取全部数据，且不受本账号日志监督。",
    },
    remediation: Phrase {
        en: "Remove the snapshot from the resource share in Resource Management > Resource Sharing; keep shares only with named accounts of the same organisation and a written reason.",
        zh: "在“资源管理 > 资源共享”中将快照移出共享单元；确需共享的仅限本组织明确账号并留存审批。",
    },
    cli: "aliyun resourcesharing DisassociateResourceShare --ResourceShareId <share-id> --Resources.1.ResourceId <snapshot-id> --Resources.1.ResourceType Snapshot",
    // UNWRITTEN, needs: ecs:DescribeSnapshots, resourcesharing:ListSharedResources
    reads: &[],
    params: &[],
    covers: &[],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
