//! Role trust policies name no outsider or wildcard.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-role-trust-not-open",
    severity: Severity::High,
    resource: "role",
    title: Phrase {
        en: "Role trust policies name no outsider or wildcard", zh: "角色信任策略不含外部账号或通配"
    },
    pass_when: Phrase {
        en: "GetRole is read; passes when the trust policy names only this account, accounts of the same organisation, named services and the account's identity providers, and never “*”.",
        zh: "读取 GetRole；信任策略仅包含本账号、同一组织内账号、具名云服务及本账号的身份提供商，且不含“*”时通过。",
    },
    risk: Phrase {
        en: "Whoever the trust policy names can take over the role and act with its rights from another account.",
        zh: "信任策略所列主体可从其他账号扮演该角色并行使其权限。",
    },
    remediation: Phrase {
        en: "Narrow the trust policy to the required principals (RAM console > Roles > Trust Policy). For a contracted third party, name its account and require an ExternalId.",
        zh: "在“RAM 控制台 > 角色 > 信任策略”中收窄到必要主体；对签约第三方写明其账号并要求 ExternalId。",
    },
    cli: "aliyun ram UpdateRole --RoleName <role-name> --NewAssumeRolePolicyDocument \"$(cat <trust-policy.json>)\"",
    actions: &["ram:ListRoles", "ram:GetRole"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/93738.html"],
};
