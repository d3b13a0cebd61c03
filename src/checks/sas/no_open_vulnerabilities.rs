//! Host has no open vulnerability rated urgent.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-no-open-vulnerabilities",
    severity: Severity::High,
    resource: "host",
    title: Phrase { en: "Host has no open vulnerability rated urgent", zh: "主机无待修复的高危漏洞" },
    pass_when: Phrase {
        en: "Unhandled records (DescribeVulList, Dealed=n) of the types cve, sys, cms, app and emg with necessity asap are counted per host; the host passes at zero. A host with an offline agent is not assessed.",
        zh: "按主机统计 DescribeVulList 中未处理（Dealed=n）、类型为 cve、sys、cms、app、emg 且修复必要性为 asap 的记录；为零即通过，客户端离线的主机不作评估。",
    },
    risk: Phrase {
        en: "Urgent holes are being exploited on the internet and lead straight to control of the host.",
        zh: "高危漏洞在互联网上正被利用，可直接导致主机失陷。",
    },
    remediation: Phrase {
        en: "Fix the records under Risk Governance > Vulnerabilities after a test and a snapshot, then verify; ignore only with a written reason.",
        zh: "经测试与快照备份后，在“风险治理 > 漏洞管理”中修复并验证；忽略须有书面理由。",
    },
    cli: "aliyun sas OperateVuls --OperateType vul_fix --Type cve --VulNames.1 <vulnerability-name> --Uuids.1 <server-uuid>",
    actions: &["yundun-sas:DescribeVulList", "yundun-sas:DescribeCloudCenterInstances"],
    params: &[],
    covers: &[],
    references: &[],
};
