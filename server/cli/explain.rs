//! `regards explain`: what a rule asks for and why, what an act or an intent is.

use super::arguments::ExplainArguments;
use super::output::{Outcome, Output, Style};
use crate::project::{Content, Page, Trouble};
use crate::ruleset::{Ruleset, nearest};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// Columns of running text.
const WIDTH: usize = 80;

pub(super) fn run(arguments: &ExplainArguments, output: Output) -> io::Result<Outcome> {
    let projects = arguments.config.projects();
    let project = projects.of_folder(Path::new(""));
    let ruleset = project.ruleset();
    let id = arguments.id.as_str();
    let Some(page) = Page::of(&project, id) else {
        let mut troubles = projects.troubles();
        troubles.push(unknown(ruleset, id));
        return Ok(output.trouble(&troubles));
    };
    let mut sheet = Sheet { text: String::new(), style: output.style };
    sheet.page(&page);
    output.print(&sheet.text)?;
    Ok(output.trouble(&projects.troubles()))
}

fn unknown(ruleset: &Ruleset, id: &str) -> Trouble {
    let rules = ruleset.rules.iter().map(|rule| rule.id.as_str());
    let acts = ruleset.acts.iter().map(|act| act.id.as_str());
    let intents = ruleset.intents.iter().map(|intent| intent.id.as_str());
    let help = match nearest(id, rules.chain(acts).chain(intents)) {
        Some(near) => format!("did you mean {near}?"),
        None => "regards rules lists the rules".to_owned(),
    };
    Trouble::with_file(Path::new(id), "there is no rule, act or intent of this name", help)
}

/// The page as a terminal shows it.
struct Sheet {
    text: String,
    style: Style,
}

impl Sheet {
    fn page(&mut self, page: &Page) {
        let _ = writeln!(self.text, "{}: {}", self.style.bold(&page.id), page.title);
        for (name, what) in &page.facts {
            self.row(name, what);
        }
        for (title, content) in &page.sections {
            let _ = writeln!(self.text, "\n{}", self.style.bold(title));
            match content {
                Content::Prose(text) => self.prose(text),
                Content::List(items) => self.list(items),
                Content::Draft(draft) => self.draft(draft),
            }
        }
    }

    fn row(&mut self, name: &str, what: &str) {
        let mut lines = wrap(what, WIDTH - 12).into_iter();
        let _ = writeln!(self.text, "  {:<9} {}", self.style.dim(name), lines.next().unwrap_or_default());
        for line in lines {
            let _ = writeln!(self.text, "{:12}{line}", "");
        }
    }

    fn prose(&mut self, text: &str) {
        for (at, paragraph) in text.trim().split("\n\n").enumerate() {
            if at > 0 {
                self.text.push('\n');
            }
            for line in wrap(paragraph, WIDTH - 2) {
                let _ = writeln!(self.text, "  {line}");
            }
        }
    }

    fn list(&mut self, items: &[String]) {
        for item in items {
            for (at, line) in wrap(item, WIDTH - 4).iter().enumerate() {
                let _ = writeln!(self.text, "  {} {line}", if at == 0 { "-" } else { " " });
            }
        }
    }

    fn draft(&mut self, draft: &str) {
        for line in draft.trim().lines() {
            let _ = writeln!(self.text, "  {} {line}", self.style.dim("|"));
        }
    }
}

/// Lines of at most `width` characters, where words allow.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let letters = word.chars().count();
        match lines.last_mut() {
            Some(line) if length + 1 + letters <= width => {
                line.push(' ');
                line.push_str(word);
                length += 1 + letters;
            }
            _ => {
                lines.push(word.to_owned());
                length = letters;
            }
        }
    }
    lines
}
