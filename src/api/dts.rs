//! Data Transmission Service, 2020-01-01.
//!
//! `DescribeDtsJobs` gives migrations only unless it is asked for another type: there are three lists. Refusals may
//! come with HTTP 200, `Success` false and an `ErrCode`.

use super::products::DTS;
use super::{Call, Paging, Subject};

/// Jobs of one type.
const fn jobs(id: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Call {
    let mut call = Call::new(&DTS, id, "DescribeDtsJobs", "dts:DescribeDtsJobs");
    call.fixed = fixed;
    call.region_param = Some("Region");
    call.paging = Paging::Number { page: "PageNumber", size: ("PageSize", 30), total: "TotalRecordCount" };
    call.items = "DtsJobList";
    call.subject = Some(Subject {
        name: "DtsJobName",
        ..Subject::new("DtsInstanceID", "ALIYUN::DTS::Instance", "acs:dts:{region}:{account}:instance/{id}")
    });
    call
}

/// Migrations.
pub static MIGRATIONS: Call =
    jobs("dts:DescribeDtsJobs?JobType=MIGRATION", &[("JobType", "MIGRATION"), ("WithoutDbList", "true")]);

/// Synchronisations.
pub static SYNCHRONISATIONS: Call =
    jobs("dts:DescribeDtsJobs?JobType=SYNC", &[("JobType", "SYNC"), ("WithoutDbList", "true")]);

/// Change tracking: clients read the changes from wherever they are.
pub static SUBSCRIPTIONS: Call =
    jobs("dts:DescribeDtsJobs?JobType=SUBSCRIBE", &[("JobType", "SUBSCRIBE"), ("WithoutDbList", "true")]);
