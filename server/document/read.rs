//! The way from bytes to [`Document`]: decode, take off what lies over the words (front matter, headers, transfer
//! encoding, markup), read the lines, then find greeting, sign-off and sentences in the normalised text.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::builder::Builder;
use super::choice::{self, Tag};
use super::directive::Commented;
use super::front_matter::FrontMatter;
use super::line::{Line, Role, Wrapping};
use super::plain::{self, Plain};
use super::scan::{self, Found, Marks};
use super::source_map::SourceMap;
use super::surface::{Decoded, Region};
use super::token::Shown;
use super::{
    BlockKind, Directive, Document, Field, Format, Headers, Held, Meanings, Partials, Placeholder, PlaceholderSyntax,
    ReadOptions, Scalar, ScalarStyle, Signature, ThreadPart, Transfer, directive, encoding, format, front_matter,
    greeting, headers, held, html, mail, markdown, meaning, partial, quote, sentence, sign_off, tag, template,
};
use crate::span::{Span, TextSpan};

/// A text to be read, and its map to the bytes on disk unless the two are equal.
pub(super) struct Layer<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) map: Option<SourceMap>,
    /// Where its words begin.
    pub(super) from: usize,
    pub(super) format: Format,
    pub(super) wrapping: Wrapping,
    pub(super) transfer: Transfer,
    /// The character set a mail part names.
    pub(super) charset: Option<String>,
}

impl Layer<'_> {
    /// The layer with what it includes in it, and where that is.
    fn expanded(self, partials: &Partials) -> (Self, Vec<Range<u32>>) {
        let Some(expanded) = partial::expanded(&self.text, self.from, partials) else { return (self, Vec::new()) };
        let map = match &self.map {
            Some(map) => expanded.map.through(map),
            None => expanded.map,
        };
        (Layer { text: Cow::Owned(expanded.text), map: Some(map), ..self }, expanded.included)
    }
}

impl Layer<'_> {
    /// A range of it, as bytes on disk.
    fn span(&self, range: Range<usize>) -> Span {
        locate(self.map.as_ref(), range)
    }
}

/// A range of a text as bytes on disk.
pub(super) fn locate(map: Option<&SourceMap>, range: Range<usize>) -> Span {
    match map {
        None => Span::from(range),
        Some(map) => map.to_source(range.start as u32, range.end as u32),
    }
}

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
    if format == Format::Mail {
        let mail = mail::read(&source, from, disk.as_ref());
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

/// A document in the making.
#[derive(Default)]
struct Draft {
    meanings: Arc<Meanings>,
    text: Builder,
    headers: Headers,
    thread: Vec<ThreadPart>,
    placeholders: Vec<Placeholder>,
    directives: Vec<Directive>,
    /// Remarks in comments, and where those end; where they apply is known when the text is whole.
    remarks: Vec<(Directive, u32)>,
    signature: Option<Signature>,
    regions: Vec<Region>,
    /// Tags that print nothing, in order of place.
    tags: Vec<Tag>,
    partials: Arc<Partials>,
    /// What of the text stands in other files.
    included: Vec<TextSpan>,
}

impl Draft {
    fn with(options: &ReadOptions) -> Self {
        let (meanings, partials) = (Arc::clone(&options.meanings), Arc::clone(&options.partials));
        Self { meanings, partials, ..Self::default() }
    }

    /// Takes a string for the subject.
    fn subject(&mut self, source: &str, scalar: &Scalar, disk: Option<&SourceMap>) {
        let layer = scalar_layer(source, scalar, disk);
        let mut builder = Builder::default();
        builder.block(BlockKind::Subject);
        builder.push(&layer.text, 0..layer.text.len());
        builder.finish();
        let marks = scan::scan(&layer.text, 0, Format::Plain);
        self.marks(&layer, &marks, &[]);
        let span = layer.span(0..layer.text.len());
        self.headers.subject = Some(Field { key: held::SUBJECT.to_owned(), value: layer.text.to_string(), span });
        self.regions.push(region(&layer, &builder, self.text.text.len()));
        self.append(builder, layer.map.as_ref());
    }

    /// Reads a string as the message; answers its format.
    fn scalar(
        &mut self,
        source: &str,
        scalar: &Scalar,
        disk: Option<&SourceMap>,
        known: Option<Format>,
        options: &ReadOptions,
    ) -> Format {
        let mut layer = scalar_layer(source, scalar, disk);
        let unnamed = ReadOptions { name: None, format: options.format.or(known), ..ReadOptions::default() };
        layer.format = match format::detect(&layer.text, &unnamed).format {
            Format::Mail => Format::Plain,
            format => format,
        };
        let mut headers = Headers::default();
        layer.from = headers::read(&layer.text, 0, &|range| layer.span(range), &mut headers);
        headers.subject = self.headers.subject.take().or(headers.subject);
        self.headers = headers;
        let format = layer.format;
        self.layer(layer);
        format
    }

    /// Reads one text into the draft.
    fn layer(&mut self, layer: Layer) {
        let (layer, included) = &layer.expanded(&self.partials);
        let text = &*layer.text;
        let marks = scan::scan(text, layer.from, layer.format);
        self.marks(layer, &marks, included);
        let mut builder = Builder::with_capacity(text.len() - layer.from + 64);
        match layer.format {
            Format::Html | Format::Markdown => {
                let rendered = if layer.format == Format::Html {
                    html::render(text, layer.from, &marks)
                } else {
                    markdown::render(text, layer.from, &marks)
                };
                let plain = Plain {
                    text: &rendered.text,
                    from: 0,
                    hidden: &[],
                    solid: &[],
                    kinds: Some(&rendered.kinds),
                    wrapping: Wrapping::Hard,
                };
                let lines = plain::read(&plain, &mut builder);
                let span = |from: usize, to: usize| {
                    let middle = rendered.map.to_source(from as u32, to as u32);
                    layer.span(middle.range())
                };
                self.evidence(&rendered.text, &lines, &span);
                builder.map = builder.map.through(&rendered.map);
            }
            Format::Plain | Format::Mail => {
                let solid = solid(&marks);
                let plain = Plain {
                    text,
                    from: layer.from,
                    hidden: &marks.hidden,
                    solid: &solid,
                    kinds: None,
                    wrapping: layer.wrapping,
                };
                let lines = plain::read(&plain, &mut builder);
                self.evidence(text, &lines, &|from, to| layer.span(from..to));
            }
        }
        builder.finish();
        let region = region(layer, &builder, self.text.text.len());
        self.tags(layer, &marks, &builder, region.words.start);
        self.others(layer, &marks, &builder, region.words.start, included);
        self.regions.push(region);
        self.append(builder, layer.map.as_ref());
    }

    fn marks(&mut self, layer: &Layer, marks: &Marks, included: &[Range<u32>]) {
        for found in marks.found.iter().filter(|found| !is_in(included, found.range.start)) {
            let placeholder = self.placeholder(layer, found);
            self.placeholders.push(placeholder);
        }
        let mut code: Option<Vec<Range<usize>>> = None;
        for comment in marks.comments.iter().filter(|comment| !is_in(included, comment.range.start)) {
            let inner = comment.inner.clone();
            if memchr::memmem::find(&layer.text.as_bytes()[inner.clone()], b"egards-").is_some() {
                let is_markdown = layer.format == Format::Markdown;
                let read = || if is_markdown { markdown::code(&layer.text, layer.from) } else { Vec::new() };
                let code = code.get_or_insert_with(read);
                let next = code.partition_point(|code| code.end <= inner.start);
                if code.get(next).is_some_and(|code| code.start < inner.start) {
                    continue;
                }
                let whole = comment.range.start as usize..comment.range.end as usize;
                let end = layer.span(whole.clone()).end;
                let comment = Commented { text: &layer.text, whole, inner, region: self.regions.len() };
                let mut found = Vec::new();
                directive::in_comment(&comment, &|range| layer.span(range), &mut found);
                self.remarks.extend(found.into_iter().map(|directive| (directive, end)));
            }
        }
    }

    fn placeholder(&self, layer: &Layer, found: &Found) -> Placeholder {
        let inner = &layer.text[found.inner.clone()];
        let kept = meaning::without_filters(inner, Some(found.syntax));
        let words = meaning::words(kept);
        let meaning = if found.syntax == PlaceholderSyntax::Tag {
            meaning::Meaning::Control
        } else if let Some(said) = self.meanings.of(&words, found.syntax) {
            said
        } else if kept.trim_start().starts_with('>') && meaning::meaning(&words) == meaning::Meaning::Other {
            meaning::Meaning::Text
        } else {
            meaning::meaning(&words)
        };
        let span = layer.span(found.range.start as usize..found.range.end as usize);
        Placeholder { span, text: None, syntax: found.syntax, meaning, words }
    }

    /// Keeps what other files say in the words of `layer`, which come to stand from `start` on: its place, and its
    /// placeholders, which cannot be found again by their place on disk.
    fn others(&mut self, layer: &Layer, marks: &Marks, words: &Builder, start: u32, included: &[Range<u32>]) {
        if included.is_empty() {
            return;
        }
        let len = words.text.len() as u32;
        let place = |at: u32| start + words.map.text_from(at, len);
        self.included
            .extend(included.iter().map(|range| TextSpan { start: place(range.start), end: place(range.end) }));
        let theirs = |found: &&Found| found.syntax != PlaceholderSyntax::Tag && is_in(included, found.range.start);
        for found in marks.found.iter().filter(theirs) {
            let text = words.map.to_text(found.range.start, found.range.end).filter(|(start, end)| start < end);
            let text = text.map(|(from, to)| TextSpan { start: start + from, end: start + to });
            self.placeholders.push(Placeholder { text, ..self.placeholder(layer, found) });
        }
    }

    /// Keeps the tags that part the words of `layer`, which come to stand from `start` on.
    fn tags(&mut self, layer: &Layer, marks: &Marks, words: &Builder, start: u32) {
        for found in marks.found.iter().filter(|found| found.syntax == PlaceholderSyntax::Tag) {
            let range = found.range.start as usize..found.range.end as usize;
            let step = tag::step(&layer.text[range.clone()]);
            if step != tag::Step::Other {
                let at = start + words.map.text_from(found.range.end, words.text.len() as u32);
                self.tags.push(Tag { span: layer.span(range), at, step });
            }
        }
    }

    /// Keeps the quoted conversation and the signature.
    fn evidence(&mut self, text: &str, lines: &[Line], span: &dyn Fn(usize, usize) -> Span) {
        if lines.iter().all(|l| matches!(l.role, Role::Own | Role::Blank | Role::Vanished)) {
            return;
        }
        self.thread.extend(quote::parts(text, lines, span));
        if let Some(at) = lines.iter().position(|l| l.role == Role::Signature) {
            let count = lines[at..].iter().take_while(|l| matches!(l.role, Role::Signature | Role::Blank)).count();
            self.sign(text, &lines[at..at + count], span);
        }
    }

    fn sign(&mut self, text: &str, lines: &[Line], span: &dyn Fn(usize, usize) -> Span) {
        let mut own = lines.iter().filter(|l| l.role == Role::Signature && l.words(text) != "--");
        let (Some(first), last) = (own.clone().next(), own.next_back()) else { return };
        let last = last.unwrap_or(first);
        if self.signature.is_none() {
            self.signature = Some(Signature {
                span: span(first.start as usize, last.end as usize),
                text: text[first.start as usize..last.end as usize].to_owned(),
            });
        }
    }

    /// Puts a finished text behind what is there.
    fn append(&mut self, mut part: Builder, map: Option<&SourceMap>) {
        part.finish();
        if let Some(map) = map {
            part.map = part.map.through(map);
        }
        if self.text.text.is_empty() {
            self.text = part;
            return;
        }
        if part.text.is_empty() {
            return;
        }
        self.text.text.push_str("\n\n");
        let shift = self.text.text.len() as u32;
        self.text.text.push_str(&part.text);
        self.text
            .map
            .segments
            .extend(part.map.segments.into_iter().map(|s| super::source_map::Segment { text: s.text + shift, ..s }));
        self.text.blocks.extend(
            part.blocks
                .into_iter()
                .map(|b| super::Block { span: TextSpan { start: b.span.start + shift, end: b.span.end + shift }, ..b }),
        );
    }

    fn finish(mut self, source: &Arc<str>, format: Format, options: &ReadOptions, named: bool) -> Document {
        self.placeholders.sort_by_key(|p| p.span.start);
        self.place();
        let mut shown: Vec<_> =
            self.placeholders.iter().filter_map(|p| Some(Shown { span: p.text?, meaning: p.meaning })).collect();
        let greeting = greeting::greeting(&self.text.text, &self.text.blocks, &shown);
        let behind = greeting.as_ref().map_or(0, |g| g.span.end as usize);
        let closing = sign_off::sign_off(&self.text.text, &self.text.blocks, &shown, behind);
        if let Some(closing) = closing.as_ref().filter(|c| c.end < self.text.text.len()) {
            let rest = self.text.text[closing.end..].trim();
            if !rest.is_empty() && self.signature.is_none() {
                let end = self.text.text.len() as u32;
                let start = end - self.text.text[closing.end..].trim_start().len() as u32;
                self.signature = Some(Signature { span: self.text.map.to_source(start, end), text: rest.to_owned() });
            }
            self.text.truncate(closing.end);
            for placeholder in &mut self.placeholders {
                placeholder.text = placeholder.text.filter(|t| t.end as usize <= self.text.text.len());
            }
            shown.retain(|s| s.span.end as usize <= self.text.text.len());
        }
        let sign_off = closing.map(|c| c.sign_off);
        let sentences =
            sentence::sentences(&self.text.text, &self.text.blocks, &shown, greeting.as_ref(), sign_off.as_ref());
        let len = self.text.text.len() as u32;
        for (directive, end) in self.remarks {
            let at = self.text.map.text_from(end, len);
            self.directives.push(Directive { at, ..directive });
        }
        self.directives.sort_by_key(|d| d.span.start);
        self.tags.iter_mut().for_each(|tag| tag.at = tag.at.min(len));
        let choices = choice::choices(&self.tags, len);
        self.included.iter_mut().for_each(|span| span.end = span.end.min(len));
        self.included.retain(|span| span.start < span.end);
        let template = template::is_template(
            options.template,
            named,
            &self.directives,
            &self.placeholders,
            greeting.as_ref(),
            sign_off.as_ref(),
        );
        Document {
            source: Arc::clone(source),
            format,
            template,
            fragment: options.fragment,
            text: self.text.text,
            included: self.included,
            blocks: self.text.blocks,
            sentences,
            greeting,
            sign_off,
            headers: self.headers,
            front_matter: Vec::new(),
            thread: self.thread,
            placeholders: self.placeholders,
            choices,
            directives: self.directives,
            signature: self.signature,
            problems: Vec::new(),
            regions: self.regions,
            map: self.text.map,
            disk: None,
            charset: encoding::Charset::Utf8,
        }
    }

    /// Finds each placeholder in the text.
    fn place(&mut self) {
        let (text, map) = (&self.text.text, &self.text.map);
        for placeholder in
            self.placeholders.iter_mut().filter(|p| p.syntax != PlaceholderSyntax::Tag && p.text.is_none())
        {
            placeholder.text = map
                .to_text(placeholder.span.start, placeholder.span.end)
                .filter(|&(start, end)| {
                    start < end && text.is_char_boundary(start as usize) && text.is_char_boundary(end as usize)
                })
                .map(|(start, end)| TextSpan { start, end });
        }
    }
}

/// Whether a place is in one of several ranges, which are in order.
fn is_in(ranges: &[Range<u32>], at: u32) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.start <= at)
}

/// A string as a text of its own.
fn scalar_layer(source: &str, scalar: &Scalar, disk: Option<&SourceMap>) -> Layer<'static> {
    let (text, map) = scalar.decode(source);
    let map = match disk {
        Some(disk) => map.through(disk),
        None => map,
    };
    Layer {
        text: Cow::Owned(text),
        map: Some(map),
        from: 0,
        format: Format::Plain,
        wrapping: match scalar.style {
            // A line end that is still there was meant.
            ScalarStyle::Single | ScalarStyle::Plain { .. } | ScalarStyle::Block { folded: true, .. } => Wrapping::Hard,
            ScalarStyle::Json | ScalarStyle::Double | ScalarStyle::Block { folded: false, .. } => Wrapping::Guess,
        },
        transfer: Transfer::Scalar(scalar.style),
        charset: None,
    }
}

/// Where the words of `layer` come to stand behind `before` bytes of text.
fn region(layer: &Layer, words: &Builder, before: usize) -> Region {
    let start = if before == 0 || words.text.is_empty() { before } else { before + 2 };
    Region {
        words: TextSpan::new(start, start + words.text.len()),
        format: layer.format,
        flowed: matches!(layer.wrapping, Wrapping::Flowed(_)),
        transfer: layer.transfer,
        charset: layer.charset.clone(),
        decoded: layer.map.as_ref().map(|map| Decoded {
            text: layer.text.clone().into_owned(),
            to_disk: map.clone(),
            words: words.map.clone(),
        }),
    }
}

/// Ranges no line ends in.
fn solid(marks: &Marks) -> Vec<Range<u32>> {
    if marks.hidden.is_empty() {
        return marks.found.iter().map(|f| f.range.clone()).collect();
    }
    let mut all: Vec<_> = marks.found.iter().map(|f| f.range.clone()).chain(marks.hidden.iter().cloned()).collect();
    all.sort_by_key(|r| r.start);
    all
}
