//! Public CLB listener forwards no high-risk port.

use crate::api::{slb, vpc};
use crate::checks::slb_instance_no_public_ip::public_address;
use crate::checks::slb_listener_https::{name, running_listeners};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, risky_ports, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-listener-no-risky-ports",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase {
        en: "Public CLB listeners forward no high-risk port", zh: "CLB 公网监听未使用高风险端口"
    },
    pass_when: Phrase {
        en: "ListenerPort of running listeners on internet-facing instances is read, and BackendServerPort for TCP and UDP; the instance passes when none is one of the high-risk ports, such as 21, 22, 23, 445, 1433, 3306, 3389, 5432, 6379 or 27017.",
        zh: "读取公网实例运行中监听的 ListenerPort（TCP、UDP 另读 BackendServerPort）；均不属于高风险端口（如 21、22、23、445、1433、3306、3389、5432、6379、27017）即通过。",
    },
    risk: Phrase {
        en: "A listener on such a port publishes remote control or a database to the internet and bypasses the bastion.",
        zh: "此类监听将远程管理或数据库发布到互联网，并绕过堡垒机。",
    },
    remediation: Phrase {
        en: "Delete the listener or move it to a private instance; reach servers through Bastionhost and databases from the VPC.",
        zh: "删除该监听或改用内网实例；服务器经堡垒机访问，数据库仅在 VPC 内访问。",
    },
    cli: "aliyun slb DeleteLoadBalancerListener --RegionId <region-id> --LoadBalancerId <lb-id> --ListenerPort <port> --ListenerProtocol <protocol>",
    reads: &[&slb::LOAD_BALANCERS, &slb::LISTENERS, &vpc::EIPS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "slb-listener-risk-ports-check" }],
    references: &[],
    logic: Logic::Items { of: &slb::LOAD_BALANCERS, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if public_address(instance)?.is_none() {
        return skip();
    }
    let listeners = running_listeners(instance)?;
    let (mut risky, mut unseen) = (Vec::new(), 0);
    for listener in &listeners {
        let front = listener.int("ListenerPort")?;
        // TCP and UDP are handed through: 10022 in front of 22 is SSH all the same. Left out with server groups.
        let through = matches!(listener.str("ListenerProtocol")?, "tcp" | "udp");
        let back = listener.maybe_int("BackendServerPort").filter(|port| through && *port > 0);
        unseen += usize::from(through && back.is_none());
        let service = [Some(front), back].into_iter().flatten().find_map(|port| {
            let port = u16::try_from(port).ok()?;
            Some(format!("{} -> {port} ({})", name(listener), risky_ports::service(port)?))
        });
        risky.extend(service);
    }
    if !risky.is_empty() {
        let list = risky.join("; ");
        return fail(format!("risky ports are published: {list}"), format!("向公网发布了高危端口：{list}"));
    }
    match listeners.len() {
        0 => not_applicable("no running listener", "没有运行中的监听"),
        count => pass(
            format!("none of its {count} running listeners uses a risky port"),
            format!("{count} 个运行中的监听均未使用高危端口"),
        )
        .map(|verdict| match unseen {
            0 => verdict,
            _ => {
                verdict.bounded("the ports behind server groups are not looked at", "未检查服务器组中后端服务器的端口")
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn instance(kind: &str) -> Fixture {
        let instance = json!([{ "LoadBalancerId": "lb-1", "AddressType": kind }]);
        Fixture::new().list(&slb::LOAD_BALANCERS, instance).list(&vpc::EIPS, json!([]))
    }

    #[test]
    fn front_ports_count_and_back_ports_of_tcp() {
        for (protocol, front, back, status, expected) in [
            ("tcp", 22, 0, "running", Fail),
            ("tcp", 3306, 3306, "running", Fail),
            ("tcp", 10022, 22, "running", Fail),
            ("https", 443, 9200, "running", Pass),
            ("tcp", 443, 8443, "running", Pass),
            ("tcp", 22, 22, "stopped", NotApplicable),
        ] {
            let listener = json!([{ "LoadBalancerId": "lb-1", "ListenerProtocol": protocol, "ListenerPort": front,
                "BackendServerPort": back, "Status": status }]);
            let account = instance("internet").list(&slb::LISTENERS, listener.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{listener}");
        }
    }

    #[test]
    fn ports_behind_server_groups_bound_a_pass() {
        for (back, bounded) in [(json!(8443), false), (json!(null), true)] {
            let listener = json!([{ "LoadBalancerId": "lb-1", "ListenerProtocol": "tcp", "ListenerPort": 10022,
                "BackendServerPort": back, "Status": "running" }]);
            let finding = instance("internet").list(&slb::LISTENERS, listener).finding(&CHECK);
            assert_eq!((finding.status, finding.caution.is_some()), (Pass, bounded), "{back}");
        }
    }

    #[test]
    fn private_instances_and_missing_answers() {
        assert_eq!(instance("intranet").verdict(&CHECK), NotApplicable);
        assert_eq!(instance("internet").denied(&slb::LISTENERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&slb::LOAD_BALANCERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&slb::LOAD_BALANCERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
