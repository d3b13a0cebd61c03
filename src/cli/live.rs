//! What every command that asks the provider has in common: credentials, network, accounts, regions.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::output::clean;
use super::{BadInput, UsageError};
use crate::api::products::ECS;
use crate::api::{products, resourcedirectory};
use crate::cloud::{
    Ask, CallError, Client, CredentialError, CredentialOptions, Credentials, Endpoints, Environment, Http, HttpOptions,
    Identity, Network, Source, role_in,
};
use crate::collect::{self, KNOWN_REGIONS, Target, mask_refusal};
use crate::snapshot::{RegionsFrom, ScopeAccount};

/// Flags of every command that asks the provider.
#[derive(Args, Debug, Clone)]
pub struct LiveArgs {
    /// Address that hands out credentials (also ALIBABA_CLOUD_CREDENTIALS_URI)
    #[arg(long, value_name = "URL", help_heading = "Credentials")]
    credentials_uri: Option<String>,
    /// Role to assume with an OIDC token (with ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE)
    #[arg(long, value_name = "ARN", help_heading = "Credentials")]
    oidc_role_arn: Option<String>,
    /// Role of the virtual machine (also ALIBABA_CLOUD_ECS_METADATA)
    #[arg(long, value_name = "NAME", help_heading = "Credentials")]
    ecs_ram_role: Option<String>,
    /// Role to assume with the access key (also ALIBABA_CLOUD_ROLE_ARN)
    #[arg(long, value_name = "ARN", help_heading = "Credentials")]
    role_arn: Option<String>,
    /// Name of the role's session (also ALIBABA_CLOUD_ROLE_SESSION_NAME)
    #[arg(long, value_name = "NAME", help_heading = "Credentials")]
    role_session_name: Option<String>,
    /// External id that the role's trust policy asks for
    #[arg(long, value_name = "ID", help_heading = "Credentials")]
    external_id: Option<String>,
    /// Profile of ~/.aliyun/config.json
    #[arg(long, value_name = "NAME", help_heading = "Credentials")]
    profile: Option<String>,
    /// Run the command that a profile of mode External names
    #[arg(long, help_heading = "Credentials")]
    allow_external_process: bool,

    /// Only these regions; default: all that exist
    #[arg(long = "region", value_name = "REGION", value_delimiter = ',', help_heading = "Scope")]
    regions: Vec<String>,
    /// Leave these regions out
    #[arg(long = "exclude-region", value_name = "REGION", value_delimiter = ',', help_heading = "Scope")]
    excluded_regions: Vec<String>,
    /// Accounts of the resource directory to enter: `all`, or ids
    #[arg(long, value_name = "IDS", value_delimiter = ',', help_heading = "Scope")]
    accounts: Vec<String>,
    /// Role to assume in each of them
    #[arg(long, value_name = "NAME", default_value = "ResourceDirectoryAccountAccessRole", help_heading = "Scope")]
    member_role: String,

    /// PEM file with further certificate authorities, for proxies that re-sign TLS (SSL_CERT_FILE works too)
    #[arg(long, value_name = "FILE", help_heading = "Network")]
    ca_bundle: Option<PathBuf>,
    /// Ask the addresses inside a VPC of the provider
    #[arg(long, help_heading = "Network")]
    vpc: bool,
    /// Ask another host: PRODUCT=HOST or PRODUCT/REGION=HOST
    #[arg(long = "endpoint", value_name = "PRODUCT=HOST", help_heading = "Network")]
    endpoints: Vec<String>,
    /// Region asked for what is the same everywhere
    #[arg(long, value_name = "REGION", default_value = "cn-hangzhou", help_heading = "Network")]
    home_region: String,
    /// Send everything unencrypted through a proxy on this machine; for emulators
    #[arg(long, value_name = "HOST:PORT", hide = true)]
    plain_proxy: Option<String>,
}

/// A way to the provider.
#[derive(Debug)]
pub(super) struct Door {
    /// The client of the first account.
    pub(super) client: Client,
    /// Who it is.
    pub(super) identity: Identity,
}

/// Accounts and regions to ask.
#[derive(Debug)]
pub(super) struct Reach {
    /// Accounts that can be entered.
    pub(super) targets: Vec<Target>,
    /// All accounts in scope.
    pub(super) accounts: Vec<ScopeAccount>,
    /// Regions in scope.
    pub(super) regions: Vec<String>,
    /// Where they come from.
    pub(super) regions_from: RegionsFrom,
    /// True when the provider has listed them.
    pub(super) regions_known: bool,
}

/// No way to the provider, ready to be printed.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
pub(super) struct NoWay {
    message: String,
    #[help]
    help: String,
}

/// The error to print. Missing or wrong credentials are the user's to mend; a network that fails is not.
fn no_way(error: CallError) -> miette::Report {
    let usage = matches!(
        &error,
        CallError::Credentials(
            CredentialError::NoneFound { .. } | CredentialError::Invalid { .. } | CredentialError::RegionUnknown { .. }
        )
    );
    let NoWay { message, help } = NoWay::from(error);
    if usage { UsageError { message, help }.into() } else { NoWay { message, help }.into() }
}

impl From<CallError> for NoWay {
    fn from(error: CallError) -> Self {
        let help = match &error {
            CallError::Credentials(e) => e.help(),
            CallError::Network(_) => {
                "check the network, HTTPS_PROXY/NO_PROXY, and --ca-bundle when a proxy re-signs TLS".into()
            }
            CallError::Refused { .. } => "`dengbao doctor` shows what the identity may do".into(),
        };
        NoWay { message: clean(&error.to_string()), help }
    }
}

impl LiveArgs {
    /// A runtime for the network.
    pub(super) fn runtime() -> miette::Result<tokio::runtime::Runtime> {
        tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|e| miette::miette!("the network runtime cannot start: {e}"))
    }

    /// The network, as the flags set it.
    pub(super) fn http(&self) -> Result<Http, UsageError> {
        let options = HttpOptions { ca_bundle: self.ca_bundle.clone(), plain_proxy: self.plain_proxy.clone() };
        Http::new(&options).map_err(|e| UsageError {
            message: e.to_string(),
            help: "see the network flags of `dengbao scan --help`".into(),
        })
    }

    /// Finds credentials and learns who we are.
    pub(super) async fn enter(&self) -> miette::Result<Door> {
        let http = self.http()?;
        let (source, origin) =
            Source::find(&self.credentials(), &Environment::of_process()).map_err(|e| no_way(e.into()))?;
        let credentials = Arc::new(Credentials::new(source, origin, http.clone()));
        let client = Client::new(http, credentials, self.hosts()?, &self.home_region);
        let identity = client.identity().await.map_err(no_way)?;
        if identity.is_owner() {
            tracing::warn!(
                "the identity is the account owner: it can do everything, and its key should not exist; use a RAM role with the policy of `dengbao policy`"
            );
        }
        Ok(Door { client, identity })
    }

    /// True when some credentials are there, usable or not; a broken source is an error worth seeing.
    pub(super) fn has_credentials(&self) -> bool {
        !matches!(Source::find(&self.credentials(), &Environment::of_process()), Err(CredentialError::NoneFound { .. }))
    }

    fn credentials(&self) -> CredentialOptions {
        CredentialOptions {
            credentials_uri: self.credentials_uri.clone(),
            oidc_role_arn: self.oidc_role_arn.clone(),
            ecs_ram_role: self.ecs_ram_role.clone(),
            role_arn: self.role_arn.clone(),
            role_session_name: self.role_session_name.clone(),
            external_id: self.external_id.clone(),
            profile: self.profile.clone(),
            allow_external_process: self.allow_external_process,
        }
    }

    fn hosts(&self) -> Result<Endpoints, UsageError> {
        let mut overrides = HashMap::new();
        for given in &self.endpoints {
            let wrong = |what: &str| UsageError {
                message: format!("--endpoint {given}: {what}"),
                help: "write rds=rds.example.com or rds/cn-hangzhou=rds.example.com".into(),
            };
            let (place, host) = given.split_once('=').ok_or_else(|| wrong("there is no `=`"))?;
            let product = place.split('/').next().unwrap_or(place);
            if product != "sts" && products::ALL.iter().all(|p| p.id != product) {
                return Err(wrong("there is no such product"));
            }
            if host.is_empty() || host.contains(['/', '@', ' ']) {
                return Err(wrong("a host is a name, with a port where needed"));
            }
            overrides.insert(place.to_owned(), host.to_owned());
        }
        Ok(Endpoints { network: if self.vpc { Network::Vpc } else { Network::Public }, overrides })
    }

    /// The region that is asked for what is the same everywhere.
    pub(super) fn home(&self) -> &str {
        &self.home_region
    }

    /// The accounts and regions in scope.
    pub(super) async fn reach(&self, door: &Door) -> miette::Result<Reach> {
        let (regions, regions_from, regions_known) = self.regions(&door.client).await?;
        let own = ScopeAccount {
            id: door.identity.account.clone(),
            name: String::new(),
            identity: door.identity.arn.clone(),
            closed: None,
        };
        let target = |id: &str, client: Client| Target { account: id.into(), client };
        if self.accounts.is_empty() {
            let targets = vec![target(&own.id, door.client.clone())];
            return Ok(Reach { targets, accounts: vec![own], regions, regions_from, regions_known });
        }
        let mut members = self.members(door).await?;
        members.sort();
        let (mut targets, mut accounts) = (Vec::new(), Vec::new());
        for (id, name) in members {
            if id == own.id {
                targets.push(target(&id, door.client.clone()));
                accounts.push(ScopeAccount { name, ..own.clone() });
                continue;
            }
            let source =
                role_in(door.client.credentials().source(), &id, &self.member_role, self.role_session_name.as_deref());
            let origin = format!("role {} in {id}", self.member_role);
            let credentials = Arc::new(Credentials::new(source, origin, door.client.http().clone()));
            let client = door.client.with_credentials(credentials);
            let (identity, closed) = match client.identity().await {
                Ok(identity) if identity.account == id => (identity.arn, None),
                Ok(identity) => {
                    let message = format!("the role leads to account {}", identity.account);
                    (identity.arn, Some(mask_refusal("OtherAccount", &message)))
                }
                Err(CallError::Credentials(CredentialError::AssumeRole { code, message, .. })) => {
                    (String::new(), Some(mask_refusal(code, &message)))
                }
                Err(error) => (String::new(), Some(mask_refusal("Unreachable", &error.to_string()))),
            };
            if let Some(refusal) = &closed {
                tracing::warn!("account {} cannot be entered: {}", clean(&id), clean(&refusal.code));
            } else {
                targets.push(target(&id, client));
            }
            accounts.push(ScopeAccount { id, name, identity, closed });
        }
        Ok(Reach { targets, accounts, regions, regions_from, regions_known })
    }

    async fn regions(&self, client: &Client) -> miette::Result<(Vec<String>, RegionsFrom, bool)> {
        let ask = Ask {
            product: &ECS,
            action: "DescribeRegions",
            path: "/",
            region: self.home_region.clone(),
            parameters: Vec::new(),
        };
        let listed: Option<Vec<String>> = match client.send(&ask).await {
            Ok(answered) => {
                let listed = answered.json.as_ref().and_then(region_ids);
                if listed.is_none() {
                    tracing::warn!("the list of regions cannot be read: the answer does not have it");
                }
                listed
            }
            Err(error) => {
                tracing::warn!("the list of regions cannot be read: {}", clean(&error.to_string()));
                None
            }
        };
        let (mut regions, from) = match (&listed, self.regions.is_empty()) {
            (Some(list), true) => (list.clone(), RegionsFrom::Provider),
            (None, true) => (KNOWN_REGIONS.iter().map(|r| (*r).to_owned()).collect(), RegionsFrom::BuiltIn),
            (_, false) => (self.regions.clone(), RegionsFrom::User),
        };
        if self.regions.iter().any(String::is_empty) {
            return Err(UsageError {
                message: "--region names an empty region".into(),
                help: "write --region cn-hangzhou,cn-shanghai".into(),
            }
            .into());
        }
        if let Some(list) = &listed
            && let Some(region) = self.regions.iter().chain(&self.excluded_regions).find(|r| !list.contains(r))
        {
            let known = list.join(", ");
            let error = CredentialError::RegionUnknown { region: region.clone(), known };
            return Err(UsageError { message: error.to_string(), help: error.help() }.into());
        }
        let before = regions.len();
        regions.retain(|r| !self.excluded_regions.contains(r));
        regions.sort();
        regions.dedup();
        if regions.is_empty() {
            return Err(
                UsageError { message: "no region is left".into(), help: "loosen --exclude-region".into() }.into()
            );
        }
        let from = chosen_from(from, regions.len() < before);
        Ok((regions, from, listed.is_some()))
    }

    /// Ids and names of the accounts asked for.
    async fn members(&self, door: &Door) -> miette::Result<Vec<(String, String)>> {
        // Half of a directory would leave accounts out that nobody misses.
        let listed = collect::read_whole(&door.client, &resourcedirectory::ACCOUNTS).await.map_err(|e| BadInput {
            message: format!(
                "the accounts of the resource directory cannot be listed: {}",
                clean(&format!("{}: {}", e.code, e.message))
            ),
            help: "run with the management account's credentials and the policy of `dengbao policy --accounts`".into(),
        })?;
        let text = |v: &serde_json::Value, name: &str| match &v[name] {
            serde_json::Value::Number(n) => n.to_string(),
            other => other.as_str().unwrap_or_default().to_owned(),
        };
        let mut found: Vec<_> = listed.iter().map(|a| (text(a, "AccountId"), text(a, "DisplayName"))).collect();
        if found.iter().any(|(id, _)| id.is_empty()) {
            return Err(BadInput {
                message: "the resource directory lists an account without an id".into(),
                help: "name the accounts: --accounts ID,ID".into(),
            }
            .into());
        }
        found.sort();
        found.dedup_by(|a, b| a.0 == b.0);
        if found.iter().all(|(id, _)| *id != door.identity.account) {
            found.push((door.identity.account.clone(), String::new()));
        }
        if self.accounts.iter().any(|a| a == "all") {
            return Ok(found);
        }
        if let Some(missing) = self.accounts.iter().find(|a| found.iter().all(|(id, _)| id != *a)) {
            return Err(UsageError {
                message: format!("the resource directory has no account {}", clean(missing)),
                help: "`--accounts all` takes them all".into(),
            }
            .into());
        }
        found.retain(|(id, _)| self.accounts.contains(id));
        Ok(found)
    }
}

/// The ids in the provider's list of regions; `None` when it is empty or one of them has no id: then it is no list of all.
fn region_ids(json: &serde_json::Value) -> Option<Vec<String>> {
    let list = json["Regions"]["Region"].as_array().filter(|list| !list.is_empty())?;
    let id =
        |region: &serde_json::Value| region["RegionId"].as_str().filter(|id| !id.is_empty()).map(ToOwned::to_owned);
    list.iter().map(id).collect()
}

/// A region left out on purpose is a choice of scope. But where our own list stands in for the provider's, there may still be
/// others that nobody has left out.
fn chosen_from(from: RegionsFrom, some_left_out: bool) -> RegionsFrom {
    match from {
        RegionsFrom::Provider if some_left_out => RegionsFrom::User,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn leaving_a_region_out_does_not_hide_those_that_nobody_knows() {
        assert_eq!(chosen_from(RegionsFrom::BuiltIn, true), RegionsFrom::BuiltIn);
        assert_eq!(chosen_from(RegionsFrom::Provider, true), RegionsFrom::User);
        assert_eq!(chosen_from(RegionsFrom::Provider, false), RegionsFrom::Provider);
        assert_eq!(chosen_from(RegionsFrom::User, true), RegionsFrom::User);
    }

    #[test]
    fn half_a_list_of_regions_is_none() {
        let of = |list: serde_json::Value| region_ids(&json!({ "Regions": { "Region": list } }));
        assert_eq!(of(json!([{ "RegionId": "a" }, { "RegionId": "b" }])), Some(vec!["a".into(), "b".into()]));
        assert_eq!(of(json!([{ "RegionId": "a" }, { "RegionName": "b" }])), None);
        assert_eq!(of(json!([])), None);
        assert_eq!(region_ids(&json!({ "Message": "m" })), None);
    }
}
