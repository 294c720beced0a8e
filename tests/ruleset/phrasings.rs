//! Which phrasings of a rule speak of a message at all, and what may go with the words they replace.

use super::{build, rule};
use regards::analysis::{Settings, analyze};
use regards::check::check;
use regards::document::{Document, ReadOptions};
use regards::fix::{Fixer, apply};
use regards::ruleset::{FileSettings, SlotValues};

/// The titles of the fixes for the first finding of the rule `body`, each with the draft as it is after it.
fn fixed(body: &str, draft: &str) -> Vec<(String, String)> {
    let act = |words: &str| format!("title = \"T\"\ndescription = \"d\"\ntemplates = [\"{words}\"]\n");
    let ruleset = build(&[
        ("acts/moaning.toml", &act("[your|the] dump [of an office]")),
        ("acts/distance.toml", &act("[is] too far")),
        ("acts/other-day.toml", &act("on monday instead")),
        ("etiquette/x.toml", &rule(body)),
    ]);
    assert_eq!(ruleset.problems, []);
    let now = "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a moment");
    let settings = Settings { now, intent: Some("cancel".to_owned()), notice_hours: 24 };
    let document = Document::parse(draft.as_bytes(), &ReadOptions::default());
    let analysis = analyze(&document, &ruleset, &settings);
    let found = check(&document, &analysis, &ruleset, &FileSettings::default());
    let [diagnostic] = &found[..] else { panic!("one finding is wanted: {found:?}") };
    let values = SlotValues::default();
    let fixes = Fixer::new(&document, &analysis, &ruleset, &values).fixes(diagnostic);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8 stays UTF-8");
    let after = |edits| apply(&document, draft.as_bytes(), edits).map(text).expect("a place for the words");
    fixes.iter().map(|fix| (fix.title.clone(), after(&fix.edits))).collect()
}

const HELLO: &str = "Dear Ana,\n\n";
const BYE: &str = "\n\nBest,\nSam\n";

fn letter(body: &str) -> String {
    format!("{HELLO}{body}{BYE}")
}

/// Words that a message's acts would contradict are passed over; the next ones are taken.
#[test]
fn a_phrasing_is_not_offered_with_an_act_it_is_without() {
    let body = |without: &str| {
        format!(
            "require = \"thanks\"\n\
             [[fixes]]\ntitle = \"For good\"\nplace = \"closing\"\ntext = \"Thank you, and goodbye.\"\n{without}\n\
             [[fixes]]\ntitle = \"For now\"\nplace = \"closing\"\ntext = \"Thank you, and see you.\"\n"
        )
    };
    let goodbye = |draft: &str| draft.replace(BYE, &format!(" Thank you, and goodbye.{BYE}"));
    let see_you = |draft: &str| draft.replace(BYE, &format!(" Thank you, and see you.{BYE}"));
    let [plain, moved] = ["I have to cancel.", "I have to cancel. I could come on Monday instead."].map(letter);
    let both = |draft: &str| [("For good".to_owned(), goodbye(draft)), ("For now".to_owned(), see_you(draft))].to_vec();

    let without = body("without = [\"other-day\"]");
    assert_eq!(fixed(&without, &plain), both(&plain));
    assert_eq!(fixed(&without, &moved), [("For now".to_owned(), see_you(&moved))]);
    assert_eq!(fixed(&body(""), &moved), both(&moved), "nothing else of the message speaks against it");
}

/// What the new words say themselves can go with the clause they replace; anything else in it cannot.
#[test]
fn a_phrasing_takes_the_place_of_what_it_performs() {
    let body = |performs: &str| {
        format!(
            "forbid = \"moaning\"\n\
             [[fixes]]\ntitle = \"Say it kindly\"\nplace = \"replace\"\ntext = \"It is a long way.\"\n\
             clause = \"it is a long way\"\n{performs}\n"
        )
    };
    let performs = body("performs = [\"distance\"]");
    let far = letter("I have to cancel, with thanks for your time, because the dump of an office is too far.");
    let kindly = far.replace("the dump of an office is too far", "it is a long way");
    assert_eq!(fixed(&performs, &far), [("Say it kindly".to_owned(), kindly)]);
    assert_eq!(fixed(&body(""), &far), [], "the distance would go unsaid");

    let other = letter("I have to cancel, and could come to the dump on Monday instead.");
    assert_eq!(fixed(&performs, &other), [], "the other day would go with it");
}
