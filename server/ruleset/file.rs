//! The shapes of rule, act, intent and word files, exactly as they are written. The JSON Schemas come from these types, so
//! each field's documentation is what a rule's author reads.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth a look.
    Hint,
    /// Good to know.
    Information,
    /// Should be mended before sending.
    Warning,
    /// Must be mended before sending.
    Error,
}

/// Who writes the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sender {
    /// Someone who applied.
    Candidate,
    /// The hiring side.
    Employer,
    /// Someone who leaves their job.
    Employee,
}

/// One value or a list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// A single id.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The values in order.
    pub fn values(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// A rule: `rules/etiquette/<id>.toml`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RuleFile {
    /// What is wrong, as a headline: "Cancelling without an apology".
    pub title: String,
    /// How much it matters unless `regards.toml` says otherwise.
    pub severity: Severity,
    /// The intents it speaks about; left out, all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub intents: Vec<String>,
    /// Intents it never speaks about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub except: Vec<String>,

    /// Check: one of these acts must be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub require: Option<OneOrMany>,
    /// Check: each of these acts must be there; `{missing}` in the message names those that are not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub require_each: Vec<String>,
    /// Check: none of these acts may be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub forbid: Option<OneOrMany>,
    /// Check: an act must be said, and not hedged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<PlainCheck>,
    /// Check: a person one has dealt with is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<NamedCheck>,
    /// Check: the appointment is far enough away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeCheck>,
    /// Check: the message is short enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<LengthCheck>,
    /// Check: this part of the message is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<PresentCheck>,
    /// Check: nothing is left to fill in (templates are exempt).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled: Option<FilledCheck>,
    /// Check: every ignore remark ignores something and gives its reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppressions: Option<SuppressionsCheck>,

    /// Where a diagnostic about something missing sits, best first: ids of acts, or `greeting`, `sign-off`, `opening`,
    /// `closing`, `subject`. Left out: the decision's sentence, else the opening.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "act", "x-regards-words" = ["greeting", "sign-off", "opening", "closing", "subject"]))]
    pub at: Vec<String>,
    /// What the writer reads. May use `{missing}`, `{name}`, `{role}`, `{hours}`, `{limit}`, `{words}`, `{text}`, `{time}`.
    pub message: String,
    /// Why it matters, in a paragraph or two.
    pub why: String,
    /// What it must not be confused with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
    /// Where the source document asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Further sections that ask for the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub see_also: Vec<Source>,
    /// Cases with another severity or message; the first that fits wins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// Phrasings that put it right, the preferred one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<FixFile>,
    /// Drafts that prove the rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
}

/// `plain = { act = "decision", hedge = "hedge" }`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PlainCheck {
    /// The act that must be said.
    #[schemars(extend("x-regards-ids" = "act"))]
    pub act: String,
    /// The act that takes it back.
    #[schemars(extend("x-regards-ids" = "act"))]
    pub hedge: String,
}

/// `named = { role = "recruiter", spoke = "spoke-with-recruiter" }`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NamedCheck {
    /// Whose name is asked for.
    pub role: PersonRole,
    /// The act that shows the writer has spoken to them.
    #[schemars(extend("x-regards-ids" = "act"))]
    pub spoke: String,
    /// Also ask for any name in the greeting where nobody was spoken to (variant `when = "not-spoken"`).
    #[serde(default)]
    pub greeting: bool,
}

/// The people a message may have to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PersonRole {
    /// Whoever runs the hiring for the company.
    Recruiter,
    /// Whoever the new colleague will work for.
    HiringManager,
    /// Anyone else who interviews.
    Interviewer,
    /// Who applied.
    Candidate,
}

impl PersonRole {
    /// Its name in a sentence: `hiring manager`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Recruiter => "recruiter",
            Self::HiringManager => "hiring manager",
            Self::Interviewer => "interviewer",
            Self::Candidate => "candidate",
        }
    }
}

/// `notice = { hours = 24 }`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NoticeCheck {
    /// Hours the message must come before the appointment; `regards.toml` may change it.
    pub hours: u32,
}

/// `length = { words = 200 }`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LengthCheck {
    /// Words of the writer's own the message may have; `regards.toml` may change it.
    pub words: u32,
}

/// Parts of a message that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PresentCheck {
    /// `Hi Dana,`
    Greeting,
    /// `Best regards,`
    SignOff,
}

/// `filled = "placeholders"`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FilledCheck {
    /// Placeholders of every syntax.
    Placeholders,
}

/// `suppressions = "used"`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SuppressionsCheck {
    /// Each ignores something, and says why.
    Used,
}

/// Where a rule comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    /// File name of the document.
    pub document: String,
    /// Heading of the section.
    pub section: String,
}

/// A case with another severity or message.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Variant {
    /// Applies for these intents; left out, for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub intents: Vec<String>,
    /// Applies when this is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// The severity then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// The message then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A circumstance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// The appointment is surely nearer than the notice asked for.
    ShortNotice,
    /// The message does not show that the writer spoke to the person.
    NotSpoken,
    /// The act stands in the subject line only.
    SubjectOnly,
}

/// A phrasing and where it goes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FixFile {
    /// What the writer picks from the menu: "Apologize for the inconvenience".
    pub title: String,
    /// Where the words go.
    pub place: Place,
    /// The words, in full forms ("I am", "do not") and American spelling; both are brought to the writer's ways. Slots:
    /// `{reader}`, `{recruiter}`, `{hiring-manager}`, `{candidate}`, `{company}`, `{role}`, `{appointment}`,
    /// `{alternative}`, `{reason}`, `{sender}`, `{value}`; what stands in square brackets is left to be filled in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The words in a formal message; left out, as in any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formal: Option<String>,
    /// The words in a casual message; left out, as in any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub casual: Option<String>,
    /// For `replace`: the words where only a clause goes, to stand after "because" or "and".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// Where several fixes put words in one place, lower ones come first; 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<u8>,
    /// Someone has to look at it, even if nothing is left to fill in: it says something that may not be so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub review: bool,
    /// Not offered where the message says one of these, in any case: "short notice".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// Not offered where the message has one of these acts, which it would contradict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub without: Vec<String>,
    /// For `replace`: acts the words perform, so that whatever performs them in the clause that goes can go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub performs: Vec<String>,
    /// For `require-each`: offered where this act is lacking. Fixes of one title are one: their words come together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub lacks: Option<String>,
    /// For placeholders: offered for those that stand for one of these only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub means: Vec<Meant>,
    /// Offer it for these intents only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub intents: Vec<String>,
}

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Meant {
    /// A person whose role is not told.
    Person,
    /// The recruiter.
    Recruiter,
    /// The hiring manager.
    HiringManager,
    /// The candidate.
    Candidate,
    /// Whoever sends the message.
    Sender,
    /// The company.
    Company,
    /// The position.
    Role,
    /// A time.
    Time,
    /// Another time, or a link that offers one.
    Alternative,
    /// A reason.
    Reason,
    /// A link.
    Link,
    /// Anything else.
    Other,
}

/// Where a fix puts its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Into the greeting, or a new greeting.
    Greeting,
    /// The first sentence after the greeting.
    Opening,
    /// The last sentence before the sign-off.
    Closing,
    /// A new sign-off.
    SignOff,
    /// In the place of the clause that is flagged; of the sentence, where nothing else of use is in it.
    Replace,
    /// In the place of the whole sentence that is flagged.
    ReplaceSentence,
    /// In the place of the sentence with this act, where something else is missing.
    InsteadOf(String),
    /// The clause that is flagged goes; the whole sentence, where nothing else of use is in it.
    Delete,
    /// Sentences that perform no act go, the last first, until the message is short enough.
    Cut,
    /// After the sentence with this act.
    #[schemars(extend("x-regards-ids" = "act"))]
    After(String),
    /// Before the sentence with this act.
    #[schemars(extend("x-regards-ids" = "act"))]
    Before(String),
}

/// A draft that proves a rule: either `flagged` (and perhaps `fixed`) or `clean`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Example {
    /// A draft this rule must flag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flagged: Option<String>,
    /// The words that must be under the squiggle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The same draft after the first fix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// A draft this rule must leave alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clean: Option<String>,
    /// The intent to read it with, where the draft alone is not meant to tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub intent: Option<String>,
    /// The file name to read it under: `mail.eml`, `letter.html.j2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The moment it is read, RFC 3339; left out, Monday 23 November 2026, noon UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
}

/// A speech act: `rules/acts/<id>.toml`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ActFile {
    /// Its name for people: "Apology".
    pub title: String,
    /// What counts and what does not.
    pub description: String,
    /// The parts of a message it is looked for in. Left out: subject and body.
    #[serde(default, rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartName>,
    /// Only these senders perform it; left out, all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub senders: Vec<Sender>,
    /// Only for these intents; left out, all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub intents: Vec<String>,
    /// What a negation in front does.
    #[serde(default)]
    pub negation: Negation,
    /// Whether a sentence that ends in a question mark can perform it.
    #[serde(default)]
    pub questions: Questions,
    /// How the learned model counts, where it knows the act.
    #[serde(default)]
    pub model: ModelUse,
    /// Sentence templates; any match shows the act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<String>,
    /// Templates that count only where no other match shows the act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fallback: Vec<String>,
    /// Regular expressions over a normalised sentence, for what templates cannot say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regex: Vec<String>,
    /// A match that overlaps one of these does not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// Nothing in a sentence with one of these counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_in: Vec<String>,
    /// Sentences that perform the act; `regards test` holds the templates to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<String>,
    /// Sentences that do not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
}

/// A part of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartName {
    /// The subject line.
    Subject,
    /// The greeting.
    Greeting,
    /// The body.
    Body,
    /// The sign-off.
    SignOff,
}

/// What a negation in front of a match does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Negation {
    /// The match does not count.
    #[default]
    Blocks,
    /// It counts all the same.
    Ignored,
}

/// How the learned model counts beside templates and cues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ModelUse {
    /// It may add what templates missed and take back what they mistook.
    #[default]
    Weigh,
    /// It may only take back: a template must match, the cues of an intent must reach its threshold.
    RequireTemplate,
    /// Templates alone count.
    Off,
}

/// Whether questions count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Questions {
    /// As any other sentence.
    #[default]
    Count,
    /// Not at all.
    Ignored,
    /// Nothing else does.
    Only,
}

/// An intent: `rules/intents/<id>.toml`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct IntentFile {
    /// Its name for people: "Cancelling an interview".
    pub title: String,
    /// Who writes such a message, and what it does.
    pub description: String,
    /// Who writes it; left out only where `silent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<Sender>,
    /// The points a message needs to be taken for it.
    #[serde(default = "default_threshold")]
    pub threshold: i32,
    /// A message read as this gets no diagnostic: it is someone else's business.
    #[serde(default)]
    pub silent: bool,
    /// A message may have this intent beside another one when it reaches the threshold by itself.
    #[serde(default)]
    pub second: bool,
    /// A whole message that lacks nothing, for `regards new` and for editors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skeleton: Option<Skeleton>,
    /// How the learned model counts, where it knows the intent.
    #[serde(default)]
    pub model: ModelUse,
    /// What speaks for it and against it; each group counts once a message.
    pub cues: Vec<Cues>,
    /// Messages that have it; `regards test` holds the cues to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<String>,
    /// Messages that do not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
}

/// A whole message with slots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Skeleton {
    /// The subject line.
    pub subject: String,
    /// Greeting, paragraphs set off by empty lines, sign-off. Slots as in fixes: `{reader}`, `{role}`, `{sender}`…
    pub text: String,
}

fn default_threshold() -> i32 {
    4
}

/// A group of templates with a weight.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Cues {
    /// Points for a match; negative ones speak against.
    pub weight: i32,
    /// The parts of a message they are looked for in. Left out: all.
    #[serde(default, rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartName>,
    /// What a negation in front of a match does: by default it takes the match away.
    #[serde(default)]
    pub negation: Negation,
    /// Sentence templates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<String>,
    /// A match that overlaps one of these does not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// Acts that count like a template.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub acts: Vec<String>,
}

/// Shared words: `rules/words/*.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct WordsFile {
    /// Expansions for `<name>` in templates: a template, or several alternatives.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub expansions: BTreeMap<String, OneOrMany>,
    /// Other spellings read as the word: `sorry = ["sry", "soz"]`. A phrase on the left is what a contraction stands for:
    /// `"do not" = ["don't", "dont"]`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variants: BTreeMap<String, Vec<String>>,
    /// Irregular forms for `word~`: `go = ["goes", "going", "went", "gone"]`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inflections: BTreeMap<String, Vec<String>>,
    /// Words that no template speaks of and that are no misspelling of one that is: `contract` beside `contact`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<String>,
    /// Negation in the manner of NegEx.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub negation: Option<NegationWords>,
}

impl WordsFile {
    /// Takes over what `later` says: key by key its word counts, lists grow. Negation words stay where they are.
    pub fn merge(&mut self, later: &mut Self) {
        let Self { expansions, variants, inflections, known, negation: _ } = later;
        self.expansions.append(expansions);
        self.variants.append(variants);
        self.inflections.append(inflections);
        self.known.append(known);
    }
}

/// Words that take back what follows them in their clause.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NegationWords {
    /// Triggers: `not`, `no need to`.
    #[serde(default)]
    pub triggers: Vec<String>,
    /// What looks like a trigger and is none: `not only`, `cannot thank * enough`.
    #[serde(default)]
    pub pseudo: Vec<String>,
    /// What ends a trigger's reach: `but`, `so`.
    #[serde(default)]
    pub ends: Vec<String>,
}
