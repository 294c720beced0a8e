//! What the model's verdicts rest on, for people. Invariant: computed on demand, never while checking; the words named are
//! those whose own weights speak for the verdict more than for others, in order of place.

use super::{Column, Model, Target, features};
use crate::analysis::token::{Token, Tokens};
use crate::document::Document;
use crate::ruleset::vocabulary::Vocabulary;
use crate::span::TextSpan;

/// Words named for one verdict, at most.
const MOST: usize = 4;

impl Model {
    /// The words of a sentence that speak for an act.
    pub(in crate::analysis) fn words_for_act(
        &self,
        document: &Document,
        vocabulary: &Vocabulary,
        tokens: &Tokens,
        act: &str,
        sentence: u32,
    ) -> Vec<TextSpan> {
        let is_act = |target: &Target| matches!(target, Target::Act(id) if id == act);
        let weight = |feature, act| self.weight_for_act(feature, act);
        strongest(document, vocabulary, tokens.of(sentence as usize), &self.acts, is_act, weight)
    }

    /// The words of a message that speak for an intent.
    pub(in crate::analysis) fn words_for_intent(
        &self,
        document: &Document,
        vocabulary: &Vocabulary,
        tokens: &Tokens,
        intent: &str,
    ) -> Vec<TextSpan> {
        let is_intent = |target: &Target| matches!(target, Target::Intent(id) if id == intent);
        let weight = |feature, intent| self.weight_for_intent(feature, intent);
        strongest(document, vocabulary, &tokens.all, &self.intents, is_intent, weight)
    }
}

/// The words of `tokens` that speak most for the one of `columns` that is wanted, by the weight of a feature in a column.
fn strongest(
    document: &Document,
    vocabulary: &Vocabulary,
    tokens: &[Token],
    columns: &[Column],
    is: impl Fn(&Target) -> bool,
    weight_of: impl Fn(u32, usize) -> i8,
) -> Vec<TextSpan> {
    let Some(wanted) = columns.iter().position(|column| is(&column.target)) else { return Vec::new() };
    // What speaks for all alike explains none.
    let others = columns.iter().skip(1).map(|_| 1i64).sum::<i64>().max(1);
    let weigh = |token: &Token| {
        let mut weight = 0i64;
        features::of_token(document, token, vocabulary, |feature| {
            for feature in [feature, features::deciding_too(feature)] {
                for (at, column) in columns.iter().enumerate() {
                    let share = i64::from(weight_of(feature, at)) * i64::from(column.scale);
                    weight += if at == wanted { share * others } else { -share };
                }
            }
        });
        (weight, token.span)
    };
    let mut words: Vec<_> = tokens.iter().map(weigh).filter(|(weight, _)| *weight > 0).collect();
    words.sort_by_key(|(weight, span)| (std::cmp::Reverse(*weight), span.start));
    // A word said twice is named once.
    let mut named: Vec<TextSpan> = Vec::new();
    for (_, span) in words {
        let known = |other: &TextSpan| document.words(*other).eq_ignore_ascii_case(document.words(span));
        if named.len() < MOST && !named.iter().any(known) {
            named.push(span);
        }
    }
    named.sort_by_key(|span| span.start);
    named
}
