//! Mount targets do not use the default access group.

use crate::api::nas;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::addresses::cover_everyone;
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "nas-mount-target-access-group",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "mount target",
    title: Phrase { en: "Mount targets do not use the default access group", zh: "挂载点不使用默认权限组" },
    pass_when: Phrase {
        en: "DescribeMountTargets and DescribeAccessRules are read; passes when AccessGroup is not the default group (DEFAULT_VPC_GROUP_NAME), which admits every address of the VPC, and the rules of the group do not admit every address either.",
        zh: "读取 DescribeMountTargets 与 DescribeAccessRules；AccessGroup 不是放行 VPC 内全部地址的默认权限组（DEFAULT_VPC_GROUP_NAME），且权限组规则未放行全部地址时通过。",
    },
    risk: Phrase {
        en: "With the default group, every host in the VPC can mount the file system and read or change all files.",
        zh: "使用默认权限组时，VPC 内任意主机均可挂载文件系统并读写全部文件。",
    },
    remediation: Phrase {
        en: "NAS console > Access Control: create an access group with the addresses of the application hosts, then change the mount target to it.",
        zh: "在“文件存储 NAS 控制台 > 权限组”中创建仅含应用主机地址的权限组，并将挂载点切换到该权限组。",
    },
    cli: "aliyun nas ModifyMountTarget --FileSystemId <file-system-id> --MountTargetDomain <mount-target-domain> --AccessGroupName <access-group>",
    reads: &[&nas::ACCESS_RULES, &nas::ACCESS_RULES_EXTREME],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "nas-filesystem-mount-target-access-group-check" }],
    references: &[],
    logic: Logic::Items { of: &nas::MOUNT_TARGETS, judge },
};

/// The group of every VPC that cannot be changed: read and write for everyone.
const DEFAULT: &str = "DEFAULT_VPC_GROUP_NAME";

fn judge(target: &Item<'_>) -> Outcome {
    let file_system = target.sent("FileSystemId");
    if file_system.starts_with("cpfs") {
        return not_applicable(
            format!("{file_system} is a CPFS file system, which has no access groups"),
            format!("{file_system} 为 CPFS 文件系统，无权限组"),
        );
    }
    let group = target.str("AccessGroup")?;
    if group.eq_ignore_ascii_case(DEFAULT) {
        return fail(format!("uses the default group {group}"), format!("使用默认权限组 {group}"));
    }
    // The two types of file systems have groups of their own, which may share names.
    let extreme = file_system.starts_with("extreme-");
    let call = if extreme { &nas::ACCESS_RULES_EXTREME } else { &nas::ACCESS_RULES };
    let answer = target.ask(call)?.must()?;
    if !answer.has("AccessRules") {
        return Err(answer.lacks("AccessRules"));
    }
    let rules = target.items_of(call)?;
    let mut sources = Vec::new();
    for rule in &rules {
        // A rule has a source of at least one of the two kinds.
        let (v4, v6) = (rule.text("SourceCidrIp"), rule.text("Ipv6SourceCidrIp"));
        if v4.is_empty() && v6.is_empty() {
            return Err(rule.lacks("SourceCidrIp"));
        }
        sources.extend([v4, v6].into_iter().filter(|source| !source.is_empty()));
    }
    let count = rules.len();
    if cover_everyone(sources) {
        return fail(
            format!("the {count} rules of the group {group} admit every address"),
            format!("权限组 {group} 共 {count} 条规则，放行全部地址"),
        );
    }
    pass(format!("group {group}, rules: {count}"), format!("使用权限组 {group}，共 {count} 条规则"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("FileSystemId", "fs-1")];
    const GROUP: &[(&str, &str)] = &[("AccessGroupName", "apps")];

    fn mounted(group: &str) -> Fixture {
        let account = Fixture::new().list(&nas::FILE_SYSTEMS, json!([{ "FileSystemId": "fs-1" }]));
        let targets = json!([{ "MountTargetDomain": "fs-1.nas.example", "AccessGroup": group }]);
        account.detail_list(&nas::MOUNT_TARGETS, ID, targets)
    }

    #[test]
    fn the_default_group_fails() {
        assert_eq!(mounted("DEFAULT_VPC_GROUP_NAME").verdict(&CHECK), Fail);
    }

    #[test]
    fn the_rules_of_another_group_decide() {
        for (source, expected) in [("10.0.1.0/24", Pass), ("0.0.0.0/0", Fail)] {
            let rules = json!([{ "SourceCidrIp": "10.0.0.0/24" }, { "SourceCidrIp": source }]);
            let account = mounted("apps").detail_list(&nas::ACCESS_RULES, GROUP, rules);
            assert_eq!(account.verdict(&CHECK), expected, "{source}");
        }
        let both = json!([{ "SourceCidrIp": "0.0.0.0/0", "Ipv6SourceCidrIp": "fd00::/8" }]);
        assert_eq!(mounted("apps").detail_list(&nas::ACCESS_RULES, GROUP, both).verdict(&CHECK), Fail);
        let v6 = json!([{ "Ipv6SourceCidrIp": "::/0" }]);
        assert_eq!(mounted("apps").detail_list(&nas::ACCESS_RULES, GROUP, v6).verdict(&CHECK), Fail);
        assert_eq!(mounted("apps").detail_list(&nas::ACCESS_RULES, GROUP, json!([])).verdict(&CHECK), Pass);
    }

    #[test]
    fn an_extreme_file_system_has_groups_of_its_own() {
        let account = Fixture::new().list(&nas::FILE_SYSTEMS, json!([{ "FileSystemId": "extreme-1" }]));
        let targets = json!([{ "MountTargetDomain": "m", "AccessGroup": "apps" }]);
        let account = account.detail_list(&nas::MOUNT_TARGETS, &[("FileSystemId", "extreme-1")], targets);
        let account = account.detail_list(&nas::ACCESS_RULES, GROUP, json!([{ "SourceCidrIp": "10.0.0.1" }]));
        assert_eq!(account.verdict(&CHECK), NotAssessed);
        let open = json!([{ "SourceCidrIp": "0.0.0.0/0" }]);
        assert_eq!(account.detail_list(&nas::ACCESS_RULES_EXTREME, GROUP, open).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(mounted("apps").denied(&nas::ACCESS_RULES, GROUP).verdict(&CHECK), NotAssessed);
        for body in [json!({}), json!({ "AccessRules": { "AccessRule": [{ "SourceCidrIp": "" }] } })] {
            let account = mounted("apps").detail(&nas::ACCESS_RULES, GROUP, body.clone());
            assert_eq!(account.verdict(&CHECK), NotAssessed, "{body}");
        }
        let gone = mounted("apps").absent(&nas::ACCESS_RULES, GROUP, "InvalidAccessGroup.NotFound");
        assert_eq!(gone.verdict(&CHECK), NotAssessed);
        let unlisted = Fixture::new().list(&nas::FILE_SYSTEMS, json!([{ "FileSystemId": "fs-1" }]));
        assert_eq!(unlisted.denied(&nas::MOUNT_TARGETS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&nas::FILE_SYSTEMS, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_mount_targets_is_not_applicable() {
        let none = Fixture::new().list(&nas::FILE_SYSTEMS, json!([{ "FileSystemId": "fs-1" }]));
        assert_eq!(none.detail_list(&nas::MOUNT_TARGETS, ID, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&nas::FILE_SYSTEMS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
