//! What words tell about the times in their clause.

use super::lexicon::Word;
use super::phrase::Phrase;
use super::role::Clauses;
use crate::analysis::lexicon::Lexicon;
use std::sync::LazyLock;

/// What a word tells about the times in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// `interview`, `call`: what appointments are.
    Event,
    /// `cancel`
    Cancel,
    /// `move`, `reschedule`
    Move,
    /// `missed`, `forgot`
    Missed,
    /// `make`, `attend`: what one does with an appointment.
    Attend,
    Not,
    /// `booked`, `due`
    Set,
    /// `could`, `free`, `suit`
    Propose,
    Instead,
    /// `spoke`, `met`
    Past,
    Thank,
    /// `starts`, `lands`: times of something else.
    Elsewhere,
    /// `another`, `new`
    Indefinite,
    Definite,
    /// `but`, `because`: a clause ends.
    Break,
    Pronoun,
}

const CUES: &[(Cue, &str)] = &[
    (
        Cue::Event,
        "interview interviews interveiw intervew intervw intrvw intrview inteview iv call chat meeting meet-up slot appointment appt zoom \
         teams skype session round panel screening screen onsite assessment visit conversation booking video interviewing chats \
         catchup presentation viewing interviewed calls slots meetings assesment rounds invite invitation",
    ),
    (
        Cue::Cancel,
        "cancel cancelling canceling cancelled canceled cancle cancellation cancelation bail bailing scrap call-off skip skipping pull \
         pulling back backing duck drop dropping off scratch withdraw withdrawing dropped unattend decline declining",
    ),
    (
        Cue::Move,
        "move moved moving shift shifted push pushed pushing reschedule rescheduled rescheduling resched rearrange re-arrange rebook \
         postpone postponed postponing swap change changed delay delayed defer bring brought rejig bump",
    ),
    (Cue::Missed, "miss missed missing forgot forgotten slipped overslept no-show slept"),
    (
        Cue::Attend,
        "make making attend attending come coming be being do doing get getting join joining manage see seeing meet arrive happen \
         happening dial reach go going sit show turn making able there in appear interview honour honor keep need wait proceed ahead let",
    ),
    (
        Cue::Not,
        "not no never cant can't cannot wont won't unable impossible isn't isnt aint ain't don't dont didn't didnt couldn't couldnt \
         wouldn't wouldnt n't 't shan't shant without nope aren't arent wasn't cnt cn't unlikely",
    ),
    (
        Cue::Set,
        "scheduled schedule booked arranged set due meant ment supposed slated planned fixed expecting expected pencilled penciled \
         confirmed organised organized down agreed invited shortlisted suppose arrange",
    ),
    (
        Cue::Propose,
        "could can would wud i'd we'd 'd might possible possibly perhaps maybe alternatively free available availability avail suit suits works \
         work open happy how what chance rather prefer lets let's propose suggest offer offering okay ok fine any anytime able whenever \
         either flexible earliest convenient wondering okay good better grateful feasible availabilities availible avaliable",
    ),
    (Cue::Instead, "instead"),
    (
        Cue::Past,
        "spoke spoken talked met enjoyed applied received sent emailed wrote had chatted last got saw went heard ended lost decided \
         speaking talking woke took came rang called phoned told said asked did",
    ),
    (Cue::Thank, "thank thanks thankyou thx ty appreciated"),
    (
        Cue::Elsewhere,
        "start starts starting begin begins flight lands land finish finishes since deadline shift's exam expires close closes closing \
         broke writing decide died school working worked sick ill up leave leaving flying train born joining opens reply respond \
         get-back know confirm hear update",
    ),
    (Cue::Indefinite, "a an another new different other alternative alternate some any one"),
    (Cue::Definite, "the our my your his her their this that tomorrow's today's ur"),
    (
        Cue::Break,
        "but so because cos cause coz cuz bc as if while although though when whereas unless which who then however whilst",
    ),
    (
        Cue::Pronoun,
        "i i'm i'll i've we we're it it's you he she they im ive there am is was will would please can could",
    ),
];

static LEXICON: LazyLock<Lexicon<Cue>> = LazyLock::new(|| Lexicon::new(CUES.iter().copied()));

/// What a word tells, if anything.
pub(super) fn look_up(word: &str) -> Option<Cue> {
    LEXICON.get(word)
}

/// The cues of a stretch of words, and the last event in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    pub(super) cues: u32,
    pub(super) event: Option<usize>,
}

/// What each token of a sentence tells.
#[derive(Debug, Default)]
pub(super) struct Cues(pub(super) Vec<Option<Cue>>);

impl Cue {
    pub(super) fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl Seen {
    pub(super) fn or(self, other: Self) -> Self {
        Self { cues: self.cues | other.cues, event: self.event.or(other.event) }
    }

    pub(super) fn has(self, cue: Cue) -> bool {
        self.cues & cue.bit() != 0
    }

    /// `moved it to the 2pm`
    pub(super) fn moved_onto(self, clauses: &Clauses<'_>, phrase: &Phrase) -> bool {
        self.has(Cue::Move) && phrase.first >= 2 && matches!(clauses.word(phrase.first - 2), Word::To | Word::Until)
    }
}
