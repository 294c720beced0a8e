//! What a tag of a template does: opens a part of the message that is there only sometimes, goes over to another one, or
//! ends it. Every language's notation comes down to the same few steps.

use super::meaning;

/// What decides whether words are there, as the template writes it: `late`, `days_waiting > 14`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// The expression, without `not` in front of it.
    pub words: String,
    /// Whether it must not hold.
    pub negated: bool,
}

impl Condition {
    /// Whether it asks for the value whose words are `words`, or for what that value is a part of: where it fails, there is none.
    pub(crate) fn tests(&self, words: &str) -> bool {
        // What is not equal to one thing is another one.
        if self.words.contains(['<', '>']) || self.words.contains("==") || self.words.contains("eq ") {
            return false;
        }
        let value = format!(" {words} ");
        let padded = |expression: &str| format!(" {} ", meaning::words(expression));
        // `slot is defined` asks for `slot.time` too, `slot.is_free` does not.
        let mut names = self.words.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | '$')));
        let is_whole = |name: &str| !meaning::words(name).is_empty() && value.starts_with(&padded(name));
        !words.is_empty() && (padded(&self.words).contains(&value) || names.any(is_whole))
    }
}

/// What a tag does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Opens words that are there on a condition.
    If(Condition),
    /// Opens a choice between values of an expression; no words belong to it until the first of them comes.
    Case(String),
    /// Opens words that are there always, or as often as there are items.
    Open,
    /// The words of another condition instead.
    ElseIf(Condition),
    /// The words of a value of the expression of `Case`.
    When(String),
    /// The words where none of the conditions holds.
    Else,
    /// Ends what was opened last.
    Close,
    /// Neither; such a tag sets a value, or includes a file.
    Other,
}

/// Words of `{% … %}` that open what their `end…` closes; of all others nothing opens and nothing closes.
const BLOCKS: [&str; 8] = ["if", "unless", "for", "case", "with", "each", "tablerow", "ifchanged"];

/// Reads a tag, marks included.
pub(crate) fn step(tag: &str) -> Step {
    match tag.get(..2) {
        Some("{{") => braces(tag.trim_matches(['{', '}', '~', '-', ' ', '\t', '\r', '\n'])),
        Some("{%") => percent(tag.trim_matches(['{', '}', '%', '-', '+', '~', ' ', '\t', '\r', '\n'])),
        Some("<%") => script(tag),
        Some("((") => Step::If(positive(tag[2..].trim_end_matches("??"))),
        Some("))") => Step::Close,
        _ => Step::Other,
    }
}

/// The first word, and the rest.
fn first(inner: &str) -> (&str, &str) {
    let end = inner.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(inner.len());
    (&inner[..end], inner[end..].trim())
}

/// Handlebars, Mustache and the templates of Go.
fn braces(inner: &str) -> Step {
    if let Some(opened) = inner.strip_prefix('#') {
        let (word, rest) = first(opened.trim_start_matches(['*', '>', ' ']));
        return match word {
            _ if opened.starts_with(['*', '>']) => Step::Open,
            "if" => Step::If(positive(rest)),
            "unless" => Step::If(negative(rest)),
            "each" | "with" | "list" | "let" => Step::Open,
            // A section of Mustache, or a helper that compares.
            _ if rest.is_empty() => Step::If(positive(word)),
            _ if word.starts_with("if") || word.starts_with("is") => Step::If(positive(opened)),
            _ if word.starts_with("unless") => Step::If(negative(rest)),
            _ => Step::Open,
        };
    }
    match inner.as_bytes().first() {
        Some(b'/') => return Step::Close,
        Some(b'^') if inner.len() > 1 => return Step::If(negative(&inner[1..])),
        Some(b'^') => return Step::Else,
        _ => {}
    }
    match first(inner) {
        ("else", "") => Step::Else,
        ("else", rest) => match first(rest) {
            ("if", condition) => Step::ElseIf(positive(condition)),
            ("unless", condition) => Step::ElseIf(negative(condition)),
            _ => Step::ElseIf(positive(rest)),
        },
        ("if", condition) => Step::If(positive(condition)),
        ("range" | "with" | "define" | "block", _) => Step::Open,
        ("end", "") => Step::Close,
        _ => Step::Other,
    }
}

/// Jinja, Twig, Nunjucks and Liquid.
fn percent(inner: &str) -> Step {
    let (word, rest) = first(inner);
    match word {
        "if" => Step::If(positive(rest)),
        "unless" => Step::If(negative(rest)),
        "elif" | "elsif" | "elseif" => Step::ElseIf(positive(rest)),
        "else" if rest.starts_with("if ") => Step::ElseIf(positive(&rest[3..])),
        "else" => Step::Else,
        "case" => Step::Case(squeezed(rest)),
        "when" => Step::When(squeezed(rest)),
        word if BLOCKS.contains(&word) => Step::Open,
        word if word.strip_prefix("end").is_some_and(|what| BLOCKS.contains(&what)) => Step::Close,
        _ => Step::Other,
    }
}

/// Ruby and JavaScript between `<%` and `%>`.
fn script(tag: &str) -> Step {
    let inner = tag.trim_start_matches(['<', '%', '-', '_', ' ', '\t', '\r', '\n']);
    let inner = inner.trim_end_matches('>').trim_end_matches(['%', '-', '_', ' ', '\t', '\r', '\n', ';']);
    let (closes, inner) = match inner.strip_prefix('}') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, inner),
    };
    let (word, rest) = first(inner);
    let rest = rest.trim_end_matches('{').trim_end();
    // `if (late) {`, `if late then`
    let rest = rest.strip_suffix(" then").unwrap_or(rest);
    let condition = || rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(rest);
    if closes {
        return match word {
            "else" if rest.starts_with("if") => {
                let condition = rest[2..].trim();
                let bare = condition.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(condition);
                Step::ElseIf(positive(bare))
            }
            "else" => Step::Else,
            _ => Step::Close,
        };
    }
    match word {
        "if" => Step::If(positive(condition())),
        "unless" => Step::If(negative(condition())),
        "elsif" => Step::ElseIf(positive(rest)),
        "else" => Step::Else,
        "case" => Step::Case(squeezed(rest)),
        "when" => Step::When(squeezed(rest)),
        "end" => Step::Close,
        "for" | "while" => Step::Open,
        _ if inner.ends_with(" do") || inner.ends_with('|') || inner.ends_with('{') => Step::Open,
        _ => Step::Other,
    }
}

/// A condition that must hold; `not` and `!` in front of a simple one are taken off.
fn positive(words: &str) -> Condition {
    let words = words.trim();
    let bare = words.strip_prefix("not ").or_else(|| words.strip_prefix('!')).map(str::trim);
    match bare.filter(|bare| is_simple(bare)) {
        Some(bare) => Condition { words: bare.to_owned(), negated: true },
        None => Condition { words: squeezed(words), negated: false },
    }
}

fn negative(words: &str) -> Condition {
    let Condition { words, negated } = positive(words);
    Condition { words, negated: !negated }
}

/// Whether an expression is but the name of a value.
pub(crate) fn is_simple(words: &str) -> bool {
    !words.is_empty() && words.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '-' | '$'))
}

/// On one line.
fn squeezed(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
