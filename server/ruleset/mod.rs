//! Rule files → [`Ruleset`]: what Regards looks for and asks for.
//!
//! Invariants: a problem in one file never stops the others from working, and has a file and a span; ids are file stems,
//! unique per kind, later layers replacing earlier ones whole; an index (`ActId`, …) is valid for the ruleset it came from.

mod builtin;
pub mod compile;
mod config;
mod etiquette;
pub mod file;
mod inflection;
mod layer;
mod layout;
mod locate;
pub mod matcher;
mod message;
mod misspelling;
pub mod patterns;
mod problem;
mod read;
pub mod recall;
mod resolve;
mod schema;
mod shape;
mod suggest;
pub mod template;
mod validate;
pub mod vocabulary;
mod window;
mod words;

pub use config::{Config, FileSettings, Setting, SlotValues, Step, Told};
pub use file::{ModelUse, Negation, PersonRole, PresentCheck, Questions, Sender, Severity, Source, When};
pub use layer::{Kind, Layer, RuleSource};
pub use patterns::{Patterns, TemplateId};
pub use problem::Problem;
pub use schema::{SchemaKind, schema};
pub use shape::{Choice, Shape};
pub use suggest::nearest;

use crate::document::{Meaning, Part};
use regex::Regex;
use std::sync::{Arc, LazyLock};

macro_rules! index_type {
    ($(#[$doc:meta])* $name:ident, $of:ident, $field:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u16);

        impl $name {
            /// The index as one into a slice.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }

        impl std::ops::Index<$name> for Ruleset {
            type Output = $of;

            fn index(&self, id: $name) -> &$of {
                &self.$field[id.index()]
            }
        }
    };
}

index_type! {
    /// Index into [`Ruleset::acts`].
    ActId, Act, acts
}
index_type! {
    /// Index into [`Ruleset::intents`].
    IntentId, Intent, intents
}
index_type! {
    /// Index into [`Ruleset::rules`].
    RuleId, Rule, rules
}

/// Everything Regards looks for and asks for, resolved: ids are indices, templates are compiled, configuration is applied.
#[derive(Debug)]
pub struct Ruleset {
    /// Acts, sorted by id.
    pub acts: Vec<Act>,
    /// Intents, sorted by id.
    pub intents: Vec<Intent>,
    /// Rules, sorted by id; disabled ones too, see [`Rule::enabled`].
    pub rules: Vec<Rule>,
    /// The compiled matcher for every template, and the vocabulary.
    pub patterns: Arc<Patterns>,
    /// What a template is for, by [`TemplateId`].
    pub uses: Vec<Use>,
    /// Regular expressions of acts, over a normalised sentence.
    pub regexes: Vec<ActRegex>,
    /// What is wrong with the rule files and the configuration's ids, sorted by file and place.
    pub problems: Vec<Problem>,
    config: Config,
    settings: config::Resolved,
    number: u64,
}

/// What a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It belongs to an act.
    Act(ActId, Role),
    /// It belongs to an intent's group of cues.
    Cue {
        /// The intent.
        intent: IntentId,
        /// Index into [`Intent::groups`].
        group: u16,
        /// [`Role::Template`] or [`Role::Unless`].
        role: Role,
    },
    /// It takes back what follows it in its clause.
    NegationTrigger,
    /// It looks like a trigger and is none.
    NegationPseudo,
    /// It ends a trigger's reach.
    NegationEnd,
}

/// Which list of its file a template stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `templates`: a match shows it.
    Template,
    /// `fallback`: a match shows the act where nothing else does.
    Fallback,
    /// `unless`: a match that overlaps this one does not count.
    Unless,
    /// `not-in`: nothing in this match's sentence counts.
    NotIn,
}

/// A regular expression of an act: any match shows it, like [`Role::Template`].
#[derive(Clone, Debug)]
pub struct ActRegex {
    /// The act.
    pub act: ActId,
    /// Linear in time, capped in size.
    pub regex: Regex,
}

/// Where something was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file, as its layer names it.
    pub file: String,
    /// Its whole text.
    pub text: std::borrow::Cow<'static, str>,
    /// The layer's name.
    pub layer: String,
    /// Whether it replaces one of the same id in an earlier layer.
    pub overrides: bool,
}

impl Origin {
    fn read<T: serde::de::DeserializeOwned>(&self, kind: SchemaKind) -> Option<T> {
        read::read(&mut problem::Report::new(&self.file, &self.text), kind, false)
    }
}

/// A speech act, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What counts and what does not.
    pub description: String,
    /// The parts it is looked for in.
    pub parts: PartSet,
    /// The senders who perform it; empty: all.
    pub senders: Vec<Sender>,
    /// The intents it counts for.
    pub intents: IntentSet,
    /// What a negation in front of a match does.
    pub negation: Negation,
    /// Whether questions count.
    pub questions: Questions,
    /// How the learned model counts.
    pub model: ModelUse,
    /// Where it comes from.
    pub origin: Origin,
}

/// An intent, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Who writes such a message, and what it does.
    pub description: String,
    /// Who writes it; `None` only where silent.
    pub sender: Option<Sender>,
    /// The points a message needs to be taken for it.
    pub threshold: i32,
    /// Messages read as this get no diagnostic.
    pub silent: bool,
    /// It may stand beside another one.
    pub second: bool,
    /// How the learned model counts.
    pub model: ModelUse,
    /// What speaks for it and against it; each counts once a message.
    pub groups: Vec<CueGroup>,
    /// Where it comes from.
    pub origin: Origin,
}

/// A group of cues; its templates are those whose [`Use::Cue`] names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueGroup {
    /// Points for a match.
    pub weight: i32,
    /// The parts it is looked for in.
    pub parts: PartSet,
    /// What a negation in front of a match does.
    pub negation: Negation,
    /// Acts that count like a template.
    pub acts: Vec<ActId>,
}

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
    /// Sentences without an act go until the message is short enough.
    Cut,
    /// After the sentence with this act.
    After(ActId),
    /// Before the sentence with this act.
    Before(ActId),
}

/// A set of intents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntentSet(Vec<bool>);

impl IntentSet {
    /// Whether `intent` is in it.
    pub fn contains(&self, intent: IntentId) -> bool {
        self.0.get(intent.index()).copied().unwrap_or(false)
    }

    /// Its members.
    pub fn iter(&self) -> impl Iterator<Item = IntentId> + '_ {
        self.0.iter().enumerate().filter(|(_, is_in)| **is_in).map(|(index, _)| IntentId(index as u16))
    }
}

/// A set of message parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartSet(u8);

impl PartSet {
    /// Whether `part` is in it.
    pub fn contains(self, part: Part) -> bool {
        self.0 & (1 << part as u8) != 0
    }
}

impl Ruleset {
    /// The built-in rules under the default configuration, built on first use.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Ruleset> = LazyLock::new(|| Ruleset::build(&[Layer::builtin()], &Config::default()));
        &BUILTIN
    }

    /// Builds from `layers`, later ones overriding earlier ones by id, and applies `config`. Never fails: see
    /// [`Ruleset::problems`].
    pub fn build(layers: &[Layer], config: &Config) -> Self {
        resolve::build(layers, config)
    }

    /// The act of that id.
    pub fn act(&self, id: &str) -> Option<ActId> {
        position(&self.acts, id, |act| &act.id).map(ActId)
    }

    /// The intent of that id.
    pub fn intent(&self, id: &str) -> Option<IntentId> {
        position(&self.intents, id, |intent| &intent.id).map(IntentId)
    }

    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<RuleId> {
        position(&self.rules, id, |rule| &rule.id).map(RuleId)
    }

    /// The rule's whole file, with what only people read: why, what it is not, examples.
    pub fn rule_file(&self, id: RuleId) -> Option<file::RuleFile> {
        self[id].origin.read(SchemaKind::Rule)
    }

    /// The act's whole file.
    pub fn act_file(&self, id: ActId) -> Option<file::ActFile> {
        self[id].origin.read(SchemaKind::Act)
    }

    /// The intent's whole file.
    pub fn intent_file(&self, id: IntentId) -> Option<file::IntentFile> {
        self[id].origin.read(SchemaKind::Intent)
    }

    /// A number that no other ruleset has that was built: what was read by it can be known by that.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The configuration it was built with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What the configuration says about the draft at `path`, relative to the configuration's folder, with `/`.
    pub fn settings(&self, path: &str) -> FileSettings {
        self.settings.at(path)
    }
}

fn position<T>(sorted: &[T], id: &str, key: impl Fn(&T) -> &String) -> Option<u16> {
    sorted.binary_search_by(|item| key(item).as_str().cmp(id)).ok().map(|index| index as u16)
}
