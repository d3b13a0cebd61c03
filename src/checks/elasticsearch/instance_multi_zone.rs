//! Elasticsearch nodes are spread over two or more zones.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "elasticsearch-instance-multi-zone",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase {
        en: "Elasticsearch nodes are spread over two or more zones", zh: "Elasticsearch 实例多可用区部署"
    },
    pass_when: Phrase {
        en: "zoneCount of ListInstance is read; the instance passes when it is 2 or more.",
        zh: "读取 ListInstance 的 zoneCount；不小于 2 即通过。",
    },
    risk: Phrase {
        en: "With all nodes in one zone, a fault there stops search and may lose shards.",
        zh: "节点集中于单一可用区时，该区故障会使检索中断并可能丢失分片。",
    },
    remediation: Phrase {
        en: "The number of zones is chosen at purchase: create an instance over two or three zones and move the indexes by snapshot, then release the old one.",
        zh: "可用区数量在购买时确定：新建两个或三个可用区的实例，通过快照迁移索引后释放原实例。",
    },
    cli: "",
    actions: &["elasticsearch:ListInstance"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "elasticsearch-instance-multi-zone" }],
    references: &[],
};
