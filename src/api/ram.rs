//! Resource Access Management, 2015-05-01, and the one action of Resource Management that lists grants of every scope.

use super::products::{RAM, RESOURCEMANAGER};
use super::{Call, Paging, Subject};

const fn marker(size: u32) -> Paging {
    Paging::Marker { marker: "Marker", next: "Marker", size: ("MaxItems", size) }
}

/// RAM users, with the name by which policies and groups know them.
pub static USERS: Call = Call {
    paging: marker(1000),
    items: "Users.User",
    subject: Some(Subject { name: "UserName", ..Subject::new("UserId", "ALIYUN::RAM::User", "") }),
    ..Call::new(&RAM, "ram:ListUsers", "ListUsers", "ram:ListUsers")
};

/// Policies attached to a user directly, for the whole account.
pub static USER_POLICIES: Call = Call {
    items: "Policies.Policy",
    ..Call::each(
        &RAM,
        "ram:ListPoliciesForUser",
        "ListPoliciesForUser",
        "ram:ListPoliciesForUser",
        &USERS,
        &[("UserName", "UserName")],
    )
};

/// Groups that a user is in.
pub static USER_GROUPS: Call = Call {
    items: "Groups.Group",
    ..Call::each(
        &RAM,
        "ram:ListGroupsForUser",
        "ListGroupsForUser",
        "ram:ListGroupsForUser",
        &USERS,
        &[("UserName", "UserName")],
    )
};

/// Groups of users.
pub static GROUPS: Call = Call {
    paging: marker(100),
    items: "Groups.Group",
    subject: Some(Subject::new("GroupName", "ALIYUN::RAM::Group", "acs:ram::{account}:group/{id}")),
    ..Call::new(&RAM, "ram:ListGroups", "ListGroups", "ram:ListGroups")
};

/// Members of a group.
pub static GROUP_MEMBERS: Call = Call {
    paging: marker(1000),
    items: "Users.User",
    ..Call::each(
        &RAM,
        "ram:ListUsersForGroup",
        "ListUsersForGroup",
        "ram:ListUsersForGroup",
        &GROUPS,
        &[("GroupName", "GroupName")],
    )
};

/// Policies attached to a group, for the whole account.
pub static GROUP_POLICIES: Call = Call {
    items: "Policies.Policy",
    ..Call::each(
        &RAM,
        "ram:ListPoliciesForGroup",
        "ListPoliciesForGroup",
        "ram:ListPoliciesForGroup",
        &GROUPS,
        &[("GroupName", "GroupName")],
    )
};

/// Roles.
pub static ROLES: Call = Call {
    paging: marker(1000),
    items: "Roles.Role",
    subject: Some(Subject::new("RoleName", "ALIYUN::RAM::Role", "acs:ram::{account}:role/{id}")),
    ..Call::new(&RAM, "ram:ListRoles", "ListRoles", "ram:ListRoles")
};

/// A role with its trust policy.
pub static ROLE: Call = Call::each(&RAM, "ram:GetRole", "GetRole", "ram:GetRole", &ROLES, &[("RoleName", "RoleName")]);

/// Policies that the account wrote itself.
pub static CUSTOM_POLICIES: Call = Call {
    fixed: &[("PolicyType", "Custom")],
    paging: marker(1000),
    items: "Policies.Policy",
    subject: Some(Subject::new("PolicyName", "ALIYUN::RAM::Policy", "acs:ram::{account}:policy/{id}")),
    ..Call::new(&RAM, "ram:ListPolicies?PolicyType=Custom", "ListPolicies", "ram:ListPolicies")
};

/// The default version of a policy that the account wrote itself.
pub static CUSTOM_POLICY: Call = Call {
    fixed: &[("PolicyType", "Custom")],
    ..Call::each(
        &RAM,
        "ram:GetPolicy?PolicyType=Custom",
        "GetPolicy",
        "ram:GetPolicy",
        &CUSTOM_POLICIES,
        &[("PolicyName", "PolicyName")],
    )
};

/// Who holds the system policy AdministratorAccess.
pub static ADMINISTRATORS: Call = Call {
    fixed: &[("PolicyName", "AdministratorAccess"), ("PolicyType", "System")],
    ..Call::new(
        &RAM,
        "ram:ListEntitiesForPolicy?PolicyName=AdministratorAccess",
        "ListEntitiesForPolicy",
        "ram:ListEntitiesForPolicy",
    )
};

/// Grants to users, groups and roles, for the whole account and for single resource groups.
pub static POLICY_ATTACHMENTS: Call = Call {
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" },
    items: "PolicyAttachments.PolicyAttachment",
    ..Call::new(
        &RESOURCEMANAGER,
        "resourcemanager:ListPolicyAttachments",
        "ListPolicyAttachments",
        "ram:ListPolicyAttachments",
    )
};
