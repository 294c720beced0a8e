//! What a name looks like: titles, particles, initials, apostrophes and hyphens, in the orders of many places.

use crate::analysis::lexicon::Lexicon;
use crate::analysis::token::{Case, Token, TokenKind};
use std::sync::LazyLock;

/// What a word is to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `Mr`, `Dr`: a name follows, whatever its case.
    Title,
    /// `Sir`, `Miss`, `Bu`: a name follows if it is capitalised.
    Address,
    /// `van`, `de`, `bin`: inside names, in lower case.
    Particle,
    /// `san`, `ji`: after names.
    Suffix,
    /// Capitalised in prose, and no name.
    NoName,
}

static KINDS: LazyLock<Lexicon<Kind>> = LazyLock::new(|| {
    Lexicon::new([
        (
            Kind::Title,
            "mr mrs ms mx dr prof professor doctor mister frau herr madame monsieur mme mlle sra srta doktor dra shri smt engr barr",
        ),
        (
            Kind::Address,
            "sir miss madam ma'am maam sr pak bu ibu bapak oga aunty auntie uncle tita tito ate kuya chief alhaji hajiya encik puan cik rev \
             reverend captain dame lord lady don dona doña señor señora senor senora sister brother mama mzee ustaz",
        ),
        (
            Kind::Particle,
            "van der den de von zu da das dos do del della di du la le los bin binti ibn al el ben ter ten af av y e ap ní nic mac",
        ),
        (Kind::Suffix, "san sama sensei kun ssi nim ji bhai didi garu"),
        (
            Kind::NoName,
            "i i'm i've i'd i'll we you he she it they the a an this that these those my your our his her their its and but or so if as at by \
             for from in of on to with no not yes ok okay hi hello hey dear thanks thank thankyou please sorry apologies regards best kind \
             sincerely cheers unfortunately however having after before since when while where who what why how all any some each both \
             interview call team hr hiring manager recruiter recruiting recruitment talent acquisition human resources people senior junior \
             lead head director engineer analyst company department office group zoom teams skype google linkedin monday tuesday wednesday \
             thursday friday saturday sunday january february march april may june july august september october november december \
             today tomorrow yesterday tonight english christmas easter ceo cto cfo coo vp hm uk us usa eu london new there here \
             everyone everybody someone nobody re fw fwd subject mum mom dad gran grandma god lord mail email phone tel mobile cell \
             contact business partner officer operations operating executive programme program services service manager coordinator specialist \
             associate assistant advisor adviser consultant developer president chair chairman board committee panel bank university college \
             school hospital ltd limited inc llc plc gmbh centre center street road did do does can could would will shall is are was were has \
             have had pls plz let just also maybe perhaps much many more most good great",
        ),
    ])
});

/// What a word is to names.
pub(super) fn kind(word: &str) -> Option<Kind> {
    KINDS.get(word)
}

/// Tokens a name can take at most.
const LONGEST: usize = 8;

/// Where the name that begins at `at` ends. With `any_case`, after a title, its first word need not be capitalised.
pub(super) fn end(text: &str, tokens: &[Token], at: usize, any_case: bool) -> Option<usize> {
    let word = |i: usize| tokens.get(i).filter(|t| t.kind == TokenKind::Word).and_then(|t| text.get(t.span.range()));
    let mark = |i: usize| match tokens.get(i).map(|t| t.kind) {
        Some(TokenKind::Mark(mark)) => Some(mark),
        _ => None,
    };
    let adjacent =
        |i: usize| matches!((tokens.get(i), tokens.get(i + 1)), (Some(a), Some(b)) if a.span.end == b.span.start);
    let capital = |i: usize| {
        let name = word(i).is_some_and(|w| !matches!(kind(w), Some(Kind::NoName | Kind::Title)));
        name && tokens.get(i).is_some_and(|t| t.case == Case::Title || t.case == Case::Upper && t.span.len() > 3)
    };
    let first = word(at)?;
    if !(capital(at) || any_case && first.len() > 1 && kind(first).is_none()) {
        return None;
    }
    let mut end = at + 1;
    while end < tokens.len() && end < at + LONGEST {
        let initial = tokens[end - 1].span.len() == 1;
        // `O'Neill` taken apart.
        let clitic = word(end)
            .is_some_and(|w| w.len() > 2 && w.starts_with('\'') && w[1..].starts_with(char::is_uppercase))
            && adjacent(end - 1);
        let hyphen = mark(end) == Some('-') && adjacent(end - 1) && adjacent(end) && word(end + 1).is_some();
        let abbreviated = mark(end) == Some('.') && initial && capital(end + 1);
        if capital(end) || clitic {
            end += 1;
        } else if hyphen || abbreviated {
            end += 2;
        } else if word(end).is_some_and(|w| kind(w) == Some(Kind::Suffix)) {
            return Some(end + 1);
        } else {
            let particles =
                (end..end + 3).take_while(|&i| word(i).is_some_and(|w| kind(w) == Some(Kind::Particle))).count();
            if particles == 0 || !capital(end + particles) {
                break;
            }
            end += particles + 1;
        }
    }
    Some(end)
}

/// `Dr. Mensah` → `Mensah`, `Tanaka-san` → `Tanaka`.
pub(super) fn without_title(name: &str) -> &str {
    let mut rest = name.trim();
    while let Some((first, after)) = rest.split_once([' ', '.']) {
        let after = after.trim_start_matches(['.', ' ']);
        if after.is_empty() || !matches!(kind(first), Some(Kind::Title | Kind::Address)) {
            break;
        }
        rest = after;
    }
    if let Some((before, suffix)) = rest.rsplit_once(['-', ' '])
        && kind(suffix) == Some(Kind::Suffix)
        && suffix.starts_with(char::is_lowercase)
        && !before.is_empty()
    {
        rest = before.trim_end();
    }
    rest
}

/// The name in a mailbox's display name; None where it names a desk: `Careers`, `Acme Recruiting`.
pub(super) fn of_mailbox(display: &str) -> Option<String> {
    let display = display.trim().trim_matches(['"', '\'']);
    let display = display.split(['(', '|', '[']).next()?.trim();
    let desk = |w: &str| {
        matches!(kind(w), Some(Kind::NoName)) && !matches!(w, "May" | "April" | "June" | "August")
            || [
                "careers",
                "jobs",
                "noreply",
                "no-reply",
                "admin",
                "admissions",
                "desk",
                "support",
                "info",
                "personnel",
                "staffing",
                "committee",
            ]
            .iter()
            .any(|d| d.eq_ignore_ascii_case(w))
    };
    if display.is_empty() || display.contains('@') || display.split([' ', '-']).any(desk) {
        return None;
    }
    // `Reyes, Dana`
    let name = match display.split_once(',') {
        Some((last, first)) if !first.trim().is_empty() && !first.contains(',') => {
            format!("{} {}", without_title(first), last.trim())
        }
        _ => without_title(display).to_owned(),
    };
    Some(name)
}

/// Whether two names can be one person's: every word of the shorter is a word (or the initial of one) of the longer.
pub(super) fn agree(a: &str, b: &str) -> bool {
    let (short, long) = if a.split_whitespace().count() <= b.split_whitespace().count() { (a, b) } else { (b, a) };
    short.split_whitespace().all(|word| {
        let same = |other: &str| {
            let mut letters = word.chars().flat_map(char::to_lowercase);
            let mut others = other.chars().flat_map(char::to_lowercase);
            letters.by_ref().eq(others.by_ref())
        };
        let initial = word.trim_end_matches('.');
        long.split_whitespace().any(|other| same(other) || initial.chars().count() == 1 && other.starts_with(initial))
    })
}
