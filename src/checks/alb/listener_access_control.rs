//! ALB listener has an access control list.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "alb-listener-access-control",
    severity: Severity::Medium,
    resource: "listener",
    title: Phrase { en: "ALB listener has an access control list", zh: "ALB 监听已启用访问控制" },
    pass_when: Phrase {
        en: "AclConfig of GetListenerAttribute is read; the running listener passes when at least one list is associated.",
        zh: "读取 GetListenerAttribute 的 AclConfig；运行中的监听已关联至少一个访问控制策略组即通过。",
    },
    risk: Phrase {
        en: "Without a list anyone who can route to the listener may use the service behind it.",
        zh: "未设访问控制时，任何可达者均可使用后端服务。",
    },
    remediation: Phrase {
        en: "Associate an access control list as whitelist for internal services, or as blacklist for public ones; an empty whitelist lets everything pass.",
        zh: "关联访问控制策略组：内部服务用白名单，公众服务用黑名单；空白名单等于全部放行。",
    },
    cli: "aliyun alb AssociateAclsWithListener --ListenerId <listener-id> --AclType White --AclIds.1 <acl-id>",
    actions: &["alb:ListLoadBalancers", "alb:ListListeners", "alb:GetListenerAttribute"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "alb-all-listener-enabled-acl" }],
    references: &[],
};
