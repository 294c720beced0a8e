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
mod recognition;
mod resolve;
mod rule;
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
pub use recognition::{Act, ActRegex, CueGroup, Intent, IntentSet, PartSet, Role, Use};
pub use rule::{Anchor, CheckKind, FixPlace, FixText, Rule, Variant};
pub use schema::{SchemaKind, schema};
pub use shape::{Choice, Shape};
pub use suggest::nearest;

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
