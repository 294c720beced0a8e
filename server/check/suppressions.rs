//! `suppressions`: remarks such as `regards-ignore missing-thanks: thanked by phone` take diagnostics away; each must
//! take one away, and say why.
//!
//! A remark reaches to the end of the paragraph after it. What is about the message as a whole, such as something that
//! is missing, has no paragraph of its own: any remark in the file reaches it. What is wrong with one rule of several that a
//! remark names is told at that rule.

use super::{Diagnostic, Findings, Report, Subject, message};
use crate::document::{Directive, DirectivePlace};
use crate::ruleset::{FileSettings, RuleId, nearest};
use crate::span::{Span, TextSpan};

const KEY: &str = "ignore";

/// Takes away what the remarks ask for; `subject` is the rule that holds them to it, where it applies.
pub(super) fn apply<'a>(found: &mut Findings<'a>, subject: Option<Subject<'a>>, settings: &FileSettings) {
    let document = found.document;
    let mut complaints = Vec::new();
    for directive in document.directives.iter().filter(|directive| directive.key == KEY) {
        let remark = Remark::of(directive);
        let scope = scope(found, directive);
        let before = complaints.len();
        let (shared, told) = match directive.place {
            DirectivePlace::Beside { shared, told } => (shared, told),
            _ => (false, false),
        };
        let known = |id: &&str| found.ruleset.rule(id);
        let mut idle = Vec::new();
        let rules: Vec<(&str, Option<RuleId>)> = remark.rules.iter().map(|id| (*id, known(id))).collect();
        let place = |id: &str| document.directive_word(directive, id).unwrap_or(directive.span);
        for &(id, rule) in &rules {
            match rule {
                None => complaints.push(unknown(found, place(id), id, scope, settings)),
                // Whether a rule that does not run would object is not known.
                Some(rule) if !take_away(found, rule, scope) && settings.enabled(rule) && !shared => {
                    idle.push(id);
                }
                Some(_) => {}
            }
        }
        if rules.is_empty() {
            complaints.push(Complaint::of_nothing(directive.span, "names no rule".to_owned()));
        } else if idle.len() == rules.len() {
            let have = if let [_] = idle[..] { "has" } else { "have" };
            let idle: Vec<String> = idle.into_iter().map(str::to_owned).collect();
            let what = format!("ignores nothing: {} {have} no objection here", message::list(&idle));
            complaints.push(Complaint::of_nothing(directive.span, what));
            continue;
        }
        for id in idle {
            complaints.push(Complaint::of_nothing(place(id), format!("names {id}, which has no objection here")));
        }
        if remark.reason.is_empty() && !rules.is_empty() {
            let what = "gives no reason: write one after a colon".to_owned();
            complaints.push(Complaint::about(directive.span, what));
        }
        if told {
            complaints.truncate(before);
        }
    }
    let Some(subject) = subject else { return };
    for Complaint { span, what, unnecessary } in complaints {
        let slots = message::Slots { text: Some(what.into()), ..Default::default() };
        found.report(subject, Report { span, unnecessary, slots, ..Report::default() });
    }
}

/// What is wrong with a remark.
struct Complaint {
    span: Span,
    what: String,
    unnecessary: bool,
}

impl Complaint {
    fn about(span: Span, what: String) -> Self {
        Self { span, what, unnecessary: false }
    }

    /// About what does nothing.
    fn of_nothing(span: Span, what: String) -> Self {
        Self { span, what, unnecessary: true }
    }
}

/// `rule other-rule: reason`
pub(crate) struct Remark<'a> {
    /// The rules it names, whether there are such rules or not.
    pub(crate) rules: Vec<&'a str>,
    /// Why; empty where it does not say.
    pub(crate) reason: &'a str,
}

impl<'a> Remark<'a> {
    /// What a directive to ignore says.
    pub(crate) fn of(directive: &'a Directive) -> Self {
        let (rules, reason) = directive.value.split_once(':').unwrap_or((&directive.value, ""));
        let rules = rules.split(|c: char| c == ',' || c.is_whitespace()).filter(|id| !id.is_empty()).collect();
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

/// Whether a remark of that reach speaks of a diagnostic.
fn reaches(found: &Findings<'_>, scope: Option<Span>, diagnostic: &Diagnostic) -> bool {
    scope.is_none_or(|scope| scope.contains(diagnostic.span)) || found.about_all.contains(&diagnostic.rule)
}

fn take_away(found: &mut Findings<'_>, rule: RuleId, scope: Option<Span>) -> bool {
    let before = found.diagnostics.len();
    let mut all = std::mem::take(&mut found.diagnostics);
    all.retain(|diagnostic| diagnostic.rule != rule || !reaches(found, scope, diagnostic));
    found.diagnostics = all;
    found.diagnostics.len() < before
}

/// About an id that is none; it does nothing where the rule that was meant has no objection either.
fn unknown(found: &Findings<'_>, span: Span, id: &str, scope: Option<Span>, settings: &FileSettings) -> Complaint {
    let Some(near) = nearest(id, found.ruleset.rules.iter().map(|rule| rule.id.as_str())) else {
        return Complaint::about(span, format!("names no rule: there is no {id}"));
    };
    let what = format!("names no rule: there is no {id}, did you mean {near}?");
    let objects = |rule: RuleId| {
        let mut all = found.diagnostics.iter();
        !settings.enabled(rule) || all.any(|it| it.rule == rule && reaches(found, scope, it))
    };
    Complaint { span, what, unnecessary: !found.ruleset.rule(near).is_some_and(objects) }
}
