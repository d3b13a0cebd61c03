//! Console sign-in is limited to known networks.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-login-source-restricted",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "Console sign-in is limited to known networks", zh: "控制台登录限定来源网络" },
    pass_when: Phrase {
        en: "GetSecurityPreference is read; passes when LoginNetworkMasks is set and no mask admits all addresses (0.0.0.0/0).",
        zh: "读取 GetSecurityPreference；已设置 LoginNetworkMasks，且没有放行全部地址（0.0.0.0/0）的掩码时通过。",
    },
    risk: Phrase {
        en: "Without a source limit, a stolen password works from anywhere in the world.",
        zh: "不限制来源时，被窃密码可在任意网络登录。",
    },
    remediation: Phrase {
        en: "RAM console > Settings > Security Settings: enter the office and VPN egress ranges as login masks (up to 40, separated by semicolons). API calls with AccessKeys are not covered.",
        zh: "在 RAM 控制台“设置 > 安全设置”中填写办公与 VPN 出口网段作为登录掩码（最多 40 个，以分号分隔）。该设置不约束 AccessKey 的 API 调用。",
    },
    cli: "aliyun ims SetSecurityPreference --LoginNetworkMasks '<office-cidr>;<vpn-cidr>'",
    actions: &["ram:GetSecurityPreference"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
