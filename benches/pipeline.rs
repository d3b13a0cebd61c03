//! Stages of a report, each on its own: `cargo bench`.
#![allow(clippy::disallowed_methods, missing_docs, reason = "a benchmark reads files")]

use std::process::Command;
use std::sync::OnceLock;

use dengbao::assess::{Tally, assess};
use dengbao::catalog::{Framework, Mapping, Organisation, SourceMap};
use dengbao::data::Library;
use dengbao::import;
use dengbao::render::{self, Templates};
use dengbao::report::{Ingredients, build};
use dengbao::score::score;
use dengbao::text::Lang;
use divan::counter::{BytesCount, ItemsCount};
use time::macros::datetime;

fn main() {
    divan::main();
}

struct Fixture {
    library: Library,
    framework: Framework,
    mapping: Mapping,
    prowler: SourceMap,
    ocsf: Vec<u8>,
    csv: Vec<u8>,
}

const FINDINGS: usize = 10_000;

/// The made-up account of the example program, which is built beside the benchmark.
fn made_up(form: &str) -> Vec<u8> {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--release", "--quiet", "--example", "made_up_account", "--", form, &FINDINGS.to_string()])
        .output()
        .expect("the example runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn fixture() -> &'static Fixture {
    static FIXTURE: OnceLock<Fixture> = OnceLock::new();
    FIXTURE.get_or_init(|| {
        let library = Library::default();
        let (catalogue, framework) = library.framework("mlps-l3").expect("it is built in");
        let mapping = library.mapping(&catalogue).expect("it is built in");
        let prowler = library.source_map("prowler").expect("it is built in");
        Fixture { library, framework, mapping, prowler, ocsf: made_up("ocsf"), csv: made_up("csv") }
    })
}

fn tally(bytes: &[u8]) -> Tally {
    let f = fixture();
    let mut tally = Tally::new([&f.mapping], Vec::new());
    import::read("bench", bytes, &f.prowler, &mut |_| {}, &mut |finding| tally.observe(finding)).expect("it is whole");
    tally
}

#[divan::bench(name = "load mlps: catalogue and mapping")]
fn load() {
    let f = fixture();
    let (catalogue, _) = f.library.framework("mlps-l3").expect("it is built in");
    divan::black_box(f.library.mapping(&catalogue).expect("it is built in"));
}

#[divan::bench(name = "import and count Prowler OCSF")]
fn import_ocsf(bencher: divan::Bencher<'_, '_>) {
    let bytes = &fixture().ocsf;
    bencher.counter(BytesCount::of_slice(bytes)).counter(ItemsCount::new(FINDINGS)).bench(|| tally(bytes));
}

#[divan::bench(name = "import and count Prowler CSV")]
fn import_csv(bencher: divan::Bencher<'_, '_>) {
    let bytes = &fixture().csv;
    bencher.counter(BytesCount::of_slice(bytes)).counter(ItemsCount::new(FINDINGS)).bench(|| tally(bytes));
}

#[divan::bench(name = "assess and score")]
fn assess_and_score(bencher: divan::Bencher<'_, '_>) {
    let f = fixture();
    let tally = tally(&f.ocsf);
    bencher.bench(|| score(&assess(&f.framework, &f.mapping, &tally, &[], datetime!(2026-11-25 12:00 UTC))));
}

fn templates() -> Templates {
    let library = &fixture().library;
    let mut templates = Templates::default();
    for name in library.template_names() {
        if let Some(file) = library.template(&name).expect("it is built in") {
            templates.files.insert(name, file);
        }
    }
    templates
}

fn with_report(run: impl Fn(Ingredients<'_>)) {
    let f = fixture();
    let tally = tally(&f.ocsf);
    let assessment = assess(&f.framework, &f.mapping, &tally, &[], datetime!(2026-11-25 12:00 UTC));
    let scorecard = score(&assessment);
    let organisation = Organisation::default();
    run(Ingredients {
        assessment: &assessment,
        scorecard: &scorecard,
        tally: &tally,
        posture: None,
        organisation: &organisation,
        files: &[],
        ignored: &[],
        origins: &[],
        deduction_2021: false,
        occasion: None,
        coverage: None,
        accounts: None,
    });
}

#[divan::bench(name = "count, assess, score and view model")]
fn view_model(bencher: divan::Bencher<'_, '_>) {
    bencher.bench(|| with_report(|of| drop(divan::black_box(build(of, Lang::Zh)))));
}

#[divan::bench(name = "render html", sample_count = 20)]
fn html(bencher: divan::Bencher<'_, '_>) {
    let templates = templates();
    let data = data();
    bencher.bench(|| render::html(&templates, std::slice::from_ref(&data)).expect("the templates are ours"));
}

#[divan::bench(name = "render markdown", sample_count = 20)]
fn markdown(bencher: divan::Bencher<'_, '_>) {
    let templates = templates();
    let data = data();
    bencher.bench(|| render::markdown(&templates, &data).expect("the templates are ours"));
}

#[cfg(feature = "pdf")]
#[divan::bench(name = "render pdf", sample_count = 5)]
fn pdf(bencher: divan::Bencher<'_, '_>) {
    let templates = templates();
    let data = data();
    bencher
        .with_inputs(|| data.clone())
        .bench_values(|data| render::pdf(&templates, data, datetime!(2026-11-25 12:00 UTC)).expect("it sets").pages);
}

fn data() -> serde_json::Value {
    let cell = std::cell::OnceCell::new();
    with_report(|of| {
        let _ = cell.set(render::data(&build(of, Lang::Zh)).expect("it is data"));
    });
    cell.into_inner().expect("it was set")
}
