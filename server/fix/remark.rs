//! Remarks to Regards: what goes with one that is taken out, wherever it stands.
//!
//! Invariant: what remains is read as before but for the remark: no empty line or element is left, no paragraphs run
//! together, no header block or front matter is left half.

use super::blank::Blanked;
use super::plan::Plan;
use super::{Fixer, encode, markup, matter};
use crate::check::Diagnostic;
use crate::check::suppressions::Remark;
use crate::document::{Directive, DirectivePlace, Format};
use crate::ruleset::{FixPlace, FixText, nearest};
use std::ops::Range;

impl Fixer<'_> {
    /// A remark goes, or says what it does not say yet.
    pub(super) fn remark(&self, fix: &FixText, diagnostic: &Diagnostic) -> Option<Plan> {
        let document = self.document;
        let mut directives = document.directives.iter();
        let is_it = |it: &&Directive| it.span == diagnostic.span || it.span.contains(diagnostic.span);
        let directive = directives.find(is_it).filter(|it| !matches!(it.place, DirectivePlace::Beside { .. }))?;
        let remark = Remark::of(directive);
        // What the diagnostic is about, where that is one rule of the remark.
        let at = (document.source_offset(diagnostic.span.start), document.source_offset(diagnostic.span.end));
        let rule = document.source.get(at.0..at.1).filter(|id| remark.rules.contains(id));
        if fix.place == FixPlace::Delete {
            let plan = match rule.filter(|_| remark.rules.len() > 1) {
                Some(rule) => self.without_rule(directive, &remark, rule)?,
                None => self.without(directive)?,
            };
            return Some(Plan { takes: !diagnostic.unnecessary, ..plan });
        }
        if fix.text.contains("{value}") {
            let wrong = rule.filter(|id| self.ruleset.rule(id).is_none() && !diagnostic.unnecessary)?;
            let meant = nearest(wrong, self.ruleset.rules.iter().map(|rule| rule.id.as_str()))?;
            let plan = self.replaced(directive, wrong, |at| at, meant)?;
            return Some(Plan { takes: true, ..plan });
        }
        if rule.is_some_and(|_| diagnostic.span != directive.span) || !remark.reason.is_empty() {
            return None;
        }
        self.with_reason(fix, directive, remark.rules.last()?)
    }

    /// A remark with a reason behind its rules.
    fn with_reason(&self, fix: &FixText, directive: &Directive, last: &str) -> Option<Plan> {
        let (reason, _) = self.slots().fill(&fix.text, false, None);
        let (text, value) = self.said(directive)?;
        let end = value.start + text.get(value.clone())?.trim_end_matches([':', ' ']).len();
        let is_bare = matches!(directive.place, DirectivePlace::FrontMatter)
            && text.starts_with("---")
            && !text[..value.start].ends_with(['"', '\'']);
        let mut come = Blanked::default();
        let mut range = end..value.end;
        if is_bare {
            // A colon in a value of YAML wants quotes.
            come.push(&format!("\"{}", &text[value.start..end]));
            range.start = value.start;
        }
        come.push(": ");
        come.0.push_str(&reason.0);
        come.push(if is_bare { "\"" } else { "" });
        let plan = self.edited(directive, vec![(range, come)])?;
        text[value.start..end].ends_with(last).then_some(Plan { takes: true, blank: true, ..plan })
    }

    /// A remark without one of its rules, and without what parted that from the others.
    fn without_rule(&self, directive: &Directive, remark: &Remark<'_>, rule: &str) -> Option<Plan> {
        let index = remark.rules.iter().position(|id| *id == rule)?;
        let neighbour = |index: usize| remark.rules.get(index).copied();
        let (text, value) = self.said(directive)?;
        let place = |id: &str| find(&text[value.clone()], id).map(|at| value.start + at.start..value.start + at.end);
        let other = match index.checked_sub(1) {
            Some(before) => place(neighbour(before)?)?,
            None => place(neighbour(1)?)?,
        };
        self.replaced(directive, rule, |at| if index > 0 { other.end..at.end } else { at.start..other.start }, "")
    }

    /// A remark with other words in the place of one of its rules.
    fn replaced(
        &self,
        directive: &Directive,
        rule: &str,
        widen: impl Fn(Range<usize>) -> Range<usize>,
        words: &str,
    ) -> Option<Plan> {
        let (text, value) = self.said(directive)?;
        let at = find(text.get(value.clone())?, rule)?;
        let mut come = Blanked::default();
        come.push(words);
        self.edited(directive, vec![(widen(value.start + at.start..value.start + at.end), come)])
    }

    /// The draft without a remark.
    fn without(&self, directive: &Directive) -> Option<Plan> {
        let document = self.document;
        let (text, value) = self.said(directive)?;
        let (range, stays) = match &directive.place {
            DirectivePlace::Comment { whole, alone: false, .. } => (whole.clone(), ""),
            DirectivePlace::Comment { region, whole, .. } => {
                comment(text, document.regions.get(*region)?.format, whole.clone())
            }
            // Fixes are made inside a message, and this stands beside it.
            DirectivePlace::Beside { .. } => return None,
            DirectivePlace::Header => (field(text, value), ""),
            DirectivePlace::FrontMatter => {
                let same = document.front_matter.iter().filter(|field| {
                    document.directives.iter().any(|it| it.span == field.span && it.key == directive.key)
                });
                let others = same.filter(|field| field.span != directive.span);
                let others = others.map(|field| document.source_offset(field.span.start));
                (matter::without(text, value, &others.collect::<Vec<_>>()), "")
            }
        };
        let mut come = Blanked::default();
        come.push(stays);
        self.edited(directive, vec![(range, come)])
    }

    /// The text a directive stands in, and where in it its value is.
    fn said<'s>(&'s self, directive: &Directive) -> Option<(&'s str, Range<usize>)> {
        let document = self.document;
        if let DirectivePlace::Comment { region, value, .. } = &directive.place {
            let text = document.surface_of(*region)?.text;
            return text.get(value.clone()).map(|_| (text, value.clone()));
        }
        let source: &str = &document.source;
        let value = document.source_offset(directive.span.start)..document.source_offset(directive.span.end);
        let written = source.get(value.clone())?;
        let quotes = ['"', '\''];
        let start = value.start + written.len() - written.trim_start_matches(quotes).len();
        Some((source, start..(value.start + written.trim_end_matches(quotes).len()).max(start)))
    }

    /// A plan that edits the text a directive stands in.
    fn edited(&self, directive: &Directive, edits: Vec<(Range<usize>, Blanked)>) -> Option<Plan> {
        let document = self.document;
        let elsewhere = if let DirectivePlace::Comment { region, .. } = directive.place {
            encode::encode(&document.surface_of(region)?, edits)?
        } else {
            edits.into_iter().map(|(range, come)| (document.on_disk(range), come)).collect()
        };
        Some(Plan { elsewhere, ..Plan::default() })
    }
}

/// A word of a value, as it is parted from the others.
fn find(value: &str, word: &str) -> Option<Range<usize>> {
    let parts = |c: char| matches!(c, ',' | ' ' | '\t' | ':' | '\r' | '\n');
    let mut at = 0;
    for part in value.split_inclusive(parts) {
        let own = part.trim_end_matches(parts);
        if own == word {
            return Some(at..at + own.len());
        }
        at += part.len();
    }
    None
}

/// What goes with a comment, and what stays in its place.
fn comment(text: &str, format: Format, range: Range<usize>) -> (Range<usize>, &'static str) {
    let line = text[..range.start].rfind('\n').map_or(0, |n| n + 1);
    let rest = &text[range.end..];
    let close = rest.find('\n').map_or(rest.len(), |n| n + 1);
    let is_blank = |text: &str| text.trim().is_empty();
    if !is_blank(&text[line..range.start]) || !is_blank(&rest[..close]) {
        return (within_line(text, format, range), "");
    }
    let end = range.end + close;
    let next = &text[end..];
    let behind = &next[..next.find('\n').map_or(next.len(), |n| n + 1)];
    let before = text[..line].trim_end_matches(['\n', '\r', ' ', '\t']).len();
    let ends = text[before..line].matches('\n').count();
    // The first line, or one with an empty line before it, takes the empty line behind it along.
    let is_set_off = before == 0 || ends > 1;
    if next.is_empty() {
        // At the end of the file, the empty lines before it go; what was its line end is theirs.
        let first = text[before..line].find('\n').map_or(line, |n| before + n + 1);
        return if before == 0 { (0..end, "") } else { (first..end, "") };
    }
    if is_set_off && is_blank(behind) {
        return (line..end + behind.len(), "");
    }
    // In Markdown, a comment of HTML parts the lines around it.
    let runs_on = format == Format::Markdown
        && text[range.clone()].starts_with("<!--")
        && !is_set_off
        && !is_blank(behind)
        && behind.trim_start().starts_with(|c: char| c.is_alphabetic() || matches!(c, '[' | '(' | '"' | '{'));
    if runs_on { (line..range.end, "") } else { (line..end, "") }
}

/// A comment that shares its line: with a space on one side of it, or with the paragraph it is alone in.
fn within_line(text: &str, format: Format, range: Range<usize>) -> Range<usize> {
    if format == Format::Html
        && let Some(open) = markup::opened_by(text, range.start)
        && let Some(close) = markup::closed_by(text, range.end)
        && open.name == close.name
        && open.is_paragraph()
        && text[open.range.end..range.start].trim().is_empty()
        && text[range.end..close.range.start].trim().is_empty()
    {
        return comment(text, Format::Plain, open.range.start..close.range.end).0;
    }
    let space = |c: char| matches!(c, ' ' | '\t');
    let before = &text[..range.start];
    let rest = &text[range.end..];
    if rest.is_empty() || rest.starts_with(['\n', '\r']) {
        return before.trim_end_matches(space).len()..range.end;
    }
    if before.is_empty() || before.ends_with([' ', '\t', '\n']) {
        return range.start..range.end + rest.len() - rest.trim_start_matches(space).len();
    }
    range
}

/// The lines of a header field, and with the last field, the empty line behind it.
fn field(text: &str, value: Range<usize>) -> Range<usize> {
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |n| n + 1);
    let mut start = line_start(value.start);
    // A field's name begins its first line.
    while start > 0 && text[start..].starts_with([' ', '\t']) {
        start = line_start(start - 1);
    }
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |n| at + n + 1);
    let mut end = line_end(value.end);
    while text[end..].starts_with([' ', '\t']) && end < text.len() && !text[end..line_end(end)].trim().is_empty() {
        end = line_end(end);
    }
    let is_only = text[..start].trim_start_matches('\u{FEFF}').trim().is_empty();
    if is_only && text[end..line_end(end)].trim().is_empty() {
        end = line_end(end);
    }
    start..end
}
