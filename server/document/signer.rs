//! Who signs: the name, initials, desk or placeholder that a line, or the rest of one, gives.

use super::token::{Kind, Shown, Token};
use super::words::{Class, is_common};
use crate::span::TextSpan;

/// Where a name may stand, from the least telling to the most: there even an everyday word is one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind a sentence.
    Sentence,
    /// On a line of its own.
    Line,
    /// Behind a closing formula.
    Formula,
}

/// The name or desk that `tokens`, a whole line or the rest of one, give.
pub(super) fn name(tokens: &[Token], placeholders: &[Shown], place: Place) -> Option<TextSpan> {
    let sure = place != Place::Sentence;
    let mut at = 0;
    let dash = tokens.first().is_some_and(|t| t.is('-') || t.is('~') || t.is('/'));
    while tokens.get(at).is_some_and(|t| matches!(t.kind, Kind::Mark('-' | '~' | '*' | '/' | '_'))) {
        at += 1;
    }
    let rest = &tokens[at..];
    let first = rest.first()?;
    let count = rest.len();
    if count > 16 {
        return None;
    }
    if let Kind::Placeholder(index) = first.kind {
        let mut end = 1;
        while rest.get(end).is_some_and(|t| matches!(t.kind, Kind::Placeholder(_)) && t.start <= rest[end - 1].end + 1)
        {
            end += 1;
        }
        let meaning = placeholders[index].meaning;
        let fits = !matches!(
            meaning,
            super::Meaning::Link | super::Meaning::Alternative | super::Meaning::Time | super::Meaning::Reason
        );
        let prose = ends_like_prose(tokens) || rest.len() > end + 10;
        return (fits && !prose).then(|| TextSpan::new(first.start, rest[end - 1].end));
    }
    let mut end = 0;
    let mut capitals = 0;
    let mut everyday = 0;
    let mut desk = false;
    // `From Evie`, `The Talent Team`, `For: Managing Director`
    if rest.len() > 1
        && (first.eq("from")
            || first.eq("for")
            || first.eq("the")
            || first.eq("signed")
            || first.eq("le")
            || first.eq("la")
            || first.eq("your"))
    {
        end = 1;
        while rest.get(end).is_some_and(|t| t.is(':') || t.eq("the")) {
            end += 1;
        }
    }
    // `For and on behalf of the Company Secretary`
    if let Some(at) = rest.iter().take(4).position(|t| t.eq("behalf"))
        && rest.get(at + 1).is_some_and(|t| t.eq("of"))
    {
        end = at + 2 + usize::from(rest.get(at + 2).is_some_and(|t| t.eq("the")));
    }
    let begun = end;
    while let Some(token) = rest.get(end) {
        match token.kind {
            Kind::Word => {
                desk |= token.has(Class::DESK);
                if token.is_capital() {
                    capitals += 1;
                    let initial = token.words.chars().count() == 1 && rest.get(end + 1).is_some_and(|t| t.is('.'));
                    let name_like = initial || token.has(Class::DESK) || token.has(Class::TITLE);
                    everyday += usize::from(!name_like && is_common(token.words));
                } else if token.has(Class::PARTICLE)
                    || token.has(Class::TITLE)
                    || token.has(Class::DESK)
                    || token.eq("at")
                    || token.eq("and")
                {
                } else if end < begun + 1 + 2 * usize::from(sure)
                    && !is_common(token.words)
                    && (dash || token.words.chars().count() > 1)
                {
                    // A name in small letters.
                } else if end > begun && token.words.chars().count() == 1 && token.words != "i" && token.words != "a" {
                    // `tom h`, `Poppy x`
                } else {
                    break;
                }
            }
            Kind::Mark('.') => {
                let before = end.checked_sub(1).map(|i| rest[i]);
                let abbreviation =
                    before.is_some_and(|b| b.is_word() && b.words.chars().count() <= 5 && b.end == token.start);
                if !abbreviation
                    || rest.get(end + 1).is_none()
                        && before.is_some_and(|b| {
                            b.words.chars().count() > 1
                                && !b.has(Class::TITLE)
                                && !b.has(Class::DESK)
                                && b.words.chars().any(char::is_lowercase)
                                && capitals < 2
                        })
                {
                    break;
                }
            }
            Kind::Mark('&' | '+') if end > begun => {}
            Kind::Placeholder(_) => {}
            _ => break,
        }
        end += 1;
    }
    if end == begun {
        return None;
    }
    let small = capitals == 0;
    if capitals > 0
        && everyday == capitals
        && !desk
        && !(dash
            || sure
                && capitals == 1
                && !rest[begun].has(Class::CLOSING)
                && (place == Place::Formula || !is_answer(rest[begun].words)))
    {
        // `Thank You`, `Monday`
        return None;
    }
    if capitals > 5 && !desk {
        return None;
    }
    // What follows the name: a comma and a title, brackets, kisses, a picture, a telephone number.
    let follows = match rest.get(end).map(|t| t.kind) {
        None => true,
        Some(Kind::Mark(',' | ':' | '-' | ';')) if end + 1 == rest.len() => false,
        Some(Kind::Mark('(')) => rest.last().is_some_and(|t| t.is(')')),
        Some(Kind::Mark('@')) => rest.len() <= end + 6,
        Some(Kind::Emoji | Kind::Mark(',' | '|' | '/' | '-' | ':' | '+' | '\u{2022}' | ';')) => {
            is_post(&rest[end..], dash || capitals > everyday)
        }
        // `Bex in HR`
        Some(Kind::Word) if rest[end].eq("in") || rest[end].eq("at") || rest[end].eq("from") => {
            rest[end + 1..].iter().all(|t| t.is_capital() || t.is('&'))
        }
        // `Giorgos the olive man`
        Some(Kind::Word) if rest[end].eq("the") && place != Place::Sentence => {
            capitals > everyday && is_post(&rest[end..], true)
        }
        Some(Kind::Word) => rest[end..].iter().all(|t| is_kiss(t) || t.kind == Kind::Emoji || t.has(Class::DESK)),
        Some(Kind::Mark('.' | '!')) => end + 1 == rest.len() && capitals > 0 && (capitals > 1 || dash),
        Some(Kind::Figure) => capitals > 0 && end >= 2,
        _ => false,
    };
    if !follows {
        return None;
    }
    if small && !dash && count > 6 {
        return None;
    }
    let stop = rest[end - 1].end;
    Some(TextSpan::new(first.start, stop))
}

/// Whether what stands behind a name can tell what somebody is: `, chief of vibes`, `, shop floor`, `, the bread lady`. Everyday
/// words do where it is sure that a name stands before them.
fn is_post(tail: &[Token], sure: bool) -> bool {
    const MOST: usize = 4;
    let mut small = tail.iter().filter(|t| t.is_word() && !t.is_capital() && is_common(t.words) && t.words.len() > 2);
    let ends = tail.last().is_some_and(|t| matches!(t.kind, Kind::Mark('?' | '!' | '.')));
    if sure && !ends {
        small.clone().count() <= MOST && !tail.iter().any(|t| t.is_word() && is_said(t.words))
    } else {
        small.all(|t| t.has(Class::DESK) || ["and", "for", "the", "not", "your"].iter().any(|word| t.eq(word)))
    }
}

/// Whether a word is one that sentences are made of, and what somebody is called is not.
fn is_said(word: &str) -> bool {
    const WORDS: [&str; 65] = [
        "i", "im", "i'm", "i'll", "ill", "me", "my", "you", "u", "ur", "he", "she", "it", "its", "it's", "we", "us",
        "they", "them", "this", "that", "is", "isn't", "was", "are", "be", "been", "will", "would", "can", "can't",
        "could", "should", "may", "have", "has", "had", "do", "does", "did", "don't", "if", "so", "but", "because",
        "please", "pls", "thanks", "thank", "sorry", "maybe", "when", "what", "who", "how", "why", "where", "any",
        "again", "soon", "too", "then", "now", "today", "tomorrow",
    ];
    WORDS.iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// Whether a word stands alone without being a name.
pub(super) fn is_answer(word: &str) -> bool {
    const WORDS: [&str; 26] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "today",
        "tomorrow",
        "sorry",
        "yes",
        "no",
        "please",
        "ok",
        "okay",
        "out",
        "never",
    ];
    WORDS.iter().any(|w| word.eq_ignore_ascii_case(w))
        || ["ed", "ing", "ly"].iter().any(|e| word.len() > 6 && word.ends_with(e))
}

fn is_kiss(token: &Token) -> bool {
    token.is_word() && token.words.bytes().all(|b| matches!(b, b'x' | b'X' | b'o' | b'O'))
        || token.is(')')
        || token.is(':')
}

/// Whether a line ends as sentences do.
pub(super) fn ends_like_prose(tokens: &[Token]) -> bool {
    let Some(last) = tokens.last() else { return false };
    let long = tokens.iter().filter(|t| t.is_word()).count() > 3;
    (last.is('.') && long || last.is('?') || last.is('!') && long)
        || tokens.iter().filter(|t| t.is_word() && !t.is_capital() && is_common(t.words)).count() > 5
}

/// Whether a line below a name can be a title, a company, a number: not a sentence.
pub(super) fn looks_like_signature(tokens: &[Token]) -> bool {
    if tokens.first().is_some_and(|t| t.is('(')) && tokens.last().is_some_and(|t| t.is(')')) {
        return true;
    }
    let small = tokens.iter().filter(|t| t.is_word() && !t.is_capital() && is_common(t.words)).count();
    let sentence = tokens.last().is_some_and(|t| matches!(t.kind, Kind::Mark('.' | '!' | '?'))) && tokens.len() > 2;
    !ends_like_prose(tokens) && small <= 3 && !(sentence && small > 0)
}
