//! The products we ask.

use super::{Home, Product, Style};

/// Mainland centre of Security Center and the one for everywhere else.
const SAS_CENTRES: Home = Home::Centres(&["cn-shanghai", "ap-southeast-1"]);
/// Mainland centre of most security products and the one for everywhere else.
const CENTRES: Home = Home::Centres(&["cn-hangzhou", "ap-southeast-1"]);

const fn rpc(id: &'static str, version: &'static str, home: Home) -> Product {
    Product { id, version, style: Style::Rpc, home }
}

macro_rules! products {
    ($($(#[$doc:meta])* $name:ident = $id:literal $version:literal $style:expr, $home:expr;)*) => {
        $($(#[$doc])* pub static $name: Product = Product { id: $id, version: $version, style: $style, home: $home };)*
        /// Every product.
        pub static ALL: &[&Product] = &[$(&$name),*];
    };
}

/// Security token service: who we are, and roles.
pub static STS: Product = rpc("sts", "2015-04-01", Home::Central);

products! {
    /// ActionTrail.
    ACTIONTRAIL = "actiontrail" "2020-07-06" Style::Rpc, Home::Regions;
    /// AnalyticDB for MySQL.
    ADB = "adb" "2019-03-15" Style::Rpc, Home::Regions;
    /// Application load balancer.
    ALB = "alb" "2020-06-16" Style::Rpc, Home::Regions;
    /// API Gateway.
    APIGATEWAY = "cloudapi" "2016-07-14" Style::Rpc, Home::Regions;
    /// Bastionhost.
    BASTIONHOST = "yundun-bastionhost" "2019-12-09" Style::Rpc, CENTRES;
    /// Certificates.
    CAS = "cas" "2020-04-07" Style::Rpc, CENTRES;
    /// Cloud enterprise network.
    CBN = "cbn" "2017-09-12" Style::Rpc, Home::Central;
    /// Content delivery network.
    CDN = "cdn" "2018-05-10" Style::Rpc, Home::Central;
    /// Cloud Firewall.
    CLOUDFW = "cloudfw" "2017-12-07" Style::Rpc, CENTRES;
    /// CloudMonitor.
    CMS = "cms" "2019-01-01" Style::Rpc, Home::Regions;
    /// Cloud Config.
    CONFIG = "config" "2020-09-07" Style::Rpc, SAS_CENTRES;
    /// Container Registry.
    CR = "cr" "2018-12-01" Style::Rpc, Home::Regions;
    /// Container Service for Kubernetes.
    CS = "cs" "2015-12-15" Style::Roa, Home::Regions;
    /// Database Autonomy Service.
    DAS = "das" "2020-01-16" Style::Rpc, Home::Central;
    /// Anti-DDoS.
    DDOSCOO = "ddoscoo" "2020-01-01" Style::Rpc, CENTRES;
    /// MongoDB.
    DDS = "dds" "2015-12-01" Style::Rpc, Home::Regions;
    /// Data Transmission Service.
    DTS = "dts" "2020-01-01" Style::Rpc, Home::Regions;
    /// Elastic Compute Service.
    ECS = "ecs" "2014-05-26" Style::Rpc, Home::Regions;
    /// Elasticsearch.
    ELASTICSEARCH = "elasticsearch" "2017-06-13" Style::Roa, Home::Regions;
    /// Global Accelerator.
    GA = "ga" "2019-11-20" Style::Rpc, Home::Central;
    /// Cloud Backup.
    HBR = "hbr" "2017-09-08" Style::Rpc, Home::Regions;
    /// Identity management service.
    IMS = "ims" "2019-08-15" Style::Rpc, Home::Central;
    /// Key Management Service.
    KMS = "kms" "2016-01-20" Style::Rpc, Home::Regions;
    /// Tair and Redis.
    KVSTORE = "r-kvstore" "2015-01-01" Style::Rpc, Home::Regions;
    /// File storage.
    NAS = "nas" "2017-06-26" Style::Rpc, Home::Regions;
    /// Network load balancer.
    NLB = "nlb" "2022-04-30" Style::Rpc, Home::Regions;
    /// Object storage.
    OSS = "oss" "2019-05-17" Style::Oss, Home::Regions;
    /// PolarDB.
    POLARDB = "polardb" "2017-08-01" Style::Rpc, Home::Regions;
    /// PrivateLink.
    PRIVATELINK = "privatelink" "2020-04-15" Style::Rpc, Home::Regions;
    /// Resource Access Management.
    RAM = "ram" "2015-05-01" Style::Rpc, Home::Central;
    /// Relational Database Service.
    RDS = "rds" "2014-08-15" Style::Rpc, Home::Regions;
    /// Resource Center.
    RESOURCECENTER = "resourcecenter" "2022-12-01" Style::Rpc, Home::Central;
    /// Resource Directory.
    RESOURCEDIRECTORY = "resourcedirectorymaster" "2022-04-19" Style::Rpc, Home::Central;
    /// Resource Management.
    RESOURCEMANAGER = "resourcemanager" "2020-03-31" Style::Rpc, Home::Central;
    /// Resource Sharing.
    RESOURCESHARING = "resourcesharing" "2020-01-10" Style::Rpc, Home::Regions;
    /// Security Center.
    SAS = "sas" "2018-12-03" Style::Rpc, SAS_CENTRES;
    /// Data Security Center.
    SDDP = "sddp" "2019-01-03" Style::Rpc, CENTRES;
    /// Classic load balancer.
    SLB = "slb" "2014-05-15" Style::Rpc, Home::Regions;
    /// Simple Log Service.
    SLS = "sls" "2020-12-30" Style::Sls, Home::Regions;
    /// Virtual private cloud.
    VPC = "vpc" "2016-04-28" Style::Rpc, Home::Regions;
    /// VPC peering.
    VPCPEER = "vpcpeer" "2022-01-01" Style::Rpc, Home::Regions;
    /// Web Application Firewall 3.0.
    WAF = "waf-openapi" "2021-10-01" Style::Rpc, CENTRES;
    /// Web Application Firewall 2.0.
    WAF_V2 = "waf-openapi" "2019-09-10" Style::Rpc, CENTRES;
}
