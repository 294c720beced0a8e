//! `regards explain`: what a rule asks for and why, what an act or an intent is.

use super::arguments::ExplainArguments;
use super::full::severity;
use super::inspect::sender_name;
use super::output::{Outcome, Output, Style};
use crate::project::Trouble;
use crate::ruleset::{ActId, IntentId, IntentSet, Rule, RuleId, Ruleset, Variant, When, nearest};
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
    let mut page = Page { text: String::new(), style: output.style };
    if let Some(rule) = ruleset.rule(id) {
        let url = project.config.file.docs_url.as_ref().map(|url| url.replace("{rule}", id));
        page.rule(ruleset, rule, url.as_deref());
    } else if let Some(act) = ruleset.act(id) {
        page.act(ruleset, act);
    } else if let Some(intent) = ruleset.intent(id) {
        page.intent(ruleset, intent);
    } else {
        let mut troubles = projects.troubles();
        troubles.push(unknown(ruleset, id));
        return Ok(output.trouble(&troubles));
    }
    output.print(&page.text)?;
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

struct Page {
    text: String,
    style: Style,
}

impl Page {
    fn rule(&mut self, ruleset: &Ruleset, id: RuleId, url: Option<&str>) {
        let rule = &ruleset[id];
        self.title(&rule.id, &rule.title);
        self.row("severity", &severities(ruleset, rule));
        self.row("for", &intents(ruleset, &rule.intents));
        if let Some(source) = &rule.source {
            self.row("asked for", &format!("“{}” in {}", source.section, source.document));
        }
        for source in &rule.see_also {
            self.row("see also", &format!("“{}” in {}", source.section, source.document));
        }
        self.row("from", &format!("{} ({})", rule.origin.file, rule.origin.layer));
        if let Some(url) = url {
            self.row("more", url);
        }
        let Some(file) = ruleset.rule_file(id) else { return };
        self.section("Why");
        self.prose(&file.why);
        if !file.not.is_empty() {
            self.section("Not to be confused with");
            self.list(&file.not);
        }
        if !file.fixes.is_empty() {
            self.section("What puts it right");
            for fix in &file.fixes {
                let text = fix.text.trim();
                let text = if text.is_empty() { String::new() } else { format!(": “{text}”") };
                let only =
                    if fix.intents.is_empty() { String::new() } else { format!(" ({})", fix.intents.join(", ")) };
                self.list(&[format!("{}{only}{text}", fix.title)]);
            }
        }
        if let Some(draft) = file.examples.iter().find_map(|example| example.flagged.as_ref()) {
            self.section("Flagged");
            self.draft(draft);
        }
        if let Some(draft) = file.examples.iter().find_map(|example| example.clean.as_ref()) {
            self.section("Not flagged");
            self.draft(draft);
        }
    }

    fn act(&mut self, ruleset: &Ruleset, id: ActId) {
        let act = &ruleset[id];
        self.title(&act.id, &act.title);
        if !act.senders.is_empty() {
            let senders: Vec<_> = act.senders.iter().map(|&sender| sender_name(sender)).collect();
            self.row("by", &senders.join(", "));
        }
        self.row("for", &intents(ruleset, &act.intents));
        self.row("from", &format!("{} ({})", act.origin.file, act.origin.layer));
        self.section("What counts");
        self.prose(&act.description);
        let Some(file) = ruleset.act_file(id) else { return };
        self.sentences("Says it", &file.says);
        self.sentences("Does not say it", &file.not);
    }

    fn intent(&mut self, ruleset: &Ruleset, id: IntentId) {
        let intent = &ruleset[id];
        self.title(&intent.id, &intent.title);
        if let Some(sender) = intent.sender {
            self.row("by", sender_name(sender));
        }
        if intent.silent {
            self.row("silent", "messages read as this are someone else's business: no rule applies to them");
        }
        self.row("needs", &format!("{} points from its cues", intent.threshold));
        self.row("from", &format!("{} ({})", intent.origin.file, intent.origin.layer));
        self.section("What it is");
        self.prose(&intent.description);
        let Some(file) = ruleset.intent_file(id) else { return };
        for (title, messages) in [("For example", file.says.first()), ("Not this", file.not.first())] {
            if let Some(message) = messages {
                self.section(title);
                self.draft(message);
            }
        }
    }

    fn title(&mut self, id: &str, title: &str) {
        let _ = writeln!(self.text, "{}: {title}", self.style.bold(id));
    }

    fn row(&mut self, name: &str, what: &str) {
        let mut lines = wrap(what, WIDTH - 12).into_iter();
        let _ = writeln!(self.text, "  {:<9} {}", self.style.dim(name), lines.next().unwrap_or_default());
        for line in lines {
            let _ = writeln!(self.text, "{:12}{line}", "");
        }
    }

    fn section(&mut self, title: &str) {
        let _ = writeln!(self.text, "\n{}", self.style.bold(title));
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

    fn sentences(&mut self, title: &str, sentences: &[String]) {
        const MOST: usize = 5;
        if !sentences.is_empty() {
            self.section(title);
            self.list(&sentences[..sentences.len().min(MOST)]);
        }
    }

    fn draft(&mut self, draft: &str) {
        for line in draft.trim().lines() {
            let _ = writeln!(self.text, "  {} {line}", self.style.dim("|"));
        }
    }
}

/// `warning; information for withdraw; error when the notice is short`
fn severities(ruleset: &Ruleset, rule: &Rule) -> String {
    let mut text = severity(rule.severity).to_owned();
    if !rule.enabled {
        text = format!("off ({text} where it is enabled)");
    }
    let differs = |variant: &&Variant| variant.severity.is_some_and(|severity| severity != rule.severity);
    for variant in rule.variants.iter().filter(differs) {
        let level = severity(variant.severity.unwrap_or(rule.severity));
        let _ = write!(text, "; {level}");
        if variant.intents.iter().ne(ruleset_intents(ruleset)) {
            let _ = write!(text, " for {}", intents(ruleset, &variant.intents));
        }
        match variant.when {
            Some(When::ShortNotice) => text.push_str(" when the notice is short"),
            Some(When::NotSpoken) => text.push_str(" when the message does not show that you have spoken"),
            Some(When::SubjectOnly) => text.push_str(" when only the subject says it"),
            None => {}
        }
    }
    text
}

fn ruleset_intents(ruleset: &Ruleset) -> impl Iterator<Item = IntentId> {
    (0..ruleset.intents.len()).map(|index| IntentId(index as u16))
}

fn intents(ruleset: &Ruleset, set: &IntentSet) -> String {
    if set.iter().eq(ruleset_intents(ruleset)) {
        return "every intent".to_owned();
    }
    set.iter().map(|intent| ruleset[intent].id.as_str()).collect::<Vec<_>>().join(", ")
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
