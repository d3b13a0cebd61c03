//! Cluster does not accept static passwords.

use crate::api::cs;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, manual, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-no-basic-auth",
    severity: Severity::High,
    effort: Effort::Change,
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
    reads: &[&cs::DETAIL],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Disable Basic Authentication for ACK Clusters" },
        Covers { source: "cis-2.0", rule: "7.6" },
    ],
    references: &[],
    logic: Logic::Items { of: &cs::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    let detail = cluster.ask(&cs::DETAIL)?.must()?;
    let said = detail.str("current_version")?;
    let version = version(said).ok_or_else(|| detail.lacks("current_version"))?;
    if version >= (1, 19) {
        return pass(
            format!("Kubernetes {said}, which has no static passwords"),
            format!("Kubernetes {said} 已不支持静态口令"),
        );
    }
    manual(
        format!(
            "Does the API server (Kubernetes {said}) start without --basic-auth-file? Look at its start parameters"
        ),
        format!("API Server（Kubernetes {said}）启动参数是否未配置 --basic-auth-file？核查其启动参数"),
    )
}

/// Major and minor number of `1.26.3-aliyun.1`.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("cluster_id", "c-1")];

    fn clusters() -> Fixture {
        let items = json!([{ "cluster_id": "c-1", "region_id": "cn-hangzhou", "cluster_type": "ManagedKubernetes" }]);
        Fixture::new().list(&cs::CLUSTERS, items)
    }

    fn verdict(detail: Value) -> FindingStatus {
        clusters().detail(&cs::DETAIL, ID, detail).verdict(&CHECK)
    }

    #[test]
    fn the_version_decides() {
        for (version, expected) in [
            ("1.34.10-aliyun.1", Pass),
            ("1.19.0", Pass),
            ("v1.20.4-aliyun.1", Pass),
            ("1.18.8-aliyun.1", Manual),
            ("1.9.3", Manual),
            ("", NotAssessed),
        ] {
            assert_eq!(verdict(json!({ "current_version": version })), expected, "{version}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(verdict(json!({ "name": "prod" })), NotAssessed);
        assert_eq!(clusters().denied(&cs::DETAIL, ID).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_clusters_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&cs::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
