//! Text → [`Document`]: what stands where, and which of it the writer wrote.
//!
//! Invariants: [`Document::parse`] answers any bytes; every [`TextSpan`] lies on character boundaries of
//! [`Document::text`]; every [`Span`] it hands out lies on character boundaries of the source. `text` holds only the
//! writer's own words (subject, greeting, body, sign-off), normalised: one block a line-joined run, blocks separated by
//! `\n\n`, curly quotes and exotic spaces folded, entities and transfer encodings decoded, markup gone. Quoted threads,
//! signatures, code, comments and front matter are not in `text`; they are kept beside it as evidence.

mod addressee;
mod beside;
mod braces;
mod builder;
mod choice;
mod directive;
mod draft;
mod encoding;
mod format;
mod formula;
mod framing;
mod front_matter;
mod greeting;
mod headers;
mod held;
mod html;
mod json;
mod layer;
mod line;
mod line_index;
mod mail;
mod markdown;
mod meaning;
mod notation;
mod partial;
mod placeholder;
mod plain;
mod quote;
mod read;
mod rendered;
mod salutation;
mod scalar;
mod scan;
mod sentence;
mod sign_off;
mod signer;
mod source_map;
mod surface;
pub(crate) mod tag;
mod template;
mod thread;
mod token;
mod transfer;
mod words;
mod yaml;

pub use choice::{Arm, ArmId, Choice};
pub use directive::{Directive, DirectivePlace};
pub use held::{Broken, DataFormat, Held, KEYS, held};
pub use line_index::{LineColumn, LineIndex};
pub use meaning::{Meaning, Meanings};
pub use partial::{Include, Partials, flattened, includes};
pub use placeholder::{Placeholder, PlaceholderSyntax};
pub use scalar::{Scalar, ScalarStyle};
pub use source_map::SourceMap;
pub use surface::{Region, Surface, Transfer};
pub use tag::Condition;

use crate::span::{Span, TextSpan};
use std::sync::Arc;

/// What kind of file a draft is; templates can lie over any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Plain,
    /// Markdown (CommonMark).
    Markdown,
    /// A mail with an RFC 5322 header block.
    Mail,
    /// An HTML page or mail body.
    Html,
}

/// How to read the bytes, where the caller knows better than the content.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The file's name or path: its extensions choose format and template syntax.
    pub name: Option<String>,
    /// Forces the format.
    pub format: Option<Format>,
    /// Forces the answer to "is this a template?".
    pub template: Option<bool>,
    /// What placeholders stand for where their words do not tell.
    pub meanings: Arc<Meanings>,
    /// The message to read, where the file holds several as strings.
    pub held: Option<Held>,
    /// What the files say that it includes.
    pub partials: Arc<Partials>,
    /// Whether it is a part of messages, and no message of its own.
    pub fragment: bool,
    /// Whether to read, of a mail that has its text in two forms, the other one; see [`Document::forms`].
    pub other_form: bool,
}

/// A draft, read.
#[derive(Clone, Debug)]
pub struct Document {
    /// The source as text. Equal to the bytes on disk whenever those are UTF-8.
    pub source: Arc<str>,
    /// The format it was read as.
    pub format: Format,
    /// Whether it is a template, in which unfilled placeholders are fine.
    pub template: bool,
    /// Whether it is a part of messages, and no message of its own.
    pub fragment: bool,
    /// How many forms a mail has its text in, of which each reader's program shows one: two where HTML stands beside plain
    /// text. The words are those of the plain text.
    pub forms: u32,
    /// The writer's words, normalised. See the module invariant.
    pub text: String,
    /// What of `text` stands in files it includes, in order.
    pub included: Vec<TextSpan>,
    /// Paragraphs, list items, headings, the subject: in order, not overlapping, covering `text` but for separators.
    pub blocks: Vec<Block>,
    /// Sentences in order; each lies in one block.
    pub sentences: Vec<Sentence>,
    /// `Hi Dana,`
    pub greeting: Option<Greeting>,
    /// `Best,\nSam`
    pub sign_off: Option<SignOff>,
    /// Further greetings, of a template whose branches each have their own; where a branch names nobody, the same words
    /// without names.
    pub other_greetings: Vec<Greeting>,
    /// Further sign-offs, of a template whose branches each have their own.
    pub other_sign_offs: Vec<SignOff>,
    /// Header fields, from a mail's header block or a `Subject:`/`To:` line atop plain text.
    pub headers: Headers,
    /// Front matter keys, flattened with dots.
    pub front_matter: Vec<Field>,
    /// The quoted conversation, forwarded parts included, newest first.
    pub thread: Vec<ThreadPart>,
    /// Placeholders, in order of their place in the source, those outside `text` included.
    pub placeholders: Vec<Placeholder>,
    /// What of a template's words is there only sometimes, in order.
    pub choices: Vec<Choice>,
    /// Remarks to Regards in comments, headers or front matter.
    pub directives: Vec<Directive>,
    /// What stands under `-- `, or under the writer's name; the first of several.
    pub signature: Option<Signature>,
    /// What could not be read, with what was done instead.
    pub problems: Vec<ReadProblem>,
    /// The stretches of the file the body's words come from, in order; a mail can have several.
    pub regions: Vec<Region>,
    map: SourceMap,
    /// `source` → bytes on disk, unless they are equal.
    disk: Option<SourceMap>,
    charset: encoding::Charset,
}

/// A run of text that belongs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where in `text`.
    pub span: TextSpan,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// The subject line.
    Subject,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A heading.
    Heading,
    /// A cell of a table.
    Cell,
}

/// Which part of a message a sentence belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The subject line.
    Subject,
    /// The greeting.
    Greeting,
    /// Everything between greeting and sign-off.
    Body,
    /// The closing formula and the name under it.
    SignOff,
}

/// A sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where in `text`; no surrounding white space.
    pub span: TextSpan,
    /// Index into `blocks`.
    pub block: u32,
    /// Which part of the message.
    pub part: Part,
    /// Whether it ends in a question mark.
    pub question: bool,
}

/// How the message opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greeting {
    /// Where in `text`, its closing comma included.
    pub span: TextSpan,
    /// The people (or name placeholders) it addresses, in order; empty for `Dear Hiring Team,` and bare `Hi`.
    pub names: Vec<TextSpan>,
}

/// How the message closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignOff {
    /// Where in `text`: closing formula and name, or either alone.
    pub span: TextSpan,
    /// `Best regards,`
    pub formula: Option<TextSpan>,
    /// The writer's name (or its placeholder).
    pub name: Option<TextSpan>,
}

/// A person or address as mail headers and attributions give them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// Decoded display name.
    pub name: Option<String>,
    /// `dana@acme.example`
    pub address: Option<String>,
    /// Where in the source.
    pub span: Span,
}

/// The header fields that matter to Regards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    /// The header block's place, without the blank line after it.
    pub span: Option<Span>,
    /// Writers.
    pub from: Vec<Mailbox>,
    /// Recipients.
    pub to: Vec<Mailbox>,
    /// Copied.
    pub cc: Vec<Mailbox>,
    /// Decoded subject.
    pub subject: Option<Field>,
    /// Raw `Date:` value.
    pub date: Option<Field>,
    /// Any further field, name in lower case.
    pub other: Vec<Field>,
}

/// A key and its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// The key as written (lower-cased for headers).
    pub key: String,
    /// The decoded value.
    pub value: String,
    /// The value's place in the source.
    pub span: Span,
}

/// One quoted or forwarded message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreadPart {
    /// Its place in the source, attribution included.
    pub span: Span,
    /// Who wrote it, where `On … wrote:` or a header block says so.
    pub from: Option<Mailbox>,
    /// The date its attribution gives, raw.
    pub date: Option<String>,
    /// Its words, quote marks removed, lines kept.
    pub text: String,
}

/// Something that could not be read as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadProblem {
    /// What and why, and what to do.
    pub message: String,
    /// Where in the source.
    pub span: Span,
}

/// What stands under `-- `, or under the writer's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Its place in the source.
    pub span: Span,
    /// Its words, lines kept.
    pub text: String,
}

impl Document {
    /// Reads a draft. Never fails: bytes that are no text in any known encoding are read with replacement characters and
    /// a [`ReadProblem`].
    pub fn parse(bytes: &[u8], options: &ReadOptions) -> Self {
        match &options.held {
            None => read::read(bytes, options),
            Some(held) => read::read_held(&Arc::from(&*String::from_utf8_lossy(bytes)), held, options),
        }
    }

    /// Reads one of the messages a file of data holds; `source` is the text of the whole file.
    pub fn parse_held(source: &Arc<str>, held: &Held, options: &ReadOptions) -> Self {
        read::read_held(source, held, options)
    }

    /// The source range that shows `span`: the smallest whose decoding holds it. An empty span is an insertion point,
    /// right behind what precedes it.
    pub fn to_source(&self, span: TextSpan) -> Span {
        self.map.to_source(span.start, span.end)
    }

    /// Where in `source` a byte on disk stands: the same place unless the file is not UTF-8.
    pub fn source_offset(&self, disk: u32) -> usize {
        match &self.disk {
            None => (disk as usize).min(self.source.len()),
            Some(map) => map.text_from(disk, self.source.len() as u32) as usize,
        }
    }

    /// Line and column of a byte on disk; `lines` was built from [`Document::source`].
    pub fn line_column(&self, lines: &LineIndex, disk: u32) -> LineColumn {
        lines.position(self.source_offset(disk))
    }

    /// Text as bytes of the file; `None` where the file's character set lacks one of its characters.
    pub fn encode<'t>(&self, text: &'t str) -> Option<std::borrow::Cow<'t, [u8]>> {
        self.charset.encode(text)
    }

    /// The greeting, and of a template those of its other branches.
    pub fn greetings(&self) -> impl Iterator<Item = &Greeting> {
        self.greeting.iter().chain(&self.other_greetings)
    }

    /// The sign-off, and of a template those of its other branches.
    pub fn sign_offs(&self) -> impl Iterator<Item = &SignOff> {
        self.sign_off.iter().chain(&self.other_sign_offs)
    }

    /// An arm of a template's choice.
    pub fn arm(&self, id: ArmId) -> Option<&Arm> {
        self.choices.get(id.choice as usize)?.arms.get(id.arm as usize)
    }

    /// Whether words stand in a file that is included.
    pub fn is_included(&self, span: TextSpan) -> bool {
        let next = self.included.partition_point(|included| included.end < span.end);
        self.included.get(next).is_some_and(|included| included.contains(span))
    }

    /// The words at `span`.
    pub fn words(&self, span: TextSpan) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}
