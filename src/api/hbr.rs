//! Cloud Backup, 2017-09-08.

use super::products::HBR;
use super::{Call, Paging, Subject};

/// Pages of plans and vaults.
const PAGES: Paging = Paging::Number { page: "PageNumber", size: ("PageSize", 99), total: "TotalCount" };

const fn plans(id: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Call {
    let mut call = Call::new(&HBR, id, "DescribeBackupPlans", "hbr:DescribeBackupPlans");
    call.fixed = fixed;
    call.paging = PAGES;
    call.items = "BackupPlans.BackupPlan";
    call
}

/// Backup plans of NAS file systems.
pub static NAS_PLANS: Call = plans("hbr:DescribeBackupPlans?SourceType=NAS", &[("SourceType", "NAS")]);

/// Backup plans of every kind.
pub static PLANS: Call = plans("hbr:DescribeBackupPlans", &[]);

/// What backup policies are bound to.
pub static POLICY_BINDINGS: Call = Call {
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 100) },
    items: "PolicyBindings",
    ..Call::new(&HBR, "hbr:DescribePolicyBindings", "DescribePolicyBindings", "hbr:DescribePolicyBindings")
};

/// Vaults, mirrors among them.
pub static VAULTS: Call = Call {
    region_param: Some("VaultRegionId"),
    paging: PAGES,
    items: "Vaults.Vault",
    subject: Some(Subject {
        name: "VaultName",
        ..Subject::new("VaultId", "ALIYUN::HBR::Vault", "acs:hbr:{region}:{account}:vault/{id}")
    }),
    ..Call::new(&HBR, "hbr:DescribeVaults", "DescribeVaults", "hbr:DescribeVaults")
};
