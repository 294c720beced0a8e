//! Acts and cues, sentence by sentence. Negation follows NegEx (Chapman et al. 2001): a trigger takes back what follows it
//! in its clause, up to a few words on, unless the trigger is a pseudo-trigger or lies inside the match.

use super::token::Tokens;
use super::words::{Recognised, SentenceWords};
use super::{ActFound, CueFound, Signal};
use crate::document::{Document, Sentence};
use crate::ruleset::matcher::Match;
use crate::ruleset::recall::Recall;
use crate::ruleset::template::EntityKind;
use crate::ruleset::{ActId, Negation, Questions, Role, Ruleset, Use};
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
}

/// Matches every sentence. `recognised` is in order of place.
pub(super) fn find(
    document: &Document,
    ruleset: &Ruleset,
    tokens: &Tokens,
    recognised: &[Recognised],
    memory: &mut Memory,
) -> Shown {
    let groups = vec![GroupSet::default(); ruleset.intents.len()];
    let mut finder =
        Finder { document, ruleset, shown: Shown::default(), fallback: Vec::new(), blocked: Vec::new(), groups };
    let Memory { recall, words, found } = memory;
    let mut from = 0;
    for (index, sentence) in document.sentences.iter().enumerate() {
        from += recognised[from..].iter().take_while(|r| r.span.end <= sentence.span.start).count();
        let count = recognised[from..].iter().take_while(|r| r.span.start < sentence.span.end).count();
        words.fill(document, sentence, tokens.of(index), &ruleset.patterns.vocabulary, &recognised[from..from + count]);
        found.clear();
        let groups = &finder.groups;
        let wanted = |m: &&Match| match ruleset.uses[m.template.0 as usize] {
            Use::Cue { intent, group, .. } => !groups[intent.index()].contains(group),
            _ => true,
        };
        found.extend(recall.find(&ruleset.patterns, &words.words).iter().filter(wanted));
        finder.sentence(index as u32, sentence, words, found);
    }
    finder.finish()
}

/// Memory for matching, which goes from one document to the next.
#[derive(Default)]
pub(super) struct Memory {
    recall: Recall,
    words: SentenceWords,
    found: Vec<Match>,
}

struct Finder<'a> {
    document: &'a Document,
    ruleset: &'a Ruleset,
    shown: Shown,
    fallback: Vec<ActFound>,
    blocked: Vec<ActId>,
    /// For each intent, the groups of cues that were found; each counts once, so it need not be looked for again.
    groups: Vec<GroupSet>,
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
    fn sentence(&mut self, index: u32, sentence: &Sentence, words: &SentenceWords, found: &[Match]) {
        let first = self.shown.acts.len();
        let first_fallback = self.fallback.len();
        self.blocked.clear();
        for m in found {
            let span = words.span(m.start, m.end);
            match self.ruleset.uses[m.template.0 as usize] {
                Use::Act(act, Role::NotIn) => {
                    self.blocked.push(act);
                    self.shown.refused.push((act, index));
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
                        && !self.excepted(m, found, |u| u == Use::Act(act, Role::Unless));
                    if counts {
                        let act =
                            ActFound { act, span, sentence: index, template: Some(m.template), by: Signal::Template };
                        if role == Role::Template { self.shown.acts.push(act) } else { self.fallback.push(act) }
                    } else {
                        self.shown.refused.push((act, index));
                    }
                }
                Use::Cue { intent, group, role: Role::Template } => {
                    let rule = &self.ruleset[intent].groups[usize::from(group)];
                    let counts = rule.parts.contains(sentence.part)
                        && (rule.negation == Negation::Ignored || !self.negated(m, found, words))
                        && !self.excepted(m, found, |u| u == Use::Cue { intent, group, role: Role::Unless });
                    if counts {
                        self.groups[intent.index()].insert(group);
                        self.shown.cues.push(CueFound { intent, group, span });
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
                self.shown.acts.push(ActFound {
                    act: regex.act,
                    span,
                    sentence: index,
                    template: None,
                    by: Signal::Template,
                });
            }
        }
        let blocked = &self.blocked;
        retain_from(&mut self.shown.acts, first, |a| !blocked.contains(&a.act));
        retain_from(&mut self.fallback, first_fallback, |a| !blocked.contains(&a.act));
        merge_from(&mut self.shown.acts, first);
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

    fn excepted(&self, m: &Match, found: &[Match], is_exception: impl Fn(Use) -> bool) -> bool {
        found
            .iter()
            .any(|e| e.start < m.end && m.start < e.end && is_exception(self.ruleset.uses[e.template.0 as usize]))
    }

    fn finish(mut self) -> Shown {
        let mut shown = vec![false; self.ruleset.acts.len()];
        for act in &self.shown.acts {
            shown[act.act.index()] = true;
        }
        self.fallback.retain(|f| !shown[f.act.index()]);
        merge_from(&mut self.fallback, 0);
        self.shown.acts.append(&mut self.fallback);
        self.shown.acts.sort_by_key(|a| (a.span.start, a.span.end, a.act));
        self.shown
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

fn retain_from<T>(items: &mut Vec<T>, from: usize, keep: impl Fn(&T) -> bool) {
    let mut kept = from;
    for index in from..items.len() {
        if keep(&items[index]) {
            items.swap(kept, index);
            kept += 1;
        }
    }
    items.truncate(kept);
}

/// Overlapping finds of one act become one.
fn merge_from(acts: &mut Vec<ActFound>, from: usize) {
    acts[from..].sort_by_key(|a| (a.act, a.sentence, a.span.start, std::cmp::Reverse(a.span.end)));
    let mut kept = from;
    for index in from..acts.len() {
        if kept > from {
            let last = &mut acts[kept - 1];
            let (act, sentence, span) = (last.act, last.sentence, last.span);
            let next = &acts[index];
            if next.act == act && next.sentence == sentence && next.span.overlaps(span) {
                let span = span.cover(next.span);
                acts[kept - 1].span = span;
                continue;
            }
        }
        acts.swap(kept, index);
        kept += 1;
    }
    acts.truncate(kept);
}
