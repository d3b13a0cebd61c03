//! The HTML report in real Chromium, driven over WebDriver: no console error, language switch, search, filters, links.

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::{Room, finding, lines, sample, tool};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A browser with one page. Speaks just enough HTTP to its driver.
struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: TempDir,
}

impl Browser {
    fn open() -> Browser {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver runs");
        // "ChromeDriver was started successfully on port 12345."
        let mut output = BufReader::new(driver.stdout.take().expect("a pipe"));
        let mut line = String::new();
        let port = loop {
            line.clear();
            assert!(output.read_line(&mut line).expect("readable") > 0, "chromedriver did not start");
            if let Some((_, port)) = line.split_once("successfully on port ") {
                break port.trim().trim_end_matches('.').parse().expect("a port");
            }
        };
        // What it says later must go somewhere, or it waits for a reader.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        let profile = TempDir::new().expect("a folder");
        let mut browser = Browser { driver, port, session: String::new(), _profile: profile };
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &format!("--user-data-dir={}", browser._profile.path().display()),
        ];
        let answer = browser.call(
            "POST",
            "/session",
            &json!({"capabilities": {"alwaysMatch": {
                "goog:chromeOptions": {"args": arguments},
                "goog:loggingPrefs": {"browser": "ALL"}
            }}}),
        );
        browser.session = answer["sessionId"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        browser
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the driver listens");
        stream.set_read_timeout(Some(Duration::from_secs(90))).expect("a socket");
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("writable");
        // The driver may keep the connection open: the body ends where its length says.
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a head");
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().expect("a length");
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer).expect("a body");
        let value: Value =
            serde_json::from_slice(&answer).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&answer)));
        assert!(value["value"]["error"].is_null(), "{path}: {value}");
        value["value"].clone()
    }

    fn go(&self, file: &Path, fragment: &str) {
        let url = format!("file://{}{fragment}", file.display());
        self.call("POST", &format!("/session/{}/url", self.session), &json!({ "url": url }));
        // Smooth scrolling goes on beside the test; without it, what is looked at stands still.
        self.js("document.documentElement.style.scrollBehavior = 'auto'");
    }

    fn js(&self, script: &str) -> Value {
        self.call("POST", &format!("/session/{}/execute/sync", self.session), &json!({"script": script, "args": []}))
    }

    /// Clicks the first element that a selector finds, as a person would: it must be visible.
    fn click(&self, selector: &str) {
        let found = self.call(
            "POST",
            &format!("/session/{}/element", self.session),
            &json!({"using": "css selector", "value": selector}),
        );
        let id =
            found.as_object().and_then(|o| o.values().next()).and_then(Value::as_str).expect("an element").to_owned();
        // The page scrolls smoothly; a click must not hit what is still moving.
        let quick =
            json!({"script": "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", "args": [found]});
        self.call("POST", &format!("/session/{}/execute/sync", self.session), &quick);
        self.call("POST", &format!("/session/{}/element/{id}/click", self.session), &json!({}));
    }

    /// Severe lines of the console since the last call.
    fn console(&self) -> Vec<Value> {
        let log = self.call("POST", &format!("/session/{}/se/log", self.session), &json!({"type": "browser"}));
        log.as_array().into_iter().flatten().filter(|l| l["level"] == "SEVERE").cloned().collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.call("DELETE", &format!("/session/{}", self.session), &json!({}));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// How many controls of the visible language are shown.
const SHOWN: &str = "return document.querySelectorAll('.report:not([hidden]) .group:not([hidden]) details.control:not([hidden])').length";

#[test]
fn the_report_works_in_chromium() {
    if !tool("chromedriver") || !tool("chromium") {
        return;
    }
    let room = Room::new();
    room.report("mlps-l3", &sample(), "html,json", &["--lang", "both"]).code(0);
    let document = room.json("mlps-l3");
    let page = room.path("out/mlps-l3.html");
    let browser = Browser::open();
    browser.go(&page, "");
    assert_eq!(browser.console(), Vec::<Value>::new());
    assert_eq!(browser.js("return performance.getEntriesByType('resource').length"), 0, "nothing is loaded");

    // Verdict first, in Chinese, the first language given.
    let headline = |lang: &str| document["verdict"]["headline"][lang].clone();
    let shown = "return document.querySelector('.report:not([hidden]) .headline').innerText.trim()";
    assert_eq!(browser.js(shown), headline("zh"));
    assert_eq!(browser.js("return document.documentElement.lang"), "zh-CN");
    assert_eq!(browser.js(SHOWN), 257);

    // The other language, without a reload.
    browser.js("window.mark = 1");
    browser.click(".report:not([hidden]) [data-switch=en]");
    assert_eq!(browser.js(shown), headline("en"));
    assert_eq!(browser.js("return document.documentElement.lang"), "en");
    assert_eq!(browser.js("return window.mark"), 1);
    assert!(browser.js("return document.title").as_str().is_some_and(|t| t.contains("MLPS level 3")));

    // Filters show what the JSON counts.
    let choose = |name: &str, value: &str| {
        browser.js(&format!(
            "const f = document.querySelector('.report:not([hidden]) form.filters'); f.{name}.value = {}; f.dispatchEvent(new Event('input', {{bubbles: true}}))",
            json!(value)
        ));
    };
    for status in ["not_met", "partially_met", "needs_attestation", "met"] {
        choose("status", status);
        assert_eq!(browser.js(SHOWN), document["score"]["counts"][status], "{status}");
    }
    choose("status", "");
    choose("q", "8.1.4.1 d)");
    assert!(browser.js(SHOWN).as_u64().is_some_and(|n| (1..40).contains(&n)));
    choose("q", "no such words at all");
    assert_eq!(browser.js(SHOWN), 0);
    assert_eq!(browser.js("return document.querySelector('.report:not([hidden]) .no-match').hidden"), false);
    choose("q", "");
    assert_eq!(browser.js(SHOWN), 257);

    // A click on a status in the legend filters; a link to a control opens it, in its own language.
    browser.click(".report:not([hidden]) [data-status-link=not_met]");
    assert_eq!(browser.js(SHOWN), document["score"]["counts"]["not_met"]);
    browser.go(&page, "#c-8-1-4-1-d-zh");
    assert_eq!(browser.js("return document.getElementById('c-8-1-4-1-d-zh').open"), true);
    browser.js("location.hash = 'c-8-1-4-1-d-en'");
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(browser.js("return document.getElementById('c-8-1-4-1-d-en').open"), true);
    assert_eq!(browser.js("return document.documentElement.lang"), "en");
    browser.click(".report:not([hidden]) [data-open=false]");
    assert_eq!(browser.js("return document.querySelectorAll('.report:not([hidden]) .group details[open]').length"), 0);

    // Every link inside the page leads somewhere, and every id is there once.
    assert_eq!(browser.js("return [...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.getAttribute('href').slice(1))).map(a => a.getAttribute('href'))"), json!([]));
    assert_eq!(
        browser.js(
            "const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.length - new Set(ids).size"
        ),
        0
    );
    // Nothing is wider than the page.
    assert_eq!(browser.js("return document.documentElement.scrollWidth <= document.documentElement.clientWidth"), true);
    assert_eq!(browser.console(), Vec::<Value>::new());
}

#[test]
fn hostile_names_stay_text_in_chromium() {
    if !tool("chromedriver") || !tool("chromium") {
        return;
    }
    let room = Room::new();
    let name = "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>";
    let long = "长".repeat(500);
    let input = room.file(
        "f.jsonl",
        lines(&[finding("oss-bucket-https-only", "fail", name), finding("oss-bucket-https-only", "fail", &long)]),
    );
    room.report("cis-2.0", &input, "html", &[]).code(0);
    let browser = Browser::open();
    browser.go(&room.path("out/cis-2.0.html"), "");
    assert_eq!(browser.js("return window.hit === undefined"), true);
    assert!(browser.js("return document.body.textContent").as_str().is_some_and(|t| t.contains(name)));
    assert_eq!(browser.js("return document.querySelectorAll('img').length"), 0);
    browser.click(".report:not([hidden]) [data-open=true]");
    assert_eq!(
        browser.js("return document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
        true,
        "a long name wraps"
    );
    assert_eq!(browser.console(), Vec::<Value>::new());
}
