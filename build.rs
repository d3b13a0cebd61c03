//! Lists the check files, so that a new check is one new file, and watches the data folders that are embedded.
#![allow(clippy::disallowed_methods, reason = "a build script works on files")]

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    for folder in ["frameworks", "mappings", "templates", "src/checks", "src/api"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("checks.rs"), check_list(&root.join("src/checks"))).expect("OUT_DIR is writable");
    fs::write(out.join("api.rs"), call_list(&root.join("src/api"))).expect("OUT_DIR is writable");
}

/// Rust source: a module for each check file, and the list of their `CHECK` statics ordered by id.
fn check_list(folder: &Path) -> String {
    let mut found = Vec::new();
    for service in entries(folder).into_iter().filter(|p| p.is_dir()) {
        for file in entries(&service).into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs")) {
            let name = |p: &Path| p.file_stem().and_then(|s| s.to_str()).expect("names are ASCII").to_owned();
            found.push((name(&service), name(&file), file));
        }
    }
    // The order of ids, in which `_` of file names has become `-`.
    found.sort_by_key(|(service, name, _)| format!("{service}-{}", name.replace('_', "-")));
    let mut modules = String::new();
    let (mut all, mut paths) = (String::new(), String::new());
    for (service, name, file) in &found {
        writeln!(modules, "#[path = {:?}]\nmod {service}_{name};", file.display().to_string()).expect("a string grows");
        write!(all, "&{service}_{name}::CHECK, ").expect("a string grows");
        write!(paths, "\"{service}/{name}\", ").expect("a string grows");
    }
    format!("{modules}\nstatic ALL: &[&Check] = &[{all}];\n#[cfg(test)]\nstatic PATHS: &[&str] = &[{paths}];\n")
}

/// Rust source: a module for each product file of `src/api`, and the lists of their `pub static NAME: Call`.
fn call_list(folder: &Path) -> String {
    let (mut modules, mut all) = (String::new(), String::new());
    for file in entries(folder).into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs")) {
        let name = file.file_stem().and_then(|s| s.to_str()).expect("names are ASCII").to_owned();
        if ["call", "products", "xml"].contains(&name.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("the file is readable");
        let calls: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("pub static ")?.split_once(": Call ").map(|(name, _)| name))
            .collect();
        writeln!(modules, "#[path = {:?}]\npub mod {name};", file.display().to_string()).expect("a string grows");
        let list: String = calls.iter().map(|call| format!("&{name}::{call}, ")).collect();
        writeln!(all, "    &[{list}],").expect("a string grows");
    }
    format!("{modules}\nstatic CALLS: &[&[&Call]] = &[\n{all}];\n")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(list) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = list.map(|e| e.expect("the folder is readable").path()).collect();
    paths.sort();
    paths
}
