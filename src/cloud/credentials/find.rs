//! Which source is used.

use std::collections::HashMap;
use std::path::PathBuf;

use super::config_file::{self, Profiles};
use super::{AssumedRole, CredentialError, Key, OidcRole, Source};
use crate::cloud::secret::Secret;

/// What the command line says about credentials; flags win over variables.
#[derive(Clone, Debug, Default)]
pub struct CredentialOptions {
    /// A local address that hands out keys.
    pub credentials_uri: Option<String>,
    /// Role to assume with an OIDC token.
    pub oidc_role_arn: Option<String>,
    /// Name of the virtual machine's role.
    pub ecs_ram_role: Option<String>,
    /// Role to assume with an access key.
    pub role_arn: Option<String>,
    /// Name of the session.
    pub role_session_name: Option<String>,
    /// External id that the role asks for.
    pub external_id: Option<String>,
    /// Profile of `~/.aliyun/config.json`.
    pub profile: Option<String>,
    /// Runs commands that a profile names.
    pub allow_external_process: bool,
}

/// The variables and the home folder, taken once.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// Variables by name. Those that hold secrets are among them: never printed.
    variables: HashMap<String, Secret>,
    /// The user's home folder.
    home: Option<PathBuf>,
}

impl Environment {
    /// The process's own.
    pub fn of_process() -> Self {
        let variables = std::env::vars()
            .filter(|(name, _)| name.starts_with("ALIBABA_CLOUD_") || name.starts_with("ALIYUN_"))
            .map(|(name, value)| (name, Secret::new(value)))
            .collect();
        Environment { variables, home: std::env::home_dir() }
    }

    /// Made up, for tests.
    pub fn of(variables: &[(&str, &str)], home: Option<PathBuf>) -> Self {
        let variables = variables.iter().map(|(n, v)| ((*n).to_owned(), Secret::new(*v))).collect();
        Environment { variables, home }
    }

    fn secret(&self, names: &[&str]) -> Option<Secret> {
        names.iter().find_map(|name| self.variables.get(*name).filter(|v| !v.is_empty()).cloned())
    }

    fn text(&self, names: &[&str]) -> Option<String> {
        self.secret(names).map(|s| s.reveal().to_owned())
    }

    fn is_on(&self, name: &str) -> bool {
        self.text(&[name]).is_some_and(|v| matches!(v.to_ascii_lowercase().as_str(), "true" | "1" | "yes"))
    }
}

/// Name of sessions when none is given.
pub(super) const SESSION: &str = "dengbao";
/// Length of role sessions in seconds.
pub(super) const SECONDS: u32 = 3600;

impl Source {
    /// The source that wins, and what it is called.
    ///
    /// # Errors
    /// None was found, or the one that wins cannot be used: a broken source is an error, never a reason to use the next one.
    pub fn find(options: &CredentialOptions, env: &Environment) -> Result<(Source, String), CredentialError> {
        let session = || {
            let given = options.role_session_name.clone();
            given.or_else(|| env.text(&["ALIBABA_CLOUD_ROLE_SESSION_NAME"])).unwrap_or_else(|| SESSION.into())
        };
        let flag = |value: &Option<String>, names: &[&str]| value.clone().or_else(|| env.text(names));
        let no_process = env.is_on("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS");
        let mut looked = Vec::new();

        // A flag is the user's word of this run: it wins over every variable, whatever the order of sources.
        let by_flag = options.oidc_role_arn.is_some() || options.ecs_ram_role.is_some() || options.role_arn.is_some();
        if let Some(uri) = options.credentials_uri.clone().or_else(|| {
            if by_flag || options.profile.is_some() { None } else { env.text(&["ALIBABA_CLOUD_CREDENTIALS_URI"]) }
        }) {
            return Ok((Source::Uri(uri), "credentials URI".into()));
        }
        looked.push("ALIBABA_CLOUD_CREDENTIALS_URI: not set".into());
        if options.profile.is_some() && !by_flag {
            return profile(options, env, no_process).and_then(|found| {
                found.ok_or_else(|| CredentialError::NoneFound { looked: vec!["no configuration file".into()] })
            });
        }

        let role = flag(&options.oidc_role_arn, &["ALIBABA_CLOUD_ROLE_ARN"]);
        let provider = env.text(&["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"]);
        let token_file = env.text(&["ALIBABA_CLOUD_OIDC_TOKEN_FILE"]);
        let other_flag = options.ecs_ram_role.is_some() || options.role_arn.is_some();
        match (role, provider, token_file) {
            (Some(role_arn), Some(provider_arn), Some(token_file)) if !other_flag => {
                let oidc = OidcRole { role_arn, provider_arn, token_file, session: session() };
                return Ok((Source::Oidc(oidc), "role by OIDC token".into()));
            }
            _ if options.oidc_role_arn.is_some() => {
                return Err(CredentialError::Invalid {
                    origin: "--oidc-role-arn".into(),
                    message: "ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE must be set too".into(),
                });
            }
            _ => looked.push("OIDC: provider, role and token file are not all set".into()),
        }

        let v1_allowed = !env.is_on("ALIBABA_CLOUD_IMDSV1_DISABLED");
        let metadata = flag(&options.ecs_ram_role, &["ALIBABA_CLOUD_ECS_METADATA"]);
        if let Some(role) = metadata.filter(|_| options.role_arn.is_none()) {
            return Ok((Source::EcsRole { role: Some(role), v1_allowed }, "role of the virtual machine".into()));
        }
        looked.push("ALIBABA_CLOUD_ECS_METADATA: not set".into());

        let key = environment_key(env)?;
        let role_arn = flag(&options.role_arn, &["ALIBABA_CLOUD_ROLE_ARN"]);
        let external_id = flag(&options.external_id, &["ALIBABA_CLOUD_EXTERNAL_ID"]);
        let assumed = |base: Source, role_arn: String| {
            let role =
                AssumedRole { base, role_arn, session: session(), external_id: external_id.clone(), seconds: SECONDS };
            Source::Role(Box::new(role))
        };
        match (key, role_arn) {
            (Some(key), Some(role_arn)) => {
                return Ok((
                    assumed(Source::Static { key }, role_arn),
                    "role assumed with the access key in the environment".into(),
                ));
            }
            (Some(key), None) if key.token.is_some() => {
                return Ok((Source::Static { key }, "temporary key in the environment".into()));
            }
            (Some(key), None) => return Ok((Source::Static { key }, "access key in the environment".into())),
            (None, _) => looked.push("access key in the environment: not set".into()),
        }

        match profile(options, env, no_process)? {
            Some((base, origin)) => {
                return match flag(&options.role_arn, &["ALIBABA_CLOUD_ROLE_ARN"]) {
                    Some(role_arn) => Ok((assumed(base, role_arn), format!("role assumed with the {origin}"))),
                    None => Ok((base, origin)),
                };
            }
            None => looked.push("~/.aliyun/config.json and the credentials file: not there, or switched off".into()),
        }
        Err(CredentialError::NoneFound { looked })
    }
}

/// The access key in the environment: the provider's names first, then the older ones.
fn environment_key(env: &Environment) -> Result<Option<Key>, CredentialError> {
    let id = env.secret(&["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIYUN_ACCESS_KEY_ID"]);
    let secret = env.secret(&["ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIYUN_ACCESS_KEY_SECRET"]);
    let token = env.secret(&["ALIBABA_CLOUD_SECURITY_TOKEN", "ALIYUN_SECURITY_TOKEN"]);
    match (id, secret) {
        (Some(id), Some(secret)) => Ok(Some(Key { id, secret, token, expires: None })),
        (None, None) => Ok(None),
        (id, _) => Err(CredentialError::Invalid {
            origin: "access key in the environment".into(),
            message: format!("the {} is not set", if id.is_some() { "secret" } else { "id" }),
        }),
    }
}

/// The provider's default chain: the command-line tool's profile, then the credentials file.
fn profile(
    options: &CredentialOptions,
    env: &Environment,
    no_process: bool,
) -> Result<Option<(Source, String)>, CredentialError> {
    let Some(home) = &env.home else { return Ok(None) };
    let allow_process = options.allow_external_process && !no_process;
    let wanted = options.profile.clone().or_else(|| env.text(&["ALIBABA_CLOUD_PROFILE"]));
    if options.profile.is_some() || !env.is_on("ALIBABA_CLOUD_CLI_PROFILE_DISABLED") {
        let path = home.join(".aliyun").join("config.json");
        if let Some(profiles) = Profiles::read(&path)? {
            let (source, name) = profiles.source(wanted.as_deref(), allow_process, !no_process)?;
            return Ok(Some((source, format!("profile `{name}` of {}", path.display()))));
        }
    }
    let path = env
        .text(&["ALIBABA_CLOUD_CREDENTIALS_FILE"])
        .map_or_else(|| home.join(".alibabacloud").join("credentials.ini"), PathBuf::from);
    let found = config_file::credentials_file(&path, wanted.as_deref())?;
    Ok(found.map(|(source, section)| (source, format!("section `{section}` of {}", path.display()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [(&str, &str); 2] =
        [("ALIBABA_CLOUD_ACCESS_KEY_ID", "id"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret")];

    fn found(options: &CredentialOptions, variables: &[(&str, &str)]) -> Source {
        Source::find(options, &Environment::of(variables, None)).unwrap().0
    }

    fn with(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
        KEY.iter().chain(more).copied().collect()
    }

    #[test]
    fn the_order_of_sources_is_the_documented_one() {
        let none = CredentialOptions::default();
        let oidc = [
            ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/r"),
            ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "p"),
            ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/t"),
        ];
        let all: Vec<_> = with(&oidc)
            .into_iter()
            .chain([("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1/c"), ("ALIBABA_CLOUD_ECS_METADATA", "r")])
            .collect();
        assert!(matches!(found(&none, &all), Source::Uri(_)));
        let without = |names: &[&str]| all.iter().copied().filter(|(n, _)| !names.contains(n)).collect::<Vec<_>>();
        let mut gone = vec!["ALIBABA_CLOUD_CREDENTIALS_URI"];
        assert!(matches!(found(&none, &without(&gone)), Source::Oidc(_)));
        gone.push("ALIBABA_CLOUD_OIDC_TOKEN_FILE");
        assert!(matches!(found(&none, &without(&gone)), Source::EcsRole { .. }));
        gone.push("ALIBABA_CLOUD_ECS_METADATA");
        assert!(matches!(found(&none, &without(&gone)), Source::Role(_)));
        gone.push("ALIBABA_CLOUD_ROLE_ARN");
        assert!(matches!(found(&none, &without(&gone)), Source::Static { .. }));
    }

    #[test]
    fn session_name_and_external_id_are_honoured() {
        let options = CredentialOptions {
            role_arn: Some("acs:ram::1:role/audit".into()),
            role_session_name: Some("q4".into()),
            external_id: Some("x-1".into()),
            ..CredentialOptions::default()
        };
        let Source::Role(role) = found(&options, &KEY) else { panic!("a role") };
        assert_eq!((role.session.as_str(), role.external_id.as_deref()), ("q4", Some("x-1")));
    }

    #[test]
    fn older_variables_and_a_temporary_key_are_read() {
        let old =
            [("ALIYUN_ACCESS_KEY_ID", "id"), ("ALIYUN_ACCESS_KEY_SECRET", "s"), ("ALIBABA_CLOUD_SECURITY_TOKEN", "t")];
        let Source::Static { key } = found(&CredentialOptions::default(), &old) else { panic!("a key") };
        assert!(key.token.is_some());
    }

    #[test]
    fn half_a_key_is_an_error_and_nothing_at_all_says_where_was_looked() {
        let none = CredentialOptions::default();
        let half = Source::find(&none, &Environment::of(&KEY[..1], None)).unwrap_err();
        assert!(matches!(half, CredentialError::Invalid { .. }), "{half}");
        let nothing = Source::find(&none, &Environment::default()).unwrap_err();
        assert!(matches!(&nothing, CredentialError::NoneFound { looked } if looked.len() >= 5), "{nothing:?}");
    }
}
