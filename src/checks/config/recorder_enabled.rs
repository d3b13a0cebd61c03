//! Cloud Config records resource configurations.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "config-recorder-enabled",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "Cloud Config records resource configurations", zh: "配置审计已记录资源配置" },
    pass_when: Phrase {
        en: "GetConfigurationRecorder is read; passes when ConfigurationRecorderStatus is REGISTERED and resource types are listed.",
        zh: "读取 GetConfigurationRecorder；ConfigurationRecorderStatus 为 REGISTERED 且列有资源类型时通过。",
    },
    risk: Phrase {
        en: "Without a recorder there is no inventory and no history: nobody can say what existed or how it was set on a given day.",
        zh: "未开启记录则没有资源清单与变更历史，无法还原某日的资源与配置。",
    },
    remediation: Phrase {
        en: "Cloud Config console: activate the service with all resource types, and deliver snapshots to OSS or Log Service.",
        zh: "在配置审计控制台开通服务并选择全部资源类型，将快照投递到 OSS 或日志服务。",
    },
    cli: "aliyun config StartConfigurationRecorder",
    actions: &["config:GetConfigurationRecorder"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/169620.html"],
};
