//! `regards check`.

use super::arguments::{CheckArguments, CheckFormat, FailOn};
use super::before::{Before, New, Seen};
use super::format::{Checked, Root, Total};
use super::output::{Outcome, Output};
use super::reading::Reader;
use super::sinks::{Sinks, Writers};
use super::statistics::Statistics;
use super::{listed, parallel, statistics, watch};
use crate::check::Diagnostic;
use crate::fix::{Applicability, Fix};
use crate::project::files::{self, Found, Input};
use crate::project::{Draft, Projects, Trouble, absolute};
use crate::ruleset::Severity;
use std::io;
use std::path::PathBuf;
use std::time::Instant;

/// What one file comes to.
struct Answer {
    /// Each of its messages as it is written in each of the formats asked for.
    parts: Vec<Vec<Vec<u8>>>,
    counts: Counts,
    statistics: Statistics,
    /// What the baseline is to know of it.
    seen: Option<Seen>,
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
    /// Findings that are left out because the baseline has them, and what the baseline has that is no longer there.
    pub(super) baseline: Option<[usize; 2]>,
    /// Findings that are left out because the revision has them, and files that are as they were.
    pub(super) base: Option<[usize; 2]>,
}

/// A check that was made, and what it was made with.
pub(super) struct Pass {
    pub(super) outcome: Outcome,
    pub(super) projects: Projects,
}

pub(super) fn run(arguments: &CheckArguments, output: Output) -> io::Result<Outcome> {
    if arguments.watch { watch::run(arguments, output) } else { Ok(pass(arguments, output)?.outcome) }
}

/// Checks once.
pub(super) fn pass(arguments: &CheckArguments, output: Output) -> io::Result<Pass> {
    let start = Instant::now();
    let format = arguments.format.unwrap_or_else(CheckFormat::of_environment);
    let projects = arguments.config.projects();
    let threads = parallel::threads(arguments.read.threads);
    let found = inputs(arguments, threads, &projects);
    let reader = Reader::new(&projects, &arguments.read);
    let (before, mut troubles) = Before::of(arguments);
    troubles.extend(found.troubles);
    troubles.extend(reader.bad_intent(projects.of_folder(&PathBuf::new()).ruleset()));

    let root = Root::of_environment();
    let writers = Writers::new(format, &arguments.output, output);
    let mut sinks = Sinks::new(format, &arguments.output, output);
    let (mut counts, mut all, mut seen) = (Counts::of_run(&before), Statistics::default(), Vec::new());
    let with_statistics = arguments.statistics;
    sinks.start(&Total { counts: &counts, statistics: &all, with_statistics, projects: &projects, troubles: &[] })?;
    parallel::each(
        &found.inputs,
        threads,
        output.quiet,
        Vec::new,
        |bytes, input| one(&reader, input, bytes, &before, &root, &writers),
        |answer| {
            answer.parts.iter().try_for_each(|parts| sinks.add(parts))?;
            counts.add(answer.counts);
            all.add(answer.statistics);
            seen.extend(answer.seen);
            troubles.extend(answer.troubles);
            Ok(())
        },
    )?;
    troubles.splice(0..0, projects.troubles());
    let compared = before.baseline.as_ref().map(|baseline| baseline.compare(seen)).unwrap_or_default();
    troubles.extend(compared.troubles);
    if let Some([_, stale]) = &mut counts.baseline {
        *stale = compared.stale;
    }
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
    let done = |outcome| Pass { outcome, projects };
    match result {
        // What could not be done is said in any case.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe && trouble > Outcome::Clean => {
            return Ok(done(trouble));
        }
        result => result?,
    }
    if let Some(written) = compared.written {
        output.notice(&written);
    }
    if format.is_data() && with_statistics && format != CheckFormat::Json {
        output.notice(statistics::table(&all, output.error_style()).trim_end());
    }
    if !format.is_data() {
        output.notice(&counts.summary(start.elapsed()));
    }
    Ok(done(trouble.max(counts.outcome(arguments.fail_on))))
}

/// What is to be checked.
pub(super) fn inputs(arguments: &CheckArguments, threads: usize, projects: &Projects) -> Found {
    let mut found = match arguments.files_from.as_ref().map(|file| listed::read(file, arguments.null)) {
        None => files::find(&arguments.paths, threads, projects),
        Some(Ok(listed)) => files::find_all(&arguments.paths, &listed, threads, projects),
        Some(Err(trouble)) => Found { troubles: vec![trouble], ..Found::default() },
    };
    // A report that is written into a folder of drafts is no draft.
    let reports = arguments.output.iter().map(|(_, path)| path).chain(&arguments.baseline);
    let reports: Vec<PathBuf> = reports.map(|path| absolute(path)).collect();
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

fn one(
    reader: &Reader<'_>,
    input: &Input,
    bytes: &mut Vec<u8>,
    before: &Before,
    root: &Root,
    writers: &Writers,
) -> Answer {
    let empty = Answer {
        parts: Vec::new(),
        counts: Counts::default(),
        statistics: Statistics::default(),
        seen: None,
        troubles: Vec::new(),
    };
    let (path, project) = match reader.load(input, bytes) {
        Ok(loaded) => loaded,
        Err(trouble) => return Answer { troubles: vec![trouble], ..empty },
    };
    let mut troubles = Vec::new();
    let was = before.base.as_ref().and_then(|base| {
        base.was(&path).unwrap_or_else(|trouble| {
            troubles.push(trouble);
            None
        })
    });
    let then = was.as_ref().and_then(|was| before.base.as_ref()?.then(&was.bytes));
    if was.as_ref().is_some_and(|was| then.is_none() && was.is(&path, bytes)) {
        return Answer { counts: Counts { base: Some([0, 1]), ..Counts::default() }, ..empty };
    }
    let drafts = match Draft::all(bytes, &path, &project, &reader.reading) {
        Ok(drafts) => drafts,
        Err(trouble) => {
            troubles.push(trouble);
            return Answer { troubles, ..empty };
        }
    };
    let is_old = was.is_some();
    let olds = was.map(|was| reader.understand(&was.bytes, &was.path, then)).unwrap_or_default();
    let counts = Counts { base: Some([0, 0]), baseline: Some([0, 0]), ..Counts::default() };
    let mut answer = Answer { counts, troubles, ..empty };
    for draft in &drafts {
        // Of the messages a file holds, each has one before it.
        let old = olds.iter().find(|old| old.message() == draft.message());
        let New { diagnostics, in_base, in_baseline, seen } =
            before.new_in(draft, draft.check(), old.filter(|_| is_old));
        let fixer = draft.fixer();
        let fixes: Vec<Vec<Fix>> = diagnostics.iter().map(|diagnostic| fixer.fixes(diagnostic)).collect();
        let mut counts = Counts::of(&diagnostics, &fixes, !draft.analysis.intents.is_empty());
        (counts.base, counts.baseline) = (Some([in_base, 0]), Some([in_baseline, 0]));
        answer.counts.add(counts);
        answer.statistics.add(Statistics::of(draft, &diagnostics, &fixes));
        answer.parts.push(writers.parts(&Checked { draft, diagnostics: &diagnostics, fixes: &fixes, root }));
        answer.troubles.extend(draft.troubles());
        match (&mut answer.seen, seen) {
            (Some(all), Some(more)) => all.join(more),
            (all, more) => *all = more,
        }
    }
    answer.counts.files = usize::from(!drafts.is_empty());
    answer.counts.ours = answer.counts.ours.min(1);
    answer.counts.clean = usize::from(answer.counts.files > 0 && answer.counts.diagnostics() == 0);
    answer
}

impl Counts {
    /// Before the first file.
    fn of_run(before: &Before) -> Self {
        let baseline = before.baseline.is_some().then_some([0; 2]);
        Self { baseline, base: before.base.is_some().then_some([0; 2]), ..Self::default() }
    }

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
        for (mine, more) in [(&mut self.baseline, more.baseline), (&mut self.base, more.base)] {
            if let (Some(mine), Some(more)) = (mine, more) {
                *mine = [mine[0] + more[0], mine[1] + more[1]];
            }
        }
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
        let known = self.known();
        let found = match (self.ours, kinds.is_empty()) {
            (0, _) => String::new(),
            (_, true) if known.is_empty() => ": nothing to mend".to_owned(),
            (_, true) => ": nothing new".to_owned(),
            (_, false) => format!(": {}", kinds.join(", ")),
        };
        let unchanged = match self.base {
            Some([_, unchanged]) if unchanged > 0 => format!(" ({unchanged} more unchanged)"),
            _ => String::new(),
        };
        format!("{files}{unchanged}{ours}{found}{known}{}", self.fixes())
    }

    /// What is left out: `, 41 more in the baseline, 2 more there before`
    fn known(&self) -> String {
        let part = |counts: Option<[usize; 2]>, place: &str| match counts {
            Some([known, _]) if known > 0 => format!(", {known} more {place}"),
            _ => String::new(),
        };
        part(self.baseline, "in the baseline") + &part(self.base, "there before")
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
