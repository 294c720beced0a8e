//! Markdown → lines, by way of pulldown-cmark. Where a soft line break was a wrap and where the writer meant it is decided
//! as in plain text: people who write messages in Markdown sign off on lines of their own all the same.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::BlockKind;
use super::builder::Builder;
use super::html;
use super::line::{self, Role, Wrapping};
use super::rendered::{Rendered, mask, push_shown};
use super::scan::Marks;

/// Renders `text[from..]`. A quotation is the other side's words, except where it has something to fill in: people set
/// their templates off so.
pub(super) fn render(text: &str, from: usize, marks: &Marks) -> Rendered {
    let mut masked = mask(text, marks);
    let (ends, delimiters) = wraps(text, from);
    // `-- ` under a line would make that line a heading.
    for at in delimiters {
        masked.replace_range(at..at + 2, "XX");
    }
    let mut renderer = Renderer {
        text,
        masked: &masked,
        marks,
        out: Builder::with_capacity(text.len() - from),
        ends,
        skip: 0,
        items: 0,
        quotes: Vec::new(),
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    for (event, range) in Parser::new_ext(&masked[from..], options).into_offset_iter() {
        renderer.event(&event, range.start + from..range.end + from);
    }
    Rendered::new(renderer.out)
}

/// The ranges of `text[from..]` that are code, in order: what stands there only shows how something is written.
pub(super) fn code(text: &str, from: usize) -> Vec<Range<usize>> {
    let is_code = |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    let events = Parser::new_ext(&text[from..], Options::empty()).into_offset_iter();
    events.filter(|(event, _)| is_code(event)).map(|(_, range)| range.start + from..range.end + from).collect()
}

/// The places of line ends that run on, in order, and of signature delimiters.
fn wraps(text: &str, from: usize) -> (Vec<u32>, Vec<usize>) {
    let lines = line::split(text, from, &[]);
    let width = line::width(text, &lines);
    let (mut ends, mut delimiters, mut joins) = (Vec::new(), Vec::new(), Vec::new());
    for paragraph in lines.split(|l| l.role == Role::Blank).filter(|p| !p.is_empty()) {
        line::joins(text, paragraph, width, Wrapping::Guess, &mut joins);
        for (line, join) in paragraph.iter().zip(&joins) {
            if line.words(text) == "--" {
                delimiters.push(line.start as usize);
            } else if *join {
                ends.push(line.end);
            }
        }
    }
    (ends, delimiters)
}

struct Renderer<'a> {
    text: &'a str,
    masked: &'a str,
    marks: &'a Marks,
    out: Builder,
    /// Line ends that run on.
    ends: Vec<u32>,
    /// Open elements whose content is not the writer's words.
    skip: u32,
    /// Open list items.
    items: u32,
    /// Open quotations, and whether each is someone else's words.
    quotes: Vec<bool>,
}

impl Renderer<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(tag) => self.close(*tag),
            _ if self.skip > 0 => {}
            Event::Text(words) => {
                if **words == self.masked[range.clone()] {
                    push_shown(&mut self.out, self.text, range, self.marks);
                } else {
                    self.out.decoded(words, range);
                }
            }
            Event::Code(_) => {
                let ticks = self.text[range.clone()].bytes().take_while(|&b| b == b'`').count();
                push_shown(
                    &mut self.out,
                    self.text,
                    range.start + ticks..(range.end - ticks).max(range.start + ticks),
                    self.marks,
                );
            }
            Event::SoftBreak => {
                // The event covers the line end, perhaps with the space before it.
                let end = range.start
                    - (self.text[..range.start].len()
                        - self.text[..range.start].trim_end_matches([' ', '\t', '\r', '\n']).len());
                if self.ends.binary_search(&(end as u32)).is_ok() {
                    self.out.space(range);
                } else {
                    self.out.line();
                }
            }
            Event::HardBreak => self.out.line(),
            Event::Rule => self.out.block(BlockKind::Paragraph),
            Event::Html(_) | Event::InlineHtml(_) => {
                html::render_into(&mut self.out, self.text, self.masked, range, self.marks);
            }
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::CodeBlock(_) | Tag::Strikethrough | Tag::Image { .. } | Tag::MetadataBlock(_) => {
                self.skip += 1;
                if matches!(tag, Tag::CodeBlock(_)) {
                    self.out.block(BlockKind::Paragraph);
                }
            }
            Tag::Paragraph | Tag::HtmlBlock => self.out.block(self.kind()),
            Tag::Heading { .. } => self.out.block(BlockKind::Heading),
            Tag::BlockQuote(_) => {
                let first = self.marks.found.partition_point(|f| (f.range.start as usize) < range.start);
                let theirs = self.marks.found.get(first).is_none_or(|f| f.range.end as usize >= range.end);
                self.quotes.push(theirs);
                self.out.quote(isize::from(theirs));
                self.out.block(BlockKind::Paragraph);
            }
            Tag::Item => {
                self.items += 1;
                self.out.block(BlockKind::ListItem);
            }
            Tag::TableCell => self.out.block(BlockKind::Cell),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock | TagEnd::Strikethrough | TagEnd::Image | TagEnd::MetadataBlock(_) => {
                self.skip = self.skip.saturating_sub(1);
            }
            TagEnd::BlockQuote(_) => {
                self.out.quote(-isize::from(self.quotes.pop().unwrap_or(false)));
                self.out.block(BlockKind::Paragraph);
            }
            TagEnd::Item => {
                self.items = self.items.saturating_sub(1);
                self.out.block(self.kind());
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Table | TagEnd::List(_) | TagEnd::HtmlBlock => {
                self.out.block(self.kind());
            }
            _ => {}
        }
    }

    fn kind(&self) -> BlockKind {
        if self.items > 0 { BlockKind::ListItem } else { BlockKind::Paragraph }
    }
}
