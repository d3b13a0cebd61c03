//! Which checks: `--check`, `--service` and what excludes them.

use clap::Args;

use super::UsageError;
use crate::catalog::yaml::nearest;
use crate::checks::{self, Check};

/// Flags that choose checks.
#[derive(Args, Debug, Clone, Default)]
#[command(next_help_heading = "Scope")]
pub struct Select {
    /// Only these checks; see `dengbao checks list`
    #[arg(long = "check", value_name = "ID", value_delimiter = ',')]
    checks: Vec<String>,
    /// Only checks of these services, such as oss
    #[arg(long = "service", value_name = "SERVICE", value_delimiter = ',')]
    services: Vec<String>,
    /// Leave these checks out
    #[arg(long = "exclude-check", value_name = "ID", value_delimiter = ',')]
    excluded_checks: Vec<String>,
    /// Leave checks of these services out
    #[arg(long = "exclude-service", value_name = "SERVICE", value_delimiter = ',')]
    excluded_services: Vec<String>,
}

impl Select {
    /// True when nothing is chosen or left out.
    pub fn is_all(&self) -> bool {
        let lists = [&self.checks, &self.services, &self.excluded_checks, &self.excluded_services];
        lists.into_iter().all(Vec::is_empty)
    }

    /// The checks chosen out of `from`.
    ///
    /// # Errors
    /// An id or service that does not exist, or nothing left.
    pub fn choose(&self, from: &[&'static Check]) -> Result<Vec<&'static Check>, UsageError> {
        for id in self.checks.iter().chain(&self.excluded_checks) {
            if checks::find(id).is_none() {
                return Err(unknown("check", id, checks::all().iter().map(|c| c.id)));
            }
        }
        for service in self.services.iter().chain(&self.excluded_services) {
            if checks::all().iter().all(|c| c.service() != service) {
                return Err(unknown("service", service, checks::all().iter().map(|c| c.service())));
            }
        }
        let has = |list: &[String], name: &str| list.iter().any(|l| l == name);
        let all = self.checks.is_empty() && self.services.is_empty();
        let chosen: Vec<&'static Check> = from
            .iter()
            .copied()
            .filter(|c| all || has(&self.checks, c.id) || has(&self.services, c.service()))
            .filter(|c| !has(&self.excluded_checks, c.id) && !has(&self.excluded_services, c.service()))
            .collect();
        if chosen.is_empty() {
            return Err(UsageError {
                message: "no check is left to answer".into(),
                help: "loosen --check, --service, --exclude-check or --exclude-service".into(),
            });
        }
        Ok(chosen)
    }
}

fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> UsageError {
    UsageError {
        message: format!("there is no {what} `{name}`"),
        help: nearest(name, known)
            .map_or_else(|| "`dengbao checks list` prints them all".into(), |n| format!("did you mean `{n}`?")),
    }
}
