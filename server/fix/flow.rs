//! Wrapped paragraphs that words were put into: their lines are broken anew from there on.
//!
//! Invariants: only paragraphs whose lines are all as full as their width lets them be are touched; nothing but the white space
//! between words changes, and none behind the line from which on the breaks fall as they did.

use super::blank::{Blanked, is_mark};
use crate::document::{Block, BlockKind, Format, Surface};
use std::ops::Range;

/// A range of the surface and what comes there.
type Laid = (Range<usize>, Blanked);

/// Edits of one surface, in order and apart: these, and those that move line breaks in the paragraphs they are in. Those that begin
/// at one of `lines` bring lines of their own.
pub(super) fn flow(surface: &Surface<'_>, width: Option<usize>, made: Vec<Laid>, lines: &[usize]) -> Vec<Laid> {
    let Some(width) = width.filter(|_| !surface.region.flowed && surface.region.format != Format::Html) else {
        return made;
    };
    let document = surface.document();
    let mut all = made;
    for block in document.blocks.iter().filter(|block| surface.region.words.contains(block.span)) {
        if let Some(paragraph) = Paragraph::of(surface, block, width)
            && let Some((own, flowed)) = paragraph.flowed(&all, lines)
        {
            all.splice(own, flowed);
        }
    }
    all
}

/// A paragraph that a program wrapped, or that fits on one line.
struct Paragraph<'a> {
    text: &'a str,
    range: Range<usize>,
    indent: &'a str,
    width: usize,
    /// What must not be broken: placeholders.
    whole: Vec<Range<usize>>,
    is_markdown: bool,
}

/// A character of the paragraph as it will be, and where it comes from.
#[derive(Clone, Copy)]
struct Letter {
    c: char,
    /// The edit that brings it; none for the writer's own.
    edit: Option<usize>,
    /// Where it is in the text, or in what the edit brings.
    at: usize,
}

impl<'a> Paragraph<'a> {
    fn of(surface: &'a Surface<'a>, block: &Block, width: usize) -> Option<Self> {
        let document = surface.document();
        let text = surface.text;
        let range = surface.range(block.span);
        let start = text[..range.start].rfind('\n').map_or(0, |n| n + 1);
        let indent = &text[start..range.start];
        let is_joined = block.kind == BlockKind::Paragraph && !document.words(block.span).contains('\n');
        if !is_joined || !indent.trim_start_matches(' ').is_empty() || text[range.clone()].contains(['\t', '\u{FEFF}'])
        {
            return None;
        }
        let lines: Vec<&str> =
            text[range.clone()].split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
        let own = |line: &'a str| {
            line.strip_prefix(indent).filter(|line| !line.starts_with(' ') && !line.ends_with([' ', '\\']))
        };
        let first = lines.first()?;
        let lines: Option<Vec<&str>> =
            std::iter::once(Some(*first)).chain(lines[1..].iter().map(|line| own(line))).collect();
        let lines = lines?;
        let count = |text: &str| text.chars().count();
        let most = width.checked_sub(count(indent))?;
        let is_full = |pair: &[&str]| {
            let next = pair[1].split(' ').next().unwrap_or("");
            count(pair[0]) + 1 + count(next) > most
        };
        if lines.iter().any(|line| count(line) > most || line.contains('\r')) || !lines.windows(2).all(is_full) {
            return None;
        }
        let placeholders = document.placeholders.iter().filter_map(|it| surface.of_disk(it.span));
        let directives = document.directives.iter().filter_map(|it| surface.of_disk(it.span));
        let whole: Vec<_> =
            placeholders.chain(directives).filter(|it| it.start < range.end && range.start < it.end).collect();
        let is_markdown = surface.region.format == Format::Markdown;
        Some(Self { text, range, indent, width: most, whole, is_markdown })
    }

    /// Which of the edits are this paragraph's, and what they are with its lines broken anew; none where it stays as it is.
    fn flowed(&self, edits: &[Laid], lines: &[usize]) -> Option<(Range<usize>, Vec<Laid>)> {
        let first =
            edits.iter().position(|(range, _)| self.range.start <= range.start && range.end <= self.range.end)?;
        let own = edits[first..].iter().take_while(|(range, _)| range.end <= self.range.end).count();
        let mine = &edits[first..first + own];
        if mine.iter().any(|(range, _)| lines.contains(&range.start)) {
            return None;
        }
        // One that reaches in from before is none of this paragraph's alone.
        if edits[..first].iter().any(|(range, _)| range.end > self.range.start)
            || edits.get(first + own).is_some_and(|(range, _)| range.start < self.range.end)
        {
            return None;
        }
        let begin =
            self.text[..mine[0].0.start].rfind('\n').map_or(self.range.start, |n| (n + 1).max(self.range.start));
        let letters = self.letters(begin, mine);
        // For each edit what it brings in the end, and the breaks that move between words of the writer's own.
        let mut brought: Vec<String> = mine.iter().map(|_| String::new()).collect();
        let mut moved: Vec<Laid> = Vec::new();
        let eol = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let (mut column, mut at) = (0, 0);
        let mut is_over = false;
        while at < letters.len() {
            let letter = letters[at];
            if !self.is_gap(letter) {
                if let Some(edit) = letter.edit {
                    brought[edit].push(letter.c);
                }
                column += usize::from(!is_mark(letter.c) && !matches!(letter.c, '\n' | '\r'));
                at += 1;
                continue;
            }
            let gap = letters[at..].iter().take_while(|it| self.is_gap(**it)).count();
            let run = &letters[at..at + gap];
            at += gap;
            let breaks = run.iter().filter(|it| it.c == '\n').count();
            if is_over || breaks > 1 || at == letters.len() {
                // A paragraph of its own: from here on nothing moves.
                is_over |= breaks > 1;
                run.iter().filter_map(|it| Some((it.edit?, it.c))).for_each(|(edit, c)| brought[edit].push(c));
                column = 0;
                continue;
            }
            let next = letters[at..].iter().take_while(|it| !self.is_gap(**it));
            let word: String = next.map(|it| it.c).filter(|c| !is_mark(*c)).collect();
            let space = if breaks == 0 { run.len() } else { 1 };
            let ends = column + space + word.chars().count() > self.width && column > 0;
            // At the beginning of a line these would say something else.
            if self.is_markdown && ends && begins_structure(&word) {
                return None;
            }
            let come = if ends { format!("{eol}{}", self.indent) } else { " ".to_owned() };
            column = if ends { 0 } else { column + space };
            match (run.iter().find_map(|it| it.edit), run.iter().find(|it| it.edit.is_none())) {
                (Some(edit), None) => brought[edit].push_str(&come),
                (None, Some(first)) => {
                    let last = run.last().map_or(first.at, |it| it.at);
                    let range = first.at..last + 1;
                    if (breaks > 0) != ends {
                        moved.push((range, Blanked(come)));
                    }
                }
                // Partly the writer's own: what comes stays as it was laid.
                _ => {
                    if (breaks > 0) != ends {
                        return None;
                    }
                    run.iter().filter_map(|it| Some((it.edit?, it.c))).for_each(|(edit, c)| brought[edit].push(c));
                }
            }
        }
        let mut all: Vec<Laid> =
            mine.iter().map(|(range, _)| range.clone()).zip(brought.into_iter().map(Blanked)).chain(moved).collect();
        all.sort_by_key(|(range, _)| (range.start, range.end));
        let mut joined: Vec<Laid> = Vec::new();
        for (range, words) in all {
            match joined.last_mut() {
                Some((last, before)) if last.end == range.start => {
                    last.end = range.end;
                    before.0.push_str(&words.0);
                }
                _ => joined.push((range, words)),
            }
        }
        Some((first..first + own, joined))
    }

    /// The paragraph from `begin` on, with the edits made.
    fn letters(&self, begin: usize, edits: &[Laid]) -> Vec<Letter> {
        let mut letters = Vec::new();
        let mut at = begin;
        let own = |range: Range<usize>, letters: &mut Vec<Letter>| {
            let text = &self.text[range.clone()];
            letters.extend(text.char_indices().map(|(n, c)| Letter { c, edit: None, at: range.start + n }));
        };
        for (edit, (range, words)) in edits.iter().enumerate() {
            own(at.min(range.start)..range.start, &mut letters);
            letters.extend(words.0.char_indices().map(|(at, c)| Letter { c, edit: Some(edit), at }));
            at = range.end;
        }
        own(at..self.range.end, &mut letters);
        // Blanks stay in one piece.
        let mut inside = false;
        for letter in &mut letters {
            inside ^= is_mark(letter.c);
            if inside && letter.c == ' ' {
                letter.at = usize::MAX;
            }
        }
        letters
    }

    fn is_gap(&self, letter: Letter) -> bool {
        matches!(letter.c, ' ' | '\n' | '\r')
            && letter.at != usize::MAX
            && (letter.edit.is_some() || !self.whole.iter().any(|it| it.contains(&letter.at)))
    }
}

/// Whether a word at the beginning of a line is read as more than a word in Markdown.
fn begins_structure(word: &str) -> bool {
    let is_number = || {
        let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < word.len() && matches!(rest, "." | ")")
    };
    word.starts_with(['#', '>', '|', '=', '~', '`', '<', ':'])
        || matches!(word, "-" | "+" | "*" | "--" | "---")
        || is_number()
}
