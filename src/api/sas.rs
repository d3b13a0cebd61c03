//! Security Center, 2018-12-03: one centre for the mainland, one for everywhere else.

use super::products::SAS;
use super::{Call, Paging, Subject};

/// Pages of most lists; the total is beside the list.
const PAGES: Paging = Paging::Number { page: "CurrentPage", size: ("PageSize", 100), total: "TotalCount" };
/// Pages of lists that keep the total in `PageInfo`.
const PAGES_IN_INFO: Paging =
    Paging::Number { page: "CurrentPage", size: ("PageSize", 100), total: "PageInfo.TotalCount" };

/// Code for functions that the free edition does not have.
const FREE: &[&str] = &["FreeVersionNotPermit"];

const fn sas(id: &'static str, action: &'static str, ram: &'static str) -> Call {
    Call::new(&SAS, id, action, ram)
}

/// Servers that Security Center knows, with the state of their agent. The total is in `PageInfo`, not beside the list.
pub static INSTANCES: Call = Call {
    fixed: &[("MachineTypes", "ecs")],
    paging: PAGES_IN_INFO,
    items: "Instances",
    subject: Some(Subject {
        name: "InstanceName",
        region: "RegionId",
        ..Subject::new("InstanceId", "ALIYUN::ECS::Instance", "acs:ecs:{region}:{account}:instance/{id}")
    }),
    ..sas("sas:DescribeCloudCenterInstances", "DescribeCloudCenterInstances", "yundun-sas:DescribeCloudCenterInstances")
};

/// Vulnerabilities of one type that nobody has handled.
const fn vulnerabilities(id: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Call {
    let mut call = sas(id, "DescribeVulList", "yundun-sas:DescribeVulList");
    call.fixed = fixed;
    call.paging = PAGES;
    call.items = "VulRecords";
    call
}

/// Unhandled vulnerabilities of Linux software.
pub static VULNERABILITIES_CVE: Call =
    vulnerabilities("sas:DescribeVulList?Type=cve", &[("Type", "cve"), ("Dealed", "n")]);

/// Unhandled vulnerabilities of Windows systems.
pub static VULNERABILITIES_SYS: Call =
    vulnerabilities("sas:DescribeVulList?Type=sys", &[("Type", "sys"), ("Dealed", "n")]);

/// Unhandled vulnerabilities of web content systems.
pub static VULNERABILITIES_CMS: Call =
    vulnerabilities("sas:DescribeVulList?Type=cms", &[("Type", "cms"), ("Dealed", "n")]);

/// Unhandled vulnerabilities of applications, by scan and by software component. The free edition does not scan for them.
pub static VULNERABILITIES_APP: Call = Call {
    unopened: FREE,
    ..vulnerabilities("sas:DescribeVulList?Type=app", &[("Type", "app"), ("AttachTypes", "sca"), ("Dealed", "n")])
};

/// Unhandled vulnerabilities that were announced as emergencies. The free edition does not scan for them.
pub static VULNERABILITIES_EMG: Call =
    Call { unopened: FREE, ..vulnerabilities("sas:DescribeVulList?Type=emg", &[("Type", "emg"), ("Dealed", "n")]) };

/// The edition and what was bought with it.
pub static VERSION: Call =
    sas("sas:DescribeVersionConfig", "DescribeVersionConfig", "yundun-sas:DescribeVersionConfig");

/// Servers without an agent.
pub static UNINSTALLED: Call = Call {
    paging: PAGES,
    items: "MachineList",
    ..sas("sas:ListUninstallAegisMachines", "ListUninstallAegisMachines", "yundun-sas:ListUninstallAegisMachines")
};

/// Policies that back up files against ransomware.
pub static BACKUP_POLICIES: Call = Call {
    paging: PAGES_IN_INFO,
    items: "Policies",
    unopened: FREE,
    ..sas("sas:DescribeBackupPolicies", "DescribeBackupPolicies", "yundun-sas:DescribeBackupPolicies")
};

/// The switch of one protective function.
const fn switch(id: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Call {
    let mut call = sas(id, "DescribeSuspiciousOverallConfig", "yundun-sas:DescribeSuspiciousOverallConfig");
    call.fixed = fixed;
    call.unopened = FREE;
    call
}

/// Switch of the prevention of malicious behaviour.
pub static BEHAVIOUR_SWITCH: Call = switch("sas:DescribeSuspiciousOverallConfig?Type=alinet", &[("Type", "alinet")]);

/// Switch of anti-virus: known viruses are stopped and quarantined.
pub static ANTIVIRUS_SWITCH: Call =
    switch("sas:DescribeSuspiciousOverallConfig?Type=auto_breaking", &[("Type", "auto_breaking")]);

/// Switch of the bait files against ransomware.
pub static BAIT_SWITCH: Call =
    switch("sas:DescribeSuspiciousOverallConfig?Type=ransomware_breaking", &[("Type", "ransomware_breaking")]);

/// Switch of the defence against web shells.
pub static WEBSHELL_SWITCH: Call =
    switch("sas:DescribeSuspiciousOverallConfig?Type=webshell_cloud_breaking", &[("Type", "webshell_cloud_breaking")]);

/// Servers in the scope of the defence against web shells: a list of UUIDs and their number.
pub static WEBSHELL_HOSTS: Call = Call {
    fixed: &[("Type", "webshell_cloud_breaking")],
    unopened: FREE,
    ..sas(
        "sas:DescribeSuspiciousUUIDConfig?Type=webshell_cloud_breaking",
        "DescribeSuspiciousUUIDConfig",
        "yundun-sas:DescribeSuspiciousUUIDConfig",
    )
};

/// How often one kind of asset fingerprint is collected, in hours.
const fn fingerprint(id: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Call {
    let mut call = sas(id, "DescribePropertyScheduleConfig", "yundun-sas:DescribePropertyScheduleConfig");
    call.fixed = fixed;
    call.unopened = FREE;
    call
}

/// Collection cycle of listening ports.
pub static FINGERPRINT_PORT: Call =
    fingerprint("sas:DescribePropertyScheduleConfig?Type=scheduler_port_period", &[("Type", "scheduler_port_period")]);

/// Collection cycle of processes.
pub static FINGERPRINT_PROCESS: Call = fingerprint(
    "sas:DescribePropertyScheduleConfig?Type=scheduler_process_period",
    &[("Type", "scheduler_process_period")],
);

/// Collection cycle of accounts.
pub static FINGERPRINT_ACCOUNT: Call = fingerprint(
    "sas:DescribePropertyScheduleConfig?Type=scheduler_account_period",
    &[("Type", "scheduler_account_period")],
);

/// Collection cycle of software.
pub static FINGERPRINT_SOFTWARE: Call = fingerprint(
    "sas:DescribePropertyScheduleConfig?Type=scheduler_software_period",
    &[("Type", "scheduler_software_period")],
);

/// Collection cycle of scheduled tasks.
pub static FINGERPRINT_CRON: Call =
    fingerprint("sas:DescribePropertyScheduleConfig?Type=scheduler_cron_period", &[("Type", "scheduler_cron_period")]);

/// Collection cycle of middleware.
pub static FINGERPRINT_MIDDLEWARE: Call =
    fingerprint("sas:DescribePropertyScheduleConfig?Type=scheduler_sca_period", &[("Type", "scheduler_sca_period")]);

/// Collection cycle of programs started at boot.
pub static FINGERPRINT_AUTORUN: Call = fingerprint(
    "sas:DescribePropertyScheduleConfig?Type=scheduler_autorun_period",
    &[("Type", "scheduler_autorun_period")],
);

/// Collection cycle of kernel modules.
pub static FINGERPRINT_KERNEL: Call =
    fingerprint("sas:DescribePropertyScheduleConfig?Type=scheduler_lkm_period", &[("Type", "scheduler_lkm_period")]);

/// Collection cycle of web sites.
pub static FINGERPRINT_SITE: Call = fingerprint(
    "sas:DescribePropertyScheduleConfig?Type=scheduler_sca_proxy_period",
    &[("Type", "scheduler_sca_proxy_period")],
);

/// Results of the baseline checks of one server, baseline by baseline.
pub static BASELINES: Call = Call {
    paging: PAGES,
    items: "WarningSummarys",
    unopened: FREE,
    ..Call::each(
        &SAS,
        "sas:DescribeCheckWarningSummary",
        "DescribeCheckWarningSummary",
        "yundun-sas:DescribeCheckWarningSummary",
        &INSTANCES,
        &[("Uuids", "Uuid")],
    )
};

/// Whether the role for checks of cloud configurations exists.
pub static CSPM_ROLE: Call = Call {
    fixed: &[("ServiceLinkedRole", "AliyunServiceRoleForSasCspm")],
    ..sas(
        "sas:DescribeServiceLinkedRoleStatus",
        "DescribeServiceLinkedRoleStatus",
        "yundun-sas:DescribeServiceLinkedRoleStatus",
    )
};

/// The logs of log analysis and whether they are stored.
pub static LOGS: Call = Call {
    fixed: &[("From", "sas")],
    items: "LogMetaList",
    unopened: FREE,
    ..sas("sas:DescribeLogMeta", "DescribeLogMeta", "yundun-sas:DescribeLogMeta")
};

/// Alarms above the level of reminders that nobody has handled.
pub static ALARMS: Call = Call {
    fixed: &[("From", "sas"), ("Dealed", "N"), ("Levels", "serious,suspicious")],
    paging: PAGES,
    items: "SuspEvents",
    ..sas("sas:DescribeSuspEvents", "DescribeSuspEvents", "yundun-sas:DescribeSuspEvents")
};

/// Which events are sent to people, and how.
pub static NOTICES: Call = Call {
    items: "NoticeConfigList",
    ..sas("sas:DescribeNoticeConfig", "DescribeNoticeConfig", "yundun-sas:DescribeNoticeConfig")
};

/// The newest virus scan.
pub static VIRUS_SCAN: Call = Call {
    unopened: FREE,
    ..sas(
        "sas:GetVirusScanLatestTaskStatistic",
        "GetVirusScanLatestTaskStatistic",
        "yundun-sas:GetVirusScanLatestTaskStatistic",
    )
};

/// Which types of vulnerabilities are scanned for.
pub static SCAN_TYPES: Call = Call {
    items: "TargetConfigs",
    ..sas("sas:DescribeVulConfig", "DescribeVulConfig", "yundun-sas:DescribeVulConfig")
};

/// Which levels of vulnerabilities are scanned for.
pub static SCAN_LEVELS: Call =
    sas("sas:DescribeConcernNecessity", "DescribeConcernNecessity", "yundun-sas:DescribeConcernNecessity");
