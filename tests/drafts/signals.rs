//! Templates and model: which of them spoke, on what words, and how a file's `model` key governs them.

use super::settings;
use regards::analysis::{ActFound, Analysis, Signal, analyze, because};
use regards::document::{Document, ReadOptions};
use regards::ruleset::{Config, Layer, RuleSource, Ruleset};

const DRAFT: &str = "Dear Ms Laurent,\n\nI am sorry, but I have to cancel our interview on Thursday, as my daughter is ill. \
                     Thank you for your time.\n\nKind regards,\nJo\n";

/// The built-in rules with another act of thanks, and a `key` more in the file about cancelling, whose threshold becomes
/// `threshold`.
fn rules(thanks: &str, threshold: i32, key: &str) -> Ruleset {
    let builtin = Layer::builtin();
    let cancel = builtin.files.iter().find(|file| file.path == "intents/cancel.toml").expect("it is built in");
    let cancel = cancel.text.replace("threshold = 5", &format!("threshold = {threshold}\n{key}"));
    let thanks = format!("title = \"Thanks\"\ndescription = \"Thanks.\"\n{thanks}\n{key}\n");
    let own = vec![RuleSource::new("acts/thanks.toml", thanks), RuleSource::new("intents/cancel.toml", cancel)];
    Ruleset::build(&[builtin, Layer::new("own", own)], &Config::default())
}

fn read(ruleset: &Ruleset) -> (Document, Analysis) {
    let document = Document::parse(DRAFT.as_bytes(), &ReadOptions::default());
    let analysis = analyze(&document, ruleset, &settings());
    (document, analysis)
}

fn thanks<'a>(ruleset: &Ruleset, analysis: &'a Analysis) -> Option<(usize, &'a ActFound)> {
    analysis.acts.iter().enumerate().find(|(_, found)| ruleset[found.act].id == "thanks")
}

const SILENT: &str = "templates = [\"gramercy\"]";
const SPEAKING: &str = "templates = [\"thank you * time\"]";
/// More points than any message has.
const OUT_OF_REACH: i32 = 1000;

#[test]
fn the_model_finds_what_no_template_says_and_names_its_words() {
    let ruleset = rules(SILENT, OUT_OF_REACH, "");
    let (document, analysis) = read(&ruleset);
    let because = because(&document, &ruleset, &analysis);
    let (at, found) = thanks(&ruleset, &analysis).expect("it is said");
    assert_eq!(found.by, Signal::Model);
    let words: Vec<&str> = because.acts[at].iter().map(|&word| document.words(word)).collect();
    assert!(words.contains(&"Thank"), "{words:?}");
    assert_eq!(ruleset[analysis.intents[0].intent].id, "cancel");
    assert_eq!(analysis.intents[0].by, Signal::Model);
    let words: Vec<&str> = because.intents[0].iter().map(|&word| document.words(word)).collect();
    assert!(words.contains(&"cancel"), "{words:?}");
}

#[test]
fn a_template_speaks_for_itself() {
    let ruleset = rules(SPEAKING, 5, "");
    let (document, analysis) = read(&ruleset);
    let because = because(&document, &ruleset, &analysis);
    let (at, found) = thanks(&ruleset, &analysis).expect("it is said");
    assert_eq!((found.by, analysis.intents[0].by), (Signal::Template, Signal::Template));
    assert_eq!(document.words(because.acts[at][0]), "Thank you for your time");
    assert!(because.intents[0].iter().any(|&cue| document.words(cue).contains("cancel")));
}

#[test]
fn a_file_says_how_the_model_counts() {
    for (model, found) in [("weigh", true), ("require-template", false), ("off", false)] {
        let key = format!("model = \"{model}\"");
        let ruleset = rules(SILENT, OUT_OF_REACH, &key);
        let (_, analysis) = read(&ruleset);
        let cancels = analysis.intents.iter().any(|found| ruleset[found.intent].id == "cancel");
        assert_eq!(cancels, found, "{model}");
        // Where templates match and cues reach, no setting takes them away.
        let ruleset = rules(SPEAKING, 5, &key);
        let (_, analysis) = read(&ruleset);
        assert!(thanks(&ruleset, &analysis).is_some(), "{model}");
        assert_eq!(ruleset[analysis.intents[0].intent].id, "cancel", "{model}");
    }
}

#[test]
fn an_act_that_requires_a_template_is_not_found_by_the_model_alone() {
    for (model, found) in [("weigh", true), ("require-template", false), ("off", false)] {
        // The intent keeps to its own file here: without it no act is looked for.
        let ruleset = rules(&format!("{SILENT}\nmodel = \"{model}\""), 5, "");
        let (_, analysis) = read(&ruleset);
        assert_eq!(thanks(&ruleset, &analysis).is_some(), found, "{model}");
    }
}
