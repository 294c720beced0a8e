//! What a message is about. Each group of cues counts once; the sums compete, and an intent that nobody has to answer
//! for (`silent`) competes with the rest, so that a dentist's appointment wins over a cancelled interview. The learned model has the
//! say among the intents it knows; where cues do not speak for one of ours, or not for the one it names, it has to be sure, and surer
//! still where they speak more for another's business. Many cues in a message that names what it is about stand against it where it is
//! not. Where it is not sure, what it names is a guess: who is asked for things in a message that is about something else stops
//! listening.

use super::acts::Shown;
use super::model::{DOUBT, Opinion, SURE};
use super::{IntentFound, Settings, Signal};
use crate::document::{BlockKind, Document};
use crate::ruleset::{IntentId, ModelUse, Ruleset};
use crate::span::TextSpan;

/// The intents' points in one message, best first.
pub(super) struct Scores<'a> {
    ruleset: &'a Ruleset,
    found: Vec<IntentFound>,
    given: Option<IntentId>,
    /// Whether the text has the shape of a message.
    message: bool,
    model: Verdict,
}

/// What the model takes a message for.
#[derive(Clone, Copy)]
enum Verdict {
    /// It was not asked, or does not know an intent that is in play: cues decide.
    Unasked,
    /// None of ours.
    Unrelated,
    /// This, but it is not sure.
    Perhaps(IntentId),
    /// This.
    Ours(IntentId),
}

impl<'a> Scores<'a> {
    /// Counts the cues.
    pub(super) fn new(document: &Document, ruleset: &'a Ruleset, shown: &Shown, settings: &Settings) -> Self {
        // Few intents have points, and sorting all of them takes longer than finding those.
        let (mut found, mut others): (Vec<_>, Vec<_>) = points(ruleset, shown).partition(|found| found.score > 0);
        // Stable: of two with the same points the one earlier by id comes first, whatever else changes.
        found.sort_by_key(|found| std::cmp::Reverse(found.score));
        if others.iter().any(|found| found.score < 0) {
            others.sort_by_key(|found| std::cmp::Reverse(found.score));
        }
        found.append(&mut others);
        Self {
            ruleset,
            found,
            given: given(document, ruleset, settings),
            message: is_message(document),
            model: Verdict::Unasked,
        }
    }

    /// What the cues sum up to, best first.
    pub(super) fn points(&self) -> &[IntentFound] {
        &self.found
    }

    /// Whether it can be one of ours at all: someone says so, or it is a message and some cue speaks for it.
    pub(super) fn possible(&self) -> bool {
        self.given.is_some() || self.message && self.best(false) > 0
    }

    /// Whether someone says that it is one of ours, or the cues speak more for it than for any other business.
    pub(super) fn likely(&self) -> bool {
        self.given.is_some() || self.possible() && self.best(false) > self.best(true)
    }

    /// The most points of an intent that is silent, or of one that is not.
    fn best(&self, silent: bool) -> i32 {
        let points = self.found.iter().filter(|f| self.ruleset[f.intent].silent == silent).map(|f| f.score);
        points.max().unwrap_or(0)
    }

    /// Takes the model's opinion in.
    pub(super) fn weigh(&mut self, opinions: &[Opinion]) {
        let heard = |opinion: &&Opinion| {
            opinion.intent.is_none_or(|intent| match self.ruleset[intent].model {
                ModelUse::Weigh => true,
                ModelUse::RequireTemplate => self.found.iter().any(|f| f.intent == intent && self.enough(f)),
                ModelUse::Off => false,
            })
        };
        let knows = |intent: IntentId| {
            self.ruleset[intent].model != ModelUse::Off && opinions.iter().any(|o| o.intent == Some(intent))
        };
        // An intent of a project's own, or one that wants no model: its cues decide when they are the strongest.
        let stranger =
            self.found.first().is_some_and(|f| self.enough(f) && !self.ruleset[f.intent].silent && !knows(f.intent));
        if !stranger {
            let unrelated = opinions.iter().find(|o| o.intent.is_none()).map_or(0, |o| o.score);
            let cued = |intent: IntentId| self.found.iter().any(|f| f.intent == intent && f.score > 0);
            let likely = self.likely();
            let is_sure = |o: &&Opinion| {
                o.intent.is_none_or(|intent| match (likely, cued(intent)) {
                    (true, true) => true,
                    (true, false) => o.score - unrelated > SURE,
                    // Its cues are there, but others have more.
                    (false, true) => o.score - unrelated > 2 * SURE,
                    (false, false) => false,
                })
            };
            let best = opinions.iter().filter(heard).filter(is_sure).max_by_key(|o| o.score);
            self.model = best.map_or(Verdict::Unasked, |o| match o.intent {
                None => self.named_in_spite_of(opinions, o.score).map_or(Verdict::Unrelated, Verdict::Ours),
                Some(intent) if o.score - unrelated > self.surety(intent) => Verdict::Ours(intent),
                Some(intent) => Verdict::Perhaps(intent),
            });
        }
    }

    /// The intent that a message plainly has by its cues and its own words for what it is about, where the model takes it for
    /// somebody else's business, but not by much.
    fn named_in_spite_of(&self, opinions: &[Opinion], unrelated: i32) -> Option<IntentId> {
        let first = self.found.first().filter(|first| first.named && self.cues_insist(first.intent))?;
        let opinion = opinions.iter().find(|o| o.intent == Some(first.intent))?;
        (self.best(true) <= 0 && opinion.score > unrelated - DOUBT).then_some(first.intent)
    }

    /// How much more than for unrelated the model must take a message for an intent to be sure of it: hardly any more where cues
    /// insist on it.
    fn surety(&self, intent: IntentId) -> i32 {
        let nameless = |intent: IntentId| !self.ruleset[intent].groups.iter().any(|group| group.names);
        let is_named = || self.found.first().is_some_and(|first| first.named) || nameless(intent);
        match self.cues_insist(intent) {
            false => SURE,
            true if is_named() => i32::MIN,
            true => SURE / 2,
        }
    }

    /// Whether cues speak for an intent twice as much as it takes, and for no other more.
    fn cues_insist(&self, intent: IntentId) -> bool {
        let first = self.found.first().filter(|first| first.intent == intent);
        first.is_some_and(|first| first.score >= 2 * self.ruleset[intent].threshold && self.likely())
    }

    fn enough(&self, found: &IntentFound) -> bool {
        found.score >= self.ruleset[found.intent].threshold
    }

    /// The intents of the message, the main one first; none when it is not our business, or when that is not sure: then there may be a
    /// guess. What the writer or the caller says comes first whatever the signals.
    pub(super) fn decide(self) -> (Vec<IntentFound>, Option<IntentFound>) {
        let Some((main, is_sure)) = self.main().filter(|(main, _)| !self.ruleset[main.intent].silent) else {
            return (Vec::new(), None);
        };
        if !is_sure {
            return (Vec::new(), Some(main));
        }
        let (first, sender) = (main.intent, self.ruleset[main.intent].sender);
        let mut intents = vec![main];
        intents.extend(
            self.found
                .iter()
                .filter(|found| {
                    let intent = &self.ruleset[found.intent];
                    found.intent != first
                        && intent.second
                        && !intent.silent
                        && intent.sender == sender
                        && self.enough(found)
                })
                .cloned(),
        );
        (intents, None)
    }

    /// The main intent, and whether that is sure.
    fn main(&self) -> Option<(IntentFound, bool)> {
        if !self.possible() {
            return None;
        }
        let by_id = |intent: IntentId| self.found.iter().find(|f| f.intent == intent).cloned();
        match (self.given, self.model) {
            (Some(intent), _) => Some((IntentFound { given: true, ..by_id(intent)? }, true)),
            (None, Verdict::Ours(intent) | Verdict::Perhaps(intent)) => {
                let by_cues = self.found.first().is_some_and(|f| f.intent == intent && self.enough(f));
                let by = if by_cues { Signal::Template } else { Signal::Model };
                Some((IntentFound { by, ..by_id(intent)? }, matches!(self.model, Verdict::Ours(_))))
            }
            (None, Verdict::Unrelated) => None,
            (None, Verdict::Unasked) => {
                Some((self.found.iter().find(|f| self.likely() && self.enough(f)).cloned()?, true))
            }
        }
    }
}

/// Whether a text has the shape of a message: one that is divided by headings is a document, and so is a long one that neither
/// greets nor signs off, or a very long one that does not do both.
fn is_message(document: &Document) -> bool {
    let headings = document.blocks.iter().filter(|b| b.kind == BlockKind::Heading).count();
    // A notice may have some, if it is short and greets.
    let most = if document.greeting.is_some() && document.text.len() <= 1_000 { 3 } else { 1 };
    let long = match (document.greeting.is_some(), document.sign_off.is_some()) {
        (false, false) => 1_500,
        (true, true) => 20_000,
        _ => 5_000,
    };
    headings <= most && document.text.len() <= long
}

/// The intents' points by what is shown, in order of the intents. A group counts where it stands first: by its cues, or where none of
/// them is found by the first of its acts.
fn points(ruleset: &Ruleset, shown: &Shown) -> impl Iterator<Item = IntentFound> {
    let mut seen = vec![false; ruleset.acts.len()];
    // Acts and cues are in order of place, cues first; of one group there are several. A key tells intent, group and number, so that
    // whatever sorts them keeps those of a group in order.
    let mut hits: Vec<(u64, TextSpan)> = Vec::with_capacity(2 * shown.cues.len() + 64);
    let key = |intent: IntentId, group: u16, number: usize| {
        (intent.index() as u64) << 48 | u64::from(group) << 32 | u64::from(number as u32)
    };
    for cue in &shown.cues {
        hits.push((key(cue.intent, cue.group, hits.len()), cue.span));
    }
    for act in &shown.acts {
        if !std::mem::replace(&mut seen[act.act.index()], true) {
            for &(intent, group) in &ruleset[act.act].groups {
                hits.push((key(intent, group, hits.len()), act.span));
            }
        }
    }
    hits.sort_unstable_by_key(|&(key, _)| key);
    hits.dedup_by_key(|&mut (key, _)| key >> 32);
    let mut hits = hits.into_iter().peekable();
    let score = move |index: usize| {
        let intent = IntentId(index as u16);
        let mut found =
            IntentFound { intent, score: 0, named: false, given: false, by: Signal::Template, cues: Vec::new() };
        while let Some((key, span)) = hits.next_if(|(key, _)| (key >> 48) as usize == index) {
            let group = &ruleset[intent].groups[usize::from((key >> 32) as u16)];
            found.score += group.weight;
            found.named |= group.names;
            if group.weight > 0 {
                found.cues.push(span);
            }
        }
        found
    };
    (0..ruleset.intents.len()).map(score)
}

/// The intent the writer (comment, header, front matter) or the caller names, if the ruleset knows it.
fn given(document: &Document, ruleset: &Ruleset, settings: &Settings) -> Option<IntentId> {
    let said = document.directives.iter().filter(|d| d.key == "intent").find_map(|d| ruleset.intent(&d.value));
    said.or_else(|| ruleset.intent(settings.intent.as_deref()?))
}
