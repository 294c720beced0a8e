//! Puts compiled templates in the order in which matching reads them: what no template leads to is left out, the nodes of
//! a group lie side by side, sets that are keys come first, and each template carries what it needs.

use super::patterns::{ALWAYS, COMMON_WORDS, Compiled, NEEDS, Node, Patterns, RARE, Sequence, SetId, TemplateId};
use super::template::EntityKind;
use super::vocabulary::{Vocabulary, WordId};
use rustc_hash::FxHashMap;

/// Index of a set of a [`Graph`]. The first [`EntityKind::ALL`] indices are the entities.
pub(super) type DraftSet = u32;
/// Index of a node of a [`Graph`].
pub(super) type NodeId = u32;

/// A piece of a template; a group names its range of `children`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum DraftNode {
    Set(DraftSet),
    Entity(EntityKind),
    Gap(u8),
    Start,
    End,
    Sequence(u32, u32),
    Either(u32, u32),
    Maybe(NodeId),
}

/// A template that was compiled.
#[derive(Debug)]
pub(super) struct DraftTemplate {
    pub(super) parts: Box<[NodeId]>,
    /// What must be there, rarest first; not empty.
    pub(super) keys: Vec<Key>,
    pub(super) question: bool,
    pub(super) exclamation: bool,
}

/// Words of which one must be there, and how common they are together.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) cost: u32,
    /// Sorted.
    pub(super) sets: Box<[DraftSet]>,
}

/// All templates, before they are laid out.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<DraftNode>,
    pub(super) children: Vec<NodeId>,
    /// Words by set; those of the entities are empty.
    pub(super) sets: Vec<Box<[WordId]>>,
    /// For each node, the rarest words it cannot match without.
    pub(super) keys: Vec<Option<Key>>,
    /// In order of adding.
    pub(super) templates: Vec<DraftTemplate>,
}

/// What can be a member of a set: first the entities, then the words.
type Member = u32;
const ENTITIES: u32 = EntityKind::ALL.len() as u32;

/// Lays templates out; `commonness` is how often each word turns up.
pub(super) fn lay_out(graph: &Graph, vocabulary: Vocabulary, commonness: &[u16]) -> Patterns {
    let mut layout = Layout::new(graph);
    // A template without a key was refused.
    let keys: Vec<SetId> =
        graph.templates.iter().map(|t| t.keys.first().map_or(ALWAYS, |key| layout.union(&key.sets))).collect();
    let keyed = layout.sets.len();
    let mut templates: Vec<(SetId, Compiled)> = Vec::with_capacity(keys.len());
    for (index, (template, &key)) in graph.templates.iter().zip(&keys).enumerate() {
        let mut needs = [ALWAYS; NEEDS];
        for (need, key) in needs.iter_mut().zip(template.keys.iter().skip(1)) {
            *need = layout.union(&key.sets);
        }
        let parts = layout.group(&template.parts);
        let (question, exclamation) = (template.question, template.exclamation);
        templates.push((key, Compiled { id: TemplateId(index as u32), needs, parts, question, exclamation }));
    }
    // Templates of the same parts come one after the other: the matcher looks for them once.
    templates.sort_by_key(|&(key, compiled)| (key, compiled.parts, compiled.id));
    let Layout { nodes, sets, eithers, .. } = layout;
    let mut patterns = Patterns { nodes, eithers, keyed: vec![(0, 0); keyed], ..Patterns::default() };
    ranges(&templates, |(key, _)| key, &mut patterns.keyed);
    patterns.templates = templates.into_iter().map(|(_, compiled)| compiled).collect();
    patterns.vocabulary = vocabulary;
    index_sets(&mut patterns, &sets, commonness);
    patterns
}

/// What is laid out so far.
struct Layout<'a> {
    graph: &'a Graph,
    nodes: Vec<Node>,
    sets: Vec<Box<[Member]>>,
    set_ids: FxHashMap<Box<[Member]>, SetId>,
    groups: FxHashMap<&'a [NodeId], (u32, u32)>,
    either_numbers: FxHashMap<(u32, u32), u32>,
    eithers: u32,
}

impl<'a> Layout<'a> {
    fn new(graph: &'a Graph) -> Self {
        let mut layout = Self {
            graph,
            nodes: Vec::new(),
            sets: vec![Box::default()],
            set_ids: FxHashMap::default(),
            groups: FxHashMap::default(),
            either_numbers: FxHashMap::default(),
            eithers: 0,
        };
        for kind in 0..ENTITIES {
            layout.set(vec![kind]);
        }
        layout
    }

    /// The set of these members, new or known.
    fn set(&mut self, mut members: Vec<Member>) -> SetId {
        members.sort_unstable();
        members.dedup();
        let members: Box<[Member]> = members.into();
        if let Some(&set) = self.set_ids.get(&members) {
            return set;
        }
        let set = self.sets.len() as SetId;
        self.sets.push(members.clone());
        self.set_ids.insert(members, set);
        set
    }

    /// The set of all that is in `sets`.
    fn union(&mut self, sets: &[DraftSet]) -> SetId {
        let mut members = Vec::new();
        for &set in sets {
            if set < ENTITIES {
                members.push(set);
            }
            members.extend(self.graph.sets[set as usize].iter().map(|word| ENTITIES + word.0));
        }
        self.set(members)
    }

    /// The place of nodes, side by side; what they lead to comes before them.
    fn group(&mut self, nodes: &'a [NodeId]) -> (u32, u32) {
        if let Some(&place) = self.groups.get(nodes) {
            return place;
        }
        let laid: Vec<Node> = nodes.iter().map(|&node| self.node(node)).collect();
        let from = self.nodes.len() as u32;
        self.nodes.extend(laid);
        let place = (from, self.nodes.len() as u32);
        self.groups.insert(nodes, place);
        place
    }

    fn node(&mut self, node: NodeId) -> Node {
        let graph = self.graph;
        let children = |from: u32, to: u32| &graph.children[from as usize..to as usize];
        match graph.nodes[node as usize] {
            DraftNode::Set(set) => Node::Set(self.union(&[set])),
            DraftNode::Entity(kind) => Node::Entity(kind),
            DraftNode::Gap(words) => Node::Gap(words),
            DraftNode::Start => Node::Start,
            DraftNode::End => Node::End,
            DraftNode::Sequence(from, to) => {
                let nodes = children(from, to);
                let keys = nodes.iter().filter_map(|&node| graph.keys[node as usize].as_ref());
                let mut keys: Vec<&Key> = keys.filter(|key| key.sets.len() == 1).collect();
                keys.sort_by_key(|key| key.cost);
                let mut needs = [ALWAYS; 2];
                needs.iter_mut().zip(keys).for_each(|(need, key)| *need = self.union(&key.sets));
                let (from, _) = self.group(nodes);
                // No template unfolds to as many nodes as a length can be.
                Node::Sequence(Sequence { from, length: nodes.len() as u16, needs })
            }
            DraftNode::Either(from, to) => {
                let (from, to) = self.group(children(from, to));
                let number = *self.either_numbers.entry((from, to)).or_insert(self.eithers);
                self.eithers = self.eithers.max(number + 1);
                Node::Either(from, to, number)
            }
            DraftNode::Maybe(child) => {
                let child = self.node(child);
                self.nodes.push(child);
                Node::Maybe(self.nodes.len() as u32 - 1)
            }
        }
    }
}

/// Makes the tables that lead from what a sentence has to the sets it is in.
fn index_sets(patterns: &mut Patterns, sets: &[Box<[Member]>], commonness: &[u16]) {
    let mut sets_of: Vec<Vec<SetId>> = vec![Vec::new(); ENTITIES as usize + patterns.vocabulary.len()];
    for (set, members) in sets.iter().enumerate() {
        members.iter().for_each(|&member| sets_of[member as usize].push(set as SetId));
    }
    patterns.common = common(&sets_of, commonness);
    patterns.common_in = vec![0; sets.len()];
    let row = patterns.row();
    patterns.common_sets = vec![0; COMMON_WORDS * row];
    for (sets, &bit) in sets_of.iter().zip(&patterns.common) {
        let first = patterns.members.len() as u32;
        if bit == RARE {
            patterns.members.extend(sets);
        } else {
            for &set in sets {
                patterns.common_in[set as usize] |= 1 << bit;
                patterns.common_sets[usize::from(bit) * row + set as usize / 64] |= 1 << (set % 64);
            }
        }
        patterns.sets_of.push((first, patterns.members.len() as u32));
    }
}

/// Gives a bit to the words that would cost most: those that are frequent and stand in many sets.
fn common(sets_of: &[Vec<SetId>], commonness: &[u16]) -> Vec<u8> {
    let cost = |member: usize| match (member as u32).checked_sub(ENTITIES) {
        Some(word) => u64::from(commonness[word as usize]) * sets_of[member].len() as u64,
        None => 0,
    };
    let mut order: Vec<usize> = (0..sets_of.len()).filter(|&member| cost(member) > 0).collect();
    order.sort_by_cached_key(|&member| (std::cmp::Reverse(cost(member)), member));
    let mut bits = vec![RARE; sets_of.len()];
    for (bit, member) in order.into_iter().take(COMMON_WORDS).enumerate() {
        bits[member] = bit as u8;
    }
    bits
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
