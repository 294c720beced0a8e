//! Fixes that put words in: at the place the rule names, in the draft's voice, with their slots filled.

use super::blank::Blanked;
use super::place::{Places, Spot, SpotKind};
use super::plan::{Insertion, Plan};
use super::slots::Slots;
use super::{Fixer, wording, words};
use crate::analysis::{ActFound, Signal};
use crate::check::{Diagnostic, Lack, length};
use crate::document::{ArmId, BlockKind, Choice, Greeting, Part, Sentence};
use crate::ruleset::{ActId, CheckKind, FixPlace, FixText, Rule};
use crate::span::TextSpan;

/// Words after which a paragraph should not grow.
const LONG_PARAGRAPH: usize = 60;

impl Fixer<'_> {
    pub(super) fn slots(&self) -> Slots<'_> {
        self.slots_on(None)
    }

    /// What fills slots on a branch of a template.
    fn slots_on(&self, branch: Option<ArmId>) -> Slots<'_> {
        let lower = self.voice().lower;
        let meanings = self.ruleset.config().meanings();
        Slots { document: self.document, analysis: self.analysis, values: self.values, meanings, lower, branch }
    }

    pub(super) fn places(&self, arm: Option<ArmId>) -> Places<'_> {
        Places { document: self.document, voice: self.voice(), arm }
    }

    /// Whether words are among those of an arm.
    fn is_in(&self, arm: Option<ArmId>, words: TextSpan) -> bool {
        arm.and_then(|arm| self.document.arm(arm)).is_none_or(|arm| arm.words.overlaps(words))
    }

    /// Whether a fix speaks of this message and this diagnostic at all.
    pub(super) fn is_offered(&self, fix: &FixText, diagnostic: &Diagnostic) -> bool {
        let of_intent = || self.analysis.intents.iter().any(|found| fix.intents.contains(found.intent));
        let lacking = |act: ActId| {
            !self.analysis.acts.iter().any(|found| found.act == act && self.is_in(diagnostic.arm, found.span))
        };
        let takes = matches!(fix.place, FixPlace::Replace | FixPlace::ReplaceSentence | FixPlace::Delete);
        // What is missing can only be put in; what is there can only go.
        takes != diagnostic.missing
            && of_intent()
            && fix.lacks.is_none_or(lacking)
            && fix.without.iter().all(|&act| !self.analysis.acts.iter().any(|found| found.act == act))
            && (fix.unless.is_empty() || !self.said.one_of(&fix.unless))
    }

    /// What a fix will do about a diagnostic, if the draft has a place for it.
    pub(super) fn plan(&self, rule: &Rule, fix: &FixText, diagnostic: &Diagnostic) -> Option<Plan> {
        let arm = diagnostic.arm;
        match fix.place {
            FixPlace::Greeting => {
                let greeting = self.document.greeting.as_ref();
                let plan = Self::on_branches(fix, diagnostic, |lacking| match lacking {
                    None => self.greet(fix, greeting, self.places(None).greeting(), None),
                    Some(lacking) => {
                        let words = self.document.arm(lacking).map(|arm| arm.words);
                        let is_there = |greeting: &&Greeting| {
                            greeting.names.is_empty() && words.is_some_and(|words| words.overlaps(greeting.span))
                        };
                        let spot = self.spot_on(lacking, Places::greeting);
                        self.greet(fix, self.document.greetings().find(is_there), spot, Some(lacking))
                    }
                });
                plan.map(|plan| Plan { greets: true, ..plan })
            }
            FixPlace::Replace | FixPlace::Delete | FixPlace::ReplaceSentence => match rule.check {
                CheckKind::Filled => self.fill_in(fix, diagnostic),
                CheckKind::Suppressions => self.remark(fix, diagnostic),
                _ => self.mend(rule, fix, diagnostic.words?),
            },
            FixPlace::InsteadOf(act) => {
                let index = self.sentence_of(act, arm)?;
                let found = self.analysis.acts.iter().find(|it| it.act == act && it.sentence as usize == index)?;
                // A sentence that says when is needed.
                let sentence = self.document.sentences.get(index)?.span;
                let is_dated = self.analysis.times.iter().any(|time| sentence.overlaps(time.span));
                if is_dated {
                    return None;
                }
                self.mend(rule, fix, found.span)
            }
            FixPlace::Cut => self.shorten(rule),
            FixPlace::SignOff => Self::on_branches(fix, diagnostic, |lacking| match lacking {
                None => self.insert(fix, self.places(None).sign_off()?, None),
                Some(branch) => self.insert(fix, self.spot_on(branch, Places::sign_off)?, lacking),
            }),
            place => Self::on_branches(fix, diagnostic, |lacking| match lacking {
                None => self.in_versions(arm, |branch| {
                    let spot = self.spot(place, branch.or(arm))?;
                    self.insert(fix, spot, branch)
                }),
                Some(branch) => self.insert(fix, self.spot_on(branch, |places| self.spot(place, places.arm))?, lacking),
            }),
        }
    }

    /// What a fix does on each branch that lacks something, and on no other one; `plan` is asked for none of them where the
    /// message as a whole lacks it.
    fn on_branches(
        fix: &FixText,
        diagnostic: &Diagnostic,
        plan: impl Fn(Option<ArmId>) -> Option<Plan>,
    ) -> Option<Plan> {
        let is_asked = |lack: &&Lack| lack.act.is_none_or(|act| fix.lacks.is_none_or(|lacks| lacks == act));
        let mut branches: Vec<ArmId> = diagnostic.lacks.iter().filter(is_asked).filter_map(|lack| lack.arm).collect();
        branches.dedup();
        on_all(&branches, plan)
    }

    /// The same on every branch of a template that has the whole message on each of them, sign-off and all: behind them there is
    /// no room. `arm` is where words are wanted, if that is known.
    fn in_versions(&self, arm: Option<ArmId>, plan: impl Fn(Option<ArmId>) -> Option<Plan>) -> Option<Plan> {
        let document = self.document;
        let frames = || document.greetings().map(|it| it.span).chain(document.sign_offs().map(|it| it.span));
        let is_version = |choice: &&Choice| {
            let words = choice.words();
            choice.within.is_none()
                && frames().any(|span| words.contains(span))
                && self.places(None).body().all(|(_, sentence)| words.overlaps(sentence.span))
        };
        let index = document.choices.iter().position(|choice| is_version(&choice)).filter(|_| arm.is_none());
        let arms = index.map_or(0, |index| document.choices[index].arms.len() as u32);
        let arms = (0..arms).map(|arm| ArmId { choice: index.unwrap_or_default() as u32, arm });
        let has_words = |arm: &ArmId| self.places(Some(*arm)).body().next().is_some();
        on_all(&arms.filter(has_words).collect::<Vec<_>>(), plan)
    }

    /// Where words go on a branch: `spot` finds it among the words it has; where it has none, it gets them.
    fn spot_on<'s>(&'s self, branch: ArmId, spot: impl Fn(&Places<'s>) -> Option<Spot>) -> Option<Spot> {
        match self.document.arm(branch) {
            Some(_) => spot(&self.places(Some(branch))),
            None => self.places(None).otherwise(branch.choice),
        }
    }

    /// Where words go that a message lacks, or an arm of it.
    fn spot(&self, place: FixPlace, arm: Option<ArmId>) -> Option<Spot> {
        let places = self.places(arm);
        match place {
            FixPlace::Opening => places.opening(),
            FixPlace::After(act) => match self.sentence_of(act, arm) {
                Some(index) => places.behind(index),
                None => self.closing(&places),
            },
            FixPlace::Before(act) => match self.sentence_of(act, arm) {
                Some(index) => places.before(index),
                None => places.opening(),
            },
            _ => self.closing(&places),
        }
    }

    fn closing(&self, places: &Places<'_>) -> Option<Spot> {
        let decides = |index: usize| {
            let acts = self.analysis.acts.iter();
            acts.filter(|found| found.sentence as usize == index).any(|found| self.is_decision(found.act))
        };
        let long = |last: &[usize]| {
            let words: usize = last.iter().map(|&index| self.sentence_words(index)).sum();
            words > LONG_PARAGRAPH
        };
        let are_several = || {
            let mut blocks = places.body().map(|(_, sentence)| sentence.block);
            let first = blocks.next();
            blocks.any(|block| Some(block) != first)
        };
        places.closing(|last| long(last) || last.len() > 1 && are_several() && last.iter().any(|&index| decides(index)))
    }

    fn sentence_words(&self, index: usize) -> usize {
        self.document.sentences.get(index).map_or(0, |sentence| length::count(self.document.words(sentence.span)))
    }

    /// The act that must be said plainly is the one that decides.
    fn is_decision(&self, act: ActId) -> bool {
        self.ruleset.rules.iter().any(|rule| matches!(rule.check, CheckKind::Plain { act: plain, .. } if plain == act))
    }

    /// The first sentence of the body that performs an act, in an arm where one is given.
    pub(super) fn sentence_of(&self, act: ActId, arm: Option<ArmId>) -> Option<usize> {
        let is_own = |it: &Sentence| it.part == Part::Body && !self.document.is_included(it.span);
        let in_body = |index: usize| self.document.sentences.get(index).is_some_and(is_own);
        let acts = self.analysis.acts.iter().filter(|found| found.act == act && self.is_in(arm, found.span));
        let found = acts.map(|found| found.sentence as usize);
        let found: Vec<usize> = found.filter(|&index| in_body(index)).collect();
        let in_paragraph = |&&index: &&usize| {
            let block = self.document.sentences.get(index).map(|it| it.block as usize);
            block.and_then(|block| self.document.blocks.get(block)).is_some_and(|it| it.kind == BlockKind::Paragraph)
        };
        // A heading only announces what a paragraph says, and what is said in so many words is said there.
        let plainly = |index: &&usize| {
            let said = |it: &ActFound| it.act == act && it.sentence as usize == **index && it.by == Signal::Template;
            self.analysis.acts.iter().any(said)
        };
        let mut paragraphs = found.iter().filter(in_paragraph);
        let first = paragraphs.clone().next();
        let most = paragraphs.clone().find(|&&index| self.analysis.decides == Some(index as u32));
        paragraphs.find(plainly).or(most).or(first).or(found.first()).copied()
    }

    fn insert(&self, fix: &FixText, spot: Spot, branch: Option<ArmId>) -> Option<Plan> {
        let text = self.voice().adapt(self.voice().variant(fix));
        let slots = self.slots_on(branch);
        if !slots.are_set(&text) {
            return None;
        }
        let (words, known) = slots.fill(&text, false, None);
        // What another branch says is not said on this one.
        if branch.is_none() && self.said.says(&words.plain()) {
            return None;
        }
        let near = spot.block.start;
        let words = if self.follows_greeting(&spot) { Blanked(wording::uncapitalized(&words.0)) } else { words };
        let insertion = Insertion { near, spot, order: fix.order, words };
        Some(Plan { insertions: vec![insertion], blank: !known, doubtful: fix.review, ..Plan::default() })
    }

    /// Whether a spot is on the line of the greeting, behind its comma.
    fn follows_greeting(&self, spot: &Spot) -> bool {
        let Some(greeting) = self.document.greeting.as_ref().filter(|_| spot.kind == SpotKind::Before) else {
            return false;
        };
        let Some(surface) = self.document.surface(greeting.span.start) else { return false };
        let between = surface.text.get(surface.range(greeting.span).end..spot.at);
        self.document.words(greeting.span).ends_with(',')
            && between.is_some_and(|between| between.trim().is_empty() && !between.contains(['\n', '\r']))
    }

    /// A greeting at `spot`, or the name in the one there is.
    fn greet(
        &self,
        fix: &FixText,
        greeting: Option<&Greeting>,
        spot: Option<Spot>,
        branch: Option<ArmId>,
    ) -> Option<Plan> {
        let slots = self.slots_on(branch);
        if !slots.are_set(&fix.text) {
            return None;
        }
        let Some(greeting) = greeting else {
            let text = self.voice().adapt(self.voice().variant(fix));
            let spot = spot?;
            let given = !text.to_lowercase().starts_with("dear");
            // On the first line of a message the greeting is no sentence.
            let (words, known) = slots.fill(&text, given, None);
            let insertion = Insertion { near: spot.block.start, spot, order: 0, words };
            return Some(Plan { insertions: vec![insertion], blank: !known, doubtful: fix.review, ..Plan::default() });
        };
        if !greeting.names.is_empty() {
            return None;
        }
        let surface = self.document.surface(greeting.span.start)?;
        let words = self.document.words(greeting.span);
        let open = fix.text.find('{')?;
        let slot = &fix.text[open..=open + fix.text[open..].find('}')?];
        let salutation = words::salutation(words);
        let given = !words.to_lowercase().starts_with("dear");
        let (name, known) = slots.fill(slot, given, None);
        let kept = greeting.span.start + salutation as u32;
        let rest = words[salutation..].trim_end_matches([',', '.', '!', ':', ';', ' ', '-', '–', '—']);
        let end = kept + rest.len() as u32;
        let clean =
            |span: TextSpan| !self.document.placeholders.iter().any(|it| it.text.is_some_and(|t| t.overlaps(span)));
        let mut plan = Plan { blank: !known, takes: !rest.trim().is_empty(), ..Plan::default() };
        if salutation == 0 {
            // `To whom it may concern:` goes as a whole.
            let text = self.voice().adapt(&fix.text);
            let (text, _) = slots.fill(text.trim_end_matches(','), given, None);
            plan.replace(greeting.span.start, surface.range(TextSpan { start: greeting.span.start, end }), text);
        } else if rest.trim().is_empty() || rest.trim() == "again" {
            // `Hello again, Dana`
            let kept = if rest.trim().is_empty() { kept } else { end };
            plan.takes = false;
            let at = surface.range(TextSpan { start: kept, end: kept }).start;
            let spot = Spot { at, kind: SpotKind::Within, block: greeting.span, frame: None };
            let words = Blanked(format!(" {}", name.0));
            plan.insertions.push(Insertion { near: greeting.span.start, spot, order: 0, words });
        } else {
            let start = kept + (rest.len() - rest.trim_start().len()) as u32;
            if !clean(TextSpan { start, end }) {
                return None;
            }
            plan.replace(greeting.span.start, surface.range(TextSpan { start, end }), name);
        }
        Some(plan)
    }
}

/// What a fix does on each of several branches; where there are none, on none of them.
fn on_all(branches: &[ArmId], plan: impl Fn(Option<ArmId>) -> Option<Plan>) -> Option<Plan> {
    let mut plans = branches.iter().map(|branch| plan(Some(*branch)));
    let Some(first) = plans.next() else { return plan(None) };
    let mut whole = first?;
    for plan in plans {
        whole.join(plan?);
    }
    Some(whole)
}
