//! The words that open a greeting: `Hi`, `Dear`, `Good morning`, in the languages people write to each other in.

use super::greeting::Line;
use super::token::Kind;
use super::words::Class;

impl Line<'_> {
    /// A salutation at `at`: how many tokens, and whether it stands without an addressee.
    pub(super) fn salutation(&self, at: usize) -> Option<(usize, bool)> {
        let token = |i: usize| self.tokens.get(i);
        let word = token(at).filter(|t| t.is_word())?;
        let next = |w: &[&str]| token(at + 1).is_some_and(|t| w.iter().any(|w| t.eq(w)));
        if ["good", "gud", "guten", "bon", "buenos", "buenas", "bom", "boa", "god", "goede", "dobry", "selamat", "have"]
            .iter()
            .any(|w| word.eq(w))
        {
            let day = [
                "morning",
                "afternoon",
                "evening",
                "day",
                "am",
                "pm",
                "mrng",
                "evng",
                "eve",
                "mrg",
                "aftn",
                "night",
                "tag",
                "morgen",
                "abend",
                "jour",
                "dias",
                "días",
                "tardes",
                "noches",
                "dia",
                "tarde",
                "noite",
                "dag",
                "middag",
                "pagi",
                "siang",
                "petang",
                "mornin",
                "arvo",
            ];
            if next(&day) && !word.eq("have") {
                return Some((2 + usize::from(token(at + 2).is_some_and(|t| t.eq("po") || t.eq("to"))), true));
            }
            // `Good <%= day_part %>, …`, `Good Doctor Merriweather`
            if word.eq("good") && token(at + 1).is_some_and(|t| matches!(t.kind, Kind::Placeholder(_))) {
                return Some((2, true));
            }
            if word.eq("good") && token(at + 1).is_some_and(|t| t.has(Class::TITLE) && t.is_capital()) {
                return Some((1, false));
            }
            return None;
        }
        let pairs: [(&str, &str, usize); 8] = [
            ("assalamu", "alaikum", 2),
            ("assalam", "alaikum", 2),
            ("kia", "ora", 2),
            ("compliments", "of", 4),
            ("greetings", "of", 4),
            ("peace", "be", 4),
            ("tudo", "bem", 2),
            ("what's", "up", 2),
        ];
        for (a, b, len) in pairs {
            if word.eq(a) && next(&[b]) {
                return Some((len.min(self.tokens.len() - at), true));
            }
        }
        if word.has(Class::HAIL) {
            // `Morning` and `Welcome` are also words of a sentence.
            let weak = ["morning", "afternoon", "evening", "welcome", "later", "sup", "yo", "good-day"]
                .iter()
                .any(|w| word.eq(w));
            let filler = usize::from(token(at + 1).is_some_and(|t| t.eq("po") || t.eq("there")));
            if word.eq("welcome") && next(&["to", "back", "aboard"])
                || word.eq("morning") && next(&["of", "interview", "interviews"])
            {
                return None;
            }
            let weak = weak && !word.eq("yo");
            return Some((1 + filler, !weak));
        }
        if word.has(Class::ADDRESS) {
            let fits = word.eq("dear") || !word.has(Class::COMMON);
            let titled = (1..3).any(|i| {
                token(at + i).is_some_and(|t| t.has(Class::TITLE) || t.has(Class::COLLECTIVE) && t.is_capital())
            });
            let typo = ["dera", "der", "deer"].iter().any(|w| word.eq(w));
            if (fits && !typo || titled) && word.is_capital() || word.eq("dear") {
                // `Most esteemed`, `My oga`
                let mut more = usize::from(token(at + 1).is_some_and(|t| t.has(Class::ADDRESS)));
                if token(at + 1).is_some_and(|t| t.is('/')) && token(at + 2).is_some_and(|t| t.words.len() < 3) {
                    // `Estimado/a`
                    more = 2;
                }
                return Some((1 + more, false));
            }
        }
        None
    }
}
