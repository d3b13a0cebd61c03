//! Framework definitions: a catalogue of controls, and the framework that a profile of it selects.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use super::Origin;
use super::yaml::{DataError, Document, Fields, Node, Value, choice};
use crate::text::Text;

/// A parsed `frameworks/<id>.yaml`: every control of every version or level, and the profiles that select from it.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Identifier; equals the file stem.
    pub id: String,
    /// Edition.
    pub version: String,
    /// Name.
    pub name: Text,
    /// Who issued it.
    pub authority: Text,
    /// What obliges people to follow it.
    pub legal_force: LegalForce,
    /// How a verdict and scores are formed.
    pub scoring: Scoring,
    /// How findings of several resources make one status.
    pub aggregate: Aggregate,
    /// What it is, whom it binds, how to read the report. Markdown.
    pub about: Text,
    /// Where the facts come from, and how sure they are.
    pub sources: Vec<SourceNote>,
    /// Versions or levels that controls are placed in; empty when there is only one.
    pub variants: Vec<String>,
    /// What can be reported on.
    pub profiles: Vec<Profile>,
    /// Sections in printing order.
    pub sections: Vec<Section>,
    /// Controls in printing order.
    pub controls: Vec<Control>,
    /// Cases of the official high-risk guideline (MLPS only).
    pub high_risk_cases: Vec<HighRiskCase>,
    /// Triggers of major hazards (MLPS only).
    pub hazards: Vec<Hazard>,
    /// Where the file came from.
    pub origin: Origin,
}

/// What obliges people to follow a framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum LegalForce {
    Statute,
    Regulation,
    Standard,
    Benchmark,
    Internal,
}

/// How a verdict and scores are formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scoring {
    /// 符合率 in both readings, hazards, the 2025 conclusion; the 2021 deduction score on request.
    Mlps,
    /// Share of recommendations met, by section and level.
    Benchmark,
    /// Per article: supported by evidence, contradicted, or open.
    Law,
    /// Share of items met.
    Checklist,
}

/// How findings of several resources make one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// Some objects pass and some fail: partially met.
    PerObject,
    /// One failing object: not met.
    Worst,
}

/// A source of facts.
#[derive(Clone, Debug, Serialize)]
pub struct SourceNote {
    /// What was read.
    pub title: String,
    /// When, as a date.
    pub checked: String,
    /// How sure it is.
    pub mark: Mark,
    /// Which parts it bears on.
    pub note: String,
}

/// How sure a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Mark {
    Sourced,
    Memory,
    Judgement,
}

/// Something that can be reported on.
#[derive(Clone, Debug, Serialize)]
pub struct Profile {
    /// The framework id on the command line.
    pub id: String,
    /// Name.
    pub name: Text,
    /// The variant whose places it takes; empty when the catalogue has none.
    pub variant: String,
    /// The highest level (CIS) that it includes.
    pub max_level: Option<u8>,
    /// MLPS: levels for S, A and G items, where they differ from `variant`.
    pub grade: Option<[String; 3]>,
}

/// A section or, for MLPS, a class (安全计算环境) or control point (身份鉴别).
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Identifier.
    pub id: String,
    /// The section it belongs to.
    pub parent: Option<String>,
    /// Title.
    pub title: Text,
}

/// One control (测评项, recommendation, article) of a catalogue.
#[derive(Clone, Debug)]
pub struct Control {
    /// Identifier, unique in the catalogue.
    pub id: String,
    /// Section id.
    pub section: String,
    /// Where it stands in each variant; the key is empty when there are none.
    pub places: BTreeMap<String, Place>,
    /// Short title; control points of MLPS lend theirs.
    pub title: Option<Text>,
    /// What is asked, in our own words.
    pub requirement: Text,
    /// What kind of duty it is.
    pub kind: Duty,
    /// Who decides it: checks, people, or both.
    pub assessment: AssessmentMode,
    /// Who owes it.
    pub owner: Owner,
    /// MLPS mark of what it protects.
    pub sag: Option<Sag>,
    /// Importance for the 2021 deduction score: 1, 2 or 3.
    pub weight: Option<u8>,
    /// What counts as evidence.
    pub evidence: Vec<Text>,
    /// What no check can show.
    pub limits: Text,
    /// Condition under which it binds.
    pub applies_when: Option<Text>,
    /// Retention and deadline figures.
    pub figures: Vec<Figure>,
    /// Other numbers it is known by.
    pub aliases: Vec<String>,
    /// Methods of assessment.
    pub methods: Vec<Method>,
    /// Objects of assessment.
    pub objects: Vec<ObjectKind>,
    /// Cases of the high-risk guideline, by number.
    pub high_risk: Vec<String>,
    /// Hazard triggers, by code.
    pub hazards: Vec<String>,
}

/// Where a control stands in one variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The printed number: `8.1.4.1 d)`, `1.13`, `51(3)`.
    pub reference: String,
    /// MLPS: code of the test unit in GB/T 28448-2019.
    pub unit: Option<String>,
    /// CIS: level 1 or 2.
    pub level: Option<u8>,
}

/// What kind of duty a control is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Duty {
    Technical,
    Organisational,
    Legal,
}

/// Who decides a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum AssessmentMode {
    Automated,
    Manual,
    Mixed,
}

/// Who owes a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Owner {
    Customer,
    Provider,
    Shared,
}

/// MLPS: what an item protects (GB/T 22239-2019 appendix A).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Sag {
    /// Business information security.
    S,
    /// Continuity of service.
    A,
    /// General.
    G,
}

/// A method of assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// 访谈.
    Interview,
    /// 核查.
    Examine,
    /// 测试.
    Test,
}

/// An object of assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum ObjectKind {
    Console,
    Host,
    Database,
    Network,
    Application,
    Storage,
    Platform,
    Room,
    Documents,
    Staff,
}

/// A number that a control sets.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// What it limits.
    pub name: Text,
    /// The value.
    pub value: i64,
    /// Its unit, as an identifier.
    pub unit: String,
}

/// A case of the 2025 high-risk guideline (高风险判定实施指引).
#[derive(Clone, Debug, Serialize)]
pub struct HighRiskCase {
    /// Number in the guideline.
    pub case: String,
    /// Name.
    pub name: Text,
    /// What lowers the risk.
    pub mitigation: Text,
    /// The lowest level it applies to.
    pub from_level: u8,
    /// Applies only to systems with a high need for continuity.
    pub needs_continuity: bool,
    /// Applies to the cloud platform rather than to its tenant.
    pub platform_only: bool,
}

/// A trigger of major hazards (重大风险隐患), appendix G of the 2025 report template.
#[derive(Clone, Debug, Serialize)]
pub struct Hazard {
    /// Code, `A-01`.
    pub code: String,
    /// Name.
    pub name: Text,
}

/// A framework to report on: the controls that a profile selects, each with its number there.
#[derive(Clone, Debug)]
pub struct Framework {
    /// Profile id, or the grade label asked for (`mlps-s3a2g3`).
    pub id: String,
    /// Name.
    pub name: Text,
    /// The catalogue without its controls.
    pub catalogue: Catalogue,
    /// MLPS: the level (the higher of S and A); 0 elsewhere.
    pub level: u8,
    /// Sections that hold a control, directly or below, in printing order.
    pub sections: Vec<Section>,
    /// Controls in printing order.
    pub controls: Vec<FrameworkControl>,
}

/// A control as it stands in a framework.
#[derive(Clone, Debug)]
pub struct FrameworkControl {
    /// Identifier within the framework: the printed number in `[a-z0-9.-]`, or the catalogue's id.
    pub id: String,
    /// Its place.
    pub place: Place,
    /// The variant it was taken from.
    pub variant: String,
    /// The control.
    pub control: Control,
}

const FORCE: &[(&str, LegalForce)] = &[
    ("statute", LegalForce::Statute),
    ("regulation", LegalForce::Regulation),
    ("standard", LegalForce::Standard),
    ("benchmark", LegalForce::Benchmark),
    ("internal", LegalForce::Internal),
];
const SCORING: &[(&str, Scoring)] = &[
    ("mlps", Scoring::Mlps),
    ("benchmark", Scoring::Benchmark),
    ("law", Scoring::Law),
    ("checklist", Scoring::Checklist),
];
const AGGREGATE: &[(&str, Aggregate)] = &[("per_object", Aggregate::PerObject), ("worst", Aggregate::Worst)];
const MARK: &[(&str, Mark)] = &[("sourced", Mark::Sourced), ("memory", Mark::Memory), ("judgement", Mark::Judgement)];
const DUTY: &[(&str, Duty)] =
    &[("technical", Duty::Technical), ("organisational", Duty::Organisational), ("legal", Duty::Legal)];
const ASSESSMENT: &[(&str, AssessmentMode)] =
    &[("automated", AssessmentMode::Automated), ("manual", AssessmentMode::Manual), ("mixed", AssessmentMode::Mixed)];
const OWNER: &[(&str, Owner)] =
    &[("customer", Owner::Customer), ("provider", Owner::Provider), ("shared", Owner::Shared)];
const SAG: &[(&str, Sag)] = &[("S", Sag::S), ("A", Sag::A), ("G", Sag::G)];
const METHOD: &[(&str, Method)] =
    &[("interview", Method::Interview), ("examine", Method::Examine), ("test", Method::Test)];
const OBJECT: &[(&str, ObjectKind)] = &[
    ("console", ObjectKind::Console),
    ("host", ObjectKind::Host),
    ("database", ObjectKind::Database),
    ("network", ObjectKind::Network),
    ("application", ObjectKind::Application),
    ("storage", ObjectKind::Storage),
    ("platform", ObjectKind::Platform),
    ("room", ObjectKind::Room),
    ("documents", ObjectKind::Documents),
    ("staff", ObjectKind::Staff),
];
const UNITS: &[&str] = &[
    "days",
    "hours",
    "years",
    "people",
    "months",
    "minutes",
    "characters",
    "attempts",
    "count",
    "working_days",
    "percent",
];

impl Catalogue {
    /// Reads a framework file. `stem` is the file name without its extension, which the id must equal.
    pub fn parse(doc: &Document, stem: &str, origin: Origin) -> Result<Catalogue, DataError> {
        let f = doc.fields();
        let catalogue = Catalogue {
            id: f.text("id"),
            version: f.text("version"),
            name: f.bilingual("name"),
            authority: f.bilingual("authority"),
            legal_force: f.choice("legal_force", FORCE).unwrap_or(LegalForce::Internal),
            scoring: f.choice("scoring", SCORING).unwrap_or(Scoring::Checklist),
            aggregate: f.choice("aggregate", AGGREGATE).unwrap_or(Aggregate::Worst),
            about: f.bilingual("about"),
            sources: f.list("sources").iter().map(|n| source_note(doc, n)).collect(),
            variants: f.words("variants").into_iter().map(|(word, _)| word).collect(),
            profiles: f.list("profiles").iter().map(|n| profile(doc, n)).collect(),
            sections: f.list("sections").iter().map(|n| section(doc, n)).collect(),
            controls: f.list("controls").iter().map(|n| control(doc, n)).collect(),
            high_risk_cases: f.list("high_risk_cases").iter().map(|n| high_risk_case(doc, n)).collect(),
            hazards: f.list("hazards").iter().map(|n| hazard(doc, n)).collect(),
            origin,
        };
        check_references(&catalogue, doc, &f, stem);
        f.finish(&[
            "id",
            "version",
            "name",
            "authority",
            "legal_force",
            "scoring",
            "aggregate",
            "about",
            "sources",
            "variants",
            "profiles",
            "sections",
            "controls",
            "high_risk_cases",
            "hazards",
        ]);
        match doc.take_problems() {
            problems if problems.is_empty() => Ok(catalogue),
            problems => Err(DataError { problems }),
        }
    }

    /// The framework that a profile id selects: one of `profiles`, or for MLPS a grade such as `mlps-s3a2` or
    /// `mlps-s3a2g3`, where S items come from the S level, A items from the A level and G items from the higher one
    /// (GB/T 22239-2019 appendix A).
    pub fn framework(&self, id: &str) -> Option<Framework> {
        let profile = self
            .profiles
            .iter()
            .find(|p| p.id == id)
            .cloned()
            .or_else(|| (self.scoring == Scoring::Mlps).then(|| graded_profile(id)).flatten())?;
        let mut controls = Vec::new();
        for control in &self.controls {
            let variant = match (&profile.grade, control.sag) {
                (Some([s, a, g]), Some(sag)) => match sag {
                    Sag::S => s,
                    Sag::A => a,
                    Sag::G => g,
                },
                _ => &profile.variant,
            };
            let Some(place) = control.places.get(variant) else { continue };
            if let (Some(max), Some(level)) = (profile.max_level, place.level)
                && level > max
            {
                continue;
            }
            controls.push(FrameworkControl {
                id: if self.variants.is_empty() { control.id.clone() } else { id_of(&place.reference) },
                place: place.clone(),
                variant: variant.clone(),
                control: control.clone(),
            });
        }
        let used: Vec<&str> = controls.iter().map(|c| c.control.section.as_str()).collect();
        let sections = self
            .sections
            .iter()
            .filter(|s| {
                used.contains(&s.id.as_str())
                    || self.sections.iter().any(|below| {
                        below.parent.as_deref() == Some(s.id.as_str()) && used.contains(&below.id.as_str())
                    })
            })
            .cloned()
            .collect();
        let level = match self.scoring {
            Scoring::Mlps => profile
                .grade
                .iter()
                .flatten()
                .chain([&profile.variant])
                .filter_map(|v| v.strip_prefix('L')?.parse().ok())
                .max()
                .unwrap_or(0),
            Scoring::Benchmark | Scoring::Law | Scoring::Checklist => 0,
        };
        Some(Framework {
            id: id.to_owned(),
            name: profile.name.clone(),
            catalogue: Catalogue { controls: Vec::new(), ..self.clone() },
            level,
            sections,
            controls,
        })
    }

    /// The catalogue id of a control by any of its names: its id, its id or printed number in any variant, an alias.
    pub fn resolve(&self, name: &str) -> Option<&Control> {
        let wanted = id_of(name);
        self.controls.iter().find(|c| c.id == name).or_else(|| {
            self.controls.iter().find(|c| {
                c.places.values().any(|p| id_of(&p.reference) == wanted) || c.aliases.iter().any(|a| id_of(a) == wanted)
            })
        })
    }
}

impl Framework {
    /// The control with this id, printed number or alias.
    pub fn find(&self, name: &str) -> Option<&FrameworkControl> {
        let wanted = id_of(name);
        self.controls.iter().find(|c| c.id == wanted || c.id == name || c.control.id == name).or_else(|| {
            self.controls
                .iter()
                .find(|c| id_of(&c.place.reference) == wanted || c.control.aliases.iter().any(|a| id_of(a) == wanted))
        })
    }

    /// The control that a statement means. Without a catalogue's name only ids count: printed numbers such as 21 stand in
    /// several laws.
    pub fn named(&self, catalogue: Option<&str>, name: &str) -> Option<&FrameworkControl> {
        match catalogue {
            Some(id) if id != self.catalogue.id => None,
            Some(_) => self.find(name),
            None => self.controls.iter().find(|c| {
                c.id == name
                    || c.control.id == name
                    || (!self.catalogue.variants.is_empty()
                        && c.control.places.values().any(|p| id_of(&p.reference) == name))
            }),
        }
    }

    /// A section by its id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|s| s.id == id)
    }

    /// A case of the high-risk guideline by its number.
    pub fn high_risk_case(&self, case: &str) -> Option<&HighRiskCase> {
        self.catalogue.high_risk_cases.iter().find(|c| c.case == case)
    }

    /// A hazard trigger by its code.
    pub fn hazard(&self, code: &str) -> Option<&Hazard> {
        self.catalogue.hazards.iter().find(|h| h.code == code)
    }
}

/// A printed number as an identifier: `8.1.4.1 d)` is `8.1.4.1.d`, `51(3)` is `51.3`.
pub fn id_of(reference: &str) -> String {
    let mut id = String::with_capacity(reference.len());
    for c in reference.trim().chars() {
        match c {
            'A'..='Z' => id.push(c.to_ascii_lowercase()),
            'a'..='z' | '0'..='9' | '-' => id.push(c),
            '.' | ' ' | '(' if !id.ends_with('.') && !id.is_empty() => id.push('.'),
            _ => {}
        }
    }
    id.trim_end_matches('.').to_owned()
}

fn graded_profile(id: &str) -> Option<Profile> {
    let grade = id.strip_prefix("mlps-")?;
    let bytes = grade.as_bytes();
    let level = |letter: u8, at: usize| -> Option<u8> {
        (bytes.get(at).map(u8::to_ascii_lowercase) == Some(letter))
            .then(|| bytes.get(at + 1).copied())
            .flatten()
            .filter(|l| (b'2'..=b'4').contains(l))
    };
    let (s, a) = (level(b's', 0)?, level(b'a', 2)?);
    let g = match bytes.len() {
        4 => s.max(a),
        6 => level(b'g', 4)?,
        _ => return None,
    };
    let of = |l: u8| format!("L{}", char::from(l));
    let (sc, ac, gc) = (char::from(s), char::from(a), char::from(g));
    Some(Profile {
        id: id.to_owned(),
        name: Text::new(format!("MLPS 2.0 grade S{sc}A{ac}G{gc}"), format!("网络安全等级保护 S{sc}A{ac}G{gc}")),
        variant: of(g),
        max_level: None,
        grade: Some([of(s), of(a), of(g)]),
    })
}

fn source_note(doc: &Document, node: &Node) -> SourceNote {
    let f = Fields::new(doc, node);
    let note = SourceNote {
        title: f.text("title"),
        checked: f.text("checked"),
        mark: f.choice("mark", MARK).unwrap_or(Mark::Judgement),
        note: f.text_opt("note").unwrap_or_default(),
    };
    f.finish(&["title", "checked", "mark", "note"]);
    note
}

fn profile(doc: &Document, node: &Node) -> Profile {
    let f = Fields::new(doc, node);
    let profile = Profile {
        id: f.text("id"),
        name: f.bilingual("name"),
        variant: f.text_opt("variant").unwrap_or_default(),
        max_level: f.int_opt("max_level").and_then(|n| u8::try_from(n).ok()),
        grade: None,
    };
    f.finish(&["id", "name", "variant", "max_level"]);
    profile
}

fn section(doc: &Document, node: &Node) -> Section {
    let f = Fields::new(doc, node);
    let section = Section { id: f.text("id"), parent: f.text_opt("parent"), title: f.bilingual("title") };
    f.finish(&["id", "parent", "title"]);
    section
}

fn place(doc: &Document, node: &Node) -> Place {
    let f = Fields::new(doc, node);
    let place = Place {
        reference: f.text("ref"),
        unit: f.text_opt("unit"),
        level: f.int_opt("level").and_then(|n| u8::try_from(n).ok()),
    };
    f.finish(&["ref", "unit", "level"]);
    place
}

fn figure(doc: &Document, node: &Node) -> Figure {
    let f = Fields::new(doc, node);
    let units: Vec<(&str, &str)> = UNITS.iter().map(|u| (*u, *u)).collect();
    let figure = Figure {
        name: f.bilingual("name"),
        value: f.need("value").and_then(|_| f.int_opt("value")).unwrap_or_default(),
        unit: f.choice("unit", &units).unwrap_or_default().to_owned(),
    };
    f.finish(&["name", "value", "unit"]);
    figure
}

fn high_risk_case(doc: &Document, node: &Node) -> HighRiskCase {
    let f = Fields::new(doc, node);
    let case = HighRiskCase {
        case: f.text("case"),
        name: f.bilingual("name"),
        mitigation: f.bilingual("mitigation"),
        from_level: f.int_opt("from_level").and_then(|n| u8::try_from(n).ok()).unwrap_or(2),
        needs_continuity: f.flag("needs_continuity"),
        platform_only: f.flag("platform_only"),
    };
    f.finish(&["case", "name", "mitigation", "from_level", "needs_continuity", "platform_only"]);
    case
}

fn hazard(doc: &Document, node: &Node) -> Hazard {
    let f = Fields::new(doc, node);
    let hazard = Hazard { code: f.text("code"), name: f.bilingual("name") };
    f.finish(&["code", "name"]);
    hazard
}

fn control(doc: &Document, node: &Node) -> Control {
    let f = Fields::new(doc, node);
    let mut places = BTreeMap::new();
    if let Some(reference) = f.text_opt("ref") {
        places.insert(String::new(), Place { reference, unit: None, level: None });
    }
    for (key, node) in f.map("in") {
        places.insert(key.text.clone(), place(doc, node));
    }
    if places.is_empty() {
        doc.report(f.span(), "the control has no number: `ref` or `in` is missing", "in this entry", None);
    }
    let control = Control {
        id: f.text("id"),
        section: f.text("section"),
        places,
        title: f.bilingual_opt("title"),
        requirement: f.bilingual("requirement"),
        kind: f.choice("kind", DUTY).unwrap_or(Duty::Technical),
        assessment: f.choice("assessment", ASSESSMENT).unwrap_or(AssessmentMode::Manual),
        owner: f.choice("owner", OWNER).unwrap_or(Owner::Customer),
        sag: f.choice_opt("sag", SAG),
        weight: f.int_opt("weight").and_then(|n| u8::try_from(n).ok()),
        evidence: f.list("evidence").iter().map(|n| super::yaml::bilingual(doc, n)).collect(),
        limits: f.bilingual("limits"),
        applies_when: f.bilingual_opt("applies_when"),
        figures: f.list("figures").iter().map(|n| figure(doc, n)).collect(),
        aliases: f.words("aliases").into_iter().map(|(w, _)| w).collect(),
        methods: f.list("methods").iter().filter_map(|n| choice(doc, n, "methods", METHOD)).collect(),
        objects: f.list("objects").iter().filter_map(|n| choice(doc, n, "objects", OBJECT)).collect(),
        high_risk: f.words("high_risk").into_iter().map(|(w, _)| w).collect(),
        hazards: f.words("hazards").into_iter().map(|(w, _)| w).collect(),
    };
    if control.evidence.is_empty() {
        doc.report(f.span(), "`evidence` is missing: say what counts", "in this entry", None);
    }
    f.finish(&[
        "id",
        "section",
        "ref",
        "in",
        "title",
        "requirement",
        "kind",
        "assessment",
        "owner",
        "sag",
        "weight",
        "evidence",
        "limits",
        "applies_when",
        "figures",
        "aliases",
        "methods",
        "objects",
        "high_risk",
        "hazards",
    ]);
    control
}

/// Unknown and duplicate ids, and controls that no profile reaches.
fn check_references(catalogue: &Catalogue, doc: &Document, f: &Fields<'_>, stem: &str) {
    let token = |key: &str| f.get(key).map_or(0..1, |n| n.span.clone());
    if catalogue.id != stem {
        doc.report(token("id"), format!("the id must equal the file name, `{stem}`"), "differs", None);
    }
    unique(doc, f, "sections", "id");
    unique(doc, f, "profiles", "id");
    unique(doc, f, "controls", "id");
    unique(doc, f, "high_risk_cases", "case");
    unique(doc, f, "hazards", "code");
    let sections: Vec<&str> = catalogue.sections.iter().map(|s| s.id.as_str()).collect();
    let cases: Vec<&str> = catalogue.high_risk_cases.iter().map(|c| c.case.as_str()).collect();
    let hazards: Vec<&str> = catalogue.hazards.iter().map(|h| h.code.as_str()).collect();
    let variants: Vec<&str> = catalogue.variants.iter().map(String::as_str).collect();
    each(doc, f, "sections", |key, text, span| {
        if key == "parent" {
            known(doc, "section", text, span, &sections);
        }
    });
    each(doc, f, "profiles", |key, text, span| {
        if key == "variant" {
            known(doc, "variant", text, span, &variants);
        }
    });
    each(doc, f, "controls", |key, text, span| match key {
        "section" => known(doc, "section", text, span, &sections),
        "in" => known(doc, "variant", text, span, &variants),
        "high_risk" => known(doc, "high-risk case", text, span, &cases),
        "hazards" => known(doc, "hazard", text, span, &hazards),
        _ => {}
    });
    let selected: Vec<&str> = catalogue.profiles.iter().map(|p| p.variant.as_str()).collect();
    for (control, node) in catalogue.controls.iter().zip(f.list("controls")) {
        if !control.places.is_empty() && !control.places.keys().any(|v| selected.contains(&v.as_str())) {
            doc.report(
                Fields::new(doc, node).span(),
                format!("no profile reaches the control `{}`", control.id),
                "unreachable",
                Some("give it a place in a variant that a profile names".into()),
            );
        }
    }
}

fn known(doc: &Document, what: &str, text: &str, span: Range<usize>, all: &[&str]) {
    if !all.contains(&text) {
        let help = super::yaml::nearest(text, all.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        doc.report(span, format!("unknown {what} `{text}`"), "not defined in this file", help);
    }
}

/// Calls back with the words under each key of each entry of a list: scalars, list items and map keys.
fn each(doc: &Document, f: &Fields<'_>, list: &str, mut call: impl FnMut(&str, &str, Range<usize>)) {
    for node in f.list(list) {
        let Value::Map(entries) = &node.value else { continue };
        for (key, value) in entries {
            match &value.value {
                Value::Scalar(_) => call(&key.text, &doc.text_of(value).unwrap_or_default(), value.span.clone()),
                Value::Seq(items) => {
                    for item in items {
                        if let Some(text) = doc.text_of(item) {
                            call(&key.text, &text, item.span.clone());
                        }
                    }
                }
                Value::Map(inner) => {
                    for (inner_key, _) in inner {
                        call(&key.text, &inner_key.text, inner_key.span.clone());
                    }
                }
                Value::Null => {}
            }
        }
    }
}

fn unique(doc: &Document, f: &Fields<'_>, list: &str, key: &str) {
    let mut seen = BTreeMap::new();
    each(doc, f, list, |k, text, span| {
        if k == key && seen.insert(text.to_owned(), ()).is_some() {
            doc.report(span, format!("`{text}` stands twice"), "second time", None);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_numbers_become_ids() {
        assert_eq!(id_of("8.1.4.1 d)"), "8.1.4.1.d");
        assert_eq!(id_of("8.1.1.2"), "8.1.1.2");
        assert_eq!(id_of("51(3)"), "51.3");
        assert_eq!(id_of("Annex 20"), "annex.20");
    }

    #[test]
    fn a_grade_names_its_levels() {
        let p = graded_profile("mlps-s3a2").expect("a grade");
        assert_eq!(p.grade, Some(["L3".into(), "L2".into(), "L3".into()]));
        assert_eq!(graded_profile("mlps-s2a3g3").and_then(|p| p.grade), Some(["L2".into(), "L3".into(), "L3".into()]));
        assert!(graded_profile("mlps-s5a2").is_none());
        assert!(graded_profile("mlps-l3").is_none());
    }
}
