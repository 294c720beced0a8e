//! What a message is about. Each group of cues counts once; the sums compete, and an intent that nobody has to answer
//! for (`silent`) competes with the rest, so that a dentist's appointment wins over a cancelled interview.

use super::{ActFound, CueFound, IntentFound, Settings};
use crate::document::Document;
use crate::ruleset::{IntentId, Ruleset};

/// The intents of a message, the main one first; none when it is not our business. What the writer or the caller says
/// comes first whatever the cues.
pub(super) fn recognise(document: &Document, ruleset: &Ruleset, acts: &[ActFound], cues: &[CueFound], settings: &Settings) -> Vec<IntentFound> {
    let mut scored: Vec<IntentFound> = (0..ruleset.intents.len()).map(|i| score(IntentId(i as u16), ruleset, acts, cues)).collect();
    // Stable: of two with the same points the one earlier by id comes first, whatever else changes.
    scored.sort_by_key(|found| std::cmp::Reverse(found.score));
    let given = given(document, ruleset, settings);
    let enough = |found: &IntentFound| found.score >= ruleset[found.intent].threshold;
    let main = match given {
        Some(intent) => scored.iter().find(|found| found.intent == intent).cloned().map(|found| IntentFound { given: true, ..found }),
        None => scored.iter().find(|found| enough(found)).cloned(),
    };
    let Some(main) = main else { return Vec::new() };
    if ruleset[main.intent].silent {
        return Vec::new();
    }
    let (first, sender) = (main.intent, ruleset[main.intent].sender);
    let mut intents = vec![main];
    intents.extend(scored.into_iter().filter(|found| {
        let intent = &ruleset[found.intent];
        found.intent != first && intent.second && !intent.silent && intent.sender == sender && enough(found)
    }));
    intents
}

fn score(intent: IntentId, ruleset: &Ruleset, acts: &[ActFound], cues: &[CueFound]) -> IntentFound {
    let mut found = IntentFound { intent, score: 0, given: false, cues: Vec::new() };
    for (index, group) in ruleset[intent].groups.iter().enumerate() {
        let cue = cues.iter().find(|c| c.intent == intent && usize::from(c.group) == index).map(|c| c.span);
        let shown = cue.or_else(|| acts.iter().find(|a| group.acts.contains(&a.act)).map(|a| a.span));
        if let Some(span) = shown {
            found.score += group.weight;
            if group.weight > 0 {
                found.cues.push(span);
            }
        }
    }
    found
}

/// The intent the writer (comment, header, front matter) or the caller names, if the ruleset knows it.
fn given(document: &Document, ruleset: &Ruleset, settings: &Settings) -> Option<IntentId> {
    let said = document.directives.iter().filter(|d| d.key == "intent").find_map(|d| ruleset.intent(&d.value));
    said.or_else(|| ruleset.intent(settings.intent.as_deref()?))
}
