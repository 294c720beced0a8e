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
    // So nothing is put between that comma and what runs on from it.
    let after =
        fixed("a.txt", "Dear Dana,\n\nhereby I withdraw my application, as I have moved to Ulm.\n\nRegards,\nJörg\n");
    assert!(after.contains("Dear Dana,\n\nhereby I") && after.contains("Ulm. Thank you"), "{after}");
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

/// The body of a withdrawal with its fixes made.
fn withdrawn(body: &str) -> String {
    fixed("a.txt", &format!("Dear Ms Lang,\n\nI am withdrawing my application. {body}\n\nRegards,\nOwen\n"))
}

/// What made sense only with a sentence that is taken out goes with it; what stands by itself stays, without its `but`.
#[test]
fn nothing_is_left_hanging() {
    let after = withdrawn(
        "Your recruiter kept me waiting for two hours and never apologised, the rude clown. That happened three times. And \
         another thing. Your office is a filthy dump. She even laughed at me. But I did like the canteen. Thank you for \
         your time.",
    );
    for orphan in ["three times", "another thing", "She even", "But I"] {
        assert!(!after.contains(orphan), "{after}");
    }
    assert!(after.contains(". I did like the canteen. Thank you for your time."), "{after}");

    let after = withdrawn(
        "I have accepted another offer. They came in at 92k with a 10k sign-on. That is 15k more than you. It also comes \
         with a car. Thank you for your time.",
    );
    assert!(after.contains("another offer. Thank you for your time."), "{after}");

    // What speaks of the decision stays, and so does what is at hand.
    let after = withdrawn(
        "I have accepted another offer. They pay me 92k with a 10k sign-on. It was not an easy decision. Thank you for your \
         time.",
    );
    assert!(after.contains("another offer. It was not an easy decision."), "{after}");
    let after = withdrawn("Your recruiter is a rude clown. This role sounded interesting. Thank you for your time.");
    assert!(after.contains("This role sounded interesting."), "{after}");

    // So it is with clauses.
    let after = fixed(
        "a.txt",
        "Hi Dana,\n\nI need to move our interview to Tuesday because I am ill. Your scheduling tool is a dumpster fire \
         designed by idiots: it double booked me twice and showed the wrong time zone. Sorry for the trouble.\n\nBest,\nMax\n",
    );
    assert!(!after.contains("double booked") && after.contains("Sorry for the trouble."), "{after}");
}

/// Two findings in one sentence get the same words once.
#[test]
fn nothing_is_said_twice() {
    let after = fixed(
        "a.txt",
        "Hi Dana,\n\nI'm withdrawing my application because your recruiter is an idiot and your manager is a clown and your \
         boss is a rude moron, so thanks for your time and good luck.\n\nBest,\nMax\n",
    );
    assert_eq!(after.matches("right fit").count(), 1, "{after}");
    assert!(
        after.contains("so thanks for your time") && !after.contains("idiot") && !after.contains("clown"),
        "{after}"
    );
}

/// A paragraph that was wrapped stays wrapped, and only that: no short line in the middle, none too long, none moved that
/// need not be.
#[test]
fn wrapped_paragraphs_stay_wrapped() {
    let paragraph = "I am writing to say that I can no longer come to the interview on Friday\n\
                     at three, because my daughter has been taken ill and nobody else can look\n\
                     after her on that day. I was looking forward to meeting you and the rest\n\
                     of the team very much indeed, and to hearing more about the plans for the\n\
                     new branch in Leeds.\n";
    let rest = "\nI hope that this does not upset your plans too much.\n\nKind regards,\nOwen Marsh\n";
    let width = |line: &str| line.chars().count();
    for eol in ["\n", "\r\n"] {
        let draft = format!("Dear Ms Lang,\n\n{paragraph}{rest}").replace('\n', eol);
        let after = fixed("a.txt", &draft);
        assert_eq!(after.matches('\n').count(), after.matches(eol).count(), "{after:?}");
        let after = after.replace("\r\n", "\n");
        assert!(after.contains("day. Please accept my apologies"), "{after}");
        for paragraph in after.split("\n\n").skip(1).filter(|it| !it.starts_with("Kind")) {
            let lines: Vec<&str> = paragraph.trim_end().lines().collect();
            assert!(lines.iter().all(|line| width(line) <= 73), "{after}");
            for pair in lines.windows(2) {
                let next = pair[1].split(' ').next().unwrap_or("");
                assert!(width(pair[0]) + 1 + width(next) > 73, "{after}");
            }
        }
    }
    // Lines the writer broke stay as they are.
    let broken = paragraph.replace("on Friday\n", "\non Friday ").replace("Leeds.", "Leeds, as you know.");
    let after = fixed("a.txt", &format!("Dear Ms Lang,\n\n{broken}{rest}"));
    assert!(after.contains("meeting you and the rest\nof the team very much indeed"), "{after}");
    // A word that would begin a list there leaves a Markdown paragraph as it is.
    let listed = paragraph.replace("of the team very", "of the - - - - -- - - - - -- - - - very");
    let after = fixed("a.md", &format!("Dear Ms Lang,\n\n{listed}{rest}"));
    assert!(after.lines().all(|line| !line.starts_with("- ")), "{after}");
}

/// What is made plain is no question any more.
#[test]
fn a_decision_made_plain_asks_nothing() {
    for ask in [
        "I was thinking that maybe I should perhaps withdraw my application, if that is okay?",
        "Sorry about this but I think I might withdraw my application?",
    ] {
        let after = fixed("a.txt", &format!("Hi Dana,\n\n{ask} I have accepted another offer.\n\nBest,\nMax\n"));
        assert!(after.contains("have decided to withdraw my application. I have accepted"), "{after}");
    }
}
