//! Public CLB web listener uses HTTPS or redirects to it.

use crate::api::{slb, vpc};
use crate::checks::Check;
use crate::checks::slb_instance_no_public_ip::public_address;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, not_applicable, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-listener-https",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase {
        en: "Public CLB web listeners use HTTPS or redirect to it",
        zh: "CLB 公网 Web 监听使用 HTTPS 或跳转",
    },
    pass_when: Phrase {
        en: "The listeners of internet-facing instances are read; an instance passes when each of its running web listeners is HTTPS, or HTTP with ListenerForward on. Instances with TCP and UDP listeners only are not applicable.",
        zh: "读取公网实例的监听；运行中的 Web 监听均为 HTTPS，或为 ListenerForward 为 on 的 HTTP 时通过。仅有 TCP、UDP 监听的实例不适用。",
    },
    risk: Phrase {
        en: "Plain HTTP exposes logins, cookies and personal data on the way.",
        zh: "HTTP 明文传输会暴露登录凭据、Cookie 与个人信息。",
    },
    remediation: Phrase {
        en: "Add an HTTPS listener with a valid certificate and recreate the HTTP listener as a redirect to it.",
        zh: "添加带有效证书的 HTTPS 监听，并将 HTTP 监听重建为跳转至 HTTPS。",
    },
    cli: "aliyun slb CreateLoadBalancerHTTPListener --RegionId <region-id> --LoadBalancerId <lb-id> --ListenerPort 80 --ListenerForward on --ForwardPort 443",
    reads: &[&slb::LOAD_BALANCERS, &slb::LISTENERS, &vpc::EIPS],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &slb::LOAD_BALANCERS, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if public_address(instance)?.is_none() {
        return skip();
    }
    let (mut web, mut plain) = (0, Vec::new());
    for listener in running_listeners(instance)? {
        let protocol = listener.str("ListenerProtocol")?;
        web += usize::from(protocol == "http" || protocol == "https");
        // The redirect is a setting that is left out where it is off.
        let redirects = listener.maybe_flag("HTTPListenerConfig.ListenerForward") == Some(true);
        if protocol == "http" && !redirects {
            plain.push(name(&listener));
        }
    }
    if web == 0 {
        return not_applicable("no HTTP or HTTPS listener", "没有 HTTP 或 HTTPS 监听");
    }
    if plain.is_empty() {
        return pass(
            format!("its {web} web listeners use HTTPS or redirect to it"),
            format!("{web} 个 Web 监听均使用 HTTPS 或跳转至 HTTPS"),
        );
    }
    let list = plain.join(", ");
    fail(format!("plain HTTP on {list}"), format!("以 HTTP 明文提供服务的监听：{list}"))
}

/// The listeners of an instance that are switched on.
///
/// # Errors
/// The listeners of the region were not read, or one does not say whether it is on.
pub fn running_listeners<'s>(instance: &Item<'s>) -> Result<Vec<Node<'s>>, Gap> {
    let mut running = Vec::new();
    for listener in instance.account().ask_in(&slb::LISTENERS, instance.region())?.must()?.whole_items()? {
        if listener.str("LoadBalancerId")? == instance.id() && listener.str("Status")? != "stopped" {
            running.push(listener);
        }
    }
    Ok(running)
}

/// How a listener is named in reasons: `tcp:22`.
pub fn name(listener: &Node<'_>) -> String {
    format!("{}:{}", listener.text("ListenerProtocol"), listener.maybe_int("ListenerPort").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn listener(protocol: &str, port: u16) -> serde_json::Value {
        json!({ "LoadBalancerId": "lb-1", "ListenerProtocol": protocol, "ListenerPort": port, "Status": "running" })
    }

    fn instance(kind: &str) -> Fixture {
        let instance = json!([{ "LoadBalancerId": "lb-1", "AddressType": kind }]);
        Fixture::new().list(&slb::LOAD_BALANCERS, instance).list(&vpc::EIPS, json!([]))
    }

    #[test]
    fn each_web_listener_decides() {
        let with = |field: &str, value: serde_json::Value| {
            let mut listener = listener("http", 80);
            listener[field] = value;
            listener
        };
        for (listeners, expected) in [
            (json!([listener("https", 443)]), Pass),
            (json!([listener("https", 443), with("HTTPListenerConfig", json!({ "ListenerForward": "on" }))]), Pass),
            (json!([listener("https", 443), with("HTTPListenerConfig", json!({ "ListenerForward": "off" }))]), Fail),
            (json!([listener("http", 80)]), Fail),
            (json!([with("Status", json!("stopped"))]), NotApplicable),
            (json!([with("LoadBalancerId", json!("lb-2"))]), NotApplicable),
            (json!([listener("tcp", 80)]), NotApplicable),
        ] {
            let account = instance("internet").list(&slb::LISTENERS, listeners.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{listeners}");
        }
    }

    #[test]
    fn private_instances_and_missing_answers() {
        assert_eq!(instance("intranet").verdict(&CHECK), NotApplicable);
        assert_eq!(instance("internet").answer(&slb::LISTENERS, json!({})).verdict(&CHECK), NotAssessed);
        assert_eq!(instance("internet").denied(&slb::LISTENERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&slb::LOAD_BALANCERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&slb::LOAD_BALANCERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
