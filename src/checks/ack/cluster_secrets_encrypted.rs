//! Kubernetes Secrets are encrypted at rest with KMS.

use crate::api::cs;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-secrets-encrypted",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "cluster",
    title: Phrase {
        en: "Kubernetes Secrets are encrypted at rest with KMS", zh: "集群 Secret 已使用 KMS 落盘加密"
    },
    pass_when: Phrase {
        en: "DisableEncryption and EncryptionKMSKeyId in meta_data of DescribeClusterDetail are read; the cluster passes when encryption is not disabled and a key is set. Editions other than ACK Pro cannot encrypt Secrets and are not applicable.",
        zh: "读取 DescribeClusterDetail 的 meta_data 中 DisableEncryption 与 EncryptionKMSKeyId；未停用加密且已设置 KMS 密钥即通过，非 ACK Pro 版不支持 Secret 加密，不适用。",
    },
    risk: Phrase {
        en: "Secrets in etcd are only encoded, so a copy of its data hands out passwords and keys.",
        zh: "etcd 中的 Secret 仅作编码，其数据副本泄露即等同于口令与密钥泄露。",
    },
    remediation: Phrase {
        en: "Switch on Secret encryption on the cluster's security or basic information page with an own KMS key, and write existing Secrets again.",
        zh: "在集群信息页以自有 KMS 密钥开启 Secret 落盘加密，并重写存量 Secret。",
    },
    cli: "aliyun cs PUT /clusters/<cluster-id>/kms --header \"Content-Type=application/json\" --body '{\"kms_key_id\":\"<key-id>\",\"disable_encryption\":false}'",
    reads: &[&cs::DETAIL],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ack-cluster-encryption-enabled" }],
    references: &[],
    logic: Logic::Items { of: &cs::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    if cluster.str("cluster_type")? == "ExternalKubernetes" {
        return not_applicable(
            "a registered cluster, whose control plane is elsewhere",
            "注册集群，控制面不由 ACK 提供",
        );
    }
    let detail = cluster.ask(&cs::DETAIL)?.must()?;
    let meta = detail.inner_json("meta_data")?.unwrap_or_default();
    let meta = Node::new(&meta, cs::DETAIL.id);
    let key = meta.text("Capabilities.EncryptionKMSKeyId");
    // A key stays named when encryption is switched off again.
    match meta.maybe_flag("Capabilities.DisableEncryption") {
        Some(false) if !key.is_empty() => {
            return pass(format!("encrypted with the key {key}"), format!("使用密钥 {key} 加密"));
        }
        Some(_) if !is_pro(cluster) => {}
        Some(true) => return fail("DisableEncryption is true", "DisableEncryption 为 true，未开启 Secret 加密"),
        Some(false) => return fail("no key is set", "未设置加密密钥"),
        None if is_pro(cluster) => return Err(detail.lacks("meta_data.Capabilities.DisableEncryption")),
        None => {}
    }
    let spec = cluster.text("cluster_spec");
    // Dedicated clusters have no edition; a managed one without it may be a Pro.
    if spec.is_empty() && cluster.text("cluster_type") == "ManagedKubernetes" {
        return Err(cluster.lacks("cluster_spec"));
    }
    not_applicable(
        format!("only ACK Pro encrypts Secrets; the edition is {spec}"),
        format!("仅 ACK Pro 版支持 Secret 落盘加密，当前规格为 {spec}"),
    )
}

/// The edition that can encrypt Secrets.
fn is_pro(cluster: &Item<'_>) -> bool {
    cluster.text("cluster_spec").starts_with("ack.pro")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("cluster_id", "c-1")];

    fn clusters() -> Fixture {
        let kind = json!("ManagedKubernetes");
        let pro = json!({
            "cluster_id": "c-1", "region_id": "cn-hangzhou", "cluster_type": kind, "cluster_spec": "ack.pro.small",
        });
        let items = json!([pro]);
        Fixture::new().list(&cs::CLUSTERS, items)
    }

    fn verdict(detail: Value) -> FindingStatus {
        clusters().detail(&cs::DETAIL, ID, detail).verdict(&CHECK)
    }

    fn meta(off: Value, key: &str) -> Value {
        let meta = json!({ "Capabilities": { "DisableEncryption": off, "EncryptionKMSKeyId": key } });
        json!({ "meta_data": meta.to_string() })
    }

    #[test]
    fn the_switch_and_the_key_decide() {
        for (off, key, expected) in [
            (json!(false), "key-1", Pass),
            (json!(true), "key-1", Fail),
            (json!(true), "", Fail),
            (json!(false), "", Fail),
            (json!(null), "", NotAssessed),
            (json!(null), "key-1", NotAssessed),
        ] {
            assert_eq!(verdict(meta(off.clone(), key)), expected, "{off} {key}");
        }
    }

    #[test]
    fn an_edition_that_cannot_encrypt_is_not_applicable() {
        for kind in ["ManagedKubernetes", "ExternalKubernetes"] {
            let items = json!([{
                "cluster_id": "c-1", "region_id": "cn-hangzhou", "cluster_type": kind, "cluster_spec": "ack.standard",
            }]);
            let account = Fixture::new().list(&cs::CLUSTERS, items);
            let account = account.detail(&cs::DETAIL, ID, meta(json!(true), ""));
            assert_eq!(account.verdict(&CHECK), NotApplicable, "{kind}");
        }
    }

    #[test]
    fn a_managed_cluster_without_an_edition_is_no_verdict() {
        for (kind, expected) in [("ManagedKubernetes", NotAssessed), ("Kubernetes", NotApplicable)] {
            let items = json!([{ "cluster_id": "c-1", "region_id": "cn-hangzhou", "cluster_type": kind }]);
            let account = Fixture::new().list(&cs::CLUSTERS, items);
            let account = account.detail(&cs::DETAIL, ID, meta(json!(true), ""));
            assert_eq!(account.verdict(&CHECK), expected, "{kind}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(verdict(json!({ "meta_data": "{" })), NotAssessed);
        assert_eq!(verdict(json!({ "name": "prod" })), NotAssessed);
        assert_eq!(clusters().denied(&cs::DETAIL, ID).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_clusters_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&cs::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
