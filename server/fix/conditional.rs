//! Which parts of a template are there only sometimes: between a tag that opens a condition or a loop and the one that
//! closes it. Invariant: sections are properly nested; a tag without its partner opens or closes nothing.

use crate::document::tag::{Step, step};
use crate::document::{ArmId, Document, PlaceholderSyntax, Surface};
use std::ops::Range;

/// The sections of a template's surface, outermost first where they begin together.
#[derive(Debug, Default)]
pub(super) struct Sections(Vec<Range<usize>>);

impl Sections {
    pub(super) fn of(document: &Document, surface: &Surface<'_>) -> Self {
        let mut open: Vec<usize> = Vec::new();
        let mut found = Vec::new();
        let tags = document.placeholders.iter().filter(|placeholder| placeholder.syntax == PlaceholderSyntax::Tag);
        for tag in tags {
            let Some(range) = surface.of_disk_raw(tag.span) else { continue };
            match step(&surface.text[range.clone()]) {
                Step::If(_) | Step::Case(_) | Step::Open => open.push(range.start),
                Step::Close => {
                    if let Some(start) = open.pop() {
                        found.push(start..range.end);
                    }
                }
                Step::ElseIf(_) | Step::When(_) | Step::Else | Step::Other => {}
            }
        }
        found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        Self(found)
    }

    /// The outermost section in `inside` that holds `at`.
    pub(super) fn around(&self, at: usize, inside: &Range<usize>) -> Option<Range<usize>> {
        let is_inside = |range: &&Range<usize>| inside.start <= range.start && range.end <= inside.end;
        self.0.iter().filter(is_inside).find(|range| range.start < at && at < range.end).cloned()
    }

    /// Where an arm's words begin and end, between its tags.
    pub(super) fn arm(document: &Document, surface: &Surface<'_>, arm: ArmId) -> Option<Range<usize>> {
        let arm = document.arm(arm)?;
        let (opened, closed) = (surface.of_disk_raw(arm.opened)?, surface.of_disk_raw(arm.closed)?);
        (opened.end <= closed.start).then_some(opened.end..closed.start)
    }
}
