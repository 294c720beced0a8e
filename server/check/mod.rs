//! Analysis → [`Diagnostic`]: what the message lacks or should not say.
//!
//! Invariants: a message whose intent is not known gets no diagnostic; every span lies in the document's source; what is
//! missing is told at a place where a reader looks for it, never at the start of the file for want of a better one;
//! the answer is sorted by place, then rule, and is the same for the same arguments.

mod anchor;
mod branches;
mod filled;
mod forbid;
pub(crate) mod length;
mod message;
mod named;
mod notice;
mod plain;
mod present;
mod require;
mod require_each;
pub(crate) mod suppressions;

use crate::analysis::{ActFound, Analysis};
use crate::document::{ArmId, Document, Part};
use crate::ruleset::{
    ActId, Anchor, CheckKind, FileSettings, IntentId, Rule, RuleId, Ruleset, Severity, Variant, When,
};
use crate::span::{Span, TextSpan};
use branches::{Branches, Lacks};

/// Something to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that asks for it.
    pub rule: RuleId,
    /// How much it matters here.
    pub severity: Severity,
    /// What is wrong, for the writer.
    pub message: String,
    /// Where, in the source.
    pub span: Span,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// The writer's words it is about; none where it is about something that is not there, or not among them.
    pub words: Option<TextSpan>,
    /// Whether something is missing; `span` is then only the place to tell it.
    pub missing: bool,
    /// The arm of a template's choice it is about: what is missing is missing there, and has to come there.
    pub arm: Option<ArmId>,
    /// What exactly is missing, where that can be more or less: each of several acts, each of several branches.
    pub lacks: Vec<Lack>,
    /// Whether what stands there does nothing, and can go without a loss.
    pub unnecessary: bool,
}

/// One of the things that are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The act, where the rule asks for each of several.
    pub act: Option<ActId>,
    /// The branch that lacks it, where others have it; an arm one past the last of its choice stands for none of them.
    pub arm: Option<ArmId>,
}

/// Another place in the same file that explains a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where, in the source.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// Says what `document` lacks or should not say.
pub fn check(document: &Document, analysis: &Analysis, ruleset: &Ruleset, settings: &FileSettings) -> Vec<Diagnostic> {
    let ours = |intent: &&crate::analysis::IntentFound| !ruleset[intent.intent].silent;
    let intents: Vec<IntentId> = analysis.intents.iter().filter(ours).map(|found| found.intent).collect();
    if intents.is_empty() {
        return Vec::new();
    }
    let mut found = Findings {
        document,
        analysis,
        ruleset,
        intents,
        branches: Branches::default(),
        about_all: Vec::new(),
        diagnostics: Vec::new(),
    };
    found.branches = Branches::of(&found, anchor::decision(&found));
    let mut last = None;
    for (index, rule) in ruleset.rules.iter().enumerate() {
        let id = RuleId(index as u16);
        let subject = Subject { id, rule };
        let asks = |&intent: &IntentId| rule.intents.contains(intent);
        let spares = |&intent: &IntentId| rule.except.contains(intent);
        if !settings.enabled(id) || !found.intents.iter().any(asks) || found.intents.iter().any(spares) {
            continue;
        }
        match &rule.check {
            CheckKind::Require(acts) => require::check(&mut found, subject, acts),
            CheckKind::RequireEach(acts) => require_each::check(&mut found, subject, acts),
            CheckKind::Forbid(acts) => forbid::check(&mut found, subject, acts),
            CheckKind::Plain { act, hedge } => plain::check(&mut found, subject, *act, *hedge),
            CheckKind::Named { role, spoke, greeting } => named::check(&mut found, subject, *role, *spoke, *greeting),
            CheckKind::Notice { hours } => notice::check(&mut found, subject, *hours),
            CheckKind::Length { words } => length::check(&mut found, subject, *words),
            CheckKind::Present(part) => present::check(&mut found, subject, *part),
            CheckKind::Filled => filled::check(&mut found, subject),
            CheckKind::Suppressions => last = Some(subject),
        }
    }
    suppressions::apply(&mut found, last, settings);
    found.diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.rule));
    found.diagnostics
}

/// The rule that is being checked.
#[derive(Clone, Copy)]
struct Subject<'a> {
    id: RuleId,
    rule: &'a Rule,
}

/// What is looked at, and what was found so far.
struct Findings<'a> {
    document: &'a Document,
    analysis: &'a Analysis,
    ruleset: &'a Ruleset,
    /// What the message is about, the main intent first; not empty.
    intents: Vec<IntentId>,
    /// What is there on some branches only.
    branches: Branches<'a>,
    /// The rules whose diagnostics are about the message as a whole, wherever they are shown.
    about_all: Vec<RuleId>,
    diagnostics: Vec<Diagnostic>,
}

/// What a check has to say.
#[derive(Default)]
struct Report<'a> {
    /// Where, in the source.
    span: Span,
    /// The writer's words there, where it is about them.
    words: Option<TextSpan>,
    /// Whether it is about the message as a whole: something is missing from it.
    about_all: bool,
    /// Whether what stands there does nothing.
    unnecessary: bool,
    /// Which variants fit, beside `short-notice`.
    circumstance: Option<When>,
    /// What fills the slots of the message.
    slots: message::Slots<'a>,
    related: Vec<Related>,
    /// The branch it is about.
    arm: Option<ArmId>,
    /// The branch that lacks it, where others have it.
    on: Option<Lacks>,
    /// All that is missing.
    lacks: Vec<Lack>,
}

impl<'a> Findings<'a> {
    fn report(&mut self, subject: Subject<'a>, report: Report<'_>) {
        // A part of messages lacks what the rest of them has; what another file says is told there.
        let elsewhere = report.words.is_some_and(|words| self.document.is_included(words));
        if report.about_all && self.document.fragment || elsewhere {
            return;
        }
        let Subject { id, rule } = subject;
        let (severity, variant) = self.case(rule, report.circumstance);
        let template = variant.and_then(|variant| variant.message.as_ref()).unwrap_or(&rule.message);
        let mut related = report.related;
        if variant.is_some_and(|variant| variant.when == Some(When::ShortNotice)) {
            related.extend(notice::appointment(self.document, self.analysis));
        }
        if report.about_all && !self.about_all.contains(&id) {
            self.about_all.push(id);
        }
        let mut message = message::fill(template, &report.slots);
        let mut arm = report.arm.or(self.branches.home.filter(|_| report.about_all));
        if let Some(lacks) = report.on {
            message = lacks.told(&message);
            related.extend(lacks.said);
            arm = lacks.arm.or(lacks.around);
        }
        self.diagnostics.push(Diagnostic {
            rule: id,
            severity,
            message,
            span: report.span,
            related,
            words: report.words,
            missing: report.about_all,
            lacks: report.lacks,
            unnecessary: report.unnecessary,
            arm,
        });
    }

    /// The severity and variant for the intent that asks the most; between equals, the message's main one.
    fn case(&self, rule: &'a Rule, circumstance: Option<When>) -> (Severity, Option<&'a Variant>) {
        let fits = |variant: &Variant, intent: IntentId| {
            variant.intents.contains(intent)
                && match variant.when {
                    None => true,
                    Some(When::ShortNotice) => self.analysis.notice.late == Some(true),
                    when @ Some(_) => when == circumstance,
                }
        };
        let mut best: Option<(Severity, Option<&Variant>)> = None;
        for &intent in self.intents.iter().filter(|&&intent| rule.intents.contains(intent)) {
            let variant = rule.variants.iter().find(|variant| fits(variant, intent));
            let severity = variant.and_then(|variant| variant.severity).unwrap_or(rule.severity);
            if best.is_none_or(|(most, _)| severity > most) {
                best = Some((severity, variant));
            }
        }
        best.unwrap_or((rule.severity, None))
    }

    fn acts(&self, wanted: &'a [ActId]) -> impl Iterator<Item = &'a ActFound> {
        self.analysis.acts.iter().filter(|found| wanted.contains(&found.act))
    }

    fn part(&self, act: &ActFound) -> Part {
        self.document.sentences.get(act.sentence as usize).map_or(Part::Body, |sentence| sentence.part)
    }

    fn source(&self, span: TextSpan) -> Span {
        self.document.to_source(span)
    }

    /// Whether a rule has a case of its own for `when`, for one of the message's intents.
    fn knows(&self, rule: &Rule, when: When) -> bool {
        let speaks_of = |variant: &Variant| self.intents.iter().any(|&intent| variant.intents.contains(intent));
        rule.variants.iter().any(|variant| variant.when == Some(when) && speaks_of(variant))
    }

    /// Where to tell that something is missing.
    fn anchor(&self, rule: &Rule, otherwise: &[Anchor]) -> Span {
        let within = self.branches.home.and_then(|home| Some(self.document.arm(home)?.words));
        anchor::find(self, if rule.at.is_empty() { otherwise } else { &rule.at }, within)
    }

    /// Where to tell that a branch lacks something that others have.
    fn anchor_in(&self, rule: &Rule, lacks: &Lacks) -> Span {
        let words = lacks.arm.and_then(|arm| Some(self.document.arm(arm)?.words));
        let has_words = |words: &TextSpan| self.document.sentences.iter().any(|it| words.overlaps(it.span));
        match words.filter(has_words) {
            Some(words) => anchor::find(self, &rule.at, Some(words)),
            None => lacks.tag,
        }
    }
}
