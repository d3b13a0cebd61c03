//! Registry's public endpoint is closed or limited by list.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "acr-instance-not-open",
    severity: Severity::Medium,
    resource: "registry",
    title: Phrase {
        en: "Registry's public endpoint is closed or limited by list",
        zh: "镜像仓库公网入口已关闭或设白名单",
    },
    pass_when: Phrase {
        en: "GetInstanceEndpoint for the internet endpoint is read; the registry passes when Enable is false, or AclEnable is true and no entry is 0.0.0.0/0 or ::/0.",
        zh: "读取公网入口的 GetInstanceEndpoint；Enable 为 false，或 AclEnable 为 true 且白名单不含 0.0.0.0/0、::/0，即通过。",
    },
    risk: Phrase {
        en: "An open registry endpoint lets a stolen password pull or replace images from anywhere.",
        zh: "仓库入口对全网开放时，凭泄露口令即可在任意地点拉取或替换镜像。",
    },
    remediation: Phrase {
        en: "Close the public endpoint and pull through the VPC, or list only build and office addresses under Repository > Access Control.",
        zh: "关闭公网入口并经 VPC 拉取镜像，或在“仓库管理 > 访问控制”中仅填写构建与办公网地址。",
    },
    cli: "aliyun cr UpdateInstanceEndpointStatus --InstanceId <instance-id> --EndpointType internet --ModuleName Registry --Enable false",
    actions: &["cr:ListInstance", "cr:GetInstanceEndpoint"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "cr-instance-any-ip-access-check" }],
    references: &[],
};
