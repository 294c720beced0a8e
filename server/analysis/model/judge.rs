//! Document + model → acts added and taken back, and an opinion on the intent. Invariant: what a template refused in a
//! sentence, by negation or exception, the model does not add there.

use super::features::{self, Part, Told};
use super::known::{Known, Layout, Weighed};
use super::table::Rows;
use super::{Model, Target};
use crate::analysis::acts::Shown;
use crate::analysis::token::{TokenKind, Tokens};
use crate::analysis::{ActFound, IntentFound, Signal};
use crate::document::Document;
use crate::ruleset::{ActId, IntentId, ModelUse, Ruleset};

/// The column of the act that decides: the sentence with its highest score is the deciding one.
const DECIDES: usize = 0;
/// Features after which no further sentence is taken into the message's: what a message is about, it says early.
const MOST: u32 = 40_000;

/// What templates tell of a message. `shown` is what they found, `points` the cues' sums, best first.
pub(in crate::analysis) fn told(
    document: &Document,
    ruleset: &Ruleset,
    shown: &Shown,
    points: &[IntentFound],
) -> [Part; 2] {
    let mut told = Told::default();
    for cue in &shown.cues {
        told.cue(&ruleset[cue.intent].id, cue.group);
    }
    let most = points.first().map_or(0, |f| f.score);
    for found in points {
        told.points(&ruleset[found.intent].id, found.score, found.score == most);
    }
    for act in &shown.acts {
        told.act(&ruleset[act.act].id);
    }
    told.shape(document);
    told.parts()
}

/// Lets the model add acts that templates missed and take back those it is sure are none. Answers what it makes of the
/// message's intent. `points` are the cues' sums, best first.
pub(in crate::analysis) fn judge(
    document: &Document,
    ruleset: &Ruleset,
    tokens: &Tokens,
    model: &Model,
    known: &mut Known,
    shown: &mut Shown,
    points: &[IntentFound],
) -> Vec<Opinion> {
    let told = told(document, ruleset, shown, points);
    let mut sentences = Sentences::new(model, document.sentences.len());
    let mut acts = Acts::new(ruleset, model, shown);
    known.begin(&ruleset.patterns);
    let mut weigh = |index: usize| {
        let sentence = document.sentences.get(index)?;
        Some(known.weigh(document, sentence.span, tokens.of(index), model))
    };
    let (mut before, mut here) = (None, weigh(0));
    for (index, sentence) in document.sentences.iter().enumerate() {
        let after = weigh(index + 1);
        if let Some(here) = &here {
            let place = features::place(sentence, index, document.sentences.len());
            let scores = sentences.score(before.as_ref(), here, after.as_ref(), place);
            // What holds no word says nothing, whatever is around it.
            if tokens.of(index).iter().any(|token| token.kind == TokenKind::Word) {
                acts.judge(index, scores, document);
            }
        }
        (before, here) = (here, after);
    }
    acts.finish(shown);
    sentences.opinions(ruleset, &told)
}

/// Sentence by sentence: scores for the acts, and what adds up to the message's.
struct Sentences<'a> {
    model: &'a Model,
    layout: Layout,
    /// How many there are.
    count: usize,
    scores: Vec<i32>,
    rows: Rows,
    place: Vec<i32>,
    message: Vec<i32>,
    length: u32,
    /// Of the sentence that decides so far: its score, sums and length.
    decides: Option<(i32, Vec<i32>, u32)>,
}

impl<'a> Sentences<'a> {
    fn new(model: &'a Model, count: usize) -> Self {
        Self {
            model,
            layout: Layout::of(model),
            count,
            scores: Vec::new(),
            rows: Rows::default(),
            place: Vec::new(),
            message: vec![0; model.intents.columns.len()],
            length: 0,
            decides: None,
        }
    }

    /// The next sentence's scores, one an act's column.
    fn score(&mut self, before: Option<&Weighed>, here: &Weighed, after: Option<&Weighed>, place: [u32; 4]) -> &[i32] {
        let (model, layout) = (self.model, self.layout);
        self.place.clear();
        model.acts.table.sums(place.into_iter(), &mut self.rows, &mut self.place);
        let of = |sums: Option<&[i32]>, at: usize| sums.map_or(0, |sums| sums[at]);
        let (lent, left) = (before.map(|it| layout.before(it)), after.map(|it| layout.after(it)));
        let own = layout.own(here);
        let sums = self.place.iter().enumerate().map(|(at, place)| place + own[at] + of(lent, at) + of(left, at));
        let length =
            here.own + 1 + place.len() as u32 + before.map_or(0, |it| it.before) + after.map_or(0, |it| it.after);
        model.acts.begin(&mut self.scores);
        model.acts.add(sums, length, &mut self.scores);
        if self.length < MOST {
            self.length += here.own;
            self.message.iter_mut().zip(layout.message(here)).for_each(|(sum, own)| *sum += own);
        }
        if let Some(&score) = self.scores.get(DECIDES)
            && self.decides.as_ref().is_none_or(|(best, ..)| score > *best)
        {
            self.decides = Some((score, layout.deciding(here).to_vec(), here.own));
        }
        &self.scores
    }

    /// What the model makes of the message.
    fn opinions(mut self, ruleset: &Ruleset, told: &[Part]) -> Vec<Opinion> {
        let sheet = &self.model.intents;
        sheet.begin(&mut self.scores);
        if self.count > 0 {
            sheet.add(self.message, self.length, &mut self.scores);
        }
        for part in told {
            let mut sums = Vec::new();
            sheet.table.sums(part.features.iter().copied(), &mut self.rows, &mut sums);
            sheet.add(sums, part.length, &mut self.scores);
        }
        if let Some((_, sums, length)) = self.decides {
            sheet.add(sums, length, &mut self.scores);
        }
        let opinion = |(column, &score): (&super::Column, &i32)| match &column.target {
            Target::Intent(id) => Some(Opinion { intent: Some(ruleset.intent(id)?), score }),
            Target::Unrelated => Some(Opinion { intent: None, score: score - column.says }),
            Target::Act(_) => None,
        };
        sheet.columns.iter().zip(&self.scores).filter_map(opinion).collect()
    }
}

/// Acts that come and go by the model's scores.
struct Acts<'a> {
    ruleset: &'a Ruleset,
    model: &'a Model,
    /// For each column, its act.
    columns: Vec<Option<ActId>>,
    /// By sentence and act, sorted, so that a look at one sentence costs the same however many there are.
    refused: Vec<(u32, ActId)>,
    said: Vec<(u32, ActId)>,
    /// Where those of the next sentence begin in `said`.
    from: usize,
    added: Vec<ActFound>,
    vetoed: Vec<(u32, ActId)>,
}

impl<'a> Acts<'a> {
    fn new(ruleset: &'a Ruleset, model: &'a Model, shown: &Shown) -> Self {
        let act = |column: &super::Column| if let Target::Act(id) = &column.target { ruleset.act(id) } else { None };
        let mut refused: Vec<_> = shown.refused.iter().map(|&(act, sentence)| (sentence, act)).collect();
        let mut said: Vec<_> = shown.acts.iter().map(|a| (a.sentence, a.act)).collect();
        refused.sort_unstable();
        said.sort_unstable();
        let columns = model.acts.columns.iter().map(act).collect();
        Self { ruleset, model, columns, refused, said, from: 0, added: Vec::new(), vetoed: Vec::new() }
    }

    /// Judges the next sentence.
    fn judge(&mut self, index: usize, scores: &[i32], document: &Document) {
        let sentence = &document.sentences[index];
        self.from += self.said[self.from..].iter().take_while(|(at, _)| (*at as usize) < index).count();
        let count = self.said[self.from..].iter().take_while(|(at, _)| *at as usize == index).count();
        let said = &self.said[self.from..self.from + count];
        for ((&score, column), act) in scores.iter().zip(&self.model.acts.columns).zip(&self.columns) {
            let Some(act) = *act else { continue };
            let here = (index as u32, act);
            let rule = &self.ruleset[act];
            if rule.model == ModelUse::Off {
                continue;
            }
            if score < column.vetoes {
                if said.contains(&here) {
                    self.vetoed.push(here);
                }
            } else if score >= column.says
                && rule.model == ModelUse::Weigh
                && rule.parts.contains(sentence.part)
                && self.refused.binary_search(&here).is_err()
                && !said.contains(&here)
            {
                let (span, sentence) = (sentence.span, index as u32);
                self.added.push(ActFound { act, span, sentence, template: None, by: Signal::Model });
            }
        }
    }

    /// Puts into `shown` what came, and takes out what went.
    fn finish(mut self, shown: &mut Shown) {
        self.vetoed.sort_unstable();
        shown.acts.retain(|a| self.vetoed.binary_search(&(a.sentence, a.act)).is_err());
        shown.acts.append(&mut self.added);
        shown.acts.sort_by_key(|a| (a.span.start, a.span.end, a.act));
    }
}

/// How likely the model thinks an intent; `None` is none of ours.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis) struct Opinion {
    pub(in crate::analysis) intent: Option<IntentId>,
    pub(in crate::analysis) score: i32,
}
