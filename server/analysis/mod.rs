//! Document → [`Analysis`]: what the message says.
//!
//! Invariants: deterministic in (document, ruleset, settings); every [`TextSpan`] lies in the document's text on character
//! boundaries; nothing is guessed — what is ambiguous stays unknown.

pub mod token;

use crate::ruleset::file::{PersonRole, Sender};
use crate::span::{Span, TextSpan};
use jiff::Zoned;

/// What a message says.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// What it is about, the main intent first; empty means it is not our business.
    pub intents: Vec<IntentFound>,
    /// Who writes it.
    pub sender: Option<Sender>,
    /// The acts it performs, by place.
    pub acts: Vec<ActFound>,
    /// The people it shows.
    pub people: Vec<Person>,
    /// The times it speaks of.
    pub times: Vec<TimeFound>,
    /// How long before the appointment it is sent.
    pub notice: Notice,
}

/// An intent, and why it was recognised.
#[derive(Clone, Debug, PartialEq)]
pub struct IntentFound {
    /// Index into the ruleset's intents.
    pub intent: crate::ruleset::IntentId,
    /// Its points.
    pub score: i32,
    /// Whether the writer or the configuration said so.
    pub given: bool,
}

/// An act, where it is performed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActFound {
    /// Index into the ruleset's acts.
    pub act: crate::ruleset::ActId,
    /// The words that show it.
    pub span: TextSpan,
    /// Index into the document's sentences.
    pub sentence: u32,
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
