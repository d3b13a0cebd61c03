//! Global Accelerator carries no cross-border traffic.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ga-no-cross-border-acceleration",
    severity: Severity::Low,
    resource: "accelerator",
    title: Phrase { en: "Global Accelerator carries no cross-border traffic", zh: "全球加速未开启跨境加速" },
    pass_when: Phrase {
        en: "ListAccelerators, ListIpSets and ListEndpointGroups are read; passes when CrossBorderStatus is not true and no acceleration area and endpoint group lie on two sides of the mainland border.",
        zh: "读取 ListAccelerators、ListIpSets 与 ListEndpointGroups；CrossBorderStatus 不为 true，且加速区域与终端节点组未分处境内外时通过。",
    },
    risk: Phrase {
        en: "Cross-border acceleration carries users' requests, and often personal data, over the border. Whether that is an export needing a procedure is for the legal assessment.",
        zh: "跨境加速会使用户请求（常含个人信息）跨越边境，是否构成需履行手续的出境须经法律评估。",
    },
    remediation: Phrase {
        en: "Turn cross-border acceleration off, or record purpose, data and export basis. Serve mainland users from a mainland endpoint group.",
        zh: "关闭跨境加速，或登记用途、数据类别与出境依据；境内用户由境内终端节点组提供服务。",
    },
    cli: "aliyun ga UpdateAcceleratorCrossBorderStatus --RegionId cn-hangzhou --AcceleratorId <accelerator-id> --CrossBorderStatus false",
    actions: &["ga:ListAccelerators", "ga:ListIpSets", "ga:ListEndpointGroups"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/153127.html"],
};
