//! Elasticsearch, 2017-06-13.

use super::products::ELASTICSEARCH;
use super::{Call, Paging, Subject};

/// Clusters.
pub static INSTANCES: Call = Call {
    path: "/openapi/instances",
    paging: Paging::Number { page: "page", size: ("size", 100), total: "Headers.X-Total-Count" },
    items: "Result",
    subject: Some(Subject {
        name: "description",
        ..Subject::new(
            "instanceId",
            "ALIYUN::Elasticsearch::Instance",
            "acs:elasticsearch:{region}:{account}:instances/{id}",
        )
    }),
    ..Call::new(&ELASTICSEARCH, "elasticsearch:ListInstance", "ListInstance", "elasticsearch:ListInstance")
};

/// The parameter that names a cluster, and where it is in the list.
const ID: &[(&str, &str)] = &[("instance_id", "instanceId")];

/// Everything about a cluster.
pub static INSTANCE: Call = Call {
    path: "/openapi/instances/{instance_id}",
    ..Call::each(
        &ELASTICSEARCH,
        "elasticsearch:DescribeInstance",
        "DescribeInstance",
        "elasticsearch:DescribeInstance",
        &INSTANCES,
        ID,
    )
};

/// Automatic snapshots of a cluster.
pub static SNAPSHOTS: Call = Call {
    path: "/openapi/instances/{instance_id}/snapshot-setting",
    ..Call::each(
        &ELASTICSEARCH,
        "elasticsearch:DescribeSnapshotSetting",
        "DescribeSnapshotSetting",
        "elasticsearch:DescribeSnapshotSetting",
        &INSTANCES,
        ID,
    )
};
