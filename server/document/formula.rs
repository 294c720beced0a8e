//! Closing formulas: `Best regards,`, `Thx`, `Yours in steam,`, and set phrases that are none of these.

use super::token::{Kind, Token};
use super::words::{Class, is_common};

/// How many tokens at the start of `tokens` make a closing formula. `line`: they begin a line.
pub(super) fn formula_len(tokens: &[Token], line: bool) -> Option<usize> {
    let mut start = 0;
    while tokens.get(start).is_some_and(|t| matches!(t.kind, Kind::Mark('-' | '~'))) {
        start += 1;
    }
    let mut end = start;
    let (mut closing, mut free) = (false, 0);
    while let Some(token) = tokens.get(end) {
        if end - start > 8 {
            break;
        }
        if !(token.is_word() || token.is('&') || token.is('/')) {
            break;
        }
        let more = token.has(Class::CLOSING_MORE) || token.is('&') || token.is('/');
        let head = token.has(Class::CLOSING) || is_misspelt(token.words);
        if closing
            && token.is_capital()
            && !head
            && !(more && tokens.get(end + 1).is_some_and(|t| t.has(Class::CLOSING)))
        {
            break;
        }
        if !more && !head {
            // `Kind regards Ola`, `yours truly ola`
            if closing && (token.is_capital() || !line && !is_common(token.words)) {
                break;
            }
            free += 1;
        }
        closing |= head;
        end += 1;
    }
    let comma = tokens.get(end).is_some_and(|t| t.is(','));
    let whole = end >= tokens.len();
    let stopped = tokens.get(end).is_some_and(|t| matches!(t.kind, Kind::Mark('.' | '!') | Kind::Emoji))
        && end + 1 >= tokens.len();
    if end == start {
        return None;
    }
    let first = &tokens[start];
    let thanks =
        ["thanks", "thank", "thx", "thnx", "tks", "thks", "ty", "thanking", "many"].iter().any(|w| first.eq(w));
    let known = is_phrase(&tokens[start..end]);
    if !closing && !known {
        return None;
    }
    // `Thanks hun,`
    let familiar = comma && free == 1 && tokens[end - 1].has(Class::COLLECTIVE);
    // A closing word may open a sentence: `Best of luck with it.`, `Thanks for seeing me.`
    if free > 0 && !known && !familiar {
        let short = comma
            && line
            && end + 1 >= tokens.len()
            && end - start <= 7
            && free <= 3
            && !(thanks && free > 1 && first.eq("thank"));
        if !short {
            return None;
        }
    }
    if thanks && !comma && !whole && !stopped && tokens.get(end).is_none_or(|t| !t.is_capital()) {
        return None;
    }
    if stopped && !line && !first.has(Class::CLOSING) {
        return None;
    }
    Some(if comma || stopped || tokens.get(end).is_some_and(|t| matches!(t.kind, Kind::Mark('.' | '!'))) {
        end + 1
    } else {
        end
    })
}

/// Set phrases without a closing word of their own.
fn is_phrase(tokens: &[Token]) -> bool {
    let Some(first) = tokens.first().and_then(|token| token.words.as_bytes().first()) else { return false };
    let begins = |phrase: &&&str| phrase.as_bytes()[0] == first.to_ascii_lowercase();
    PHRASES.iter().filter(begins).any(|phrase| {
        let mut words = phrase.split(' ');
        tokens.iter().all(|t| words.next().is_some_and(|w| w == "*" || t.eq(w)))
            && words.next().is_none_or(|w| w == "*")
    })
}

const PHRASES: [&str; 36] = [
    "all the best",
    "take care",
    "talk soon",
    "speak soon",
    "see you",
    "see you soon",
    "thank you",
    "thank you so much",
    "thank you very much",
    "have a nice day",
    "have a good day",
    "have a great day",
    "have a blessed day",
    "be well",
    "god bless",
    "god bless you",
    "good luck",
    "hang in there",
    "mind yourself",
    "look after yourself",
    "take care of yourself",
    "go well",
    "stay blessed",
    "in haste",
    "in kindness",
    "until then",
    "until next time",
    "chin up",
    "keep well",
    "stay well",
    "good day to you",
    "by order",
    "go bears",
    "with gratitude",
    "for now",
    "okay bye",
];

/// `regrads`, `Reagrds`, `sincerly`: a closing word with its letters in disorder.
fn is_misspelt(word: &str) -> bool {
    word.len() > 5
        && word.len() < 13
        && matches!(word.as_bytes()[0], b'r' | b'R' | b's' | b'S' | b'f' | b'F')
        && ["regards", "sincerely", "faithfully"].iter().any(|w| {
            word.as_bytes()[0].eq_ignore_ascii_case(&w.as_bytes()[0])
                && shares_letters(word, w)
                && strsim::damerau_levenshtein(&word.to_ascii_lowercase(), w) <= MISSPELT
        })
}

/// Letters that may be wrong in a closing word.
const MISSPELT: usize = 2;

/// Whether so few letters are in only one of two words that one may be the other misspelt.
fn shares_letters(word: &str, other: &str) -> bool {
    let mut counts = [0i8; 32];
    // Beyond ASCII a letter is several bytes.
    if !word.is_ascii() {
        return true;
    }
    word.bytes().for_each(|byte| counts[usize::from(byte & 31)] += 1);
    other.bytes().for_each(|byte| counts[usize::from(byte & 31)] -= 1);
    let apart: u32 = counts.iter().map(|count| u32::from(count.unsigned_abs())).sum();
    apart as usize <= 2 * MISSPELT
}
