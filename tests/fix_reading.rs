//! What fixed drafts read like: in the writer's own manner, in whole sentences, and saying nothing the writer does not mean.

use regards::analysis::Settings;
use regards::document::ReadOptions;
use regards::fix::{Mend, Selection, mend};
use regards::ruleset::{FileSettings, Ruleset, SlotValues};

/// The draft with all its fixes made.
fn fixed(name: &str, draft: &str) -> String {
    let settings =
        Settings { now: "2026-11-23T09:00:00+00:00[UTC]".parse().expect("a moment"), intent: None, notice_hours: 24 };
    let options = ReadOptions { name: Some(name.to_owned()), ..ReadOptions::default() };
    let (file, values) = (FileSettings::default(), SlotValues::default());
    let with =
        Mend { options: &options, ruleset: Ruleset::builtin(), settings: &settings, file: &file, values: &values };
    let fixed = mend(draft.as_bytes(), with, &Selection { review: true, rules: Vec::new() });
    String::from_utf8(fixed.bytes).expect("UTF-8 stays UTF-8")
}

/// Only a writer whose own sentences begin small gets words that do.
#[test]
fn sentences_begin_as_the_writers_do() {
    let is_small = |draft: &str| fixed("a.txt", draft).contains("thanks for understanding");
    // Behind a greeting's comma a sentence may begin small, and a brand does.
    for capital in [
        "Dear Dana,\n\ndue to illness I cannot come to the interview on Friday.\n\nKind regards,\nMax\n",
        "Hi Dana,\n\ni need to cancel our interview on Friday because I am ill. E-mail is best.\n\nMax\n",
        "Hi Dana,\n\nI need to cancel our interview on Friday. iPhone trouble on top of the flu.\n\nMax\n",
    ] {
        assert!(!is_small(capital), "{}", fixed("a.txt", capital));
    }
    for small in [
        "hey dana, cant make the interview on friday, i'm ill. call me. bye, max\n",
        "Dana, cant make the interview on friday, i'm ill. would be great to hear from you\n\nmax\n",
    ] {
        assert!(is_small(small), "{}", fixed("a.txt", small));
    }
}

/// What is cut leaves whole sentences, and a run of abuse goes as a whole.
#[test]
fn what_is_left_is_whole() {
    for (draft, after) in [
        (
            "I'm withdrawing my application. Your process is a joke and my new place pays me 15k more. Thank you",
            "I'm withdrawing my application. My new place pays me 15k more. Thank you",
        ),
        (
            "Quick one — friends have found a crazy cheap chalet in Morzine for next week, so I'd love to push our interview back to the \
             week of the 9th if that's ok with you and the hiring manager? Thank you",
            "Quick one — I'd love to push our interview back to the week of the 9th",
        ),
    ] {
        let draft = format!("Hi Dana,\n\n{draft} for your time.\n\nBest,\nMax\n");
        let fixed = fixed("a.txt", &draft);
        assert!(fixed.contains(after), "{fixed}");
    }
    let rant = "Your hiring process is a complete mess. Nobody ever answers the phone, the interviewer was rude and arrogant, and \
                your office looks like a dump. I have never seen such an incompetent team. Frankly, you should be ashamed.";
    let draft = format!(
        "Dear Ms Lang,\n\nI am withdrawing my application. {rant}\n\nThank you for your time.\n\nRegards,\nOwen\n"
    );
    let after = fixed("a.txt", &draft);
    assert!(rant.split(['.', ',']).all(|part| part.is_empty() || !after.contains(part)), "{after}");
}

/// After a no that is said sideways, another meeting is not asked for.
#[test]
fn a_hidden_no_gets_no_other_date() {
    for no in [
        "To be honest my heart is elsewhere these days and I'd rather you gave the chair to someone who wants it.",
        "I have made up my mind and will stay where I am happy.",
        "I found a job around the corner.",
    ] {
        let draft = format!("Hi Dana,\n\nI can't make it to the interview on Friday. {no}\n\nBest,\nMax\n");
        let after = fixed("a.txt", &draft);
        assert!(
            !["another time", "reschedule", "later date", "another day"].iter().any(|it| after.contains(it)),
            "{after}"
        );
    }
    let after =
        fixed("a.txt", "Hi Dana,\n\nI can't make it to the interview on Friday, my son is ill.\n\nBest,\nMax\n");
    assert!(after.contains("another time"), "{after}");
}

/// Words for the end come before a line that leads over to the name, and stay in what quotes the whole message.
#[test]
fn the_end_is_where_the_message_ends() {
    let draft = "Dear Ana,\n\nI withdraw my application, as I have accepted another offer. Thank you for your time.\n\nGood continuation \
                 to all of you and to the chemistry cupboard, Jérôme\n";
    let after = fixed("a.txt", draft);
    assert!(!after.contains("cupboard, I would") && after.contains("stay in touch"), "{after}");
    let quoted = "Copy this:\n\n> Dear [Name],\n>\n> I have to cancel our interview on Friday because I am ill.\n> I am sorry.\n>\n\
                  > Warmly,\n> [Sender]\n";
    let after = fixed("a.md", quoted);
    let inside = after.lines().skip(2).all(|line| line.starts_with('>'));
    assert!(inside && after.contains("another time"), "{after}");
}
