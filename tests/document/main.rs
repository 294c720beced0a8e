//! What stands where in a draft: greeting, sentences, sign-off, and what of it the writer did not write.

mod formats;
mod greetings;
mod templates;
mod thread;

use regards::document::{BlockKind, Document, Part, ReadOptions};

fn read(name: &str, source: &str) -> Document {
    Document::parse(source.as_bytes(), &ReadOptions { name: Some(name.to_owned()), ..ReadOptions::default() })
}

/// One line per sentence, what it belongs to in front; then whom the greeting names.
fn outline(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for sentence in &document.sentences {
        let kind = match (sentence.part, document.blocks[sentence.block as usize].kind) {
            (Part::Subject, _) => "subject",
            (Part::Greeting, _) => "greeting",
            (Part::SignOff, _) => "sign-off",
            (Part::Body, BlockKind::ListItem) => "item",
            (Part::Body, BlockKind::Heading) => "heading",
            (Part::Body, BlockKind::Cell) => "cell",
            (Part::Body, _) if sentence.question => "question",
            (Part::Body, _) => "body",
        };
        lines.push(format!("{kind}: {}", document.words(sentence.span)));
    }
    if let Some(greeting) = &document.greeting {
        let names: Vec<_> = greeting.names.iter().map(|n| document.words(*n)).collect();
        lines.push(format!("names: {}", names.join(", ")));
    }
    for part in &document.thread {
        let from = part.from.as_ref().and_then(|f| f.name.as_deref().or(f.address.as_deref())).unwrap_or("?");
        lines.push(format!("thread: {from}: {}", part.text.replace('\n', " / ")));
    }
    if let Some(signature) = &document.signature {
        lines.push(format!("signature: {}", signature.text.replace('\n', " / ")));
    }
    lines
}

#[track_caller]
fn check_document(name: &str, source: &str, expected: &str) {
    let document = read(name, source);
    let expected: Vec<_> = expected.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    assert_eq!(outline(&document), expected, "text: {:?}", document.text);
}

#[test]
fn a_letter() {
    check_document(
        "a.txt",
        "Subject: Thursday\n\nDear Ms. Okafor,\n\nThank you for the invitation. I have to cancel at 3.30 p.m. on Thursday, e.g. because of the trains... Could we\nmove it?\n\nKind regards,\nSam Roe\nOffice Manager\n",
        "subject: Thursday
         greeting: Dear Ms. Okafor,
         body: Thank you for the invitation.
         body: I have to cancel at 3.30 p.m. on Thursday, e.g. because of the trains...
         question: Could we move it?
         sign-off: Kind regards,
         sign-off: Sam Roe
         names: Ms. Okafor
         signature: Office Manager",
    );
}

#[test]
fn lines_of_text_speak_are_sentences() {
    check_document(
        "a.txt",
        "hey max\ncant make it today\nsoz my nan is ill \u{1F62D} can we do thurs\n- tom\n",
        "greeting: hey max
         body: cant make it today
         body: soz my nan is ill \u{1F62D}
         body: can we do thurs
         sign-off: - tom
         names: max",
    );
}

#[test]
fn lists_are_items() {
    check_document(
        "a.txt",
        "Hi Dana,\n\nI could do:\n- Tuesday at 9\n- Wednesday, all day\n\n1. Bring the form.\n2. Ring me.\n\nBest,\nSam",
        "greeting: Hi Dana,
         body: I could do:
         item: Tuesday at 9
         item: Wednesday, all day
         item: Bring the form.
         item: Ring me.
         sign-off: Best,
         sign-off: Sam
         names: Dana",
    );
}
