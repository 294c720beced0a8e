//! Everything in a message that can be put right without a look: what `regards fix` does.

use super::super::snapshot::{Checked, Snapshot};
use crate::fix::{Edit, Fixed, Selection};
use crate::project::mended;
use crate::span::Span;
use similar::{DiffTag, TextDiff};

/// The edits that do it; none where there is nothing to do.
pub(super) fn edits<'s>(snapshot: &'s Snapshot, messages: &[Checked]) -> &'s [Edit] {
    snapshot.buffer.fixed(|| work_out(snapshot, messages))
}

fn work_out(snapshot: &Snapshot, messages: &[Checked]) -> Vec<Edit> {
    // What could not be read is not written either.
    let can_be_fixed = |it: &&Checked| it.draft.document.problems.is_empty() && !it.diagnostics.is_empty();
    let messages: Vec<&Checked> = messages.iter().filter(can_be_fixed).collect();
    let Some(first) = messages.first() else { return Vec::new() };
    let before = snapshot.buffer.text.whole();
    let mend = |it: &&Checked| {
        let values = it.draft.project.ruleset().config().slots();
        it.draft.mend(before.as_bytes(), &it.reading, values, &Selection::default())
    };
    let after = if first.draft.held.is_none() {
        mend(first).bytes
    } else {
        let fixed: Vec<Fixed> = messages.iter().map(mend).collect();
        mended(before.as_bytes(), messages.iter().map(|it| &it.draft), &fixed)
    };
    String::from_utf8(after).map_or_else(|_| Vec::new(), |after| difference(&before, &after))
}

/// The edits that make `before` into `after`.
fn difference(before: &str, after: &str) -> Vec<Edit> {
    let (before_lines, after_lines): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let diff = TextDiff::from_slices(&before_lines, &after_lines);
    let starts = |lines: &[&str]| {
        let mut starts = vec![0];
        starts.extend(lines.iter().scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        }));
        starts
    };
    let (old, new) = (starts(&before_lines), starts(&after_lines));
    let changed = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal);
    changed
        .map(|op| {
            let (gone, come) = (op.old_range(), op.new_range());
            let (start, end) = (old[gone.start], old[gone.end]);
            trimmed(start, &before[start..end], &after[new[come.start]..new[come.end]])
        })
        .collect()
}

/// The edit that makes `gone`, which stands at `at`, into `come`: no more than it has to be, so that a cursor beside it
/// stays where it is.
fn trimmed(at: usize, gone: &str, come: &str) -> Edit {
    let same = |a: &(char, char)| a.0 == a.1;
    let head: usize = gone.chars().zip(come.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (gone, come) = (&gone[head..], &come[head..]);
    let tail: usize = gone.chars().rev().zip(come.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (gone, come) = (&gone[..gone.len() - tail], &come[..come.len() - tail]);
    Edit { span: Span::new(at + head, at + head + gone.len()), text: come.to_owned(), blanks: Vec::new() }
}
