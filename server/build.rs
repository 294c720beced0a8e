//! Embeds `rules/` in the binary, and has its templates compiled beforehand, because start-up has no time for either
//! parsing all of it as TOML or compiling thousands of templates. Writes what `ruleset::builtin` includes:
//!
//! - a table of `(path, text, lean)`, where `lean` is the same file as JSON without what only people read;
//! - the compiled patterns in postcard's format, if nothing is wrong with any template.
//!
//! What cannot be prepared is left out; the file is then read as it stands, and what is wrong with it reported. A test
//! holds what is prepared to what is not.
//!
//! A build script and not a macro, because only `rerun-if-changed` makes cargo notice an edited rule.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

#[allow(dead_code, unreachable_pub)]
#[path = "ruleset/compile/mod.rs"]
mod compile;
#[allow(dead_code, unreachable_pub, unused_imports)]
#[path = "ruleset/file/mod.rs"]
mod file;
#[allow(dead_code, unreachable_pub)]
#[path = "ruleset/inflection.rs"]
mod inflection;
#[allow(dead_code, unreachable_pub)]
#[path = "ruleset/layout.rs"]
mod layout;
#[allow(dead_code, unreachable_pub)]
#[path = "ruleset/misspelling.rs"]
mod misspelling;
#[allow(dead_code, unreachable_pub)]
#[path = "ruleset/patterns.rs"]
mod patterns;
#[allow(dead_code, unreachable_pub)]
#[path = "ruleset/template.rs"]
mod template;
#[allow(dead_code, unreachable_pub)]
#[path = "ruleset/vocabulary.rs"]
mod vocabulary;

/// Keys that only `explain` and `test` need. `why` must be there, so it is emptied.
const FOR_PEOPLE: [&str; 4] = ["examples", "says", "not", "skeleton"];

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("rules");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=server/build.rs");
    for module in [
        "compile",
        "file",
        "inflection.rs",
        "layout.rs",
        "misspelling.rs",
        "patterns.rs",
        "template.rs",
        "vocabulary.rs",
    ] {
        println!("cargo::rerun-if-changed=server/ruleset/{module}");
    }
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let mut table = String::from("pub(super) static FILES: &[(&str, &str, Option<&str>)] = &[\n");
    let mut files = BTreeMap::new();
    for path in paths {
        let name = path.strip_prefix(&root).expect("found below the root").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).expect("rules/ is readable, and UTF-8");
        let lean = lean(&text);
        // By a path that is still right where the checkout was moved and this was not made again.
        let from_package = format!("/rules/{name}");
        writeln!(
            table,
            "    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {from_package:?})), {lean:?}),"
        )
        .expect("a string takes it");
        files.insert(name, text);
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("rules.rs"), table).expect("OUT_DIR is writable");
    fs::write(out.join("patterns.postcard"), compile(&files).unwrap_or_default()).expect("OUT_DIR is writable");
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

/// The patterns of all templates, in the order in which `ruleset::resolve` adds them; `None` if anything is wrong.
fn compile(files: &BTreeMap<String, String>) -> Option<Vec<u8>> {
    let of_kind =
        |folder: &'static str| files.iter().filter(move |(path, _)| path.starts_with(folder)).map(|(_, text)| text);
    let words: Vec<file::WordsFile> = of_kind("words/").map(|text| toml::from_str(text).ok()).collect::<Option<_>>()?;
    let mut merged = file::WordsFile::default();
    let mut templates = Vec::new();
    for mut words in words {
        merged.merge(&mut words);
        let negation = words.negation.unwrap_or_default();
        templates.extend([negation.triggers, negation.pseudo, negation.ends]);
    }
    for text in of_kind("acts/") {
        let act: file::ActFile = toml::from_str(text).ok()?;
        templates.extend([act.templates, act.fallback, act.unless, act.not_in]);
    }
    for text in of_kind("intents/") {
        let intent: file::IntentFile = toml::from_str(text).ok()?;
        templates.extend(intent.cues.into_iter().flat_map(|cues| [cues.templates, cues.unless]));
    }
    let (mut builder, errors) = compile::PatternsBuilder::new(&merged);
    if !errors.is_empty() {
        return None;
    }
    for list in &templates {
        let once: BTreeSet<&String> = list.iter().collect();
        if once.len() < list.len() {
            return None;
        }
        for template in list {
            builder.add(template).ok()?;
        }
    }
    postcard::to_stdvec(&builder.finish()).ok()
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
