//! Fixes hold over all our drafts: what they promise is put to the test on every one, whatever its format.

use regards::analysis::{Settings, analyze};
use regards::check::check;
use regards::document::{Document, ReadOptions};
use regards::fix::{Applicability, Fixer, Mend, Notation, Selection, apply, compose, mend};
use regards::ruleset::{FileSettings, Ruleset, SlotValues};
use std::path::{Path, PathBuf};

const NOW: &str = "2026-11-23T12:00:00+00:00[UTC]";

struct Read {
    document: Document,
    analysis: regards::analysis::Analysis,
    diagnostics: Vec<regards::check::Diagnostic>,
}

fn settings() -> Settings {
    Settings { now: NOW.parse().expect("a moment"), intent: None, notice_hours: 24 }
}

fn read(bytes: &[u8], options: &ReadOptions) -> Read {
    let ruleset = Ruleset::builtin();
    let document = Document::parse(bytes, options);
    let analysis = analyze(&document, ruleset, &settings());
    let diagnostics = check(&document, &analysis, ruleset, &FileSettings::default());
    Read { document, analysis, diagnostics }
}

fn drafts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts");
    let mut files = Vec::new();
    for folder in ["corpus", "blind", "hard", "samples"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("our drafts") {
            let path = entry.expect("readable").path();
            if path.extension().is_some_and(|extension| extension != "json" && extension != "jsonl") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 1000, "the drafts are there: {}", files.len());
    files
}

fn options(path: &Path) -> ReadOptions {
    ReadOptions { name: path.file_name().map(|name| name.to_string_lossy().into_owned()), ..ReadOptions::default() }
}

fn with<'a>(
    options: &'a ReadOptions,
    settings: &'a Settings,
    file: &'a FileSettings,
    values: &'a SlotValues,
) -> Mend<'a> {
    Mend { options, ruleset: Ruleset::builtin(), settings, file, values }
}

fn mended(bytes: &[u8], options: &ReadOptions, review: bool) -> regards::fix::Fixed {
    let (settings, file, values) = (settings(), FileSettings::default(), SlotValues::default());
    mend(bytes, with(options, &settings, &file, &values), &Selection { review, rules: Vec::new() })
}

/// Runs `test` on every draft and fails with all that went wrong.
fn each(test: impl Fn(&Path, &[u8], &ReadOptions) -> Vec<String> + Sync) {
    let drafts = drafts();
    let half = drafts.len() / 2;
    let run = |files: &[PathBuf]| -> Vec<String> {
        let mut wrong = Vec::new();
        for path in files {
            let bytes = std::fs::read(path).expect("readable");
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            wrong.extend(test(path, &bytes, &options(path)).into_iter().map(|what| format!("{name}: {what}")));
        }
        wrong
    };
    let wrong = std::thread::scope(|scope| {
        let first = scope.spawn(|| run(&drafts[..half]));
        let mut second = run(&drafts[half..]);
        let mut all = first.join().expect("no panic");
        all.append(&mut second);
        all
    });
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn after_all_fixes_nothing_fixable_is_left() {
    let ruleset = Ruleset::builtin();
    let (settings, file, values) = (settings(), FileSettings::default(), SlotValues::default());
    each(|_, bytes, options| {
        let fixed = mended(bytes, options, true).bytes;
        let read = read(&fixed, options);
        let fixer = Fixer::new(&read.document, &read.analysis, ruleset, &values);
        let fixer = fixer.proving(with(options, &settings, &file, &values), None);
        let fixes = fixer.all(&read.diagnostics, true);
        let left = read.diagnostics.iter().zip(&fixes).filter(|(_, fixes)| !fixes.is_empty());
        left.map(|(diagnostic, _)| format!("{} is still fixable", ruleset[diagnostic.rule].id)).collect()
    });
}

/// A preferred fix that takes words out takes its finding away and leaves the message about the same.
#[test]
fn what_is_taken_out_is_no_longer_found() {
    let ruleset = Ruleset::builtin();
    let (settings, file, values) = (settings(), FileSettings::default(), SlotValues::default());
    let offered = std::sync::atomic::AtomicUsize::new(0);
    each(|_, bytes, options| {
        let before = read(bytes, options);
        let fixer = Fixer::new(&before.document, &before.analysis, ruleset, &values);
        let fixer = fixer.proving(with(options, &settings, &file, &values), None);
        let mut wrong = Vec::new();
        for diagnostic in &before.diagnostics {
            let Some(fix) = fixer.fixes(diagnostic).into_iter().next() else { continue };
            let rule = &ruleset[diagnostic.rule];
            // What is late stays late, however kindly it is said.
            let lasts = matches!(ruleset[diagnostic.rule].check, regards::ruleset::CheckKind::Notice { .. });
            if lasts || fix.edits.iter().all(|edit| edit.span.start == edit.span.end) {
                continue;
            }
            let Some(fixed) = apply(&before.document, bytes, &fix.edits) else { continue };
            let after = read(&fixed, options);
            let count = |read: &Read| read.diagnostics.iter().filter(|it| it.rule == diagnostic.rule).count();
            let main = |read: &Read| read.analysis.intents.first().map(|found| found.intent);
            if main(&before) != main(&after) || count(&after) >= count(&before) {
                wrong.push(format!("{}: “{}” does not mend it", rule.id, fix.title));
            }
            offered.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
        wrong
    });
    assert!(offered.into_inner() > 500, "few fixes are offered");
}

#[test]
fn fixing_again_changes_nothing() {
    each(|_, bytes, options| {
        [true, false]
            .iter()
            .filter(|&&review| {
                let once = mended(bytes, options, review).bytes;
                mended(&once, options, review).bytes != once
            })
            .map(|review| format!("a second fix changes it (review: {review})"))
            .collect()
    });
}

#[test]
fn the_message_stays_what_it_is() {
    each(|_, bytes, options| {
        let fixed = mended(bytes, options, true).bytes;
        let (before, after) = (read(bytes, options), read(&fixed, options));
        let mut wrong = Vec::new();
        let main = |read: &Read| read.analysis.intents.first().map(|found| found.intent);
        if main(&before) != main(&after) {
            wrong.push("another intent".to_owned());
        }
        let thread = |read: &Read| read.document.thread.iter().map(|part| part.text.clone()).collect::<Vec<_>>();
        if thread(&before) != thread(&after) {
            wrong.push("the thread changed".to_owned());
        }
        let signature = |read: &Read| read.document.signature.as_ref().map(|signature| signature.text.clone());
        if signature(&before) != signature(&after) {
            wrong.push("the signature changed".to_owned());
        }
        if main(&before).is_none() && fixed != bytes {
            wrong.push("not our business, and changed".to_owned());
        }
        wrong
    });
}

/// Safe fixes only add: what was there is still there, in order, white space aside.
#[test]
fn safe_fixes_only_add() {
    each(|_, bytes, options| {
        let fixed = mended(bytes, options, false).bytes;
        // Base64 is written anew; there the words are compared.
        let shown = |bytes: &[u8]| match memchr::memmem::find(bytes, b"base64") {
            Some(_) => read(bytes, options).document.text.into_bytes(),
            None => bytes.to_vec(),
        };
        let (fixed, bytes) = (shown(&fixed), shown(bytes));
        let mut rest = fixed.iter().filter(|byte| !byte.is_ascii_whitespace() && **byte != b'=');
        let mut own = bytes.iter().filter(|byte| !byte.is_ascii_whitespace() && **byte != b'=');
        if own.all(|byte| rest.any(|other| other == byte)) { vec![] } else { vec!["something is gone".to_owned()] }
    });
}

/// Each fix by itself: edits on character boundaries, apart, in order; blanks inside them; a safe one adds only.
#[test]
fn edits_are_sound() {
    let ruleset = Ruleset::builtin();
    let values = SlotValues::default();
    each(|_, bytes, options| {
        let read = read(bytes, options);
        let fixer = Fixer::new(&read.document, &read.analysis, ruleset, &values);
        let mut wrong = Vec::new();
        for diagnostic in &read.diagnostics {
            for fix in fixer.fixes(diagnostic) {
                let id = &ruleset[diagnostic.rule].id;
                let mut at = 0;
                for edit in &fix.edits {
                    let source = &read.document.source;
                    let (start, end) =
                        (read.document.source_offset(edit.span.start), read.document.source_offset(edit.span.end));
                    if !source.is_char_boundary(start) || !source.is_char_boundary(end) || edit.span.start < at {
                        wrong.push(format!("{id}: an edit out of place: {edit:?}"));
                    }
                    at = edit.span.end;
                    if edit.blanks.iter().any(|blank| edit.text.get(blank.clone()).is_none_or(str::is_empty)) {
                        wrong.push(format!("{id}: a blank out of place: {edit:?}"));
                    }
                    if fix.applicability == Applicability::Safe
                        && !source[start..end].trim().is_empty()
                        && read.document.headers.other.iter().all(|field| field.value != "base64")
                    {
                        wrong.push(format!("{id}: safe, and takes {:?}", &source[start..end]));
                    }
                }
                if fix.edits.is_empty() || apply(&read.document, bytes, &fix.edits).is_none() {
                    wrong.push(format!("{id}: cannot be applied: {fix:?}"));
                }
            }
        }
        wrong
    });
}

/// `and a car` is no clause: where the rest of its list cannot go with it, all of it stays.
#[test]
fn a_list_is_not_cut_in_two() {
    let draft = "hey dana, cant make the interview on friday. they pay me 20k more and a car\n";
    let after = mended(draft.as_bytes(), &ReadOptions::default(), true).bytes;
    let after = String::from_utf8(after).expect("UTF-8");
    assert!(!after.contains("a car") || after.contains("20k more and a car"), "{after}");
}

/// Words for the end of a message come before the small print below it, and look like the message.
#[test]
fn small_print_is_left_below() {
    let draft = "<p style=\"margin:0\">Hi Dana,</p>\n<p style=\"margin:0\">I have to cancel our interview on Friday because I am \
                 ill. I am sorry. Thank you for your time.</p>\n<p style=\"font-size:9px;color:#999\">This message is confidential.</p>\n";
    let name = ReadOptions { name: Some("a.html".to_owned()), ..ReadOptions::default() };
    let after = String::from_utf8(mended(draft.as_bytes(), &name, true).bytes).expect("UTF-8");
    let end = "I would be glad to find another time that suits you.</p>\n<p style=\"margin:0\">Kind regards,<br>[your name]</p>\n\
               <p style=\"font-size:9px;color:#999\">This message is confidential.</p>\n";
    assert!(after.ends_with(end), "{after}");
}

/// What `regards new` writes lacks nothing: with its slots filled no rule has an objection, with blanks only the one that
/// asks to fill them.
#[test]
fn new_messages_lack_nothing() {
    let ruleset = Ruleset::builtin();
    let mut known = SlotValues::default();
    for (slot, value) in [
        ("recruiter", "Dana Reyes"),
        ("candidate", "Priya Nair"),
        ("hiring-manager", "Lena Fischer"),
        ("company", "Northern Freight"),
        ("role", "depot manager"),
        ("appointment", "Thursday 10 December at 10 am"),
        ("alternative", "Monday 14 December in the afternoon"),
        ("reason", "a change in my plans"),
        ("sender", "Sam Carter"),
    ] {
        assert!(known.set(slot, value));
    }
    let mut written = 0;
    for (index, intent) in ruleset.intents.iter().enumerate() {
        let id = regards::ruleset::IntentId(index as u16);
        let Some(skeleton) = ruleset.intent_file(id).and_then(|file| file.skeleton) else {
            assert!(intent.silent, "{} has a skeleton", intent.id);
            continue;
        };
        let employer = intent.sender == Some(regards::ruleset::Sender::Employer);
        for (notation, name) in [
            (Notation::Plain, "a.txt"),
            (Notation::Markdown, "a.md"),
            (Notation::Mail, "a.eml"),
            (Notation::Html, "a.html"),
            (Notation::Jinja, "a.txt.j2"),
            (Notation::Handlebars, "a.txt.hbs"),
            (Notation::Erb, "a.txt.erb"),
        ] {
            for values in [&known, &SlotValues::default()] {
                let message = compose(&skeleton, employer, values, notation);
                let read = read(message.text.as_bytes(), &options(Path::new(name)));
                let what = format!("{} as {notation:?}:\n{}", intent.id, message.text);
                assert_eq!(read.analysis.intents.first().map(|found| found.intent), Some(id), "{what}");
                for diagnostic in &read.diagnostics {
                    let rule = &ruleset[diagnostic.rule];
                    let fills = rule.check == regards::ruleset::CheckKind::Filled && !message.blanks.is_empty();
                    assert!(fills, "{}: {}\n{what}", rule.id, diagnostic.message);
                }
                for blank in &message.blanks {
                    assert!(message.text.get(blank.clone()).is_some_and(|text| !text.is_empty()), "{what}");
                }
                written += 1;
            }
        }
    }
    assert_eq!(written, 10 * 7 * 2);
}
