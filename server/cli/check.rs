//! `regards check`.

use super::arguments::{CheckArguments, CheckFormat, FailOn};
use super::format::{Checked, Root, Total};
use super::output::{Outcome, Output};
use super::reading::Reader;
use super::sinks::{Sinks, Writers};
use super::statistics::Statistics;
use super::{listed, parallel, statistics};
use crate::check::Diagnostic;
use crate::fix::{Applicability, Fix};
use crate::project::files::{self, Found, Input};
use crate::project::{Projects, Trouble, absolute};
use crate::ruleset::Severity;
use std::io;
use std::path::PathBuf;
use std::time::Instant;

/// What one file comes to.
struct Answer {
    /// As it is written in each of the formats asked for.
    parts: Vec<Vec<u8>>,
    counts: Counts,
    statistics: Statistics,
    troubles: Vec<Trouble>,
}

/// What all files come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// Files that could be read.
    pub(super) files: usize,
    /// Those that are about an interview or an application.
    pub(super) ours: usize,
    /// Those without a finding.
    pub(super) clean: usize,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) informations: usize,
    pub(super) hints: usize,
    /// Findings with an edit that mends them.
    pub(super) fixable: usize,
    /// Those of them `regards fix` mends without anyone looking.
    pub(super) safe: usize,
}

pub(super) fn run(arguments: &CheckArguments, output: Output) -> io::Result<Outcome> {
    let start = Instant::now();
    let format = arguments.format.unwrap_or_else(CheckFormat::of_environment);
    let projects = arguments.config.projects();
    let threads = parallel::threads(arguments.read.threads);
    let found = inputs(arguments, threads, &projects);
    let reader = Reader::new(&projects, &arguments.read);
    let mut troubles = found.troubles;
    troubles.extend(reader.bad_intent(projects.of_folder(&PathBuf::new()).ruleset()));

    let root = Root::of_environment();
    let writers = Writers::new(format, &arguments.output, output);
    let mut sinks = Sinks::new(format, &arguments.output, output);
    let (mut counts, mut all) = (Counts::default(), Statistics::default());
    let with_statistics = arguments.statistics;
    sinks.start(&Total { counts: &counts, statistics: &all, with_statistics, projects: &projects, troubles: &[] })?;
    parallel::each(
        &found.inputs,
        threads,
        output.quiet,
        Vec::new,
        |bytes, input| one(&reader, input, bytes, &root, &writers),
        |answer| {
            sinks.add(&answer.parts)?;
            counts.add(answer.counts);
            all.add(answer.statistics);
            troubles.extend(answer.troubles);
            Ok(())
        },
    )?;
    troubles.splice(0..0, projects.troubles());
    let total = Total { counts: &counts, statistics: &all, with_statistics, projects: &projects, troubles: &troubles };
    let (unwritten, result) = sinks.end(&total);
    troubles.extend(unwritten);

    for folder in found.empty.iter().filter(|_| result.is_ok()) {
        let folder = folder.display();
        output.notice(&format!(
            "{folder}: no drafts here: no file that ends in .txt, .md, .eml, .html or a template's ending"
        ));
    }
    let trouble = output.trouble(&troubles);
    match result {
        // What could not be done is said in any case.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe && trouble > Outcome::Clean => return Ok(trouble),
        result => result?,
    }
    if format.is_data() && with_statistics && format != CheckFormat::Json {
        output.notice(statistics::table(&all, output.error_style()).trim_end());
    }
    if !format.is_data() {
        output.notice(&counts.summary(start.elapsed()));
    }
    Ok(trouble.max(counts.outcome(arguments.fail_on)))
}

/// What is to be checked.
fn inputs(arguments: &CheckArguments, threads: usize, projects: &Projects) -> Found {
    let mut found = match arguments.files_from.as_ref().map(|file| listed::read(file, arguments.null)) {
        None => files::find(&arguments.paths, threads, projects),
        Some(Ok(listed)) => files::find_all(&arguments.paths, &listed, threads, projects),
        Some(Err(trouble)) => Found { troubles: vec![trouble], ..Found::default() },
    };
    // A report that is written into a folder of drafts is no draft.
    let reports: Vec<PathBuf> = arguments.output.iter().map(|(_, path)| absolute(path)).collect();
    found.inputs.retain(|input| match input {
        Input::File(path) if !reports.is_empty() && reports.contains(&absolute(path)) => false,
        Input::File(path) if arguments.force_exclude => projects.of(path).wants(path) != Some(false),
        _ => true,
    });
    if let Some(shard) = arguments.shard {
        let mut index = 0..;
        found.inputs.retain(|_| index.next().is_some_and(|index: usize| index % shard.of == shard.index));
    }
    found
}

fn one(reader: &Reader<'_>, input: &Input, bytes: &mut Vec<u8>, root: &Root, writers: &Writers) -> Answer {
    let draft = match reader.read(input, bytes) {
        Ok(draft) => draft,
        Err(trouble) => {
            let (counts, statistics) = (Counts::default(), Statistics::default());
            return Answer { parts: Vec::new(), counts, statistics, troubles: vec![trouble] };
        }
    };
    let diagnostics = draft.check();
    let fixer = draft.fixer();
    let fixes: Vec<Vec<Fix>> = diagnostics.iter().map(|diagnostic| fixer.fixes(diagnostic)).collect();
    let counts = Counts::of(&diagnostics, &fixes, !draft.analysis.intents.is_empty());
    let statistics = Statistics::of(&draft, &diagnostics, &fixes);
    let parts = writers.parts(&Checked { draft: &draft, diagnostics: &diagnostics, fixes: &fixes, root });
    Answer { parts, counts, statistics, troubles: draft.troubles() }
}

impl Counts {
    fn of(diagnostics: &[Diagnostic], fixes: &[Vec<Fix>], ours: bool) -> Self {
        let clean = usize::from(diagnostics.is_empty());
        let mut counts = Self { files: 1, ours: usize::from(ours), clean, ..Self::default() };
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Information => counts.informations += 1,
                Severity::Hint => counts.hints += 1,
            }
        }
        let mends = |fix: &Fix| !fix.edits.is_empty();
        let is_safe = |fix: &Fix| mends(fix) && fix.applicability == Applicability::Safe;
        counts.fixable = fixes.iter().filter(|fixes| fixes.iter().any(mends)).count();
        counts.safe = fixes.iter().filter(|fixes| fixes.iter().any(is_safe)).count();
        counts
    }

    fn add(&mut self, more: Self) {
        self.files += more.files;
        self.ours += more.ours;
        self.clean += more.clean;
        self.errors += more.errors;
        self.warnings += more.warnings;
        self.informations += more.informations;
        self.hints += more.hints;
        self.fixable += more.fixable;
        self.safe += more.safe;
    }

    /// All findings.
    pub(super) fn diagnostics(&self) -> usize {
        self.errors + self.warnings + self.informations + self.hints
    }

    fn outcome(&self, fail_on: FailOn) -> Outcome {
        let counts = [self.errors, self.warnings, self.informations, self.hints];
        let kinds = match fail_on {
            FailOn::Error => 1,
            FailOn::Warning => 2,
            FailOn::Information => 3,
            FailOn::Hint => 4,
            FailOn::Never => 0,
        };
        if counts[..kinds].iter().any(|&count| count > 0) { Outcome::Findings } else { Outcome::Clean }
    }

    /// `Checked 12 files, 9 of them about an interview or an application: 3 errors, 5 warnings; regards fix mends 4 of them,
    /// with --review 2 more (4 ms)`
    fn summary(&self, elapsed: std::time::Duration) -> String {
        format!("{} ({} ms)", self.told(), elapsed.as_millis())
    }

    /// The same without the time.
    pub(super) fn told(&self) -> String {
        let files = format!("Checked {}", counted(self.files, "file"));
        let ours = match (self.files, self.ours) {
            (0, _) => String::new(),
            (1, 1) => ", about an interview or an application".to_owned(),
            (1, _) => ", not about an interview or an application".to_owned(),
            (_, 0) => ", none of them about an interview or an application".to_owned(),
            (files, ours) if files == ours => ", all about an interview or an application".to_owned(),
            (_, ours) => format!(", {ours} of them about an interview or an application"),
        };
        let kinds =
            [(self.errors, "error"), (self.warnings, "warning"), (self.informations, "remark"), (self.hints, "hint")];
        let kinds: Vec<_> =
            kinds.iter().filter(|(count, _)| *count > 0).map(|&(count, name)| counted(count, name)).collect();
        let found = match (self.ours, kinds.is_empty()) {
            (0, _) => String::new(),
            (_, true) => ": nothing to mend".to_owned(),
            (_, false) => format!(": {}", kinds.join(", ")),
        };
        format!("{files}{ours}{found}{}", self.fixes())
    }

    /// What `regards fix` can do about it.
    fn fixes(&self) -> String {
        let all = self.diagnostics();
        let part = |count: usize| match (count, all) {
            (1, 1) => "it".to_owned(),
            (count, all) if count == all => "all".to_owned(),
            (count, _) => count.to_string(),
        };
        match (self.safe, self.fixable - self.safe) {
            (0, 0) => String::new(),
            (0, review) => format!("; regards fix --review mends {}", part(review)),
            (safe, 0) => format!("; regards fix mends {}", part(safe)),
            (safe, review) => format!("; regards fix mends {safe}, with --review {review} more"),
        }
    }
}

pub(super) fn counted(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}
