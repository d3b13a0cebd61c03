//! Logstores are encrypted at rest.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-logstore-encrypted",
    severity: Severity::Medium,
    resource: "logstore",
    title: Phrase { en: "Logstores are encrypted at rest", zh: "日志库启用静态加密" },
    pass_when: Phrase {
        en: "GetLogStore is read; passes when encrypt_conf.enable is true, with the service key or a customer key.",
        zh: "读取 GetLogStore；encrypt_conf.enable 为 true 时通过，使用服务密钥或自带密钥均可。",
    },
    risk: Phrase {
        en: "Logs hold addresses, user names and sometimes personal data; stored in the clear they are easier to disclose.",
        zh: "日志含地址、用户名，有时还有个人信息；明文存储更容易被泄露。",
    },
    remediation: Phrase {
        en: "Log Service console > the logstore > Modify: turn on encryption and choose the KMS key. The algorithm and the key cannot be changed later.",
        zh: "在“日志服务控制台 > 日志库 > 修改”中开启数据加密并选择 KMS 密钥；加密算法与密钥设定后不可更改。",
    },
    cli: "aliyun sls UpdateLogStoreEncryption --project <project> --logstore <logstore> --body '{\"enable\":true,\"encryptType\":\"default\"}'",
    actions: &["log:ListProject", "log:ListLogStores", "log:GetLogStore"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "sls-logstore-enabled-encrypt" }],
    references: &["https://help.aliyun.com/document_detail/409461.html"],
};
