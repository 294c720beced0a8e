//! Document + model → acts added and taken back, and an opinion on the intent. Invariant: what a template refused in a
//! sentence, by negation or exception, the model does not add there.

use super::features::{Features, Hashes, Part, deciding};
use super::{Memory, Model, Target};
use crate::analysis::acts::Shown;
use crate::analysis::token::Tokens;
use crate::analysis::{ActFound, IntentFound, Signal};
use crate::document::Document;
use crate::ruleset::{ActId, IntentId, ModelUse, Ruleset};

/// The column of the act that decides: the sentence with its highest score is the deciding one.
const DECIDES: usize = 0;

/// Calls `take` with each sentence's features: index of the sentence, features, how many of them are its own; answers the
/// message's. `shown` is what templates found, `points` the cues' sums, best first.
pub(in crate::analysis) fn each_sentence(
    document: &Document,
    ruleset: &Ruleset,
    tokens: &Tokens,
    shown: &Shown,
    points: &[IntentFound],
    mut take: impl FnMut(usize, &[u32], usize),
) -> Vec<Part> {
    let hashes = Hashes::new(document, tokens, &ruleset.patterns.vocabulary);
    let mut features = Features::default();
    let count = document.sentences.len();
    for (index, sentence) in document.sentences.iter().enumerate() {
        features.sentence(document, tokens.of(index), &hashes, index);
        features.neighbours(&hashes, index);
        features.place(sentence, index, count);
        take(index, features.finish(), features.own());
    }
    for cue in &shown.cues {
        features.cue(&ruleset[cue.intent].id, cue.group);
    }
    let most = points.first().map_or(0, |f| f.score);
    for found in points {
        features.points(&ruleset[found.intent].id, found.score, found.score == most);
    }
    for act in &shown.acts {
        features.act(&ruleset[act.act].id);
    }
    features.shape(document);
    features.message()
}

/// Lets the model add acts that templates missed and take back those it is sure are none. Answers what it makes of the
/// message's intent. `points` are the cues' sums, best first.
pub(in crate::analysis) fn judge(
    document: &Document,
    ruleset: &Ruleset,
    tokens: &Tokens,
    model: &Model,
    shown: &mut Shown,
    points: &[IntentFound],
) -> Vec<Opinion> {
    let columns = &model.acts.columns;
    let acts: Vec<Option<ActId>> =
        columns.iter().map(|c| if let Target::Act(id) = &c.target { ruleset.act(id) } else { None }).collect();
    let (mut memory, mut added, mut vetoed) = (Memory::default(), Vec::new(), Vec::new());
    // Sorted, so that a look at one sentence costs the same however many there are.
    let sorted = |mut places: Vec<(u32, ActId)>| {
        places.sort_unstable();
        places
    };
    let refused = sorted(shown.refused.iter().map(|&(act, sentence)| (sentence, act)).collect());
    let said = sorted(shown.acts.iter().map(|a| (a.sentence, a.act)).collect());
    let mut from = 0;
    let mut decides: Option<(i32, Part)> = None;
    let mut message = each_sentence(document, ruleset, tokens, shown, points, |index, features, own| {
        model.acts.score_features(features, &mut memory);
        let sentence = &document.sentences[index];
        from += said[from..].iter().take_while(|(at, _)| (*at as usize) < index).count();
        let count = said[from..].iter().take_while(|(at, _)| *at as usize == index).count();
        let said = &said[from..from + count];
        for ((&score, column), act) in memory.scores.iter().zip(columns).zip(&acts) {
            let Some(act) = *act else { continue };
            let here = (index as u32, act);
            let rule = &ruleset[act];
            if rule.model == ModelUse::Off {
                continue;
            }
            if score < column.vetoes {
                if said.contains(&here) {
                    vetoed.push(here);
                }
            } else if score >= column.says
                && rule.model == ModelUse::Weigh
                && rule.parts.contains(sentence.part)
                && refused.binary_search(&here).is_err()
                && !said.contains(&here)
            {
                added.push(ActFound {
                    act,
                    span: sentence.span,
                    sentence: index as u32,
                    template: None,
                    by: Signal::Model,
                });
            }
        }
        if let Some(&score) = memory.scores.get(DECIDES)
            && decides.as_ref().is_none_or(|(best, _)| score > *best)
        {
            decides = Some((score, deciding(&features[..own])));
        }
    });
    let vetoed = sorted(vetoed);
    shown.acts.retain(|a| vetoed.binary_search(&(a.sentence, a.act)).is_err());
    shown.acts.append(&mut added);
    shown.acts.sort_by_key(|a| (a.span.start, a.span.end, a.act));
    message.extend(decides.map(|(_, part)| part));
    model.intents.score(&message, &mut memory);
    let opinions =
        model.intents.columns.iter().zip(&memory.scores).filter_map(|(column, &score)| match &column.target {
            Target::Intent(id) => Some(Opinion { intent: Some(ruleset.intent(id)?), score }),
            Target::Unrelated => Some(Opinion { intent: None, score: score - column.says }),
            Target::Act(_) => None,
        });
    opinions.collect()
}

/// How likely the model thinks an intent; `None` is none of ours.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis) struct Opinion {
    pub(in crate::analysis) intent: Option<IntentId>,
    pub(in crate::analysis) score: i32,
}
