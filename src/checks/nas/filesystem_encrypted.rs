//! NAS file systems are encrypted at rest.

use crate::api::nas;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "nas-filesystem-encrypted",
    severity: Severity::Medium,
    effort: Effort::Project,
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
    reads: &[&nas::FILE_SYSTEMS],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &nas::FILE_SYSTEMS, judge },
};

fn judge(file_system: &Item<'_>) -> Outcome {
    match file_system.int("EncryptType")? {
        0 => fail("EncryptType is 0: not encrypted", "EncryptType 为 0，未加密"),
        1 => pass("EncryptType is 1: encrypted with a key of NAS", "EncryptType 为 1，使用 NAS 托管密钥加密"),
        2 => {
            let key = file_system.text("KMSKeyId");
            pass(
                format!("EncryptType is 2: encrypted with the key {key}"),
                format!("EncryptType 为 2，使用自带密钥 {key} 加密"),
            )
        }
        said => unknown(format!("EncryptType is {said}"), format!("EncryptType 为 {said}，无法判断")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_type_decides() {
        for (said, expected) in
            [(json!(0), Fail), (json!(1), Pass), (json!(2), Pass), (json!(9), NotAssessed), (json!(null), NotAssessed)]
        {
            let items = json!([{ "FileSystemId": "fs-1", "EncryptType": said }]);
            assert_eq!(Fixture::new().list(&nas::FILE_SYSTEMS, items).verdict(&CHECK), expected, "{said}");
        }
    }

    #[test]
    fn a_missing_list_is_no_verdict_and_an_empty_one_not_applicable() {
        assert_eq!(Fixture::new().denied(&nas::FILE_SYSTEMS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&nas::FILE_SYSTEMS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
