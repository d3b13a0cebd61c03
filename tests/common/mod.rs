//! What the tests share: the real binary, folders, and other people's tools.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "each test file uses a part; tests read files"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The day on which all tests report.
pub const AS_OF: &str = "2026-11-25";

/// A folder to run the binary in.
pub struct Room {
    dir: TempDir,
}

impl Room {
    /// An empty folder.
    pub fn new() -> Room {
        Room { dir: TempDir::new().expect("a temporary folder") }
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).expect("a folder");
        }
        std::fs::write(&path, content).expect("a file");
        path
    }

    /// Runs the binary here.
    pub fn run(&self, args: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_dengbao"))
            .args(args)
            .current_dir(self.dir.path())
            .env("NO_COLOR", "1")
            .output()
            .expect("the binary runs");
        Run(output)
    }

    /// Reports on a file in some formats, in Chinese unless `args` say otherwise, into `out`.
    pub fn report(&self, framework: &str, input: &Path, formats: &str, args: &[&str]) -> Run {
        let input = input.display().to_string();
        let mut all = vec![
            "report",
            "--framework",
            framework,
            "--input",
            &input,
            "--format",
            formats,
            "--out",
            "out",
            "--as-of",
            AS_OF,
        ];
        all.extend_from_slice(args);
        self.run(&all)
    }

    /// The JSON assessment that `report` wrote.
    pub fn json(&self, framework: &str) -> Value {
        serde_json::from_str(&self.text(&format!("out/{framework}.json"))).expect("JSON")
    }

    /// A file's text.
    pub fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// A file's bytes.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Names in a folder, sorted; nothing when it is not there.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let Ok(list) = std::fs::read_dir(self.path(folder)) else { return Vec::new() };
        let mut names: Vec<String> =
            list.map(|e| e.expect("readable").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// A finished run of the binary.
pub struct Run(pub Output);

impl Run {
    /// Asserts the exit code.
    #[track_caller]
    pub fn code(self, code: i32) -> Run {
        assert_eq!(self.0.status.code(), Some(code), "stdout:\n{}\nstderr:\n{}", self.out(), self.err());
        self
    }

    /// Standard output.
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    /// Standard error.
    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// Standard error as one line: the error page wraps long messages.
    pub fn err_line(&self) -> String {
        self.err().replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The sample account of this repository.
pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/acme-shop")
}

/// A finding of ours.
pub fn finding(check: &str, status: &str, resource: &str) -> Value {
    let mut finding = json!({
        "check_id": check,
        "status": status,
        "severity": "high",
        "resource": {"account": "1", "region": "cn-hangzhou", "id": resource, "arn": format!("acs:x:cn-hangzhou:1:{resource}"), "type": "T", "name": resource},
        "reason": format!("{resource} is {status}"),
        "evidence": "live",
        "observed_at": "2026-11-24T00:00:00Z",
        "source": {"tool": "dengbao", "version": "0.1.0"}
    });
    // A verdict of a check with thresholds says at which it was judged.
    if let Some(check) = dengbao::checks::find(check).filter(|c| !c.params.is_empty()) {
        finding["params"] = check.params.iter().map(|p| (p.name, p.default)).collect();
    }
    if status == "not_assessed" {
        finding["gap"] = json!({"kind": "denied", "text": {"en": "refused", "zh": "被拒绝"}});
    }
    finding
}

/// Findings as lines.
pub fn lines(findings: &[Value]) -> String {
    findings.iter().map(|f| format!("{f}\n")).collect()
}

/// An event as Prowler writes it.
pub fn event(check: &str, status: &str, resource: &str) -> Value {
    json!({
        "message": format!("{resource}: {status}"),
        "metadata": {"event_code": check, "product": {"name": "Prowler", "version": "5.46.0"}, "version": "1.5.0"},
        "severity": "High", "status": "New", "status_id": 1, "status_code": status,
        "finding_info": {"uid": format!("{check}-{resource}")},
        "resources": [{"uid": format!("acs:x:cn-hangzhou:1:{resource}"), "name": resource, "type": "T", "region": "cn-hangzhou", "data": {"details": "", "metadata": {}}}],
        "cloud": {"provider": "alibabacloud", "region": "cn-hangzhou", "account": {"uid": "1"}},
        "time_dt": "2026-11-24T00:00:00"
    })
}

/// Whether a tool of Debian's is there. Where `DENGBAO_REQUIRE_TOOLS` is set, as in CI, its absence is a failure.
pub fn tool(name: &str) -> bool {
    let found =
        Command::new("sh").args(["-c", &format!("command -v {name}")]).output().is_ok_and(|o| o.status.success());
    assert!(found || std::env::var_os("DENGBAO_REQUIRE_TOOLS").is_none(), "{name} is required and not installed");
    if !found {
        eprintln!("skipped: {name} is not installed");
    }
    found
}

/// Runs a tool and gives its output.
#[track_caller]
pub fn output(name: &str, args: &[&str]) -> String {
    let output = Command::new(name).args(args).output().unwrap_or_else(|e| panic!("{name}: {e}"));
    assert!(output.status.success(), "{name} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Text without white space: lines break anywhere.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
