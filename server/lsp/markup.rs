//! What is told in Markdown, for clients that render it and for those that show it as it comes.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use tower_lsp::ls_types::{MarkupContent, MarkupKind};

/// `markdown` as a client takes it: as it is, or in plain text.
pub(super) fn markup(markdown: String, is_rendered: bool) -> MarkupContent {
    if is_rendered {
        MarkupContent { kind: MarkupKind::Markdown, value: markdown }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: plain(&markdown) }
    }
}

/// The words of `markdown`, with its paragraphs and lists and without its marks.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new(markdown) {
        match event {
            // Html: what is meant for a person and looks like markup, as `<name>`.
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                text.push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Start(Tag::Item) => text.push_str("- "),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => text.push_str("\n\n"),
            Event::End(end)
                if matches!(end, TagEnd::List(_) | TagEnd::CodeBlock)
                    || end == TagEnd::Item && !text.ends_with('\n') =>
            {
                text.push('\n');
            }
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}
