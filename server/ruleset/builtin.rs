//! The rules in the binary.
//!
//! Each file is there twice: as it stands in `rules/`, and as JSON without examples and explanations, which reads several
//! times faster and is all that checking needs. A test holds the two to each other.

use super::layer::{Layer, RuleSource};
use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The built-in layer's name.
const NAME: &str = "built-in";

pub(super) fn layer() -> Layer {
    let files = FILES.iter().map(|&(path, text, lean)| RuleSource {
        path: path.to_owned(),
        text: Cow::Borrowed(text),
        lean,
    });
    Layer::new(NAME, files.collect())
}
