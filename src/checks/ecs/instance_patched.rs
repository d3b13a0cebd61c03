//! Instance has no open operating-system vulnerabilities.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-patched",
    severity: Severity::High,
    resource: "instance",
    title: Phrase {
        en: "Instance has no open operating-system vulnerabilities", zh: "实例操作系统无待修复漏洞"
    },
    pass_when: Phrase {
        en: "Unhandled Security Center records (DescribeVulList, Dealed=n) of type cve (Linux) or sys (Windows) with necessity asap or later are counted; the instance passes at zero. Without an online agent it is not assessed.",
        zh: "统计云安全中心未处理记录（DescribeVulList，Dealed=n）中类型为 cve（Linux）或 sys（Windows）、修复必要性为 asap 或 later 的漏洞；为零即通过，客户端不在线的实例不作评估。",
    },
    risk: Phrase {
        en: "Known holes in the system are exploited by automated tools soon after they are published.",
        zh: "已公开的系统漏洞会很快被自动化工具利用。",
    },
    remediation: Phrase {
        en: "Test and install the fixes from Security Center > Risk Governance > Vulnerabilities or the system's package manager, restart where asked and rescan.",
        zh: "在云安全中心“风险治理 > 漏洞管理”或系统软件包管理器中测试并安装补丁，按提示重启后重新扫描。",
    },
    cli: "aliyun sas OperateVuls --OperateType vul_fix --Type cve --VulNames.1 <vulnerability-name> --Uuids.1 <server-uuid>",
    // UNWRITTEN, needs: ecs:DescribeInstances, yundun-sas:DescribeVulList, yundun-sas:DescribeCloudCenterInstances
    reads: &[],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ecs_instance_latest_os_patches_applied" },
        Covers { source: "trend-vision-one", rule: "Apply Latest OS Patches" },
        Covers { source: "cloud-config", rule: "ecs-instance-updated-security-vul" },
        Covers { source: "cis-2.0", rule: "4.5" },
    ],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
