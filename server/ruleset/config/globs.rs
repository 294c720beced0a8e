//! Globs as in `.gitignore`, over paths relative to the folder of the file they stand in.

use super::super::locate::keys;
use super::super::problem::Report;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::borrow::Cow;

/// The globs of the list at `key`; those that cannot be read are reported and left out.
pub(super) fn globs(report: &mut Report<'_>, key: &str, globs: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for (index, glob) in globs.iter().enumerate() {
        add(&mut set, glob, |message| {
            report.value(keys![key, index], message);
        });
    }
    set.build().unwrap_or_default()
}

/// Without a slash it fits in any folder, and naming a folder names what is in it.
pub(super) fn add(set: &mut GlobSetBuilder, glob: &str, problem: impl FnOnce(String)) {
    let anchored = glob.trim_end_matches('/');
    let anchored = anchored.strip_prefix("./").unwrap_or(anchored);
    let whole = match anchored.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None if anchored.contains('/') => anchored.to_owned(),
        None => format!("**/{anchored}"),
    };
    let build = |glob: &str| GlobBuilder::new(glob).literal_separator(true).build();
    match build(&whole).and_then(|file| Ok((file, build(&format!("{whole}/**"))?))) {
        Ok((file, below)) => {
            set.add(file).add(below);
        }
        Err(error) => problem(format!("this glob cannot be read: {}", error.kind())),
    }
}

/// `path`, relative to a folder that is `from` as another folder sees it, as that other folder sees it. Nothing is looked up:
/// `..` takes back what is in front of it.
pub(super) fn rebased<'p>(from: &str, path: &'p str) -> Cow<'p, str> {
    if from.is_empty() || path.starts_with('/') || path.get(1..3) == Some(":/") {
        return path.into();
    }
    let mut steps: Vec<&str> = Vec::new();
    for step in from.split('/').chain(path.split('/')) {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/").into()
}
