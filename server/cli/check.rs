//! `regards check`.

use super::arguments::{CheckArguments, CheckFormat};
use super::before::{Before, New, Seen};
use super::counts::Counts;
use super::format::{Checked, Root, Total};
use super::output::{Outcome, Output};
use super::reading::Reader;
use super::sinks::{Sinks, Writers};
use super::statistics::Statistics;
use super::{listed, parallel, statistics, watch};
use crate::analysis::model::Model;
use crate::fix::Fix;
use crate::project::files::{self, Found, Input};
use crate::project::{Draft, Projects, Trouble, absolute};
use crate::ruleset::Ruleset;
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

/// What is told of each file.
struct Told<'a> {
    root: &'a Root,
    writers: &'a Writers,
    /// Whether anyone asks for its statistics.
    statistics: bool,
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
    get_ready(&projects, threads);
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
    let told = Told { root: &root, writers: &writers, statistics: with_statistics || writers.tell_statistics() };
    sinks.start(&Total { counts: &counts, statistics: &all, with_statistics, projects: &projects, troubles: &[] })?;
    parallel::each(
        &found.inputs,
        threads,
        output.quiet,
        Vec::new,
        |bytes, input| one(&reader, input, bytes, &before, &told),
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

/// Lets other threads unpack what checking needs, while this one looks for the files.
fn get_ready(projects: &Projects, threads: usize) {
    if threads > 1 {
        // Nobody waits for them: whoever needs it before it is there does.
        std::thread::spawn(Model::builtin);
        if projects.are_plain() {
            std::thread::spawn(Ruleset::builtin);
        }
    }
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

fn one(reader: &Reader<'_>, input: &Input, bytes: &mut Vec<u8>, before: &Before, told: &Told<'_>) -> Answer {
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
        let found = draft.check();
        let count = found.len();
        let New { diagnostics, in_base, in_baseline, seen } = before.new_in(draft, found, old.filter(|_| is_old));
        let fixes: Vec<Vec<Fix>> = draft.fixer().all(&diagnostics, diagnostics.len() == count);
        let mut counts = Counts::of(&diagnostics, &fixes, !draft.analysis.intents.is_empty());
        (counts.base, counts.baseline) = (Some([in_base, 0]), Some([in_baseline, 0]));
        answer.counts.add(counts);
        if told.statistics {
            answer.statistics.add(Statistics::of(draft, &diagnostics, &fixes));
        }
        let checked = Checked { draft, diagnostics: &diagnostics, fixes: &fixes, root: told.root };
        answer.parts.push(told.writers.parts(&checked));
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
