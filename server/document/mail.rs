//! A mail → its header fields and the parts its reader sees. mail-parser finds the structure; the words are decoded here,
//! because only so does each keep its place.

use std::borrow::Cow;
use std::ops::Range;

use mail_parser::{Encoding, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::builder::Builder;
use super::layer::{Layer, locate};
use super::line::Wrapping;
use super::quote::in_spoken_order;
use super::source_map::SourceMap;
use super::{BlockKind, Format, Headers, Mailbox, ThreadPart, Transfer, headers, transfer};
use crate::span::Span;

/// The line Emacs shows between the header of a mail that is being written and its text.
const SEPARATOR: &str = "--text follows this line--";
/// A field in the place of that line, which takes as much room: with the line end that follows, it ends the header.
const STAND_IN: &str = "Text-Follows: it does now\n";
const _: () = assert!(SEPARATOR.len() == STAND_IN.len());

/// A mail, taken apart.
pub(super) struct Mail<'a> {
    pub(super) headers: Headers,
    /// The subject as a block; positions in the source text.
    pub(super) subject: Option<Builder>,
    /// What its reader sees, in order.
    pub(super) layers: Vec<Layer<'a>>,
    /// In how many forms it has its text.
    pub(super) forms: u32,
    /// Mails attached to it.
    pub(super) forwarded: Vec<ThreadPart>,
}

/// Reads the mail that begins at `from`, in the form that is shown or, where it has one, the other.
pub(super) fn read<'a>(source: &'a str, from: usize, disk: Option<&SourceMap>, other_form: bool) -> Mail<'a> {
    let mut from = from;
    if source[from..].starts_with("From ") {
        // The separator of mbox files.
        from += source[from..].find('\n').map_or(0, |n| n + 1);
    }
    let mut mail =
        Mail { headers: Headers::default(), subject: None, layers: Vec::new(), forms: 1, forwarded: Vec::new() };
    let parsable = parsable(&source[from..]);
    let Some(message) = MessageParser::default().parse(parsable.as_bytes()) else {
        let text = Cow::Borrowed(source);
        mail.layers.push(Layer {
            text,
            map: disk.cloned(),
            from,
            format: Format::Plain,
            wrapping: Wrapping::Guess,
            transfer: Transfer::None,
            charset: None,
        });
        return mail;
    };
    let span = |range: Range<usize>| locate(disk, range);
    fields(source, from, &message, &span, &mut mail);
    let blank = |id: &u32| {
        let part = message.parts.get(*id as usize);
        part.is_none_or(|part| matches!(&part.body, PartType::Text(text) if text.trim().is_empty()))
    };
    let has_two = message.text_body != message.html_body && !message.html_body.is_empty();
    let in_html = message.text_body.iter().all(blank) || has_two && other_form;
    let shown = if in_html { &message.html_body } else { &message.text_body };
    mail.forms = 1 + u32::from(has_two && !message.text_body.iter().all(blank)) + further_forms(&message);
    for part in shown.iter().filter_map(|&id| message.parts.get(id as usize)) {
        if matches!(part.body, PartType::Text(_) | PartType::Html(_)) {
            mail.layers.push(layer(source, from, part, disk));
        }
    }
    for part in &message.parts {
        if let PartType::Message(inner) = &part.body {
            mail.forwarded.push(forwarded(inner, span(range(source, from, part.offset_body, part.offset_end))));
        }
    }
    mail
}

/// How many forms a mail has beside plain text and HTML: pages for mail programs that run code, rich text of old.
fn further_forms(message: &Message) -> u32 {
    let is_alternative = |part: &&MessagePart| {
        let subtype = part.content_type().and_then(|kind| kind.subtype());
        subtype.is_some_and(|subtype| subtype.eq_ignore_ascii_case("alternative"))
    };
    let is_further = |id: &&u32| {
        let kind = message.parts.get(**id as usize).and_then(|part| part.content_type());
        let known = ["plain", "html", "calendar"];
        kind.is_some_and(|kind| {
            let is_known = |subtype: &str| known.iter().any(|known| subtype.eq_ignore_ascii_case(known));
            kind.ctype().eq_ignore_ascii_case("text") && !kind.subtype().is_none_or(is_known)
        })
    };
    let of_part = |part: &MessagePart| match &part.body {
        PartType::Multipart(ids) => ids.iter().filter(is_further).count() as u32,
        _ => 0,
    };
    message.parts.iter().filter(is_alternative).map(of_part).sum()
}

/// The mail as it is when it is sent, each byte in its place.
fn parsable(mail: &str) -> Cow<'_, str> {
    let mut at = 0;
    for line in mail.split_inclusive('\n') {
        match line.trim_end() {
            "" => break,
            SEPARATOR => {
                let mut whole = mail.to_owned();
                whole.replace_range(at..at + SEPARATOR.len(), STAND_IN);
                return Cow::Owned(whole);
            }
            _ => at += line.len(),
        }
    }
    Cow::Borrowed(mail)
}

fn range(source: &str, base: usize, start: u32, end: u32) -> Range<usize> {
    let clamp = |at: u32| {
        let mut at = (base + at as usize).min(source.len());
        while !source.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = clamp(start);
    start..clamp(end).max(start)
}

/// The text of a part, its transfer encoding and character set taken off.
fn layer<'a>(source: &'a str, base: usize, part: &MessagePart, disk: Option<&SourceMap>) -> Layer<'a> {
    let body = range(source, base, part.offset_body, part.offset_end);
    let kind = part.content_type();
    let attribute = |name: &str| kind.and_then(|k| k.attribute(name));
    let format = if matches!(part.body, PartType::Html(_)) { Format::Html } else { Format::Plain };
    let wrapping = match attribute("format") {
        Some(flowed) if flowed.eq_ignore_ascii_case("flowed") => {
            Wrapping::Flowed(attribute("delsp").is_some_and(|d| d.eq_ignore_ascii_case("yes")))
        }
        _ => Wrapping::Guess,
    };
    let charset = attribute("charset");
    let raw = &source.as_bytes()[body.clone()];
    let (bytes, map) = match part.encoding {
        Encoding::QuotedPrintable => transfer::quoted_printable(raw, body.start),
        Encoding::Base64 => transfer::base64(raw, body.start),
        Encoding::None if charset.is_some_and(|c| c.to_ascii_lowercase().starts_with("iso-2022")) => {
            let (mut bytes, mut map) = (Vec::with_capacity(raw.len()), SourceMap::default());
            transfer::copy(raw, body.start, &mut bytes, &mut map);
            (bytes, map)
        }
        Encoding::None => {
            return Layer {
                text: Cow::Borrowed(&source[..body.end]),
                map: disk.cloned(),
                from: body.start,
                format,
                wrapping,
                transfer: Transfer::None,
                charset: charset.map(str::to_owned),
            };
        }
    };
    let transfer = match part.encoding {
        Encoding::QuotedPrintable => Transfer::QuotedPrintable,
        Encoding::Base64 => Transfer::Base64,
        Encoding::None => Transfer::None,
    };
    let (text, map) = transfer::text(bytes, map, charset);
    let map = match disk {
        Some(disk) => map.through(disk),
        None => map,
    };
    let charset = charset.map(str::to_owned);
    Layer { text: Cow::Owned(text), map: Some(map), from: 0, format, wrapping, transfer, charset }
}

/// Files the header fields.
fn fields(source: &str, base: usize, message: &Message, span: &dyn Fn(Range<usize>) -> Span, mail: &mut Mail) {
    let Some(root) = message.parts.first() else { return };
    for header in &root.headers {
        let whole = range(source, base, header.offset_start, header.offset_end);
        if source[range(source, base, header.offset_field, header.offset_end)].starts_with(SEPARATOR) {
            continue;
        }
        let raw = &source[whole.clone()];
        let left = raw.trim_start();
        let start = whole.start + raw.len() - left.len();
        let value = start..start + left.trim_end().len();
        let key = header.name().to_ascii_lowercase();
        let field = range(source, base, header.offset_field, header.offset_end);
        let place = span(field.start..value.end.max(field.start));
        mail.headers.span = Some(mail.headers.span.map_or(place, |s| s.cover(place)));
        match &header.value {
            HeaderValue::Address(address) if matches!(key.as_str(), "from" | "to" | "cc" | "bcc") => {
                let places = headers::mailboxes(&source[value.clone()], value.start, span);
                let whole = span(value.clone());
                let exact = address.iter().count() == places.len();
                let boxes = address.iter().enumerate().map(|(index, person)| Mailbox {
                    name: person.name().map(in_spoken_order),
                    address: person.address().map(str::to_owned),
                    span: if exact { places[index].span } else { whole },
                });
                match key.as_str() {
                    "from" => mail.headers.from.extend(boxes),
                    "to" => mail.headers.to.extend(boxes),
                    _ => mail.headers.cc.extend(boxes),
                }
            }
            decoded => {
                let words = decoded.as_text().map_or_else(|| unfold(&source[value.clone()]), str::to_owned);
                headers::add(&mut mail.headers, &key, &words, value.clone(), span);
            }
        }
        if key == "subject" && mail.subject.is_none() {
            mail.subject = Some(subject(source, value));
        }
    }
}

fn unfold(raw: &str) -> String {
    raw.split(['\r', '\n']).map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The subject as a block, its encoded words decoded each in its place.
fn subject(source: &str, value: Range<usize>) -> Builder {
    let mut out = Builder::default();
    out.block(BlockKind::Subject);
    let mut from = value.start;
    let mut after_word = false;
    while let Some(at) = source[from..value.end].find("=?").map(|n| from + n) {
        // `=?charset?q?data?=`: the end is behind the third question mark.
        let inner = &source[at + 2..source.floor_char_boundary(value.end.min(at + LONGEST_WORD))];
        let data = inner.match_indices('?').nth(1).map(|(n, _)| n + 1);
        let end = data.and_then(|d| inner[d..].find("?=").map(|n| at + 2 + d + n + 2));
        let word = end.and_then(|end| transfer::encoded_word(&source[at..end]).map(|word| (word, end)));
        let between = from..at;
        let Some((word, end)) = word else {
            out.push(source, from..at + 2);
            from = at + 2;
            after_word = false;
            continue;
        };
        // White space between two encoded words is not part of the subject.
        if !(after_word && source[between.clone()].trim().is_empty()) {
            out.push(source, between);
        }
        out.decoded(&word, at..end);
        from = end;
        after_word = true;
    }
    out.push(source, from..value.end);
    out
}

/// Encoded words are at most 75 bytes by the standard; generous programs write longer ones.
const LONGEST_WORD: usize = 1024;

/// A mail within the mail.
fn forwarded(message: &Message, span: Span) -> ThreadPart {
    let from = message.from().and_then(|a| a.first()).map(|person| Mailbox {
        name: person.name().map(in_spoken_order),
        address: person.address().map(str::to_owned),
        span,
    });
    ThreadPart {
        span,
        from,
        date: message.date().map(mail_parser::DateTime::to_rfc3339),
        text: message.body_text(0).map(|text| text.trim().to_owned()).unwrap_or_default(),
    }
}
