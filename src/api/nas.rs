//! File storage, 2017-06-26.

use super::products::NAS;
use super::{Call, Paging, Subject};

/// Pages of every list.
const PAGES: Paging = Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" };

/// File systems of every type.
pub static FILE_SYSTEMS: Call = Call {
    paging: PAGES,
    items: "FileSystems.FileSystem",
    subject: Some(Subject {
        name: "Description",
        ..Subject::new("FileSystemId", "ALIYUN::NAS::FileSystem", "acs:nas:{region}:{account}:filesystem/{id}")
    }),
    ..Call::new(&NAS, "nas:DescribeFileSystems", "DescribeFileSystems", "nas:DescribeFileSystems")
};

/// Addresses at which a file system can be mounted.
pub static MOUNT_TARGETS: Call = Call {
    paging: PAGES,
    items: "MountTargets.MountTarget",
    subject: Some(Subject::new("MountTargetDomain", "ALIYUN::NAS::MountTarget", "")),
    ..Call::each(
        &NAS,
        "nas:DescribeMountTargets",
        "DescribeMountTargets",
        "nas:DescribeMountTargets",
        &FILE_SYSTEMS,
        &[("FileSystemId", "FileSystemId")],
    )
};

/// Rules of an access group. General-purpose and Extreme file systems have groups of their own, which may share names.
const fn access_rules(id: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Call {
    let group = &[("AccessGroupName", "AccessGroup")];
    let mut call = Call::each(&NAS, id, "DescribeAccessRules", "nas:DescribeAccessRules", &MOUNT_TARGETS, group);
    call.fixed = fixed;
    call.paging = PAGES;
    call.items = "AccessRules.AccessRule";
    call.absent = &["InvalidAccessGroup.NotFound"];
    call
}

/// Rules of an access group for general-purpose file systems.
pub static ACCESS_RULES: Call =
    access_rules("nas:DescribeAccessRules?FileSystemType=standard", &[("FileSystemType", "standard")]);

/// Rules of an access group for Extreme file systems.
pub static ACCESS_RULES_EXTREME: Call =
    access_rules("nas:DescribeAccessRules?FileSystemType=extreme", &[("FileSystemType", "extreme")]);
