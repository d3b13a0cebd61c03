//! Edge: asks an account everything that the checks need, and writes what came back as a snapshot.

mod engine;
mod mask;
mod paging;
mod plan;
mod sink;

pub use engine::{CollectError, Collected, Progress, Scan, Target, collect, probe, read_whole, same_scope};
pub use mask::mask_refusal;
pub use plan::Plan;
pub use sink::{Resume, part_of};

/// Regions asked when the provider's list is refused. There may be more.
pub const KNOWN_REGIONS: &[&str] = &[
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-southeast-1",
    "ap-southeast-3",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "cn-beijing",
    "cn-chengdu",
    "cn-fuzhou",
    "cn-guangzhou",
    "cn-hangzhou",
    "cn-heyuan",
    "cn-hongkong",
    "cn-huhehaote",
    "cn-nanjing",
    "cn-qingdao",
    "cn-shanghai",
    "cn-shenzhen",
    "cn-wuhan-lr",
    "cn-wulanchabu",
    "cn-zhangjiakou",
    "eu-central-1",
    "eu-west-1",
    "me-central-1",
    "me-east-1",
    "na-south-1",
    "us-east-1",
    "us-west-1",
];
