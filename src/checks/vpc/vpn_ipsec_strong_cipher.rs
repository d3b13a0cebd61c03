//! IPsec connections use strong algorithms.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-vpn-ipsec-strong-cipher",
    severity: Severity::Medium,
    resource: "IPsec connection",
    title: Phrase { en: "IPsec connections use strong algorithms", zh: "IPsec 连接使用强加密算法" },
    pass_when: Phrase {
        en: "DescribeVpnConnections is read; a connection passes when both phases of every tunnel use AES (aes, aes192, aes256) or SM4, authenticate with SHA-256 or stronger or SM3, and forward secrecy (PFS) is not disabled.",
        zh: "读取 DescribeVpnConnections；各隧道两个阶段均使用 AES（aes、aes192、aes256）或 SM4 加密、SHA-256 及以上或 SM3 认证，且未禁用 PFS 时通过。",
    },
    risk: Phrase {
        en: "DES, 3DES and MD5 can be broken with moderate effort; traffic to the data centre could be read or altered.",
        zh: "DES、3DES、MD5 破解成本较低，与本地数据中心之间的通信可能被窃听或篡改。",
    },
    remediation: Phrase {
        en: "Agree new parameters with the other side, then change them in VPN Gateway console > IPsec Connections. Dual-tunnel connections take the values per tunnel. Expect a short interruption.",
        zh: "与对端商定新参数后，在“VPN 网关控制台 > IPsec 连接”中修改；双隧道模式按隧道分别设置，期间会短暂中断。",
    },
    cli: "aliyun vpc ModifyVpnConnectionAttribute --RegionId <region-id> --VpnConnectionId <vpn-connection-id> --IkeConfig '{\"IkeVersion\":\"ikev2\",\"IkeEncAlg\":\"aes256\",\"IkeAuthAlg\":\"sha256\",\"IkePfs\":\"group14\"}' --IpsecConfig '{\"IpsecEncAlg\":\"aes256\",\"IpsecAuthAlg\":\"sha256\",\"IpsecPfs\":\"group14\"}'",
    actions: &["vpc:DescribeVpnConnections"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/120381.html"],
};
