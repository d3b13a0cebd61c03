//! Identity management service, 2019-08-15. Its actions need permissions of RAM.

use super::products::IMS;
use super::{Call, Paging, Subject};

const fn marker(size: u32) -> Paging {
    Paging::Marker { marker: "Marker", next: "Marker", size: ("MaxItems", size) }
}

/// RAM users, with the name by which they sign in.
pub static USERS: Call = Call {
    paging: marker(1000),
    items: "Users.User",
    // The id is that of `ram::USERS`, where the same user has no sign-in name: no resource name can be made from it.
    subject: Some(Subject { name: "UserPrincipalName", ..Subject::new("UserId", "ALIYUN::RAM::User", "") }),
    ..Call::new(&IMS, "ims:ListUsers", "ListUsers", "ram:ListUsers")
};

/// The parameter that names a user, and where it is in the list.
const USER: &[(&str, &str)] = &[("UserPrincipalName", "UserPrincipalName")];

/// Console access of a user.
pub static LOGIN_PROFILE: Call = Call {
    absent: &["EntityNotExist.User.LoginProfile"],
    ..Call::each(&IMS, "ims:GetLoginProfile", "GetLoginProfile", "ram:GetLoginProfile", &USERS, USER)
};

/// The second factor of a user.
pub static USER_MFA: Call = Call {
    absent: &["EntityNotExist.User.MFADevice"],
    ..Call::each(&IMS, "ims:GetUserMFAInfo", "GetUserMFAInfo", "ram:GetUserMFAInfo", &USERS, USER)
};

/// The access keys of a user.
pub static ACCESS_KEYS: Call = Call {
    items: "AccessKeys.AccessKey",
    subject: Some(Subject::new("AccessKeyId", "ALIYUN::RAM::AccessKey", "")),
    ..Call::each(&IMS, "ims:ListAccessKeys", "ListAccessKeys", "ram:ListAccessKeys", &USERS, USER)
};

/// When an access key was used last.
pub static ACCESS_KEY_LAST_USED: Call = Call::each(
    &IMS,
    "ims:GetAccessKeyLastUsed",
    "GetAccessKeyLastUsed",
    "ram:GetAccessKeyLastUsed",
    &ACCESS_KEYS,
    &[("UserAccessKeyId", "AccessKeyId"), ("UserPrincipalName", "^UserPrincipalName")],
);

/// What passwords of RAM users must be like.
pub static PASSWORD_POLICY: Call =
    Call::new(&IMS, "ims:GetPasswordPolicy", "GetPasswordPolicy", "ram:GetPasswordPolicy");

/// Rules for sign-in, sessions and self-service.
pub static SECURITY_PREFERENCE: Call =
    Call::new(&IMS, "ims:GetSecurityPreference", "GetSecurityPreference", "ram:GetSecurityPreference");

/// The second factor of the account owner.
pub static ACCOUNT_MFA: Call = Call::new(&IMS, "ims:GetAccountMFAInfo", "GetAccountMFAInfo", "ram:GetAccountMFAInfo");

/// Counts about the account owner and its users.
pub static SECURITY_PRACTICE: Call = Call::new(
    &IMS,
    "ims:GetAccountSecurityPracticeReport",
    "GetAccountSecurityPracticeReport",
    "ram:GetAccountSecurityPracticeReport",
);

/// Has a credential report made, unless there is one of the last four hours. To be asked before [`CREDENTIAL_REPORT`].
pub static GENERATE_CREDENTIAL_REPORT: Call =
    Call::new(&IMS, "ims:GenerateCredentialReport", "GenerateCredentialReport", "ram:GenerateCredentialReport");

/// The newest credential report. One answer holds the owner and 3,500 users, and there is none for more users.
pub static CREDENTIAL_REPORT: Call =
    Call::new(&IMS, "ims:GetCredentialReport", "GetCredentialReport", "ram:GetCredentialReport");

/// Sign-in of RAM users through an identity provider.
pub static USER_SSO: Call = Call::new(&IMS, "ims:GetUserSsoSettings", "GetUserSsoSettings", "ram:GetUserSsoSettings");

/// Identity providers for sign-in into roles.
pub static SAML_PROVIDERS: Call = Call {
    paging: marker(100),
    items: "SAMLProviders.SAMLProvider",
    ..Call::new(&IMS, "ims:ListSAMLProviders", "ListSAMLProviders", "ram:ListSAMLProviders")
};
