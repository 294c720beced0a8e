//! The walls of the house: the core is pure, data goes one way, rules are data.

use std::fs;
use std::path::{Path, PathBuf};

const CORE: &[&str] = &["document", "ruleset", "analysis", "check", "fix"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    if !folder.exists() {
        return files;
    }
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The code of a file without its unit tests and without comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("readable");
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn complain(files: impl IntoIterator<Item = PathBuf>, what: &[&str], why: &str) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let code = code(&file);
        for word in what {
            if code.contains(word) {
                found.push(format!(
                    "{}: `{word}` — {why}",
                    file.strip_prefix(root()).expect("in the project").display()
                ));
            }
        }
    }
    found
}

#[test]
fn the_core_does_no_io_and_reads_no_clock() {
    let files = CORE.iter().flat_map(|m| rust_files(&root().join("server").join(m)));
    let what = [
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::io",
        "std::thread",
        "SystemTime",
        "Instant::",
        "Zoned::now",
        "Timestamp::now",
        "TimeZone::system",
        "println!",
        "eprintln!",
        "dbg!",
        "tower_lsp",
        "lsp_types",
        "tokio",
    ];
    assert_eq!(complain(files, &what, "the core is pure"), Vec::<String>::new());
}

#[test]
fn only_the_language_server_knows_the_protocol() {
    let files = rust_files(&root().join("server")).into_iter().filter(|f| !f.starts_with(root().join("server/lsp")));
    let found = complain(files, &["tower_lsp", "lsp_types", "ls_types", "ropey"], "only lsp/ knows the protocol");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn data_goes_one_way() {
    // Everything may use what stands before it, and nothing that stands after it. The server and the command line
    // stand side by side, the latter on top: it starts the former.
    let order = ["document", "ruleset", "analysis", "check", "fix", "project", "lsp", "cli"];
    let mut found = Vec::new();
    for (at, module) in order.iter().enumerate() {
        let later: Vec<String> = order[at + 1..].iter().map(|later| format!("crate::{later}")).collect();
        let later: Vec<&str> = later.iter().map(String::as_str).collect();
        found.extend(complain(rust_files(&root().join("server").join(module)), &later, "data goes one way"));
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn only_the_command_line_prints() {
    let files = rust_files(&root().join("server"))
        .into_iter()
        .filter(|f| !f.starts_with(root().join("server/cli")) && !f.ends_with("build.rs"));
    assert_eq!(complain(files, &["println!", "eprintln!", "print!("], "only cli/ prints"), Vec::<String>::new());
}

#[test]
fn no_rule_id_in_rust() {
    let mut ids = Vec::new();
    for entry in fs::read_dir(root().join("rules/etiquette")).expect("the rule pack") {
        let path = entry.expect("readable").path();
        if let Some(id) =
            path.file_stem().and_then(|s| s.to_str()).filter(|_| path.extension().is_some_and(|e| e == "toml"))
        {
            ids.push(format!("\"{id}\""));
        }
    }
    assert!(ids.len() > 20, "the rule pack is there");
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    assert_eq!(complain(rust_files(&root().join("server")), &ids, "rules are data"), Vec::<String>::new());
}

#[test]
fn the_top_level_is_the_frame() {
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "server",
        "editors",
        "rules",
        "tests",
        "README.md",
        "CHANGELOG.md",
        "action.yml",
        "target",
    ];
    for entry in fs::read_dir(root()).expect("the project") {
        let name = entry.expect("readable").file_name().to_string_lossy().into_owned();
        let fits = allowed.contains(&name.as_str()) || name.starts_with('.') || name.starts_with("LICENSE");
        assert!(fits, "`{name}` does not belong at the top level");
    }
}
