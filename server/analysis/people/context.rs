//! Names in prose, by what stands around them.

use super::name::{self, Kind};
use super::{is_person, role};
use crate::analysis::lexicon::Lexicon;
use crate::analysis::token::{Case, Token, TokenKind};
use crate::document::Document;
use crate::ruleset::PersonRole;
use crate::span::TextSpan;
use std::sync::LazyLock;

/// Someone named in a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// Title included.
    pub(super) span: TextSpan,
    pub(super) role: Option<PersonRole>,
    pub(super) spoken_to: bool,
    /// The placeholder that stands for them, if one does.
    pub(super) placeholder: Option<u32>,
}

/// What a word tells about the people near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cue {
    /// `spoke`
    Spoke,
    /// `speaking`, `call`: spoken if the rest of the sentence looks back.
    Speaking,
    /// `met`, `rang`: the name follows directly.
    Met,
    /// `tell`, `thank`, `copying`, `colleague`: the name follows, nothing was said.
    Names,
    With,
    And,
    Determiner,
    /// `looking`, `tomorrow`
    Ahead,
    /// `enjoyed`, `yesterday`
    Back,
    Not,
    You,
    We,
    /// `who`, `is`, `as`: between a name and its role.
    Link,
    In,
}

const SPOKE: &str = "spoke spoken talked chatted corresponded discussed";
const SPEAKING_WORDS: &str = "speaking talking chatting meeting call conversation conversations chat interview discussion exchange talk speak meet catch \
             interviewing exchanging calls chats interviews discussions";
const MET: &str = "met rang phoned consulted";

/// Words of speaking: the only ones that tell of the reader.
static SPEAKING: LazyLock<Lexicon<()>> = LazyLock::new(|| Lexicon::new([((), SPOKE), ((), SPEAKING_WORDS), ((), MET)]));

static CUES: LazyLock<Lexicon<Cue>> = LazyLock::new(|| {
    Lexicon::new([
        (Cue::Spoke, SPOKE),
        (Cue::Speaking, SPEAKING_WORDS),
        (Cue::Met, MET),
        (
            Cue::Names,
            "cc cc'd cc'ing ccing copying copied copy tell told inform informed thank thanking colleague boss mentioned name ask asked",
        ),
        (Cue::With, "with to w by through via"),
        (Cue::And, "and & n"),
        (Cue::Determiner, "the our your my a an ur his her their both"),
        (Cue::Ahead, "forward tomorrow next upcoming scheduled planned could would'd unable cancel reschedule move"),
        (
            Cue::Back,
            "after following since enjoyed thank thanks appreciate appreciated pleasure great good lovely nice loved had was were yesterday \
             last earlier valued treat kind enjoying grateful wonderful morning really",
        ),
        (Cue::Not, "not never haven't didn't havent didnt n't yet without"),
        (Cue::You, "you u me us"),
        (Cue::We, "we we've"),
        (Cue::Link, "who who's who'd who'll is was as 's 'd would be been have has will being are role works"),
        (Cue::In, "in from of at over on"),
    ])
});

/// How far a word reaches, in tokens.
const REACH: usize = 8;

/// A sentence, read for names.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    document: &'a Document,
    tokens: &'a [Token],
    cues: &'a [Option<Cue>],
}

/// What each word of a sentence tells; kept from one sentence to the next for its room.
#[derive(Debug, Default)]
pub(super) struct Cues(Vec<Option<Cue>>);

impl<'a> Names<'a> {
    /// None where a sentence has neither a name nor a word of speaking: it needs no reading.
    pub(super) fn new(document: &'a Document, tokens: &'a [Token], cues: &'a mut Cues) -> Option<Self> {
        let unread = Self { document, tokens, cues: &[] };
        let worth = (0..tokens.len()).any(|at| match tokens[at].kind {
            TokenKind::Word => unread.name(at).is_some() || unread.word(at).is_some_and(|w| SPEAKING.get(w).is_some()),
            kind => is_person(document, kind),
        });
        if !worth {
            return None;
        }
        cues.0.clear();
        cues.0.extend(tokens.iter().map(|token| match token.kind {
            TokenKind::Word => CUES.get(document.text.get(token.span.range())?),
            TokenKind::Mark('&') => Some(Cue::And),
            _ => None,
        }));
        Some(Self { cues: &cues.0, ..unread })
    }

    /// Gives every person the sentence names, in order.
    pub(super) fn each(&self, mut give: impl FnMut(Found)) {
        let mut at = 0;
        let mut roles_taken = 0;
        let mut spoken_before = None;
        while at < self.tokens.len() {
            let token = self.tokens[at];
            let found = match token.kind {
                TokenKind::Placeholder(_) if is_person(self.document, token.kind) => Some((at, at + 1, true)),
                TokenKind::Word => self.name(at),
                _ => None,
            };
            let Some((first, end, titled)) = found else {
                at += 1;
                continue;
            };
            let left_role = self.role_before(first, roles_taken);
            let right_role = self.role_after(end);
            let spoken = match spoken_before {
                Some(said) if self.joined(first) => Some(said),
                _ => self.spoken(first),
            };
            let role = left_role.or(right_role.map(|(role, _)| role));
            let suffixed = self.word(end - 1).is_some_and(|w| name::kind(w) == Some(Kind::Suffix));
            if titled || suffixed || role.is_some() || spoken.is_some() || self.named(first) {
                let span = self.tokens[first].span.cover(self.tokens[end - 1].span);
                let placeholder = match self.tokens[end - 1].kind {
                    TokenKind::Placeholder(index) => Some(index),
                    _ => None,
                };
                give(Found { span, role, spoken_to: spoken == Some(true), placeholder });
                spoken_before = spoken;
                roles_taken = right_role.map_or(end, |(_, after)| after);
            } else {
                spoken_before = None;
            }
            at = end;
        }
    }

    /// Whether the sentence says that the writer and the reader have spoken: `when we spoke`, `good talking to you`.
    pub(super) fn spoke_with_reader(&self) -> bool {
        (0..self.tokens.len()).any(|at| {
            let reader = match self.cue(at) {
                Some(Cue::Spoke | Cue::Met) => {
                    let we = at > 0 && self.cue(at - 1) == Some(Cue::We);
                    we || self.cue(at + 1) == Some(Cue::You)
                        || self.cue(at + 1) == Some(Cue::With) && self.cue(at + 2) == Some(Cue::You)
                }
                Some(Cue::Speaking) => {
                    let ours = at > 0 && self.word(at - 1) == Some("our") && self.looks_back(at);
                    let you = self.cue(at + 1) == Some(Cue::With) && self.cue(at + 2) == Some(Cue::You)
                        || self.word(at) == Some("meeting") && self.cue(at + 1) == Some(Cue::You);
                    ours || you && self.looks_back(at)
                }
                _ => return false,
            };
            reader && !self.negated(at)
        })
    }

    /// The name at `at`: first token (its title), end, and whether it bears a title.
    fn name(&self, at: usize) -> Option<(usize, usize, bool)> {
        let text = &self.document.text;
        let word = self.word(at)?;
        let kind = match self.tokens[at].case {
            // In lower case only titles count: `mr abara`.
            Case::Lower
                if word.len() > 4
                    || !matches!(word.as_bytes()[0], b'm' | b'd' | b'p' | b's' | b'f' | b'h' | b'e' | b'b') =>
            {
                return None;
            }
            _ => name::kind(word),
        };
        let titled = match kind {
            Some(Kind::Title) => true,
            Some(Kind::Address) => self.tokens[at].case == Case::Title,
            _ => false,
        };
        if titled {
            let mut start = at + 1;
            let passes = |i: usize| {
                self.mark(i) == Some('.')
                    || self.word(i).is_some_and(|w| matches!(name::kind(w), Some(Kind::Title | Kind::Address)))
            };
            while start < at + REACH && passes(start) {
                start += 1;
            }
            if let TokenKind::Placeholder(_) = self.tokens.get(start)?.kind {
                return is_person(self.document, self.tokens[start].kind).then_some((at, start + 1, true));
            }
            return name::end(text, self.tokens, start, kind == Some(Kind::Title)).map(|end| (at, end, true));
        }
        // Among capitals, a capital tells nothing.
        let shouted = self.tokens[at].case == Case::Upper && at > 0 && self.tokens[at - 1].case == Case::Upper;
        (kind != Some(Kind::NoName) && !shouted)
            .then(|| name::end(text, self.tokens, at, false))
            .flatten()
            .map(|end| (at, end, false))
    }

    /// `your recruiter, Anouk`, `hiring manager Tom`, `HR (Ms Trina)`.
    fn role_before(&self, first: usize, taken: usize) -> Option<PersonRole> {
        let before = first.checked_sub(1)?;
        let end = if matches!(self.mark(before), Some(',' | '(' | ':' | '-' | '–')) { before } else { first };
        [2, 1].into_iter().find_map(|len| {
            let start = end.checked_sub(len).filter(|&s| s >= taken)?;
            self.role(start).filter(|&(_, words)| words == len).map(|(role, _)| role)
        })
    }

    /// `Dana from your recruiting team`, `Tom (the hiring manager)`, `Greg as hiring manager`, `Priya in HR`; and where it ends.
    fn role_after(&self, end: usize) -> Option<(PersonRole, usize)> {
        let mut at = end;
        let mut linked = false;
        let mut free = 0;
        let mut clause = false;
        while at < end + REACH {
            if let Some((role, words)) = self.role_or_hiring(at, clause).filter(|_| linked) {
                return Some((role, at + words));
            }
            // `in Talent`
            if linked && at > end && self.cue(at - 1) == Some(Cue::In) && self.word(at) == Some("Talent") {
                return Some((PersonRole::Recruiter, at + 1));
            }
            match (self.mark(at), self.cue(at)) {
                (Some(',' | '(' | '-' | '–' | '—'), _) | (_, Some(Cue::Link | Cue::In)) => {
                    linked = true;
                    clause |= at == end + 1 && self.mark(end).is_some();
                }
                // `Mr Dlamini the hiring manager`; not `Did the hiring manager`.
                (_, Some(Cue::Determiner)) if linked || end > 1 => linked = true,
                (None, None)
                    if linked
                        && self.word(at).is_some()
                        && self.name(at).is_none_or(|_| self.cue(at - 1) == Some(Cue::Determiner))
                        && free < 3 =>
                {
                    free += 1;
                }
                _ => return None,
            }
            at += 1;
        }
        None
    }

    /// A role; in a clause about the person, `who was hiring for this` too.
    fn role_or_hiring(&self, at: usize, clause: bool) -> Option<(PersonRole, usize)> {
        role::read((at..at + 2).map_while(|i| self.word(i)), clause)
    }

    fn role(&self, at: usize) -> Option<(PersonRole, usize)> {
        role::read((at..at + 2).map_while(|i| self.word(i)), false)
    }

    /// Whether the name that begins at `first` is one spoken with (true), or to be (false).
    fn spoken(&self, first: usize) -> Option<bool> {
        let before = first.checked_sub(1)?;
        if self.cue(before) == Some(Cue::Met) {
            return Some(!self.negated(before));
        }
        // `with you and Graham`, `to your colleague Dana`, `with the hiring manager, Tom`
        let mut with = before;
        let passes = |i: usize| {
            matches!(self.cue(i), Some(Cue::And | Cue::You | Cue::Determiner | Cue::Names))
                || self.mark(i) == Some(',')
                || self.role(i).is_some()
                || i > 0 && self.role(i - 1).is_some_and(|(_, words)| words == 2)
        };
        while with > 0 && first - with < REACH && passes(with) {
            with -= 1;
        }
        if self.cue(with) != Some(Cue::With) {
            return None;
        }
        (with.saturating_sub(4)..with).rev().find_map(|i| match self.cue(i)? {
            Cue::Spoke | Cue::Met => Some(!self.negated(i)),
            Cue::Speaking => Some(self.looks_back(i) && !self.negated(i)),
            _ => None,
        })
    }

    /// Whether a name goes on where another ended: `and Tom`, `, Tom`, `and with Tom`.
    fn joined(&self, first: usize) -> bool {
        let back = |n: usize| first.checked_sub(n);
        match back(1).map(|i| (self.cue(i), self.mark(i))) {
            Some((Some(Cue::And), _) | (_, Some(','))) => true,
            Some((Some(Cue::With), _)) => back(2).is_some_and(|i| self.cue(i) == Some(Cue::And)),
            _ => false,
        }
    }

    /// `your colleague Priya`, `copying Tom`, `you and Craig`.
    fn named(&self, first: usize) -> bool {
        let Some(before) = first.checked_sub(1) else { return false };
        match self.cue(before) {
            Some(Cue::Names) => true,
            Some(Cue::And) => before.checked_sub(1).is_some_and(|i| self.word(i) == Some("you")),
            _ => false,
        }
    }

    /// Whether the sentence around `at` speaks of what has been.
    fn looks_back(&self, at: usize) -> bool {
        let range = at.saturating_sub(REACH + 2)..(at + REACH + 4).min(self.tokens.len());
        let has = |cue: Cue| range.clone().any(|i| self.cue(i) == Some(cue));
        has(Cue::Back) && !has(Cue::Ahead)
    }

    fn negated(&self, at: usize) -> bool {
        (at.saturating_sub(3)..at)
            .any(|i| self.cue(i) == Some(Cue::Not) || self.word(i).is_some_and(|w| w.ends_with("n't")))
    }

    fn word(&self, at: usize) -> Option<&'a str> {
        let token = self.tokens.get(at).filter(|t| t.kind == TokenKind::Word)?;
        self.document.text.get(token.span.range())
    }

    fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            TokenKind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    fn cue(&self, at: usize) -> Option<Cue> {
        self.cues.get(at).copied().flatten()
    }
}
