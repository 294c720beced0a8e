//! Findings with the place in the message, where the source document asks for it, and the words that put it right.

use super::output::Style;
use crate::check::Diagnostic;
use crate::document::LineIndex;
use crate::fix::{Applicability, Fix};
use crate::project::{Draft, source_range};
use crate::ruleset::Severity;
use crate::span::Span;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use std::borrow::Cow;
use std::ops::Range;

/// Phrasings shown; `regards explain` shows all.
const FIXES: usize = 2;
/// Lines between two places that are still shown in one piece.
const NEAR: usize = 4;
/// Bytes of one line that are handed to the renderer on either side of a place.
const MARGIN: usize = 1000;

pub(super) fn write(draft: &Draft, diagnostics: &[Diagnostic], fixes: &[Vec<Fix>], style: Style) -> Vec<u8> {
    let mut text = String::new();
    if diagnostics.is_empty() {
        return text.into_bytes();
    }
    let index = LineIndex::new(&draft.document.source);
    let renderer = renderer(style);
    for (diagnostic, fixes) in diagnostics.iter().zip(fixes) {
        text.push_str(&renderer.render(&[group(draft, diagnostic, fixes, &index)]));
        text.push_str("\n\n");
    }
    text.into_bytes()
}

pub(super) fn renderer(style: Style) -> Renderer {
    if style.on { Renderer::styled() } else { Renderer::plain() }
}

fn group<'a>(draft: &'a Draft, diagnostic: &'a Diagnostic, fixes: &[Fix], index: &LineIndex<'_>) -> Group<'a> {
    let ruleset = draft.project.ruleset();
    let rule = &ruleset[diagnostic.rule];
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO.with_name(Some("information")),
        Severity::Hint => Level::HELP.with_name(Some("hint")),
    };
    let mut title = level.primary_title(diagnostic.message.as_str()).id(rule.id.as_str());
    if let Some(url) = draft.project.config.docs_url() {
        title = title.id_url(url.replace("{rule}", &rule.id));
    }
    let at = |span: Span| source_range(&draft.document, span);
    let mut marks = vec![Mark { at: at(diagnostic.span), label: None }];
    marks.extend(diagnostic.related.iter().map(|related| Mark { at: at(related.span), label: Some(&related.message) }));
    let mut group = title.elements(excerpt(&draft.path, &draft.document.source, &marks, index));
    if let Some(source) = &rule.source {
        group =
            group.element(Level::NOTE.message(format!("asked for under “{}” ({})", source.section, source.document)));
    }
    for fix in fixes.iter().take(FIXES) {
        group = group.element(Level::HELP.message(phrasing(fix)));
    }
    group
}

/// What a fix puts there, and whether someone has to look at it.
pub(super) fn phrasing(fix: &Fix) -> String {
    let text = fix.text.trim();
    let words = if text.is_empty() { String::new() } else { format!(": “{text}”") };
    let mark = match fix.applicability {
        Applicability::Safe => "fix",
        Applicability::Review => "look at it",
    };
    format!("{}{words} ({mark})", fix.title)
}

/// A place to show, and what to say there; the first has no label and is the one it is about.
#[derive(Clone)]
pub(super) struct Mark<'a> {
    /// Where in the source, as text.
    pub(super) at: Range<usize>,
    pub(super) label: Option<&'a str>,
}

/// The lines around the marks. Only those are handed to the renderer, which looks at all it is given.
pub(super) fn excerpt<'a>(
    path: &'a str,
    source: &'a str,
    marks: &[Mark<'a>],
    index: &LineIndex<'_>,
) -> Vec<Element<'a>> {
    let mut elements: Vec<Element<'a>> = Vec::new();
    let lines = |mark: &Mark<'_>| {
        let line = |offset: usize| index.position(offset).line as usize;
        line(mark.at.start)..line(mark.at.end) + 1
    };
    let mut left: Vec<(bool, &Mark<'a>)> = marks.iter().enumerate().map(|(at, mark)| (at == 0, mark)).collect();
    while let Some(&(_, seed)) = left.first() {
        let (mut shown, mut taken) = (lines(seed), Vec::new());
        // A mark can bring the next one near.
        let near = |mark: &Mark<'_>, shown: &Range<usize>| {
            let lines = lines(mark);
            lines.start <= shown.end + NEAR && shown.start <= lines.end + NEAR
        };
        while let Some(at) = left.iter().position(|(_, mark)| near(mark, &shown)) {
            let (primary, mark) = left.remove(at);
            let lines = lines(mark);
            shown = shown.start.min(lines.start)..shown.end.max(lines.end);
            taken.push((primary, mark));
        }
        let cut = cut(source, taken.iter().map(|(_, mark)| mark.at.clone()));
        let annotation = |&(primary, mark): &(bool, &Mark<'a>)| -> Annotation<'a> {
            let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let inside = |offset: usize| offset.clamp(cut.start, cut.end) - cut.start;
            kind.span(inside(mark.at.start)..inside(mark.at.end)).label(mark.label.map(Cow::Borrowed))
        };
        let text = source.get(cut.clone()).unwrap_or("");
        let from = index.position(cut.start);
        let mut snippet =
            Snippet::source(text).line_start(from.line as usize).annotations(taken.iter().map(annotation));
        if from.column == 1 {
            snippet = snippet.path(path);
        } else {
            // The renderer counts columns from where it is given the line.
            let at = index.position(seed.at.start);
            elements.push(Origin::path(path).line(at.line as usize).char_column(at.column as usize).into());
        }
        elements.push(snippet.into());
    }
    elements
}

/// The lines the ranges touch; of a very long line, what is near them.
fn cut(source: &str, ranges: impl Iterator<Item = Range<usize>>) -> Range<usize> {
    let covered = ranges.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or_default();
    let (start, end) = (covered.start.min(source.len()), covered.end.min(source.len()));
    let bytes = source.as_bytes();
    let (mut from, mut to) = (start, end);
    while from > 0 && start - from < MARGIN && !matches!(bytes[from - 1], b'\n' | b'\r') {
        from -= 1;
    }
    while to < bytes.len() && to - end < MARGIN && !matches!(bytes[to], b'\n' | b'\r') {
        to += 1;
    }
    let floor = |at: usize| (0..=at).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(0);
    floor(from)..floor(to)
}
