//! HTML → lines. Elements become blocks and line ends, quoting becomes `> `, everything else is text; html5gum tells the
//! tags from the words, character references are decoded one by one so that each keeps its place.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use super::BlockKind;
use super::builder::Builder;
use super::rendered::{Rendered, mask, push_shown};
use super::scan::Marks;

/// Renders `text[from..]`.
pub(super) fn render(text: &str, from: usize, marks: &Marks) -> Rendered {
    let masked = mask(text, marks);
    let mut builder = Builder::with_capacity(text.len() - from);
    render_into(&mut builder, text, &masked, from..text.len(), marks);
    Rendered::new(builder)
}

/// Renders a part of a text whose placeholders and tags are masked in `masked`, byte for byte.
pub(super) fn render_into(out: &mut Builder, text: &str, masked: &str, range: Range<usize>, marks: &Marks) {
    // The tokenizer's positions hold while every byte is one step; its ways with references and line ends are not its
    // business here anyway.
    let mut steady = masked.as_bytes()[range.clone()].to_vec();
    for byte in &mut steady {
        match byte {
            b'&' => *byte = b'+',
            b'\r' | 0 => *byte = b' ',
            _ => {}
        }
    }
    let steady = String::from_utf8(steady).unwrap_or_default();
    let mut renderer = Renderer {
        text,
        masked,
        marks,
        base: range.start,
        out,
        tag: Tag::default(),
        skipped: None,
        attribute: Attribute::Other,
        empty_line: true,
        preformatted: 0,
        items: 0,
        cells: Vec::new(),
    };
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: html5gum::Span<usize>| -> Option<Infallible> {
            renderer.event(&event, span);
            None
        });
    emitter.naively_switch_states(true);
    // A string is a reader that cannot fail.
    let Ok(()) = Tokenizer::new_with_emitter(&steady, emitter).finish();
}

struct Renderer<'a> {
    text: &'a str,
    masked: &'a str,
    marks: &'a Marks,
    base: usize,
    out: &'a mut Builder,
    tag: Tag,
    /// The element whose content does not show, and how many of its name are open.
    skipped: Option<(Vec<u8>, u32)>,
    attribute: Attribute,
    /// Whether anything was written on the current line.
    empty_line: bool,
    preformatted: u32,
    /// Open list items.
    items: u32,
    /// Blocks that begin the cells of the current row.
    cells: Vec<usize>,
}

/// A start tag as far as it was read.
#[derive(Default)]
struct Tag {
    name: Vec<u8>,
    hidden: bool,
    signature: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Attribute {
    Class,
    Style,
    #[default]
    Other,
}

impl Renderer<'_> {
    fn event(&mut self, event: &CallbackEvent<'_>, span: html5gum::Span<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag { name: name.to_vec(), ..Tag::default() };
                self.attribute = Attribute::Other;
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = match *name {
                    b"class" | b"id" => Attribute::Class,
                    b"style" => Attribute::Style,
                    b"hidden" => {
                        self.tag.hidden = true;
                        Attribute::Other
                    }
                    _ => Attribute::Other,
                }
            }
            CallbackEvent::AttributeValue { value } => match self.attribute {
                Attribute::Class => {
                    self.tag.signature |=
                        memchr::memmem::find(value, b"gmail_signature").is_some() && !value.ends_with(b"_prefix");
                }
                Attribute::Style => self.tag.hidden |= hides(value),
                Attribute::Other => {}
            },
            CallbackEvent::CloseStartTag { self_closing } => self.open(*self_closing),
            CallbackEvent::EndTag { name } => self.close(name),
            CallbackEvent::String { .. } => {
                let at = |offset| self.text.floor_char_boundary(self.base + offset);
                let range = at(span.start)..at(span.end);
                if self.skipped.is_none() {
                    self.words(range);
                }
            }
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn open(&mut self, self_closing: bool) {
        let tag = std::mem::take(&mut self.tag);
        let name = &tag.name[..];
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += u32::from(skipped == name && !self_closing);
            return;
        }
        let void = matches!(
            name,
            b"br" | b"hr" | b"img" | b"input" | b"meta" | b"link" | b"col" | b"wbr" | b"area" | b"base" | b"source"
        );
        if matches!(
            name,
            b"script"
                | b"style"
                | b"head"
                | b"title"
                | b"template"
                | b"svg"
                | b"select"
                | b"s"
                | b"del"
                | b"strike"
                | b"code"
                | b"noscript"
                | b"iframe"
                | b"mj-head"
                | b"mj-raw"
        ) && !(name == b"code" && self.preformatted == 0)
            || tag.hidden && !void
        {
            if !self_closing {
                self.skipped = Some((tag.name, 1));
            }
            return;
        }
        match name {
            b"br" => {
                if self.empty_line {
                    self.block(self.plain_kind());
                } else {
                    self.line();
                }
            }
            b"p" | b"table" | b"ul" | b"ol" | b"dl" | b"section" | b"article" | b"header" | b"footer" | b"center"
            | b"hr" | b"form" => self.block(self.plain_kind()),
            b"mj-button" | b"mj-navbar-link" | b"mj-social-element" => self.block(BlockKind::Cell),
            // All there is in MJML stands for itself.
            name if name.starts_with(b"mj-") => self.block(self.plain_kind()),
            b"pre" => {
                self.preformatted += 1;
                self.block(BlockKind::Paragraph);
            }
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => self.block(BlockKind::Heading),
            b"li" | b"dd" | b"dt" => {
                self.items += 1;
                self.block(BlockKind::ListItem);
            }
            b"tr" => {
                self.block(BlockKind::Paragraph);
                self.cells.clear();
            }
            b"td" | b"th" => {
                self.block(BlockKind::Paragraph);
                self.cells.push(self.out.blocks.len());
            }
            b"blockquote" => {
                self.out.quote(1);
                self.block(BlockKind::Paragraph);
            }
            b"div" | b"address" | b"option" => self.line(),
            _ => {}
        }
        if tag.signature {
            self.block(BlockKind::Paragraph);
            self.out.insert("--");
            self.line();
        }
    }

    fn close(&mut self, name: &[u8]) {
        if let Some((skipped, depth)) = &mut self.skipped {
            if skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            return;
        }
        match name {
            b"p" | b"table" | b"ul" | b"ol" | b"dl" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"section"
            | b"article" => self.block(self.plain_kind()),
            name if name.starts_with(b"mj-") => self.block(self.plain_kind()),
            b"td" | b"th" => self.block(BlockKind::Paragraph),
            b"li" | b"dd" | b"dt" => {
                self.items = self.items.saturating_sub(1);
                self.block(self.plain_kind());
            }
            b"pre" => {
                self.preformatted = self.preformatted.saturating_sub(1);
                self.block(BlockKind::Paragraph);
            }
            b"blockquote" => {
                self.out.quote(-1);
                self.block(BlockKind::Paragraph);
            }
            b"tr" => {
                // Short texts side by side are data; one cell, or long ones, are layout.
                let made = self.out.blocks.len();
                let begun = std::mem::take(&mut self.cells);
                let filled = begun.windows(2).filter(|w| w[1] > w[0]).count()
                    + usize::from(begun.last().is_some_and(|&at| made > at));
                if let Some(first) = begun.first().copied().filter(|_| filled > 1) {
                    for block in &mut self.out.blocks[first..] {
                        block.kind = BlockKind::Cell;
                    }
                }
                self.block(BlockKind::Paragraph);
            }
            b"div" | b"address" | b"option" => self.line(),
            _ => {}
        }
    }

    fn plain_kind(&self) -> BlockKind {
        if self.items > 0 { BlockKind::ListItem } else { BlockKind::Paragraph }
    }

    fn block(&mut self, kind: BlockKind) {
        self.out.block(kind);
        self.empty_line = true;
    }

    fn line(&mut self) {
        self.out.line();
        self.empty_line = true;
    }

    /// Words between tags: `range` of the text.
    fn words(&mut self, range: Range<usize>) {
        let bytes = self.masked.as_bytes();
        let mut from = range.start;
        while from < range.end {
            let special = bytes[from..range.end].iter().position(|&b| b == b'&' || b == b'\n' && self.preformatted > 0);
            let at = special.map_or(range.end, |n| from + n);
            self.push(from..at);
            if at == range.end {
                break;
            }
            if bytes[at] == b'\n' {
                if self.empty_line {
                    self.block(BlockKind::Paragraph);
                } else {
                    self.line();
                }
                from = at + 1;
                continue;
            }
            let name = self.text.as_bytes()[at + 1..range.end]
                .iter()
                .take(32)
                .take_while(|b| b.is_ascii_alphanumeric() || **b == b'#')
                .count();
            let end = at + 1 + name;
            let end = end + usize::from(bytes.get(end) == Some(&b';') && end < range.end);
            match reference(&self.masked[at..end]) {
                Some(decoded) => {
                    self.empty_line &= decoded.trim().is_empty();
                    self.out.decoded(&decoded, at..end);
                }
                None => self.push(at..end),
            }
            from = end;
        }
    }

    fn push(&mut self, range: Range<usize>) {
        self.empty_line &= self.text[range.clone()].trim().is_empty();
        push_shown(self.out, self.text, range, self.marks);
    }
}

/// What a character reference stands for; `None` when it is none.
fn reference(written: &str) -> Option<String> {
    if written.len() < 3 {
        return None;
    }
    let mut out = String::new();
    for token in Tokenizer::new(written) {
        let Ok(token) = token;
        if let html5gum::Token::String(value) = token {
            out.push_str(&String::from_utf8_lossy(&value));
        }
    }
    (out != written).then_some(out)
}

/// Whether a style keeps an element from showing, as the preview line of a mail template is kept.
fn hides(style: &[u8]) -> bool {
    let squeezed: Vec<u8> =
        style.iter().filter(|b| !b.is_ascii_whitespace()).map(u8::to_ascii_lowercase).take(400).collect();
    memchr::memmem::find(&squeezed, b"display:none").is_some()
        || memchr::memmem::find(&squeezed, b"mso-hide:all").is_some()
}
