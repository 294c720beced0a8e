//! The language server through real connections: most in memory, frames and exits with the binary.

mod actions;
mod anything;
mod authoring;
mod binary;
mod choices;
mod client;
mod completion;
mod config;
mod data;
mod frames;
mod includes;
mod reading;
mod same;
mod sync;
mod workspace;

use client::Client;
use serde_json::{Value, json};

/// A draft with findings that do not depend on the time.
const CANCEL: &str = "Hi Dana,\n\nI need to cancel our interview on 9 December.\n\nBest,\nSam\n";
const URI: &str = "file:///drafts/a.txt";

/// The rules that object.
fn rules(diagnostics: &Value) -> Vec<&str> {
    diagnostics.as_array().into_iter().flatten().filter_map(|it| it["code"].as_str()).collect()
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn replace(from: (u32, u32), to: (u32, u32), text: &str) -> Value {
    let position = |(line, character): (u32, u32)| json!({ "line": line, "character": character });
    json!([{ "range": { "start": position(from), "end": position(to) }, "text": text }])
}
