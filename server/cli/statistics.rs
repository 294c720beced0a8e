//! How many findings there are by rule, by intent and by folder.

use super::counts::{Figures, Severities};
use super::output::Style;
use crate::check::Diagnostic;
use crate::fix::Fix;
use crate::project::Draft;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The counts of any number of files.
#[derive(Debug, Default, Serialize)]
pub(super) struct Statistics {
    /// By the id of the rule.
    #[serde(serialize_with = "ranked_list")]
    pub(super) rules: BTreeMap<String, Tally>,
    /// By the id of a message's main intent.
    #[serde(serialize_with = "ranked_list")]
    pub(super) intents: BTreeMap<String, Tally>,
    /// By the folder a file is in, as the file was named.
    #[serde(skip)]
    pub(super) folders: BTreeMap<String, Tally>,
}

/// What one rule, intent or folder comes to.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Its name for people; empty where it has none.
    pub(super) title: String,
    /// Files with findings; of an intent or a folder, all its files that are about an interview or an application.
    pub(super) files: usize,
    pub(super) found: Severities,
    /// Findings with an edit that mends them.
    pub(super) fixable: usize,
}

impl Tally {
    /// All findings.
    pub(super) fn findings(&self) -> usize {
        self.found.all()
    }

    fn count(&mut self, diagnostic: &Diagnostic, fixes: &[Fix]) {
        self.found.count(diagnostic.severity);
        self.fixable += usize::from(fixes.iter().any(|fix| !fix.edits.is_empty()));
    }

    fn add(&mut self, more: Self) {
        self.title = more.title;
        self.files += more.files;
        self.fixable += more.fixable;
        self.found.add(more.found);
    }
}

impl Statistics {
    /// Those of one file.
    pub(super) fn of(draft: &Draft, diagnostics: &[Diagnostic], fixes: &[Vec<Fix>]) -> Self {
        let mut statistics = Self::default();
        let ruleset = draft.project.ruleset();
        let Some(intent) = draft.analysis.intents.first().map(|found| &ruleset[found.intent]) else {
            return statistics;
        };
        let mut all = Tally { files: 1, ..Tally::default() };
        for (diagnostic, fixes) in diagnostics.iter().zip(fixes) {
            all.count(diagnostic, fixes);
            let rule = &ruleset[diagnostic.rule];
            let tally = statistics.rules.entry(rule.id.clone()).or_default();
            tally.title.clone_from(&rule.title);
            tally.files = 1;
            tally.count(diagnostic, fixes);
        }
        let folder = Path::new(&draft.path).parent().map_or(String::new(), |folder| folder.display().to_string());
        let folder = if folder.is_empty() { ".".to_owned() } else { folder.replace('\\', "/") };
        statistics.folders.insert(folder, all.clone());
        all.title.clone_from(&intent.title);
        statistics.intents.insert(intent.id.clone(), all);
        statistics
    }

    pub(super) fn add(&mut self, more: Self) {
        let parts =
            [(&mut self.rules, more.rules), (&mut self.intents, more.intents), (&mut self.folders, more.folders)];
        for (all, more) in parts {
            for (id, tally) in more {
                all.entry(id).or_default().add(tally);
            }
        }
    }
}

/// The greatest first, then by id.
pub(super) fn ranked(tallies: &BTreeMap<String, Tally>) -> Vec<(&str, &Tally)> {
    let mut ranked: Vec<(&str, &Tally)> = tallies.iter().map(|(id, tally)| (id.as_str(), tally)).collect();
    ranked.sort_by_key(|(id, tally)| (std::cmp::Reverse(tally.findings()), *id));
    ranked
}

fn ranked_list<S: Serializer>(tallies: &BTreeMap<String, Tally>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Entry<'a> {
        id: &'a str,
        title: &'a str,
        #[serde(flatten)]
        figures: Figures,
    }
    serializer.collect_seq(ranked(tallies).into_iter().map(|(id, tally)| {
        let figures = Figures::new(tally.files, tally.found, tally.fixable);
        Entry { id, title: &tally.title, figures }
    }))
}

/// A table for people, by rule and by intent.
pub(super) fn table(statistics: &Statistics, style: Style) -> String {
    let mut text = String::new();
    for (heading, tallies) in [("By rule", &statistics.rules), ("By intent", &statistics.intents)] {
        if tallies.is_empty() {
            continue;
        }
        let width = tallies.keys().map(String::len).max().unwrap_or(0);
        let _ = writeln!(text, "{}", style.bold(heading));
        let _ = writeln!(text, "{}", style.dim(format!("{:>8} {:>8} {:>8}", "findings", "files", "fixable")));
        for (id, tally) in ranked(tallies) {
            let (findings, files, fixable) = (tally.findings(), tally.files, tally.fixable);
            let _ = writeln!(text, "{findings:>8} {files:>8} {fixable:>8}  {id:width$}  {}", tally.title);
        }
        text.push('\n');
    }
    text
}
