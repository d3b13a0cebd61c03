//! Key Management Service, 2016-01-20.

use super::products::KMS;
use super::{Call, Paging, Subject};

/// Codes of a key or secret that was deleted since it was listed.
const GONE: &[&str] = &["Forbidden.KeyNotFound", "Forbidden.ResourceNotFound"];

/// Keys, those of services included.
pub static KEYS: Call = Call {
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" },
    items: "Keys.Key",
    subject: Some(Subject::new("KeyId", "ALIYUN::KMS::Key", "acs:kms:{region}:{account}:key/{id}")),
    ..Call::new(&KMS, "kms:ListKeys", "ListKeys", "kms:ListKeys")
};

/// Facts of a key.
pub static KEY: Call = Call {
    absent: GONE,
    ..Call::each(&KMS, "kms:DescribeKey", "DescribeKey", "kms:DescribeKey", &KEYS, &[("KeyId", "KeyId")])
};

/// Secrets: names, no values.
pub static SECRETS: Call = Call {
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" },
    items: "SecretList.Secret",
    subject: Some(Subject::new("SecretName", "ALIYUN::KMS::Secret", "acs:kms:{region}:{account}:secret/{id}")),
    ..Call::new(&KMS, "kms:ListSecrets", "ListSecrets", "kms:ListSecrets")
};

/// Facts of a secret: its rotation, not its value.
pub static SECRET: Call = Call {
    absent: GONE,
    ..Call::each(
        &KMS,
        "kms:DescribeSecret",
        "DescribeSecret",
        "kms:DescribeSecret",
        &SECRETS,
        &[("SecretName", "SecretName")],
    )
};
