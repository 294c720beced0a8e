//! Compiled templates. A template becomes a small acyclic graph over *sets* of words; [`matcher`](super::matcher) runs it on
//! all start positions of a sentence at once, one bit a position.
//!
//! Invariants: nodes are stored children first, so evaluation never loops; every template has a key — words of which one
//! must stand in the sentence — or it is refused.

use super::file::{OneOrMany, WordsFile};
use super::inflection;
use super::template::{EntityKind, Piece, Template, TemplateError};
use super::vocabulary::{Vocabulary, WordId};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Index of a template in its patterns: dense, in order of adding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TemplateId(pub u32);

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

/// A word that has no bit of its own.
pub(super) const RARE: u8 = u8::MAX;
/// How many words have a bit of their own.
const COMMON_WORDS: usize = 64;

/// Index of a set of words. The first [`EntityKind::ALL`] indices are the entities.
pub(super) type SetId = u32;
/// No set.
pub(super) const NO_SET: SetId = SetId::MAX;
/// Index of a node.
pub(super) type NodeId = u32;

/// A compiled piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Node {
    /// One word of a set.
    Set(SetId),
    /// Something recognised.
    Entity(EntityKind),
    /// Up to so many words.
    Gap(u8),
    /// The sentence's start.
    Start,
    /// The sentence's end.
    End,
    /// Children `from..to` of the child table, one after the other; and a set that has to have a word in the sentence, the
    /// rarest there is among them, or [`NO_SET`].
    Sequence(u32, u32, SetId),
    /// One of the children.
    Either(u32, u32),
    /// The child or nothing.
    Maybe(NodeId),
}

/// A compiled template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Compiled {
    /// Its parts; more than one for `a & b`.
    pub(super) parts: Box<[NodeId]>,
    pub(super) question: bool,
    pub(super) exclamation: bool,
    /// Range of `needs`: what must be in the sentence besides the key.
    pub(super) needs: (u32, u32),
}

/// Compiled templates and the vocabulary they speak.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patterns {
    /// The words.
    pub vocabulary: Vocabulary,
    pub(super) nodes: Vec<Node>,
    pub(super) children: Vec<NodeId>,
    pub(super) templates: Vec<Compiled>,
    /// For each word, its bit among the commonest words, or [`RARE`]. Common words stand in hundreds of sets; a bit in each
    /// of those is cheaper than a list of them.
    pub(super) common: Vec<u8>,
    /// For each set, the bits of its common words.
    pub(super) common_in: Vec<u64>,
    /// For each bit, the sets that have its word, as bits of [`Patterns::row`] numbers.
    pub(super) common_sets: Vec<u64>,
    /// For each bit, the templates a set with that word is a key of: range of `common_keyed`.
    pub(super) common_keyed_by: Vec<(u32, u32)>,
    pub(super) common_keyed: Vec<TemplateId>,
    /// For each rare word, its sets: range of `word_sets`.
    pub(super) sets_of: Vec<(u32, u32)>,
    pub(super) word_sets: Vec<SetId>,
    /// For each set, the templates it is a key of: range of `keyed`.
    pub(super) keyed_by: Vec<(u32, u32)>,
    pub(super) keyed: Vec<TemplateId>,
    /// Indices of `requirements`.
    pub(super) needs: Vec<u32>,
    /// Ranges of `required`: of each, one set must be in the sentence.
    pub(super) requirements: Vec<(u32, u32)>,
    pub(super) required: Vec<SetId>,
}

impl Patterns {
    /// How many templates there are.
    pub fn len(&self) -> usize {
        self.templates.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.templates.is_empty()
    }

    pub(super) fn sets(&self) -> usize {
        self.keyed_by.len()
    }

    /// How many numbers of 64 bits hold a bit for each set.
    pub(super) fn row(&self) -> usize {
        self.sets().div_ceil(64)
    }
}

/// Compiles templates one by one.
#[derive(Debug, Default)]
pub struct PatternsBuilder {
    patterns: Patterns,
    irregular: FxHashMap<String, Vec<String>>,
    expansions: FxHashMap<String, Expansion>,
    set_ids: FxHashMap<Box<[WordId]>, SetId>,
    sets: Vec<Box<[WordId]>>,
    node_ids: FxHashMap<Node, NodeId>,
    groups: FxHashMap<(bool, Box<[NodeId]>), NodeId>,
    /// For each node, the cheapest words it cannot match without.
    keys: Vec<Option<Key>>,
    key_sets: Vec<(SetId, TemplateId)>,
    requirements: FxHashMap<Box<[SetId]>, u32>,
    leave_alone: Vec<String>,
    /// How many expansions are being compiled, one inside the other.
    open: usize,
    /// For each node, how many nodes the matcher visits below it, and how deep.
    sizes: Vec<(u32, u32)>,
}

/// Nodes a template may unfold to: what is shared is stored once and visited each time.
const LARGEST: u32 = 1 << 16;
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

/// Words of which one must be there, and how common they are together.
#[derive(Clone, Debug)]
struct Key {
    cost: u32,
    sets: Box<[SetId]>,
}

impl PatternsBuilder {
    /// A builder over shared words. Expansions that do not parse are answered; templates that use them fail in turn.
    pub fn new(words: &WordsFile) -> (Self, Vec<WordsError>) {
        let mut builder = Self::default();
        for _ in EntityKind::ALL {
            builder.sets.push(Box::default());
        }
        for (word, spellings) in &words.variants {
            let ids: Vec<WordId> = split(word).map(|w| builder.patterns.vocabulary.intern(w)).collect();
            for spelling in spellings {
                builder.patterns.vocabulary.write(&spelling.to_lowercase(), &ids);
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
        let Some(key) = keys.first() else {
            return Err(vec![TemplateError {
                message: "nothing in this template has to be there".to_owned(),
                help: Some("leave at least one word outside `[…]` and `*`".to_owned()),
                range: 0..text.len(),
            }]);
        };
        let id = TemplateId(self.patterns.templates.len() as u32);
        for &set in &key.sets {
            self.key_sets.push((set, id));
        }
        let first = self.patterns.needs.len() as u32;
        for key in keys.iter().skip(1).take(6) {
            let requirement = self.requirement(&key.sets);
            self.patterns.needs.push(requirement);
        }
        let needs = (first, self.patterns.needs.len() as u32);
        self.patterns.templates.push(Compiled {
            parts,
            question: template.question,
            exclamation: template.exclamation,
            needs,
        });
        Ok(id)
    }

    /// The index of a requirement, new or known.
    fn requirement(&mut self, sets: &[SetId]) -> u32 {
        if let Some(&index) = self.requirements.get(sets) {
            return index;
        }
        let index = self.patterns.requirements.len() as u32;
        let start = self.patterns.required.len() as u32;
        self.patterns.required.extend_from_slice(sets);
        self.patterns.requirements.push((start, self.patterns.required.len() as u32));
        self.requirements.insert(sets.into(), index);
        index
    }

    /// The compiled patterns.
    pub fn finish(mut self) -> Patterns {
        for word in &self.leave_alone {
            self.patterns.vocabulary.leave_alone(word);
        }
        self.patterns.vocabulary.learn_misspellings();
        self.choose_common();
        let mut word_sets: Vec<(WordId, SetId)> = Vec::new();
        self.patterns.common_in = vec![0; self.sets.len()];
        let row = self.sets.len().div_ceil(64);
        self.patterns.common_sets = vec![0; COMMON_WORDS * row];
        for (set, words) in self.sets.iter().enumerate() {
            for &word in words {
                match self.patterns.common[word.0 as usize] {
                    RARE => word_sets.push((word, set as SetId)),
                    bit => {
                        self.patterns.common_in[set] |= 1 << bit;
                        self.patterns.common_sets[usize::from(bit) * row + set / 64] |= 1 << (set % 64);
                    }
                }
            }
        }
        word_sets.sort_unstable();
        self.patterns.sets_of = vec![(0, 0); self.patterns.vocabulary.len()];
        ranges(&word_sets, |(word, _)| word.0, &mut self.patterns.sets_of);
        self.patterns.word_sets = word_sets.into_iter().map(|(_, set)| set).collect();
        self.key_sets.sort_unstable();
        self.key_sets.dedup();
        self.patterns.keyed_by = vec![(0, 0); self.sets.len()];
        ranges(&self.key_sets, |(set, _)| set, &mut self.patterns.keyed_by);
        self.patterns.keyed = self.key_sets.iter().map(|&(_, template)| template).collect();
        let mut common_keys: Vec<(u32, TemplateId)> = Vec::new();
        for &(set, template) in &self.key_sets {
            let bits = self.patterns.common_in[set as usize];
            common_keys.extend((0..COMMON_WORDS as u32).filter(|bit| bits >> bit & 1 == 1).map(|bit| (bit, template)));
        }
        common_keys.sort_unstable();
        common_keys.dedup();
        self.patterns.common_keyed_by = vec![(0, 0); COMMON_WORDS];
        ranges(&common_keys, |(bit, _)| bit, &mut self.patterns.common_keyed_by);
        self.patterns.common_keyed = common_keys.into_iter().map(|(_, template)| template).collect();
        self.patterns
    }

    /// Gives a bit to the words that would cost most: those that are frequent and stand in many sets.
    fn choose_common(&mut self) {
        let mut costs = vec![0u64; self.patterns.vocabulary.len()];
        for word in self.sets.iter().flatten() {
            costs[word.0 as usize] += u64::from(self.patterns.vocabulary.commonness(*word));
        }
        let mut order: Vec<usize> = (0..costs.len()).collect();
        order.sort_by_key(|&word| (std::cmp::Reverse(costs[word]), word));
        self.patterns.common = vec![RARE; costs.len()];
        for (bit, word) in order.into_iter().take(COMMON_WORDS).enumerate() {
            self.patterns.common[word] = bit as u8;
        }
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
                self.leaf(Node::Maybe(node), None)
            }
            Piece::Expansion(name, range) => self.expansion(name, range.clone(), problems).unwrap_or_else(|error| {
                errors.push(error);
                self.sequence(Vec::new())
            }),
            Piece::Gap(words) => self.leaf(Node::Gap(*words), None),
            Piece::Entity(kind) => {
                let key = Key { cost: 40, sets: Box::new([*kind as SetId]) };
                self.leaf(Node::Entity(*kind), Some(key))
            }
            Piece::Start => self.leaf(Node::Start, None),
            Piece::End => self.leaf(Node::End, None),
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
        if let Some(ids) = self.patterns.vocabulary.knows(word) {
            return ids.to_vec();
        }
        match word.char_indices().skip(1).find(|(_, c)| *c == '\'') {
            Some((cut, _)) => {
                let mut ids = self.canonical(&word[..cut]);
                ids.extend(self.canonical(&word[cut..]));
                ids
            }
            None => vec![self.patterns.vocabulary.intern(word)],
        }
    }

    /// The set that a canonical word in a template means: `is` and `has` are also written `'s`, `would` and `had` `'d`.
    fn spoken(&mut self, id: WordId) -> Vec<WordId> {
        let vocabulary = &mut self.patterns.vocabulary;
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
            let set = self.sets.len() as SetId;
            self.set_ids.insert(words.clone(), set);
            self.sets.push(words.clone());
            set
        };
        let cost = words.iter().map(|&w| self.patterns.vocabulary.commonness(w)).sum();
        self.leaf(Node::Set(set), Some(Key { cost, sets: Box::new([set]) }))
    }

    fn too_large(&self, node: NodeId, text: &str) -> Option<TemplateError> {
        let (size, depth) = self.sizes[node as usize];
        (size > LARGEST || depth > TALLEST).then(|| TemplateError {
            message: "this unfolds to more than can be looked for".to_owned(),
            help: Some("use fewer expansions that are made of expansions".to_owned()),
            range: 0..text.len(),
        })
    }

    fn leaf(&mut self, node: Node, key: Option<Key>) -> NodeId {
        if let Some(&id) = self.node_ids.get(&node) {
            return id;
        }
        let id = self.patterns.nodes.len() as NodeId;
        self.patterns.nodes.push(node);
        self.sizes.push(match node {
            Node::Maybe(child) => above(&[self.sizes[child as usize]]),
            _ => (1, 1),
        });
        self.keys.push(key);
        self.node_ids.insert(node, id);
        id
    }

    fn sequence(&mut self, nodes: Vec<NodeId>) -> NodeId {
        if let [only] = nodes[..] {
            return only;
        }
        let key = nodes.iter().filter_map(|&n| self.keys[n as usize].as_ref()).min_by_key(|k| k.cost).cloned();
        self.group(false, nodes, key)
    }

    /// One of `nodes`; where all are single words, one set of them all.
    fn either(&mut self, nodes: Vec<NodeId>) -> NodeId {
        if let [only] = nodes[..] {
            return only;
        }
        let (mut flat, mut words) = (Vec::new(), FxHashSet::default());
        for node in nodes {
            match self.patterns.nodes[node as usize] {
                Node::Set(set) => words.extend(self.sets[set as usize].iter().copied()),
                Node::Either(from, to) => {
                    for index in from..to {
                        let child = self.patterns.children[index as usize];
                        match self.patterns.nodes[child as usize] {
                            Node::Set(set) => words.extend(self.sets[set as usize].iter().copied()),
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
            key = match (key, &self.keys[node as usize]) {
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
        let from = self.patterns.children.len() as u32;
        self.patterns.children.extend_from_slice(&nodes);
        let to = self.patterns.children.len() as u32;
        let id = self.patterns.nodes.len() as NodeId;
        let keys = nodes.iter().filter_map(|&node| self.keys[node as usize].as_ref()).filter(|key| key.sets.len() == 1);
        let rarest = keys.min_by_key(|key| key.cost).map_or(NO_SET, |key| key.sets[0]);
        self.patterns.nodes.push(if either { Node::Either(from, to) } else { Node::Sequence(from, to, rarest) });
        self.keys.push(key);
        self.groups.insert((either, nodes), id);
        id
    }

    /// The keys of everything that must stand in `node`, one each.
    /// A node that stands in several places counts once: expansions of expansions would multiply without end.
    fn all_keys(&self, node: NodeId, seen: &mut FxHashSet<NodeId>, keys: &mut Vec<Key>) {
        if !seen.insert(node) {
            return;
        }
        match self.patterns.nodes[node as usize] {
            Node::Sequence(from, to, _) => {
                for &child in &self.patterns.children[from as usize..to as usize] {
                    self.all_keys(child, seen, keys);
                }
            }
            _ => keys.extend(self.keys[node as usize].clone()),
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

/// For pairs sorted by `index`, the range of each index.
fn ranges<T: Copy>(pairs: &[T], index: impl Fn(T) -> u32, out: &mut [(u32, u32)]) {
    let mut start = 0;
    while start < pairs.len() {
        let at = index(pairs[start]);
        let end = start + pairs[start..].iter().take_while(|&&p| index(p) == at).count();
        out[at as usize] = (start as u32, end as u32);
        start = end;
    }
}
