//! Where a careful writer would put a sentence.
//!
//! Invariants: a spot lies between sentences or paragraphs of the writer's own, outside conditional sections where what is
//! put there must hold for the whole message; asking twice gives the same spot, so fixes that belong together meet.

use super::bounds::{Ending, ending, ends_in_initial, goes_on, is_pleasantry};
use super::conditional::{self, Sections};
use super::markup;
use super::voice::{Register, Voice};
use crate::document::{ArmId, Block, BlockKind, Document, Format, Part, Sentence, Surface};
use crate::span::TextSpan;

/// A place for words, in a surface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Where, in the surface's text.
    pub(super) at: usize,
    pub(super) kind: SpotKind,
    /// The paragraph it is in or beside, in the document's text.
    pub(super) block: TextSpan,
    /// What comes along before the words and behind them: the tags of a branch there was not yet.
    pub(super) frame: Option<Frame>,
}

/// What comes before words and behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) before: String,
    pub(super) behind: String,
}

/// How words stand at a spot; in the order in which words put in one place follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum SpotKind {
    /// Just there.
    Within,
    /// Behind a sentence, on its line; `stop` where that sentence still wants its full stop.
    Behind { stop: bool },
    /// On a line of their own, behind a line.
    LineBehind,
    /// As a paragraph behind the block.
    ParagraphBehind,
    /// On a branch of a template there was not yet.
    Otherwise,
    /// As a paragraph behind the message.
    SignOff,
    /// As a paragraph before the message.
    Greeting,
    /// As a paragraph before the block.
    ParagraphBefore,
    /// On a line of their own, before a line.
    LineBefore,
    /// Before a sentence, on its line.
    Before,
}

/// Finds places in one draft.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'a> {
    pub(super) document: &'a Document,
    pub(super) voice: Voice,
    /// The arm of a template's choice the place has to be in.
    pub(super) arm: Option<ArmId>,
}

impl<'a> Places<'a> {
    fn surface(&self, at: u32) -> Option<Surface<'a>> {
        self.document.surface(at)
    }

    fn sentence(&self, index: usize) -> Option<&'a Sentence> {
        self.document.sentences.get(index)
    }

    /// The body's sentences, by index; of an arm only its own.
    pub(super) fn body(&self) -> impl DoubleEndedIterator<Item = (usize, &'a Sentence)> + use<'a> {
        let words = self.arm.and_then(|arm| Some(self.document.arm(arm)?.words));
        let is_here = move |sentence: &Sentence| words.is_none_or(|words| words.overlaps(sentence.span));
        let document = self.document;
        let is_own = move |sentence: &Sentence| !document.is_included(sentence.span);
        let all = document.sentences.iter().enumerate();
        all.filter(move |(_, sentence)| sentence.part == Part::Body && is_here(sentence) && is_own(sentence))
    }

    /// Right behind a sentence.
    pub(super) fn behind(&self, index: usize) -> Option<Spot> {
        let sentence = self.sentence(index)?;
        // `Signal No. 2` and `w.e.f. today` are one sentence, whatever they look like.
        if let Some(next) = self.sentence(index + 1).filter(|next| next.block == sentence.block)
            && goes_on(self.document.words(sentence.span), self.document.words(next.span), self.voice.lower)
        {
            return self.behind(index + 1);
        }
        let block = self.document.blocks.get(sentence.block as usize)?;
        if block.kind != BlockKind::Paragraph {
            return self.paragraph_behind(index);
        }
        if let Some(spot) = self.outside_sections(last(sentence), true) {
            return Some(spot);
        }
        let surface = self.surface(sentence.span.start)?;
        let at = markup::behind(surface.text, surface.region.format, surface.range(sentence.span).end);
        let words = self.document.words(sentence.span);
        let kind = match ending(words) {
            Ending::Open => return self.paragraph_behind(index),
            _ if self.by_line(sentence.block) && !self.ends_section(sentence) => SpotKind::LineBehind,
            Ending::Bare if !self.voice.stops && self.ends_line(sentence) => SpotKind::LineBehind,
            ending => SpotKind::Behind { stop: ending == Ending::Bare },
        };
        Some(Spot { at, kind, block: block.span, frame: None })
    }

    /// Right before a sentence; behind one that begins small because the greeting's comma runs on into it.
    pub(super) fn before(&self, index: usize) -> Option<Spot> {
        let sentence = self.sentence(index)?;
        if self.runs_on_from_greeting(sentence) {
            return self.behind(index);
        }
        let block = self.document.blocks.get(sentence.block as usize)?;
        if block.kind != BlockKind::Paragraph {
            return self.paragraph_before(index);
        }
        if let Some(spot) = self.outside_sections(sentence.span.start, false) {
            return Some(spot);
        }
        let surface = self.surface(sentence.span.start)?;
        let at = markup::before(surface.text, surface.region.format, surface.range(sentence.span).start);
        let kind = if self.by_line(sentence.block) { SpotKind::LineBefore } else { SpotKind::Before };
        Some(Spot { at, kind, block: block.span, frame: None })
    }

    /// Whether a sentence begins small though the writer's others do not: `Dear Dana,` and below it `unfortunately I …`.
    fn runs_on_from_greeting(&self, sentence: &Sentence) -> bool {
        let greeted = self.document.greeting.as_ref().is_some_and(|greeting| {
            let between = self.document.text.get(greeting.span.end as usize..sentence.span.start as usize);
            between.is_some_and(|between| between.trim_matches([',', ' ', '\n']).is_empty())
                && self.document.words(greeting.span).ends_with(',')
        });
        let mut letters = self.document.words(sentence.span).chars();
        let is_small = letters.next().is_some_and(char::is_lowercase);
        // `eBay` is no beginning that runs on.
        greeted && is_small && !self.voice.lower && !letters.next().is_some_and(char::is_uppercase)
    }

    /// Where the message begins to say something.
    pub(super) fn opening(&self) -> Option<Spot> {
        let pleasant = |sentence: &Sentence| is_pleasantry(self.document.words(sentence.span));
        let in_paragraph = |(_, sentence): &(usize, &Sentence)| {
            self.document.blocks.get(sentence.block as usize).is_some_and(|it| it.kind == BlockKind::Paragraph)
        };
        // A letterhead or a partial above the greeting is no opening.
        let greeted = self.document.greeting.as_ref().map_or(0, |greeting| greeting.span.end);
        let only_blank = |span: TextSpan| {
            let texts = self.document.placeholders.iter().filter_map(|it| it.text);
            texts.into_iter().any(|text| text.contains(span))
        };
        // `Appointment of General Counsel` below the greeting says what it is about.
        let is_title = |sentence: &Sentence| {
            let is_block =
                |block: &Block| block.span.start == sentence.span.start && block.span.end <= sentence.span.end;
            self.voice.stops
                && ending(self.document.words(sentence.span)) == Ending::Bare
                && self.document.blocks.get(sentence.block as usize).is_some_and(is_block)
        };
        let is_said = |it: &(usize, &Sentence)| {
            it.1.span.start >= greeted && in_paragraph(it) && !only_blank(it.1.span) && !is_title(it.1)
        };
        let has_said = self.body().any(|it| is_said(&it));
        let mut body = self.body().filter(|it| !has_said || is_said(it));
        let first = body.next()?;
        // Small talk comes before business.
        let (index, sentence) = if pleasant(first.1) { body.next().unwrap_or(first) } else { first };
        if let Some(spot) = self.outside_sections(sentence.span.start, false) {
            return Some(spot);
        }
        // Behind `Hi Dana, ` on the same line a new sentence would cut the first one off.
        let greeting = self.document.greeting.as_ref();
        let on_its_line = greeting.is_some_and(|greeting| {
            let between = self.document.text.get(greeting.span.end as usize..sentence.span.start as usize);
            between.is_some_and(|between| !between.contains('\n'))
        });
        let small = self.document.words(sentence.span).starts_with(char::is_lowercase);
        if on_its_line && small || self.runs_on_from_greeting(sentence) {
            self.behind(index)
        } else {
            self.before(index)
        }
    }

    /// Where the message ends, before the sign-off. `full`: the last paragraph should not grow any further.
    pub(super) fn closing(&self, full: impl Fn(&[usize]) -> bool) -> Option<Spot> {
        let postscript = |sentence: &Sentence| {
            let words = self.document.words(sentence.span);
            words.starts_with("PS") || words.starts_with("P.S") || words.starts_with("ps ") || words.starts_with("p.s")
        };
        // Behind the last cell or button there is no room for a sentence.
        let is_cell = |(_, sentence): &(usize, &Sentence)| {
            self.document.blocks.get(sentence.block as usize).is_some_and(|block| block.kind == BlockKind::Cell)
        };
        let mut body: Vec<(usize, &Sentence)> = self.body().filter(|it| !is_cell(it)).collect();
        if body.is_empty() {
            body = self.body().collect();
        }
        if let Some(at) = body.iter().skip(1).position(|(_, sentence)| postscript(sentence)) {
            body.truncate(at + 1);
        }
        while body.len() > 1 && body.last().is_some_and(|(_, sentence)| self.is_fine_print(sentence)) {
            body.pop();
        }
        // A line that ends in a comma or an initial leads over to the name.
        let leads_over = |sentence: &Sentence| {
            let words = self.document.words(sentence.span);
            ending(words) == Ending::Open || ends_in_initial(words)
        };
        while body.len() > 1 && body.last().is_some_and(|(_, sentence)| leads_over(sentence)) {
            body.pop();
        }
        let &(index, sentence) = body.last()?;
        if let Some(spot) = self.outside_sections(last(sentence), true) {
            return Some(spot);
        }
        let last: Vec<usize> =
            body.iter().filter(|(_, other)| other.block == sentence.block).map(|(index, _)| *index).collect();
        if !self.by_line(sentence.block) && full(&last) { self.paragraph_behind(index) } else { self.behind(index) }
    }

    /// A paragraph behind the one a sentence is in.
    pub(super) fn paragraph_behind(&self, index: usize) -> Option<Spot> {
        let sentence = self.sentence(index)?;
        let block = self.document.blocks.get(sentence.block as usize)?;
        if let Some(spot) = self.outside_sections(last(sentence), true) {
            return Some(spot);
        }
        let surface = self.surface(sentence.span.start)?;
        let at = markup::behind(surface.text, surface.region.format, surface.range(sentence.span).end);
        // What stands on the same line, such as a sign-off or the end of a section, would be torn off.
        let alone = self.ends_line(sentence) && !self.ends_section(sentence);
        let stop = ending(self.document.words(sentence.span)) == Ending::Bare;
        let kind = if alone { SpotKind::ParagraphBehind } else { SpotKind::Behind { stop } };
        Some(Spot { at, kind, block: block.span, frame: None })
    }

    /// A paragraph before the one a sentence is in.
    pub(super) fn paragraph_before(&self, index: usize) -> Option<Spot> {
        let sentence = self.sentence(index)?;
        let block = self.document.blocks.get(sentence.block as usize)?;
        if let Some(spot) = self.outside_sections(sentence.span.start, false) {
            return Some(spot);
        }
        let surface = self.surface(sentence.span.start)?;
        let at = markup::before(surface.text, surface.region.format, surface.range(sentence.span).start);
        Some(Spot { at, kind: SpotKind::ParagraphBefore, block: block.span, frame: None })
    }

    /// Where a message without a greeting takes one.
    pub(super) fn greeting(&self) -> Option<Spot> {
        let (index, sentence) = self.body().next()?;
        let alone = self.document.blocks.iter().filter(|block| block.kind != BlockKind::Subject).count() == 1;
        let block = self.document.blocks.get(sentence.block as usize)?;
        let one_line = alone && block.kind == BlockKind::Paragraph && !self.document.words(block.span).contains('\n');
        let surface = self.surface(sentence.span.start)?;
        let wrapped = surface.text[surface.range(block.span)].contains('\n');
        let chats = self.voice.register == Register::Casual;
        if one_line && !wrapped && chats && self.document.sign_off.is_none() {
            return self.before(index);
        }
        self.paragraph_before(index).map(|spot| Spot { kind: SpotKind::Greeting, ..spot })
    }

    /// Where a message without a sign-off takes one.
    pub(super) fn sign_off(&self) -> Option<Spot> {
        let last = self.body().rfind(|(_, sentence)| !self.is_fine_print(sentence)).or(self.body().next_back());
        self.paragraph_behind(last?.0).map(|spot| Spot { kind: SpotKind::SignOff, ..spot })
    }

    /// Whether a sentence stands in a paragraph that is set small below the message: how to unsubscribe, who is liable.
    fn is_fine_print(&self, sentence: &Sentence) -> bool {
        let Some(surface) = self.surface(sentence.span.start).filter(|it| it.region.format == Format::Html) else {
            return false;
        };
        let Some(block) = self.document.blocks.get(sentence.block as usize) else { return false };
        let opened = |block: TextSpan| markup::opened_by(surface.text, surface.range(block).start);
        let style = |tag: &markup::Tag| surface.text[tag.range.clone()].to_lowercase();
        let small = |style: &str| style.contains("font-size") || style.contains("footer") || style.contains("legal");
        let first = self.body().next().and_then(|(_, first)| self.document.blocks.get(first.block as usize));
        let own = opened(block.span).map(|tag| style(&tag));
        own.is_some_and(|own| {
            small(&own) && first.is_some_and(|first| opened(first.span).map(|tag| style(&tag)) != Some(own))
        })
    }

    /// A place outside the sections of a template that hold a place of the text, if any does: those within the arm it has
    /// to be in.
    fn outside_sections(&self, at: u32, behind: bool) -> Option<Spot> {
        if !self.document.template {
            return None;
        }
        let surface = self.surface(at)?;
        let block = self.document.blocks.iter().find(|block| block.span.start <= at && at < block.span.end)?;
        let place = surface.range(TextSpan { start: at, end: at + 1 }).start;
        let inside = self.arm.and_then(|arm| Sections::arm(self.document, &surface, arm)).unwrap_or(0..usize::MAX);
        let mut section = Sections::of(self.document, &surface).around(place, &inside)?;
        if surface.region.format == Format::Html {
            section.end = behind_list(surface.text, section.end);
        }
        let (at, kind) =
            if behind { (section.end, SpotKind::ParagraphBehind) } else { (section.start, SpotKind::ParagraphBefore) };
        // In the middle of a line, or of an arm that is on one, the words go on.
        let line = line_around(surface.text, at);
        let rest = if behind { at..line.end } else { line.start..at };
        let kind = match kind {
            SpotKind::ParagraphBehind if !surface.text[rest.clone()].trim().is_empty() => {
                SpotKind::Behind { stop: false }
            }
            SpotKind::ParagraphBefore if !surface.text[rest].trim().is_empty() => SpotKind::Before,
            kind => kind,
        };
        Some(Spot { at, kind, block: block.span, frame: None })
    }

    /// The branch for which a choice of a template has no words yet.
    pub(super) fn otherwise(&self, choice: u32) -> Option<Spot> {
        let choice = self.document.choices.get(choice as usize).filter(|choice| !choice.is_whole())?;
        let words = choice.arms.last()?.words;
        let surface = self.surface(words.start)?;
        let (at, frame) = conditional::otherwise(&surface, choice)?;
        let own = |block: &&Block| block.span.overlaps(choice.words());
        let block = self.document.blocks.iter().find(own).map_or(words, |block| block.span);
        Some(Spot { at, kind: SpotKind::Otherwise, block, frame: Some(frame) })
    }

    /// Whether a section of a template begins, goes over or ends behind a sentence on its line.
    fn ends_section(&self, sentence: &Sentence) -> bool {
        if !self.document.template {
            return false;
        }
        let Some(surface) = self.surface(sentence.span.start) else { return false };
        let end = surface.range(sentence.span).end;
        let rest = end..line_around(surface.text, end).end;
        let tags = ["{%", "{{#", "{{/", "{{^", "{{else", "<%", "))"];
        surface.text.get(rest).is_some_and(|rest| tags.iter().any(|tag| rest.contains(tag)))
    }

    /// Whether the sentences of a block's body stand one on a line.
    fn by_line(&self, block: u32) -> bool {
        let mut own = self.body().filter(|(_, sentence)| sentence.block == block).map(|(_, sentence)| sentence.span);
        let Some(mut last) = own.next() else { return false };
        own.any(|next| {
            let between = self.document.text.get(last.end as usize..next.start as usize).unwrap_or("");
            last = next;
            between.contains('\n')
        })
    }

    /// Whether nothing stands behind a sentence on its line.
    fn ends_line(&self, sentence: &Sentence) -> bool {
        let rest = self.document.text.get(sentence.span.end as usize..).unwrap_or("");
        rest.trim_start_matches(' ').is_empty() || rest.trim_start_matches(' ').starts_with('\n')
    }
}

/// The place of a sentence's last byte.
fn last(sentence: &Sentence) -> u32 {
    sentence.span.end.saturating_sub(1).max(sentence.span.start)
}

/// The end of a list that ends at a place: between its items, nothing else may stand.
fn behind_list(text: &str, at: usize) -> usize {
    let rest = text[at..].trim_start();
    let ends = ["</ul>", "</ol>"].iter().any(|end| rest.starts_with(end));
    if ends { text.len() - rest.len() + "</ul>".len() } else { at }
}

/// The line a place is in.
fn line_around(text: &str, at: usize) -> std::ops::Range<usize> {
    let at = at.min(text.len());
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |n| n + 1);
    start..text[at..].find(['\n', '\r']).map_or(text.len(), |n| at + n)
}
