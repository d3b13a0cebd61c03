//! The built-in data files: complete, bilingual, and consistent with the official counts.

use std::collections::{BTreeMap, BTreeSet};

use dengbao::catalog::{AssessmentMode, Catalogue, Framework, Sag};
use dengbao::checks;
use dengbao::data::Library;
use dengbao::domain::Coverage;

fn framework(id: &str) -> (Catalogue, Framework) {
    Library::default().framework(id).unwrap_or_else(|e| panic!("{id}: {e}"))
}

/// Items by class, the cloud extension apart: GB/T 22239-2019.
fn by_class(framework: &Framework) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for control in &framework.controls {
        let section = framework.section(&control.control.section).expect("a known section");
        *counts.entry(section.parent.clone().expect("a class")).or_default() += 1;
    }
    counts
}

#[test]
fn mlps_has_the_items_of_each_level_and_class() {
    let expected = [
        ("mlps-l2", 135, 29, [15, 4, 11, 23, 4, 6, 9, 7, 25, 31], [1, 3, 7, 11, 0, 6, 1]),
        ("mlps-l3", 211, 46, [22, 8, 20, 34, 12, 7, 14, 12, 34, 48], [1, 5, 8, 19, 4, 8, 1]),
        ("mlps-l4", 228, 49, [24, 11, 21, 36, 13, 7, 15, 14, 35, 52], [1, 8, 8, 19, 4, 8, 1]),
    ];
    let general = ["PES", "CNS", "ABS", "CES", "SMC", "PSS", "ORS", "HRS", "CMS", "MMS"];
    let cloud = ["cloud-PES", "cloud-CNS", "cloud-ABS", "cloud-CES", "cloud-SMC", "cloud-CMS", "cloud-MMS"];
    for (id, all_general, all_cloud, classes, cloud_classes) in expected {
        let (_, framework) = framework(id);
        let counts = by_class(&framework);
        for (class, n) in general.iter().zip(classes).chain(cloud.iter().zip(cloud_classes)) {
            assert_eq!(counts.get(*class).copied().unwrap_or_default(), n, "{id} {class}");
        }
        assert_eq!(classes.iter().sum::<usize>(), all_general, "{id}");
        assert_eq!(cloud_classes.iter().sum::<usize>(), all_cloud, "{id}");
        assert_eq!(framework.controls.len(), all_general + all_cloud, "{id}");
    }
}

#[test]
fn a_grade_takes_each_item_from_its_own_level() {
    let (_, mixed) = framework("mlps-s3a2");
    for control in &mixed.controls {
        let expected = match control.control.sag.expect("MLPS items carry a mark") {
            Sag::A => "L2",
            Sag::S | Sag::G => "L3",
        };
        assert_eq!(control.variant, expected, "{}", control.place.reference);
    }
    let (_, level3) = framework("mlps-l3");
    let (_, full) = framework("mlps-s3a3g3");
    assert_eq!(full.controls.len(), level3.controls.len());
}

#[test]
fn an_item_is_found_by_its_number_at_any_level() {
    let (catalogue, level4) = framework("mlps-l4");
    assert_eq!(catalogue.resolve("9.1.4.1 d)").map(|c| c.id.as_str()), Some("8.1.4.1.d"));
    assert_eq!(level4.find("8.1.4.1.d").map(|c| c.place.reference.as_str()), Some("9.1.4.1 d)"));
    let (csl, _) = framework("csl");
    assert_eq!(csl.resolve("21(2)").map(|c| c.id.as_str()), Some("csl-23-2"), "the old number of the 2025 amendment");
}

#[test]
fn cis_has_85_items_in_both_versions_with_its_levels_and_modes() {
    for (id, level1, level2) in [("cis-1.0", 61, 24), ("cis-2.0", 66, 19)] {
        let (_, framework) = framework(id);
        assert_eq!(framework.controls.len(), 85, "{id}");
        let of = |level| framework.controls.iter().filter(|c| c.place.level == Some(level)).count();
        assert_eq!((of(1), of(2)), (level1, level2), "{id}");
        let automated = framework.controls.iter().filter(|c| c.control.assessment == AssessmentMode::Automated).count();
        assert_eq!(automated, 41, "{id}");
    }
    let (_, level1) = framework("cis-2.0-l1");
    assert_eq!(level1.controls.len(), 66);
}

#[test]
fn the_laws_and_the_checklist_have_all_their_duties() {
    for (id, n) in [
        ("pipl", 39),
        ("dsl", 14),
        ("csl", 22),
        ("network-data", 21),
        ("cross-border", 9),
        ("incident-reporting", 4),
        ("pi-audit", 32),
        ("posture-review", 12),
    ] {
        assert_eq!(framework(id).1.controls.len(), n, "{id}");
    }
}

#[test]
fn every_control_says_what_counts_and_what_no_check_can_show() {
    let library = Library::default();
    for id in library.catalogue_ids().expect("built in") {
        let catalogue = library.catalogue(&id).unwrap_or_else(|e| panic!("{id}: {e}"));
        for control in &catalogue.controls {
            assert!(!control.requirement.is_empty() && !control.limits.is_empty(), "{id} {}", control.id);
            assert!((1..=5).contains(&control.evidence.len()), "{id} {}", control.id);
        }
    }
}

#[test]
fn no_mlps_item_and_no_law_article_is_full() {
    let library = Library::default();
    for id in library.catalogue_ids().expect("built in") {
        let catalogue = library.catalogue(&id).expect("built in");
        let mapping = library.mapping(&catalogue).unwrap_or_else(|e| panic!("{id}: {e}"));
        for (control, entry) in &mapping.entries {
            for link in &entry.links {
                let may_be_full = matches!(id.as_str(), "cis-alibaba" | "posture-review");
                assert!(may_be_full || link.coverage != Coverage::Full, "{id} {control}");
                assert_eq!(
                    link.coverage == Coverage::Partial,
                    link.coverage == Coverage::Partial && link.gap.is_some()
                );
            }
        }
    }
}

#[test]
fn every_control_is_mapped_or_named_as_manual() {
    // `Mapping::parse` refuses a file that forgets one; this counts what is left to people.
    let library = Library::default();
    for (id, mapped_at_least) in
        [("mlps", 80), ("cis-alibaba", 84), ("pipl", 15), ("csl", 10), ("dsl", 5), ("posture-review", 11)]
    {
        let catalogue = library.catalogue(id).expect("built in");
        let mapping = library.mapping(&catalogue).expect("built in");
        assert!(mapping.entries.len() >= mapped_at_least, "{id}: {}", mapping.entries.len());
    }
}

#[test]
fn log_retention_is_asked_for_at_two_thresholds() {
    let library = Library::default();
    let days = |id: &str| -> BTreeSet<i64> {
        let catalogue = library.catalogue(id).expect("built in");
        let mapping = library.mapping(&catalogue).expect("built in");
        mapping
            .check_refs()
            .filter(|one| one.check.id == "sls-logstore-retention")
            .filter_map(|one| one.params.0.get("min_days").copied())
            .collect()
    };
    assert!(days("mlps").contains(&180));
    assert_eq!(days("cis-alibaba"), BTreeSet::from([365]));
    assert!(days("csl").contains(&180));
}

#[test]
fn the_password_age_of_cis_and_of_mlps_are_told_apart() {
    let library = Library::default();
    let mlps = library.catalogue("mlps").expect("built in");
    let mapping = library.mapping(&mlps).expect("built in");
    let entry = &mapping.entries["8.1.4.1.a"];
    assert!(entry.links.iter().flat_map(|l| l.target.checks()).any(|c| c.check.id == "ram-password-expires"));
    assert!(entry.conflicts.iter().any(|c| c.check.id == "ram-password-not-forced-to-expire"));
    let cis = library.catalogue("cis-alibaba").expect("built in");
    let mapping = library.mapping(&cis).expect("built in");
    let of = |variant: &str| -> Vec<&str> {
        mapping.links("1.13", variant).flat_map(|l| l.target.checks()).map(|c| c.check.id).collect()
    };
    assert_eq!(of("1.0"), ["ram-password-expires"]);
    assert_eq!(of("2.0"), ["ram-password-not-forced-to-expire"]);
}

#[test]
fn all_65_prowler_checks_have_a_place_and_each_is_the_one_that_covers_it() {
    let map = Library::default().source_map("prowler").expect("built in");
    assert_eq!(map.checks.len(), 65);
    for (id, source) in &map.checks {
        let covers = source.check.covers.iter().any(|c| c.source == "prowler" && c.rule == id);
        assert!(covers, "{id} -> {}", source.check.id);
    }
    let covered = checks::all().iter().flat_map(|c| c.covers).filter(|c| c.source == "prowler").count();
    assert_eq!(covered, 65);
}

#[test]
fn the_checks_cover_the_rules_of_other_catalogues() {
    let count = |source: &str| checks::all().iter().flat_map(|c| c.covers).filter(|c| c.source == source).count();
    assert_eq!(count("trend-vision-one"), 88);
    assert_eq!(count("cloud-config"), 86);
    assert_eq!(count("cis-2.0"), 85);
}
