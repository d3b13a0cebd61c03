//! Cluster API server has no public endpoint.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-api-private",
    severity: Severity::High,
    resource: "cluster",
    title: Phrase { en: "Cluster API server has no public endpoint", zh: "集群 API Server 未开放公网访问" },
    pass_when: Phrase {
        en: "master_url of DescribeClusterDetail is read; the cluster passes when it holds no api_server_endpoint, only the intranet one. A public endpoint passes with a note only if its listener has an access control list.",
        zh: "读取 DescribeClusterDetail 的 master_url；仅含内网地址、无 api_server_endpoint 即通过；存在公网端点的，仅当监听已设访问控制列表时附注通过。",
    },
    risk: Phrase {
        en: "A public API server can be probed and attacked from everywhere; one leaked kubeconfig is then enough to take over the cluster.",
        zh: "公网 API Server 可被任意探测与攻击，一份泄露的 kubeconfig 即可接管集群。",
    },
    remediation: Phrase {
        en: "Unbind the EIP of the API server and work through a VPN or Bastionhost; otherwise set an ACL on the listener.",
        zh: "解绑 API Server 的弹性公网 IP，经 VPN、堡垒机等内网方式访问；确需公网的为监听设置访问控制列表。",
    },
    cli: "aliyun cs PUT /api/v2/clusters/<cluster-id> --header \"Content-Type=application/json\" --body '{\"api_server_eip\":false}'",
    actions: &["cs:DescribeClustersV1", "cs:DescribeClusterDetail", "slb:DescribeLoadBalancerListeners"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_private_cluster_enabled" },
        Covers { source: "trend-vision-one", rule: "Disable Public Access to Kubernetes API Server" },
        Covers { source: "cloud-config", rule: "ack-cluster-public-endpoint-check" },
        Covers { source: "cis-2.0", rule: "7.9" },
    ],
    references: &[],
};
