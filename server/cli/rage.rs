//! `regards rage`: what a bug report needs, and nothing of what messages say.

use super::arguments::RageArguments;
use super::output::{Outcome, Output};
use crate::lsp;
use crate::ruleset::{Layer, Origin};
use std::env;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// Variables that change what Regards does.
const VARIABLES: [&str; 6] = ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "LANG", "TZ"];

pub(super) fn run(arguments: &RageArguments, output: Output) -> io::Result<Outcome> {
    let projects = arguments.config.projects();
    let project = projects.of_folder(Path::new(""));
    let ruleset = project.ruleset();
    let mut text = String::new();
    let mut row = |name: &str, what: &str| {
        let _ = writeln!(text, "{name:<14} {what}");
    };
    row("regards", env!("CARGO_PKG_VERSION"));
    row("system", &format!("{} {}", env::consts::OS, env::consts::ARCH));
    let shown = |path: io::Result<std::path::PathBuf>| {
        path.map_or_else(|error| error.to_string(), |it| it.display().to_string())
    };
    row("program", &shown(env::current_exe()));
    row("folder", &shown(env::current_dir()));
    let configuration =
        project.folder.as_ref().map_or_else(|| "none".to_owned(), |folder| folder.display().to_string());
    row("configuration", &configuration);
    let built_in = Layer::builtin().name;
    let count = |kind: &str, origins: &[&Origin]| {
        let own = origins.iter().filter(|origin| origin.layer != built_in).count();
        format!("{} {kind}, {own} of them your own", origins.len())
    };
    row("rules", &count("rules", &ruleset.rules.iter().map(|it| &it.origin).collect::<Vec<_>>()));
    row("", &count("acts", &ruleset.acts.iter().map(|it| &it.origin).collect::<Vec<_>>()));
    row("", &count("intents", &ruleset.intents.iter().map(|it| &it.origin).collect::<Vec<_>>()));
    let off: Vec<_> = ruleset.rules.iter().filter(|rule| !rule.enabled).map(|rule| rule.id.as_str()).collect();
    row("off", if off.is_empty() { "none" } else { "" });
    for rule in off {
        row("", rule);
    }
    row("pages", &lsp::cache_folder().map_or_else(|| "no cache folder".to_owned(), |it| it.display().to_string()));
    for name in VARIABLES {
        if let Some(value) = env::var_os(name) {
            row(name, &value.to_string_lossy());
        }
    }
    row("threads", &std::thread::available_parallelism().map_or_else(|_| "unknown".to_owned(), |it| it.to_string()));
    let troubles = projects.troubles();
    row("troubles", &troubles.len().to_string());
    output.print(&text)?;
    Ok(output.trouble(&troubles))
}
