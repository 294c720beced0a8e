//! Roles as words say them: `the hiring manager`, `in Talent Acquisition`, `HR`.

use crate::analysis::lexicon::Lexicon;
use crate::ruleset::PersonRole;
use std::sync::LazyLock;

/// What a word tells about a role.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    /// `recruiter`
    Recruiter,
    /// `hr`, capitals needed in prose of ordinary case
    Department,
    /// `talent`, `people`, `hiring`: with `team`, `partner`, …
    Leading,
    Hiring,
    Manager,
    Desk,
    Interviewer,
    Human,
    Resources,
    Abbreviation,
}

static WORDS: LazyLock<Lexicon<Word>> = LazyLock::new(|| {
    Lexicon::new([
        (
            Word::Recruiter,
            "recruiter recruiters recruiting recruitment sourcer headhunter staffing resourcer recruting recuiter",
        ),
        (Word::Department, "hr hrbp personnel ta"),
        (Word::Leading, "talent people"),
        (Word::Hiring, "hiring line"),
        (Word::Manager, "manager mgr managers"),
        (
            Word::Desk,
            "team partner lead acquisition advisor adviser manager specialist coordinator operations ops associate director consultant desk officer",
        ),
        (Word::Interviewer, "interviewer interviewers panellist panelist"),
        (Word::Human, "human"),
        (Word::Resources, "resources resource"),
        (Word::Abbreviation, "hm"),
    ])
});

/// The role that begins at the first of `words`, and how many words name it. `hires`: `hiring` alone is one, as in `who was hiring`.
pub(super) fn read<'a>(mut words: impl Iterator<Item = &'a str>, hires: bool) -> Option<(PersonRole, usize)> {
    let first = WORDS.get(words.next()?)?;
    let mut second = || words.next().and_then(|w| WORDS.get(w));
    match first {
        Word::Recruiter | Word::Department => Some((PersonRole::Recruiter, 1)),
        Word::Interviewer => Some((PersonRole::Interviewer, 1)),
        Word::Abbreviation => Some((PersonRole::HiringManager, 1)),
        Word::Hiring => match second() {
            Some(Word::Manager) => Some((PersonRole::HiringManager, 2)),
            Some(Word::Desk) => Some((PersonRole::Recruiter, 2)),
            _ if hires => Some((PersonRole::HiringManager, 1)),
            _ => None,
        },
        // `Talent` alone is a department where a preposition leads it; the caller sees to that by capitals.
        Word::Leading => match second() {
            Some(Word::Desk | Word::Manager) => Some((PersonRole::Recruiter, 2)),
            _ => None,
        },
        Word::Human => (second() == Some(Word::Resources)).then_some((PersonRole::Recruiter, 2)),
        _ => None,
    }
}

/// The role a line of a signature gives: `Talent Acquisition Partner`, `Senior Recruiter, Acme`.
pub(super) fn of_line(line: &str) -> Option<PersonRole> {
    let words = || line.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty());
    if words().count() > 10 {
        return None;
    }
    (0..words().count()).find_map(|skip| read(words().skip(skip), false)).map(|(role, _)| role)
}

/// The name and role under a quoted message: `Dana Reyes, Talent Acquisition`, or the two on lines of their own.
pub(super) fn signature(text: &str) -> Option<(&str, PersonRole)> {
    let is_name = |line: &str| {
        let words = line.split_whitespace().count();
        (1..=5).contains(&words)
            && line.chars().next().is_some_and(char::is_uppercase)
            && !line.ends_with([',', '.', '!', '?', ':'])
            && line.split_whitespace().all(|w| w.chars().next().is_some_and(char::is_alphabetic))
            && of_line(line).is_none()
    };
    let mut above: Option<&str> = None;
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if line.len() > 120 {
            above = None;
            continue;
        }
        if let Some((name, rest)) = line.split_once([',', '|', '–', '—'])
            && is_name(name.trim())
            && let Some(role) = of_line(rest)
            && name.trim().contains(' ')
        {
            return Some((name.trim(), role));
        }
        if let Some(name) = above
            && !line.ends_with(['.', '?', '!', ','])
            && let Some(role) = of_line(line)
        {
            return Some((name, role));
        }
        above = is_name(line).then_some(line);
    }
    None
}
