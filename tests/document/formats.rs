//! Formats: HTML, MJML, Markdown, mail.

use super::{check_document, outline, read};
use regards::document::{Document, Format, ReadOptions};

#[test]
fn html_mail() {
    check_document(
        "a.html",
        "<html><head><title>Sorry</title><style>p{color:red}</style></head><body><div style=\"display: none\">Preview</div><p>Dear Dana,</p><p>I am <i>so</i> sorry.<br>Sam&nbsp;can&rsquo;t come.</p><ul><li>One</li><li>Two</li></ul><table><tr><td>When</td><td>Monday</td></tr></table><!-- sorry --><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon, 10 Mar 2025 at 10:00, Dana &lt;<a href=\"mailto:d@a.example\">d@a.example</a>&gt; wrote:<br></div><blockquote><div>Thanks!</div><div>Dana</div></blockquote></div></body></html>",
        "greeting: Dear Dana,
         body: I am so sorry.
         body: Sam can't come.
         item: One
         item: Two
         cell: When
         cell: Monday
         names: Dana
         thread: Dana: Thanks! / Dana",
    );
}

#[test]
fn the_parts_of_mjml_stand_for_themselves() {
    let part = |name: &str| format!("<mj-{name}>Not here</mj-{name}>");
    let names =
        ["text", "button", "navbar-link", "social-element", "accordion-title", "accordion-text", "hero", "wrapper"];
    let body: String = names.iter().map(|name| part(name)).collect();
    let document =
        read("a.mjml", &format!("<mjml><mj-head><mj-title>No</mj-title></mj-head><mj-body>{body}</mj-body></mjml>"));
    assert_eq!(document.sentences.len(), names.len(), "{:?}", outline(&document));
    assert_eq!(document.blocks.len(), names.len(), "{:?}", outline(&document));
}

#[test]
fn markdown_mail() {
    check_document(
        "a.md",
        "# Withdrawing\n\nHi **Dana**,\n\nI am *withdrawing* my application. See [my site](https://sam.example).\n\n```\nsorry\n```\n\n- One\n- Two\n\n<!-- sorry -->\n\nBest,\nSam\n-- \nSam Roe\n\n> Thank you\n",
        "heading: Withdrawing
         greeting: Hi Dana,
         body: I am withdrawing my application.
         body: See my site.
         item: One
         item: Two
         sign-off: Best,
         sign-off: Sam
         names: Dana
         thread: ?: Thank you
         signature: Sam Roe",
    );
}

#[test]
fn mail_with_parts() {
    let source = "From: \"Roe, Sam\" <sam@mail.example>\nTo: Dana Reyes <dana@acme.example>, tom@acme.example\nSubject: =?utf-8?q?Absage_=E2=80=93?= =?utf-8?b?IERvbm5lcnN0YWc=?=\nDate: Mon, 05 May 2025 14:02:00 +0200\nX-Regards-Intent: cancel\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8; format=flowed\n\nHi Dana,\n\nI have to \ncancel, sorry.\n\nSam\n--b\nContent-Type: text/html\n\n<p>Other words</p>\n--b--\n";
    let document = read("a.eml", source);
    assert_eq!(document.format, Format::Mail);
    assert_eq!(document.headers.from[0].name.as_deref(), Some("Sam Roe"));
    assert_eq!(document.headers.to.len(), 2);
    assert_eq!(&source[document.headers.to[1].span.range()], "tom@acme.example");
    assert_eq!(
        document.headers.date.as_ref().map(|d| &source[d.span.range()]),
        Some("Mon, 05 May 2025 14:02:00 +0200")
    );
    assert_eq!(
        (document.directives[0].key.as_str(), document.directives[0].value.as_str(), document.directives[0].whole_file),
        ("intent", "cancel", true)
    );
    check_document(
        "a.eml",
        source,
        "subject: Absage \u{2013} Donnerstag
         greeting: Hi Dana,
         body: I have to cancel, sorry.
         sign-off: Sam
         names: Dana",
    );
    // The content tells as well as the name does.
    assert_eq!(Document::parse(source.as_bytes(), &ReadOptions::default()).format, Format::Mail);
}

/// As Emacs shows it: a line, not a blank one, ends the header.
#[test]
fn mail_being_written_in_emacs() {
    for line_end in ["\n", "\r\n"] {
        let source = "To: Dana Reyes <dana@acme.example>\nSubject: Thursday\n--text follows this line--\nHi Dana,\n\nI have to cancel.\n\nSam\n";
        let source = source.replace('\n', line_end);
        check_document(
            "a.eml",
            &source,
            "subject: Thursday
             greeting: Hi Dana,
             body: I have to cancel.
             sign-off: Sam
             names: Dana",
        );
        let document = read("a.eml", &source);
        assert_eq!(document.headers.to[0].name.as_deref(), Some("Dana Reyes"));
        let header = document.headers.span.map(|span| &source[span.range()]);
        assert!(header.is_some_and(|header| header.ends_with("Subject: Thursday")), "{header:?}");
    }
}
