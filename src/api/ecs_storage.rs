//! Disks, snapshots and images of Elastic Compute Service, 2014-05-26, and what hangs on them.

use super::products::{ECS, KMS, RESOURCESHARING};
use super::{Call, Paging, Subject, ecs};

/// Disks.
pub static DISKS: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 500) },
    items: "Disks.Disk",
    subject: Some(Subject {
        name: "DiskName",
        ..Subject::new("DiskId", "ALIYUN::ECS::Disk", "acs:ecs:{region}:{account}:disk/{id}")
    }),
    ..Call::new(&ECS, "ecs:DescribeDisks", "DescribeDisks", "ecs:DescribeDisks")
};

/// The key by which a disk is encrypted.
pub static DISK_KEY: Call =
    Call::each(&KMS, "kms:DescribeKey?of=disk", "DescribeKey", "kms:DescribeKey", &DISKS, &[("KeyId", "KMSKeyId")]);

/// Snapshots.
pub static SNAPSHOTS: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 100) },
    items: "Snapshots.Snapshot",
    subject: Some(Subject {
        name: "SnapshotName",
        ..Subject::new("SnapshotId", "ALIYUN::ECS::Snapshot", "acs:ecs:{region}:{account}:snapshot/{id}")
    }),
    ..Call::new(&ECS, "ecs:DescribeSnapshots", "DescribeSnapshots", "ecs:DescribeSnapshots")
};

/// Resources that the account shares with others.
pub static SHARED: Call = Call {
    fixed: &[("ResourceOwner", "Self")],
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 100) },
    items: "SharedResources",
    ..Call::new(
        &RESOURCESHARING,
        "resourcesharing:ListSharedResources",
        "ListSharedResources",
        "resourcesharing:ListSharedResources",
    )
};

/// Policies that take snapshots.
pub static SNAPSHOT_POLICIES: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" },
    items: "AutoSnapshotPolicies.AutoSnapshotPolicy",
    subject: Some(Subject {
        name: "AutoSnapshotPolicyName",
        ..Subject::new(
            "AutoSnapshotPolicyId",
            "ALIYUN::ECS::AutoSnapshotPolicy",
            "acs:ecs:{region}:{account}:autosnapshotpolicy/{id}",
        )
    }),
    ..Call::new(
        &ECS,
        "ecs:DescribeAutoSnapshotPolicyEx",
        "DescribeAutoSnapshotPolicyEx",
        "ecs:DescribeAutoSnapshotPolicyEx",
    )
};

/// The account's own images.
pub static IMAGES: Call = Call {
    region_param: Some("RegionId"),
    // Without a status only images that are available are listed; a deprecated one can be shared all the same.
    fixed: &[("ImageOwnerAlias", "self"), ("Status", "Creating,Waiting,Available,UnAvailable,Deprecated")],
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" },
    items: "Images.Image",
    subject: Some(Subject {
        name: "ImageName",
        ..Subject::new("ImageId", "ALIYUN::ECS::Image", "acs:ecs:{region}:{account}:image/{id}")
    }),
    ..Call::new(&ECS, "ecs:DescribeImages", "DescribeImages", "ecs:DescribeImages")
};

/// Accounts that an image is shared with.
pub static IMAGE_SHARES: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" },
    items: "Accounts.Account",
    ..Call::each(
        &ECS,
        "ecs:DescribeImageSharePermission",
        "DescribeImageSharePermission",
        "ecs:DescribeImageSharePermission",
        &IMAGES,
        &[("ImageId", "ImageId")],
    )
};

/// The RAM role of an instance.
pub static INSTANCE_ROLE: Call = Call {
    region_param: Some("RegionId"),
    items: "InstanceRamRoleSets.InstanceRamRoleSet",
    ..Call::each(
        &ECS,
        "ecs:DescribeInstanceRamRole",
        "DescribeInstanceRamRole",
        "ecs:DescribeInstanceRamRole",
        &ecs::INSTANCES,
        &[("InstanceIds", "[InstanceId]")],
    )
};
