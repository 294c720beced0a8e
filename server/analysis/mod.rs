//! Document → [`Analysis`]: what the message says.
//!
//! Invariants: deterministic in (document, ruleset, settings); every [`TextSpan`] lies in the document's text on character
//! boundaries; nothing is guessed — what is ambiguous stays unknown.

mod acts;
mod intent;
mod lexicon;
pub mod model;
pub mod notice;
pub mod people;
mod sentence;
pub mod times;
pub mod token;
mod words;

use crate::document::Document;
use crate::ruleset::{ActId, IntentId, PersonRole, Ruleset, Sender, TemplateId};
use crate::span::{Span, TextSpan};
use jiff::Zoned;
use model::features::{self, Features, Part};
use sentence::Sentences;
use std::cell::Cell;

/// What a message says.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// What it is about, the main intent first; empty means it is not our business, or that nobody can be sure.
    pub intents: Vec<IntentFound>,
    /// What it may be about where that is not sure: good to show, too little to ask anything of the writer.
    pub guess: Option<IntentFound>,
    /// Who writes it.
    pub sender: Option<Sender>,
    /// The acts it performs, by place.
    pub acts: Vec<ActFound>,
    /// Index into the document's sentences of the one that most decides, by the model; None where that was not asked.
    pub decides: Option<u32>,
    /// The people it shows.
    pub people: Vec<Person>,
    /// The times it speaks of.
    pub times: Vec<TimeFound>,
    /// How long before the appointment it is sent.
    pub notice: Notice,
}

impl Analysis {
    /// What it is about, or may be: the intents, then the guess.
    pub fn about(&self) -> impl Iterator<Item = &IntentFound> {
        self.intents.iter().chain(&self.guess)
    }
}

/// Reads what `document` says, by what `ruleset` looks for.
pub fn analyze(document: &Document, ruleset: &Ruleset, settings: &Settings) -> Analysis {
    let room = ROOM.take().unwrap_or_default();
    let now = notice::moment(document, settings);
    let mut sentences = Sentences::of(document, ruleset, room);
    let times = sentences.times(&now);
    let people = sentences.people();
    let mut shown = sentences.acts(&acts::recognised(&times, &people));
    let mut intents = intent::Scores::new(document, ruleset, &shown, settings);
    if intents.possible() {
        let (model, points) = (model::Model::builtin(), intents.points());
        let opinions = sentences.judge(model, &mut shown, points);
        intents.weigh(&opinions);
    }
    let notice = notice::judge_by(document, &times, &now, settings.notice_hours, sentences.are_too_late());
    ROOM.set(Some(sentences.leave()));
    let (intents, guess) = intents.decide();
    let mut read = Analysis { intents, guess, decides: shown.decides, people, times, notice, ..Analysis::default() };
    let sender = read.about().next().and_then(|found| ruleset[found.intent].sender);
    read.sender = sender;
    shown.acts.retain(|found| {
        let act = &ruleset[found.act];
        let by = act.senders.is_empty() || read.sender.is_none_or(|s| act.senders.contains(&s));
        by && (read.about().next().is_none() || read.about().any(|i| act.intents.contains(i.intent)))
    });
    read.acts = shown.acts;
    read
}

thread_local! {
    static ROOM: Cell<Option<Box<sentence::Room>>> = const { Cell::new(None) };
}

/// A document as the model sees it, for training.
#[derive(Clone, Debug, Default)]
pub struct ModelView {
    /// Its sentences.
    pub sentences: Vec<SentenceView>,
    /// The features of the whole message, but for those that come from how its sentences score.
    pub message: Vec<model::features::Part>,
    /// Whether some cue speaks for an intent of ours; where none does, the model is not asked.
    pub possible: bool,
    /// Whether its cues speak for an intent of ours most; where not, the model has to be sure.
    pub likely: bool,
}

/// A sentence as the model sees it.
#[derive(Clone, Debug, Default)]
pub struct SentenceView {
    /// Its features.
    pub features: Vec<u32>,
    /// How many of them are its own words'; they come first.
    pub own: usize,
    /// The acts (by id) that templates found in it.
    pub acts: Vec<String>,
}

/// Shows a document as the model sees it.
pub fn model_view(document: &Document, ruleset: &Ruleset, settings: &Settings) -> ModelView {
    let tokens = token::Tokens::new(document, &ruleset.patterns.vocabulary);
    let mut sentences = Sentences::of(document, ruleset, Box::default());
    let times = sentences.times(&notice::moment(document, settings));
    let shown = sentences.acts(&acts::recognised(&times, &sentences.people()));
    let scores = intent::Scores::new(document, ruleset, &shown, settings);
    let mut view = ModelView { possible: scores.possible(), likely: scores.likely(), ..ModelView::default() };
    let mut read = Features::default();
    let mut message = Vec::new();
    let mut left: Vec<u32> = Vec::new();
    for (index, sentence) in document.sentences.iter().enumerate() {
        read.read(document, tokens.of(index), &ruleset.patterns.vocabulary);
        if let Some(before) = view.sentences.last_mut() {
            before.features.extend(&read.after);
        }
        message.extend(&read.own);
        let mut features = read.own.clone();
        features.push(read.size);
        features.extend(&left);
        features.extend(features::place(sentence, index, document.sentences.len()));
        left.clone_from(&read.before);
        let here = shown.acts.iter().filter(|a| a.sentence as usize == index);
        let acts = here.map(|a| ruleset[a.act].id.clone()).collect();
        view.sentences.push(SentenceView { features, own: read.own.len(), acts });
    }
    view.message.push(Part::new(message));
    let mut desk = model::Desk::default();
    let ids = desk.ids(ruleset, model::Model::builtin());
    view.message.extend(model::told(document, ids, &shown, scores.points()));
    view
}

/// An intent, and why it was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntentFound {
    /// Index into the ruleset's intents.
    pub intent: IntentId,
    /// Its points.
    pub score: i32,
    /// Whether the message names what it is about.
    pub named: bool,
    /// Whether the writer or the configuration said so.
    pub given: bool,
    /// What found it: its cues, or the model where they did not reach or another's were stronger.
    pub by: Signal,
    /// The words that speak for it.
    pub cues: Vec<TextSpan>,
}

/// A cue, where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct CueFound {
    intent: IntentId,
    group: u16,
    span: TextSpan,
}

/// An act, where it is performed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActFound {
    /// Index into the ruleset's acts.
    pub act: ActId,
    /// The words that show it.
    pub span: TextSpan,
    /// Index into the document's sentences.
    pub sentence: u32,
    /// The template that found it, unless a regular expression or the model did.
    pub template: Option<TemplateId>,
    /// What found it.
    pub by: Signal,
}

/// The two signals by which a message is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signal {
    /// What a file says: sentence templates, regular expressions, cues.
    Template,
    /// The learned model.
    Model,
}

impl Signal {
    /// Its name in output: `template`, `model`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::Model => "model",
        }
    }
}

/// The words that carried what an analysis found.
#[derive(Clone, Debug, Default)]
pub struct Because {
    /// For each act, in order.
    pub acts: Vec<Vec<TextSpan>>,
    /// For each intent, in order, and for the guess.
    pub intents: Vec<Vec<TextSpan>>,
}

/// Answers which words carried what `analysis` of `document` by `ruleset` found: those a template matched, or those that weigh
/// most with the model. At most a few each.
pub fn because(document: &Document, ruleset: &Ruleset, analysis: &Analysis) -> Because {
    let (vocabulary, model) = (&ruleset.patterns.vocabulary, model::Model::builtin());
    let tokens = token::Tokens::new(document, vocabulary);
    let act = |found: &ActFound| match found.by {
        Signal::Template => vec![found.span],
        Signal::Model => model.words_for_act(document, vocabulary, &tokens, &ruleset[found.act].id, found.sentence),
    };
    let intent = |found: &IntentFound| match found.by {
        Signal::Template => found.cues.clone(),
        Signal::Model => model.words_for_intent(document, vocabulary, &tokens, &ruleset[found.intent].id),
    };
    Because { acts: analysis.acts.iter().map(act).collect(), intents: analysis.about().map(intent).collect() }
}

/// Someone the message or its headers show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// As written, without title where a name is left: `Dana Reyes`, `Achieng`.
    pub name: String,
    /// Their role, where the message tells.
    pub role: Option<PersonRole>,
    /// Where the message shows them.
    pub from: PersonSource,
    /// The place in the writer's words, if it is there.
    pub span: Option<TextSpan>,
    /// The place in the source (header, thread), if it is not.
    pub source: Option<Span>,
    /// Whether the words say that the writer has spoken to them.
    pub spoken_to: bool,
}

/// Where a person was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonSource {
    /// `Hi Dana,`
    Greeting,
    /// `From:`, `To:`, `Cc:`
    Header,
    /// The quoted conversation.
    Thread,
    /// The body.
    Text,
    /// The sign-off.
    SignOff,
}

/// A time the message speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeFound {
    /// The words: `tomorrow at 9`.
    pub span: TextSpan,
    /// The earliest moment it can mean; None where the words leave it open.
    pub earliest: Option<Zoned>,
    /// The latest moment it can mean. Equal to `earliest` where the words give day and hour.
    pub latest: Option<Zoned>,
    /// Whether the words give an hour.
    pub exact: bool,
    /// What it is the time of.
    pub role: Option<TimeRole>,
}

/// What a time is the time of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeRole {
    /// The interview as it was set.
    Appointment,
    /// Another time, proposed.
    Alternative,
}

/// How long before the appointment the message is sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notice {
    /// Hours, where the appointment's hour is known; negative when it is past.
    pub hours: Option<f64>,
    /// Whether it is surely too short (true), surely long enough (false), or unknown. Judged against `Settings::notice_hours`.
    pub late: Option<bool>,
    /// Index into `times` of the appointment read, if the draft names it.
    pub appointment: Option<usize>,
    /// The place in the thread or header it was read from, if the draft does not.
    pub source: Option<Span>,
}

/// What the caller decides about an analysis.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The moment the message is sent, unless its own `Date:` or front matter say otherwise.
    pub now: Zoned,
    /// The intent, where the caller knows it.
    pub intent: Option<String>,
    /// The notice that is long enough, in hours.
    pub notice_hours: u32,
}
