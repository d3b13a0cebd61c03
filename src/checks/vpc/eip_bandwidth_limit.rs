//! EIP bandwidth meets the required minimum.

use crate::checks::{Check, Covers};
use crate::domain::{Bound, ParamSpec, Severity};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-eip-bandwidth-limit",
    severity: Severity::Low,
    resource: "EIP",
    title: Phrase { en: "EIP bandwidth meets the required minimum", zh: "EIP 带宽不低于规定值" },
    pass_when: Phrase {
        en: "DescribeEipAddresses is read; passes when the peak bandwidth of the EIP, or of the shared bandwidth plan it belongs to, is at least 10 Mbit/s.",
        zh: "读取 DescribeEipAddresses；EIP 带宽峰值（加入共享带宽的取共享带宽值）不低于 10 Mbit/s 时通过。",
    },
    risk: Phrase {
        en: "Too little bandwidth makes the service fail at peak time. The ceiling alone does not prove that peaks are met: compare it with the measured use.",
        zh: "带宽不足时业务在高峰期中断。仅有带宽上限不能证明满足峰值，须与实测利用率对照。",
    },
    remediation: Phrase {
        en: "EIP console > the EIP > Modify Bandwidth, or add it to a shared bandwidth plan. Derive the value from the busiest week in CloudMonitor.",
        zh: "在“弹性公网 IP 控制台”调整带宽峰值，或加入共享带宽；取值依据云监控中最繁忙时段的数据。",
    },
    cli: "aliyun vpc ModifyEipAddressAttribute --RegionId <region-id> --AllocationId <eip-id> --Bandwidth 10",
    actions: &["vpc:DescribeEipAddresses"],
    params: &[ParamSpec {
        name: "min_mbps",
        default: 10,
        bound: Bound::AtLeast,
        unit: Phrase { en: "Mbit/s", zh: "Mbit/s" },
    }],
    covers: &[Covers { source: "cloud-config", rule: "eip-bandwidth-limit" }],
    references: &["https://help.aliyun.com/document_detail/36018.html"],
};
