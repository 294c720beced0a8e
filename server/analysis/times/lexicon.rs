//! The words times are made of.

use crate::analysis::lexicon::Lexicon;
use std::sync::LazyLock;

/// What a word is to a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Nothing.
    Other,
    /// 0 = Monday.
    Weekday(i8),
    /// `sat`, `sun`, `wed`, `mon`: a day where its neighbours say so.
    MaybeWeekday(i8),
    /// 1 = January.
    Month(i8),
    /// `may`, `march`, `mar`, …: a month beside a day of it.
    MaybeMonth(i8),
    Today,
    Tonight,
    Tomorrow,
    Yesterday,
    Part(Part),
    Noon,
    Midnight,
    Unit(Unit),
    Cardinal(i8),
    Ordinal(i8),
    Half,
    Quarter,
    A,
    The,
    Next,
    This,
    Coming,
    Last,
    Later,
    Early,
    Thing,
    End,
    Weekend,
    EndOfDay,
    /// `am` (false) and `pm` (true).
    Meridiem(bool),
    OClock,
    Past,
    To,
    At,
    For,
    On,
    In,
    By,
    Until,
    From,
    After,
    Before,
    Since,
    Of,
    Within,
    And,
    Or,
    Possessive,
    Ago,
    /// `ahead`, `away`, `hence`: how long it is until then.
    Lead,
    Notice,
    Time,
    Every,
    Any,
    Our,
    Couple,
    Few,
    Commencing,
    Now,
    /// A word of a closed class: no noun that a number before it could count.
    Function,
    /// Index into the zones.
    Zone(u8),
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    FirstThing,
    Morning,
    Lunch,
    Afternoon,
    EndOfDay,
    Evening,
    Night,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
}

impl Word {
    /// Whether a time can begin with this word.
    pub(super) fn is_start(self) -> bool {
        use Word::{A, Coming, Couple, Early, End, Few, Half, In, Last, Later, Next, Quarter, The, This, Within};
        self.is_anchor()
            || matches!(
                self,
                A | Coming
                    | Couple
                    | Early
                    | End
                    | Few
                    | Half
                    | In
                    | Last
                    | Later
                    | Next
                    | Quarter
                    | The
                    | This
                    | Within
            )
    }

    /// Whether a time can be made of this word and digits alone: sentences without any such word need no reading.
    pub(super) fn is_anchor(self) -> bool {
        use Word::{
            Cardinal, EndOfDay, MaybeMonth, MaybeWeekday, Midnight, Month, Noon, OClock, Ordinal, Part, Today,
            Tomorrow, Tonight, Unit, Weekday, Weekend, Yesterday,
        };
        matches!(
            self,
            Weekday(_)
                | MaybeWeekday(_)
                | Month(_)
                | MaybeMonth(_)
                | Today
                | Tonight
                | Tomorrow
                | Yesterday
                | Part(_)
                | Noon
                | Midnight
                | Unit(_)
                | Cardinal(_)
                | Ordinal(_)
                | OClock
                | Weekend
                | EndOfDay
        )
    }
}

/// The words, one line for each meaning.
const WORDS: &[(Word, &str)] = &[
    (Word::Weekday(0), "monday mondays mondy mnday moday"),
    (Word::Weekday(1), "tuesday tues tue tuesdays tusday teusday tuseday tueday"),
    (
        Word::Weekday(2),
        "wednesday weds wednes wednesdays wensday wednsday wendsday wednesay wenesday wednessday wednesdy",
    ),
    (Word::Weekday(3), "thursday thurs thur thu thursdays thrusday thursay thurday thirsday thusday thurdsay thersday"),
    (Word::Weekday(4), "friday fri fridays firday frday firiday freiday"),
    (Word::Weekday(5), "saturday saturdays satday staurday satruday saterday saturdy"),
    (Word::Weekday(6), "sunday sundays sunady sundy"),
    (Word::MaybeWeekday(0), "mon"),
    (Word::MaybeWeekday(2), "wed"),
    (Word::MaybeWeekday(5), "sat"),
    (Word::MaybeWeekday(6), "sun"),
    (Word::Month(1), "january jan januray janurary"),
    (Word::Month(2), "february feb febuary feburary"),
    (Word::Month(4), "april apr"),
    (Word::Month(6), "june jun"),
    (Word::Month(7), "july jul"),
    (Word::Month(8), "august aug"),
    (Word::Month(9), "september sept sep setpember"),
    (Word::Month(10), "october oct"),
    (Word::Month(11), "november nov"),
    (Word::Month(12), "december dec decemeber"),
    (Word::MaybeMonth(3), "march mar"),
    (Word::MaybeMonth(5), "may"),
    (Word::Today, "today tday tdy 2day todays 2days"),
    (Word::Tonight, "tonight tonite tonights 2nite 2night tnite tonihgt"),
    (
        Word::Tomorrow,
        "tomorrow tomorow tommorow tommorrow tomorro tomorrw tomorrows tmrw tmr tmw tmrrw tmoro tmorrow tomoz tomo tmo morrow \
         2moro 2morrow 2mrw 2moz 2mro tomoro tmrow tmrws tomorrrow",
    ),
    (Word::Yesterday, "yesterday yday yesterdays"),
    (Word::Part(Part::Morning), "morning mornin mornings forenoon"),
    (Word::Part(Part::Lunch), "lunchtime lunch"),
    (Word::Part(Part::Afternoon), "afternoon arvo aft afternoons avo afternon"),
    (Word::Part(Part::Evening), "evening eve evenings"),
    (Word::Part(Part::Night), "night"),
    (Word::Noon, "noon midday 12noon"),
    (Word::Midnight, "midnight"),
    (Word::Unit(Unit::Minute), "minute minutes min mins"),
    (Word::Unit(Unit::Hour), "hour hours hr hrs"),
    (Word::Unit(Unit::Day), "day days"),
    (Word::Unit(Unit::Week), "week weeks wk wks fortnight fortnights"),
    (Word::Unit(Unit::Month), "month months"),
    (Word::Cardinal(1), "one"),
    (Word::Cardinal(2), "two"),
    (Word::Cardinal(3), "three"),
    (Word::Cardinal(4), "four"),
    (Word::Cardinal(5), "five"),
    (Word::Cardinal(6), "six"),
    (Word::Cardinal(7), "seven"),
    (Word::Cardinal(8), "eight"),
    (Word::Cardinal(9), "nine"),
    (Word::Cardinal(10), "ten"),
    (Word::Cardinal(11), "eleven"),
    (Word::Cardinal(12), "twelve"),
    (Word::Cardinal(15), "fifteen"),
    (Word::Cardinal(20), "twenty"),
    (Word::Cardinal(30), "thirty"),
    (Word::Cardinal(40), "forty fourty"),
    (Word::Cardinal(45), "fortyfive"),
    (Word::Cardinal(50), "fifty"),
    (Word::Ordinal(1), "first"),
    (Word::Ordinal(2), "second"),
    (Word::Ordinal(3), "third"),
    (Word::Ordinal(4), "fourth"),
    (Word::Ordinal(5), "fifth"),
    (Word::Ordinal(6), "sixth"),
    (Word::Ordinal(7), "seventh"),
    (Word::Ordinal(8), "eighth"),
    (Word::Ordinal(9), "ninth"),
    (Word::Ordinal(10), "tenth"),
    (Word::Ordinal(11), "eleventh"),
    (Word::Ordinal(12), "twelfth"),
    (Word::Ordinal(13), "thirteenth"),
    (Word::Ordinal(14), "fourteenth"),
    (Word::Ordinal(15), "fifteenth"),
    (Word::Ordinal(16), "sixteenth"),
    (Word::Ordinal(17), "seventeenth"),
    (Word::Ordinal(18), "eighteenth"),
    (Word::Ordinal(19), "nineteenth"),
    (Word::Ordinal(20), "twentieth"),
    (Word::Ordinal(30), "thirtieth"),
    (Word::Half, "half"),
    (Word::Quarter, "quarter"),
    (Word::A, "a an"),
    (Word::The, "the"),
    (Word::Next, "next nxt following"),
    (Word::This, "this dis"),
    (Word::Coming, "coming upcoming"),
    (Word::Last, "last previous"),
    (Word::Later, "later l8r"),
    (Word::Early, "early late mid beginning start"),
    (Word::Thing, "thing"),
    (Word::End, "end close"),
    (Word::Weekend, "weekend"),
    (Word::EndOfDay, "eod cob"),
    (Word::Meridiem(false), "am"),
    (Word::Meridiem(true), "pm"),
    (Word::OClock, "o'clock oclock 'clock uhr"),
    (Word::Past, "past"),
    (Word::To, "to"),
    (Word::At, "at @"),
    (Word::For, "for"),
    (Word::On, "on"),
    (Word::In, "in"),
    (Word::By, "by"),
    (Word::Until, "until till til thru through"),
    (Word::From, "from between"),
    (Word::After, "after"),
    (Word::Before, "before b4"),
    (Word::Since, "since"),
    (Word::Of, "of"),
    (Word::Within, "within"),
    (Word::And, "and n"),
    (Word::Or, "or"),
    (Word::Possessive, "'s"),
    (Word::Ago, "ago earlier"),
    (Word::Lead, "ahead away hence advance beforehand"),
    (Word::Notice, "notice warning"),
    (Word::Time, "time"),
    (Word::Every, "every each"),
    (Word::Any, "any"),
    (Word::Our, "our my your his her their ur"),
    (Word::Couple, "couple"),
    (Word::Few, "few"),
    (Word::Commencing, "commencing beginning starting"),
    (Word::Now, "now"),
    (
        Word::Function,
        "is was were are be been has had have i we you it he she they that which who if but so because as with not no cos cause \
         coz cuz due please pls thanks instead will would can could cannot cant wont should still also rather when where while \
         though although then than there here about around sharp onwards via over i'm i've it's isn't can't won't ok okay fine \
         suits works work sorry only just im its into within per plz unfortunately unless",
    ),
];

static LEXICON: LazyLock<Lexicon<Word>> = LazyLock::new(|| {
    let zones = super::zone::names().map(|(index, names)| (Word::Zone(index), names));
    Lexicon::new(WORDS.iter().copied().chain(zones))
});

/// The words among them that a sentence without digits needs for a time.
static ANCHORS: LazyLock<Lexicon<()>> =
    LazyLock::new(|| Lexicon::new(WORDS.iter().filter(|(word, _)| word.is_anchor()).map(|&(_, line)| ((), line))));

/// Whether `word` makes its sentence worth reading.
pub(super) fn is_anchor(word: &str) -> bool {
    ANCHORS.get(word).is_some()
}

/// What `word` is, whatever its case.
pub(super) fn look_up(word: &str) -> Word {
    LEXICON.get(word).unwrap_or(Word::Other)
}
