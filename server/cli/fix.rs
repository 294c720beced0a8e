//! `regards fix`.

use super::arguments::FixArguments;
use super::output::{Outcome, Output, Style};
use super::reading::Reader;
use super::replace::replace;
use super::{counts::counted, parallel};
use crate::fix::{Applied, Fixed, Selection};
use crate::project::files::{self, Input};
use crate::project::{Draft, Trouble, mended};
use crate::ruleset::{RuleId, Ruleset, nearest};
use similar::{ChangeTag, TextDiff};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

/// What one file comes to.
#[derive(Default)]
struct Answer {
    /// For standard output, as bytes: patches and drafts need not be UTF-8.
    text: Vec<u8>,
    counts: Counts,
    troubles: Vec<Trouble>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    files: usize,
    changed: usize,
    fixes: usize,
    /// Findings a look would mend.
    review: usize,
    /// Findings nothing mends.
    left: usize,
    /// Files that were left alone though they could be mended.
    refused: usize,
}

pub(super) fn run(arguments: &FixArguments, output: Output) -> io::Result<Outcome> {
    let projects = arguments.config.projects();
    let threads = parallel::threads(arguments.read.threads);
    let mut found = files::find(&arguments.paths, threads, &projects);
    found.inputs.retain(|input| match input {
        Input::File(path) if arguments.force_exclude => projects.of(path).wants(path) != Some(false),
        _ => true,
    });
    let reader = Reader::new(&projects, &arguments.read);
    let mut troubles = found.troubles;
    let here = projects.of_folder(Path::new(""));
    troubles.extend(reader.bad_intent(here.ruleset()));
    troubles.extend(arguments.rule.iter().filter_map(|id| bad_rule(here.ruleset(), id)));
    let mut counts = Counts::default();
    let mut out = io::stdout().lock();
    parallel::each(
        &found.inputs,
        threads,
        output.quiet,
        Vec::new,
        |bytes, input| one(&reader, arguments, input, bytes, output),
        |answer| {
            out.write_all(&answer.text)?;
            counts.add(answer.counts);
            troubles.extend(answer.troubles);
            Ok(())
        },
    )?;
    out.flush()?;
    drop(out);
    troubles.splice(0..0, projects.troubles());
    let trouble = output.trouble(&troubles);
    output.notice(&counts.summary(arguments));
    let changes = if arguments.diff && counts.changed > 0 { Outcome::Findings } else { Outcome::Clean };
    Ok(trouble.max(changes))
}

fn bad_rule(ruleset: &Ruleset, id: &str) -> Option<Trouble> {
    if ruleset.rule(id).is_some() {
        return None;
    }
    let near = nearest(id, ruleset.rules.iter().map(|rule| rule.id.as_str()));
    let help = near.map_or_else(|| "`regards rules` lists them".to_owned(), |near| format!("did you mean {near}?"));
    Some(Trouble::with_file(Path::new("--rule"), format!("there is no rule `{id}`"), help))
}

fn one(reader: &Reader<'_>, arguments: &FixArguments, input: &Input, bytes: &mut Vec<u8>, output: Output) -> Answer {
    let (drafts, trouble) = match reader.read(input, bytes) {
        Ok(drafts) => (drafts, None),
        Err(trouble) => (Vec::new(), Some(trouble)),
    };
    let mut answer = Answer { troubles: trouble.into_iter().collect(), ..Answer::default() };
    let Some(first) = drafts.first() else {
        // What comes in goes out.
        if *input == Input::Stdin && !arguments.diff {
            answer.text.clone_from(bytes);
        }
        return answer;
    };
    let ruleset = first.project.ruleset();
    let mut values = ruleset.config().slots().clone();
    for (slot, words) in &arguments.set {
        values.set(slot, words);
    }
    let rules: Vec<RuleId> = arguments.rule.iter().filter_map(|id| ruleset.rule(id)).collect();
    // Of rules that do not exist, nothing is fixed.
    let none = !arguments.rule.is_empty() && rules.is_empty();
    // What could not be read is not written either.
    let doubtful = drafts.iter().any(|draft| !draft.document.problems.is_empty());
    answer.troubles.extend(drafts.iter().flat_map(Draft::troubles));
    let selection = Selection { review: arguments.review, rules };
    let mut fixed: Vec<Fixed> =
        drafts.iter().map(|draft| draft.mend(bytes, &reader.reading, &values, &selection)).collect();
    answer.troubles.extend(apart(&first.path, fixed.iter().map(|fixed| fixed.apart).sum()));
    let applied: Vec<Applied> = fixed.iter_mut().flat_map(|fixed| std::mem::take(&mut fixed.applied)).collect();
    let whole = match &mut fixed[..] {
        [only] if first.held.is_none() => std::mem::take(&mut only.bytes),
        all => mended(bytes, &drafts, all),
    };
    let differs = whole != *bytes && !none;
    let changed = differs && !doubtful;
    let left = |can_be_mended: bool| {
        let all = fixed.iter().flat_map(|fixed| &fixed.left);
        all.filter(|(_, fixable)| *fixable == can_be_mended).count()
    };
    answer.counts = Counts {
        files: 1,
        refused: usize::from(differs && doubtful),
        changed: usize::from(changed),
        fixes: if changed { applied.len() } else { 0 },
        review: left(true),
        left: left(false),
    };
    match input {
        _ if arguments.diff => {
            if changed {
                answer.text = patch(&first.path, bytes, &whole, output.style);
            }
        }
        Input::Stdin => answer.text.clone_from(if changed { &whole } else { bytes }),
        Input::File(path) if changed => match replace(path, bytes, &whole) {
            Ok(()) => answer.text = report(&first.path, ruleset, &applied, output.style).into_bytes(),
            Err(trouble) => {
                answer.counts = Counts { changed: 0, fixes: 0, refused: 1, ..answer.counts };
                answer.troubles.push(trouble);
            }
        },
        Input::File(_) => {}
    }
    answer
}

/// That findings are left alone, because what mends them cannot be done to all of a mail alike.
fn apart(path: &str, findings: usize) -> Option<Trouble> {
    let left = match findings {
        0 => return None,
        1 => "1 finding is left alone".to_owned(),
        more => format!("{more} findings are left alone"),
    };
    let message =
        format!("{left}: what there is to mend is not the same in each form of this mail, plain text and HTML");
    let help = "let both say the same, or keep only one of them".to_owned();
    Some(Trouble { path: path.to_owned(), place: None, message, help: Some(help), fatal: false })
}

/// `letter.txt: missing-thanks: Thank them for their time`
fn report(path: &str, ruleset: &Ruleset, applied: &[Applied], style: Style) -> String {
    applied.iter().fold(String::new(), |mut text, applied| {
        let rule = &ruleset[applied.rule].id;
        let _ = writeln!(text, "{}: {}: {}", style.bold(path), style.good(rule), applied.title);
        text
    })
}

/// A unified diff that `patch -p0` and `git apply -p0` take: bytes as they are on disk, and lines that end where those
/// programs see them end.
fn patch(path: &str, old: &[u8], new: &[u8], style: Style) -> Vec<u8> {
    let path = path.replace('\\', "/");
    // A name with a space in it ends at a tab.
    let end = if path.contains(' ') { "\t" } else { "" };
    let [old, new] = [old, new].map(|bytes| bytes.split_inclusive(|&byte| byte == b'\n').collect::<Vec<_>>());
    let diff = TextDiff::from_slices(&old, &new);
    let mut text = format!("--- {path}{end}\n+++ {path}{end}\n").into_bytes();
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        line(&mut text, hunk.header().to_string().as_bytes(), |shown| style.help(shown).to_string(), style);
        for change in hunk.iter_changes() {
            let (mark, paint): (u8, fn(Style, &str) -> String) = match change.tag() {
                ChangeTag::Delete => (b'-', |style, shown| style.error(shown).to_string()),
                ChangeTag::Insert => (b'+', |style, shown| style.good(shown).to_string()),
                ChangeTag::Equal => (b' ', |_, shown| shown.to_owned()),
            };
            let written = change.value();
            let whole = written.ends_with(b"\n");
            let written = [&[mark], written.strip_suffix(b"\n").unwrap_or(written)].concat();
            line(&mut text, &written, |shown| paint(style, shown), style);
            if !whole {
                text.extend_from_slice(b"\\ No newline at end of file\n");
            }
        }
    }
    text
}

/// A line of a patch: byte for byte, or painted for a terminal.
fn line(text: &mut Vec<u8>, written: &[u8], paint: impl Fn(&str) -> String, style: Style) {
    if style.on {
        text.extend_from_slice(paint(&String::from_utf8_lossy(written)).as_bytes());
    } else {
        text.extend_from_slice(written);
    }
    text.push(b'\n');
}

impl Counts {
    fn add(&mut self, more: Self) {
        self.files += more.files;
        self.changed += more.changed;
        self.fixes += more.fixes;
        self.review += more.review;
        self.left += more.left;
        self.refused += more.refused;
    }

    /// `Made 3 fixes in 2 of 5 files; 4 more with --review; 1 finding needs you`
    fn summary(&self, arguments: &FixArguments) -> String {
        let verb = if arguments.diff { "Would make" } else { "Made" };
        let files = counted(self.files, "file");
        let mut text = match self.fixes {
            0 if self.refused > 0 => format!("{verb} no fix in {files}"),
            0 => format!("Nothing to fix in {files}"),
            _ => format!("{verb} {} in {} of {files}", counted(self.fixes, "fix"), self.changed),
        };
        text = text.replace(" fixs ", " fixes ");
        if self.review > 0 && !arguments.review {
            let _ = write!(text, "; {} more with --review", self.review);
        }
        if self.refused > 0 {
            let _ = write!(text, "; {} left alone", counted(self.refused, "file"));
        }
        let left = self.left + if arguments.review { self.review } else { 0 };
        if left > 0 {
            let need = if left == 1 { "needs" } else { "need" };
            let _ = write!(text, "; {} {need} you: regards check tells", counted(left, "finding"));
        }
        text
    }
}
