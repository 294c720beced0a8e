//! Sentence templates → [`Patterns`]: each template becomes nodes that it shares with others where they say the same.
//! [`layout`](super::layout) then orders them for matching. `expansion.rs` and `node.rs` have the builder's inside.
//!
//! Invariant: every template that is taken has a key — words of which one must stand in the sentence — and unfolds to no
//! more than can be looked for.

mod expansion;
mod node;

use super::file::{OneOrMany, WordsFile};
use super::layout::{self, DraftNode, DraftSet, DraftTemplate, Graph, NodeId};
use super::patterns::{Patterns, TemplateId};
use super::template::{EntityKind, Template, TemplateError};
use super::vocabulary::{VocabularyBuilder, WordId};
use rustc_hash::{FxHashMap, FxHashSet};

/// A problem in the shared expansions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsError {
    /// The expansion.
    pub expansion: String,
    /// What is wrong; its range counts bytes of the `alternative`th string.
    pub error: TemplateError,
    /// Which of its alternatives.
    pub alternative: usize,
}

/// Compiles templates one by one.
#[derive(Debug, Default)]
pub struct PatternsBuilder {
    graph: Graph,
    vocabulary: VocabularyBuilder,
    irregular: FxHashMap<String, Vec<String>>,
    expansions: FxHashMap<String, Expansion>,
    set_ids: FxHashMap<Box<[WordId]>, DraftSet>,
    node_ids: FxHashMap<DraftNode, NodeId>,
    groups: FxHashMap<(bool, Box<[NodeId]>), NodeId>,
    leave_alone: Vec<String>,
    /// How many expansions are being compiled, one inside the other.
    open: usize,
    /// For each node, how many nodes the matcher visits below it, and how deep.
    sizes: Vec<(u32, u32)>,
}

#[derive(Debug)]
enum Expansion {
    Written(Vec<String>),
    Open,
    Done(NodeId),
    Broken,
}

impl PatternsBuilder {
    /// A builder over shared words. Expansions that do not parse are answered; templates that use them fail in turn.
    pub fn new(words: &WordsFile) -> (Self, Vec<WordsError>) {
        let mut builder = Self::default();
        for _ in EntityKind::ALL {
            builder.graph.sets.push(Box::default());
        }
        for (word, spellings) in &words.variants {
            let ids: Vec<WordId> = split(word).map(|w| builder.vocabulary.intern(w)).collect();
            for spelling in spellings {
                builder.vocabulary.write(&spelling.to_lowercase(), &ids);
            }
        }
        for (word, forms) in &words.inflections {
            builder.irregular.insert(word.clone(), forms.clone());
        }
        for (name, text) in &words.expansions {
            let alternatives = match text {
                OneOrMany::One(text) => vec![text.clone()],
                OneOrMany::Many(texts) => texts.clone(),
            };
            builder.expansions.insert(name.clone(), Expansion::Written(alternatives));
        }
        builder.leave_alone.clone_from(&words.known);
        let mut problems = Vec::new();
        for name in words.expansions.keys() {
            // Its own errors go to `problems`; the answer is for templates that use it.
            let _ = builder.expansion(name, 0..0, &mut problems);
        }
        (builder, problems)
    }

    /// Compiles a template.
    pub fn add(&mut self, text: &str) -> Result<TemplateId, Vec<TemplateError>> {
        let template = Template::parse(text)?;
        let mut problems = Vec::new();
        let mut errors = Vec::new();
        let parts: Box<[NodeId]> =
            template.parts.iter().map(|piece| self.node(piece, &mut errors, &mut problems)).collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        if let Some(error) = parts.iter().find_map(|&part| self.too_large(part, text)) {
            return Err(vec![error]);
        }
        let (mut keys, mut seen) = (Vec::new(), FxHashSet::default());
        parts.iter().for_each(|&part| self.all_keys(part, &mut seen, &mut keys));
        keys.sort_by_key(|key| key.cost);
        if keys.is_empty() {
            return Err(vec![TemplateError {
                message: "nothing in this template has to be there".to_owned(),
                help: Some("leave at least one word outside `[…]` and `*`".to_owned()),
                range: 0..text.len(),
            }]);
        }
        let id = TemplateId(self.graph.templates.len() as u32);
        let (question, exclamation) = (template.question, template.exclamation);
        self.graph.templates.push(DraftTemplate { parts, keys, question, exclamation });
        Ok(id)
    }

    /// The compiled patterns.
    pub fn finish(self) -> Patterns {
        let (vocabulary, common) = self.vocabulary.finish(&self.leave_alone);
        layout::lay_out(&self.graph, vocabulary, &common)
    }
}

/// The words of a written phrase: split at white space and before clitics.
fn split(phrase: &str) -> impl Iterator<Item = &str> {
    phrase.split(|c: char| c.is_whitespace() || c == '-').filter(|w| !w.is_empty())
}
