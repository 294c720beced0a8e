//! Where the strings of a JSON text stand. It is held to the grammar as far as its strings can be told from the rest: what a
//! parser would refuse for a misspelt number is read all the same.

use super::held::Broken;
use std::ops::Range;

/// What a JSON text is made of.
pub(super) enum Token {
    /// `{`
    Map,
    /// `[`
    List,
    /// `}` or `]`
    End,
    /// A string, quotes included; in a map first the key, then the value.
    String(Range<usize>),
    /// A number, or `true`, `false`, `null`.
    Other,
}

/// Goes through a text.
pub(super) fn read(text: &str, token: &mut dyn FnMut(Token)) -> Result<(), Broken> {
    let bytes = text.as_bytes();
    let broken = |at: usize, message: &str| Err(Broken { message: message.to_owned(), at });
    let mut open: Vec<u8> = Vec::new();
    let mut at = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    while at < bytes.len() {
        let start = at;
        at += 1;
        match bytes[start] {
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => {}
            b'{' => {
                open.push(b'}');
                token(Token::Map);
            }
            b'[' => {
                open.push(b']');
                token(Token::List);
            }
            end @ (b'}' | b']') => {
                if open.pop() != Some(end) {
                    return broken(start, "this closes nothing that is open");
                }
                token(Token::End);
            }
            b'"' => {
                loop {
                    match memchr::memchr3(b'"', b'\\', b'\n', &bytes[at..]).map(|n| at + n) {
                        Some(quote) if bytes[quote] == b'"' => {
                            at = quote + 1;
                            break;
                        }
                        Some(slash) if bytes[slash] == b'\\' => at = (slash + 2).min(bytes.len()),
                        _ => return broken(start, "this string does not end on its line"),
                    }
                }
                token(Token::String(start..at));
            }
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                at += bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
                token(Token::Other);
            }
            _ => return broken(start, "this is no JSON"),
        }
    }
    match open.last() {
        Some(_) => broken(text.len(), "something is still open at the end"),
        None => Ok(()),
    }
}
