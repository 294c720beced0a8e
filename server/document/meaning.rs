//! What a placeholder stands for, read off its words. A table, not a rule: adding a word changes how drafts are read, not
//! what is asked of them.

use super::notation::is_identifier;
use super::{Format, PlaceholderSyntax, scan};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a placeholder stands for, read off its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A person whose role the words do not tell.
    Person,
    /// The recruiter.
    Recruiter,
    /// The hiring manager.
    HiringManager,
    /// The candidate.
    Candidate,
    /// Whoever sends the message.
    Sender,
    /// A company or organisation.
    Company,
    /// A job title or position.
    Role,
    /// A date or time.
    Time,
    /// Another time, or a link that offers one.
    Alternative,
    /// A reason.
    Reason,
    /// Any other link.
    Link,
    /// A whole paragraph or message chosen elsewhere.
    Text,
    /// A tag that prints nothing.
    Control,
    /// Anything else.
    Other,
}

impl Meaning {
    /// Whether it names a person.
    pub fn is_person(self) -> bool {
        matches!(self, Self::Person | Self::Recruiter | Self::HiringManager | Self::Candidate | Self::Sender)
    }
}

/// What placeholders stand for where somebody says so, whatever their words tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meanings {
    said: Vec<Said>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    words: String,
    /// The notation it holds for; all of them where only a name was given.
    syntax: Option<PlaceholderSyntax>,
    meaning: Meaning,
    /// As it was given.
    written: String,
}

impl Meanings {
    /// Says what the placeholder `written` stands for: one as it stands in messages, or the name in it. False where it is
    /// neither.
    pub fn add(&mut self, written: &str, meaning: Meaning) -> bool {
        let written = written.trim();
        let marks = scan::scan(written, 0, Format::Plain);
        let (inner, syntax) = match &marks.found[..] {
            [only] if only.syntax != PlaceholderSyntax::Tag && (0..written.len() as u32) == only.range => {
                (&written[only.inner.clone()], Some(only.syntax))
            }
            [] if is_identifier(written) => (written, None),
            _ => return false,
        };
        let words = placeholder_words(inner, syntax);
        if words.is_empty() {
            return false;
        }
        self.said.push(Said { words, syntax, meaning, written: written.to_owned() });
        true
    }

    /// Adds what `later` says; it wins.
    pub fn merge(&mut self, later: &Self) {
        self.said.extend(later.said.iter().cloned());
    }

    /// What a placeholder of these words stands for, if that was said. A notation goes before a name.
    pub(super) fn of(&self, words: &str, syntax: PlaceholderSyntax) -> Option<Meaning> {
        let by = |wanted| self.said.iter().rev().find(move |said| said.words == words && said.syntax == wanted);
        by(Some(syntax)).or_else(|| by(None)).map(|said| said.meaning)
    }

    /// The placeholders in this notation whose meaning was said, as they were written.
    pub fn written(&self, syntax: PlaceholderSyntax) -> impl Iterator<Item = (Meaning, &str)> {
        let said = self.said.iter().rev().filter(move |said| said.syntax == Some(syntax));
        said.map(|said| (said.meaning, said.written.as_str()))
    }
}

/// The words of what stands inside a placeholder, filters left out.
pub(super) fn placeholder_words(inner: &str, syntax: Option<PlaceholderSyntax>) -> String {
    words(without_filters(inner, syntax))
}

/// What stands inside a placeholder, filters left out.
pub(super) fn without_filters(inner: &str, syntax: Option<PlaceholderSyntax>) -> &str {
    if syntax == Some(PlaceholderSyntax::Pipe) { inner } else { inner.split('|').next().unwrap_or(inner) }
}

/// A row holds when one of its words is there and, where a second list is given, one of those too.
struct Row {
    any: &'static [&'static str],
    with: &'static [&'static str],
    meaning: Meaning,
}

const fn row(any: &'static [&'static str], with: &'static [&'static str], meaning: Meaning) -> Row {
    Row { any, with, meaning }
}

const NAME: &[&str] = &["name", "fname", "lname", "firstname", "lastname", "surname", "first", "last", "full"];

/// First match wins.
const TABLE: &[Row] = &[
    row(&["reason", "reasons", "because", "why", "motif", "motivo", "grund"], &[], Meaning::Reason),
    row(&["reschedule", "rebook", "rescheduling", "calendly"], &[], Meaning::Alternative),
    row(
        &[
            "new",
            "other",
            "another",
            "alternative",
            "alternate",
            "proposed",
            "next",
            "free",
            "available",
            "two",
            "your",
        ],
        &["time", "times", "date", "dates", "slot", "slots", "day", "days", "availability"],
        Meaning::Alternative,
    ),
    row(&["alternative", "alternate", "alternatives", "availability", "available"], &[], Meaning::Alternative),
    row(
        &["booking", "book", "calendar", "slot", "slots", "schedule", "scheduling"],
        &["link", "url", "href", "slots", "picker"],
        Meaning::Alternative,
    ),
    row(&["link", "url", "href", "website", "site", "portal"], &[], Meaning::Link),
    row(&["email", "phone", "mobile", "telephone", "tel", "address"], &[], Meaning::Other),
    row(
        &["company", "organisation", "organization", "employer", "firm", "org", "employeur", "empresa"],
        &["recruiter"],
        Meaning::Recruiter,
    ),
    row(
        &[
            "company",
            "organisation",
            "organization",
            "employer",
            "firm",
            "org",
            "business",
            "empresa",
            "entreprise",
            "school",
            "agency",
        ],
        &[],
        Meaning::Company,
    ),
    row(
        &[
            "recruiter",
            "recruiters",
            "talent",
            "recruitment",
            "coordinator",
            "scheduler",
            "hr",
            "hrbp",
            "sourcer",
            "recruiting",
            "reclutador",
            "recruteur",
        ],
        &[],
        Meaning::Recruiter,
    ),
    row(&["hiring", "hm", "hiringmanager"], &[], Meaning::HiringManager),
    row(&["manager", "supervisor"], &[], Meaning::HiringManager),
    row(
        &["job", "position", "role", "vacancy", "post", "opening", "requisition", "req", "puesto", "poste", "stelle"],
        &["contact"],
        Meaning::Person,
    ),
    row(
        &["candidate", "candidates", "applicant", "cand", "candidato", "candidat", "bewerber"],
        &["role", "position", "job"],
        Meaning::Role,
    ),
    row(
        &["sender", "signature", "signatory", "signer", "me", "my", "sign", "author", "firma", "signoff"],
        &[],
        Meaning::Sender,
    ),
    row(&["your"], NAME, Meaning::Sender),
    row(
        &["candidate", "candidates", "applicant", "cand", "candidato", "candidat", "bewerber", "student"],
        &[],
        Meaning::Candidate,
    ),
    row(
        &["interview", "old", "start", "end", "original", "scheduled", "due", "decision", "notice"],
        &["time", "date", "day", "slot", "at", "datetime", "hour"],
        Meaning::Time,
    ),
    row(
        &[
            "date", "time", "day", "hour", "datetime", "slot", "deadline", "weekday", "month", "week", "when", "fecha",
            "hora", "datum",
        ],
        &[],
        Meaning::Time,
    ),
    row(
        &["job", "position", "role", "vacancy", "post", "opening", "requisition", "req", "puesto", "poste", "stelle"],
        &[],
        Meaning::Role,
    ),
    row(
        &["department", "location", "office", "place", "city", "room", "number", "years", "amount", "salary"],
        &[],
        Meaning::Other,
    ),
    row(
        &[
            "interviewer",
            "interviewers",
            "contact",
            "person",
            "recipient",
            "employee",
            "colleague",
            "honorific",
            "salutation",
            "prenom",
            "nombre",
            "vorname",
            "nachname",
            "nom",
            "user",
            "username",
            "addressee",
            "to",
            "director",
            "registrar",
            "owner",
            "staff",
            "vp",
            "surname",
            "forename",
            "initials",
        ],
        &[],
        Meaning::Person,
    ),
    row(NAME, &[], Meaning::Person),
    row(&["title"], &[], Meaning::Role),
    row(
        &[
            "text",
            "body",
            "paragraph",
            "message",
            "content",
            "note",
            "partial",
            "yield",
            "include",
            "block",
            "feedback",
        ],
        &[],
        Meaning::Text,
    ),
    row(&["team"], &[], Meaning::Company),
];

/// The rows of [`TABLE`] in whose first list a word is, and those in whose second, as bits.
static ROWS: LazyLock<FxHashMap<&'static str, (u32, u32)>> = LazyLock::new(|| {
    let mut rows: FxHashMap<&'static str, (u32, u32)> = FxHashMap::default();
    for (number, row) in TABLE.iter().enumerate() {
        row.any.iter().for_each(|word| rows.entry(word).or_default().0 |= 1 << number);
        row.with.iter().for_each(|word| rows.entry(word).or_default().1 |= 1 << number);
    }
    rows
});

/// The rows that want nothing of their second list, as bits.
const ALONE: u32 = {
    assert!(TABLE.len() <= u32::BITS as usize);
    let (mut alone, mut number) = (0, 0);
    while number < TABLE.len() {
        alone |= (TABLE[number].with.is_empty() as u32) << number;
        number += 1;
    }
    alone
};

/// The meaning of `words`, lower-cased and separated by single spaces.
pub(super) fn meaning(words: &str) -> Meaning {
    let rows = words.split(' ').filter_map(|word| ROWS.get(word));
    let (any, with) = rows.fold((0, ALONE), |(any, with), row| (any | row.0, with | row.1));
    TABLE.get((any & with).trailing_zeros() as usize).map_or(Meaning::Other, |row| row.meaning)
}

/// The words of an identifier or phrase: lower case, split at case changes, dots and underscores, single spaces.
pub(super) fn words(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len() + 8);
    let mut before = ' ';
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        if matches!(c, '\'' | '\u{2019}') && chars.peek() == Some(&'s') {
            chars.next();
            before = ' ';
            continue;
        }
        if !c.is_alphanumeric() {
            before = ' ';
            continue;
        }
        let hump = c.is_uppercase()
            && (before.is_lowercase() || before.is_uppercase() && chars.peek().is_some_and(|n| n.is_lowercase()));
        if (before == ' ' || hump) && !out.is_empty() {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
        before = c;
    }
    out
}
