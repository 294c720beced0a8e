//! `regards inspect`: what Regards understands of a message.

use super::arguments::{InspectArguments, ListFormat};
use super::output::{Outcome, Output, Style};
use super::reading::Reader;
use super::{json, parallel};
use crate::analysis::{Signal, because};
use crate::document::LineIndex;
use crate::project::files::{self, Input};
use crate::project::{Draft, wording};
use crate::span::{Span, TextSpan};
use std::fmt::{Display, Write as _};
use std::io::{self, Write};
use std::path::Path;

pub(super) fn run(arguments: &InspectArguments, output: Output) -> io::Result<Outcome> {
    let projects = arguments.config.projects();
    let threads = parallel::threads(arguments.read.threads);
    let found = files::find(&arguments.paths, threads, &projects);
    let reader = Reader::new(&projects, &arguments.read);
    let mut troubles = found.troubles;
    troubles.extend(reader.bad_intent(projects.of_folder(Path::new("")).ruleset()));
    let mut out = output.stdout();
    let work = |bytes: &mut Vec<u8>, input: &Input| {
        let drafts = reader.read(input, bytes)?;
        let text = |draft: &Draft| match arguments.format {
            ListFormat::Json => {
                let mut line = json::inspected(draft);
                line.push(b'\n');
                line
            }
            ListFormat::Text => outline(draft, output.style).into_bytes(),
        };
        let troubles: Vec<_> = drafts.iter().flat_map(Draft::troubles).collect();
        Ok((drafts.iter().flat_map(text).collect::<Vec<u8>>(), troubles))
    };
    parallel::each(&found.inputs, threads, output.quiet, Vec::new, work, |answer| {
        match answer {
            Ok((text, more)) => {
                troubles.extend(more);
                out.write_all(&text)?;
            }
            Err(trouble) => troubles.push(trouble),
        }
        Ok(())
    })?;
    out.flush()?;
    drop(out);
    troubles.splice(0..0, projects.troubles());
    Ok(output.trouble(&troubles))
}

/// More letters of what was found are not shown.
const MOST_LETTERS: usize = 80;

/// The outline for people.
fn outline(draft: &Draft, style: Style) -> String {
    let Draft { document, analysis, .. } = draft;
    let ruleset = draft.project.ruleset();
    let index = LineIndex::new(&document.source);
    let quote = |span: TextSpan| format!("“{}”", wording::shortened(document.words(span), MOST_LETTERS));
    let place = |span: Span| {
        let at = document.line_column(&index, span.start);
        format!("{}:{}", at.line, at.column)
    };

    let mut text = String::new();
    let template = if document.template { ", a template" } else { "" };
    let message = draft.message().map(|message| format!(", {message}")).unwrap_or_default();
    let _ = writeln!(text, "{}{message} ({}{template})", style.bold(&draft.path), json::format(document.format));
    let mut rows = Rows { text, style };
    let because = because(document, ruleset, analysis);
    for (at, (found, because)) in analysis.about().zip(&because.intents).enumerate() {
        let name = if analysis.guess.is_some() {
            "perhaps"
        } else if at == 0 {
            "intent"
        } else {
            "also"
        };
        rows.row(name, wording::intent(ruleset, found));
        let cues: Vec<_> = because.iter().map(|&cue| quote(cue)).collect();
        if !cues.is_empty() {
            rows.row("", format_args!("for {}", cues.join(", ")));
        }
    }
    if let Some(guess) = &analysis.guess {
        let id = &ruleset[guess.intent].id;
        rows.row(
            "",
            format_args!("not sure, so no rule applies; `--intent {id}`, or `regards-intent: {id}` in it, says so"),
        );
    } else if analysis.intents.is_empty() {
        rows.row("intent", "none: not about an interview or an application, so no rule applies");
    }
    if let Some(sender) = analysis.sender {
        rows.row("sender", sender.name());
    }
    if let Some(greeting) = &document.greeting {
        let names: Vec<_> = greeting.names.iter().map(|&name| document.words(name)).collect();
        let names = if names.is_empty() { "names nobody".to_owned() } else { format!("names {}", names.join(", ")) };
        rows.row("greeting", format_args!("{}, {names}", quote(greeting.span)));
    }
    if let Some(sign_off) = document.sign_off {
        rows.row("sign-off", quote(sign_off.span));
    }
    let width = analysis.acts.iter().map(|found| ruleset[found.act].id.len()).max().unwrap_or(0);
    for (at, (found, because)) in analysis.acts.iter().zip(&because.acts).enumerate() {
        let (id, at_source) = (&ruleset[found.act].id, place(document.to_source(found.span)));
        rows.row(if at == 0 { "acts" } else { "" }, format_args!("{id:width$}  {} ({at_source})", quote(found.span)));
        if found.by == Signal::Model {
            let words: Vec<_> = because.iter().map(|&word| quote(word)).collect();
            let words = if words.is_empty() { String::new() } else { format!(", for {}", words.join(", ")) };
            rows.row("", format_args!("{:width$}  by the model{words}", ""));
        }
    }
    for (at, person) in analysis.people.iter().enumerate() {
        rows.row(if at == 0 { "people" } else { "" }, wording::person(person));
    }
    for (at, time) in analysis.times.iter().enumerate() {
        let role = time.role.map_or("no role", wording::time_role);
        let moment = wording::moment(time);
        let at_source = place(document.to_source(time.span));
        let row = format!("{}: {moment}, {role} ({at_source})", quote(time.span));
        rows.row(if at == 0 { "times" } else { "" }, row);
    }
    if let Some(notice) = wording::notice(&analysis.notice) {
        rows.row("notice", notice);
    }
    if !analysis.intents.is_empty() {
        slots(draft, &mut rows);
    }
    rows.text.push('\n');
    rows.text
}

/// What fixes would fill in, and what they would leave blank.
fn slots(draft: &Draft, rows: &mut Rows) {
    let fillings = draft.fixer().fillings();
    let mut name = "slots";
    for filling in &fillings {
        if let Some((value, origin)) = &filling.value {
            let value = wording::shortened(value, MOST_LETTERS);
            rows.row(name, format_args!("{}: {value} ({})", filling.slot, wording::slot_origin(*origin)));
            name = "";
        }
    }
    let blank: Vec<_> = fillings.iter().filter(|filling| filling.value.is_none()).map(|it| it.slot).collect();
    if !blank.is_empty() {
        rows.row(name, format_args!("blank: {}", blank.join(", ")));
    }
}

struct Rows {
    text: String,
    style: Style,
}

impl Rows {
    fn row(&mut self, name: &str, what: impl Display) {
        let _ = writeln!(self.text, "  {:<10}{what}", self.style.dim(name));
    }
}
