//! Bastion users sign in with two factors.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "bastionhost-mfa",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Bastion users sign in with two factors", zh: "堡垒机登录启用双因素认证" },
    pass_when: Phrase {
        en: "GetInstanceTwoFactor is read; passes when EnableTwoFactor is true and at least one method is set. Users exempted in their own settings (ListUsers TwoFactorStatus) are listed.",
        zh: "读取 GetInstanceTwoFactor；EnableTwoFactor 为 true 且至少设置一种方式时通过，并列出个人设置中免除的用户（ListUsers 的 TwoFactorStatus）。",
    },
    risk: Phrase {
        en: "The bastion opens all hosts. With a password alone, one stolen credential does too.",
        zh: "堡垒机通往全部主机，仅凭密码登录时，一个被窃口令即可进入所有主机。",
    },
    remediation: Phrase {
        en: "Bastionhost console > System Settings > Authentication: enable two-factor authentication with OTP token or SM-based USB key; keep the skip time at 0 for sensitive systems.",
        zh: "在“堡垒机控制台 > 系统设置 > 认证管理”中开启双因素认证，选用 OTP 令牌或国密 USB Key；重要系统的免二次认证时长设为 0。",
    },
    cli: "aliyun yundun-bastionhost ModifyInstanceTwoFactor --RegionId <region-id> --InstanceId <bastion-id> --EnableTwoFactor true --TwoFactorMethods totp",
    actions: &[
        "yundun-bastionhost:DescribeInstances",
        "yundun-bastionhost:GetInstanceTwoFactor",
        "yundun-bastionhost:ListUsers",
    ],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/462968.html"],
};
