//! How much work it is to mend what a check finds.

use serde::{Deserialize, Serialize};

use crate::text::Phrase;

/// What mending a failure takes, at its least: a fact of the check, not of the resource. Ordered by work, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// A setting, policy, log or alert that is switched on or narrowed in the console or by one command, with nothing
    /// running on it interrupted and a way back. It may raise the bill by what it stores.
    Switch,
    /// A change that may interrupt connections, restart something, lock somebody out, touch running hosts, or that
    /// cannot be undone: it wants a test, a maintenance window and a way back.
    Change,
    /// A product to buy, an instance, disk or cluster to build again, or an architecture to alter: it wants a budget,
    /// a plan and somebody who leads it.
    Project,
}

impl Effort {
    /// All, least first.
    pub const ALL: [Effort; 3] = [Effort::Switch, Effort::Change, Effort::Project];

    /// The identifier used in files.
    pub fn id(self) -> &'static str {
        match self {
            Effort::Switch => "switch",
            Effort::Change => "change",
            Effort::Project => "project",
        }
    }

    /// The size that plans use.
    pub fn size(self) -> &'static str {
        match self {
            Effort::Switch => "S",
            Effort::Change => "M",
            Effort::Project => "L",
        }
    }

    /// The words a report prints.
    pub fn label(self) -> Phrase {
        match self {
            Effort::Switch => Phrase { en: "S: configuration switch", zh: "小：配置开关" },
            Effort::Change => Phrase { en: "M: change with a maintenance window", zh: "中：需变更窗口" },
            Effort::Project => Phrase { en: "L: purchase or architecture work", zh: "大：需采购或架构改造" },
        }
    }
}
