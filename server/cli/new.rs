//! `regards new`.

use super::arguments::{NewArguments, NewFormat};
use super::output::{Outcome, Output};
use crate::fix::{Notation, compose};
use crate::project::Trouble;
use crate::ruleset::{Intent, IntentId, Ruleset, Sender, nearest};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

pub(super) fn run(arguments: &NewArguments, output: Output) -> io::Result<Outcome> {
    let projects = arguments.config.projects();
    let project = projects.of_folder(Path::new(""));
    let ruleset = project.ruleset();
    let troubles = projects.troubles();
    let Some(wanted) = &arguments.intent else {
        let mut text = String::new();
        for (_, intent) in with_skeleton(ruleset) {
            let _ = writeln!(text, "{:24}{}", output.style.bold(&intent.id), intent.title);
        }
        output.print(&text)?;
        return Ok(output.trouble(&troubles));
    };
    let found = ruleset.intent(wanted).and_then(|id| Some((id, ruleset.intent_file(id)?.skeleton?)));
    let Some((id, skeleton)) = found else {
        let known: Vec<&str> = with_skeleton(ruleset).map(|(_, intent)| intent.id.as_str()).collect();
        let help = match nearest(wanted, known.iter().copied()) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("there is {}", known.join(", ")),
        };
        let what = format!("there is no intent `{wanted}` with a skeleton");
        return Ok(output.trouble(&[Trouble::with_file(Path::new("INTENT"), what, help)]));
    };
    let mut values = ruleset.config().slots().clone();
    for (slot, words) in &arguments.set {
        values.set(slot, words);
    }
    let notation = match arguments.format {
        NewFormat::Plain => Notation::Plain,
        NewFormat::Markdown => Notation::Markdown,
        NewFormat::Mail => Notation::Mail,
        NewFormat::Html => Notation::Html,
        NewFormat::Jinja => Notation::Jinja,
        NewFormat::Handlebars => Notation::Handlebars,
        NewFormat::Erb => Notation::Erb,
    };
    let employer = ruleset[id].sender == Some(Sender::Employer);
    output.print(&compose(&skeleton, employer, &values, notation).text)?;
    Ok(output.trouble(&troubles))
}

/// The intents a message can be written for.
fn with_skeleton(ruleset: &Ruleset) -> impl Iterator<Item = (IntentId, &Intent)> {
    let all = ruleset.intents.iter().enumerate().map(|(index, intent)| (IntentId(index as u16), intent));
    all.filter(|(id, _)| ruleset.intent_file(*id).is_some_and(|file| file.skeleton.is_some()))
}
