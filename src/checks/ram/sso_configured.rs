//! Staff sign in through the organisation's identity provider.

use crate::api::ims;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-sso-configured",
    severity: Severity::Low,
    effort: Effort::Project,
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
    reads: &[&ims::SAML_PROVIDERS, &ims::USER_SSO],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let user_sso = account.ask(&ims::USER_SSO).and_then(|reply| reply.must()?.flag("UserSsoSettings.SsoEnabled"));
    if user_sso == Ok(true) {
        return pass(
            "user-based SSO is on: RAM users sign in at the identity provider",
            "已开启用户 SSO，RAM 用户经身份源登录",
        );
    }
    let providers = account.list(&ims::SAML_PROVIDERS);
    if let Some(first) = providers.items.first() {
        let (n, name) = (providers.items.len(), first.text("SAMLProviderName"));
        // Access configurations of CloudSSO appear in the account as a provider of this name.
        let cloud_sso = name.get(..17).is_some_and(|head| head.eq_ignore_ascii_case("AliyunReservedSSO"));
        let (by, by_zh) = if cloud_sso { (" (CloudSSO)", "（云 SSO）") } else { ("", "") };
        return pass(
            format!("SAML providers: {n}, such as {name}{by}"),
            format!("已配置 {n} 个 SAML 身份提供商，如 {name}{by_zh}"),
        )
        .map(|v| v.bounded("whether all staff sign in this way is not visible", "未核实全部人员均以此方式登录"));
    }
    if let Some((_, gap)) = providers.gaps.into_iter().next() {
        return Err(gap);
    }
    user_sso?;
    fail("no SAML provider, and user-based SSO is off", "未配置 SAML 身份提供商，也未开启用户 SSO")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn user_sso(on: bool) -> Fixture {
        Fixture::new().answer(&ims::USER_SSO, json!({ "UserSsoSettings": { "SsoEnabled": on } }))
    }

    #[test]
    fn either_way_passes_and_none_fails() {
        let idp = json!([{ "SAMLProviderName": "acme-idp" }]);
        assert_eq!(user_sso(true).verdict(&CHECK), Pass);
        let found = user_sso(false).list(&ims::SAML_PROVIDERS, idp.clone()).finding(&CHECK);
        assert!(found.status == Pass && found.caution.is_some());
        assert_eq!(Fixture::new().list(&ims::SAML_PROVIDERS, idp).verdict(&CHECK), Pass);
        assert_eq!(user_sso(false).list(&ims::SAML_PROVIDERS, json!([])).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let unlisted = user_sso(false).denied(&ims::SAML_PROVIDERS, &[]);
        let unsaid = Fixture::new().list(&ims::SAML_PROVIDERS, json!([])).denied(&ims::USER_SSO, &[]);
        for account in [unlisted, unsaid, Fixture::new()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
