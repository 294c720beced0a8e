//! Document + model → acts added and taken back, and an opinion on the intent. Invariant: what a template refused in a
//! sentence, by negation or exception, the model does not add there.

use super::features::{self, Part, Told};
use super::table::Rows;
use super::weighed::{Layout, Weighed};
use super::{Column, Model, Target, score};
use crate::analysis::acts::Shown;
use crate::analysis::sentence::Sentences;
use crate::analysis::{ActFound, IntentFound, Signal};
use crate::document::Document;
use crate::ruleset::vocabulary::hash;
use crate::ruleset::{ActId, IntentId, ModelUse, Ruleset};
use crate::span::TextSpan;
use rustc_hash::FxHashMap;

/// The column of the act that decides: the sentence with its highest score is the deciding one.
const DECIDES: usize = 0;
/// Features after which no further sentence is taken into the message's: what a message is about, it says early.
const MOST: u32 = 40_000;

/// A ruleset's acts and intents as the model knows them; the same for all its drafts.
#[derive(Debug, Default)]
pub(in crate::analysis) struct Ids {
    /// The ruleset's number.
    of: Option<u64>,
    /// For each column of the acts' sheet, its act.
    acts: Vec<Option<ActId>>,
    /// For each column of the intents' sheet that the ruleset has, its number, and its intent unless it is for none.
    intents: Vec<(usize, Option<IntentId>)>,
    /// Hashes of the ids of all acts and all intents.
    act_hashes: Vec<u32>,
    intent_hashes: Vec<u32>,
}

impl Ids {
    /// Learns those of `ruleset`, unless it knows them.
    pub(in crate::analysis) fn learn(&mut self, ruleset: &Ruleset, model: &Model) {
        if self.of == Some(ruleset.number()) {
            return;
        }
        let act = |column: &Column| if let Target::Act(id) = &column.target { ruleset.act(id) } else { None };
        let intent = |(at, column): (usize, &Column)| match &column.target {
            Target::Intent(id) => Some((at, Some(ruleset.intent(id)?))),
            Target::Unrelated => Some((at, None)),
            Target::Act(_) => None,
        };
        *self = Self {
            of: Some(ruleset.number()),
            acts: model.acts.iter().map(act).collect(),
            intents: model.intents.iter().enumerate().filter_map(intent).collect(),
            act_hashes: ruleset.acts.iter().map(|act| hash(act.id.bytes())).collect(),
            intent_hashes: ruleset.intents.iter().map(|intent| hash(intent.id.bytes())).collect(),
        };
    }
}

/// What templates tell of a message. `shown` is what they found, `points` the cues' sums, best first.
pub(in crate::analysis) fn told(document: &Document, ids: &Ids, shown: &Shown, points: &[IntentFound]) -> [Part; 2] {
    let mut told = Told::default();
    for cue in &shown.cues {
        told.cue(ids.intent_hashes[cue.intent.index()], cue.group);
    }
    let most = points.first().map_or(0, |f| f.score);
    for found in points {
        told.points(ids.intent_hashes[found.intent.index()], found.score, found.score == most);
    }
    for act in &shown.acts {
        told.act(ids.act_hashes[act.act.index()]);
    }
    told.shape(document);
    told.parts()
}

/// Lets the model add acts that templates missed and take back those it is sure are none. Answers what it makes of the
/// message's intent. `read` are the sentences, weighed; `points` the cues' sums, best first.
pub(in crate::analysis) fn judge(
    document: &Document,
    ruleset: &Ruleset,
    read: &mut Sentences<'_>,
    model: &Model,
    desk: &mut Desk,
    shown: &mut Shown,
    points: &[IntentFound],
) -> Vec<Opinion> {
    let Desk { ids, sums, scores } = desk;
    ids.learn(ruleset, model);
    let told = told(document, ids, shown, points);
    let mut sheet = Sheets::new(model, document.sentences.len(), sums, scores);
    let mut acts = Acts::new(ruleset, model, ids, shown);
    for (index, sentence) in document.sentences.iter().enumerate() {
        let Some(here) = read.weighed(index) else { continue };
        let before = index.checked_sub(1).and_then(|before| read.weighed(before));
        let place = features::place(sentence, index, document.sentences.len());
        let scores = sheet.score(index, before, here, read.weighed(index + 1), place);
        acts.judge(index, scores, document, read.is_worded(index));
    }
    let reached = acts.finish(shown, document);
    shown.decides = sheet.decides.map(|(_, index, _)| index as u32);
    let deciding = sheet.decides.map(|(_, index, length)| (read.weighed_deciding(index, model), length));
    sheet.opinions(ids, told.iter().chain([&reached]), deciding)
}

/// Room for judging, which goes from one document to the next.
#[derive(Debug, Default)]
pub(in crate::analysis) struct Desk {
    ids: Ids,
    sums: Sums,
    scores: Vec<i32>,
}

impl Desk {
    /// What the model knows of a ruleset.
    pub(in crate::analysis) fn ids(&mut self, ruleset: &Ruleset, model: &Model) -> &Ids {
        self.ids.learn(ruleset, model);
        &self.ids
    }
}

/// Sums of a sheet's rows.
#[derive(Debug, Default)]
struct Sums {
    rows: Rows,
    /// Of where sentences stand: there are few such places.
    places: FxHashMap<[u32; 4], Box<[i32]>>,
    /// Of the present sentence.
    here: Vec<i32>,
}

/// Sentence by sentence: scores for the acts, and what adds up to the message's.
struct Sheets<'a> {
    model: &'a Model,
    layout: Layout,
    /// How many there are.
    count: usize,
    scores: &'a mut Vec<i32>,
    sums: &'a mut Sums,
    message: Vec<i32>,
    length: u32,
    /// What the sentence that decides scores, its number, and how many features it has.
    decides: Option<(i32, usize, u32)>,
}

impl<'a> Sheets<'a> {
    fn new(model: &'a Model, count: usize, sums: &'a mut Sums, scores: &'a mut Vec<i32>) -> Self {
        let message = vec![0; model.intents.len()];
        Self { model, layout: Layout::of(model), count, scores, sums, message, length: 0, decides: None }
    }

    /// The next sentence's scores, one an act's column.
    fn score(
        &mut self,
        index: usize,
        before: Option<&Weighed>,
        here: &Weighed,
        after: Option<&Weighed>,
        place: [u32; 4],
    ) -> &[i32] {
        let (model, layout) = (self.model, self.layout);
        let Sums { rows, places, here: sums } = &mut *self.sums;
        let of_place = places.entry(place).or_insert_with(|| {
            let mut sums = Vec::new();
            model.weigh(place.into_iter(), model.acts.len(), rows, &mut sums);
            sums.into()
        });
        sums.clear();
        sums.extend_from_slice(of_place);
        here.add(layout.own(), sums);
        if let Some(before) = before {
            before.add(layout.before(), sums);
        }
        if let Some(after) = after {
            after.add(layout.after(), sums);
        }
        let length =
            here.own + 1 + place.len() as u32 + before.map_or(0, |it| it.before) + after.map_or(0, |it| it.after);
        score::begin(&model.acts, self.scores);
        score::add(&model.acts, sums.iter().copied(), length, self.scores);
        if self.length < MOST {
            self.length += here.own;
            here.add(layout.message(), &mut self.message);
        }
        if let Some(&score) = self.scores.get(DECIDES)
            && self.decides.is_none_or(|(best, ..)| score > best)
        {
            self.decides = Some((score, index, here.own));
        }
        self.scores
    }

    /// What the model makes of the message. `deciding`: what the sentence that decides weighs for that, and of how many features.
    fn opinions<'p>(
        self,
        ids: &Ids,
        told: impl Iterator<Item = &'p Part>,
        deciding: Option<(&[i32], u32)>,
    ) -> Vec<Opinion> {
        let (model, columns, scores) = (self.model, &self.model.intents, self.scores);
        score::begin(columns, scores);
        if self.count > 0 {
            score::add(columns, self.message, self.length, scores);
        }
        let Sums { rows, here: sums, .. } = self.sums;
        for part in told {
            sums.clear();
            model.weigh_others(part.features.iter().copied(), rows, sums);
            score::add(columns, sums.iter().copied(), part.length, scores);
        }
        if let Some((sums, length)) = deciding {
            score::add(columns, sums.iter().copied(), length, scores);
        }
        let opinion = |&(at, intent): &(usize, Option<IntentId>)| {
            let says = if intent.is_none() { columns[at].says } else { 0 };
            Opinion { intent, score: scores[at] - says }
        };
        ids.intents.iter().map(opinion).collect()
    }
}

/// Acts that come and go by the model's scores.
struct Acts<'a> {
    ruleset: &'a Ruleset,
    model: &'a Model,
    /// For each column, its act.
    columns: &'a [Option<ActId>],
    /// By sentence and act, sorted, so that a look at one sentence costs the same however many there are.
    refused: Vec<(u32, ActId)>,
    said: Vec<(u32, ActId)>,
    /// Where those of the next sentence begin in `said`.
    from: usize,
    added: Vec<ActFound>,
    vetoed: Vec<(u32, ActId)>,
    /// For each column, the most that a sentence scored so far.
    best: Vec<i32>,
}

impl<'a> Acts<'a> {
    fn new(ruleset: &'a Ruleset, model: &'a Model, ids: &'a Ids, shown: &Shown) -> Self {
        let mut refused: Vec<_> = shown.refused.iter().map(|&(act, sentence)| (sentence, act)).collect();
        let mut said: Vec<_> = shown.acts.iter().map(|a| (a.sentence, a.act)).collect();
        refused.sort_unstable();
        said.sort_unstable();
        let (added, vetoed, best) = (Vec::new(), Vec::new(), vec![i32::MIN; ids.acts.len()]);
        Self { ruleset, model, columns: &ids.acts, refused, said, from: 0, added, vetoed, best }
    }

    /// Judges the next sentence. What holds no word says nothing, whatever is around it.
    fn judge(&mut self, index: usize, scores: &[i32], document: &Document, worded: bool) {
        let sentence = &document.sentences[index];
        self.from += self.said[self.from..].iter().take_while(|(at, _)| (*at as usize) < index).count();
        let count = self.said[self.from..].iter().take_while(|(at, _)| *at as usize == index).count();
        let said = &self.said[self.from..self.from + count];
        self.best.iter_mut().zip(scores).for_each(|(best, &score)| *best = (*best).max(score));
        for &(_, act) in said {
            // What templates found too counts for more.
            let columns = self.columns.iter().enumerate().filter(|(_, column)| **column == Some(act));
            columns.for_each(|(at, _)| self.best[at] = self.best[at].max(scores[at] + features::FOUND));
        }
        if !worded {
            return;
        }
        for ((&score, column), act) in scores.iter().zip(&self.model.acts).zip(self.columns) {
            if column.vetoes <= score && score < column.says {
                continue;
            }
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
            } else if rule.model == ModelUse::Weigh
                && rule.parts.contains(sentence.part)
                && self.refused.binary_search(&here).is_err()
                && !said.contains(&here)
            {
                let (span, sentence) = (sentence.span, index as u32);
                self.added.push(ActFound { act, span, sentence, template: None, by: Signal::Model });
            }
        }
    }

    /// Puts into `shown` what came, and takes out what went; answers what the message reaches as each act.
    fn finish(mut self, shown: &mut Shown, document: &Document) -> Part {
        self.vetoed.sort_unstable();
        // What a slot says is what will stand there: the model has no words to read in it.
        let is_slot = |span: TextSpan| document.placeholders.iter().any(|it| it.text == Some(span));
        shown.acts.retain(|a| self.vetoed.binary_search(&(a.sentence, a.act)).is_err() || is_slot(a.span));
        shown.acts.append(&mut self.added);
        shown.acts.sort_by_key(|a| (a.span.start, a.span.end, a.act));
        features::reached(&self.best)
    }
}

/// How likely the model thinks an intent; `None` is none of ours.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis) struct Opinion {
    pub(in crate::analysis) intent: Option<IntentId>,
    pub(in crate::analysis) score: i32,
}
