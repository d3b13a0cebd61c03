//! Who owes a control by service model: our proposal, to be agreed with the assessor.
//!
//! The catalogue names one owner for each control, for a customer who rents machines and managed services. Where the service
//! model moves the line, the rules below say so. Ground: appendix D of GB/T 22239-2019 lets the range of control fix the line:
//! under IaaS the platform is facilities, hardware and the layer that divides them; under PaaS also virtual machines and the
//! software platform; under SaaS also the application. What is left is the customer's, and data stay the customer's in all
//! three. How objects of assessment fall under this is our judgement; nothing here is quoted, and an assessor may draw
//! the line elsewhere.

use super::framework::{Duty, Framework, FrameworkControl, ObjectKind, Owner};
use crate::text::Phrase;

/// Who owes a control under each service model, and by which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// Machines, disks and networks are rented.
    pub iaas: Owner,
    /// Managed databases, containers and middleware are rented.
    pub paas: Owner,
    /// A finished application is rented.
    pub saas: Owner,
    /// The rule that says so.
    pub rule: &'static Rule,
}

impl Split {
    /// True when the service model moves the line.
    pub fn differs(&self) -> bool {
        self.iaas != self.paas || self.paas != self.saas
    }

    /// True when the provider owes a part under some model.
    pub fn has_provider_part(&self) -> bool {
        [self.iaas, self.paas, self.saas].iter().any(|o| *o != Owner::Customer)
    }
}

/// A rule of the proposal.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Identifier.
    pub id: &'static str,
    /// Why.
    pub rationale: Phrase,
}

/// The provider's controls: rooms, and what only the platform can do.
pub const PROVIDER: Rule = Rule {
    id: "provider",
    rationale: Phrase {
        en: "Rooms, hardware and the layer that divides them are under the provider's control in every service model. A room of the customer's own is the customer's.",
        zh: "机房、硬件与资源抽象层在各服务模式下均由云服务商控制；客户自有机房由客户负责。",
    },
};

/// Controls that both owe.
pub const SHARED: Rule = Rule {
    id: "shared",
    rationale: Phrase {
        en: "The platform must offer it and the customer must use it: the customer's part shrinks from IaaS to SaaS but never ends, and neither part stands for the other.",
        zh: "平台须具备能力，客户须启用并配置；从 IaaS 到 SaaS 客户侧内容减少但不消失，任何一方的材料均不能代替另一方。",
    },
};

/// Management and legal duties.
pub const MANAGEMENT: Rule = Rule {
    id: "management",
    rationale: Phrase {
        en: "Policies, posts, people, projects and operations are those of the organisation whose system is assessed, whatever it rents.",
        zh: "制度、机构、人员、建设与运维管理及法定义务由被测系统的运营单位承担，与服务模式无关。",
    },
};

/// Items of the cloud extension that are the customer's alone.
pub const CLOUD_CUSTOMER: Rule = Rule {
    id: "cloud-customer",
    rationale: Phrase {
        en: "The item addresses the customer of a cloud: a copy of its data of its own. No service model moves it.",
        zh: "该条目针对云服务客户自身（如自行留存数据备份），不因服务模式改变。",
    },
};

/// Technical controls without objects of assessment.
pub const ADDRESSEE: Rule = Rule {
    id: "addressee",
    rationale: Phrase {
        en: "The framework names no objects of assessment; the control speaks of the customer's own settings or data, which stay the customer's.",
        zh: "该框架未划分测评对象，控制项针对客户自身的配置或数据，各服务模式下均由客户负责。",
    },
};

/// Controls on data.
pub const DATA: Rule = Rule {
    id: "data",
    rationale: Phrase {
        en: "Data stay the customer's in every model. Where the provider runs the database or the application, it owes the means (encryption, backup, deletion) and the customer their use.",
        zh: "数据始终由客户负责；由云服务商运行数据库或应用时，加密、备份、清除等能力由云服务商提供，启用和使用由客户负责。",
    },
};

/// Controls on objects that the service model hands over.
pub const OBJECTS: Rule = Rule {
    id: "objects",
    rationale: Phrase {
        en: "By the objects of assessment: hosts are the provider's from PaaS on; networks, databases and storage are shared under PaaS and the provider's under SaaS; applications are shared under SaaS; accounts of the console stay the customer's. Objects of different owners make the control shared.",
        zh: "按测评对象划分：主机自 PaaS 起由云服务商负责；网络、数据库、存储在 PaaS 下共担、SaaS 下由云服务商负责；应用在 SaaS 下共担；控制台账号始终由客户负责。对象归属不同的条目为共担。",
    },
};

/// All rules, in the order in which they are tried.
pub const RULES: [&Rule; 7] = [&PROVIDER, &SHARED, &CLOUD_CUSTOMER, &MANAGEMENT, &ADDRESSEE, &DATA, &OBJECTS];

/// Control points of MLPS that are about data: integrity, confidentiality, backup, residual and personal information.
const DATA_POINTS: &[&str] = &["CES-7", "CES-8", "CES-9", "CES-10", "CES-11"];

/// Who has an object under PaaS and SaaS. None: it says nothing of the line (papers and people are whose the control is; the
/// platform and rooms stand beside the customer's objects as what they rest on).
fn object(kind: ObjectKind) -> Option<(Owner, Owner)> {
    match kind {
        ObjectKind::Host => Some((Owner::Provider, Owner::Provider)),
        ObjectKind::Network | ObjectKind::Database | ObjectKind::Storage => Some((Owner::Shared, Owner::Provider)),
        ObjectKind::Application => Some((Owner::Customer, Owner::Shared)),
        ObjectKind::Console => Some((Owner::Customer, Owner::Customer)),
        ObjectKind::Platform | ObjectKind::Room | ObjectKind::Documents | ObjectKind::Staff => None,
    }
}

/// Who owes a control under each service model.
pub fn split(framework: &Framework, control: &FrameworkControl) -> Split {
    let c = &control.control;
    let always = |rule| Split { iaas: c.owner, paas: c.owner, saas: c.owner, rule };
    match c.owner {
        Owner::Provider => return always(&PROVIDER),
        Owner::Shared => return always(&SHARED),
        Owner::Customer => {}
    }
    if c.kind != Duty::Technical {
        return always(&MANAGEMENT);
    }
    if c.section.starts_with("cloud-") {
        return always(&CLOUD_CUSTOMER);
    }
    let objects: Vec<(Owner, Owner)> = c.objects.iter().filter_map(|kind| object(*kind)).collect();
    if objects.is_empty() {
        return always(&ADDRESSEE);
    }
    if framework.catalogue.id == "mlps" && DATA_POINTS.contains(&c.section.as_str()) {
        return Split { iaas: c.owner, paas: Owner::Shared, saas: Owner::Shared, rule: &DATA };
    }
    let joined = |of: fn(&(Owner, Owner)) -> Owner| {
        let first = of(&objects[0]);
        if objects.iter().all(|o| of(o) == first) { first } else { Owner::Shared }
    };
    Split { iaas: c.owner, paas: joined(|o| o.0), saas: joined(|o| o.1), rule: &OBJECTS }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Library;

    fn splits(id: &str) -> Vec<(FrameworkControl, Split)> {
        let (_, framework) = Library::default().framework(id).expect("built in");
        framework.controls.iter().map(|c| (c.clone(), split(&framework, c))).collect()
    }

    fn of(id: &str, control: &str) -> (Owner, Owner, Owner, &'static str) {
        let found = splits(id).into_iter().find(|(c, _)| c.id == control).expect("a control").1;
        (found.iaas, found.paas, found.saas, found.rule.id)
    }

    #[test]
    fn the_line_moves_with_the_objects() {
        use Owner::{Customer, Provider, Shared};
        assert_eq!(of("mlps-l3", "8.1.1.1.a"), (Provider, Provider, Provider, "provider"));
        assert_eq!(of("mlps-l3", "8.1.4.5"), (Customer, Provider, Provider, "objects"));
        assert_eq!(of("mlps-l3", "8.1.4.1.a"), (Customer, Shared, Shared, "objects"));
        assert_eq!(of("mlps-l3", "8.1.4.9.a"), (Customer, Shared, Shared, "data"));
        assert_eq!(of("mlps-l3", "8.1.6.1"), (Customer, Customer, Customer, "management"));
        assert_eq!(of("mlps-l3", "8.2.3.1.a"), (Shared, Shared, Shared, "shared"));
        assert_eq!(of("mlps-l3", "8.2.4.6.a"), (Customer, Customer, Customer, "cloud-customer"));
        assert_eq!(of("mlps-l3", "8.2.6.1.a"), (Customer, Customer, Customer, "management"));
        assert_eq!(of("mlps-l3", "8.2.7.1"), (Provider, Provider, Provider, "provider"));
        assert_eq!(of("cis-2.0", "1.2"), (Customer, Customer, Customer, "addressee"));
    }

    /// The reference's own table: items by class and owner, at each level.
    #[test]
    fn owners_of_mlps_items_add_up_at_each_level() {
        for (id, physical, cloud) in
            [("mlps-l2", 15, [12, 12, 5]), ("mlps-l3", 22, [20, 20, 6]), ("mlps-l4", 24, [23, 20, 6])]
        {
            let all = splits(id);
            let count = |under: &dyn Fn(&str) -> bool, owner: Owner| {
                all.iter().filter(|(c, s)| under(&c.control.section) && s.iaas == owner).count()
            };
            let rooms = |s: &str| s.starts_with("PES");
            let extension = |s: &str| s.starts_with("cloud-");
            let rest = |s: &str| !s.starts_with("PES") && !s.starts_with("cloud-");
            assert_eq!(count(&rooms, Owner::Provider), physical, "{id}");
            let found = [Owner::Provider, Owner::Shared, Owner::Customer].map(|o| count(&extension, o));
            assert_eq!(found, cloud, "{id}");
            assert_eq!(count(&rest, Owner::Provider) + count(&rest, Owner::Shared), 0, "{id}");
        }
    }

    #[test]
    fn data_and_management_never_become_the_providers_alone() {
        for id in ["mlps-l2", "mlps-l3", "mlps-l4", "cis-2.0", "pipl", "dsl", "csl"] {
            for (c, s) in splits(id) {
                if c.control.owner == Owner::Provider {
                    continue;
                }
                let data = DATA_POINTS.contains(&c.control.section.as_str());
                if data || c.control.kind != Duty::Technical || c.control.owner == Owner::Shared {
                    assert!([s.iaas, s.paas, s.saas].iter().all(|o| *o != Owner::Provider), "{id} {}", c.id);
                }
            }
        }
    }
}
