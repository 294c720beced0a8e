//! Where the greeting and the sign-off are, and whom the greeting names.

use super::read;

#[track_caller]
fn check_greeting(source: &str, expected: Option<(&str, &[&str])>) {
    let document = read("a.txt", source);
    let found = document
        .greeting
        .as_ref()
        .map(|g| (document.words(g.span), g.names.iter().map(|n| document.words(*n)).collect::<Vec<_>>()));
    assert_eq!(found, expected.map(|(words, names)| (words, names.to_vec())), "{source:?}");
}

#[track_caller]
fn check_sign_off(source: &str, expected: Option<&str>) {
    let document = read("a.txt", source);
    assert_eq!(document.sign_off.map(|s| document.words(s.span)), expected, "{source:?}");
}

#[test]
fn greetings() {
    for (source, words, names) in [
        ("Hi Dana,\n\nNo.", "Hi Dana,", &["Dana"][..]),
        ("yo Dimitri\nnot coming", "yo Dimitri", &["Dimitri"]),
        ("Dear Ms Achieng\n\nNo.", "Dear Ms Achieng", &["Ms Achieng"]),
        ("Hello Gemma :\n\nNo.", "Hello Gemma :", &["Gemma"]),
        ("Yusuf, please count me out.", "Yusuf,", &["Yusuf"]),
        ("Well Niamh,\nI am out.", "Well Niamh,", &["Niamh"]),
        ("Morning Leila, can we move?", "Morning Leila,", &["Leila"]),
        ("hey max so i cant come", "hey max", &["max"]),
        ("Good afternoon Mrs. Okonkwo and team,\n\nNo.", "Good afternoon Mrs. Okonkwo and team,", &["Mrs. Okonkwo"]),
        ("Dear members of the search committee,\n\nNo.", "Dear members of the search committee,", &[]),
        ("Dear Hiring Manager,\n\nNo.", "Dear Hiring Manager,", &[]),
        ("Dear Sir/Madam,\n\nNo.", "Dear Sir/Madam,", &[]),
        ("To whom it may concern\n\nNo.", "To whom it may concern", &[]),
        ("Hi all,\n\nNo.", "Hi all,", &[]),
        ("hi so i cant come", "hi", &[]),
        ("Hello, my name is Pawel and I can not come.", "Hello,", &[]),
        ("Salut Claire,\n\nNon.", "Salut Claire,", &["Claire"]),
        ("Dear Dana and Tom,\n\nNo.", "Dear Dana and Tom,", &["Dana", "Tom"]),
        ("Dear Dana, Tom and Ines,\n\nNo.", "Dear Dana, Tom and Ines,", &["Dana", "Tom", "Ines"]),
        ("@dana cant make it", "@dana", &["dana"]),
        ("Hi Wei Ling, I am out.", "Hi Wei Ling,", &["Wei Ling"]),
        (
            "12 High Street\nLeeds\n3 May 2025\n\nDear Mr van Rensburg,\n\nNo.",
            "Dear Mr van Rensburg,",
            &["Mr van Rensburg"],
        ),
        ("Dear <%= @candidate.name %>,\n\nNo.", "Dear <%= @candidate.name %>,", &["<%= @candidate.name %>"]),
        ("Hi [Name],\n\nNo.", "Hi [Name],", &["[Name]"]),
    ] {
        check_greeting(source, Some((words, names)));
    }
    for source in [
        "Unfortunately, I have to cancel.",
        "Thanks, but no.",
        "Please cancel my interview.",
        "MEMORANDUM\n\nHiring stops.",
        "Morning of the interview I fell ill.",
        "Well, that was a ride.",
    ] {
        check_greeting(source, None);
    }
}

#[test]
fn sign_offs() {
    for (source, words) in [
        ("I must cancel.\n\nBest,\nSam", "Best,\nSam"),
        ("I must cancel.\n\nKind regrads\nPetra Vogel", "Kind regrads\nPetra Vogel"),
        ("I must cancel.\n\nPetra Vogel", "Petra Vogel"),
        ("I must cancel.\n\n\u{2013} Tom Bickerstaff", "\u{2013} Tom Bickerstaff"),
        ("I must cancel.\n\nD.", "D."),
        ("I must cancel.\n\nShot,\nRiaan", "Shot,\nRiaan"),
        ("I must cancel.\n\nYours in steam,\nE. Winstanley", "Yours in steam,\nE. Winstanley"),
        ("I must cancel.\n\nSl\u{E1}n,\nDonncha", "Sl\u{E1}n,\nDonncha"),
        ("I must cancel. Regards, Kagiso", "Regards, Kagiso"),
        ("Hi Karen, I won't be taking the job. Lewis", "Lewis"),
        ("I must cancel. Thanks ever so much, Donna xx", "Thanks ever so much, Donna xx"),
        ("not interested already. Tks", "Tks"),
        ("I must cancel.\n\nRegards,\n\n[Your Name], [Your Role]", "Regards,\n\n[Your Name], [Your Role]"),
        ("I must cancel.\n\nThanks,\nSam\n\nPS My form is in the post.", "Thanks,\nSam"),
        ("I can't make Friday. \u{2013} Jay, shop floor", "\u{2013} Jay, shop floor"),
        ("I can't make Friday. \u{2013} Boss, night desk", "\u{2013} Boss, night desk"),
        ("I can't make Friday. \u{2014} pp Mr Lazar", "\u{2014} pp Mr Lazar"),
        ("I can't make Friday, sorry! Jo, the bread lady", "Jo, the bread lady"),
        ("I can't make Friday, sorry! Leanne (cafe job)", "Leanne (cafe job)"),
        ("sorry hun, not this time. stacey (deputy)", "stacey (deputy)"),
        ("I can't make Friday. K. Dembele", "K. Dembele"),
        ("I can't make Friday. N.", "N."),
        ("I can't make Friday. \u{2013} M.", "\u{2013} M."),
        ("I can't make Friday. Pray for us. Grace", "Grace"),
        ("Ta for the lift! Em", "Em"),
        ("no exit interview for me. kind regards ola", "kind regards ola"),
        ("so it is a no from me. yours truly nathan sparrow", "yours truly nathan sparrow"),
        ("I must cancel.\n\nRespectfully, Giorgos the olive man", "Respectfully, Giorgos the olive man"),
        ("I must cancel.\nAunty Bev, crewing", "Aunty Bev, crewing"),
    ] {
        check_sign_off(source, Some(words));
    }
    for source in [
        "I must cancel. Thank you for considering me.",
        "Please cancel my Thursday interview.",
        "Hi Dana, I must cancel. See you then, Dana.",
        "Best of luck with the rest of them.",
        "I can't make Friday. Ask Len, he knows.",
        "I can't make Friday. Monday, maybe?",
        "I can't make Friday. Tuesday, any time",
        "I can't make Friday. Sorry, my fault",
        "I can't make Friday \u{2013} my car broke down",
        "I can't make Friday. \u{2013} Could we say Tuesday, after lunch",
        "I can't make Friday. Tell Dana, please",
    ] {
        check_sign_off(source, None);
    }
}
