//! Whatever a draft holds, fixing it neither fails nor hurts: edits lie where they may, and a second time changes nothing.

use proptest::prelude::*;
use regards::analysis::{Settings, analyze};
use regards::check::check;
use regards::document::{Document, Format, ReadOptions};
use regards::fix::{Applicability, Fixer, Mend, Selection, apply, mend};
use regards::ruleset::{FileSettings, Ruleset, SlotValues};
use std::path::Path;
use std::sync::OnceLock;

/// Our drafts, as bytes.
fn drafts() -> &'static [Vec<u8>] {
    static DRAFTS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    DRAFTS.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts");
        let files = ["samples", "corpus", "blind", "hard"].iter().flat_map(|folder| {
            std::fs::read_dir(root.join(folder)).expect("our drafts").filter_map(Result::ok).map(|entry| entry.path())
        });
        let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|it| it != "jsonl")).collect();
        files.sort();
        files.iter().map(|path| std::fs::read(path).expect("readable")).collect()
    })
}

/// What a draft gets in the middle: what marks up, opens, closes and cannot be read.
const PIECES: [&[u8]; 24] = [
    b"\n\n",
    b"\r\n",
    b"\r",
    b"{{ ",
    b" }}",
    b"{% if x %}",
    b"{% endif %}",
    b"{{#if x}}",
    b"{{/if}}",
    b"<p>",
    b"</p>",
    b"<br>",
    b"<b>",
    b"&amp;",
    b"[Name]",
    b"=\r\n",
    b"=C3",
    b"\xFF",
    b"\xC3\xA9",
    b"\xE2\x80\x99",
    b"> ",
    b"**",
    b"maybe I might not",
    b"This is ridiculous.",
];

/// A draft with cuts and pieces put in.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), 0..60_usize, prop::option::of(0..PIECES.len()));
    (any::<prop::sample::Index>(), prop::collection::vec(change, 0..6)).prop_map(|(which, changes)| {
        let mut bytes = which.get(drafts()).clone();
        for (at, cut, piece) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, piece.map_or(&b""[..], |piece| PIECES[piece]).iter().copied());
        }
        bytes
    })
}

fn formats() -> impl Strategy<Value = Option<Format>> {
    prop::option::of(prop_oneof![Just(Format::Plain), Just(Format::Markdown), Just(Format::Mail), Just(Format::Html)])
}

/// An intent said to be the draft's; most drafts of random bytes would have none.
fn intents() -> impl Strategy<Value = Option<String>> {
    let ids = Ruleset::builtin().intents.iter().filter(|intent| !intent.silent).map(|intent| intent.id.clone());
    prop::option::weighted(0.9, prop::sample::select(ids.collect::<Vec<_>>()))
}

fn sound(
    bytes: &[u8],
    format: Option<Format>,
    template: Option<bool>,
    intent: Option<String>,
    twice: bool,
) -> Result<(), TestCaseError> {
    let ruleset = Ruleset::builtin();
    let options = ReadOptions { format, template, ..ReadOptions::default() };
    let settings =
        Settings { now: "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a moment"), intent, notice_hours: 24 };
    let (file, values) = (FileSettings::default(), SlotValues::default());
    let document = Document::parse(bytes, &options);
    let analysis = analyze(&document, ruleset, &settings);
    let fixer = Fixer::new(&document, &analysis, ruleset, &values);
    for diagnostic in check(&document, &analysis, ruleset, &file) {
        for fix in fixer.fixes(&diagnostic) {
            prop_assert!(!fix.edits.is_empty());
            let mut last = 0;
            for edit in &fix.edits {
                prop_assert!(last <= edit.span.start && edit.span.start <= edit.span.end, "{:?}", fix);
                prop_assert!(edit.span.end as usize <= bytes.len(), "{:?}", fix);
                last = edit.span.end;
                let range = document.source_offset(edit.span.start)..document.source_offset(edit.span.end);
                prop_assert!(document.source.get(range).is_some(), "not on characters: {:?}", edit);
                for blank in &edit.blanks {
                    prop_assert!(edit.text.get(blank.clone()).is_some_and(|text| !text.is_empty()), "{:?}", edit);
                }
            }
            let blank = fix.edits.iter().any(|edit| !edit.blanks.is_empty());
            prop_assert!(!blank || fix.applicability == Applicability::Review, "safe, with a blank: {:?}", fix);
            if let Some(fixed) = apply(&document, bytes, &fix.edits) {
                let kept: usize = fix.edits.iter().map(|edit| (edit.span.end - edit.span.start) as usize).sum();
                prop_assert!(fixed.len() + kept >= bytes.len());
                Document::parse(&fixed, &options);
            }
        }
    }
    if twice {
        let with = Mend { options: &options, ruleset, settings: &settings, file: &file, values: &values };
        for review in [false, true] {
            let selection = Selection { review, rules: Vec::new() };
            let once = mend(bytes, with, &selection);
            prop_assert!(once.applied.is_empty() == (once.bytes == bytes), "{:?}", once.applied);
            let again = mend(&once.bytes, with, &selection);
            let shown = || (String::from_utf8_lossy(&once.bytes).into_owned(), again.applied.clone());
            prop_assert!(again.bytes == once.bytes, "review {}: {:?}", review, shown());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_fixed_or_left_alone(
        bytes in prop::collection::vec(any::<u8>(), 0..300), format in formats(), intent in intents(),
    ) {
        sound(&bytes, format, None, intent, true)?;
    }

    #[test]
    fn any_draft_is_fixed_or_left_alone(
        bytes in mutated(), format in formats(), template in prop::option::of(any::<bool>()), intent in intents(),
        twice in prop::bool::weighted(0.3),
    ) {
        sound(&bytes, format, template, intent, twice)?;
    }
}
