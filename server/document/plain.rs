//! Lines → blocks of the writer's own words. Every format ends here: plain text as it stands, HTML and Markdown after
//! having been rendered to lines, a mail after its transfer encoding is off.

use std::ops::Range;

use super::BlockKind;
use super::builder::Builder;
use super::line::{self, Line, Role, Wrapping};
use super::thread;

/// What to read.
pub(super) struct Plain<'a> {
    pub(super) text: &'a str,
    /// Where the words begin: after front matter and headers.
    pub(super) from: usize,
    /// Ranges that print nothing, in order: comments, control tags.
    pub(super) hidden: &'a [Range<u32>],
    /// Ranges that no line ends in, in order: placeholders and what is hidden.
    pub(super) solid: &'a [Range<u32>],
    /// Kinds of the blocks that begin at these places, in order; set by a renderer, which also ends every line itself.
    pub(super) kinds: Option<&'a [(u32, BlockKind)]>,
    pub(super) wrapping: Wrapping,
}

/// Reads it into `out`, which holds positions in `text`; answers the lines, so that quotes and signature can be read too.
pub(super) fn read(plain: &Plain, out: &mut Builder) -> Vec<Line> {
    let text = plain.text;
    let mut lines = line::split(text, plain.from, plain.solid);
    vanish(&mut lines, plain.hidden);
    thread::classify(text, &mut lines);
    let width = match plain.wrapping {
        Wrapping::Guess => line::width(text, &lines),
        _ => None,
    };
    let mut reader = Reader { plain, out, hidden: 0, kind: 0, joins: Vec::new() };
    let mut at = 0;
    while at < lines.len() {
        if lines[at].role != Role::Own {
            at += 1;
            continue;
        }
        let end = at
            + lines[at..]
                .iter()
                .position(|l| !matches!(l.role, Role::Own | Role::Vanished))
                .unwrap_or(lines.len() - at);
        reader.paragraph(&lines[at..end], width);
        at = end;
    }
    lines
}

/// Marks the lines that hold nothing but what is hidden.
fn vanish(lines: &mut [Line], hidden: &[Range<u32>]) {
    if hidden.is_empty() {
        return;
    }
    let mut next = 0;
    for line in lines.iter_mut().filter(|l| l.role == Role::Own) {
        while hidden.get(next).is_some_and(|h| h.end <= line.start) {
            next += 1;
        }
        let covered: u32 = hidden[next..]
            .iter()
            .take_while(|h| h.start < line.end)
            .map(|h| h.end.min(line.end) - h.start.max(line.start))
            .sum();
        if covered == line.end - line.start {
            line.role = Role::Vanished;
        }
    }
}

struct Reader<'a, 'b> {
    plain: &'a Plain<'a>,
    out: &'b mut Builder,
    /// The next of `plain.hidden`.
    hidden: usize,
    /// The next of `plain.kinds`.
    kind: usize,
    joins: Vec<bool>,
}

impl Reader<'_, '_> {
    fn paragraph(&mut self, lines: &[Line], width: Option<usize>) {
        let text = self.plain.text;
        let kind = self.kind_at(lines[0].start);
        self.out.block(kind);
        let mut joins = std::mem::take(&mut self.joins);
        line::joins(text, lines, width, self.plain.wrapping, &mut joins);
        // One dash in a paragraph introduces a name or an aside; several, or any other bullet, make a list.
        let listing = self.plain.kinds.is_none() && {
            let bullets = || lines.iter().filter_map(|l| line::bullet(l.words(text)));
            bullets().any(|(_, dash)| !dash) || bullets().take(2).count() > 1
        };
        let mut listed = false;
        for (index, line) in lines.iter().enumerate() {
            let mut range = line.range();
            if line.role == Role::Vanished {
                self.out.line();
                continue;
            }
            if let Some((width, _)) = line::bullet(line.words(text)).filter(|_| listing) {
                self.out.block(BlockKind::ListItem);
                range.start = (range.start + width).min(range.end);
                listed = true;
            } else if listed && index > 0 && !joins[index - 1] && !indented(text, line) {
                self.out.block(BlockKind::Paragraph);
                listed = false;
            } else if index > 0 {
                if joins[index - 1] {
                    if self.plain.wrapping != Wrapping::Flowed(true) {
                        self.out.space(lines[index - 1].end as usize..line.start as usize);
                    }
                } else {
                    self.out.line();
                }
            }
            self.push(range);
        }
        self.joins = joins;
    }

    fn kind_at(&mut self, start: u32) -> BlockKind {
        let Some(kinds) = self.plain.kinds else { return BlockKind::Paragraph };
        while kinds.get(self.kind + 1).is_some_and(|(at, _)| *at <= start) {
            self.kind += 1;
        }
        kinds.get(self.kind).filter(|(at, _)| *at <= start).map_or(BlockKind::Paragraph, |(_, kind)| *kind)
    }

    /// Pushes what of the range is not hidden.
    fn push(&mut self, range: Range<usize>) {
        let hidden = self.plain.hidden;
        let mut from = range.start;
        while hidden.get(self.hidden).is_some_and(|h| h.end as usize <= from) {
            self.hidden += 1;
        }
        while let Some(gap) = hidden.get(self.hidden).filter(|h| (h.start as usize) < range.end) {
            self.out.push(self.plain.text, from..(gap.start as usize).max(from));
            from = (gap.end as usize).min(range.end);
            if gap.end as usize > range.end {
                break;
            }
            if is_alternative(&self.plain.text[gap.start as usize..gap.end as usize]) {
                self.out.space(from..from);
            }
            self.hidden += 1;
        }
        self.out.push(self.plain.text, from..range.end.max(from));
    }
}

/// Whether a tag parts two wordings of which one will show.
pub(super) fn is_alternative(tag: &str) -> bool {
    let word = tag.trim_start_matches(['{', '<', '%', '-', '~', ' ', '}']);
    tag.len() < 200
        && (word.starts_with("else")
            || word.starts_with("elif")
            || word.starts_with("elsif")
            || word.starts_with("} else")
            || word.starts_with("when"))
}

/// Whether a line is set in, as the second line of a list item is.
fn indented(text: &str, line: &Line) -> bool {
    text[..line.start as usize].ends_with([' ', '\t'])
}
