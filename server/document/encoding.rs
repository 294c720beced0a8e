//! Bytes on disk → text. UTF-8 passes through untouched and needs no map; anything else is decoded character by
//! character so that every character still knows its bytes.

use encoding_rs::Encoding;
use memchr::memmem;

use std::borrow::Cow;

use super::ReadProblem;
use super::source_map::{Kind, Segment, SourceMap};
use crate::span::Span;

/// How characters are written on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Charset {
    #[default]
    Utf8,
    Utf16 {
        big: bool,
    },
    /// Another one; none where it is not known and only ASCII can be written.
    Other(Option<&'static Encoding>),
}

impl Charset {
    /// Text as bytes on disk; `None` where the character set lacks one of its characters.
    pub(super) fn encode(self, text: &str) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Utf8 => Some(text.as_bytes().into()),
            Self::Utf16 { big } => {
                let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
                Some(text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>().into())
            }
            Self::Other(Some(encoding)) => {
                let (bytes, _, lacking) = encoding.encode(text);
                (!lacking).then_some(bytes)
            }
            Self::Other(None) => text.is_ascii().then(|| text.as_bytes().into()),
        }
    }
}

/// The text, its map to the bytes on disk unless the two are equal, and how it is written there.
pub(super) fn decode(bytes: &[u8], problems: &mut Vec<ReadProblem>) -> (String, Option<SourceMap>, Charset) {
    if let Some(big) = match bytes {
        [0xFF, 0xFE, ..] => Some(false),
        [0xFE, 0xFF, ..] => Some(true),
        _ => None,
    } {
        let (text, map) = utf16(bytes, big);
        return (text, Some(map), Charset::Utf16 { big });
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        problems.push(ReadProblem {
            message: "this looks like a binary file, not a message; save the draft as text".to_owned(),
            span: Span::new(at, at + 1),
        });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None, Charset::Utf8);
    }
    let (text, map, encoding) = legacy(bytes, problems);
    (text, Some(map), Charset::Other(encoding))
}

/// Decodes a run of bytes in a named encoding, appending to `text`; `map` sends the new text to `base..` of what is
/// below. Characters are found by feeding the decoder one byte at a time.
pub(super) fn decode_with(
    encoding: &'static Encoding,
    bytes: &[u8],
    base: usize,
    text: &mut String,
    map: &mut SourceMap,
) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut run, mut at) = (0, 0);
    let mut buffer = [0; 32];
    while at < bytes.len() {
        let (_, _, written, _) = decoder.decode_to_utf8(&bytes[at..=at], &mut buffer, at + 1 == bytes.len());
        at += 1;
        if written > 0 {
            let piece = std::str::from_utf8(&buffer[..written]).unwrap_or("\u{FFFD}");
            if at - run == 1 && piece.as_bytes() == &bytes[run..at] {
                map.verbatim(text.len(), base + run, 1);
            } else {
                map.atomic(text.len()..text.len() + piece.len(), base + run..base + at);
            }
            text.push_str(piece);
            run = at;
        }
    }
}

fn utf16(bytes: &[u8], big: bool) -> (String, SourceMap) {
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut map = SourceMap::default();
    let units = bytes[2..].chunks(2).map(|pair| match *pair {
        [a, b] if big => u16::from_be_bytes([a, b]),
        [a, b] => u16::from_le_bytes([a, b]),
        _ => 0xFFFD,
    });
    let mut at = 2;
    for decoded in char::decode_utf16(units) {
        let c = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
        let width = (c.len_utf16() * 2).min(bytes.len() - at);
        if c.is_ascii() {
            map.push(Segment {
                text: text.len() as u32,
                text_len: 1,
                source: at as u32,
                source_len: 2,
                kind: Kind::Wide,
            });
        } else {
            map.atomic(text.len()..text.len() + c.len_utf8(), at..at + width);
        }
        text.push(c);
        at += width;
    }
    (text, map)
}

/// Not UTF-8 throughout: the stretches that are stay, the others are read in the encoding declared last before them.
fn legacy(bytes: &[u8], problems: &mut Vec<ReadProblem>) -> (String, SourceMap, Option<&'static Encoding>) {
    let declared = declarations(bytes);
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut map = SourceMap::default();
    if let Some((_, encoding)) = declared.iter().find(|(_, e)| !e.is_single_byte()) {
        decode_with(encoding, bytes, 0, &mut text, &mut map);
        return (text, map, Some(encoding));
    }
    let western = declared.is_empty() && is_western(bytes);
    let (mut at, mut said) = (0, false);
    for chunk in bytes.utf8_chunks() {
        map.verbatim(text.len(), at, chunk.valid().len());
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        let bad = chunk.invalid();
        if bad.is_empty() {
            continue;
        }
        let before = declared.partition_point(|(place, _)| *place < at).checked_sub(1).map(|i| declared[i].1);
        let known = before.or(western.then_some(encoding_rs::WINDOWS_1252));
        if let Some(encoding) = known {
            decode_with(encoding, bad, at, &mut text, &mut map);
        } else {
            if !said {
                problems.push(ReadProblem {
                    message: "this byte is no UTF-8 and no other encoding is declared; save the draft as UTF-8"
                        .to_owned(),
                    span: Span::new(at, at + 1),
                });
                said = true;
            }
            map.atomic(text.len()..text.len() + '\u{FFFD}'.len_utf8(), at..at + bad.len());
            text.push('\u{FFFD}');
        }
        at += bad.len();
    }
    // Where several are declared, which one a new character is to be in depends on its place.
    let only = match &declared[..] {
        [(_, encoding)] => Some(*encoding),
        [] => western.then_some(encoding_rs::WINDOWS_1252),
        _ => None,
    };
    (text, map, only)
}

/// Whether this is a draft saved by an old Western editor: not one character in UTF-8, and every other byte a letter or a
/// mark in Windows-1252. Where characters in UTF-8 stand beside bytes that are none, the file is damaged.
fn is_western(bytes: &[u8]) -> bool {
    let undefined = |b: &u8| matches!(b, 0x00..0x09 | 0x0E..0x20 | 0x7F | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    !bytes.iter().any(undefined) && bytes.utf8_chunks().all(|chunk| chunk.valid().is_ascii())
}

/// Every `charset=` that names an encoding other than UTF-8, in order.
fn declarations(bytes: &[u8]) -> Vec<(usize, &'static Encoding)> {
    let mut found = Vec::new();
    for at in memmem::find_iter(bytes, b"arset=") {
        let rest = &bytes[at + 6..];
        let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
        let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_.:".contains(b))).unwrap_or(rest.len());
        if let Some(encoding) = Encoding::for_label(&rest[..end])
            && encoding != encoding_rs::UTF_8
        {
            found.push((at, encoding));
        }
    }
    found
}
