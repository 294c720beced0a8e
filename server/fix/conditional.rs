//! Which parts of a template are there only sometimes: between a tag that opens a condition or a loop and the one that
//! closes it. Invariant: sections are properly nested; a tag without its partner opens or closes nothing.

use super::markup;
use super::place::Frame;
use crate::document::tag::{Step, step};
use crate::document::{Arm, ArmId, Choice, Document, Format, Meaning, Placeholder, PlaceholderSyntax, Surface};
use crate::span::Span;
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

/// Where a choice gets the branch it has no words for yet, and the tags that make it: white space and paragraphs as in its first
/// branch. None where its language has no such branch, or where words alone cannot stand in it.
pub(super) fn otherwise(surface: &Surface<'_>, choice: &Choice) -> Option<(usize, Frame)> {
    let text = surface.text;
    let (first, last) = (choice.arms.first()?, choice.arms.last()?);
    let opened = surface.of_disk_raw(first.opened)?;
    let inner = text.get(opened.end..surface.of_disk_raw(first.closed)?.start)?;
    let closed = surface.of_disk_raw(last.closed)?;
    // In the middle of a sentence there is no room for one.
    let before = text[..opened.start].trim_end_matches([' ', '\t']);
    if !before.is_empty() && !before.ends_with(['.', '!', '?', '…', ':', '>', '}', ')', '\n', '\r']) {
        return None;
    }
    let (lead, trail) = (space_before(inner), space_behind(inner));
    let (open, close) = match surface.region.format {
        Format::Html => paragraph(inner)?,
        _ => (String::new(), String::new()),
    };
    let tags = tags(&text[opened], &text[closed.clone()])?;
    let before = format!("{}{lead}{open}", tags.before);
    let behind = format!("{close}{trail}{}", tags.behind);
    if tags.behind.is_empty() {
        return Some((closed.start, Frame { before, behind }));
    }
    // A section of its own stands behind the one there is, on a line of its own where that does.
    let line = text[..closed.start].rfind(['\n', '\r']).map_or(0, |n| n + 1);
    let rest = &text[closed.end..];
    let is_alone =
        text[line..closed.start].trim().is_empty() && rest.lines().next().is_none_or(|it| it.trim().is_empty());
    let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let before = if is_alone { format!("{eol}{}{before}", &text[line..closed.start]) } else { before };
    Some((closed.end, Frame { before, behind }))
}

/// Whether a value is set on a branch, as far as the template tells: no condition that fails there asks for it, and what
/// belongs to a branch, such as another time or a reason, is written on others only because it is known there.
pub(super) fn is_set(document: &Document, branch: ArmId, placeholder: &Placeholder) -> bool {
    if tests(document, branch, &placeholder.words) {
        return false;
    }
    let is_general = matches!(
        placeholder.meaning,
        Meaning::Recruiter
            | Meaning::HiringManager
            | Meaning::Candidate
            | Meaning::Sender
            | Meaning::Person
            | Meaning::Company
            | Meaning::Role
    );
    let same = document.placeholders.iter().filter(|other| other.words == placeholder.words);
    let arms = document.choices.get(branch.choice as usize).map_or(&[][..], |choice| &choice.arms);
    let others = arms.iter().enumerate().filter(|(index, _)| *index != branch.arm as usize).map(|(_, arm)| arm);
    let is_in = |span: Span, arm: &Arm| arm.opened.end <= span.start && span.end <= arm.closed.start;
    is_general || same.into_iter().any(|other| !others.clone().any(|arm| is_in(other.span, arm)))
}

/// Whether a condition that decides on a branch asks for the value of these words and finds none.
pub(super) fn tests(document: &Document, branch: ArmId, words: &str) -> bool {
    let mut at = Some(branch);
    while let Some(ArmId { choice, arm }) = at {
        let Some(choice) = document.choices.get(choice as usize) else { break };
        let decide = choice.arms.iter().enumerate().take(arm as usize + 1);
        let mut lacking = decide.filter_map(|(index, it)| Some((index == arm as usize, it.condition.as_ref()?)));
        // The branch's own condition holds, those before it do not.
        if lacking.any(|(holds, condition)| holds == condition.negated && condition.tests(words)) {
            return true;
        }
        at = choice.within;
    }
    false
}

/// The tag that goes over to the other branch; or a pair of tags, where a section of its own says the opposite.
fn tags(open: &str, close: &str) -> Option<Frame> {
    let only = |before: String| Some(Frame { before, behind: String::new() });
    let trims = |mark: Option<char>| mark.filter(|mark| matches!(mark, '-' | '~' | '+' | '_')).map(String::from);
    let left = trims(close.chars().nth(2)).unwrap_or_default();
    let right = |end: &str| trims(open.strip_suffix(end).and_then(|open| open.chars().next_back())).unwrap_or_default();
    match close.get(..2)? {
        "{%" => only(format!("{{%{left} else {}%}}", right("%}"))),
        "<%" if close.contains('}') => only(format!("<%{left} }} else {{ {}%>", right("%>"))),
        "<%" => only(format!("<%{left} else {}%>", right("%>"))),
        "{{" => {
            let inner = open.trim_matches(['{', '}', '~', '-', ' ', '\t', '\r', '\n']);
            let name = inner.trim_start_matches(['#', '^']).trim();
            let is_section = inner.starts_with(['#', '^']) && !name.contains(char::is_whitespace);
            if !is_section {
                return only(format!("{{{{{left}else{}}}}}", right("}}")));
            }
            let opposite = if inner.starts_with('#') { '^' } else { '#' };
            Some(Frame { before: format!("{{{{{opposite}{name}}}}}"), behind: format!("{{{{/{name}}}}}") })
        }
        _ => None,
    }
}

/// The element a branch's words stand in; none where they stand in one that takes no words.
fn paragraph(inner: &str) -> Option<(String, String)> {
    let tags = inner.match_indices('<').filter_map(|(at, _)| markup::tag_at(inner, at));
    let block = tags.into_iter().find(|tag| !tag.closes && !tag.is_inline() && tag.name != "br");
    match block {
        None => Some((String::new(), String::new())),
        Some(tag) if tag.is_paragraph() || tag.name == "li" => {
            Some((inner[tag.range.clone()].to_owned(), format!("</{}>", tag.name)))
        }
        Some(_) => None,
    }
}

fn space_before(text: &str) -> &str {
    &text[..text.len() - text.trim_start().len()]
}

fn space_behind(text: &str) -> &str {
    &text[text.trim_end().len()..]
}
