//! An edit of a surface → an edit of the file: transfer encodings put back on.
//!
//! Invariant: what the file's reader decodes is the surface with the edit made, and nothing else changed. A character set
//! that lacks a character makes the edit impossible, never wrong.

use super::blank::{Blanked, is_mark};
use super::scalar;
use crate::document::{Surface, Transfer};
use crate::span::Span;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use encoding_rs::Encoding;
use std::fmt::Write as _;
use std::ops::Range;

/// The longest line quoted-printable may have, and that base64 is broken at.
const LINE: usize = 76;

/// Edits of one surface, in order, as they are made in the file.
pub(super) fn encode(surface: &Surface<'_>, edits: Vec<(Range<usize>, Blanked)>) -> Option<Vec<(Span, Blanked)>> {
    match surface.region.transfer {
        Transfer::None => {
            let disk = |(range, text): (Range<usize>, Blanked)| (surface.on_disk(range), text);
            Some(edits.into_iter().map(disk).collect())
        }
        Transfer::QuotedPrintable => {
            edits.into_iter().map(|(range, text)| quoted_printable(surface, range, &text)).collect()
        }
        Transfer::Base64 => base64(surface, &edits).map(|edit| vec![edit]),
        Transfer::Scalar(style) => Some(scalar::encode(surface, style, edits)),
    }
}

/// Text in the part's character set.
fn bytes(surface: &Surface<'_>, text: &str) -> Option<Vec<u8>> {
    let label = surface.region.charset.as_deref().unwrap_or("utf-8");
    let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    let (bytes, _, lacking) = encoding.encode(text);
    (!lacking).then(|| bytes.into_owned())
}

fn quoted_printable(surface: &Surface<'_>, range: Range<usize>, text: &Blanked) -> Option<(Span, Blanked)> {
    let span = surface.on_disk(range);
    let document = surface.document();
    let source = &document.source;
    let (start, end) = (document.source_offset(span.start), document.source_offset(span.end));
    let line = source[..start].rfind('\n').map_or(0, |n| n + 1);
    let rest = source[end..].find(['\r', '\n']).unwrap_or(source.len() - end);
    let eol = if source[..start].contains("\r\n") || source[end..].contains("\r\n") { "\r\n" } else { "\n" };
    let mut column = start - line;
    let mut out = String::new();
    let put = |out: &mut String, column: &mut usize, piece: &str| {
        // One place is kept for the `=` of a break.
        if *column + piece.len() > LINE - 1 {
            out.push('=');
            out.push_str(eol);
            *column = 0;
        }
        out.push_str(piece);
        *column += piece.len();
    };
    let mut chars = text.0.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            c if is_mark(c) => out.push(c),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => {
                // White space at the end of a line does not survive as it is.
                if out.ends_with(' ') {
                    out.pop();
                    put(&mut out, &mut column, "=20");
                }
                out.push_str(eol);
                column = 0;
            }
            ' '..='<' | '>'..='~' => put(&mut out, &mut column, c.encode_utf8(&mut [0; 4])),
            c => {
                let mut piece = String::new();
                for byte in bytes(surface, c.encode_utf8(&mut [0; 4]))? {
                    // A string takes whatever is written to it.
                    let _ = write!(piece, "={byte:02X}");
                }
                put(&mut out, &mut column, &piece);
            }
        }
    }
    if out.ends_with(' ') && rest == 0 {
        out.pop();
        out.push_str("=20");
    }
    if rest > 0 && column + rest > LINE {
        out.push('=');
        out.push_str(eol);
    }
    Some((span, Blanked(out)))
}

/// Base64 has no place for an insertion: the part is written anew.
fn base64(surface: &Surface<'_>, edits: &[(Range<usize>, Blanked)]) -> Option<(Span, Blanked)> {
    let mut text = String::with_capacity(surface.text.len() + 256);
    let mut at = 0;
    for (range, new) in edits {
        text.push_str(&surface.text[at..range.start]);
        text.push_str(&new.plain());
        at = range.end;
    }
    text.push_str(&surface.text[at..]);
    let mut span = surface.on_disk(0..surface.text.len());
    let document = surface.document();
    let source = &document.source;
    // The padding stands for no byte.
    let rest = &source[document.source_offset(span.end)..];
    span.end += (rest.len() - rest.trim_start_matches('=').len()) as u32;
    let eol = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let encoded = STANDARD.encode(bytes(surface, &text)?);
    let mut out = String::with_capacity(encoded.len() + encoded.len() / 32);
    for (index, line) in encoded.as_bytes().chunks(LINE).enumerate() {
        if index > 0 {
            out.push_str(eol);
        }
        out.extend(line.iter().map(|&byte| char::from(byte)));
    }
    Some((span, Blanked(out)))
}
