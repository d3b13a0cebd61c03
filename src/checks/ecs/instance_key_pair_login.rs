//! Linux instance logs in with an SSH key pair.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-key-pair-login",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Linux instance logs in with an SSH key pair", zh: "Linux 实例使用 SSH 密钥对登录" },
    pass_when: Phrase {
        en: "KeyPairName of DescribeInstances is read for Linux instances; the instance passes when a key pair is bound. Windows instances are not applicable.",
        zh: "读取 Linux 实例的 KeyPairName；已绑定密钥对即通过，Windows 实例不适用。",
    },
    risk: Phrase {
        en: "Passwords can be guessed or reused; a key pair makes remote guessing useless.",
        zh: "口令可被猜测或复用，密钥对可使远程口令猜测失效。",
    },
    remediation: Phrase {
        en: "Bind a key pair to the instance, restart it so that password login is switched off, and check PasswordAuthentication in sshd_config.",
        zh: "为实例绑定密钥对并重启以停用口令登录，同时核对 sshd_config 中的 PasswordAuthentication。",
    },
    cli: "aliyun ecs AttachKeyPair --RegionId <region-id> --KeyPairName <key-pair-name> --InstanceIds '[\"<instance-id>\"]'",
    // UNWRITTEN, needs: ecs:DescribeInstances
    reads: &[],
    params: &[],
    covers: &[],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
