//! Assembles normalised text: folds quotes and white space, joins lines, separates blocks, and records where every byte
//! came from. Space is collapsed here and nowhere else: no two separators ever stand side by side.

use std::ops::Range;

use super::source_map::SourceMap;
use super::{Block, BlockKind};
use crate::span::TextSpan;

/// Text under construction.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) text: String,
    pub(super) map: SourceMap,
    pub(super) blocks: Vec<Block>,
    /// What has to come between what stands there and what is pushed next.
    gap: Gap,
    /// How deep in quotations the next line is.
    quoted: usize,
}

#[derive(Clone, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    /// A space shown by this source range (an empty one when the reader put it there).
    Space(Range<usize>),
    Line,
    Block(BlockKind),
}

/// Whether all of it stays as it is: printable ASCII with single spaces inside. Most lines are so, and it is soon told.
fn is_plain(bytes: &[u8]) -> bool {
    let all = bytes.iter().fold(true, |all, byte| all & (b' '..0x7F).contains(byte));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let spaces = |(one, next): (&u8, &u8)| *one == b' ' && *next == b' ';
    let doubled = pairs.fold(false, |doubled, pair| doubled | spaces(pair));
    all && !doubled && bytes.first() != Some(&b' ') && bytes.last() != Some(&b' ')
}

/// What a character of the source becomes.
enum Fold {
    Keep,
    Space,
    Drop,
    As(char),
}

impl Builder {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// What is pushed next begins a block.
    pub(super) fn block(&mut self, kind: BlockKind) {
        self.gap = Gap::Block(kind);
    }

    /// What is pushed next begins a line of the same block.
    pub(super) fn line(&mut self) {
        if !matches!(self.gap, Gap::Block(_)) {
            self.gap = Gap::Line;
        }
    }

    /// What is pushed next is a word of its own.
    pub(super) fn space(&mut self, source: Range<usize>) {
        if self.gap == Gap::None {
            self.gap = Gap::Space(source);
        }
    }

    /// Goes deeper into quotations, or comes out of them; their lines begin with `> `.
    pub(super) fn quote(&mut self, by: isize) {
        self.quoted = self.quoted.saturating_add_signed(by);
    }

    fn settle(&mut self) {
        match std::mem::take(&mut self.gap) {
            Gap::None => {
                if self.blocks.is_empty() {
                    self.open(BlockKind::Paragraph);
                }
            }
            Gap::Space(source) => {
                if self.blocks.is_empty() {
                    self.open(BlockKind::Paragraph);
                } else if source.is_empty() {
                    self.text.push(' ');
                } else {
                    if source.len() == 1 {
                        self.map.verbatim(self.text.len(), source.start, 1);
                    } else {
                        self.map.atomic(self.text.len()..self.text.len() + 1, source);
                    }
                    self.text.push(' ');
                }
            }
            Gap::Line => {
                if self.blocks.is_empty() {
                    self.open(BlockKind::Paragraph);
                } else {
                    self.text.push('\n');
                    self.mark_quoted();
                }
            }
            Gap::Block(kind) => self.open(kind),
        }
    }

    fn mark_quoted(&mut self) {
        for _ in 0..self.quoted.min(8) {
            self.text.push_str("> ");
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.close();
        if !self.blocks.is_empty() {
            self.text.push_str("\n\n");
        }
        self.blocks.push(Block { kind, span: TextSpan::new(self.text.len(), self.text.len()) });
        self.mark_quoted();
    }

    fn close(&mut self) {
        if let Some(block) = self.blocks.last_mut() {
            block.span.end = self.text.len() as u32;
        }
    }

    /// Appends `source[range]`, folding as it goes.
    pub(super) fn push(&mut self, source: &str, range: Range<usize>) {
        let bytes = source.as_bytes();
        if is_plain(&bytes[range.clone()]) {
            self.run(source, range);
            return;
        }
        let (mut run, mut at) = (range.start, range.start);
        while at < range.end {
            let byte = bytes[at];
            if byte > b' ' && byte < 0x7F {
                at += 1;
                continue;
            }
            if byte == b' ' && at > run && at + 1 < range.end && bytes[at + 1] > b' ' && bytes[at + 1] < 0x7F {
                at += 2;
                continue;
            }
            // Range ends and `at` stay on boundaries: only ASCII and whole characters are stepped over.
            let Some(c) = source[at..].chars().next() else { break };
            let width = c.len_utf8();
            let fold = fold(c);
            if !matches!(fold, Fold::Keep) {
                self.run(source, run..at);
                match fold {
                    Fold::Space => {
                        let start = at;
                        at += width;
                        while let Some(next) =
                            source[at..range.end].chars().next().filter(|&n| matches!(self::fold(n), Fold::Space))
                        {
                            at += next.len_utf8();
                        }
                        self.space(start..at);
                        run = at;
                        continue;
                    }
                    Fold::As(c) => self.atomic(c.encode_utf8(&mut [0; 4]), at..at + width),
                    Fold::Keep | Fold::Drop => {}
                }
                run = at + width;
            }
            at += width;
        }
        self.run(source, run..range.end);
    }

    fn run(&mut self, source: &str, range: Range<usize>) {
        if !range.is_empty() {
            self.settle();
            self.map.verbatim(self.text.len(), range.start, range.len());
            self.text.push_str(&source[range]);
        }
    }

    /// Appends decoded text that `source` shows as a whole.
    pub(super) fn decoded(&mut self, piece: &str, source: Range<usize>) {
        for c in piece.chars() {
            match fold(c) {
                Fold::Space => self.space(source.clone()),
                Fold::Drop => {}
                Fold::As(c) => self.atomic(c.encode_utf8(&mut [0; 4]), source.clone()),
                Fold::Keep => self.atomic(c.encode_utf8(&mut [0; 4]), source.clone()),
            }
        }
    }

    fn atomic(&mut self, piece: &str, source: Range<usize>) {
        self.settle();
        self.map.atomic(self.text.len()..self.text.len() + piece.len(), source);
        self.text.push_str(piece);
    }

    /// Appends what stands nowhere in the source.
    pub(super) fn insert(&mut self, piece: &str) {
        self.settle();
        self.text.push_str(piece);
    }

    /// Drops everything from `len` on, and the separators before it.
    pub(super) fn truncate(&mut self, len: usize) {
        self.text.truncate(len);
        self.text.truncate(self.text.trim_end().len());
        let len = self.text.len() as u32;
        self.map.truncate(len);
        self.blocks.retain(|block| block.span.start < len || len == 0 && block.span.start == 0);
        if len == 0 {
            self.blocks.clear();
        }
        self.close();
    }

    /// Ends the last block.
    pub(super) fn finish(&mut self) {
        self.close();
    }
}

fn fold(c: char) -> Fold {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' => Fold::As('\''),
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{2033}' => Fold::As('"'),
        '\u{2010}' | '\u{2011}' => Fold::As('-'),
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}' => Fold::Drop,
        ' ' | '\u{0}'..='\u{1F}' | '\u{7F}' | '\u{85}' => Fold::Space,
        c if c > '\u{9F}' && c.is_whitespace() => Fold::Space,
        _ => Fold::Keep,
    }
}
