//! `regards config`: what is in effect, and where it is said.

use super::arguments::{EffectiveArguments, ListFormat};
use super::output::{Outcome, Output, Style};
use crate::project::{Project, shown_path};
use crate::ruleset::{Setting, Step, Told};
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

pub(super) fn run(arguments: &EffectiveArguments, output: Output) -> io::Result<Outcome> {
    let projects = arguments.config.projects();
    let path = arguments.path.as_deref();
    let file = path.filter(|path| !path.is_dir());
    let project = match (path, file) {
        (_, Some(file)) => projects.of(file),
        (folder, None) => projects.of_folder(folder.unwrap_or(Path::new(""))),
    };
    let settings = project.ruleset().in_effect(file.map(|file| project.relative(file)).as_deref());
    let text = match arguments.format {
        ListFormat::Text => toml(&project, file, &settings, output.style),
        ListFormat::Json => json(&project, &settings),
    };
    output.print(&text)?;
    Ok(output.trouble(&projects.troubles()))
}

/// The names of the files that are read, the one that extends the others first.
fn files(project: &Project) -> Vec<String> {
    project.config_files().map(|(path, _)| shown_path(path)).collect()
}

fn toml(project: &Project, file: Option<&Path>, settings: &[Setting], style: Style) -> String {
    let mut text = String::new();
    let about = match &files(project)[..] {
        [] => "no regards.toml here or above: all of it is built in".to_owned(),
        [only] => only.clone(),
        [own, bases @ ..] => format!("{own}, on top of {}", bases.join(" and ")),
    };
    let about = file.map_or_else(|| about.clone(), |file| format!("for {}: {about}", file.display()));
    let _ = writeln!(text, "{}", style.dim(format!("# {about}")));
    let mut table: &[Step] = &[];
    let mut rest = settings;
    while let Some(first) = rest.first() {
        let (own, key) = place(&first.key);
        if own != table {
            let name = own.iter().filter_map(|step| if let Step::Key(key) = step { Some(bare(key)) } else { None });
            let name = name.collect::<Vec<_>>().join(".");
            let is_list = matches!(own.last(), Some(Step::Index(_)));
            let _ =
                writeln!(text, "\n{}", style.bold(if is_list { format!("[[{name}]]") } else { format!("[{name}]") }));
            table = own;
        }
        let is_same = |setting: &&Setting| place(&setting.key) == (own, key);
        let members = rest.iter().take_while(is_same).count();
        let is_list = first.key.len() > own.len() + 1;
        let told = |setting: &Setting| style.dim(format!("# {}", told(&setting.told)));
        if is_list {
            let _ = writeln!(text, "{} = [", bare(key));
            for member in &rest[..members] {
                let _ = writeln!(text, "    {},  {}", literal(&member.value), told(member));
            }
            text.push_str("]\n");
        } else {
            let _ = writeln!(text, "{} = {}  {}", bare(key), literal(&first.value), told(first));
        }
        rest = &rest[members.max(1)..];
    }
    text
}

/// The table a value stands in, and its key there.
fn place(key: &[Step]) -> (&[Step], &str) {
    let last = key.iter().rposition(|step| matches!(step, Step::Key(_))).unwrap_or(0);
    let name = if let Some(Step::Key(name)) = key.get(last) { name.as_str() } else { "" };
    (&key[..last], name)
}

fn told(told: &Told) -> String {
    match told {
        Told::BuiltIn => "built in".to_owned(),
        Told::In(file, place) => format!("{file}:{}", place.line),
    }
}

/// A key as TOML writes it.
fn bare(key: &str) -> String {
    let is_bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if is_bare { key.to_owned() } else { toml::Value::from(key).to_string() }
}

/// A value as TOML writes it.
fn literal(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| toml::Value::from(text).to_string())
}

fn json(project: &Project, settings: &[Setting]) -> String {
    #[derive(Serialize)]
    struct Effective<'a> {
        version: u32,
        files: Vec<String>,
        config: Value,
        told: Vec<Place<'a>>,
    }
    #[derive(Serialize)]
    struct Place<'a> {
        key: &'a [Step],
        file: Option<&'a str>,
        line: Option<usize>,
        column: Option<usize>,
    }
    let mut config = Value::Object(Map::new());
    for setting in settings {
        put(&mut config, &setting.key, &setting.value);
    }
    let place = |setting: &'_ Setting| match &setting.told {
        Told::BuiltIn => (None, None),
        Told::In(file, at) => (Some(file.clone()), Some((at.line, at.column))),
    };
    let places: Vec<_> = settings.iter().map(place).collect();
    let told = settings.iter().zip(&places).map(|(setting, (file, at))| Place {
        key: &setting.key,
        file: file.as_deref(),
        line: at.map(|(line, _)| line as usize),
        column: at.map(|(_, column)| column as usize),
    });
    let effective = Effective { version: 1, files: files(project), config, told: told.collect() };
    // Plain data with string keys serializes.
    serde_json::to_string_pretty(&effective).unwrap_or_default() + "\n"
}

/// Puts a value at the end of a path, whose lists come in order.
fn put(into: &mut Value, key: &[Step], value: &Value) {
    let Some((first, rest)) = key.split_first() else {
        *into = value.clone();
        return;
    };
    let slot = match first {
        Step::Key(key) => {
            if !into.is_object() {
                *into = Value::Object(Map::new());
            }
            into.as_object_mut().map(|table| table.entry(key.as_str()).or_insert(Value::Null))
        }
        Step::Index(index) => {
            if !into.is_array() {
                *into = Value::Array(Vec::new());
            }
            into.as_array_mut().and_then(|list| {
                if list.len() <= *index {
                    list.push(Value::Null);
                }
                list.get_mut(*index)
            })
        }
    };
    if let Some(slot) = slot {
        put(slot, rest, value);
    }
}
