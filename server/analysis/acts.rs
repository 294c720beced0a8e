//! Acts and cues, sentence by sentence. Negation follows NegEx (Chapman et al. 2001): a trigger takes back what follows it
//! in its clause, up to a few words on, unless the trigger is a pseudo-trigger or lies inside the match.

use super::token::Token;
use super::words::{Recognised, SentenceWords};
use super::{ActFound, CueFound, Signal};
use crate::document::{Document, Sentence};
use crate::ruleset::matcher::Match;
use crate::ruleset::recall::Recall;
use crate::ruleset::template::EntityKind;
use crate::ruleset::{ActId, IntentId, Negation, Questions, Role, Ruleset, Use};
use crate::span::TextSpan;

/// Words beyond which a negation no longer reaches.
const REACH: u32 = 6;

/// What the sentences show.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Acts, by place.
    pub(super) acts: Vec<ActFound>,
    /// Cues, by place; several of a group are possible.
    pub(super) cues: Vec<CueFound>,
    /// Acts that look as if they were performed in a sentence, and are negated or excepted there.
    pub(super) refused: Vec<(ActId, u32)>,
    /// The sentence that the model takes for the one that decides.
    pub(super) decides: Option<u32>,
}

/// What a sentence shows by itself. Spans are counted from its start, and it is itself number 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    acts: Box<[ActFound]>,
    /// Acts that count where nothing better shows them.
    fallback: Box<[ActFound]>,
    cues: Box<[CueFound]>,
    refused: Box<[ActId]>,
}

/// Memory for matching, which goes from one sentence to the next.
#[derive(Default)]
pub(super) struct Memory {
    recall: Recall,
    words: SentenceWords,
    blocked: Vec<ActId>,
    acts: Vec<ActFound>,
    fallback: Vec<ActFound>,
    cues: Vec<CueFound>,
    refused: Vec<ActId>,
}

/// Reads a sentence. `recognised` are those that may lie in it, in order of place.
pub(super) fn read(
    document: &Document,
    ruleset: &Ruleset,
    sentence: &Sentence,
    tokens: &[Token],
    recognised: &[Recognised],
    memory: &mut Memory,
) -> Said {
    let Memory { recall, words, blocked, acts, fallback, cues, refused } = memory;
    words.fill(document, sentence, tokens, &ruleset.patterns.vocabulary, recognised);
    let found = recall.find(ruleset, &words.words);
    let mut finder = Finder { document, ruleset, blocked, acts, fallback, cues, refused };
    finder.sentence(sentence, words, found);
    let relative = |act: &ActFound| ActFound { span: act.span.back(sentence.span.start), ..*act };
    let said = Said {
        acts: finder.acts.iter().map(relative).collect(),
        fallback: finder.fallback.iter().map(relative).collect(),
        cues: finder.cues.iter().map(|cue| CueFound { span: cue.span.back(sentence.span.start), ..*cue }).collect(),
        refused: finder.refused.as_slice().into(),
    };
    finder.clear();
    said
}

/// What the sentences of a document show, taken together one after the other.
pub(super) struct Together<'a> {
    ruleset: &'a Ruleset,
    shown: Shown,
    fallback: Vec<ActFound>,
    /// For each intent, the groups of cues that were found; each counts once, so it need not be told again.
    groups: Vec<GroupSet>,
    /// The same, with those of the present sentence.
    now: Vec<(IntentId, u16)>,
}

impl<'a> Together<'a> {
    pub(super) fn new(ruleset: &'a Ruleset) -> Self {
        let groups = vec![GroupSet::default(); ruleset.intents.len()];
        Self { ruleset, shown: Shown::default(), fallback: Vec::new(), groups, now: Vec::new() }
    }

    /// Takes in sentence number `index`, which begins at `start`.
    pub(super) fn add(&mut self, said: &Said, index: u32, start: u32) {
        let placed = |act: &ActFound| ActFound { span: act.span.on(start), sentence: index, ..*act };
        self.shown.acts.extend(said.acts.iter().map(placed));
        self.fallback.extend(said.fallback.iter().map(placed));
        self.shown.refused.extend(said.refused.iter().map(|&act| (act, index)));
        for cue in &said.cues {
            if !self.groups[cue.intent.index()].contains(cue.group) {
                self.shown.cues.push(CueFound { span: cue.span.on(start), ..*cue });
                self.now.push((cue.intent, cue.group));
            }
        }
        for (intent, group) in self.now.drain(..) {
            self.groups[intent.index()].insert(group);
        }
    }

    /// All that is shown.
    pub(super) fn finish(mut self) -> Shown {
        let mut shown = vec![false; self.ruleset.acts.len()];
        for act in &self.shown.acts {
            shown[act.act.index()] = true;
        }
        self.fallback.retain(|f| !shown[f.act.index()]);
        merge(&mut self.fallback);
        self.shown.acts.append(&mut self.fallback);
        self.shown.acts.sort_by_key(|a| (a.span.start, a.span.end, a.act));
        self.shown
    }
}

/// Looks at one sentence.
struct Finder<'a> {
    document: &'a Document,
    ruleset: &'a Ruleset,
    blocked: &'a mut Vec<ActId>,
    acts: &'a mut Vec<ActFound>,
    fallback: &'a mut Vec<ActFound>,
    cues: &'a mut Vec<CueFound>,
    refused: &'a mut Vec<ActId>,
}

/// Groups of one intent's cues, up to 64; further ones are looked for in every sentence.
#[derive(Clone, Copy, Default)]
struct GroupSet(u64);

impl GroupSet {
    fn contains(self, group: u16) -> bool {
        group < 64 && self.0 >> group & 1 == 1
    }

    fn insert(&mut self, group: u16) {
        self.0 |= 1u64.checked_shl(u32::from(group)).unwrap_or(0);
    }
}

impl Finder<'_> {
    fn clear(&mut self) {
        self.blocked.clear();
        self.acts.clear();
        self.fallback.clear();
        self.cues.clear();
        self.refused.clear();
    }

    fn sentence(&mut self, sentence: &Sentence, words: &SentenceWords, found: &[Match]) {
        self.clear();
        // Most sentences have none of these.
        let is_exception = |m: &&Match| {
            let role = self.ruleset.uses[m.template.0 as usize];
            matches!(role, Use::Act(_, Role::Unless) | Use::Cue { role: Role::Unless, .. })
        };
        let exceptions: Vec<Match> = found.iter().filter(is_exception).copied().collect();
        for m in found {
            let span = words.span(m.start, m.end);
            match self.ruleset.uses[m.template.0 as usize] {
                Use::Act(act, Role::NotIn) => {
                    self.blocked.push(act);
                    self.refused.push(act);
                }
                Use::Act(act, role @ (Role::Template | Role::Fallback)) => {
                    let rule = &self.ruleset[act];
                    let question = match rule.questions {
                        Questions::Count => true,
                        Questions::Ignored => !sentence.question,
                        Questions::Only => sentence.question,
                    };
                    let counts = question
                        && rule.parts.contains(sentence.part)
                        && (rule.negation == Negation::Ignored || !self.negated(m, found, words))
                        && !self.excepted(m, &exceptions, Use::Act(act, Role::Unless));
                    if counts {
                        let act = ActFound { act, span, sentence: 0, template: Some(m.template), by: Signal::Template };
                        if role == Role::Template { self.acts.push(act) } else { self.fallback.push(act) }
                    } else {
                        self.refused.push(act);
                    }
                }
                Use::Cue { intent, group, role: Role::Template } => {
                    let rule = &self.ruleset[intent].groups[usize::from(group)];
                    let counts = rule.parts.contains(sentence.part)
                        && (rule.negation == Negation::Ignored || !self.negated(m, found, words))
                        && !self.excepted(m, &exceptions, Use::Cue { intent, group, role: Role::Unless });
                    if counts {
                        self.cues.push(CueFound { intent, group, span });
                    }
                }
                _ => {}
            }
        }
        for regex in &self.ruleset.regexes {
            let rule = &self.ruleset[regex.act];
            if rule.parts.contains(sentence.part)
                && let Some(m) = regex.regex.find(self.document.words(sentence.span))
            {
                let start = sentence.span.start as usize;
                let span = TextSpan::new(start + m.start(), start + m.end());
                let (act, by) = (regex.act, Signal::Template);
                self.acts.push(ActFound { act, span, sentence: 0, template: None, by });
            }
        }
        let blocked = &*self.blocked;
        self.acts.retain(|a| !blocked.contains(&a.act));
        self.fallback.retain(|a| !blocked.contains(&a.act));
        merge(self.acts);
    }

    /// Whether a negation reaches the match.
    fn negated(&self, m: &Match, found: &[Match], words: &SentenceWords) -> bool {
        let overlapped = |other: &Match, by: Use| {
            found
                .iter()
                .any(|p| self.ruleset.uses[p.template.0 as usize] == by && p.start < other.end && other.start < p.end)
        };
        found.iter().any(|t| {
            self.ruleset.uses[t.template.0 as usize] == Use::NegationTrigger
                && t.end <= m.start
                && m.start - t.end <= REACH
                && !words.words.breaks[t.end as usize..=m.start as usize].iter().any(|&b| b)
                && !found.iter().any(|e| {
                    self.ruleset.uses[e.template.0 as usize] == Use::NegationEnd && e.start >= t.end && e.end <= m.start
                })
                && !overlapped(t, Use::NegationPseudo)
        })
    }

    /// Whether one of the exceptions in the sentence is one to this match, and overlaps it.
    fn excepted(&self, m: &Match, exceptions: &[Match], by: Use) -> bool {
        exceptions.iter().any(|e| e.start < m.end && m.start < e.end && self.ruleset.uses[e.template.0 as usize] == by)
    }
}

/// What placeholders, times and people cover, in order of place.
pub(super) fn recognised(times: &[super::TimeFound], people: &[super::Person]) -> Vec<Recognised> {
    let times = times.iter().map(|t| Recognised { kind: EntityKind::Time, span: t.span });
    let people = people.iter().filter_map(|p| Some(Recognised { kind: EntityKind::Person, span: p.span? }));
    let mut all: Vec<_> = times.chain(people).collect();
    all.sort_by_key(|r| (r.span.start, r.span.end));
    all
}

/// Overlapping finds of one act become one.
fn merge(acts: &mut Vec<ActFound>) {
    acts.sort_by_key(|a| (a.act, a.sentence, a.span.start, std::cmp::Reverse(a.span.end)));
    acts.dedup_by(|next, last| {
        let same = next.act == last.act && next.sentence == last.sentence && next.span.overlaps(last.span);
        if same {
            last.span = last.span.cover(next.span);
        }
        same
    });
}
