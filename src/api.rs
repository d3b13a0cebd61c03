//! The calls we make: for each action its product, version, path, parameters, paging and the codes that mean "there is none".
//! Data only; `collect` sends them, `evaluate` looks their answers up. Every action here reads, and none hands out a credential.

pub mod products;

mod call;
mod xml;

pub use call::{Call, Each, Home, Paging, Product, Scope, Style, Subject};
pub use xml::xml_to_json;

include!(concat!(env!("OUT_DIR"), "/api.rs"));

/// The call with this id (`rds:DescribeDBInstanceSSL`).
pub fn find(id: &str) -> Option<&'static Call> {
    calls().find(|call| call.id == id)
}

/// Every call, product by product.
pub fn calls() -> impl Iterator<Item = &'static Call> {
    CALLS.iter().flat_map(|of_product| of_product.iter().copied())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::evaluate::fixture::contract_of;

    /// Actions that other parts of the tool call, beside the calls here.
    const OTHERS: [&str; 3] =
        ["sts20150401 AssumeRole", "sts20150401 AssumeRoleWithOIDC", "sts20150401 GetCallerIdentity"];

    #[test]
    fn the_contract_holds_the_actions_called_and_no_others() {
        let product = |p: &Product| format!("{}{}", p.id.replace('-', "_"), p.version.replace('-', ""));
        let called: BTreeSet<String> = calls()
            .map(|call| format!("{} {}", product(call.product), call.action))
            .chain(OTHERS.map(ToOwned::to_owned))
            .collect();
        let listed: BTreeSet<String> =
            include_str!("../tests/contract/actions.txt").lines().map(ToOwned::to_owned).collect();
        assert!(called == listed, "tests/contract/actions.txt should be:\n{}", Vec::from_iter(called).join("\n"));
    }

    #[test]
    fn nothing_is_called_that_changes_something_or_hands_out_a_credential() {
        let reads = ["Describe", "List", "Get", "Query", "Check", "Lookup", "Search", "GenerateCredentialReport"];
        let gives = [
            "Kubeconfig",
            "SecretValue",
            "DataKey",
            "Password",
            "Token",
            "VncUrl",
            "Assume",
            "AccessKeySecret",
            "Certificate",
        ];
        // Names that sound like it and give none: the rules for passwords, and lists without keys.
        let harmless = ["GetPasswordPolicy", "ListUserCertificateOrder"];
        for call in calls() {
            assert!(reads.iter().any(|verb| call.action.starts_with(verb)), "{} may change something", call.id);
            let risky = gives.iter().any(|word| call.action.contains(word)) && !harmless.contains(&call.action);
            assert!(!risky, "{} may hand out a credential", call.id);
        }
    }

    #[test]
    fn ids_are_unique_and_name_product_and_action() {
        let mut seen = BTreeSet::new();
        for call in calls() {
            assert!(seen.insert(call.id), "{} twice", call.id);
            assert!(call.id.contains(':') && call.id.contains(call.action), "{} is {}", call.id, call.action);
        }
    }

    #[test]
    fn every_parameter_that_is_sent_is_in_the_contract() {
        let mut wrong = Vec::new();
        for call in calls().filter(|call| call.product.style != Style::Oss) {
            let contract = contract_of(call);
            let request: Vec<&str> = contract["request"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|field| field.as_str()?.split(':').next())
                .collect();
            let known = |name: &str| {
                let path = call.path.contains(&format!("{{{name}}}"));
                // The project is the host's first word.
                let host = call.product.style == Style::Sls && name == "project";
                // Lists are sent as `Name.1`.
                let list = name.split_once('.').map_or(name, |(list, _)| list);
                path || host || request.iter().any(|r| *r == name || r.starts_with(&format!("{list}[")))
            };
            let mut sent: Vec<&str> = call.fixed.iter().map(|(name, _)| *name).collect();
            sent.extend(call.region_param);
            if let Scope::Each(each) = &call.scope {
                sent.extend(each.send.iter().map(|(name, _)| *name));
            }
            match call.paging {
                Paging::None => {}
                Paging::Token { token, size } => sent.extend([token, size.0]),
                Paging::Marker { marker, size, .. } => sent.extend([marker, size.0]),
                Paging::Number { page, size, .. } => sent.extend([page, size.0]),
                Paging::Offset { size, .. } => sent.extend(["offset", size.0]),
            }
            sent.retain(|name| !name.is_empty());
            wrong.extend(sent.into_iter().filter(|n| !known(n)).map(|name| format!("{}: {name}", call.id)));
            if contract["path"] != call.path.split('?').next().unwrap_or_default() && call.product.style != Style::Rpc {
                let braces = |path: &str| {
                    path.split('/').map(|p| if p.starts_with('{') { "{}" } else { p }).collect::<Vec<_>>().join("/")
                };
                if braces(contract["path"].as_str().unwrap_or_default()) != braces(call.path) {
                    wrong.push(format!("{}: path {} instead of {}", call.id, call.path, contract["path"]));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn lists_and_tokens_are_where_the_contract_has_them() {
        let mut wrong = Vec::new();
        for call in calls() {
            let contract = contract_of(call);
            let fields: Vec<String> = contract["response"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|f| Some(f.as_str()?.split(':').next()?.replace("[]", "")))
                .collect();
            let free = fields.iter().any(|f| f == "*");
            let there = |path: &str| {
                path.is_empty()
                    || free
                    || fields
                        .iter()
                        .any(|f| f == path || f.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
            };
            let mut paths = vec![call.items];
            match call.paging {
                Paging::None => {}
                Paging::Token { token, .. } => paths.push(token),
                Paging::Marker { next, .. } => paths.extend([next, "IsTruncated"]),
                Paging::Number { total, .. } | Paging::Offset { total, .. } => paths.push(total),
            }
            wrong.extend(paths.into_iter().filter(|p| !there(p)).map(|p| format!("{}: {p}", call.id)));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
