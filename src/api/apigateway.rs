//! API Gateway, 2016-07-14. The region is in the host alone.

use super::products::APIGATEWAY;
use super::{Call, Paging, Subject};

/// API groups.
pub static GROUPS: Call = Call {
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 50), total: "TotalCount" },
    items: "ApiGroupAttributes.ApiGroupAttribute",
    subject: Some(Subject {
        name: "GroupName",
        ..Subject::new("GroupId", "ALIYUN::ApiGateway::Group", "acs:apigateway:{region}:{account}:apigroup/{id}")
    }),
    ..Call::new(&APIGATEWAY, "cloudapi:DescribeApiGroups", "DescribeApiGroups", "apigateway:DescribeApiGroups")
};
