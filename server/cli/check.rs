//! `regards check`.

use super::arguments::{CheckArguments, CheckFormat, FailOn};
use super::output::{Outcome, Output};
use super::reading::Reader;
use super::{concise, full, json, parallel};
use crate::check::Diagnostic;
use crate::fix::{Applicability, Fix};
use crate::project::Trouble;
use crate::project::files::{self, Input};
use crate::ruleset::Severity;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

/// What one file comes to.
struct Answer {
    /// As it is written to standard output.
    text: Vec<u8>,
    counts: Counts,
    troubles: Vec<Trouble>,
}

/// What all files come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// Files that could be read.
    pub(super) files: usize,
    /// Those that are about an interview or an application.
    pub(super) ours: usize,
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
    let projects = arguments.config.projects();
    let threads = parallel::threads(arguments.read.threads);
    let found = files::find(&arguments.paths, threads, &projects);
    let reader = Reader::new(&projects, &arguments.read);
    let mut troubles = found.troubles;
    troubles.extend(reader.bad_intent(projects.of_folder(&PathBuf::new()).ruleset()));

    let is_json = arguments.format == CheckFormat::Json;
    let mut out = if is_json { Output::data() } else { output.stdout() };
    if is_json {
        out.write_all(json::CHECK_START)?;
    }
    let mut counts = Counts::default();
    parallel::each(
        &found.inputs,
        threads,
        output.quiet,
        Vec::new,
        |bytes, input| one(&reader, input, bytes, arguments.format, output),
        |answer| {
            if is_json && answer.counts.files > 0 {
                out.write_all(if counts.files > 0 { b",\n" } else { b"\n" })?;
            }
            out.write_all(&answer.text)?;
            counts.add(answer.counts);
            troubles.extend(answer.troubles);
            Ok(())
        },
    )?;
    if is_json {
        json::check_end(&mut out, &counts)?;
    }
    out.flush()?;
    drop(out);

    for folder in &found.empty {
        let folder = folder.display();
        output.notice(&format!(
            "{folder}: no drafts here: no file that ends in .txt, .md, .eml, .html or a template's ending"
        ));
    }
    troubles.splice(0..0, projects.troubles());
    let trouble = output.trouble(&troubles);
    if !is_json {
        output.notice(&counts.summary(start.elapsed()));
    }
    Ok(trouble.max(counts.outcome(arguments.fail_on)))
}

fn one(reader: &Reader<'_>, input: &Input, bytes: &mut Vec<u8>, format: CheckFormat, output: Output) -> Answer {
    let draft = match reader.read(input, bytes) {
        Ok(draft) => draft,
        Err(trouble) => return Answer { text: Vec::new(), counts: Counts::default(), troubles: vec![trouble] },
    };
    let diagnostics = draft.check();
    let fixer = draft.fixer();
    let fixes: Vec<Vec<Fix>> = diagnostics.iter().map(|diagnostic| fixer.fixes(diagnostic)).collect();
    let counts = Counts::of(&diagnostics, &fixes, !draft.analysis.intents.is_empty());
    let text = match format {
        CheckFormat::Json => json::checked(&draft, &diagnostics, &fixes),
        CheckFormat::Concise => concise::write(&draft, &diagnostics, output.style),
        CheckFormat::Full => full::write(&draft, &diagnostics, &fixes, output.style),
    };
    Answer { text, counts, troubles: draft.troubles() }
}

impl Counts {
    fn of(diagnostics: &[Diagnostic], fixes: &[Vec<Fix>], ours: bool) -> Self {
        let mut counts = Self { files: 1, ours: usize::from(ours), ..Self::default() };
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
        format!("{files}{ours}{found}{} ({} ms)", self.fixes(), elapsed.as_millis())
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
