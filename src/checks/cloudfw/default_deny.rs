//! Inbound rules end with deny all.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-default-deny",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "Inbound rules end with deny all", zh: "入方向策略以默认拒绝收尾" },
    pass_when: Phrase {
        en: "DescribeControlPolicy is read for the inbound direction; the account passes when the last enabled rule drops 0.0.0.0/0 to 0.0.0.0/0 for protocol ANY and all ports. Strict mode is shown as a further fact.",
        zh: "读取入方向 DescribeControlPolicy；最后一条启用策略对源 0.0.0.0/0 至目的 0.0.0.0/0、协议 ANY、全部端口执行拒绝即通过，严格模式作为补充信息展示。",
    },
    risk: Phrase {
        en: "Cloud Firewall lets through what no rule matches, so without a final deny everything not thought of is allowed.",
        zh: "未匹配策略的流量默认放行，缺少末条拒绝策略即等同于放行未考虑到的访问。",
    },
    remediation: Phrase {
        en: "Write allow rules for the services meant to be public, watch the hits, then add a lowest-priority Drop rule for all other inbound traffic.",
        zh: "先为应对外开放的服务编写放行策略并观察命中，再添加优先级最低的入方向全拒绝策略。",
    },
    cli: "aliyun cloudfw AddControlPolicy --Direction in --AclAction drop --SourceType net --Source 0.0.0.0/0 --DestinationType net --Destination 0.0.0.0/0 --Proto ANY --ApplicationName ANY --DestPortType port --DestPort 0/0 --NewOrder <last-order> --Description default-deny",
    actions: &[
        "yundun-cloudfirewall:DescribeUserBuyVersion",
        "yundun-cloudfirewall:DescribeControlPolicy",
        "yundun-cloudfirewall:DescribePolicyAdvancedConfig",
    ],
    params: &[],
    covers: &[],
    references: &[],
};
