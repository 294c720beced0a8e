//! Fixes that take words out, with or without others in their place: what remains is whole.

use super::blank::Blanked;
use super::hanging::Along;
use super::plan::Plan;
use super::{Fixer, clause, markup, removal, wording};
use crate::analysis::{ActFound, Signal};
use crate::check::{Diagnostic, length};
use crate::document::{Meaning, Part, Surface};
use crate::ruleset::{ActId, CheckKind, FixPlace, FixText, Rule, Sender};
use crate::span::TextSpan;
use rustc_hash::FxHashMap;

/// Words behind which nothing general can stand.
const DETERMINERS: [&str; 9] = ["a", "an", "the", "this", "your", "our", "my", "of", "as"];

/// Words a question begins with.
const ASKING: [&str; 18] = [
    "can", "could", "would", "will", "may", "might", "is", "are", "do", "does", "did", "have", "has", "should",
    "shall", "what", "when", "how",
];

impl Fixer<'_> {
    /// Words of the draft go, or others come in their place; what remains is whole.
    pub(super) fn mend(&self, rule: &Rule, fix: &FixText, target: TextSpan) -> Option<Plan> {
        let document = self.document;
        // Sentences are in order: the first that reaches beyond the target's beginning holds it.
        let first = document.sentences.partition_point(|it| it.span.end <= target.start);
        let here = document.sentences[first..].iter().take_while(|it| it.span.overlaps(target));
        let index = first + here.into_iter().position(|it| it.part == Part::Body)?;
        let sentence = document.sentences[index];
        let block = document.blocks.get(sentence.block as usize)?.span;
        let surface = document.surface(sentence.span.start)?;
        // Who says plainly what is decided takes back every doubt in the sentence.
        let target = match rule.check {
            CheckKind::Plain { hedge, .. } => {
                let here = self.acts_in(index).iter().filter(|found| found.act == hedge);
                here.fold(target, |whole, found| whole.cover(found.span))
            }
            _ => target,
        };
        let wanted = |act: ActId| match &rule.check {
            CheckKind::Forbid(acts) => !acts.contains(&act) && !self.is_forbidden(act),
            CheckKind::Plain { hedge, act: plain } => act != *hedge && act != *plain,
            _ => true,
        };
        // What words in its place would perform, another sentence may perform already.
        let is_spare = |act: ActId| {
            let elsewhere = |it: &ActFound| it.act == act && it.sentence as usize != index && it.by == Signal::Template;
            fix.place == FixPlace::Delete
                && rule.fixes.iter().any(|other| other.performs.contains(&act))
                && self.analysis.acts.iter().any(elsewhere)
        };
        let kept = self.acts_in(index).iter();
        let kept = kept.filter(|found| wanted(found.act) && !is_spare(found.act) && !found.span.overlaps(target));
        let keep: Vec<TextSpan> =
            kept.filter(|found| !fix.performs.contains(&found.act)).map(|found| found.span).collect();
        let mut plan = Plan { takes: true, ..Plan::default() };
        let text = self.voice().adapt(self.voice().variant(fix));
        let (words, known) = self.slots().fill(&text, false, None);
        plan.blank = !known;
        if fix.place == FixPlace::Delete {
            match clause::cut(&document.text, sentence.span, target, &keep)? {
                clause::Cut::Sentence => {
                    let along = self.along(index, None)?;
                    self.places(None).body().nth(along.last - along.first + 1)?;
                    self.take_out(&mut plan, &along)?;
                }
                clause::Cut::Part { span, capital } => self.cut_out(&mut plan, index, span, capital)?,
            }
        } else if matches!(fix.place, FixPlace::ReplaceSentence | FixPlace::InsteadOf(_)) && !keep.is_empty() {
            let span = clause::around(&document.text, sentence.span, target, &keep)?;
            self.put(&mut plan, index, span, &words)?;
        } else if keep.is_empty() {
            let along = self.along(index, Some(&fix.performs))?;
            // Of a message of one sentence nothing would be left that it was written for.
            self.places(None).body().nth(along.last - along.first + 1)?;
            if self.said.says(&words.plain()) {
                return None;
            }
            let whole = document.sentences[along.first].span.cover(document.sentences[along.last].span);
            let stopped = document.words(whole).ends_with(['.', '!', '?', '…']);
            let mut words = removal::replacement(&surface, &words, !self.voice().lower);
            let rest = document.text.get(whole.end as usize..).unwrap_or("").trim_start_matches(' ');
            let runs_on = !rest.is_empty() && !rest.starts_with('\n');
            if (stopped || runs_on) && !words.0.ends_with(['.', '!', '?']) {
                words.0.push('.');
            } else if !stopped && !runs_on {
                words.0.truncate(words.0.trim_end_matches('.').len());
            }
            plan.replace(block.start, surface.range(whole), words);
        } else {
            let clause = self.voice().adapt(fix.clause.as_ref()?);
            let (words, known) = self.slots().fill(&clause, false, None);
            plan.blank = !known;
            if self.said.says(&words.plain()) {
                // Said once is enough.
                let clause::Cut::Part { span, capital } = clause::cut(&document.text, sentence.span, target, &keep)?
                else {
                    return None;
                };
                self.cut_out(&mut plan, index, span, capital)?;
            } else {
                let span = clause::replaceable(&document.text, sentence.span, target, &keep)?;
                self.put(&mut plan, index, span, &words)?;
            }
        }
        self.is_whole(&surface, &plan).then_some(plan)
    }

    /// A part of a sentence goes without a trace, and what only adds to it; `capital` where a new first word follows.
    fn cut_out(&self, plan: &mut Plan, index: usize, span: TextSpan, capital: bool) -> Option<()> {
        let document = self.document;
        let sentence = document.sentences[index];
        let surface = document.surface(sentence.span.start)?;
        let mut range = surface.range(span);
        let mut come = Blanked::default();
        if capital && !self.voice().lower {
            let next = document.text[span.end as usize..].chars().next()?;
            let letter = TextSpan { start: span.end, end: span.end + next.len_utf8() as u32 };
            range.end = surface.range(letter).end;
            come.push(&wording::capitalized(next.encode_utf8(&mut [0; 4])));
        }
        plan.replace(sentence.span.start, range, come);
        if span.end + 1 >= sentence.span.end { self.take_added(plan, index) } else { Some(()) }
    }

    /// Words come in the place of a part of a sentence. One that asked and now says so loses its question mark.
    fn put(&self, plan: &mut Plan, index: usize, span: TextSpan, words: &Blanked) -> Option<()> {
        let document = self.document;
        let sentence = document.sentences[index].span;
        let surface = document.surface(sentence.start)?;
        let start = span.start == sentence.start;
        let text = words.0.trim_end_matches('.');
        let mut text = Blanked(if start { text.to_owned() } else { wording::uncapitalized(text) });
        let mut span = span;
        let rest = document.text.get(span.end as usize..sentence.end as usize)?;
        if !rest.is_empty() && rest.chars().all(|c| matches!(c, '?' | ' ' | '!')) && rest.contains('?') {
            let before = document.text.get(sentence.start as usize..span.start as usize)?.to_lowercase();
            let first = before.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            if ASKING.contains(&first) {
                return None;
            }
            span.end = sentence.end;
            text.0.push('.');
        }
        let words = removal::replacement(&surface, &text, start && !self.voice().lower);
        plan.replace(sentence.start, surface.range(span), words);
        if span.end + 1 >= sentence.end { self.take_added(plan, index) } else { Some(()) }
    }

    /// The acts of a sentence; acts are in order.
    pub(super) fn acts_in(&self, sentence: usize) -> &[ActFound] {
        let acts = &self.analysis.acts;
        let start = acts.partition_point(|found| (found.sentence as usize) < sentence);
        let end = acts.partition_point(|found| found.sentence as usize <= sentence);
        &acts[start..end]
    }

    /// Whether a rule asks for an act in a message like this one.
    pub(super) fn is_asked_for(&self, act: ActId) -> bool {
        let is_ours = |rule: &&Rule| self.analysis.intents.iter().any(|found| rule.intents.contains(found.intent));
        self.ruleset.rules.iter().filter(is_ours).any(|rule| match &rule.check {
            CheckKind::Require(acts) | CheckKind::RequireEach(acts) => acts.contains(&act),
            CheckKind::Plain { act: plain, .. } => *plain == act,
            _ => false,
        })
    }

    /// Whether an act is performed in so many words, or nowhere else in them.
    fn is_plainly(&self, found: &ActFound) -> bool {
        let plainly = |other: &ActFound| other.act == found.act && other.by == Signal::Template;
        plainly(found) || !self.analysis.acts.iter().any(plainly)
    }

    pub(super) fn is_forbidden(&self, act: ActId) -> bool {
        self.ruleset.rules.iter().any(|rule| matches!(&rule.check, CheckKind::Forbid(acts) if acts.contains(&act)))
    }

    /// Whether a plan leaves markup paired, sections of a template in one piece and placeholders alone.
    fn is_whole(&self, surface: &Surface<'_>, plan: &Plan) -> bool {
        let document = self.document;
        plan.replacements.iter().all(|(_, range, _)| {
            let holds = |span| surface.of_disk(span).is_some_and(|it| it.start < range.end && range.start < it.end);
            markup::is_balanced(surface.text, surface.region.format, range.clone())
                && !document.placeholders.iter().any(|placeholder| holds(placeholder.span))
                && !document.directives.iter().any(|directive| holds(directive.span))
        })
    }

    /// Something general, or what is known, in place of a placeholder.
    pub(super) fn fill_in(&self, fix: &FixText, diagnostic: &Diagnostic) -> Option<Plan> {
        let placeholder = self.document.placeholders.iter().find(|it| it.span == diagnostic.span)?;
        if !fix.means.is_empty() && !fix.means.contains(&placeholder.meaning) || placeholder.meaning == Meaning::Control
        {
            return None;
        }
        let in_greeting = self
            .document
            .greeting
            .as_ref()
            .is_some_and(|greeting| placeholder.text.is_some_and(|text| greeting.span.contains(text)));
        let meaning = if in_greeting && placeholder.meaning == Meaning::Person {
            if self.analysis.sender == Some(Sender::Employer) { Meaning::Candidate } else { Meaning::Recruiter }
        } else {
            placeholder.meaning
        };
        // `the [role]` and `the position of [role]` want a name.
        let is_said = |text: TextSpan| {
            let before = self.document.text.get(..text.start as usize).unwrap_or("").trim_end();
            let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            DETERMINERS.contains(&word.to_lowercase().as_str())
        };
        if !fix.text.contains('{') && placeholder.text.is_some_and(is_said) {
            return None;
        }
        let (words, known) = self.slots().fill(&fix.text, in_greeting, Some(meaning));
        // A greeting wants a name, and what is filled with a blank is not filled.
        if !known || in_greeting && !fix.text.contains('{') {
            return None;
        }
        let mut plan = Plan { takes: true, ..Plan::default() };
        match placeholder.text {
            Some(text) => {
                let surface = self.document.surface(text.start)?;
                let start = self.starts_sentence(text);
                plan.replace(text.start, surface.range(text), removal::replacement(&surface, &words, start));
            }
            None => plan.elsewhere.push((placeholder.span, words)),
        }
        Some(plan)
    }

    fn starts_sentence(&self, text: TextSpan) -> bool {
        !self.voice().lower && self.document.sentences.iter().any(|sentence| sentence.span.start == text.start)
    }

    /// Sentences that perform no act that is asked for go, the last first, until the message is short enough; then those whose
    /// acts others perform as well. All or nothing.
    pub(super) fn shorten(&self, rule: &Rule) -> Option<Plan> {
        let CheckKind::Length { words: most } = rule.check else { return None };
        let document = self.document;
        let own = document.sentences.iter().filter(|sentence| sentence.part != Part::Subject);
        let mut words: usize = own.map(|sentence| length::count(document.words(sentence.span))).sum();
        let said = |index: usize| {
            let acts = self.acts_in(index).iter().filter(|found| self.is_asked_for(found.act));
            let mut acts: Vec<ActId> = acts.filter(|found| self.is_plainly(found)).map(|found| found.act).collect();
            acts.sort_unstable();
            acts.dedup();
            acts
        };
        let body: Vec<(usize, Vec<ActId>)> = self.places(None).body().map(|(index, _)| (index, said(index))).collect();
        let mut often: FxHashMap<ActId, usize> = FxHashMap::default();
        body.iter().flat_map(|(_, acts)| acts).for_each(|act| *often.entry(*act).or_default() += 1);
        let mut goes: Vec<usize> = Vec::new();
        for spares in [false, true] {
            for (index, acts) in body.iter().rev() {
                let is_spare = acts.iter().all(|act| often.get(act).is_some_and(|&times| times > 1));
                if words > most as usize && acts.is_empty() != spares && is_spare {
                    words -= length::count(document.words(document.sentences[*index].span));
                    for act in acts {
                        often.entry(*act).and_modify(|times| *times -= 1);
                    }
                    goes.push(*index);
                }
            }
        }
        if words > most as usize || goes.is_empty() {
            return None;
        }
        goes.sort_unstable();
        let mut at = 0;
        while at < goes.len() {
            let next = goes[at] + 1;
            if goes.get(at + 1) != Some(&next) && self.hangs(next) {
                goes.insert(at + 1, next);
            }
            at += 1;
        }
        let mut plan = Plan { takes: true, ..Plan::default() };
        let mut at = 0;
        while at < goes.len() {
            let begin = goes[at];
            let first = document.sentences[begin];
            // Neighbours of one paragraph go together.
            while let Some(next) =
                goes.get(at + 1).filter(|&&next| next == goes[at] + 1).map(|&next| document.sentences[next])
                && next.block == first.block
            {
                at += 1;
            }
            let surface = document.surface(first.span.start)?;
            let bares_next = self.begins_with_joint(goes[at] + 1, first.block);
            self.take_out(&mut plan, &Along { first: begin, last: goes[at], bares_next })?;
            if !self.is_whole(&surface, &plan) {
                return None;
            }
            at += 1;
        }
        Some(plan)
    }
}
