//! NAS file systems are encrypted at rest.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "nas-filesystem-encrypted",
    severity: Severity::Medium,
    resource: "file system",
    title: Phrase { en: "NAS file systems are encrypted at rest", zh: "NAS 文件系统启用静态加密" },
    pass_when: Phrase {
        en: "DescribeFileSystems is read; passes when EncryptType is 1 (NAS-managed key) or 2 (customer key in KMS).",
        zh: "读取 DescribeFileSystems；EncryptType 为 1（NAS 托管密钥）或 2（KMS 自带密钥）时通过。",
    },
    risk: Phrase {
        en: "Files stored in the clear can be read from lost or reused media, and a copy of the storage gives them away.",
        zh: "文件明文存储时，介质丢失、复用或存储被复制均可导致泄露。",
    },
    remediation: Phrase {
        en: "Encryption is chosen at creation only: create an encrypted file system, copy the files, change the mounts, then delete the old one.",
        zh: "加密只能在创建时选择：新建加密文件系统，迁移数据并切换挂载后删除旧文件系统。",
    },
    cli: "aliyun nas CreateFileSystem --FileSystemType standard --ProtocolType NFS --StorageType <Performance|Capacity> --ZoneId <zone-id> --EncryptType 1",
    actions: &["nas:DescribeFileSystems"],
    params: &[],
    covers: &[],
    references: &[],
};
