//! Embeds `rules/` in the binary: writes a table of `(path, text, lean)` that `ruleset::builtin` includes. `lean` is the
//! same file as JSON without what only people read, because start-up has no time for parsing all of it as TOML; a file
//! that is no TOML has none, and is reported when it is read as it stands.
//!
//! A build script and not a macro, because only `rerun-if-changed` makes cargo notice an edited rule.

use std::{env, fmt::Write as _, fs, path::{Path, PathBuf}};

/// Keys that only `explain` and `test` need. `why` must be there, so it is emptied.
const FOR_PEOPLE: [&str; 3] = ["examples", "says", "not"];

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("rules");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=server/build.rs");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut table = String::from("pub(super) static FILES: &[(&str, &str, Option<&str>)] = &[\n");
    for file in files {
        let name = file.strip_prefix(&root).expect("found below the root").to_string_lossy().replace('\\', "/");
        let lean = lean(&fs::read_to_string(&file).expect("rules/ is readable, and UTF-8"));
        writeln!(table, "    ({name:?}, include_str!({:?}), {lean:?}),", file.to_string_lossy()).expect("a string takes it");
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("rules.rs");
    fs::write(out, table).expect("OUT_DIR is writable");
}

fn lean(text: &str) -> Option<String> {
    let mut table: toml::Table = text.parse().ok()?;
    for key in FOR_PEOPLE {
        table.remove(key);
    }
    if let Some(why) = table.get_mut("why") {
        *why = String::new().into();
    }
    serde_json::to_string(&table).ok()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("rules/ is part of the package") {
        let path = entry.expect("rules/ is readable").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "toml") {
            files.push(path);
        }
    }
}
