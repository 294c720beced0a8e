//! What is still to be filled in, and the notations people write it in.

use super::meaning::Meaning;
use crate::span::{Span, TextSpan};

/// Something to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// Where in the source, delimiters included.
    pub span: Span,
    /// Where in `text`, when it stands among the writer's words.
    pub text: Option<TextSpan>,
    /// The syntax it is written in.
    pub syntax: PlaceholderSyntax,
    /// What it stands for.
    pub meaning: Meaning,
    /// The words inside, lower case, split at case changes, dots and underscores: `recruiter first name`.
    pub words: String,
}

/// The notation of a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceholderSyntax {
    /// `{{ name }}`, Jinja, Liquid, Twig, Handlebars, Mustache.
    DoubleBrace,
    /// `{% … %}`, `{{#if}}`: a tag that prints nothing itself.
    Tag,
    /// `<%= name %>`
    Erb,
    /// `${name}`
    Dollar,
    /// `{name}`
    Brace,
    /// `%NAME%`
    Percent,
    /// `[Recruiter's Name]`
    Bracket,
    /// `<Company>`
    Angle,
    /// `((name))`
    Paren,
    /// `*|FNAME|*`
    Pipe,
    /// `CANDIDATE_NAME`
    Upper,
    /// `____` or `XXX`
    Blank,
}
