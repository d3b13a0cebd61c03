//! DTS jobs do not copy data out of the mainland.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "dts-job-stays-in-mainland",
    severity: Severity::High,
    resource: "migration job",
    title: Phrase { en: "DTS jobs do not copy data out of the mainland", zh: "DTS 任务不向境外复制数据" },
    pass_when: Phrase {
        en: "DescribeDtsJobs is read; passes when the destination endpoint's region is a mainland one, or the source is not. Hong Kong counts as outside; a destination without a region is left to a person.",
        zh: "读取 DescribeDtsJobs；目标端地域位于境内，或源端不在境内时通过。中国香港视为境外；目标端无地域信息的转人工核查。",
    },
    risk: Phrase {
        en: "A running job sends whole databases abroad continuously. Whether it is lawful depends on content, volume and the procedure followed.",
        zh: "运行中的任务会持续将整库数据传至境外，是否合法取决于内容、数量与所履行的手续。",
    },
    remediation: Phrase {
        en: "Stop the job until its data, purpose and export basis are recorded and approved; then limit it to the tables that may leave.",
        zh: "先停止任务，待数据、用途与出境依据登记并审批后，再限定为允许出境的表。",
    },
    cli: "aliyun dts StopDtsJob --RegionId <region-id> --DtsJobId <job-id>",
    // UNWRITTEN, needs: dts:DescribeDtsJobs
    reads: &[],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/209702.html"],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
