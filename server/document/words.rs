//! What kind of word a word is, as far as greetings and sign-offs need to know. Names are open-ended and in no list;
//! what is listed is the rest. One lookup answers all questions about a word.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The lists a word is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class(u16);

impl Class {
    /// An English word that is seldom a name, slang and text-speak included.
    pub(super) const COMMON: Self = Self(1);
    /// `Mr`, `Dr`, `Professor`: followed by a name.
    pub(super) const TITLE: Self = Self(1 << 1);
    /// Meant for no one in particular: `team`, `all`, `Hiring Manager`.
    pub(super) const COLLECTIVE: Self = Self(1 << 2);
    /// `Vikram ji`, `Usman bhai`: goes with the name before it.
    pub(super) const SUFFIX: Self = Self(1 << 3);
    /// Inside names: `van`, `de`, `Ní`.
    pub(super) const PARTICLE: Self = Self(1 << 4);
    /// Opens a greeting and needs nothing after it: `hi`, `hello`.
    pub(super) const HAIL: Self = Self(1 << 5);
    /// Opens a greeting when someone is named after it: `dear`, `morning`, `respected`.
    pub(super) const ADDRESS: Self = Self(1 << 6);
    /// May come before a greeting: `ok so`, `oh`, `well`.
    pub(super) const INTERJECTION: Self = Self(1 << 7);
    /// Makes a line a closing formula: `regards`, `cheers`.
    pub(super) const CLOSING: Self = Self(1 << 8);
    /// May stand in a closing formula beside such a word: `kind`, `with`, `yours`.
    pub(super) const CLOSING_MORE: Self = Self(1 << 9);
    /// A desk rather than a person signs: `HR`, `Team`, `Office`.
    pub(super) const DESK: Self = Self(1 << 10);

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

static CLASSES: LazyLock<FxHashMap<&'static str, Class>> = LazyLock::new(|| {
    let mut classes: FxHashMap<&'static str, Class> = FxHashMap::default();
    for (class, words) in [
        (Class::COMMON, include_str!("common_words.txt")),
        (Class::TITLE, TITLES),
        (Class::COLLECTIVE, COLLECTIVES),
        (Class::SUFFIX, SUFFIXES),
        (Class::PARTICLE, PARTICLES),
        (Class::HAIL, HAILS),
        (Class::ADDRESS, ADDRESSES),
        (Class::INTERJECTION, INTERJECTIONS),
        (Class::CLOSING, CLOSINGS),
        (Class::CLOSING_MORE, CLOSINGS_MORE),
        (Class::DESK, DESKS),
    ] {
        for word in words.split_ascii_whitespace() {
            classes.entry(word).or_default().0 |= class.0;
        }
    }
    classes
});

const TITLES: &str = "mr mrs ms miss mx mister missus mdm madam madame ma'am maam mam sir dr doctor prof professor herr frau fr \
    father rev reverend sister brother sri shri smt signor signora sr sra senor senora señor señora monsieur mme mlle don \
    doña principal headmaster headmistress head engr eng er ing arch barr barrister hon honourable judge justice captain capt col \
    colonel major lt sgt chief alhaji alhaja mallam canon dean rabbi imam pastor mnr mev meneer mevrouw dhr uncle aunty \
    auntie oga manager coach chef nurse officer councillor cllr lord lady dame cpa mwl mwalimu ustad mistress master pan pani \
    assoc datuk dato puan encik tuan bros";

const COLLECTIVES: &str = "all team teams everyone everybody folks guys people colleagues both together there again hiring \
    recruiting recruitment recruiter recruiters talent acquisition selection search committee panel board members manager \
    managers applicant applicants candidate candidates student students employee employees hr hrbp human resources department \
    dept office desk admissions audition interview interviewers interviewer sir sirs madam madams ma'am maam mam ma ladies \
    gentlemen lads mate mates bro buddy hun babe hon love lovely darling dude fam friends friend headteacher's pa headteacher chair \
    experience partner staff community y'all yall zusammen tous toutes todos alle kollegen equipo customer client user \
    subscriber whoever concerned esteemed valued trustees governors directors partners members volunteers";

const SUFFIXES: &str = "ji bhai sahib saheb san sama sensei ma'am maam mam sir madam po jr esq kuya ate akka anna garu";

const PARTICLES: &str =
    "van von der den de del della di da dos das du la le el al bin binti ibn ben ter ten ní ó mac mc st zu af av y e";

const HAILS: &str = "hi hello hey hiya heya hullo hallo helo ello yo howdy howzit howya greetings salut bonjour bonsoir hola olá ola \
    salam salaam salaams assalamualaikum aoa ciao hej hei moin servus namaste namaskar vanakkam habari jambo mambo sema sasa shalom \
    aloha oi hii gm gmorning buongiorno buonasera oh-hi halo goddag ahoj cześć privet wassup sup 'ello gday g'day gidday good-day \
    morning afternoon evening mornin evenin welcome to-whom";

const ADDRESSES: &str = "dear dera deer der respected esteemed honoured honored estimado estimada estimados querido querida caro cara \
    cher chère chers sehr geehrte geehrter geehrtes liebe lieber beste geachte kära kære dearest worthy fair hon'ble most my \
    estimated prezado prezada gentile egregio szanowny szanowna";

const INTERJECTIONS: &str =
    "ok okay so oh ah eh well alright alrite omg god right ay ey um er erm hmm anyway och aye listen look hope";

const CLOSINGS: &str = "regards regard rgds rgrds sincerely faithfully truly respectfully cordially cheers best warmly love luv hugs kisses \
    wishes thanks thx tks thks ta greetings greets greeting yours yrs fondly gratefully obediently attentively collegially lovingly \
    affectionately later bye byeee byee xx xxx xxxx xoxo slán slainte groetjes groete groeten gruß grüße gruss lg mfg hilsen mvh \
    hälsningar cordialement amicalement saludos saludo abraço abraços abraco abracos abrazo abrazos bjs beijos salutations shot \
    hooroo laters tata toodles peace wassalam br kr signed xoxo servant greet thine faithful compliments mihi regds thanking thankyou sd respect \
    vriendelike salutation atentamente attentivement distinti saluti pozdrawiam hälsning vennlig vennlige kveðja nuh cin";

const CLOSINGS_MORE: &str = "with kind kindest warm warmest best the my our your many very all much & and in for of to a i am again you so big \
    most highly friendly sincere sincerest real every good ever as always aye un um une bien à vous go fóill nui ngā is mise le meas \
    lots now then from hugs team wishes warmly respectfully submitted once advance yours kindly cordial again ever u ya wish obliged humble obedient your ok okay";

const DESKS: &str = "hr team office desk admin dept department recruitment recruiting resourcing operations ops staffing resources human \
    capital division registrar secretary secretariat committee unit talent acquisition management people hiring board group \
    careers gang fam crew secretariat recrutement";

/// A word in lower case; `None` when it is longer than any listed word.
pub(super) struct Lower {
    bytes: [u8; 32],
    len: usize,
}

impl Lower {
    pub(super) fn new(word: &str) -> Option<Self> {
        let mut lower = Self { bytes: [0; 32], len: 0 };
        if word.is_ascii() {
            lower.bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
            lower.bytes.make_ascii_lowercase();
            lower.len = word.len();
            return Some(lower);
        }
        for c in word.chars() {
            for c in c.to_lowercase() {
                let end = lower.len + c.len_utf8();
                if end > lower.bytes.len() {
                    return None;
                }
                c.encode_utf8(&mut lower.bytes[lower.len..end]);
                lower.len = end;
            }
        }
        Some(lower)
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or("")
    }
}

/// The lists `word` is in, whatever its case; letters drawn out as in `heyyy` count once.
pub(super) fn class(word: &str) -> Class {
    let Some(lower) = Lower::new(word) else { return Class::default() };
    let lower = lower.as_str();
    if let Some(&class) = CLASSES.get(lower) {
        return class;
    }
    let last = lower.chars().next_back().unwrap_or(' ');
    let stem = lower.trim_end_matches(last);
    if last.is_alphabetic() && lower.len() > stem.len() + last.len_utf8() && !stem.is_empty() {
        return CLASSES.get(&lower[..stem.len() + last.len_utf8()]).copied().unwrap_or_default();
    }
    Class::default()
}

/// Whether a word is an everyday one, inflected or not.
pub(super) fn is_common(word: &str) -> bool {
    let Some(lower) = Lower::new(word) else { return true };
    let lower = lower.as_str();
    let listed = |w: &str| CLASSES.get(w).is_some_and(|c| c.has(Class::COMMON));
    listed(lower)
        || ENDINGS.iter().any(|ending| lower.strip_suffix(ending).is_some_and(|stem| stem.len() > 2 && listed(stem)))
}

const ENDINGS: [&str; 10] = ["s", "es", "ed", "d", "ing", "ly", "er", "'s", "n't", "in"];

/// Whether a word begins with a capital.
pub(super) fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}
