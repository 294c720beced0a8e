//! Quoted-printable and base64 → text, each character still knowing its place. Errors are read as generously as mail
//! programs read them: what is no valid escape stands for itself.

use encoding_rs::Encoding;

use super::encoding::decode_with;
use super::source_map::{Kind, Segment, SourceMap};

/// Bytes and the map from them to the source.
type Decoded = (Vec<u8>, SourceMap);

/// Decodes quoted-printable that stands at `base` of the source.
pub(super) fn quoted_printable(raw: &[u8], base: usize) -> Decoded {
    let mut out = Vec::with_capacity(raw.len());
    let mut map = SourceMap::default();
    let mut at = 0;
    while at < raw.len() {
        let run = memchr::memchr(b'=', &raw[at..]).unwrap_or(raw.len() - at);
        // White space before a line end was put there by a gateway; plain reading trims it anyway.
        copy(&raw[at..at + run], base + at, &mut out, &mut map);
        at += run;
        if at >= raw.len() {
            break;
        }
        let rest = &raw[at + 1..];
        let blank = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let escape = match rest {
            [high, low, ..] => hex(*high).zip(hex(*low)).map(|(h, l)| h << 4 | l),
            _ => None,
        };
        if let Some(byte) = escape {
            map.atomic(out.len()..out.len() + 1, base + at..base + at + 3);
            out.push(byte);
            at += 3;
        } else if rest[blank..].starts_with(b"\r\n") {
            at += blank + 3;
        } else if rest[blank..].first().is_none_or(|b| matches!(b, b'\n' | b'\r')) {
            at += (blank + 2).min(raw.len() - at);
        } else {
            map.verbatim(out.len(), base + at, 1);
            out.push(b'=');
            at += 1;
        }
    }
    (out, map)
}

/// Passes bytes on as they are. They stand in a text, whose characters are shown whole whatever their bytes come to mean.
pub(super) fn copy(raw: &[u8], base: usize, out: &mut Vec<u8>, map: &mut SourceMap) {
    let mut at = 0;
    while at < raw.len() {
        let ascii = raw[at] < 0x80;
        let len = if ascii {
            raw[at..].iter().take_while(|&&b| b < 0x80).count()
        } else {
            1 + raw[at + 1..].iter().take_while(|&&b| b & 0xC0 == 0x80).count()
        };
        if ascii {
            map.verbatim(out.len(), base + at, len);
        } else {
            map.atomic(out.len()..out.len() + len, base + at..base + at + len);
        }
        out.extend_from_slice(&raw[at..at + len]);
        at += len;
    }
}

fn hex(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).map(|digit| digit as u8)
}

/// Decodes base64 that stands at `base` of the source; what is outside its alphabet is passed over.
pub(super) fn base64(raw: &[u8], base: usize) -> Decoded {
    let mut out = Vec::with_capacity(raw.len() / 4 * 3);
    let mut map = SourceMap::default();
    let (mut group, mut count, mut start, mut previous) = (0_u32, 0_u32, 0, 0);
    for (at, &byte) in raw.iter().enumerate() {
        let Some(value) = sextet(byte) else {
            if byte == b'=' {
                break;
            }
            continue;
        };
        if count == 0 {
            start = at;
        } else if at != previous + 1 {
            // The group runs over a line end; it can only be shown whole.
            start = start.min(previous);
        }
        previous = at;
        group = group << 6 | u32::from(value);
        count += 1;
        if count == 4 {
            push_group(&mut out, &mut map, group, 3, base + start, at + 1 - start);
            (group, count) = (0, 0);
        }
    }
    if count > 1 {
        push_group(
            &mut out,
            &mut map,
            group << (6 * (4 - count)),
            count as usize - 1,
            base + start,
            previous + 1 - start,
        );
    }
    (out, map)
}

fn push_group(out: &mut Vec<u8>, map: &mut SourceMap, group: u32, bytes: usize, source: usize, len: usize) {
    let text = out.len() as u32;
    out.extend_from_slice(&group.to_be_bytes()[1..=bytes]);
    let kind = if len == bytes + 1 { Kind::Base64(0) } else { Kind::Atomic };
    if let Some(last) = map.segments.last_mut()
        && kind == Kind::Base64(0)
        && matches!(last.kind, Kind::Base64(0))
        && last.text_len % 3 == 0
        && last.source_end() as usize == source
    {
        last.text_len += bytes as u32;
        last.source_len += len as u32;
        return;
    }
    map.push(Segment { text, text_len: bytes as u32, source: source as u32, source_len: len as u32, kind });
}

fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// Reads decoded bytes in a character set, UTF-8 when `label` names none.
pub(super) fn text(bytes: Vec<u8>, map: SourceMap, label: Option<&str>) -> (String, SourceMap) {
    let encoding = label.and_then(|l| Encoding::for_label(l.as_bytes())).unwrap_or(encoding_rs::UTF_8);
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if encoding == encoding_rs::UTF_8 || text.is_ascii() && encoding.is_ascii_compatible() => {
            return (text, map);
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let mut out = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut outer = SourceMap::default();
    decode_with(encoding, &bytes, 0, &mut out, &mut outer);
    let map = outer.through(&map);
    (out, map)
}

/// Decodes `=?charset?q?…?=`; `None` when `word` is no such thing.
pub(super) fn encoded_word(word: &str) -> Option<String> {
    let mut parts = word.strip_prefix("=?")?.strip_suffix("?=")?.splitn(3, '?');
    let (label, kind, data) = (parts.next()?, parts.next()?, parts.next()?);
    let label = label.split('*').next().unwrap_or(label);
    let (bytes, map) = match kind {
        "q" | "Q" => quoted_printable(data.replace('_', " ").as_bytes(), 0),
        "b" | "B" => base64(data.as_bytes(), 0),
        _ => return None,
    };
    Some(text(bytes, map, Some(label)).0)
}
