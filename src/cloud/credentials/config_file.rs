//! `~/.aliyun/config.json` of the provider's command-line tool with every mode, and the SDKs' credentials file. Read only.

use std::path::Path;

use serde::Deserialize;
use time::OffsetDateTime;

use super::find::{SECONDS, SESSION};
use super::{AssumedRole, CredentialError, Key, OidcRole, Source, SsoSession};
use crate::cloud::secret::Secret;

/// The configuration file.
#[derive(Debug, Deserialize)]
pub(super) struct Profiles {
    #[serde(default)]
    current: String,
    #[serde(default)]
    profiles: Vec<Profile>,
    #[serde(skip)]
    path: String,
}

/// One profile; which fields matter depends on its mode.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Profile {
    name: String,
    mode: String,
    access_key_id: Option<Secret>,
    access_key_secret: Option<Secret>,
    sts_token: Option<Secret>,
    sts_expiration: i64,
    ram_role_name: String,
    ram_role_arn: String,
    ram_session_name: String,
    role_session_name: String,
    external_id: String,
    expired_seconds: u32,
    source_profile: String,
    oidc_provider_arn: String,
    oidc_token_file: String,
    credentials_uri: String,
    process_command: String,
    cloud_sso_sign_in_url: String,
    cloud_sso_account_id: String,
    cloud_sso_access_config: String,
    access_token: Option<Secret>,
    cloud_sso_access_token_expire: i64,
}

impl Profiles {
    /// Reads the file; `None` when there is none.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, CredentialError> {
        let Some(text) = read(path)? else { return Ok(None) };
        // The file holds secrets: a parser's message could quote them, its place does not.
        let mut profiles: Profiles = serde_json::from_str(text.reveal()).map_err(|e| CredentialError::Invalid {
            origin: path.display().to_string(),
            message: format!("it is not the JSON of a configuration (line {}, column {})", e.line(), e.column()),
        })?;
        profiles.path = path.display().to_string();
        Ok(Some(profiles))
    }

    /// The source of a profile, and its name.
    pub(super) fn source(
        &self,
        wanted: Option<&str>,
        allow_process: bool,
        allow_uri: bool,
    ) -> Result<(Source, String), CredentialError> {
        let name = wanted.unwrap_or(&self.current);
        let source = self.source_of(name, allow_process, allow_uri, &mut Vec::new())?;
        Ok((source, name.to_owned()))
    }

    fn source_of(
        &self,
        name: &str,
        allow_process: bool,
        allow_uri: bool,
        seen: &mut Vec<String>,
    ) -> Result<Source, CredentialError> {
        let invalid = |message: String| CredentialError::Invalid {
            origin: format!("profile `{name}` of {}", self.path),
            message,
        };
        if seen.iter().any(|s| s == name) {
            return Err(invalid("its source_profile leads back to itself".into()));
        }
        seen.push(name.to_owned());
        let profile = self.profiles.iter().find(|p| p.name == name).ok_or_else(|| {
            let known: Vec<&str> = self.profiles.iter().map(|p| p.name.as_str()).collect();
            invalid(format!("there is no such profile; there are: {}", known.join(", ")))
        })?;
        let p = profile;
        let needs = |field: &str, value: &str| {
            if value.is_empty() { Err(invalid(format!("`{field}` is empty"))) } else { Ok(value.to_owned()) }
        };
        let key = |token: Option<Secret>| match (&p.access_key_id, &p.access_key_secret) {
            (Some(id), Some(secret)) if !id.is_empty() && !secret.is_empty() => {
                Ok(Key { id: id.clone(), secret: secret.clone(), token, expires: None })
            }
            _ => Err(invalid("`access_key_id` or `access_key_secret` is empty".into())),
        };
        let token = || p.sts_token.clone().filter(|t| !t.is_empty());
        let session = || [&p.ram_session_name, &p.role_session_name].into_iter().find(|s| !s.is_empty()).cloned();
        let role = |base: Source| -> Result<Source, CredentialError> {
            Ok(Source::Role(Box::new(AssumedRole {
                base,
                role_arn: needs("ram_role_arn", &p.ram_role_arn)?,
                session: session().unwrap_or_else(|| SESSION.into()),
                external_id: Some(p.external_id.clone()).filter(|id| !id.is_empty()),
                seconds: if p.expired_seconds >= 900 { p.expired_seconds } else { SECONDS },
            })))
        };
        match p.mode.to_ascii_lowercase().as_str() {
            "ak" | "" => Ok(Source::Static { key: key(None)? }),
            "ststoken" => {
                let token = token().ok_or_else(|| invalid("`sts_token` is empty".into()))?;
                Ok(Source::Static { key: key(Some(token))? })
            }
            "ramrolearn" => role(Source::Static { key: key(token())? }),
            "ecsramrole" => Ok(ecs_role(p)),
            "ramrolearnwithrolename" => role(ecs_role(p)),
            "chainableramrolearn" => {
                let from = needs("source_profile", &p.source_profile)?;
                role(self.source_of(&from, allow_process, allow_uri, seen)?)
            }
            "oidc" => Ok(Source::Oidc(OidcRole {
                role_arn: needs("ram_role_arn", &p.ram_role_arn)?,
                provider_arn: needs("oidc_provider_arn", &p.oidc_provider_arn)?,
                token_file: needs("oidc_token_file", &p.oidc_token_file)?,
                session: session().unwrap_or_else(|| SESSION.into()),
            })),
            "credentialsuri" if allow_uri => Ok(Source::Uri(needs("credentials_uri", &p.credentials_uri)?)),
            "credentialsuri" => Err(invalid("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS switches this mode off".into())),
            "cloudsso" => {
                let token = p.access_token.clone().filter(|t| !t.is_empty());
                let end = p.cloud_sso_access_token_expire;
                if end > 0 && end < super::fetch::now().unix_timestamp() {
                    return Err(invalid("the CloudSSO session has ended; run `aliyun configure` again".into()));
                }
                Ok(Source::CloudSso(SsoSession {
                    sign_in_url: needs("cloud_sso_sign_in_url", &p.cloud_sso_sign_in_url)?,
                    account_id: needs("cloud_sso_account_id", &p.cloud_sso_account_id)?,
                    access_config: needs("cloud_sso_access_config", &p.cloud_sso_access_config)?,
                    access_token: token.ok_or_else(|| invalid("`access_token` is empty".into()))?,
                }))
            }
            // The tool keeps the temporary key of its browser login in the profile; it is used while it lasts.
            "oauth" => {
                let token =
                    token().ok_or_else(|| invalid("no key of a login is stored; run `aliyun configure`".into()))?;
                let mut key = key(Some(token))?;
                key.expires =
                    OffsetDateTime::from_unix_timestamp(p.sts_expiration).ok().filter(|_| p.sts_expiration > 0);
                if key.expires.is_some_and(|end| end < super::fetch::now()) {
                    return Err(invalid("the login has ended; run any `aliyun` command to renew it".into()));
                }
                Ok(Source::Static { key })
            }
            "external" if allow_process => Ok(Source::External(needs("process_command", &p.process_command)?)),
            "external" => Err(invalid("it runs a command; allow that with --allow-external-process".into())),
            "rsakeypair" | "bearertoken" | "anonymous" => {
                Err(invalid(format!("mode {} cannot sign requests of all products; use another profile", p.mode)))
            }
            _ => Err(invalid(format!("mode {} is unknown", p.mode))),
        }
    }
}

fn ecs_role(p: &Profile) -> Source {
    Source::EcsRole { role: Some(p.ram_role_name.clone()).filter(|r| !r.is_empty()), v1_allowed: true }
}

/// The SDKs' credentials file, an INI file; `None` when there is none.
pub(super) fn credentials_file(path: &Path, wanted: Option<&str>) -> Result<Option<(Source, String)>, CredentialError> {
    let Some(text) = read(path)? else { return Ok(None) };
    let name = wanted.unwrap_or("default");
    let mut at = String::new();
    let mut values: Vec<(String, Secret)> = Vec::new();
    let mut there = false;
    for line in text.reveal().lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with(['#', ';'])) {
        if let Some(section) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            section.trim().clone_into(&mut at);
            there |= at == name;
        } else if let Some((key, value)) = line.split_once('=').filter(|_| at == name) {
            values.push((key.trim().to_owned(), Secret::new(value.trim())));
        }
    }
    let origin = format!("section `{name}` of {}", path.display());
    if !there {
        return Err(CredentialError::Invalid { origin, message: "there is no such section".into() });
    }
    let value = |key: &str| values.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone()).filter(|v| !v.is_empty());
    let text = |key: &str| value(key).map(|v| v.reveal().to_owned()).unwrap_or_default();
    let mode = match text("type").as_str() {
        "access_key" | "" => "ak",
        "sts" => "ststoken",
        "ram_role_arn" => "ramrolearn",
        "oidc_role_arn" => "oidc",
        "ecs_ram_role" => "ecsramrole",
        "rsa_key_pair" => "rsakeypair",
        other => return Err(CredentialError::Invalid { origin, message: format!("type {other} is unknown") }),
    };
    let profile = Profile {
        name: name.into(),
        mode: mode.into(),
        access_key_id: value("access_key_id"),
        access_key_secret: value("access_key_secret"),
        sts_token: value("security_token"),
        ram_role_name: text("role_name"),
        ram_role_arn: text("role_arn"),
        ram_session_name: text("role_session_name"),
        oidc_provider_arn: text("oidc_provider_arn"),
        oidc_token_file: text("oidc_token_file_path"),
        ..Profile::default()
    };
    let file = Profiles { current: name.into(), profiles: vec![profile], path: path.display().to_string() };
    file.source(Some(name), false, true).map(Some)
}

fn read(path: &Path) -> Result<Option<Secret>, CredentialError> {
    #[expect(clippy::disallowed_methods, reason = "an edge module: the user's own configuration")]
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(Secret::new(text))),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(CredentialError::Invalid { origin: path.display().to_string(), message: e.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn profiles(list: Value) -> Profiles {
        serde_json::from_value(json!({ "current": "a", "profiles": list })).unwrap()
    }

    fn one(profile: Value) -> Result<Source, CredentialError> {
        let mut profile = profile;
        profile["name"] = "a".into();
        profiles(json!([profile])).source(None, false, true).map(|(s, _)| s)
    }

    #[test]
    fn every_mode_has_its_source_or_a_clear_refusal() {
        let key = json!({ "access_key_id": "i", "access_key_secret": "s", "sts_token": "t" });
        let with = |mode: &str, more: Value| {
            let mut p = key.clone();
            p["mode"] = mode.into();
            p.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            one(p)
        };
        assert!(matches!(with("AK", json!({})), Ok(Source::Static { key }) if key.token.is_none()));
        assert!(matches!(with("StsToken", json!({})), Ok(Source::Static { key }) if key.token.is_some()));
        assert!(matches!(with("RamRoleArn", json!({ "ram_role_arn": "r" })), Ok(Source::Role(_))));
        assert!(matches!(with("EcsRamRole", json!({})), Ok(Source::EcsRole { role: None, .. })));
        let oidc =
            json!({ "ram_role_arn": "r", "oidc_provider_arn": "p", "oidc_token_file": "f", "role_session_name": "n" });
        assert!(matches!(with("OIDC", oidc), Ok(Source::Oidc(o)) if o.session == "n"));
        assert!(matches!(with("CredentialsURI", json!({ "credentials_uri": "http://u" })), Ok(Source::Uri(_))));
        let sso = json!({ "cloud_sso_sign_in_url": "https://p", "cloud_sso_account_id": "1", "cloud_sso_access_config": "c", "access_token": "t" });
        assert!(matches!(with("CloudSSO", sso), Ok(Source::CloudSso(_))));
        assert!(matches!(with("OAuth", json!({})), Ok(Source::Static { .. })));
        assert!(with("External", json!({ "process_command": "x" })).is_err());
        for mode in ["RsaKeyPair", "BearerToken", "Anonymous", "Nonsense", "ChainableRamRoleArn"] {
            assert!(with(mode, json!({})).is_err(), "{mode}");
        }
    }

    #[test]
    fn chained_roles_are_followed_and_loops_refused() {
        let list = json!([
            { "name": "a", "mode": "ChainableRamRoleArn", "ram_role_arn": "r1", "source_profile": "b" },
            { "name": "b", "mode": "AK", "access_key_id": "i", "access_key_secret": "s" },
        ]);
        assert!(
            matches!(profiles(list).source(None, false, true), Ok((Source::Role(r), _)) if matches!(r.base, Source::Static { .. }))
        );
        let looped =
            json!([{ "name": "a", "mode": "ChainableRamRoleArn", "ram_role_arn": "r1", "source_profile": "a" }]);
        assert!(profiles(looped).source(None, false, true).unwrap_err().to_string().contains("leads back"));
    }

    #[test]
    fn the_credentials_file_has_sections() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials.ini");
        let text = "[default]\ntype = access_key\naccess_key_id = i\naccess_key_secret = s=1\n[r]\ntype=ecs_ram_role\nrole_name=n\n";
        #[expect(clippy::disallowed_methods, reason = "a test")]
        std::fs::write(&path, text).unwrap();
        let (source, _) = credentials_file(&path, None).unwrap().unwrap();
        assert!(matches!(source, Source::Static { key } if key.secret.reveal() == "s=1"));
        assert!(matches!(
            credentials_file(&path, Some("r")).unwrap().unwrap().0,
            Source::EcsRole { role: Some(_), .. }
        ));
        assert!(credentials_file(&path, Some("none")).is_err());
        assert!(credentials_file(&dir.path().join("other"), None).unwrap().is_none());
    }
}
