//! The formats findings are shown in: one file each, and one arm of [`CheckFormat::writer`].
//!
//! Invariants: every finding is in the output of every format, once, with the place it begins at, counted as the format
//! counts; what a file's part looks like depends on that file alone, so that any number of threads can make them; the same
//! findings give the same bytes.

mod checkstyle;
mod fingerprint;
mod github;
mod gitlab;
mod html;
mod jsonl;
mod junit;
mod markdown;
mod place;
mod rdjson;
mod root;
mod sarif;
mod terminal;
mod xml;

pub(super) use fingerprint::{Fnv, lacks};
pub(super) use root::Root;

use super::arguments::CheckFormat;
use super::counts::Counts;
use super::output::Style;
use super::statistics::Statistics;
use crate::check::Diagnostic;
use crate::fix::Fix;
use crate::project::{Draft, Project, Projects, Trouble};
use crate::ruleset::RuleId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file that was checked.
pub(super) struct Checked<'a> {
    pub(super) draft: &'a Draft,
    /// What was found, by place.
    pub(super) diagnostics: &'a [Diagnostic],
    /// What puts it right; as many lists as there are diagnostics.
    pub(super) fixes: &'a [Vec<Fix>],
    pub(super) root: &'a Root,
}

impl<'a> Checked<'a> {
    /// Each finding with its fixes.
    fn findings(&self) -> impl Iterator<Item = (&'a Diagnostic, &'a [Fix])> {
        self.diagnostics.iter().zip(self.fixes.iter().map(Vec::as_slice))
    }

    fn rule_id(&self, diagnostic: &Diagnostic) -> &'a str {
        &self.draft.project.ruleset()[diagnostic.rule].id
    }

    /// Where the rule is documented, if the configuration says so.
    fn url(&self, diagnostic: &Diagnostic) -> Option<String> {
        let url = self.draft.project.config.docs_url()?;
        Some(url.replace("{rule}", self.rule_id(diagnostic)))
    }
}

/// What all files come to.
pub(super) struct Total<'a> {
    pub(super) counts: &'a Counts,
    pub(super) statistics: &'a Statistics,
    /// Whether `--statistics` asks for them.
    pub(super) with_statistics: bool,
    pub(super) projects: &'a Projects,
    pub(super) troubles: &'a [Trouble],
}

/// Turns findings into text. The parts stand in this order: `start`, `file` for each file, `end`.
pub(super) trait Writer: Sync {
    /// What comes before the files.
    fn start(&self, _total: &Total<'_>) -> Vec<u8> {
        Vec::new()
    }

    /// Whether the parts are items of a JSON array, or lists of some, with commas to stand between them.
    fn is_array(&self) -> bool {
        false
    }

    /// Whether it tells of files without a finding.
    fn tells_clean(&self) -> bool {
        false
    }

    /// A file's part.
    fn file(&self, checked: &Checked<'_>) -> Vec<u8>;

    /// What comes after the files.
    fn end(&self, _total: &Total<'_>) -> Vec<u8> {
        Vec::new()
    }

    /// Whether it tells of rules, intents or folders as a whole, whether `--statistics` asks for that or not.
    fn tells_statistics(&self) -> bool {
        false
    }

    /// Whether `start` tells what all files come to, so that nothing can be written before all are read.
    fn sums_up_first(&self) -> bool {
        false
    }
}

impl CheckFormat {
    /// Writes this format, in colours where it has any.
    pub(super) fn writer(self, style: Style) -> Box<dyn Writer> {
        match self {
            Self::Full => Box::new(terminal::Full(style)),
            Self::Concise => Box::new(terminal::Concise(style)),
            Self::Json => Box::new(terminal::Json),
            Self::Jsonl => Box::new(jsonl::Jsonl),
            Self::Sarif => Box::new(sarif::Sarif),
            Self::Github => Box::new(github::Github),
            Self::Gitlab => Box::new(gitlab::Gitlab),
            Self::Junit => Box::new(junit::Junit),
            Self::Checkstyle => Box::new(checkstyle::Checkstyle),
            Self::Rdjson => Box::new(rdjson::Rdjson),
            Self::Markdown => Box::new(markdown::Markdown),
            Self::Html => Box::new(html::Html),
        }
    }

    /// Whether a program reads it: nothing else may stand on standard output.
    pub(super) fn is_data(self) -> bool {
        !matches!(self, Self::Full | Self::Concise)
    }
}

/// The rules that ran, by id. Where folders have different ones of the same id, the first folder's is told.
fn rules(total: &Total<'_>) -> BTreeMap<String, (Arc<Project>, RuleId)> {
    let mut projects = total.projects.all();
    projects.sort_by(|a, b| a.folder.cmp(&b.folder));
    let mut rules = BTreeMap::new();
    for project in &projects {
        for (index, rule) in project.ruleset().rules.iter().enumerate() {
            if (rule.enabled || total.statistics.rules.contains_key(&rule.id)) && !rules.contains_key(&rule.id) {
                rules.insert(rule.id.clone(), (Arc::clone(project), RuleId(index as u16)));
            }
        }
    }
    rules
}

/// A fix in a few words: its title, and what it would say.
fn phrasing(fix: &Fix) -> String {
    super::full::phrasing(fix)
}

/// The items of a JSON array, without what is around them.
fn items(items: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    items.collect::<Vec<_>>().join(&b",\n"[..])
}

/// Data with string keys always serializes.
fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}
