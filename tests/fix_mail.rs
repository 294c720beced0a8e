//! A mail that has its text in several forms says the same in all of them after a fix, or is left alone. What it says is read by
//! mail-parser.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mail_parser::{MessageParser, decoders::html::html_to_text};
use regards::analysis::Settings;
use regards::document::{Document, ReadOptions};
use regards::fix::{Fixed, Mend, Selection, mend};
use regards::ruleset::{FileSettings, Ruleset, SlotValues};

fn mended(mail: &str, review: bool) -> Fixed {
    let settings =
        Settings { now: "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a moment"), intent: None, notice_hours: 24 };
    let options = ReadOptions { name: Some("a.eml".to_owned()), ..ReadOptions::default() };
    let (file, values) = (FileSettings::default(), SlotValues::default());
    let with =
        Mend { options: &options, ruleset: Ruleset::builtin(), settings: &settings, file: &file, values: &values };
    mend(mail.as_bytes(), with, &Selection { review, rules: Vec::new() })
}

const TEXT: &str = "Dear Ms Łukasik,\n\nI have to cancel our interview on Friday 14 March at 9:00 – my daughter is ill. Your office \
                    is a complete mess. Could we meet on Monday instead?\n\nKind regards,\nZoë Weiß\n";

/// The same words as HTML.
fn html(text: &str) -> String {
    let paragraph = |it: &str| format!("<p>{}</p>\n", it.trim_end().replace('\n', "<br>"));
    format!("<html><body>{}</body></html>\n", text.split("\n\n").map(paragraph).collect::<String>())
}

/// A part of that type, in a transfer encoding.
fn part(kind: &str, encoding: &str, text: &str) -> String {
    let body = match encoding {
        "quoted-printable" => quoted(text),
        "base64" => {
            let all = STANDARD.encode(text);
            all.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line) + "\r\n").collect()
        }
        _ => text.replace('\n', "\r\n"),
    };
    format!("Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}")
}

fn quoted(text: &str) -> String {
    let (mut out, mut column) = (String::new(), 0);
    for byte in text.bytes() {
        let piece = match byte {
            b'\n' => "\r\n".to_owned(),
            b'=' | 0x80.. => format!("={byte:02X}"),
            byte => char::from(byte).to_string(),
        };
        if column + piece.len() > 75 && byte != b'\n' {
            out.push_str("=\r\n");
            column = 0;
        }
        column = if byte == b'\n' { 0 } else { column + piece.len() };
        out.push_str(&piece);
    }
    out
}

fn mail(parts: &[String]) -> String {
    let head = "From: zoe@mail.example\r\nTo: jobs@house.example\r\nSubject: Our interview\r\nMIME-Version: 1.0\r\n\
                Content-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n";
    let parts = parts.iter().fold(head.to_owned(), |mail, part| format!("{mail}--b1\r\n{part}\r\n"));
    format!("{parts}--b1--\r\n")
}

/// The words of the plain text and of the HTML, as mail-parser reads them.
fn read(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let message = MessageParser::default().parse(bytes).expect("a mail");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    let plain = message.body_text(0).expect("plain text");
    let html = message.body_html(0).expect("HTML");
    (words(&plain), words(&html_to_text(&html)))
}

const ENCODINGS: [&str; 3] = ["8bit", "quoted-printable", "base64"];

#[test]
fn both_forms_are_mended_alike_in_any_encoding() {
    for of_plain in ENCODINGS {
        for of_html in ENCODINGS {
            let before = mail(&[part("text/plain", of_plain, TEXT), part("text/html", of_html, &html(TEXT))]);
            for review in [false, true] {
                let fixed = mended(&before, review);
                let (plain, html) = read(&fixed.bytes);
                let shown = String::from_utf8_lossy(&fixed.bytes).into_owned();
                assert_eq!(plain, html, "{of_plain}, {of_html}, review {review}:\n{shown}");
                let text = plain.join(" ");
                assert!(text.contains("sorry") || text.contains("apolog"), "{text}");
                assert!(text.starts_with("Dear Ms Łukasik,") && text.ends_with("Kind regards, Zoë Weiß"), "{text}");
                assert_eq!(text.contains("complete mess"), !review, "{text}");
                assert_eq!(fixed.apart, 0);
                let again = mended(&shown, review);
                assert!(again.applied.is_empty() && again.bytes == fixed.bytes, "{:?}", again.applied);
                assert!(shown.is_ascii() || of_plain == "8bit" || of_html == "8bit", "{shown}");
                assert!(shown.lines().all(|line| line.len() <= 76) || !shown.is_ascii(), "{shown}");
            }
        }
    }
}

/// What one form lacks and the other has is not mended in one of them alone; what both lack is.
#[test]
fn what_the_other_form_does_not_share_is_left_alone() {
    let differs = |text: &str| mail(&[part("text/plain", "8bit", TEXT), part("text/html", "8bit", &html(text))]);
    // Another message altogether, another sentence where the fault is, an apology in the HTML alone.
    for (other, thanks) in [
        ("Please open this mail in your browser.".to_owned(), false),
        (TEXT.replace("Your office is a complete mess.", "Your team is a bunch of amateurs."), true),
        (TEXT.replace("ill.", "ill. I am sorry for the trouble this causes you."), true),
    ] {
        let before = differs(&other);
        let fixed = mended(&before, true);
        assert!(fixed.apart > 0, "{other}");
        let ((was_plain, was_html), (plain, html)) = (read(before.as_bytes()), read(&fixed.bytes));
        // Whatever came, came to both; what went, went from both.
        let change = |was: &[String], is: &[String]| {
            let (was, is) = (was.join(" "), is.join(" "));
            let lost: Vec<String> = was.split(". ").filter(|it| !is.contains(*it)).map(str::to_owned).collect();
            let new: Vec<String> = is.split(". ").filter(|it| !was.contains(*it)).map(str::to_owned).collect();
            (lost, new)
        };
        let (of_plain, of_html) = (change(&was_plain, &plain), change(&was_html, &html));
        assert_eq!(of_plain, of_html, "{other}");
        assert_eq!(!of_plain.1.is_empty(), thanks, "{other}");
        assert_eq!(
            plain.join(" ").contains("complete mess"),
            other != TEXT.replace("ill.", "ill. I am sorry for the trouble this causes you."),
            "{other}"
        );
    }
}

/// A third form cannot be kept in step, so nothing is changed.
#[test]
fn a_mail_with_more_than_two_forms_is_left_alone() {
    let two = [part("text/plain", "8bit", TEXT), part("text/html", "8bit", &html(TEXT))];
    let three = [&two[..], &[part("text/x-amp-html", "8bit", &html(TEXT))]].concat();
    let fixed = mended(&mail(&three), true);
    assert_eq!(String::from_utf8_lossy(&fixed.bytes), mail(&three));
    assert!(fixed.apart > 0);
    // An invitation in the calendar's format says nothing of the message.
    let invited = [&two[..], &[part("text/calendar", "8bit", "BEGIN:VCALENDAR\nEND:VCALENDAR\n")]].concat();
    assert!(!mended(&mail(&invited), true).applied.is_empty());
}

/// Only what is shown in the place of something else is another form: attachments and a lone HTML part are none.
#[test]
fn forms_are_counted() {
    let count = |mail: &str| Document::parse(mail.as_bytes(), &ReadOptions::default()).forms;
    let (plain, page) = (part("text/plain", "8bit", TEXT), part("text/html", "base64", &html(TEXT)));
    assert_eq!(count(&mail(&[plain.clone(), page.clone()])), 2);
    assert_eq!(count(&mail(std::slice::from_ref(&plain))), 1);
    assert_eq!(count(&mail(std::slice::from_ref(&page))), 1);
    assert_eq!(count(&mail(&[part("text/plain", "8bit", " \n"), page.clone()])), 1, "the text says nothing");
    let mixed = mail(&[plain.clone(), part("text/plain; name=\"cv.txt\"", "8bit", "Experience\n")]);
    assert_eq!(count(&mixed.replace("/alternative", "/mixed")), 1);
    assert_eq!(count(&format!("From: a@b.example\r\nTo: c@d.example\r\n{plain}")), 1);
    let inner = mail(&[plain, page]);
    let inner = &inner[inner.find("Content-Type").expect("a type")..];
    let outer = format!(
        "From: a@b.example\r\nTo: c@d.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b2\"\r\n\r\n\
         --b2\r\n{inner}\r\n--b2\r\nContent-Type: application/pdf; name=\"cv.pdf\"\r\n\
         Content-Disposition: attachment\r\n\r\n%PDF\r\n--b2--\r\n"
    );
    assert_eq!(count(&outer), 2);
    let fixed = mended(&outer, true);
    let (plain, html) = read(&fixed.bytes);
    assert!(plain == html && !fixed.applied.is_empty(), "{}", String::from_utf8_lossy(&fixed.bytes));
}
