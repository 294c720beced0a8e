//! What is wrong in a rule file or in `regards.toml`, and how code that finds something says where.

use super::{
    file::Severity,
    locate::{self, Segment},
};
use crate::span::Span;
use std::ops::Range;
use toml::{Spanned, de::DeTable};

/// Something wrong in a rule file or in `regards.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as its layer names it.
    pub file: String,
    /// Where in that file's text.
    pub span: Span,
    /// Error: something is left out of the ruleset. Warning: it works, and not as it was surely meant.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Text that puts it right in the place of `span`.
    pub replacement: Option<String>,
}

impl Problem {
    /// An error without a place more exact than the start of `file`.
    pub fn error(file: &str, span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            span: span.into(),
            severity: Severity::Error,
            message: message.into(),
            help: None,
            replacement: None,
        }
    }

    pub(super) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn warning(&mut self) -> &mut Self {
        self.severity = Severity::Warning;
        self
    }

    /// Offers the id nearest to `wrong`, else lists what there is.
    pub(super) fn suggest<'a>(&mut self, wrong: &str, known: impl Iterator<Item = &'a str> + Clone) -> &mut Self {
        self.help = match super::nearest(wrong, known.clone()) {
            Some(near) => {
                self.replacement = Some(near.to_owned());
                Some(format!("did you mean `{near}`?"))
            }
            None => list(known).map(|list| format!("there is {list}")),
        };
        self
    }
}

fn list<'a>(known: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut known: Vec<_> = known.map(|id| format!("`{id}`")).collect();
    known.sort();
    let last = known.pop()?;
    Some(if known.is_empty() { last } else { format!("{} and {last}", known.join(", ")) })
}

/// Collects the problems of one file, by the path of keys that leads to each.
pub(super) struct Report<'a> {
    /// The file's name.
    pub(super) file: &'a str,
    /// Its text.
    pub(super) text: &'a str,
    /// The tree the paths lead through; parsed when the first problem turns up, where the file was read without one.
    pub(super) tree: Option<Spanned<DeTable<'a>>>,
    /// What was found.
    pub(super) problems: Vec<Problem>,
}

impl<'a> Report<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, tree: None, problems: Vec::new() }
    }

    /// An error about a byte range of the file.
    pub(super) fn span(&mut self, span: Range<usize>, message: impl Into<String>) -> &mut Problem {
        // The parser's spans of broken values can end inside a character.
        let span = self.text.floor_char_boundary(span.start)..self.text.ceil_char_boundary(span.end);
        self.problems.push(Problem::error(self.file, span, message));
        self.problems.last_mut().expect("one was just pushed")
    }

    /// An error about the value at `path`; inside the quotes, where it is a string.
    pub(super) fn value(&mut self, path: &[Segment<'_>], message: impl Into<String>) -> &mut Problem {
        let span = self.value_at(path);
        self.span(span, message)
    }

    /// Where the value at `path` stands; inside the quotes, where it is a string.
    pub(super) fn value_at(&mut self, path: &[Segment<'_>]) -> Range<usize> {
        self.locate(|tree, text| locate::value(tree, text, path))
    }

    /// An error about the key at the end of `path`.
    pub(super) fn key(&mut self, path: &[Segment<'_>], message: impl Into<String>) -> &mut Problem {
        let span = self.locate(|tree, _| locate::key(tree, path));
        self.span(span, message)
    }

    /// An error about the bytes `inside` of the string at `path`.
    pub(super) fn inside(
        &mut self,
        path: &[Segment<'_>],
        inside: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Problem {
        let span = self.locate(|tree, text| locate::inside(tree, text, path, inside));
        self.span(span, message)
    }

    fn locate(&mut self, find: impl FnOnce(&DeTable<'a>, &str) -> Option<Range<usize>>) -> Range<usize> {
        let text = self.text;
        let tree = self.tree.get_or_insert_with(|| DeTable::parse_recoverable(text).0);
        find(tree.get_ref(), text).unwrap_or_else(|| first_line(text))
    }
}

/// Where a problem of the whole file is shown.
pub(super) fn first_line(text: &str) -> Range<usize> {
    0..text.lines().next().unwrap_or("").len()
}
