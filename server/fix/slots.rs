//! What fills a phrasing's slots: the draft's own greeting, headers, front matter, thread and placeholders, then the
//! configuration. Invariant: nothing is invented; what no one tells is a blank.

use super::blank::Blanked;
use super::wording::capitalized;
use super::{Fixer, conditional};
use crate::analysis::{Analysis, Person, PersonSource, TimeFound, TimeRole};
use crate::document::{ArmId, Document, Meaning, Meanings, Placeholder, PlaceholderSyntax};
use crate::ruleset::{PersonRole, Sender, SlotValues};
use std::borrow::Cow;
use std::fmt::Write as _;

/// Where the value of a slot comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The configuration, or the command line.
    Given,
    /// The draft's front matter.
    FrontMatter,
    /// A placeholder of the draft.
    Placeholder,
    /// The greeting.
    Greeting,
    /// `To:`, `From:`
    Header,
    /// The quoted conversation.
    Thread,
    /// The draft's own words.
    Text,
    /// The sign-off.
    SignOff,
}

/// What there is to say about one slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filling {
    /// The slot, as rule files name it.
    pub slot: &'static str,
    /// What fills it, and where that was found; `None` where it is left blank.
    pub value: Option<(String, Origin)>,
}

impl Fixer<'_> {
    /// What fills each slot of this draft's phrasings.
    pub fn fillings(&self) -> Vec<Filling> {
        let lower = self.voice().lower;
        let meanings = self.ruleset.config().meanings();
        let (document, analysis, values) = (self.document, self.analysis, self.values);
        let slots = Slots { document, analysis, values, meanings, lower, branch: None };
        // Whoever writes is not the one who reads.
        let writer = match self.analysis.sender {
            Some(Sender::Candidate) => "candidate",
            Some(Sender::Employer) => "recruiter",
            _ => "",
        };
        let is_told = |origin| matches!(origin, Origin::Given | Origin::FrontMatter | Origin::Placeholder);
        let value = |slot| {
            let (value, origin) = slots.value(slot, false, None)?;
            (slot != writer || is_told(origin)).then(|| (value.into_owned(), origin))
        };
        SlotValues::NAMES.into_iter().map(|slot| Filling { slot, value: value(slot) }).collect()
    }
}

/// Fills the slots of one draft's phrasings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slots<'a> {
    pub(super) document: &'a Document,
    pub(super) analysis: &'a Analysis,
    pub(super) values: &'a SlotValues,
    /// What the configuration says placeholders stand for.
    pub(super) meanings: &'a Meanings,
    /// Whether sentences begin in lower case.
    pub(super) lower: bool,
    /// The branch of a template the words come to; values that are not set there fill nothing.
    pub(super) branch: Option<ArmId>,
}

impl<'a> Slots<'a> {
    /// The phrasing with its slots filled, and whether none is left blank. `given_name`: people by first name.
    pub(super) fn fill(&self, text: &str, given_name: bool, value: Option<Meaning>) -> (Blanked, bool) {
        let mut filled = Blanked::default();
        let mut known = true;
        let mut rest = text;
        while let Some(at) = rest.find(['{', '[']) {
            filled.push(&rest[..at]);
            rest = &rest[at..];
            if let Some(close) = rest.find(']').filter(|_| rest.starts_with('[')) {
                let label = &rest[1..close];
                filled.push_blank(&self.blank(label, None));
                known = false;
                rest = &rest[close + 1..];
                continue;
            }
            let Some(close) = rest.find('}').filter(|_| rest.starts_with('{')) else {
                filled.push(&rest[..1]);
                rest = &rest[1..];
                continue;
            };
            let name = &rest[1..close];
            if let Some((found, _)) = self.value(name, given_name, value) {
                let starts = filled.0.is_empty()
                    || filled.0.ends_with([' ', '\n']) && filled.0.trim_end().ends_with(['.', '?', '!']);
                filled.push(&if starts && !self.lower { capitalized(&found) } else { found.into_owned() });
            } else {
                filled.push_blank(&self.blank(label(name), Some(name)));
                known = false;
            }
            rest = &rest[close + 1..];
        }
        filled.push(rest);
        (filled, known)
    }

    /// What a slot is filled with, and where that was found.
    pub(super) fn value(&self, name: &str, given_name: bool, value: Option<Meaning>) -> Option<(Cow<'a, str>, Origin)> {
        let name = if name == "value" { slot_of(value?)? } else { self.real(name) };
        if let Some(given) = self.values.get(name) {
            return Some((given.into(), Origin::Given));
        }
        let keys = |key: &str| key.replace('_', "-").trim_end_matches("-name") == name;
        if let Some(field) = self.document.front_matter.iter().find(|field| keys(&field.key.to_lowercase()))
            && !field.value.trim().is_empty()
            && !field.value.contains(['{', '<', '[', '\n'])
        {
            return Some((field.value.trim().into(), Origin::FrontMatter));
        }
        if let Some(placeholder) = self.placeholder(name) {
            return Some((placeholder.into(), Origin::Placeholder));
        }
        // In a template only what is filled in anew each time can stand for a person or a time.
        if self.document.template {
            return None;
        }
        match name {
            "recruiter" | "candidate" | "hiring-manager" => {
                let person = self.person(name)?;
                let name = if given_name { first_name(&person.name) } else { person.name.as_str() };
                Some((name.into(), origin(person.from)))
            }
            "sender" => {
                let signs = |person: &&Person| person.from == PersonSource::SignOff && fit(&person.name);
                let signed = self.analysis.people.iter().find(signs);
                let from = || self.document.headers.from.first()?.name.as_deref();
                match signed {
                    Some(person) => Some((person.name.as_str().into(), Origin::SignOff)),
                    None => Some((from()?.into(), Origin::Header)),
                }
            }
            "appointment" => self.time(TimeRole::Appointment),
            "alternative" => self.time(TimeRole::Alternative),
            _ => None,
        }
    }

    fn time(&self, role: TimeRole) -> Option<(Cow<'a, str>, Origin)> {
        let blank = |time: &&TimeFound| {
            self.document.placeholders.iter().any(|it| it.text.is_some_and(|text| text.overlaps(time.span)))
        };
        let time = self.analysis.times.iter().find(|time| time.role == Some(role) && !blank(time))?;
        Some((self.document.words(time.span).into(), Origin::Text))
    }

    /// Who has that role: whoever is known by it, else whoever the message is for.
    fn person(&self, role: &str) -> Option<&'a Person> {
        let wanted = match role {
            "recruiter" => PersonRole::Recruiter,
            "candidate" => PersonRole::Candidate,
            _ => PersonRole::HiringManager,
        };
        let headers = &self.document.headers;
        let writes = |person: &Person| {
            let signed = |other: &Person| other.from == PersonSource::SignOff && agree(&other.name, &person.name);
            let sent = |mailbox: &crate::document::Mailbox| {
                mailbox.name.as_ref().is_some_and(|name| agree(name, &person.name))
            };
            person.from == PersonSource::SignOff
                || headers.from.iter().any(sent)
                || self.analysis.people.iter().any(signed)
        };
        // What is still to be filled in is nobody's name.
        let blank = |person: &Person| {
            let placeholders = self.document.placeholders.iter().filter_map(|it| it.text);
            person.span.is_some_and(|span| placeholders.into_iter().any(|text| text.overlaps(span)))
        };
        let people =
            || self.analysis.people.iter().filter(|person| !writes(person) && !blank(person) && fit(&person.name));
        let by_role = people().find(|person| person.role == Some(wanted));
        if role == "hiring-manager" {
            return by_role;
        }
        let nobody_else = |person: &&Person| person.role.is_none() || person.role == Some(wanted);
        let read_by = |from: PersonSource| people().filter(nobody_else).find(move |person| person.from == from);
        by_role
            .or_else(|| read_by(PersonSource::Greeting))
            .or_else(|| read_by(PersonSource::Thread))
            .or_else(|| read_by(PersonSource::Header))
    }

    /// A placeholder of the draft that stands for it, as written.
    fn placeholder(&self, name: &str) -> Option<&'a str> {
        if !self.document.template {
            return None;
        }
        let stands =
            |placeholder: &&Placeholder| slot_of(placeholder.meaning) == Some(name) && self.is_set(placeholder);
        // Whoever signs on one branch signs on the others.
        let signs = |placeholder: &&Placeholder| {
            let mut names = self.document.sign_offs().filter_map(|sign_off| sign_off.name);
            name == "sender" && names.any(|name| placeholder.text == Some(name)) && self.is_set(placeholder)
        };
        let mut placeholders = self.document.placeholders.iter();
        let own = placeholders.clone().find(signs).or_else(|| placeholders.find(stands));
        let own = own.and_then(|found| self.source(found));
        own.or_else(|| self.said(name))
    }

    /// Whether every slot of a phrasing can be filled on the branch it is for: none by a value that is not set there.
    pub(super) fn are_set(&self, text: &str) -> bool {
        let Some(branch) = self.branch.filter(|_| self.document.template) else { return true };
        let is_set = |name: &str| {
            let name = self.real(name);
            let mut own = self.document.placeholders.iter().filter(|it| slot_of(it.meaning) == Some(name)).peekable();
            let is_told = own.peek().is_some();
            own.any(|placeholder| self.is_set(placeholder))
                || self.values.get(name).is_some()
                || !is_told && !conditional::tests(self.document, branch, &name.replace('-', " "))
        };
        text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).all(is_set)
    }

    fn is_set(&self, placeholder: &Placeholder) -> bool {
        self.branch.is_none_or(|branch| conditional::is_set(self.document, branch, placeholder))
    }

    /// The slot that another one stands for in this draft.
    fn real<'n>(&self, name: &'n str) -> &'n str {
        match name {
            "reader" if self.analysis.sender == Some(Sender::Employer) => "candidate",
            "reader" => "recruiter",
            name => name,
        }
    }

    /// The placeholder that the configuration says stands for it, where the draft has others in its notation.
    fn said(&self, name: &str) -> Option<&'a str> {
        let mut notations: Vec<PlaceholderSyntax> = Vec::new();
        for placeholder in &self.document.placeholders {
            if !notations.contains(&placeholder.syntax) {
                notations.push(placeholder.syntax);
            }
        }
        let said = notations.into_iter().flat_map(|syntax| self.meanings.written(syntax));
        said.into_iter().find(|(meaning, _)| slot_of(*meaning) == Some(name)).map(|(_, written)| written)
    }

    fn source(&self, placeholder: &Placeholder) -> Option<&'a str> {
        let document = self.document;
        let start = document.source_offset(placeholder.span.start);
        document.source.get(start..document.source_offset(placeholder.span.end))
    }

    /// A blank: `[recruiter's name]`, or in a template `{{ recruiter }}` the way its other placeholders are written.
    fn blank(&self, label: &str, slot: Option<&str>) -> String {
        let in_braces = || format!("[{label}]");
        if !self.document.template {
            return in_braces();
        }
        let model = self.document.placeholders.iter().find(|it| it.syntax != PlaceholderSyntax::Tag);
        let Some((model, written)) = model.and_then(|model| Some((model, self.source(model)?))) else {
            return in_braces();
        };
        let words: Vec<String> = slot
            .unwrap_or(label)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let (open, close) = match model.syntax {
            PlaceholderSyntax::DoubleBrace if written.starts_with("{{ ") => ("{{ ", " }}"),
            PlaceholderSyntax::DoubleBrace => ("{{", "}}"),
            PlaceholderSyntax::Erb => ("<%= ", " %>"),
            PlaceholderSyntax::Dollar => ("${", "}"),
            PlaceholderSyntax::Brace => ("{", "}"),
            PlaceholderSyntax::Percent => ("%", "%"),
            PlaceholderSyntax::Paren => ("((", "))"),
            PlaceholderSyntax::Pipe => ("*|", "|*"),
            _ => return in_braces(),
        };
        let letters = || written.chars().filter(|c| c.is_alphabetic());
        let upper = letters().next().is_some() && letters().all(char::is_uppercase);
        let camel = letters().any(char::is_uppercase) && !upper && !written.contains('_');
        let mut name = String::new();
        for (index, word) in words.iter().enumerate() {
            if camel && index > 0 {
                name.push_str(&capitalized(word));
                continue;
            }
            let joint = match (index, model.syntax) {
                (0, _) => "",
                (_, PlaceholderSyntax::Paren) => " ",
                _ => "_",
            };
            let _ = write!(name, "{joint}{}", if upper { word.to_uppercase() } else { word.clone() });
        }
        format!("{open}{name}{close}")
    }
}

fn origin(from: PersonSource) -> Origin {
    match from {
        PersonSource::Greeting => Origin::Greeting,
        PersonSource::Header => Origin::Header,
        PersonSource::Thread => Origin::Thread,
        PersonSource::Text => Origin::Text,
        PersonSource::SignOff => Origin::SignOff,
    }
}

/// The slot a placeholder's meaning fills.
fn slot_of(meaning: Meaning) -> Option<&'static str> {
    Some(match meaning {
        Meaning::Recruiter => "recruiter",
        Meaning::HiringManager => "hiring-manager",
        Meaning::Candidate => "candidate",
        Meaning::Sender => "sender",
        Meaning::Company => "company",
        Meaning::Role => "role",
        Meaning::Time => "appointment",
        Meaning::Alternative => "alternative",
        Meaning::Reason => "reason",
        Meaning::Person | Meaning::Link | Meaning::Text | Meaning::Control | Meaning::Other => return None,
    })
}

/// What a blank says.
pub(super) fn label(slot: &str) -> &str {
    match slot {
        "reader" => "name",
        "recruiter" => "recruiter's name",
        "hiring-manager" => "hiring manager's name",
        "candidate" => "candidate's name",
        "role" => "position",
        "appointment" => "date and time",
        "alternative" => "another date and time",
        "sender" => "your name",
        slot => slot,
    }
}

/// Whether a name can be written into a message: not an address, not half a sentence.
fn fit(name: &str) -> bool {
    !name.contains(['@', '{', '<', '[', '\n', '$', '%', '_']) && name.split_whitespace().count() <= 5
}

fn agree(one: &str, other: &str) -> bool {
    let words = |name: &str| name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let (one, other) = (words(one), words(other));
    // `Dr. Jörg Weiß` is `Jörg Weiß`.
    let is_in = |one: &[String], other: &[String]| !one.is_empty() && one.iter().all(|word| other.contains(word));
    one.first() == other.first() || is_in(&one, &other) || is_in(&other, &one)
}

fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}
