//! Staff sign in through the organisation's identity provider.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-sso-configured",
    severity: Severity::Low,
    resource: "account",
    title: Phrase {
        en: "Staff sign in through the organisation's identity provider",
        zh: "人员通过企业身份源单点登录",
    },
    pass_when: Phrase {
        en: "ListSAMLProviders and GetUserSsoSettings are read; passes when at least one SAML provider exists or user-based SSO is on. CloudSSO at organisation level is noted if it is known.",
        zh: "读取 ListSAMLProviders 与 GetUserSsoSettings；至少存在一个 SAML 身份提供商或已开启用户 SSO 时通过。已知使用云 SSO 的予以注明。",
    },
    risk: Phrase {
        en: "With separate cloud passwords, leavers keep access until someone remembers to remove it, and MFA rules differ from those of the company.",
        zh: "云上单独维护密码时，离职人员的访问往往未及时收回，MFA 规则也与企业不一致。",
    },
    remediation: Phrase {
        en: "RAM console > Integrations > SSO: create a SAML provider with the metadata of the company's identity provider and map roles to its groups. Role-based SSO is the better choice.",
        zh: "在 RAM 控制台“集成管理 > SSO 管理”中以企业身份源元数据创建 SAML 提供商，并将角色映射到用户组；优先采用角色 SSO。",
    },
    cli: "aliyun ims CreateSAMLProvider --SAMLProviderName <name> --EncodedSAMLMetadataDocument <base64-metadata>",
    actions: &["ram:ListSAMLProviders", "ram:GetUserSsoSettings"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
