//! Sentence templates → [`Patterns`]: each template becomes nodes that it shares with others where they say the same.
//! [`layout`](super::layout) then orders them for matching.
//!
//! Invariant: every template that is taken has a key — words of which one must stand in the sentence — and unfolds to no
//! more than can be looked for.

use super::file::{OneOrMany, WordsFile};
use super::inflection;
use super::layout::{self, DraftNode, DraftSet, DraftTemplate, Graph, Key, NodeId};
use super::patterns::{Patterns, TemplateId};
use super::template::{EntityKind, Piece, Template, TemplateError};
use super::vocabulary::{VocabularyBuilder, WordId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

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

/// Nodes a template may unfold to: what is shared is stored once and visited each time.
const LARGEST: u32 = u16::MAX as u32;
/// How deep a template may unfold; the matcher recurses.
const TALLEST: u32 = 200;

/// How deep expansions may lead into one another.
const DEEPEST: usize = 16;

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

    /// The node of an expansion, compiled at its first use; None if it is missing, cyclic or broken.
    fn expansion(
        &mut self,
        name: &str,
        range: Range<usize>,
        problems: &mut Vec<WordsError>,
    ) -> Result<NodeId, TemplateError> {
        let fail = |message: String, help: Option<String>| TemplateError { message, help, range: range.clone() };
        let Some(slot) = self.expansions.get_mut(name) else {
            let near = self
                .expansions
                .keys()
                .map(|k| (strsim::jaro_winkler(k, name), k))
                .filter(|(s, _)| *s > 0.8)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
            let help = near.map_or_else(
                || "define it under `[expansions]` in a file of `words/`".to_owned(),
                |(_, k)| format!("did you mean `<{k}>`?"),
            );
            return Err(fail(format!("there is no expansion `<{name}>`"), Some(help)));
        };
        match slot {
            Expansion::Done(node) => return Ok(*node),
            Expansion::Broken => {
                return Err(fail(
                    format!("the expansion `<{name}>` has an error of its own"),
                    Some("mend it where it is defined".to_owned()),
                ));
            }
            Expansion::Open => {
                return Err(fail(
                    format!("the expansion `<{name}>` leads back to itself"),
                    Some("break the circle: write one of its uses out".to_owned()),
                ));
            }
            Expansion::Written(_) if self.open >= DEEPEST => {
                return Err(fail(
                    format!("the expansion `<{name}>` is used through more than {DEEPEST} others"),
                    Some("write some of them out".to_owned()),
                ));
            }
            Expansion::Written(_) => {}
        }
        self.open += 1;
        let Expansion::Written(alternatives) = std::mem::replace(slot, Expansion::Open) else {
            unreachable!("the other three returned above")
        };
        let (mut nodes, mut errors) = (Vec::new(), Vec::new());
        for (alternative, text) in alternatives.iter().enumerate() {
            let before = errors.len();
            match Template::parse(text) {
                Ok(template) if template.parts.len() > 1 || template.question || template.exclamation => errors.push((
                    alternative,
                    TemplateError {
                        message: "`&`, `?` and `!` belong in templates, not in expansions".to_owned(),
                        help: None,
                        range: 0..text.len(),
                    },
                )),
                Ok(template) => {
                    let mut inner = Vec::new();
                    for piece in &template.parts {
                        nodes.push(self.node(piece, &mut inner, problems));
                    }
                    errors.extend(inner.into_iter().map(|e| (alternative, e)));
                }
                Err(found) => errors.extend(found.into_iter().map(|e| (alternative, e))),
            }
            debug_assert!(errors.len() >= before);
        }
        self.open -= 1;
        if nodes.is_empty() && errors.is_empty() {
            errors.push((
                0,
                TemplateError { message: "the expansion has no alternatives".to_owned(), help: None, range: 0..0 },
            ));
        }
        if errors.is_empty() {
            let node = self.either(nodes);
            if let Some(error) = alternatives.first().and_then(|text| self.too_large(node, text)) {
                errors.push((0, error));
            } else {
                self.expansions.insert(name.to_owned(), Expansion::Done(node));
                return Ok(node);
            }
        }
        problems.extend(errors.into_iter().map(|(alternative, error)| WordsError {
            expansion: name.to_owned(),
            error,
            alternative,
        }));
        self.expansions.insert(name.to_owned(), Expansion::Broken);
        Err(fail(
            format!("the expansion `<{name}>` has an error of its own"),
            Some("mend it where it is defined".to_owned()),
        ))
    }

    fn node(&mut self, piece: &Piece, errors: &mut Vec<TemplateError>, problems: &mut Vec<WordsError>) -> NodeId {
        match piece {
            Piece::Word(word) => self.word(word),
            Piece::Form(word) => {
                let set = self.form(word);
                self.set(set)
            }
            Piece::Sequence(pieces) => {
                let nodes = pieces.iter().map(|p| self.node(p, errors, problems)).collect();
                self.sequence(nodes)
            }
            Piece::Either(pieces) => {
                let nodes = pieces.iter().map(|p| self.node(p, errors, problems)).collect();
                self.either(nodes)
            }
            Piece::Maybe(inner) => {
                let node = self.node(inner, errors, problems);
                self.leaf(DraftNode::Maybe(node), None)
            }
            Piece::Expansion(name, range) => self.expansion(name, range.clone(), problems).unwrap_or_else(|error| {
                errors.push(error);
                self.sequence(Vec::new())
            }),
            Piece::Gap(words) => self.leaf(DraftNode::Gap(*words), None),
            Piece::Entity(kind) => {
                let key = Key { cost: 40, sets: Box::new([*kind as DraftSet]) };
                self.leaf(DraftNode::Entity(*kind), Some(key))
            }
            Piece::Start => self.leaf(DraftNode::Start, None),
            Piece::End => self.leaf(DraftNode::End, None),
        }
    }

    /// A word as written: one set a canonical word it stands for, split before its clitic where that is unknown.
    fn word(&mut self, word: &str) -> NodeId {
        let ids = self.canonical(word);
        let nodes = ids.into_iter().map(|id| {
            let set = self.spoken(id);
            self.set(set)
        });
        let nodes = nodes.collect();
        self.sequence(nodes)
    }

    fn canonical(&mut self, word: &str) -> Vec<WordId> {
        if let Some(ids) = self.vocabulary.knows(word) {
            return ids.to_vec();
        }
        match word.char_indices().skip(1).find(|(_, c)| *c == '\'') {
            Some((cut, _)) => {
                let mut ids = self.canonical(&word[..cut]);
                ids.extend(self.canonical(&word[cut..]));
                ids
            }
            None => vec![self.vocabulary.intern(word)],
        }
    }

    /// The set that a canonical word in a template means: `is` and `has` are also written `'s`, `would` and `had` `'d`.
    fn spoken(&mut self, id: WordId) -> Vec<WordId> {
        let vocabulary = &mut self.vocabulary;
        let (is, has, s) = (vocabulary.intern("is"), vocabulary.intern("has"), vocabulary.intern("'s"));
        let (would, had, d) = (vocabulary.intern("would"), vocabulary.intern("had"), vocabulary.intern("'d"));
        match id {
            _ if id == s => vec![is, has, s],
            _ if id == d => vec![would, had, d],
            _ if id == is || id == has => vec![id, s],
            _ if id == would || id == had => vec![id, d],
            _ => vec![id],
        }
    }

    fn form(&mut self, word: &str) -> Vec<WordId> {
        let mut ids = Vec::new();
        let irregular = self.irregular.get(word).cloned();
        let forms = match irregular {
            Some(mut forms) => {
                forms.push(word.to_owned());
                forms
            }
            None => inflection::forms(word),
        };
        for form in forms {
            let canonical = self.canonical(&form);
            if let [id] = canonical[..] {
                ids.extend(self.spoken(id));
            }
        }
        ids
    }

    fn set(&mut self, mut words: Vec<WordId>) -> NodeId {
        words.sort_unstable();
        words.dedup();
        let words: Box<[WordId]> = words.into();
        let set = if let Some(&set) = self.set_ids.get(&words) {
            set
        } else {
            let set = self.graph.sets.len() as DraftSet;
            self.set_ids.insert(words.clone(), set);
            self.graph.sets.push(words.clone());
            set
        };
        let cost = words.iter().map(|&w| self.vocabulary.commonness(w)).sum();
        self.leaf(DraftNode::Set(set), Some(Key { cost, sets: Box::new([set]) }))
    }

    fn too_large(&self, node: NodeId, text: &str) -> Option<TemplateError> {
        let (size, depth) = self.sizes[node as usize];
        (size > LARGEST || depth > TALLEST).then(|| TemplateError {
            message: "this unfolds to more than can be looked for".to_owned(),
            help: Some("use fewer expansions that are made of expansions".to_owned()),
            range: 0..text.len(),
        })
    }

    fn leaf(&mut self, node: DraftNode, key: Option<Key>) -> NodeId {
        if let Some(&id) = self.node_ids.get(&node) {
            return id;
        }
        let id = self.graph.nodes.len() as NodeId;
        self.graph.nodes.push(node);
        self.sizes.push(match node {
            DraftNode::Maybe(child) => above(&[self.sizes[child as usize]]),
            _ => (1, 1),
        });
        self.graph.keys.push(key);
        self.node_ids.insert(node, id);
        id
    }

    fn sequence(&mut self, nodes: Vec<NodeId>) -> NodeId {
        if let [only] = nodes[..] {
            return only;
        }
        let key = nodes.iter().filter_map(|&n| self.graph.keys[n as usize].as_ref()).min_by_key(|k| k.cost).cloned();
        self.group(false, nodes, key)
    }

    /// One of `nodes`; where all are single words, one set of them all.
    fn either(&mut self, nodes: Vec<NodeId>) -> NodeId {
        if let [only] = nodes[..] {
            return only;
        }
        let (mut flat, mut words) = (Vec::new(), FxHashSet::default());
        for node in nodes {
            match self.graph.nodes[node as usize] {
                DraftNode::Set(set) => words.extend(self.graph.sets[set as usize].iter().copied()),
                DraftNode::Either(from, to) => {
                    for index in from..to {
                        let child = self.graph.children[index as usize];
                        match self.graph.nodes[child as usize] {
                            DraftNode::Set(set) => words.extend(self.graph.sets[set as usize].iter().copied()),
                            _ => flat.push(child),
                        }
                    }
                }
                _ => flat.push(node),
            }
        }
        if !words.is_empty() {
            let set = self.set(words.into_iter().collect());
            flat.push(set);
        }
        if let [only] = flat[..] {
            return only;
        }
        let mut key = Some(Key { cost: 0, sets: Box::default() });
        for &node in &flat {
            key = match (key, &self.graph.keys[node as usize]) {
                (Some(sum), Some(key)) => {
                    Some(Key { cost: sum.cost + key.cost, sets: sum.sets.iter().chain(&key.sets).copied().collect() })
                }
                _ => None,
            };
        }
        if let Some(key) = &mut key {
            let mut sets = std::mem::take(&mut key.sets).into_vec();
            sets.sort_unstable();
            sets.dedup();
            key.sets = sets.into();
        }
        self.group(true, flat, key)
    }

    fn group(&mut self, either: bool, nodes: Vec<NodeId>, key: Option<Key>) -> NodeId {
        let nodes: Box<[NodeId]> = nodes.into();
        if let Some(&id) = self.groups.get(&(either, nodes.clone())) {
            return id;
        }
        let sizes: Vec<(u32, u32)> = nodes.iter().map(|&node| self.sizes[node as usize]).collect();
        self.sizes.push(above(&sizes));
        let from = self.graph.children.len() as u32;
        self.graph.children.extend_from_slice(&nodes);
        let to = self.graph.children.len() as u32;
        let id = self.graph.nodes.len() as NodeId;
        self.graph.nodes.push(if either { DraftNode::Either(from, to) } else { DraftNode::Sequence(from, to) });
        self.graph.keys.push(key);
        self.groups.insert((either, nodes), id);
        id
    }

    /// The keys of everything that must stand in `node`, one each.
    /// A node that stands in several places counts once: expansions of expansions would multiply without end.
    fn all_keys(&self, node: NodeId, seen: &mut FxHashSet<NodeId>, keys: &mut Vec<Key>) {
        if !seen.insert(node) {
            return;
        }
        match self.graph.nodes[node as usize] {
            DraftNode::Sequence(from, to) => {
                for &child in &self.graph.children[from as usize..to as usize] {
                    self.all_keys(child, seen, keys);
                }
            }
            _ => keys.extend(self.graph.keys[node as usize].clone()),
        }
    }
}

/// The size and depth of a node above others.
fn above(children: &[(u32, u32)]) -> (u32, u32) {
    let size = children.iter().fold(1, |size: u32, child| size.saturating_add(child.0));
    (size, 1 + children.iter().map(|child| child.1).max().unwrap_or(0))
}

/// The words of a written phrase: split at white space and before clitics.
fn split(phrase: &str) -> impl Iterator<Item = &str> {
    phrase.split(|c: char| c.is_whitespace() || c == '-').filter(|w| !w.is_empty())
}
