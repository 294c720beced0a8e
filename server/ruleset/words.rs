//! Words files of all layers → one: key by key, later files winning; negation words add up.

use super::{
    Use,
    compile::PatternsBuilder,
    file::{NegationWords, WordsFile},
    layer::Loaded,
    locate::{join, keys},
    patterns::Patterns,
    problem::Problem,
    resolve::{Templates, add},
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Starts the matcher with the vocabulary of `words`, unless it is `ready`; answers it with what its first templates, the
/// negation words, are for.
pub(super) fn merge(
    mut words: Vec<Loaded<'_, WordsFile>>,
    ready: Option<Arc<Patterns>>,
    problems: &mut Vec<Problem>,
) -> (Templates, Vec<Use>) {
    let mut merged = WordsFile::default();
    let mut expansions = BTreeMap::new();
    let mut variants = BTreeMap::new();
    let mut inflections = BTreeMap::new();
    for index in 0..words.len() {
        let (before, rest) = words.split_at_mut(index);
        let Some(now) = rest.first_mut() else { break };
        // A layer that overrides another means it; two files of one layer that contradict each other do not.
        let mut note = |table: &str, key: &String, owners: &mut BTreeMap<String, usize>| {
            if let Some(earlier) = owners.insert(key.clone(), index).and_then(|owner| before.get(owner))
                && earlier.layer == now.layer
            {
                let message = format!("`{key}` is in `{}` already; this one counts", earlier.source.path);
                now.report.key(keys![table, key.as_str()], message).warning();
            }
        };
        now.file.expansions.keys().for_each(|key| note("expansions", key, &mut expansions));
        now.file.variants.keys().for_each(|key| note("variants", key, &mut variants));
        now.file.inflections.keys().for_each(|key| note("inflections", key, &mut inflections));
        merged.merge(&mut now.file);
    }

    let (mut templates, errors) = if let Some(patterns) = ready {
        (Templates::Ready(patterns, 0), Vec::new())
    } else {
        let (builder, errors) = PatternsBuilder::new(&merged);
        (Templates::Compile(Box::new(builder)), errors)
    };
    for error in errors {
        let Some(owner) = expansions.get(&error.expansion).and_then(|owner| words.get_mut(*owner)) else { continue };
        owner
            .report
            .inside(
                keys!["expansions", error.expansion.as_str(), error.alternative],
                error.error.range,
                error.error.message,
            )
            .help = error.error.help;
    }
    let mut uses = Vec::new();
    for loaded in &mut words {
        let Some(NegationWords { triggers, pseudo, ends }) = &loaded.file.negation else { continue };
        let lists = [
            ("triggers", triggers, Use::NegationTrigger),
            ("pseudo", pseudo, Use::NegationPseudo),
            ("ends", ends, Use::NegationEnd),
        ];
        for (key, list, purpose) in lists {
            for (index, template) in list.iter().enumerate() {
                let path = join(keys!["negation", key], index);
                add(&mut templates, &mut uses, &mut loaded.report, &path, template, purpose);
            }
        }
    }
    problems.extend(words.into_iter().flat_map(|loaded| loaded.report.problems));
    (templates, uses)
}
