//! Cluster does not accept static passwords.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-no-basic-auth",
    severity: Severity::High,
    resource: "cluster",
    title: Phrase { en: "Cluster does not accept static passwords", zh: "集群不接受静态口令认证" },
    pass_when: Phrase {
        en: "current_version of DescribeClusterDetail is read; the cluster passes at 1.19 or newer, where Kubernetes removed static passwords. Older clusters go to a person.",
        zh: "读取 DescribeClusterDetail 的 current_version；1.19 及以上版本已移除静态口令，即通过；更低版本转人工确认。",
    },
    risk: Phrase {
        en: "A static password cannot be rotated without a restart and is tied to no person.",
        zh: "静态口令无法在线轮换，且不能对应到具体人员。",
    },
    remediation: Phrase {
        en: "Upgrade the cluster; until then make sure that the API server is not started with a basic-auth file.",
        zh: "升级集群版本；升级前确认 API Server 未配置 basic-auth 文件。",
    },
    cli: "aliyun cs POST /api/v2/clusters/<cluster-id>/upgrade --header \"Content-Type=application/json\" --body '{\"next_version\":\"<version>\"}'",
    actions: &["cs:DescribeClustersV1", "cs:DescribeClusterDetail"],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Disable Basic Authentication for ACK Clusters" },
        Covers { source: "cis-2.0", rule: "7.6" },
    ],
    references: &[],
};
