//! Which format a draft is in: told by the caller, by the file's extensions, or by how it opens.

use super::front_matter::Lines;
use super::{Format, ReadOptions};

/// What the name and the content say.
pub(super) struct Detected {
    pub(super) format: Format,
    /// The name ends as templates do.
    pub(super) template: bool,
}

const TEMPLATES: [&str; 16] = [
    "j2",
    "jinja",
    "jinja2",
    "hbs",
    "handlebars",
    "mustache",
    "liquid",
    "erb",
    "ejs",
    "twig",
    "tmpl",
    "tpl",
    "template",
    "njk",
    "eex",
    "mjml",
];

impl Format {
    /// The format a file's name tells, if it tells one.
    pub fn of_name(name: &str) -> Option<Self> {
        let (base, extension, _) = split(name);
        by_extension(extension, base)
    }
}

fn by_extension(extension: Option<&str>, base: &str) -> Option<Format> {
    let is = |list: &[&str]| extension.is_some_and(|e| list.iter().any(|l| e.eq_ignore_ascii_case(l)));
    if is(&["eml", "mbox", "msg", "mht"]) {
        Some(Format::Mail)
    } else if is(&["md", "markdown", "mdx", "mkd", "mdown", "qmd"]) {
        Some(Format::Markdown)
    } else if is(&["html", "htm", "xhtml", "vue", "mjml"])
        || base.rsplit('.').next().is_some_and(|e| e.eq_ignore_ascii_case("mjml"))
    {
        Some(Format::Html)
    } else {
        None
    }
}

/// The name without its folders, its extension under those of templates, and whether it has one of those.
fn split(name: &str) -> (&str, Option<&str>, bool) {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut extensions = base.rsplit('.').take(base.matches('.').count());
    let mut extension = extensions.next();
    let mut template = false;
    while let Some(known) = extension.filter(|e| TEMPLATES.iter().any(|t| e.eq_ignore_ascii_case(t))) {
        template |= !known.is_empty();
        extension = extensions.next();
    }
    (base, extension, template)
}

/// Decides from `options` and the text.
pub(super) fn detect(text: &str, options: &ReadOptions) -> Detected {
    let (base, extension, template) = split(options.name.as_deref().unwrap_or(""));
    let format = options.format.or_else(|| by_extension(extension, base)).unwrap_or_else(|| {
        if is_mail(text) {
            Format::Mail
        } else if is_html(text, extension.is_some_and(|e| e.eq_ignore_ascii_case("txt"))) {
            Format::Html
        } else {
            Format::Plain
        }
    });
    Detected { format, template }
}

/// A header block, two fields of which only mail has, and a blank line or the end.
fn is_mail(text: &str) -> bool {
    const FIELDS: [&str; 15] = [
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "content-type",
        "cc",
        "reply-to",
        "received",
        "return-path",
        "delivered-to",
        "dkim-signature",
        "in-reply-to",
        "references",
    ];
    let mut known = 0;
    for (index, (line, _)) in (Lines { text, at: 0 }).enumerate() {
        let line = &text[line];
        if line.is_empty() || index > 200 {
            break;
        }
        if line.starts_with([' ', '\t']) && index > 0 {
            continue;
        }
        let Some((key, _)) = line.split_once(':') else { return false };
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return false;
        }
        known += usize::from(FIELDS.iter().any(|f| key.eq_ignore_ascii_case(f)));
    }
    known >= 2
}

fn is_html(text: &str, named_text: bool) -> bool {
    let head = text.trim_start();
    let starts = |p: &str| head.len() >= p.len() && head.as_bytes()[..p.len()].eq_ignore_ascii_case(p.as_bytes());
    if starts("<!doctype html") || starts("<html") {
        return true;
    }
    let elements = ["<p>", "<p ", "<div", "<table", "<body", "<br", "<span", "<td", "<head", "<center", "<style"];
    if elements.iter().any(|e| starts(e)) {
        return true;
    }
    // A template may open with a tag of its own; the first kilobytes tell.
    let window = &text.as_bytes()[..text.len().min(4096)];
    !named_text
        && (head.starts_with(['{', '<']))
        && memchr::memchr_iter(b'<', window)
            .filter(|&at| {
                elements.iter().any(|e| {
                    window.len() >= at + e.len() && window[at..at + e.len()].eq_ignore_ascii_case(e.as_bytes())
                })
            })
            .nth(1)
            .is_some()
}
