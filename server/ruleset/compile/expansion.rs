//! Expansions, each compiled once. Invariant: one that is missing, cyclic, too deep or broken is an error of what uses it.

use super::super::layout::NodeId;
use super::super::template::{Template, TemplateError};
use super::{Expansion, PatternsBuilder, WordsError};
use std::ops::Range;

/// How deep expansions may lead into one another.
const DEEPEST: usize = 16;

impl PatternsBuilder {
    /// The node of an expansion, compiled at its first use; None if it is missing, cyclic or broken.
    pub(super) fn expansion(
        &mut self,
        name: &str,
        range: Range<usize>,
        problems: &mut Vec<WordsError>,
    ) -> Result<NodeId, TemplateError> {
        let fail = |message: String, help: Option<String>| TemplateError { message, help, range: range.clone() };
        let Some(slot) = self.expansions.get_mut(name) else {
            let near = self
                .expansions
                .keys()
                .map(|k| (strsim::jaro_winkler(k, name), k))
                .filter(|(s, _)| *s > 0.8)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
            let help = near.map_or_else(
                || "define it under `[expansions]` in a file of `words/`".to_owned(),
                |(_, k)| format!("did you mean `<{k}>`?"),
            );
            return Err(fail(format!("there is no expansion `<{name}>`"), Some(help)));
        };
        match slot {
            Expansion::Done(node) => return Ok(*node),
            Expansion::Broken => {
                return Err(fail(
                    format!("the expansion `<{name}>` has an error of its own"),
                    Some("mend it where it is defined".to_owned()),
                ));
            }
            Expansion::Open => {
                return Err(fail(
                    format!("the expansion `<{name}>` leads back to itself"),
                    Some("break the circle: write one of its uses out".to_owned()),
                ));
            }
            Expansion::Written(_) if self.open >= DEEPEST => {
                return Err(fail(
                    format!("the expansion `<{name}>` is used through more than {DEEPEST} others"),
                    Some("write some of them out".to_owned()),
                ));
            }
            Expansion::Written(_) => {}
        }
        self.open += 1;
        let Expansion::Written(alternatives) = std::mem::replace(slot, Expansion::Open) else {
            unreachable!("the other three returned above")
        };
        let (mut nodes, mut errors) = (Vec::new(), Vec::new());
        for (alternative, text) in alternatives.iter().enumerate() {
            let before = errors.len();
            match Template::parse(text) {
                Ok(template) if template.parts.len() > 1 || template.question || template.exclamation => errors.push((
                    alternative,
                    TemplateError {
                        message: "`&`, `?` and `!` belong in templates, not in expansions".to_owned(),
                        help: None,
                        range: 0..text.len(),
                    },
                )),
                Ok(template) => {
                    let mut inner = Vec::new();
                    for piece in &template.parts {
                        nodes.push(self.node(piece, &mut inner, problems));
                    }
                    errors.extend(inner.into_iter().map(|e| (alternative, e)));
                }
                Err(found) => errors.extend(found.into_iter().map(|e| (alternative, e))),
            }
            debug_assert!(errors.len() >= before);
        }
        self.open -= 1;
        if nodes.is_empty() && errors.is_empty() {
            errors.push((
                0,
                TemplateError { message: "the expansion has no alternatives".to_owned(), help: None, range: 0..0 },
            ));
        }
        if errors.is_empty() {
            let node = self.either(nodes);
            if let Some(error) = alternatives.first().and_then(|text| self.too_large(node, text)) {
                errors.push((0, error));
            } else {
                self.expansions.insert(name.to_owned(), Expansion::Done(node));
                return Ok(node);
            }
        }
        problems.extend(errors.into_iter().map(|(alternative, error)| WordsError {
            expansion: name.to_owned(),
            error,
            alternative,
        }));
        self.expansions.insert(name.to_owned(), Expansion::Broken);
        Err(fail(
            format!("the expansion `<{name}>` has an error of its own"),
            Some("mend it where it is defined".to_owned()),
        ))
    }
}
