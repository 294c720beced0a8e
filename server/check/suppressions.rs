//! `suppressions`: remarks such as `regards-ignore missing-thanks: thanked by phone` take diagnostics away; each must
//! take one away, and say why.
//!
//! A remark reaches to the end of the paragraph after it. What is about the message as a whole, such as something that
//! is missing, has no paragraph of its own: any remark in the file reaches it.

use super::{Diagnostic, Findings, Report, Subject, message};
use crate::document::Directive;
use crate::ruleset::nearest;
use crate::span::{Span, TextSpan};

const KEY: &str = "ignore";

/// Takes away what the remarks ask for; `subject` is the rule that holds them to it, where it applies.
pub(super) fn apply<'a>(found: &mut Findings<'a>, subject: Option<Subject<'a>>) {
    let document = found.document;
    let mut complaints: Vec<(Span, String)> = Vec::new();
    for directive in document.directives.iter().filter(|directive| directive.key == KEY) {
        let remark = Remark::read(directive);
        if remark.rules.is_empty() {
            complaints.push((directive.span, "names no rule".to_owned()));
        }
        let scope = scope(found, directive);
        for &rule in &remark.rules {
            if !take_away(found, rule, scope) {
                complaints.push((directive.span, useless(found, rule)));
            }
        }
        if remark.reason.is_empty() && !remark.rules.is_empty() {
            complaints.push((directive.span, "gives no reason: write one after a colon".to_owned()));
        }
    }
    let Some(subject) = subject else { return };
    for (span, what) in complaints {
        let slots = message::Slots { text: Some(what.into()), ..Default::default() };
        found.report(subject, Report { span, slots, ..Report::default() });
    }
}

/// `rule other-rule: reason`
struct Remark<'a> {
    rules: Vec<&'a str>,
    reason: &'a str,
}

impl<'a> Remark<'a> {
    fn read(directive: &'a Directive) -> Self {
        let (rules, reason) = directive.value.split_once(':').unwrap_or((&directive.value, ""));
        let rules = rules.split([',', ' ', '\t']).filter(|id| !id.is_empty()).collect();
        Self { rules, reason: reason.trim() }
    }
}

/// The part of the source a remark reaches; the whole of it is `None`.
fn scope(found: &Findings<'_>, directive: &Directive) -> Option<Span> {
    if directive.whole_file {
        return None;
    }
    let blocks = &found.document.blocks;
    let next = &blocks[blocks.partition_point(|block| block.span.end <= directive.at)..];
    let end = next.first().map_or(directive.at, |block| block.span.end);
    let reached = found.source(TextSpan { start: directive.at, end: end.max(directive.at) });
    Some(reached.cover(directive.span))
}

fn take_away(found: &mut Findings<'_>, rule: &str, scope: Option<Span>) -> bool {
    let Some(rule) = found.ruleset.rule(rule) else { return false };
    let everywhere = scope.is_none() || found.about_all.contains(&rule);
    let reaches = |diagnostic: &Diagnostic| everywhere || scope.is_some_and(|scope| scope.contains(diagnostic.span));
    let before = found.diagnostics.len();
    found.diagnostics.retain(|diagnostic| diagnostic.rule != rule || !reaches(diagnostic));
    found.diagnostics.len() < before
}

fn useless(found: &Findings<'_>, rule: &str) -> String {
    if found.ruleset.rule(rule).is_some() {
        return format!("ignores nothing: {rule} has no objection here");
    }
    match nearest(rule, found.ruleset.rules.iter().map(|rule| rule.id.as_str())) {
        Some(near) => format!("names no rule: there is no {rule}, did you mean {near}?"),
        None => format!("names no rule: there is no {rule}"),
    }
}
