//! Resource Directory, 2022-04-19.

use super::products::RESOURCEDIRECTORY;
use super::{Call, Paging};

/// Codes of an account that is in no resource directory.
const NO_DIRECTORY: &[&str] =
    &["ResourceDirectoryNotInUse", "EntityNotExists.ResourceDirectory", "NotExists.ResourceDirectory"];

/// The resource directory that the account manages or is a member of.
pub static DIRECTORY: Call = Call {
    absent: NO_DIRECTORY,
    ..Call::new(
        &RESOURCEDIRECTORY,
        "resourcedirectorymaster:GetResourceDirectory",
        "GetResourceDirectory",
        "resourcemanager:GetResourceDirectory",
    )
};

/// Member accounts; only the management account may list them.
pub static ACCOUNTS: Call = Call {
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" },
    items: "Accounts.Account",
    absent: NO_DIRECTORY,
    ..Call::new(
        &RESOURCEDIRECTORY,
        "resourcedirectorymaster:ListAccounts",
        "ListAccounts",
        "resourcemanager:ListAccounts",
    )
};
