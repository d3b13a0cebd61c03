//! CLB access logs go to Log Service.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-access-log",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "CLB access logs go to Log Service", zh: "CLB 访问日志已接入日志服务" },
    pass_when: Phrase {
        en: "DescribeAccessLogsDownloadAttribute is read; an instance with HTTP or HTTPS listeners passes when a LogProject and LogStore are set for it. Others are not applicable.",
        zh: "读取 DescribeAccessLogsDownloadAttribute；含 HTTP 或 HTTPS 监听的实例已设置 LogProject 与 LogStore 即通过，其他不适用。",
    },
    risk: Phrase {
        en: "Without request logs at the entry, attacks and misuse cannot be traced to a source address.",
        zh: "入口缺少访问日志时，攻击与滥用无法追溯到来源地址。",
    },
    remediation: Phrase {
        en: "Set project and logstore for the instance under Logs > Access Logs and keep them 180 days or more.",
        zh: "在“日志管理 > 访问日志”中为实例设置项目与日志库，留存 180 天以上。",
    },
    cli: "aliyun slb SetAccessLogsDownloadAttribute --RegionId <region-id> --LoadBalancerId <lb-id> --LogsDownloadAttributes '[{\"LogProject\":\"<project>\",\"LogStore\":\"<logstore>\",\"LoadBalancerId\":\"<lb-id>\"}]'",
    actions: &[
        "slb:DescribeLoadBalancers",
        "slb:DescribeLoadBalancerListeners",
        "slb:DescribeAccessLogsDownloadAttribute",
    ],
    params: &[],
    covers: &[],
    references: &[],
};
