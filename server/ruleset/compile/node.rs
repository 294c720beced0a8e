//! The nodes of templates. Invariant: what says the same is one node, wherever it stands.

use super::super::inflection;
use super::super::layout::{DraftNode, DraftSet, Key, NodeId};
use super::super::template::{Piece, TemplateError};
use super::super::vocabulary::WordId;
use super::{PatternsBuilder, WordsError};
use rustc_hash::FxHashSet;

/// Nodes a template may unfold to: what is shared is stored once and visited each time.
const LARGEST: u32 = u16::MAX as u32;
/// How deep a template may unfold; the matcher recurses.
const TALLEST: u32 = 200;

impl PatternsBuilder {
    pub(super) fn node(
        &mut self,
        piece: &Piece,
        errors: &mut Vec<TemplateError>,
        problems: &mut Vec<WordsError>,
    ) -> NodeId {
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

    pub(super) fn too_large(&self, node: NodeId, text: &str) -> Option<TemplateError> {
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
    pub(super) fn either(&mut self, nodes: Vec<NodeId>) -> NodeId {
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
    pub(super) fn all_keys(&self, node: NodeId, seen: &mut FxHashSet<NodeId>, keys: &mut Vec<Key>) {
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
