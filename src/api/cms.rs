//! CloudMonitor, 2019-01-01.

use super::products::CMS;
use super::{Call, Paging, Scope, ecs};

/// Alarm rules.
pub static RULES: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Number { page: "Page", size: ("PageSize", 100), total: "Total" },
    items: "Alarms.Alarm",
    ..Call::new(&CMS, "cms:DescribeMetricRuleList", "DescribeMetricRuleList", "cms:DescribeMetricRuleList")
};

/// Contact groups; they are the same in every region.
pub static CONTACT_GROUPS: Call = Call {
    scope: Scope::Once,
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "Total" },
    items: "ContactGroupList.ContactGroup",
    ..Call::new(&CMS, "cms:DescribeContactGroupList", "DescribeContactGroupList", "cms:DescribeContactGroupList")
};

/// Contacts; they are the same in every region.
pub static CONTACTS: Call = Call {
    scope: Scope::Once,
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "Total" },
    items: "Contacts.Contact",
    ..Call::new(&CMS, "cms:DescribeContactList", "DescribeContactList", "cms:DescribeContactList")
};

/// Status of the monitoring agent of a host.
pub static AGENT_STATUSES: Call = Call {
    region_param: Some("RegionId"),
    items: "NodeStatusList.NodeStatus",
    ..Call::each(
        &CMS,
        "cms:DescribeMonitoringAgentStatuses",
        "DescribeMonitoringAgentStatuses",
        "cms:DescribeMonitoringAgentStatuses",
        &ecs::INSTANCES,
        &[("InstanceIds", "InstanceId")],
    )
};
