//! The way from bytes to [`Document`]: decode, take off what lies over the words (front matter, headers, transfer
//! encoding), and read what is left as layers of a [`Draft`].

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::builder::Builder;
use super::draft::Draft;
use super::front_matter::FrontMatter;
use super::layer::{Layer, locate};
use super::line::Wrapping;
use super::{
    BlockKind, Document, Format, Held, ReadOptions, Transfer, directive, encoding, format, front_matter, headers, mail,
};

/// See [`Document::parse`].
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Document {
    let mut problems = Vec::new();
    let (source, disk, charset) = encoding::decode(bytes, &mut problems);
    let start = if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let detected = format::detect(&source[start..], options);
    let mut draft = Draft::with(options);
    let span = |range: Range<usize>| locate(disk.as_ref(), range);

    let name = options.name.as_deref().unwrap_or("");
    let mut from = start;
    let mut front = FrontMatter::default();
    if let Some(found) = front_matter::read(&source, from, &span) {
        directive::in_front_matter(&found.fields, &mut draft.directives);
        from = found.end;
        front = found;
    }
    let fields = front.fields;
    let mut format = detected.format;
    if !fields.is_empty() && options.format.is_none() && format == Format::Plain {
        format = format::detect(&source[from..], options).format;
    }
    let mut forms = 1;
    if format == Format::Mail {
        let mail = mail::read(&source, from, disk.as_ref(), options.other_form);
        forms = mail.forms;
        draft.headers = mail.headers;
        if let Some(subject) = mail.subject {
            draft.append(subject, None);
        }
        for layer in mail.layers {
            draft.layer(layer);
        }
        draft.thread.extend(mail.forwarded);
    } else {
        let begin = headers::read(&source, from, &span, &mut draft.headers);
        if let Some(subject) = &draft.headers.subject {
            let mut builder = Builder::default();
            builder.block(BlockKind::Subject);
            // Its place in the source text is what `span` was made from; decoded files find it again through the map.
            let at = find_value(&source, from..begin, &subject.value);
            builder.push(&source, at);
            draft.append(builder, disk.as_ref());
        } else if let Some(subject) = &front.subject {
            draft.subject(&source, subject, disk.as_ref());
        }
        let held = front.body.filter(|_| source[begin..].trim().is_empty());
        if let Some(body) = held {
            format = draft.scalar(&source, &body, disk.as_ref(), Format::of_name(name), options);
        } else {
            draft.layer(Layer {
                text: Cow::Borrowed(&source),
                map: disk.clone(),
                from: begin,
                format,
                wrapping: Wrapping::Guess,
                transfer: Transfer::None,
                charset: None,
            });
        }
    }
    directive::in_headers(&draft.headers, &mut draft.directives);
    let mut document = draft.finish(&source.into(), format, options, detected.template);
    document.forms = forms;
    document.front_matter = fields;
    document.problems = problems;
    document.disk = disk;
    document.charset = charset;
    document
}

/// See [`Document::parse_held`].
pub(super) fn read_held(source: &Arc<str>, held: &Held, options: &ReadOptions) -> Document {
    let mut draft = Draft::with(options);
    if let Some(subject) = &held.subject {
        draft.subject(source, subject, None);
    }
    let format = draft.scalar(source, &held.body, None, key_format(&held.path), options);
    draft.directives.extend(held.remarks.iter().cloned());
    // Whoever keeps messages among data sends them more than once.
    draft.finish(source, format, options, true)
}

/// The format that the key of a message tells.
fn key_format(path: &str) -> Option<Format> {
    path.to_ascii_lowercase().ends_with("html").then_some(Format::Html)
}

/// Where in `range` the header value stands; it was copied from there.
fn find_value(source: &str, range: Range<usize>, value: &str) -> Range<usize> {
    let at = source[range.clone()].find(value).map_or(range.start, |n| range.start + n);
    at..(at + value.len()).min(source.len())
}
