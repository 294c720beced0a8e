//! What a client's language id says about a document. A file's name goes first: `check` knows nothing else, and the two
//! must agree.

use super::convert;
use crate::document::{DataFormat, Format};
use std::path::Path;

/// What kind of document is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A message, or a template of one.
    Draft,
    /// A file that may hold messages as strings.
    Data(DataFormat),
    /// `regards.toml`.
    Config,
    /// Any other TOML file: a rule, act, intent or word file, where its folder is one of those.
    Toml,
    /// Nobody's draft, such as the old side of a difference.
    Ignored,
}

/// What a document is.
pub(super) fn role(uri: &tower_lsp::ls_types::Uri, language: &str, path: Option<&Path>) -> Role {
    if !convert::is_written(uri) {
        return Role::Ignored;
    }
    let by_name = path.and_then(|path| DataFormat::of_name(&path.to_string_lossy()));
    let is_toml = path.is_some_and(|path| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")));
    if path.is_some_and(crate::project::is_config) {
        Role::Config
    } else if let Some(format) = by_name.or_else(|| data(language)) {
        Role::Data(format)
    } else if is_toml || language.eq_ignore_ascii_case("toml") {
        Role::Toml
    } else {
        Role::Draft
    }
}

/// Language ids that stand for a format.
const FORMATS: [(&str, Format); 14] = [
    ("markdown", Format::Markdown),
    ("rmd", Format::Markdown),
    ("quarto", Format::Markdown),
    ("mdx", Format::Markdown),
    ("mail", Format::Mail),
    ("email", Format::Mail),
    ("eml", Format::Mail),
    ("html", Format::Html),
    ("xhtml", Format::Html),
    ("jinja-html", Format::Html),
    ("htmldjango", Format::Html),
    ("django-html", Format::Html),
    ("html.handlebars", Format::Html),
    ("eruby.html", Format::Html),
];

/// Language ids that stand for templates.
const TEMPLATES: [&str; 19] = [
    "jinja",
    "jinja2",
    "jinja-html",
    "htmldjango",
    "django-html",
    "django-txt",
    "handlebars",
    "html.handlebars",
    "mustache",
    "liquid",
    "erb",
    "eruby",
    "eruby.html",
    "ejs",
    "embedded_template",
    "twig",
    "nunjucks",
    "gotmpl",
    "gohtmltmpl",
];

/// Language ids that stand for files of data.
const DATA: [(&str, DataFormat); 3] =
    [("json", DataFormat::Json), ("jsonc", DataFormat::Json), ("yaml", DataFormat::Yaml)];

/// The format of data a language id stands for.
fn data(language: &str) -> Option<DataFormat> {
    let known = DATA.iter().find(|(known, _)| language.eq_ignore_ascii_case(known));
    known.map(|(_, format)| *format)
}

/// The format a language id stands for.
pub(super) fn format(language: &str) -> Option<Format> {
    let known = FORMATS.iter().find(|(known, _)| language.eq_ignore_ascii_case(known));
    known.map(|(_, format)| *format)
}

/// Whether a language id stands for templates; most say nothing about it.
pub(super) fn template(language: &str) -> Option<bool> {
    TEMPLATES.iter().any(|known| language.eq_ignore_ascii_case(known)).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visual_studio_code_starts_on_every_language() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode/package.json");
        let manifest = std::fs::read_to_string(manifest).expect("the extension's manifest");
        let data = DATA.iter().map(|(language, _)| language);
        for language in FORMATS.iter().map(|(language, _)| language).chain(&TEMPLATES).chain(data) {
            assert!(manifest.contains(&format!("\"onLanguage:{language}\"")), "{language}");
        }
    }
}
