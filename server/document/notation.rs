//! What the text between two marks must look like to be a placeholder, and not a remark, a link or a tag.

pub(super) fn name_len(bytes: &[u8]) -> usize {
    bytes.iter().take(60).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.')).count()
}

/// Go templates: `{{if .Reason}}`, `{{end}}`, `{{range …}}`.
pub(super) fn is_go_tag(words: &str) -> bool {
    matches!(words.split(' ').next(), Some("if" | "end" | "range" | "with" | "define" | "block"))
        && (words == "end" || words.contains(" ."))
}

/// `first_name`, `candidate.name`, `recipient_name or 'Hiring Manager'`.
pub(super) fn is_identifier(inner: &str) -> bool {
    let inner = inner.trim();
    inner.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && inner.len() > 1
        && inner
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ' ' | '\'' | '-' | '|' | '/' | '\u{2019}'))
        && inner.split(' ').count() <= 6
}

/// A few words and nothing else.
pub(super) fn is_phrase(inner: &str) -> bool {
    inner.starts_with(char::is_alphabetic)
        && inner
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ' ' | '\'' | '-' | '/' | '\u{2019}' | '(' | ')'))
        && inner.split(' ').count() <= 6
}

/// Whether brackets hold something to fill in rather than a remark of the writer or of a program.
pub(super) fn is_blank_to_fill(inner: &str) -> bool {
    let inner = inner.trim();
    if inner.len() < 2 || !inner.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return false;
    }
    let lower = inner.to_lowercase();
    let first = lower.split([' ', ':', '-', ',']).next().unwrap_or("");
    ![
        "sic",
        "external",
        "image",
        "cid",
        "ext",
        "edited",
        "update",
        "mailto",
        "attachment",
        "picture",
        "photo",
        "logo",
        "inline",
        "spam",
        "caution",
        "redacted",
        "laughs",
        "note",
        "ps",
        "quoted",
        "snip",
        "deleted",
    ]
    .contains(&first)
        && inner.split(' ').count() <= 14
}

/// How a definition of a link that nothing uses begins, in bytes: Markdown has no comments, and people write these.
pub(super) fn markdown_comment(text: &str) -> Option<usize> {
    let label = ["[//]: ", "[comment]: "].into_iter().find(|label| text.starts_with(label))?;
    let target = ["#", "<>"].into_iter().find(|target| text[label.len()..].starts_with(target))?;
    Some(label.len() + target.len())
}

/// HTML elements a mail may hold.
pub(super) const ELEMENTS: [&str; 73] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "input",
    "ins",
    "label",
    "li",
    "link",
    "main",
    "meta",
    "ol",
    "p",
    "pre",
    "s",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
];
