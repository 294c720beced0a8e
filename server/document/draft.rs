//! A document in the making: layers are read into it one after the other, then greeting, sign-off and sentences are found.

use std::ops::Range;
use std::sync::Arc;

use super::builder::Builder;
use super::choice::{self, Tag};
use super::directive::Commented;
use super::framing::{self, Framing};
use super::layer::{Layer, region, scalar_layer, solid};
use super::line::{Line, Role, Wrapping};
use super::plain::{self, Plain};
use super::scan::{self, Found, Marks};
use super::sign_off::Closing;
use super::source_map::SourceMap;
use super::surface::Region;
use super::token::Shown;
use super::{
    BlockKind, Directive, Document, Field, Format, Headers, Meanings, Partials, Placeholder, PlaceholderSyntax,
    ReadOptions, Scalar, Signature, ThreadPart, directive, encoding, format, greeting, headers, held, html, markdown,
    meaning, quote, sentence, sign_off, tag, template,
};
use crate::span::{Span, TextSpan};

/// A document in the making.
#[derive(Default)]
pub(super) struct Draft {
    meanings: Arc<Meanings>,
    text: Builder,
    pub(super) headers: Headers,
    pub(super) thread: Vec<ThreadPart>,
    placeholders: Vec<Placeholder>,
    pub(super) directives: Vec<Directive>,
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
    pub(super) fn with(options: &ReadOptions) -> Self {
        let (meanings, partials) = (Arc::clone(&options.meanings), Arc::clone(&options.partials));
        Self { meanings, partials, ..Self::default() }
    }

    /// Takes a string for the subject.
    pub(super) fn subject(&mut self, source: &str, scalar: &Scalar, disk: Option<&SourceMap>) {
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
    pub(super) fn scalar(
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
    pub(super) fn layer(&mut self, layer: Layer) {
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

    pub(super) fn marks(&mut self, layer: &Layer, marks: &Marks, included: &[Range<u32>]) {
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

    pub(super) fn placeholder(&self, layer: &Layer, found: &Found) -> Placeholder {
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
    pub(super) fn others(
        &mut self,
        layer: &Layer,
        marks: &Marks,
        words: &Builder,
        start: u32,
        included: &[Range<u32>],
    ) {
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
    pub(super) fn tags(&mut self, layer: &Layer, marks: &Marks, words: &Builder, start: u32) {
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
    pub(super) fn evidence(&mut self, text: &str, lines: &[Line], span: &dyn Fn(usize, usize) -> Span) {
        if lines.iter().all(|l| matches!(l.role, Role::Own | Role::Blank | Role::Vanished)) {
            return;
        }
        self.thread.extend(quote::parts(text, lines, span));
        if let Some(at) = lines.iter().position(|l| l.role == Role::Signature) {
            let count = lines[at..].iter().take_while(|l| matches!(l.role, Role::Signature | Role::Blank)).count();
            self.sign(text, &lines[at..at + count], span);
        }
    }

    pub(super) fn sign(&mut self, text: &str, lines: &[Line], span: &dyn Fn(usize, usize) -> Span) {
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
    pub(super) fn append(&mut self, mut part: Builder, map: Option<&SourceMap>) {
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

    pub(super) fn finish(mut self, source: &Arc<str>, format: Format, options: &ReadOptions, named: bool) -> Document {
        self.placeholders.sort_by_key(|p| p.span.start);
        self.place();
        let mut shown: Vec<_> =
            self.placeholders.iter().filter_map(|p| Some(Shown { span: p.text?, meaning: p.meaning })).collect();
        let greeting = greeting::greeting(&self.text.text, &self.text.blocks, &shown);
        let behind = greeting.as_ref().map_or(0, |g| g.span.end as usize);
        let closing = sign_off::sign_off(&self.text.text, &self.text.blocks, &shown, behind);
        // Behind the sign-off of one branch come the words of the next.
        let len = self.text.text.len() as u32;
        let all = choice::choices(&self.tags, len);
        let goes_on = |closing: &Closing| framing::goes_on(&all, closing.sign_off.span);
        if let Some(closing) = closing.as_ref().filter(|c| c.end < self.text.text.len() && !goes_on(c)) {
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
        let mut sign_off = closing.map(|c| c.sign_off);
        let len = self.text.text.len() as u32;
        self.tags.iter_mut().for_each(|tag| tag.at = tag.at.min(len));
        let choices = choice::choices(&self.tags, len);
        let (text, blocks) = (&self.text.text, &self.text.blocks);
        let Framing { mut greetings, mut sign_offs } =
            framing::of_branches(text, blocks, &shown, &choices, greeting.as_ref(), sign_off.as_ref());
        let greeting = greeting.or_else(|| (!greetings.is_empty()).then(|| greetings.remove(0)));
        sign_off = sign_off.or_else(|| (!sign_offs.is_empty()).then(|| sign_offs.remove(0)));
        let greeted = greeting.iter().chain(&greetings).map(|greeting| greeting.span);
        let signed = sign_off.iter().chain(&sign_offs).map(|sign_off| sign_off.span);
        let sentences = sentence::sentences(text, blocks, &shown, greeted.collect(), signed.collect());
        for (directive, end) in self.remarks {
            let at = self.text.map.text_from(end, len);
            self.directives.push(Directive { at, ..directive });
        }
        self.directives.sort_by_key(|d| d.span.start);
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
            forms: 1,
            text: self.text.text,
            included: self.included,
            blocks: self.text.blocks,
            sentences,
            greeting,
            sign_off,
            other_greetings: greetings,
            other_sign_offs: sign_offs,
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
    pub(super) fn place(&mut self) {
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
