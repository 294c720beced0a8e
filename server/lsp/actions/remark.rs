//! Remarks to Regards, written into a draft: what it is about, and what to ignore in it.
//!
//! A remark is written where the format keeps what nobody is to read: in the header block, the front matter or a
//! comment. Plain text has none of them, and gets front matter. Beside a message in a file of data it is a comment of YAML,
//! or a key where there are none.

use super::super::snapshot::{Buffer, Checked};
use crate::check::Diagnostic;
use crate::document::{Directive, DirectivePlace, Document, Format, Held};
use crate::fix::Edit;
use crate::span::Span;

/// What stands where the writer is to say why.
const REASON: &str = "[why it does not apply]";

/// Says what the message is about.
pub(super) fn set_intent(buffer: &Buffer, checked: &Checked, intent: &str) -> Edit {
    let document = &checked.draft.document;
    if let Some(said) = document.directives.iter().find(|directive| directive.key == "intent") {
        return Edit { span: value_of(document, said), text: intent.to_owned(), blanks: Vec::new() };
    }
    if let Some(held) = &checked.draft.held {
        return beside(document, held, "intent", intent, None);
    }
    let at = match comment(buffer, document) {
        Some(_) => after_body_tag(document),
        None => 0,
    };
    write(buffer, document, at, "intent", intent, None)
}

/// Has a rule ignored where it objects, for a reason that is left to write.
pub(super) fn ignore(buffer: &Buffer, checked: &Checked, diagnostic: &Diagnostic, rule: &str) -> Edit {
    let document = &checked.draft.document;
    let value = format!("{rule}: {REASON}");
    let blank = rule.len() + 2;
    if let Some(held) = &checked.draft.held {
        return listed_beside(document, held, &value, blank)
            .unwrap_or_else(|| beside(document, held, "ignore", &value, Some(blank)));
    }
    if let Some(edit) = listed(document, &value, blank) {
        return edit;
    }
    let (at, is_line) = paragraph_start(document, diagnostic.span);
    let edit = write(buffer, document, at, "ignore", &value, Some(blank));
    if is_line || edit.span.start as usize != at {
        return edit;
    }
    // Other paragraphs share the line: the remark comes between them.
    Edit { text: edit.text.trim_end_matches(['\n', '\r']).to_owned(), ..edit }
}

/// One more rule to ignore, where front matter names some already: a key stands there only once.
fn listed(document: &Document, value: &str, blank: usize) -> Option<Edit> {
    let is_ours = |directive: &&Directive| directive.key == "ignore" && directive.place == DirectivePlace::FrontMatter;
    let last = document.directives.iter().rfind(is_ours)?;
    let source = &document.source;
    let quotes = ['"', '\''];
    let start = source.get(..last.span.start as usize)?.trim_end_matches(quotes).len();
    let rest = source.get(last.span.end as usize..)?;
    let end = last.span.end as usize + rest.len() - rest.trim_start_matches(quotes).len();
    let line = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let (at, before, after) =
        if let Some(mark) = source[line..start].strip_suffix("- ").filter(|it| it.trim().is_empty()) {
            let eol = if source.contains("\r\n") { "\r\n" } else { "\n" };
            let end = end + source[end..].find(['\r', '\n']).unwrap_or(source.len() - end);
            (end..end, format!("{eol}{mark}- \""), "\"")
        } else if source[end..].trim_start().starts_with([',', ']']) {
            (end..end, ", \"".to_owned(), "\"")
        } else {
            let own = &source[start..end];
            let quoted = if own.starts_with(quotes) { own.to_owned() } else { format!("\"{own}\"") };
            (start..end, format!("[{quoted}, \""), "\"]")
        };
    let blanks = std::iter::once(before.len() + blank..before.len() + value.len()).collect();
    Some(Edit { span: Span::new(at.start, at.end), text: format!("{before}{value}{after}"), blanks })
}

/// One more rule to ignore beside a message between brackets, where a key names some already.
fn listed_beside(document: &Document, held: &Held, value: &str, blank: usize) -> Option<Edit> {
    let source = &document.source;
    let is_key = |it: &&Directive| it.key == "ignore" && !source[it.span.range()].starts_with('#');
    let last = held.remarks.iter().rfind(is_key).filter(|_| held.flow)?;
    let is_alone = source[..last.span.start as usize].trim_end().ends_with(':');
    let (start, before, after) = if is_alone {
        (last.span.start, format!("[{}, \"", &source[last.span.range()]), "\"]")
    } else {
        (last.span.end, ", \"".to_owned(), "\"")
    };
    let blanks = std::iter::once(before.len() + blank..before.len() + value.len()).collect();
    let span = Span { start, end: last.span.end };
    Some(Edit { span, text: format!("{before}{value}{after}"), blanks })
}

/// Writes a remark beside a message in a file of data: above its key.
fn beside(document: &Document, held: &Held, key: &str, value: &str, blank: Option<usize>) -> Edit {
    let source = &document.source;
    let end = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let line = source[..held.key].rfind(['\r', '\n']).map_or(0, |at| at + 1);
    let margin = &source[line..held.key];
    let (at, before, after) = if held.flow {
        let parted = &source[held.key..held.body.span.start];
        let colon = parted.rfind(':').map(|at| &parted[at..]).filter(|it| *it == ":").unwrap_or(": ");
        let next = match margin {
            _ if margin.trim().is_empty() => format!("{end}{margin}"),
            _ => colon[1..].to_owned(),
        };
        (held.key, format!("\"regards-{key}\"{colon}\""), format!("\",{next}"))
    } else {
        let margin: String = margin.chars().take_while(|c| *c == ' ').collect();
        let mark = if key == "intent" { ": " } else { " " };
        (line, format!("{margin}# regards-{key}{mark}"), end.to_owned())
    };
    let blanks = blank.map(|blank| before.len() + blank..before.len() + value.len()).into_iter().collect();
    Edit { span: Span::new(at, at), text: format!("{before}{value}{after}"), blanks }
}

/// Writes a remark. `at` is the place for one in a comment; `blank` is where in `value` something is left to fill in, up
/// to its end.
fn write(buffer: &Buffer, document: &Document, at: usize, key: &str, value: &str, blank: Option<usize>) -> Edit {
    let source = &document.source;
    let end = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let fence = document.front_matter.first().map(|_| &source[..source.find(['\n', '\r']).unwrap_or(0)]);
    let (at, before, after) = if let Some(fence) = fence {
        let at = fence.len() + if source[fence.len()..].starts_with("\r\n") { 2 } else { 1 };
        let key = if key == "ignore" { "regards-ignore" } else { key };
        if fence.trim_end().ends_with('+') {
            (at, format!("{key} = \""), format!("\"{end}"))
        } else {
            (at, format!("{key}: \""), format!("\"{end}"))
        }
    } else if let Some(headers) = document.headers.span {
        let name = if key == "ignore" { "Ignore" } else { "Intent" };
        (headers.start as usize, format!("X-Regards-{name}: "), end.to_owned())
    } else if let Some((open, close)) = comment(buffer, document) {
        let indent: String = source[at..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        (at, format!("{indent}{open} regards-{key}"), format!(" {close}{end}"))
    } else {
        let key = if key == "ignore" { "regards-ignore" } else { key };
        (0, format!("---{end}{key}: \""), format!("\"{end}---{end}"))
    };
    let before = if before.ends_with(['"', ' ']) {
        before
    } else {
        format!("{before}{}", if key == "intent" { ": " } else { " " })
    };
    let blanks = blank.map(|blank| before.len() + blank..before.len() + value.len()).into_iter().collect();
    Edit { span: Span::new(at, at), text: format!("{before}{value}{after}"), blanks }
}

/// What opens and closes a comment, where there are comments.
fn comment(buffer: &Buffer, document: &Document) -> Option<(&'static str, &'static str)> {
    let name = buffer.uri.path().as_str();
    let extension = name.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, last)| last);
    let is = |names: &[&str]| {
        names.iter().any(|n| n.eq_ignore_ascii_case(extension) || n.eq_ignore_ascii_case(&buffer.language))
    };
    if is(&[
        "j2",
        "jinja",
        "jinja2",
        "jinja-html",
        "twig",
        "njk",
        "nunjucks",
        "htmldjango",
        "django-html",
        "django-txt",
    ]) {
        Some(("{#", "#}"))
    } else if is(&["hbs", "handlebars", "html.handlebars"]) {
        Some(("{{!--", "--}}"))
    } else if is(&["mustache"]) {
        Some(("{{!", "}}"))
    } else if is(&["liquid"]) {
        Some(("{% comment %}", "{% endcomment %}"))
    } else if is(&["gotmpl", "gohtmltmpl", "tmpl"]) {
        Some(("{{/*", "*/}}"))
    } else if is(&["erb", "eruby", "eruby.html", "ejs", "embedded_template"]) {
        Some(("<%#", "%>"))
    } else {
        matches!(document.format, Format::Html | Format::Markdown).then_some(("<!--", "-->"))
    }
}

/// The value of a remark, wherever it stands.
fn value_of(document: &Document, said: &Directive) -> Span {
    let start = document.source_offset(said.span.start);
    let words = &document.source[start..document.source_offset(said.span.end).max(start)];
    let within = words.rfind(said.value.as_str()).unwrap_or(0);
    Span::new(start + within, start + within + said.value.len())
}

/// The start of the line the paragraph at `span` begins on; its own start and false, where another one ends on that line.
fn paragraph_start(document: &Document, span: Span) -> (usize, bool) {
    let mut before = None;
    let mut blocks = document.blocks.iter().map(|block| document.to_source(block.span));
    let here = blocks.find(|block| {
        let is_here = span.start <= block.end;
        before = if is_here { before } else { Some(block.end) };
        is_here
    });
    let start = document.source_offset(here.map_or(span.start, |block| block.start));
    let line = document.source[..start].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let is_shared = before.is_some_and(|end| document.source_offset(end) > line);
    if is_shared { (start, false) } else { (line, true) }
}

/// Where a page's own text can begin.
fn after_body_tag(document: &Document) -> usize {
    let source = &document.source;
    let tag = source.as_bytes().windows(5).position(|window| window.eq_ignore_ascii_case(b"<body"));
    let Some(end) = tag.and_then(|tag| Some(tag + source[tag..].find('>')? + 1)) else { return 0 };
    let rest = &source[end..];
    end + if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) }
}
