//! The slots of a rule's message, and what fills them.

use std::borrow::Cow;

/// What fills `{missing}`, `{name}` and so on. A slot the check has nothing for is left out with its braces.
#[derive(Default)]
pub(super) struct Slots<'a> {
    pub(super) missing: Option<Cow<'a, str>>,
    pub(super) name: Option<Cow<'a, str>>,
    pub(super) role: Option<Cow<'a, str>>,
    pub(super) hours: Option<Cow<'a, str>>,
    pub(super) limit: Option<Cow<'a, str>>,
    pub(super) words: Option<Cow<'a, str>>,
    pub(super) text: Option<Cow<'a, str>>,
    pub(super) time: Option<Cow<'a, str>>,
}

impl Slots<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        let slot = match name {
            "missing" => &self.missing,
            "name" => &self.name,
            "role" => &self.role,
            "hours" => &self.hours,
            "limit" => &self.limit,
            "words" => &self.words,
            "text" => &self.text,
            "time" => &self.time,
            _ => return None,
        };
        Some(slot.as_deref().unwrap_or(""))
    }
}

/// The message with its slots filled; braces that are no slot stay.
pub(super) fn fill(template: &str, slots: &Slots<'_>) -> String {
    let mut filled = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        let slot = rest.find('}').and_then(|close| Some((slots.get(&rest[1..close])?, close + 1)));
        let (text, taken) = slot.unwrap_or(("{", 1));
        filled.push_str(text);
        rest = &rest[taken..];
    }
    filled.push_str(rest);
    filled
}

/// Words of the draft as a message shows them: on one line, and not too many.
pub(super) fn quote(words: &str) -> Cow<'_, str> {
    const MOST: usize = 60;
    let short = match words.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()).into(),
        None => Cow::Borrowed(words),
    };
    if short.contains(['\n', '\r', '\t']) {
        short.split_whitespace().collect::<Vec<_>>().join(" ").into()
    } else {
        short
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A title as it stands in the middle of a sentence: its first letter small, unless the word is all capitals.
pub(super) fn lower(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => title.to_owned(),
    }
}
