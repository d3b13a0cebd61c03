//! VPCs reach cloud services through private endpoints.

use crate::api::{Call, privatelink, vpc};
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-private-endpoint-used",
    severity: Severity::Low,
    effort: Effort::Project,
    resource: "VPC",
    title: Phrase {
        en: "VPCs reach cloud services through private endpoints", zh: "VPC 通过私网终端节点访问云服务"
    },
    pass_when: Phrase {
        en: "ListVpcEndpoints and ListVpcGatewayEndpoints are read; passes when the VPC has at least 1 active PrivateLink interface endpoint that is connected to its service, or a gateway endpoint bound to a route table.",
        zh: "读取 ListVpcEndpoints 与 ListVpcGatewayEndpoints；VPC 至少有 1 个可用且已连接到服务的私网连接接口终端节点，或 1 个已关联路由表的网关终端节点时通过。",
    },
    risk: Phrase {
        en: "Without private endpoints, calls to services and partners leave through public addresses and need open egress.",
        zh: "没有私网终端节点时，访问云服务与合作方需经公网地址并放开出向访问。",
    },
    remediation: Phrase {
        en: "PrivateLink console > Endpoints: create an interface endpoint for the service in the VPC, point the application at its domain name, and then close the public path.",
        zh: "在私网连接控制台创建接口终端节点，将应用改用其域名，再关闭公网访问路径。",
    },
    cli: "aliyun privatelink CreateVpcEndpoint --RegionId <region-id> --VpcId <vpc-id> --EndpointType Interface --ServiceName <service-name> --SecurityGroupId.1 <security-group-id> --Zone.1.ZoneId <zone-id> --Zone.1.VSwitchId <vswitch-id>",
    reads: &[&vpc::VPCS, &privatelink::ENDPOINTS, &vpc::GATEWAY_ENDPOINTS],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &vpc::VPCS, judge },
};

fn judge(network: &Item<'_>) -> Outcome {
    let interfaces = count(network, &privatelink::ENDPOINTS, |endpoint| {
        // Reverse endpoints let a service into the network, they do not lead out of it.
        let unlocked = !endpoint.text("EndpointBusinessStatus").eq_ignore_ascii_case("FinancialLocked");
        Ok(endpoint.str("EndpointType")? == "Interface"
            && endpoint.str("EndpointStatus")? == "Active"
            && endpoint.str("ConnectionStatus")? == "Connected"
            && unlocked)
    });
    let gateways = count(network, &vpc::GATEWAY_ENDPOINTS, |endpoint| {
        if endpoint.str("EndpointStatus")? != "Created" {
            return Ok(false);
        }
        // Without a route table nothing is sent to it.
        if !endpoint.has("AssociatedRouteTables") {
            return Err(endpoint.lacks("AssociatedRouteTables"));
        }
        Ok(!endpoint.texts("AssociatedRouteTables").is_empty())
    });
    let found = [&interfaces, &gateways].into_iter().flatten().sum::<usize>();
    if found > 0 {
        return pass(format!("{found} private endpoints"), format!("有 {found} 个私网终端节点"));
    }
    interfaces?;
    gateways?;
    fail("no interface or gateway endpoint", "没有接口终端节点或网关终端节点")
}

/// How many endpoints of a list are in the network and work; none where the product is not offered.
fn count(network: &Item<'_>, list: &'static Call, works: fn(&Node<'_>) -> Result<bool, Gap>) -> Result<usize, Gap> {
    let Some(answer) = network.account().ask_in(list, network.region())?.got() else { return Ok(0) };
    let mut found = 0;
    for endpoint in answer.items() {
        found += usize::from(endpoint.str("VpcId")? == network.id() && works(&endpoint)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn network() -> Fixture {
        Fixture::new().list(&vpc::VPCS, json!([{ "VpcId": "vpc-1" }]))
    }

    fn interface(kind: &str, network: &str) -> serde_json::Value {
        json!([{ "VpcId": network, "EndpointType": kind, "EndpointStatus": "Active", "ConnectionStatus": "Connected" }])
    }

    fn gateway(tables: &[&str]) -> serde_json::Value {
        json!([{ "VpcId": "vpc-1", "EndpointStatus": "Created", "AssociatedRouteTables": tables }])
    }

    #[test]
    fn one_endpoint_of_either_kind_is_enough() {
        for (interfaces, gateways, expected) in [
            (interface("Interface", "vpc-1"), json!([]), Pass),
            (json!([]), gateway(&["vtb-1"]), Pass),
            (json!([]), gateway(&[]), Fail),
            (json!([]), json!([{ "VpcId": "vpc-1", "EndpointStatus": "Created" }]), NotAssessed),
            (interface("Reverse", "vpc-1"), json!([]), Fail),
            (interface("Interface", "vpc-2"), json!([]), Fail),
            (json!([]), json!([]), Fail),
        ] {
            let account = network()
                .list(&privatelink::ENDPOINTS, interfaces.clone())
                .list(&vpc::GATEWAY_ENDPOINTS, gateways.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{interfaces} {gateways}");
        }
    }

    #[test]
    fn an_endpoint_that_reaches_no_service_is_not_used() {
        for (field, value, expected) in [
            ("ConnectionStatus", "Disconnected", Fail),
            ("ConnectionStatus", "ServiceDeleted", Fail),
            ("EndpointBusinessStatus", "FinancialLocked", Fail),
            ("EndpointBusinessStatus", "Normal", Pass),
        ] {
            let mut endpoint = interface("Interface", "vpc-1");
            endpoint[0][field] = json!(value);
            let account = network().list(&privatelink::ENDPOINTS, endpoint).list(&vpc::GATEWAY_ENDPOINTS, json!([]));
            assert_eq!(account.verdict(&CHECK), expected, "{field} {value}");
        }
    }

    #[test]
    fn a_hole_in_one_list_matters_only_when_the_other_has_none() {
        let hole = || network().denied(&privatelink::ENDPOINTS, &[]);
        assert_eq!(hole().list(&vpc::GATEWAY_ENDPOINTS, gateway(&["vtb-1"])).verdict(&CHECK), Pass);
        assert_eq!(hole().list(&vpc::GATEWAY_ENDPOINTS, json!([])).verdict(&CHECK), NotAssessed);
        let other = network().list(&privatelink::ENDPOINTS, json!([]));
        assert_eq!(other.denied(&vpc::GATEWAY_ENDPOINTS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&vpc::VPCS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&vpc::VPCS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
