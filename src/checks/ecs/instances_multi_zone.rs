//! Running instances are spread over two or more zones.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instances-multi-zone",
    severity: Severity::Low,
    resource: "account",
    title: Phrase {
        en: "Running instances are spread over two or more zones", zh: "运行中的实例分布于两个以上可用区"
    },
    pass_when: Phrase {
        en: "ZoneId of the running instances is read region by region; the account passes when each region with two or more instances uses at least 2 zones.",
        zh: "按地域读取运行中实例的 ZoneId；凡有两台以上实例的地域均使用至少 2 个可用区即通过。",
    },
    risk: Phrase {
        en: "If all servers stand in one zone, a power or network fault there stops the whole service.",
        zh: "服务器集中于单一可用区时，该区供电或网络故障会使业务整体中断。",
    },
    remediation: Phrase {
        en: "Add vSwitches and instances in a second zone and place both zones behind the load balancer; test the switch-over.",
        zh: "在第二个可用区新建交换机与实例，并同时挂载到负载均衡，定期演练切换。",
    },
    cli: "",
    // UNWRITTEN, needs: ecs:DescribeInstances
    reads: &[],
    params: &[],
    covers: &[],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
