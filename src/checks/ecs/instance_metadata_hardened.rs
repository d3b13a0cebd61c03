//! Instance metadata requires a token.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-metadata-hardened",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Instance metadata requires a token", zh: "实例元数据仅允许加固模式访问" },
    pass_when: Phrase {
        en: "MetadataOptions of DescribeInstances is read; the instance passes when HttpTokens is required or HttpEndpoint is disabled.",
        zh: "读取 DescribeInstances 的 MetadataOptions；HttpTokens 为 required 或 HttpEndpoint 为 disabled 即通过。",
    },
    risk: Phrase {
        en: "With plain metadata access, a request-forgery hole in a web application can hand out the role's temporary keys.",
        zh: "普通模式下，Web 应用的 SSRF 漏洞可被用来窃取实例角色的临时凭证。",
    },
    remediation: Phrase {
        en: "Update SDKs and scripts to the token mode, then set metadata access to security hardening only on the instance and in launch templates.",
        zh: "将 SDK 与脚本升级为令牌方式后，在实例及启动模板中将元数据访问模式设为仅加固模式。",
    },
    cli: "aliyun ecs ModifyInstanceMetadataOptions --RegionId <region-id> --InstanceId <instance-id> --HttpEndpoint enabled --HttpTokens required",
    // UNWRITTEN, needs: ecs:DescribeInstances
    reads: &[],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/150575.html"],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
