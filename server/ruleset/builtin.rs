//! The rules in the binary.
//!
//! Each file is there twice: as it stands in `rules/`, and as JSON without examples and explanations, which is all that
//! checking needs. The patterns of all its templates are there compiled. A test holds all that to the files.

use super::{
    layer::{Layer, RuleSource},
    patterns::Patterns,
};
use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The patterns of `layer`, if it is the built-in one as it is and nothing was wrong with its templates.
pub(super) fn patterns(layer: &Layer) -> Option<Arc<Patterns>> {
    static PATTERNS: LazyLock<Option<Arc<Patterns>>> = LazyLock::new(|| {
        let stored = include_bytes!(concat!(env!("OUT_DIR"), "/patterns.postcard"));
        postcard::from_bytes(stored).ok().map(Arc::new)
    });

    let is_whole = layer.files.len() == FILES.len() && layer.files.iter().all(|file| file.lean.is_some());
    if is_whole { PATTERNS.clone() } else { None }
}

/// The built-in layer's name.
const NAME: &str = "built-in";

pub(super) fn layer() -> Layer {
    let files =
        FILES.iter().map(|&(path, text, lean)| RuleSource { path: path.to_owned(), text: Cow::Borrowed(text), lean });
    Layer::new(NAME, files.collect())
}
