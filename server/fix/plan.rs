//! What a fix will do, before it is laid out: words at spots, and words in place of others. Plans of several fixes are laid
//! out together, so that words for one spot follow each other and nothing overlaps.

use super::blank::Blanked;
use super::place::{Spot, SpotKind};
use super::{Edit, encode, flow, layout, voice};
use crate::document::Document;
use crate::span::Span;
use std::ops::Range;

/// What a fix will do.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // each says something else of it
pub(super) struct Plan {
    pub(super) insertions: Vec<Insertion>,
    /// Ranges of the surface at that place of the document's text, and what comes there.
    pub(super) replacements: Vec<(u32, Range<usize>, Blanked)>,
    /// Ranges on disk that are not among the words, and what comes there.
    pub(super) elsewhere: Vec<(Span, Blanked)>,
    /// Whether it greets: one greeting is enough.
    pub(super) greets: bool,
    /// Whether a slot is left blank.
    pub(super) blank: bool,
    /// Whether some of the writer's words go.
    pub(super) takes: bool,
    /// Whether it may say something that is not so.
    pub(super) doubtful: bool,
    /// What it does to the other form of the mail.
    pub(super) twin: Option<Box<Plan>>,
}

/// Words at a spot.
#[derive(Clone, Debug)]
pub(super) struct Insertion {
    /// A place in the document's text that tells the surface.
    pub(super) near: u32,
    pub(super) spot: Spot,
    pub(super) order: u8,
    pub(super) words: Blanked,
}

impl Plan {
    pub(super) fn is_safe(&self) -> bool {
        !self.blank && !self.takes && !self.doubtful
    }

    /// The words that come.
    pub(super) fn words(&self) -> String {
        let inserted = self.insertions.iter().map(|insertion| &insertion.words);
        let all = inserted.chain(self.replacements.iter().map(|it| &it.2)).chain(self.elsewhere.iter().map(|it| &it.1));
        all.map(Blanked::plain).filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// With what it does to the other form of the mail.
    pub(super) fn with_twin(mut self, twin: Self) -> Self {
        self.blank |= twin.blank;
        self.takes |= twin.takes;
        self.doubtful |= twin.doubtful;
        self.twin = Some(Box::new(twin));
        self
    }

    pub(super) fn join(&mut self, more: Self) {
        self.insertions.extend(more.insertions);
        self.replacements.extend(more.replacements);
        self.elsewhere.extend(more.elsewhere);
        self.blank |= more.blank;
        self.takes |= more.takes;
        self.doubtful |= more.doubtful;
    }
}

impl Plan {
    /// Puts `words` in the place of a range of the surface at `near`, a place in the document's text.
    pub(super) fn replace(&mut self, near: u32, range: Range<usize>, words: Blanked) {
        self.replacements.push((near, range, words));
    }
}

/// The edits of several plans, in order, in both forms of a mail that has two; none where they get in each other's way.
pub(super) fn edits(
    document: &Document,
    twin: Option<&Document>,
    plans: &[&Plan],
    voice: voice::Voice,
) -> Option<Vec<Edit>> {
    let mut made = of_form(document, plans, voice)?;
    if let Some(twin) = twin {
        let others: Option<Vec<&Plan>> = plans.iter().map(|plan| plan.twin.as_deref()).collect();
        made.extend(of_form(twin, &others?, voice)?);
    }
    made.sort_by_key(|(span, _)| *span);
    // What both forms share, such as the header, is edited once.
    made.dedup();
    let is_apart = |pair: &[(Span, Blanked)]| pair[0].0.end <= pair[1].0.start && pair[0].0 != pair[1].0;
    let apart = made.windows(2).all(is_apart);
    let edit = |(span, words): (Span, Blanked)| {
        let (text, blanks) = words.split();
        Edit { span, text, blanks }
    };
    (apart && !made.is_empty()).then(|| made.into_iter().map(edit).collect())
}

/// The edits of several plans in one form of the draft; none where they get in each other's way.
fn of_form(document: &Document, plans: &[&Plan], voice: voice::Voice) -> Option<Vec<(Span, Blanked)>> {
    let mut made: Vec<(Span, Blanked)> = plans.iter().flat_map(|plan| plan.elsewhere.clone()).collect();
    for region in &document.regions {
        let is_here = |near: u32| document.surface(near).is_some_and(|surface| std::ptr::eq(surface.region, region));
        let mut insertions: Vec<&Insertion> =
            plans.iter().flat_map(|plan| &plan.insertions).filter(|it| is_here(it.near)).collect();
        let replacements = plans.iter().flat_map(|plan| &plan.replacements).filter(|it| is_here(it.0));
        let mut laid: Vec<(Range<usize>, Option<SpotKind>, Blanked)> =
            replacements.map(|(_, range, words)| (range.clone(), None, words.clone())).collect();
        if insertions.is_empty() && laid.is_empty() {
            continue;
        }
        let surface = document.surface(region.words.start)?;
        insertions.sort_by_key(|insertion| (insertion.spot.at, insertion.spot.kind, insertion.order));
        for group in insertions.chunk_by(|one, next| one.spot == next.spot) {
            let spot = &group[0].spot;
            let mut words: Vec<Blanked> = Vec::new();
            for insertion in group {
                // Two rules may ask for the same words; one greeting and one sign-off is enough.
                let once = matches!(spot.kind, SpotKind::Greeting | SpotKind::SignOff | SpotKind::Within);
                if !(once && !words.is_empty() || words.contains(&insertion.words)) {
                    words.push(insertion.words.clone());
                }
            }
            let (range, text) = layout::lay(&surface, spot, &words, voice.leaves_stops_out());
            laid.push((range, Some(spot.kind), text));
        }
        laid.sort_by_key(|(range, kind, _)| (range.start, range.end, *kind));
        let is_line = |kind: &Option<SpotKind>| {
            matches!(kind, Some(SpotKind::LineBehind | SpotKind::LineBefore | SpotKind::Otherwise))
        };
        let lines: Vec<usize> =
            laid.iter().filter(|(_, kind, _)| is_line(kind)).map(|(range, ..)| range.start).collect();
        let mut whole: Vec<(Range<usize>, Blanked)> = Vec::new();
        for (range, _, text) in laid {
            match whole.last_mut() {
                Some((last, words)) if last.start == last.end && last.start == range.start => {
                    words.0.push_str(&text.0);
                    *last = range;
                }
                Some((last, _)) if range.start < last.end || range.start == last.end && last.start < last.end => {
                    return None;
                }
                _ => whole.push((range, text)),
            }
        }
        let others = document.included.iter().filter(|span| region.words.contains(**span));
        let others: Vec<Range<usize>> = others.map(|span| surface.range(*span)).collect();
        let touches = |range: &Range<usize>| others.iter().any(|it| range.start < it.end && it.start < range.end);
        if whole.iter().any(|(range, _)| touches(range)) {
            return None;
        }
        let whole = flow::flow(&surface, layout::wrap_width(&surface), whole, &lines);
        made.extend(encode::encode(&surface, whole)?);
    }
    Some(made)
}
