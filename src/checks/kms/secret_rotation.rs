//! Managed secrets rotate automatically.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "kms-secret-rotation",
    severity: Severity::Low,
    resource: "secret",
    title: Phrase { en: "Managed secrets rotate automatically", zh: "托管凭据启用自动轮换" },
    pass_when: Phrase {
        en: "DescribeSecret is read; passes when AutomaticRotation is Enabled. Only managed RDS, RAM and ECS secrets report this; generic secrets are not applicable.",
        zh: "读取 DescribeSecret；AutomaticRotation 为 Enabled 时通过。仅 RDS、RAM、ECS 托管凭据返回该字段，通用凭据不适用。",
    },
    risk: Phrase {
        en: "Passwords of databases and hosts that never change keep working for everyone who once saw them.",
        zh: "数据库和主机口令长期不变，曾接触过的人员均可继续使用。",
    },
    remediation: Phrase {
        en: "KMS console > Secrets > the secret: turn on automatic rotation with an interval that your policy sets, and let programs fetch the secret at run time.",
        zh: "在“密钥管理服务 KMS 控制台 > 凭据管理”中按制度规定的周期开启自动轮换，并使程序在运行时获取凭据。",
    },
    cli: "aliyun kms UpdateSecretRotationPolicy --SecretName <secret-name> --EnableAutomaticRotation true --RotationInterval <days>d",
    actions: &["kms:ListSecrets", "kms:DescribeSecret"],
    params: &[],
    covers: &[],
    references: &[],
};
