//! Which host answers for a product in a region.
//!
//! `endpoints.txt` holds where the provider departs from its own rule: `product region host`, with `product/vpc` for hosts
//! that are reached from inside a VPC. Read out of the official SDKs and the official command-line tool (both Apache-2.0; facts only).

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::api::{Home, Product};

/// Where the scanner runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network {
    /// Anywhere on the internet.
    #[default]
    Public,
    /// Inside a VPC of the provider.
    Vpc,
}

/// Chooses hosts.
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    /// Where the scanner runs.
    pub network: Network,
    /// Hosts given by the user, by `product` or `product/region`.
    pub overrides: HashMap<String, String>,
}

fn table() -> &'static HashMap<(&'static str, &'static str), &'static str> {
    static TABLE: OnceLock<HashMap<(&'static str, &'static str), &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        include_str!("endpoints.txt")
            .lines()
            .filter_map(|line| {
                let mut words = line.split(' ');
                Some(((words.next()?, words.next()?), words.next()?))
            })
            .collect()
    })
}

impl Endpoints {
    /// The host of `product` in `region`; `region` is empty for central products.
    ///
    /// In order: the user's, the VPC table, the public table, the provider's rule.
    pub fn host(&self, product: &Product, region: &str) -> String {
        let own = [format!("{}/{region}", product.id), product.id.to_owned()];
        if let Some(host) = own.iter().find_map(|key| self.overrides.get(key)) {
            return host.clone();
        }
        if self.network == Network::Vpc {
            return self.vpc_host(product, region);
        }
        match table().get(&(product.id, region)) {
            Some(host) if product.home != Home::Central => (*host).to_owned(),
            _ => rule(product.id, region),
        }
    }

    fn vpc_host(&self, product: &Product, region: &str) -> String {
        let key = format!("{}/vpc", product.id);
        if let Some((_, host)) = table().iter().find(|((p, r), _)| *p == key && *r == region) {
            return (*host).to_owned();
        }
        match product.id {
            "oss" => format!("oss-{region}-internal.aliyuncs.com"),
            "sls" => format!("{region}-intranet.log.aliyuncs.com"),
            "ram" | "ims" => format!("{}.vpc-proxy.aliyuncs.com", product.id),
            _ if region.is_empty() => rule(product.id, region),
            id => format!("{}-vpc.{region}.aliyuncs.com", prefix(id)),
        }
    }
}

/// The first word of a product's hosts, where it is not the product's id.
fn prefix(product: &str) -> &str {
    match product {
        "cms" => "metrics",
        "sas" => "tds",
        "waf-openapi" => "wafopenapi",
        "dds" => "mongodb",
        "yundun-bastionhost" => "bastionhost",
        "cloudapi" => "apigateway",
        "resourcedirectorymaster" => "resourcedirectory",
        other => other,
    }
}

fn rule(product: &str, region: &str) -> String {
    match product {
        "oss" => format!("oss-{region}.aliyuncs.com"),
        "sls" => format!("{region}.log.aliyuncs.com"),
        // One host for all regions.
        "ram" | "ims" | "cbn" | "vpcpeer" | "resourcemanager" | "cdn" | "resourcecenter" => {
            format!("{product}.aliyuncs.com")
        }
        "resourcedirectorymaster" => "resourcedirectory.aliyuncs.com".into(),
        "das" => "das.cn-shanghai.aliyuncs.com".into(),
        "ga" => "ga.cn-hangzhou.aliyuncs.com".into(),
        "sts" if region.is_empty() => "sts.aliyuncs.com".into(),
        other => format!("{}.{region}.aliyuncs.com", prefix(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::products::*;

    #[test]
    fn hosts_are_those_that_the_provider_publishes() {
        let e = Endpoints::default();
        for (product, region, host) in [
            (&STS, "", "sts.aliyuncs.com"),
            (&RAM, "", "ram.aliyuncs.com"),
            (&IMS, "", "ims.aliyuncs.com"),
            (&ECS, "cn-hangzhou", "ecs-cn-hangzhou.aliyuncs.com"),
            (&ECS, "cn-nanjing", "ecs.cn-nanjing.aliyuncs.com"),
            (&VPC, "cn-hangzhou", "vpc.aliyuncs.com"),
            (&OSS, "cn-hangzhou", "oss-cn-hangzhou.aliyuncs.com"),
            (&SLS, "cn-hangzhou", "cn-hangzhou.log.aliyuncs.com"),
            (&RDS, "cn-hangzhou", "rds.aliyuncs.com"),
            (&RDS, "cn-chengdu", "rds.cn-chengdu.aliyuncs.com"),
            (&SAS, "cn-shanghai", "tds.cn-shanghai.aliyuncs.com"),
            (&SAS, "ap-southeast-1", "tds.ap-southeast-1.aliyuncs.com"),
            (&WAF, "cn-hangzhou", "wafopenapi.cn-hangzhou.aliyuncs.com"),
            (&WAF, "ap-southeast-1", "wafopenapi.ap-southeast-1.aliyuncs.com"),
            (&DDOSCOO, "cn-hangzhou", "ddoscoo.cn-hangzhou.aliyuncs.com"),
            (&CLOUDFW, "cn-hangzhou", "cloudfw.cn-hangzhou.aliyuncs.com"),
            (&BASTIONHOST, "cn-hangzhou", "yundun-bastionhost.aliyuncs.com"),
            (&BASTIONHOST, "ap-southeast-1", "bastionhost.ap-southeast-1.aliyuncs.com"),
            (&CMS, "cn-hangzhou", "metrics.cn-hangzhou.aliyuncs.com"),
            (&CBN, "", "cbn.aliyuncs.com"),
            (&VPCPEER, "cn-hangzhou", "vpcpeer.aliyuncs.com"),
            (&CONFIG, "cn-shanghai", "config.cn-shanghai.aliyuncs.com"),
            (&CDN, "", "cdn.aliyuncs.com"),
            (&DAS, "cn-hangzhou", "das.cn-shanghai.aliyuncs.com"),
            (&KMS, "cn-shanghai-finance-1", "kms.cn-shanghai-finance-1.aliyuncs.com"),
        ] {
            assert_eq!(e.host(product, region), host, "{} {region}", product.id);
        }
    }

    #[test]
    fn a_host_given_by_the_user_wins_and_the_region_is_nearer_than_the_product() {
        let overrides = [("rds".into(), "a.example".into()), ("rds/cn-hangzhou".into(), "b.example".into())].into();
        let e = Endpoints { overrides, ..Endpoints::default() };
        assert_eq!(e.host(&RDS, "cn-hangzhou"), "b.example");
        assert_eq!(e.host(&RDS, "cn-shanghai"), "a.example");
    }

    #[test]
    fn inside_a_vpc_other_hosts_answer() {
        let e = Endpoints { network: Network::Vpc, ..Endpoints::default() };
        for (product, region, host) in [
            (&ECS, "cn-hangzhou", "ecs-vpc.cn-hangzhou.aliyuncs.com"),
            (&OSS, "cn-hangzhou", "oss-cn-hangzhou-internal.aliyuncs.com"),
            (&SLS, "cn-hangzhou", "cn-hangzhou-intranet.log.aliyuncs.com"),
            (&CS, "cn-hangzhou", "cs-anony-vpc.cn-hangzhou.aliyuncs.com"),
            (&DDOSCOO, "ap-southeast-1", "ddoscoo-intl.vpc-proxy.aliyuncs.com"),
            (&RAM, "", "ram.vpc-proxy.aliyuncs.com"),
        ] {
            assert_eq!(e.host(product, region), host, "{} {region}", product.id);
        }
    }
}
