use time::macros::datetime;

use super::*;
use crate::data::Library;
use crate::domain::{EvidenceLevel, Params, Resource, Source};
use crate::text::Text;

fn finding(check: &str, name: &str, status: FindingStatus) -> Finding {
    Finding {
        check_id: check.into(),
        status,
        severity: Severity::High,
        resource: Resource {
            account: "1000000000000001".into(),
            region: "cn-hangzhou".into(),
            id: name.into(),
            ..Resource::default()
        },
        reason: Text::new(format!("{name} is open"), format!("{name} 可公开访问，不满足要求。")),
        gap: None,
        caution: None,
        list_may_be_cut: false,
        evidence: EvidenceLevel::Live,
        observed_at: "2026-11-24T00:18:22Z".into(),
        source: Source::default(),
        params: Params::default(),
        measured: BTreeMap::new(),
        proof: Vec::new(),
        muted: false,
    }
}

fn annex(findings: &[Finding], most: u64) -> Vec<AnnexVolume> {
    let library = Library::default();
    let (catalogue, framework) = library.framework("mlps-l3").expect("built in");
    let mapping = library.mapping(&catalogue).expect("built in");
    let mut annex = FindingsAnnex::new(&framework, &mapping, Lang::Zh, datetime!(2026-11-25 12:00 UTC));
    annex.most = most;
    for finding in findings {
        annex.write(finding).expect("memory");
    }
    let mut volumes = Vec::new();
    annex
        .finish::<RenderError>(&mut |volume| {
            volumes.push(volume);
            Ok(())
        })
        .expect("a valid document");
    volumes
}

fn text(bytes: &[u8]) -> String {
    let document = lopdf::Document::load_mem(bytes).expect("a second reader opens it");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text: String = document.extract_text_chunks(&pages).into_iter().map(|chunk| chunk.expect("text")).collect();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_row_is_in_the_text_and_every_check_a_bookmark() {
    let mut findings: Vec<Finding> = (0..300)
        .map(|n| {
            let status = FindingStatus::ALL[n % 5];
            finding(
                ["oss-bucket-not-public", "ram-root-mfa-enabled", "not-a-check"][n % 3],
                &format!("桶-{n:04}"),
                status,
            )
        })
        .collect();
    findings.push(finding(
        "oss-bucket-not-public",
        &format!("长{}尾", "很长的名字-".repeat(2_000)),
        FindingStatus::Fail,
    ));
    findings.push(finding("oss-bucket-not-public", "罕\u{20bb7}\u{202e}字", FindingStatus::Fail));
    let volumes = annex(&findings, ANNEX_ROWS);
    let [volume] = volumes.as_slice() else { panic!("{} volumes", volumes.len()) };
    let text = text(&volume.bytes);
    for n in 0..300 {
        assert!(text.contains(&format!("桶-{n:04}可公开访问，不满足要求。")), "row {n}");
    }
    assert!(text.contains("罕[U+20BB7][U+202E]字"));
    assert_eq!(text.matches('很').count(), 4_000, "the name stands in two columns, whole");
    assert!(text.contains(&format!("第{0}页，共{0}页", volume.pages)));
    assert_eq!(volume.missing, BTreeSet::from(['\u{20bb7}']));
    let document = lopdf::Document::load_mem(&volume.bytes).expect("it opens");
    assert_eq!(document.get_pages().len(), volume.pages);
    assert_eq!(document.get_toc().expect("an outline").toc.len(), 3);
    assert_eq!(volume.rows, 302);
}

#[test]
fn the_same_rows_give_the_same_bytes_and_none_is_lost_between_volumes() {
    let findings: Vec<Finding> = (0..140)
        .map(|n| finding("oss-bucket-not-public", &format!("b{n:03}"), FindingStatus::ALL[usize::from(n >= 31)]))
        .collect();
    let volumes = annex(&findings, 50);
    assert_eq!(volumes.iter().map(|v| v.rows).collect::<Vec<_>>(), [50, 50, 40]);
    let texts: Vec<String> = volumes.iter().map(|v| text(&v.bytes)).collect();
    for n in 0..140 {
        let row = format!("b{n:03}可公开访问");
        let found: Vec<usize> = (0..3).filter(|at| texts[*at].contains(&row)).collect();
        assert_eq!(found, [n / 50], "row {n}");
    }
    let small = &findings[..50];
    assert_eq!(annex(small, 100)[0].bytes, annex(small, 100)[0].bytes);
}

#[test]
fn an_annex_of_nothing_is_a_page_that_says_so() {
    let volumes = annex(&[], ANNEX_ROWS);
    assert_eq!(volumes.len(), 1);
    assert!(text(&volumes[0].bytes).contains("全部共0条"));
}
