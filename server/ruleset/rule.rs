//! A rule, resolved: what it asks for, where its diagnostic sits, and how it is put right. Ids are indices, and the
//! configuration's word is applied.

use super::file::{PersonRole, PresentCheck, Severity, Source, When};
use super::{ActId, IntentSet, Origin};
use crate::document::Meaning;

/// A rule, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// What is wrong, as a headline.
    pub title: String,
    /// How much it matters: the file's word, or the configuration's.
    pub severity: Severity,
    /// Whether the configuration lets it run; [`FileSettings::enabled`] has the last word.
    pub enabled: bool,
    /// The intents it speaks about.
    pub intents: IntentSet,
    /// It is silent on a message that has one of these, whatever else the message is about.
    pub except: IntentSet,
    /// What it asks for.
    pub check: CheckKind,
    /// Where a diagnostic about something missing sits, best first. Empty: the sentence that decides, else the opening.
    pub at: Vec<Anchor>,
    /// What the writer reads, with `{…}` slots.
    pub message: String,
    /// Where the source document asks for it.
    pub source: Option<Source>,
    /// Further sections that ask for the same.
    pub see_also: Vec<Source>,
    /// Cases with another severity or message; the first that fits wins.
    pub variants: Vec<Variant>,
    /// Phrasings that put it right, the preferred one first.
    pub fixes: Vec<FixText>,
    /// Where it comes from.
    pub origin: Origin,
}

/// A rule's one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// One of these acts must be there.
    Require(Vec<ActId>),
    /// Each of these acts must be there.
    RequireEach(Vec<ActId>),
    /// None of these acts may be there.
    Forbid(Vec<ActId>),
    /// An act must be said, and not hedged.
    Plain {
        /// The act that must be said.
        act: ActId,
        /// The act that takes it back.
        hedge: ActId,
    },
    /// A person one has dealt with is named.
    Named {
        /// Whose name.
        role: PersonRole,
        /// The act that shows the writer has spoken to them.
        spoke: ActId,
        /// Ask for any name in the greeting where nobody was spoken to.
        greeting: bool,
    },
    /// The appointment is at least this far away. The configuration's word is applied.
    Notice {
        /// Hours.
        hours: u32,
    },
    /// The writer's own words are at most this many. The configuration's word is applied.
    Length {
        /// Words.
        words: u32,
    },
    /// This part of the message is there.
    Present(PresentCheck),
    /// Nothing is left to fill in.
    Filled,
    /// Every ignore remark ignores something, and says why.
    Suppressions,
}

/// A place in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The first sentence with this act.
    Act(ActId),
    /// The greeting.
    Greeting,
    /// The sign-off.
    SignOff,
    /// The first sentence of the body.
    Opening,
    /// The last sentence of the body.
    Closing,
    /// The subject line.
    Subject,
}

/// A case of a rule with another severity or message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Applies for these intents.
    pub intents: IntentSet,
    /// Applies when this is so.
    pub when: Option<When>,
    /// The severity then; `None` where the configuration sets the rule's.
    pub severity: Option<Severity>,
    /// The message then.
    pub message: Option<String>,
}

/// A phrasing and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixText {
    /// What the writer picks from the menu.
    pub title: String,
    /// Where the words go.
    pub place: FixPlace,
    /// The words, with `{…}` slots and `[…]` blanks; empty where words only go.
    pub text: String,
    /// The words in a formal message.
    pub formal: Option<String>,
    /// The words in a casual message.
    pub casual: Option<String>,
    /// The words where only a clause is replaced.
    pub clause: Option<String>,
    /// Where several fixes put words in one place, lower ones come first.
    pub order: u8,
    /// Someone has to look at it.
    pub review: bool,
    /// Not offered where the message says one of these; in lower case.
    pub unless: Vec<String>,
    /// Not offered where the message has one of these acts.
    pub without: Vec<ActId>,
    /// Acts the words perform: those that go with what they replace are not lost.
    pub performs: Vec<ActId>,
    /// Offered where the message lacks this act; such fixes of one title are one.
    pub lacks: Option<ActId>,
    /// For placeholders, what they stand for; empty: anything.
    pub means: Vec<Meaning>,
    /// Offered for these intents.
    pub intents: IntentSet,
}

/// Where a fix puts its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixPlace {
    /// Into the greeting, or a new greeting.
    Greeting,
    /// The first sentence after the greeting.
    Opening,
    /// The last sentence before the sign-off.
    Closing,
    /// A new sign-off.
    SignOff,
    /// In the place of the clause that is flagged, or of its sentence where nothing else of use is in it.
    Replace,
    /// In the place of the sentence that is flagged.
    ReplaceSentence,
    /// In the place of the sentence with this act.
    InsteadOf(ActId),
    /// The clause that is flagged goes, or its sentence where nothing else of use is in it.
    Delete,
    /// Sentences that no rule asks for go until the message is short enough.
    Cut,
    /// After the sentence with this act.
    After(ActId),
    /// Before the sentence with this act.
    Before(ActId),
}
