//! DTS jobs do not copy data out of the mainland.

use crate::api::dts;
use crate::checks::Check;
use crate::domain::{Effort, Resource, Severity};
use crate::evaluate::mainland::is_mainland;
use crate::evaluate::{
    Account, Item, Logic, Node, Outcome, Reply, Sheet, fail, manual, not_applicable, pass, skip, unknown,
};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "dts-job-stays-in-mainland",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "migration job",
    title: Phrase { en: "DTS jobs do not copy data out of the mainland", zh: "DTS 任务不向境外复制数据" },
    pass_when: Phrase {
        en: "DescribeDtsJobs is read; passes when the destination endpoint's region is a mainland one, or the source is not. Hong Kong counts as outside; a destination without a region or in a self-managed database, and the clients of change tracking, are left to a person. Both directions of a two-way job count.",
        zh: "读取 DescribeDtsJobs；目标端地域位于境内，或源端不在境内时通过。中国香港视为境外；目标端无地域信息或为自建数据库的，以及数据订阅的消费端，转人工核查；双向同步两个方向均计。",
    },
    risk: Phrase {
        en: "A running job sends whole databases abroad continuously. Whether it is lawful depends on content, volume and the procedure followed.",
        zh: "运行中的任务会持续将整库数据传至境外，是否合法取决于内容、数量与所履行的手续。",
    },
    remediation: Phrase {
        en: "Stop the job until its data, purpose and export basis are recorded and approved; then limit it to the tables that may leave.",
        zh: "先停止任务，待数据、用途与出境依据登记并审批后，再限定为允许出境的表。",
    },
    cli: "aliyun dts StopDtsJob --RegionId <region-id> --DtsJobId <job-id>",
    reads: &[&dts::MIGRATIONS, &dts::SYNCHRONISATIONS, &dts::SUBSCRIPTIONS],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/209702.html"],
    logic: Logic::Custom(judge_all),
};

fn judge_all(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let mut said = false;
    for list in [&dts::MIGRATIONS, &dts::SYNCHRONISATIONS, &dts::SUBSCRIPTIONS] {
        // DTS refuses with HTTP 200, `Success` false and an `ErrCode`: such a list is not empty but missing.
        for (region, reply) in account.replies(list) {
            let Ok(Reply::Got(answer)) = reply else { continue };
            if answer.has("Success") && answer.maybe_flag("Success") != Some(true) {
                let code = answer.text("ErrCode");
                let gap = unknown(
                    format!("DTS gave no list (ErrCode {code})"),
                    format!("DTS 未给出任务列表（ErrCode 为 {code}）"),
                );
                sheet.resource(Resource { region: region.to_owned(), ..account.resource() }, gap);
                said = true;
            }
        }
        let listing = account.list(list);
        said |= !listing.gaps.is_empty();
        for job in sheet.items_of(listing) {
            let outcome = judge(&job);
            said |= !matches!(&outcome, Ok(verdict) if verdict.status().is_none());
            sheet.item(&job, outcome);
        }
    }
    if !said {
        sheet.account(not_applicable("no configured DTS job in any region", "各地域均没有已配置的 DTS 任务"));
    }
}

fn judge(job: &Item<'_>) -> Outcome {
    let status = job.str("Status")?;
    if status.eq_ignore_ascii_case("NotConfigured") {
        return skip();
    }
    if job.text("JobType").eq_ignore_ascii_case("subscribe") {
        return judge_subscription(job);
    }
    // Two-way synchronisation holds its other direction inside.
    let back = job.at("ReverseJob");
    let both = [**job, back];
    let flows = if back.text("DtsJobId").is_empty() { &both[..1] } else { &both[..] };
    let routes: Vec<Route<'_>> = flows.iter().map(|flow| Route::of(*flow)).collect();
    let text = |route: &Route<'_>| format!("{} -> {}", named(route.from), named(route.to));
    if let Some(route) = routes.iter().find(|route| route.leaves() == Some(true)) {
        return fail(format!("{}, status {status}", text(route)), format!("{}，任务状态 {status}", text(route)));
    }
    if let Some(route) = routes.iter().find(|route| route.leaves().is_none()) {
        let what = route.to.text("EngineName");
        return manual(
            format!("{} ({what}): where does the self-managed database stand? See the job's endpoints", text(route)),
            format!("{}（{what}）：自建数据库实际位于何处？请核查任务的源端与目标端信息", text(route)),
        );
    }
    let all = routes.iter().map(text).collect::<Vec<_>>().join(", ");
    pass(all.clone(), all)
}

fn judge_subscription(job: &Item<'_>) -> Outcome {
    let from = named(job.at("SourceEndpoint"));
    if certain(job.at("SourceEndpoint")) == Some(false) {
        return pass(format!("the source is abroad ({from})"), format!("源端位于境外（{from}）"));
    }
    let client = job.text("ConsumptionClient");
    manual(
        format!("change tracking of {from}: where do its clients stand (last one: {client})? See the consumer groups"),
        format!("对 {from} 的数据订阅：消费客户端位于何处（最近一个：{client}）？请核查消费组"),
    )
}

/// One direction of a job.
struct Route<'s> {
    from: Node<'s>,
    to: Node<'s>,
}

impl<'s> Route<'s> {
    fn of(job: Node<'s>) -> Self {
        Route { from: job.at("SourceEndpoint"), to: job.at("DestinationEndpoint") }
    }

    /// Whether data leaves the mainland; `None` when it cannot be told.
    fn leaves(&self) -> Option<bool> {
        let stays = certain(self.to) == Some(true) || certain(self.from) == Some(false);
        let goes = declared(self.from) == Some(true) && declared(self.to) == Some(false);
        if stays { Some(false) } else { goes.then_some(true) }
    }
}

/// Whether an endpoint is said to be in the mainland.
fn declared(endpoint: Node<'_>) -> Option<bool> {
    let region = endpoint.text("Region");
    (!region.is_empty()).then(|| is_mainland(region))
}

/// The same, where the word can be relied on: the region of a self-managed database is only the one DTS connects from.
fn certain(endpoint: Node<'_>) -> Option<bool> {
    let kind = endpoint.text("InstanceType").to_ascii_lowercase();
    // A database of the cloud has an id, whatever its type is called.
    let elsewhere =
        ["", "other", "express", "cen", "dg", "vpn"].contains(&kind.as_str()) || endpoint.text("InstanceID").is_empty();
    if elsewhere { None } else { declared(endpoint) }
}

fn named(endpoint: Node<'_>) -> String {
    let (region, id, ip) = (endpoint.text("Region"), endpoint.text("InstanceID"), endpoint.text("Ip"));
    let place = if region.is_empty() { "?" } else { region };
    match if id.is_empty() { ip } else { id } {
        "" => place.to_owned(),
        what => format!("{what} ({place})"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn end(region: &str, kind: &str) -> Value {
        json!({ "Region": region, "InstanceType": kind, "InstanceID": "rm-1", "EngineName": "MySQL" })
    }

    fn job(from: Value, to: Value) -> Value {
        json!({ "DtsInstanceID": "dts1", "DtsJobId": "1", "JobType": "sync", "Status": "Synchronizing",
            "SourceEndpoint": from, "DestinationEndpoint": to })
    }

    fn account(job: Value) -> Fixture {
        let empty = Fixture::new().list(&dts::MIGRATIONS, json!([])).list(&dts::SUBSCRIPTIONS, json!([]));
        empty.list(&dts::SYNCHRONISATIONS, json!([job]))
    }

    #[test]
    fn both_ends_decide() {
        for (from, to, expected) in [
            (end("cn-hangzhou", "RDS"), end("cn-beijing", "RDS"), Pass),
            (end("cn-hangzhou", "RDS"), end("ap-southeast-1", "RDS"), Fail),
            (end("cn-hangzhou", "RDS"), end("cn-hongkong", "PolarDB"), Fail),
            (end("cn-hangzhou", "other"), end("ap-southeast-1", "other"), Fail),
            (end("ap-southeast-1", "RDS"), end("us-west-1", "RDS"), Pass),
            (end("cn-hangzhou", "RDS"), end("", "RDS"), Manual),
            (end("cn-hangzhou", "RDS"), end("cn-hangzhou", "other"), Manual),
            (end("", "other"), end("ap-southeast-1", "RDS"), Manual),
            (end("", "other"), end("cn-hangzhou", "RDS"), Pass),
        ] {
            assert_eq!(account(job(from.clone(), to.clone())).verdict(&CHECK), expected, "{from} {to}");
        }
    }

    #[test]
    fn an_endpoint_without_an_id_is_not_known_to_stand_where_it_is_said() {
        let unnamed = json!({ "Region": "cn-beijing", "InstanceType": "LocalInstance", "Ip": "203.0.113.9" });
        assert_eq!(account(job(end("cn-hangzhou", "RDS"), unnamed)).verdict(&CHECK), Manual);
    }

    #[test]
    fn the_way_back_of_a_two_way_job_counts() {
        let (home, abroad) = (end("cn-hangzhou", "RDS"), end("ap-southeast-1", "RDS"));
        let mut there = job(abroad.clone(), home.clone());
        assert_eq!(account(there.clone()).verdict(&CHECK), Pass);
        there["ReverseJob"] = json!({ "DtsJobId": "2", "SourceEndpoint": home, "DestinationEndpoint": abroad });
        assert_eq!(account(there).verdict(&CHECK), Fail);
    }

    #[test]
    fn every_type_of_job_is_read() {
        let leaving = job(end("cn-hangzhou", "RDS"), end("ap-southeast-1", "RDS"));
        let others = Fixture::new().list(&dts::SYNCHRONISATIONS, json!([])).list(&dts::SUBSCRIPTIONS, json!([]));
        assert_eq!(others.list(&dts::MIGRATIONS, json!([leaving])).verdict(&CHECK), Fail);
        for (region, expected) in [("cn-hangzhou", Manual), ("ap-southeast-1", Pass)] {
            let job = json!({ "DtsInstanceID": "dts2", "JobType": "subscribe", "Status": "Normal",
                "SourceEndpoint": end(region, "RDS") });
            let others = Fixture::new().list(&dts::SYNCHRONISATIONS, json!([])).list(&dts::MIGRATIONS, json!([]));
            assert_eq!(others.list(&dts::SUBSCRIPTIONS, json!([job])).verdict(&CHECK), expected, "{region}");
        }
    }

    #[test]
    fn jobs_without_ends_are_left_out() {
        let blank = json!({ "DtsInstanceID": "dts1", "JobType": "sync", "Status": "NotConfigured" });
        assert_eq!(account(blank).verdict(&CHECK), NotApplicable);
        let started = json!({ "DtsInstanceID": "dts1", "JobType": "sync", "Status": "Synchronizing" });
        assert_eq!(account(started).verdict(&CHECK), Manual);
    }

    #[test]
    fn a_missing_list_is_no_verdict() {
        let most = Fixture::new().list(&dts::MIGRATIONS, json!([])).list(&dts::SYNCHRONISATIONS, json!([]));
        assert_eq!(most.clone().denied(&dts::SUBSCRIPTIONS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(most.verdict(&CHECK), NotAssessed);
        let refused = json!({ "Success": false, "ErrCode": "InternalError", "DtsJobList": [] });
        let others = Fixture::new().list(&dts::SUBSCRIPTIONS, json!([])).list(&dts::SYNCHRONISATIONS, json!([]));
        assert_eq!(others.clone().answer(&dts::MIGRATIONS, refused).verdict(&CHECK), NotAssessed);
        let empty = json!({ "Success": true, "DtsJobList": [] });
        assert_eq!(others.answer(&dts::MIGRATIONS, empty).verdict(&CHECK), NotApplicable);
    }
}
