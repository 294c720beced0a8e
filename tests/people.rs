//! The people a draft shows. Each case lists them as `name / role / source / +` (`+`: spoken to), in order.

use proptest::prelude::*;
use regards::analysis::{PersonSource, people, token::Tokens};
use regards::document::{Document, ReadOptions};
use regards::ruleset::{PersonRole, Ruleset};

fn document(text: &str) -> Document {
    Document::parse(text.as_bytes(), &ReadOptions::default())
}

fn find(document: &Document) -> Vec<String> {
    let tokens = Tokens::new(document, &Ruleset::builtin().patterns.vocabulary);
    let line = |p: regards::analysis::Person| {
        let role = match p.role {
            Some(PersonRole::Recruiter) => "recruiter",
            Some(PersonRole::HiringManager) => "hiring manager",
            Some(PersonRole::Interviewer) => "interviewer",
            Some(PersonRole::Candidate) => "candidate",
            None => "-",
        };
        let from = match p.from {
            PersonSource::Greeting => "greeting",
            PersonSource::Header => "header",
            PersonSource::Thread => "thread",
            PersonSource::Text => "text",
            PersonSource::SignOff => "sign-off",
        };
        format!("{} / {role} / {from}{}", p.name, if p.spoken_to { " / +" } else { "" })
    };
    people::find(document, &tokens).into_iter().map(line).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(find(&document(text)), expected, "{text}");
}

#[test]
fn spoken_with() {
    check("I spoke with Dana on Monday.", &["Dana / - / text / +"]);
    check("As I said in my call with Mr Okafor last week, I am moving.", &["Okafor / - / text / +"]);
    check(
        "I enjoyed meeting with Li Wei and Anneke van der Berg.",
        &["Li Wei / - / text / +", "Anneke van der Berg / - / text / +"],
    );
    check("I met Nguyễn Thị Hoa and liked her.", &["Nguyễn Thị Hoa / - / text / +"]);
    check("I talked to Siobhán O'Neill yesterday.", &["Siobhán O'Neill / - / text / +"]);
    check("It was good to talk with Jean-Luc J. Moreau.", &["Jean-Luc J. Moreau / - / text / +"]);
}

#[test]
fn not_spoken_with() {
    check("I have not yet spoken with Dana Reyes.", &["Dana Reyes / - / text"]);
    check("I am looking forward to my call with Dana tomorrow.", &["Dana / - / text"]);
    check("Please cancel my interview with Tom Becker.", &["Tom Becker / - / text"]);
}

#[test]
fn roles() {
    check("Dana from your recruiting team was kind.", &["Dana / recruiter / text"]);
    check("The hiring manager, Tom Becker, knows.", &["Tom Becker / hiring manager / text"]);
    check("Please tell Tom Becker, the hiring manager.", &["Tom Becker / hiring manager / text"]);
    check("It was kind of you and Mr Dlamini (hiring manager) to see me.", &["Dlamini / hiring manager / text"]);
    check("I spoke with your colleague Priya Nair in HR.", &["Priya Nair / recruiter / text / +"]);
    check("I gather that Greg, who would have been the hiring manager, agrees.", &["Greg / hiring manager / text"]);
    check("I rang Fatou, your recruiter, and then Mrs. Adjei.", &["Fatou / recruiter / text / +", "Adjei / - / text"]);
}

#[test]
fn titles() {
    for (written, name) in [
        ("Dr. Mensah", "Mensah"),
        ("Prof. Ana Souza", "Ana Souza"),
        ("mr abara", "abara"),
        ("Pak Budi", "Budi"),
        ("Oga Emeka", "Emeka"),
        ("Tanaka-san", "Tanaka"),
        ("Sra. García", "García"),
        ("Herr Doktor Vogt", "Vogt"),
    ] {
        check(&format!("Please pass my regards to {written} too."), &[&format!("{name} / - / text")]);
    }
}

#[test]
fn nobody() {
    for text in [
        "I spoke with my family about Berlin and the Senior Engineer role.",
        "I met with Human Resources on Monday.",
        "Did the hiring manager call?",
        "I have been to London with the Sales Team in January.",
        "The interview with your recruiter is off.",
    ] {
        check(text, &[]);
    }
}

#[test]
fn one_person_stands_once() {
    check(
        "Hi Dana,\n\nI spoke with Dana Reyes, your recruiter, last week and have to cancel.\n\nBest regards,\nSam Cole\n",
        &["Dana Reyes / recruiter / greeting / +", "Sam Cole / - / sign-off"],
    );
    check(
        "From: Sam Cole <sam@x.example>\nTo: \"Reyes, Dana\" <dana@acme.example>\nCc: Acme Careers <careers@acme.example>, Tom Becker <tom@acme.example>\nSubject: Our call\n\nDear Ms. Reyes,\n\nI have to cancel our call.\n\nKind regards,\nSam\n",
        &["Dana Reyes / - / greeting", "Tom Becker / - / header", "Sam Cole / - / header"],
    );
}

#[test]
fn the_reader_was_spoken_to() {
    for text in [
        "I enjoyed our conversation last week.",
        "As I said when we spoke, I am moving.",
        "It was great talking to you yesterday.",
    ] {
        check(&format!("Hi Dana,\n\n{text}\n\nBest,\nSam\n"), &["Dana / - / greeting / +", "Sam / - / sign-off"]);
    }
    for text in ["I am looking forward to speaking with you next week.", "We have not spoken yet."] {
        check(&format!("Hi Dana,\n\n{text}\n\nBest,\nSam\n"), &["Dana / - / greeting", "Sam / - / sign-off"]);
    }
}

#[test]
fn the_thread_shows_who_wrote_it() {
    check(
        "Hi,\n\nI have to cancel, sorry.\n\nSam\n\nOn Sun, Nov 22, 2026 at 9:00 AM Dana Reyes <dana@acme.example> wrote:\n> See you soon.\n> Best,\n> Dana Reyes\n> Talent Acquisition Partner\n",
        &["Dana Reyes / recruiter / thread", "Sam / - / sign-off"],
    );
}

#[test]
fn placeholders_for_people() {
    check("I spoke with {{ recruiter.name }} last week.\n", &["{{ recruiter.name }} / recruiter / text / +"]);
    check(
        "Hi [Hiring Manager's Name],\n\nI have to cancel.\n",
        &["[Hiring Manager's Name] / hiring manager / greeting"],
    );
}

proptest! {
    #[test]
    fn any_text_is_read(text in r"(?s)(spoke|with|to|Mr|\.|Dana|O'Neill|van|der|-|san|the|hiring|manager|HR|,|\(|\PC{0,3}| |\n){0,40}") {
        let document = document(&text);
        let tokens = Tokens::new(&document, &Ruleset::builtin().patterns.vocabulary);
        for person in people::find(&document, &tokens) {
            prop_assert!(!person.name.is_empty());
            if let Some(span) = person.span {
                prop_assert!(document.text.get(span.range()).is_some());
            }
        }
    }
}
