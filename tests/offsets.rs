//! Every word of the normalised text still knows where it stands: quoted back from the file's bytes, whatever lies
//! between the two.

use proptest::prelude::*;
use regards::document::{Document, Format, LineIndex, ReadOptions};
use regards::span::TextSpan;

fn read(bytes: &[u8], name: &str) -> Document {
    Document::parse(bytes, &ReadOptions { name: Some(name.to_owned()), ..ReadOptions::default() })
}

/// What stands in the file where `words` stand in the text.
fn quoted<'a>(bytes: &'a [u8], document: &Document, words: &str) -> &'a [u8] {
    let at = document.text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {:?}", document.text));
    let span = document.to_source(TextSpan::new(at, at + words.len()));
    &bytes[span.range()]
}

fn check(source: impl AsRef<[u8]>, name: &str, pairs: &[(&str, &str)]) {
    let source = source.as_ref();
    let document = read(source, name);
    for (words, expected) in pairs {
        assert_eq!(String::from_utf8_lossy(quoted(source, &document, words)), *expected, "in {:?}", document.text);
    }
}

#[test]
fn plain_text_with_crlf_tabs_and_folded_marks() {
    check(
        "Hi Dana,\r\n\r\nI\u{2019}m\tso sorry \u{2014} I can\u{A0}\u{A0}not come.\r\n\r\nBest,\r\nSam\r\n",
        "a.txt",
        &[
            ("Hi Dana,", "Hi Dana,"),
            ("I'm so sorry", "I\u{2019}m\tso sorry"),
            ("can not come.", "can\u{A0}\u{A0}not come."),
            ("Best,\nSam", "Best,\r\nSam"),
        ],
    );
}

#[test]
fn wrapped_lines_join_and_still_point_at_both() {
    let source = "Dear Ms Okafor,\n\nUnfortunately I have to cancel the interview that we had set for this\ncoming Thursday, because the trains are not running and there is no way\nfor me to be there in time.\n\nKind regards,\nSam Roe\n";
    check(
        source,
        "a.txt",
        &[("set for this coming Thursday", "set for this\ncoming Thursday"), ("no way for me", "no way\nfor me")],
    );
    let document = read(source.as_bytes(), "a.txt");
    assert_eq!(document.sentences.iter().filter(|s| s.part == regards::document::Part::Body).count(), 1);
}

#[test]
fn emoji_and_combining_marks() {
    check(
        "hi Zoe\u{308} \u{1F44B}\u{1F3FD} cant make it \u{1F62D}\u{1F62D} sorry",
        "a.txt",
        &[("Zoe\u{308}", "Zoe\u{308}"), ("sorry", "sorry"), ("\u{1F62D}\u{1F62D}", "\u{1F62D}\u{1F62D}")],
    );
}

#[test]
fn quoted_printable_with_soft_breaks_and_escapes() {
    let source = "From: Sam <sam@mail.example>\r\nTo: Dana <dana@acme.example>\r\nSubject: Thursday\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nHi Dana,\r\n\r\nI=E2=80=99m sorry, I have to can=\r\ncel the caf=C3=A9 interview.\r\n\r\nBest,\r\nSam\r\n";
    check(
        source,
        "a.eml",
        &[
            ("I'm sorry", "I=E2=80=99m sorry"),
            ("cancel", "can=\r\ncel"),
            ("caf\u{E9}", "caf=C3=A9"),
            ("interview.", "interview."),
            ("Thursday", "Thursday"),
        ],
    );
}

#[test]
fn quoted_printable_in_a_legacy_character_set() {
    check(
        "From: a@b.example\nTo: c@d.example\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nHi Ren=E9e,\n\nI must cancel, d=E9sol=E9e.\n",
        "a.eml",
        &[("Ren\u{E9}e", "Ren=E9e"), ("d\u{E9}sol\u{E9}e.", "d=E9sol=E9e.")],
    );
}

#[test]
fn base64_points_at_the_characters_that_hold_the_word() {
    // "Hi Ana,\n\nI am sorry.\n"
    let source = "From: a@b.example\nTo: c@d.example\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nSGkgQW5hLAoKSSBh\nbSBzb3JyeS4K\n";
    let document = read(source.as_bytes(), "a.eml");
    assert_eq!(document.text, "Hi Ana,\n\nI am sorry.");
    check(source, "a.eml", &[("Hi ", "SGkg"), ("Ana", "QW5h"), ("sorry", "Bzb3JyeS"), ("am", "Bh\nbS")]);
}

#[test]
fn html_entities_and_markup() {
    check(
        "<p>Hi Dana,</p>\n<p>I&rsquo;m <b>so</b>&nbsp;sorry, R&amp;D.<br>Really.</p>",
        "a.html",
        &[
            ("I'm", "I&rsquo;m"),
            ("so sorry", "so</b>&nbsp;sorry"),
            ("R&D", "R&amp;D"),
            ("Hi Dana,", "Hi Dana,"),
            ("Really.", "Really."),
        ],
    );
}

#[test]
fn html_with_crlf_and_what_is_no_entity() {
    check(
        "<div>Hi Dana,</div>\r\n<p>AT&T &# &#x &bogus; &amp\r\nI am\r\nsorry.</p>\r\n<p>Sam</p>",
        "a.html",
        &[("AT&T &# &#x &bogus; &", "AT&T &# &#x &bogus; &amp"), ("I am sorry.", "I am\r\nsorry."), ("Sam", "Sam")],
    );
}

#[test]
fn markdown_markup() {
    check(
        "Hi Dana,\n\nI am **very** sorry, the \\* and &amp; stay. See [the slots](https://x.example/a).\n",
        "a.md",
        &[("I am very sorry", "I am **very** sorry"), ("& stay", "&amp; stay"), ("the slots", "the slots")],
    );
}

#[test]
fn legacy_bytes_and_utf16() {
    let latin = b"From: a@b.example\nTo: c@d.example\nContent-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: 8bit\n\nHi Ren\xE9e,\n\nI\x92m sorry.\n".to_vec();
    let document = read(&latin, "a.eml");
    assert!(document.problems.is_empty(), "{:?}", document.problems);
    assert_eq!(quoted(&latin, &document, "Ren\u{E9}e,"), b"Ren\xE9e,");
    assert_eq!(quoted(&latin, &document, "I'm sorry."), b"I\x92m sorry.");

    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("Hi \u{1F600} Ana,\n\nI\u{2019}m sorry.".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let document = read(&wide, "a.txt");
    let expected: Vec<u8> = "I\u{2019}m sorry.".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(quoted(&wide, &document, "I'm sorry."), expected);
    let lines = LineIndex::new(&document.source);
    let at = document.to_source(document.sentences.last().expect("there is a sentence").span).start;
    let place = document.line_column(&lines, at);
    assert_eq!((place.line, place.column), (3, 1));
}

#[test]
fn bytes_that_are_no_text() {
    // Without a sign of UTF-8 it is what old Windows programs wrote.
    let source = b"Hi Ren\xE9e,\n\nI am sorry.\n";
    let document = read(source, "a.txt");
    assert!(document.problems.is_empty());
    assert_eq!(quoted(source, &document, "Ren\u{E9}e,"), b"Ren\xE9e,");

    // Damaged UTF-8 keeps its hole.
    let source = b"Hi Ren\xC3\xA9e,\n\nI am s\xFFrry.\n";
    let document = read(source, "a.txt");
    assert_eq!(document.problems.len(), 1);
    assert_eq!(document.problems[0].span.range(), 18..19);
    assert_eq!(quoted(source, &document, "s\u{FFFD}rry."), b"s\xFFrry.");

    let document = read(b"Hi\0there", "a.txt");
    assert!(document.problems[0].message.contains("binary"));
}

#[test]
fn a_byte_order_mark_is_no_word() {
    let source = "\u{FEFF}Hi Dana,\n\nSorry.";
    let document = read(source.as_bytes(), "a.txt");
    assert_eq!(document.text, "Hi Dana,\n\nSorry.");
    assert_eq!(quoted(source.as_bytes(), &document, "Hi Dana,"), b"Hi Dana,");
}

#[test]
fn an_insertion_point_lies_right_behind_what_precedes_it() {
    let source = "Hi Dana,\r\n\r\nI am sorry.  \r\n\r\nSam";
    let document = read(source.as_bytes(), "a.txt");
    let end = document.text.find("sorry.").expect("it is there") + "sorry.".len();
    let span = document.to_source(TextSpan::new(end, end));
    assert_eq!((span.start, span.end), (23, 23));
}

#[test]
fn lines_end_as_editors_end_them() {
    let lines = LineIndex::new("a\r\nb\rc\nd\u{E9}\u{1F600}x");
    let at = |offset| {
        let place = lines.position(offset);
        (place.line, place.column)
    };
    assert_eq!(
        [at(0), at(3), at(5), at(7), at(10), at(14), at(99)],
        [(1, 1), (2, 1), (3, 1), (4, 1), (4, 3), (4, 4), (4, 5)]
    );
    let long = "\u{E9}x".repeat(5000);
    let lines = LineIndex::new(&long);
    assert_eq!(lines.position(14_997).column, 9999);
    assert_eq!(LineIndex::new("").position(0).line, 1);
}

/// Pieces that make trouble when they meet.
const PIECES: &[&str] = &[
    "Hi Dana,\n",
    "\r\n",
    "\n\n",
    "> ",
    "On Mon, Dana wrote:\n",
    "-- \n",
    "{{ name }}",
    "{% if x %}",
    "<p>",
    "</p>",
    "<br>",
    "<!--",
    "-->",
    "&amp;",
    "&#",
    "=C3=A9",
    "=\r\n",
    "SGkgQW5h",
    "From: a@b.c\n",
    "Subject: =?utf-8?q?caf=C3=A9?= x\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Type: text/plain; charset=iso-8859-1\n",
    "Content-Type: text/html\n",
    "---\n",
    "+++\n",
    "key: value\n",
    "\u{2019}",
    "\u{1F600}",
    "e\u{301}",
    "\u{FEFF}",
    "\0",
    "Best,\nSam",
    "* item\n",
    "1. ",
    "[Name]",
    "<Company>",
    "<%= a %>",
    "<%",
    "{#",
    "{{!--",
    "[//]: # (",
    "**",
    "`",
    "___",
    "XXX",
    "\u{AB}",
    "\u{BB}",
    "sorry. I",
    "...",
    "?! ",
    "\t ",
    "regards-ignore x: y",
    "${a}",
    "%A_B%",
    "*|F|*",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![4 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<String>()]
}

fn sound(bytes: &[u8], options: &ReadOptions) -> Result<(), TestCaseError> {
    let document = Document::parse(bytes, options);
    let text = &document.text;
    let within = |span: TextSpan| {
        span.start <= span.end && text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize)
    };
    let on_disk = |span: regards::span::Span| {
        let ascii = std::str::from_utf8(bytes)
            .map_or(true, |s| s.is_char_boundary(span.start as usize) && s.is_char_boundary(span.end as usize));
        span.start <= span.end && span.end as usize <= bytes.len() && ascii
    };
    let mut end = 0;
    for block in &document.blocks {
        prop_assert!(within(block.span) && block.span.start >= end, "block {block:?} of {text:?}");
        end = block.span.end;
    }
    prop_assert_eq!(end as usize, text.len());
    let mut end = 0;
    for sentence in &document.sentences {
        prop_assert!(
            within(sentence.span) && sentence.span.start >= end && !sentence.span.is_empty(),
            "sentence {sentence:?} of {text:?}"
        );
        prop_assert!(document.blocks[sentence.block as usize].span.contains(sentence.span));
        let words = document.words(sentence.span);
        prop_assert_eq!(words, words.trim());
        prop_assert!(!words.contains('\n'), "{:?}", words);
        end = sentence.span.end;
        prop_assert!(on_disk(document.to_source(sentence.span)));
    }
    for (at, c) in text.char_indices() {
        let span = document.to_source(TextSpan::new(at, at + c.len_utf8()));
        prop_assert!(on_disk(span), "{c:?} at {at} of {text:?} shown by {span:?} of {}", bytes.len());
        prop_assert!(on_disk(document.to_source(TextSpan::new(at, at))));
    }
    if let Some(greeting) = &document.greeting {
        prop_assert!(within(greeting.span) && greeting.names.iter().all(|n| within(*n) && greeting.span.contains(*n)));
    }
    if let Some(sign_off) = &document.sign_off {
        prop_assert!(
            within(sign_off.span)
                && sign_off.formula.iter().chain(&sign_off.name).all(|s| within(*s) && sign_off.span.contains(*s))
        );
    }
    for placeholder in &document.placeholders {
        prop_assert!(on_disk(placeholder.span) && placeholder.text.is_none_or(within), "{placeholder:?}");
    }
    let spans = document
        .thread
        .iter()
        .map(|t| t.span)
        .chain(document.directives.iter().map(|d| d.span))
        .chain(document.problems.iter().map(|p| p.span));
    let fields =
        document.headers.other.iter().chain(&document.front_matter).chain(&document.headers.subject).map(|f| f.span);
    for span in spans.chain(fields).chain(document.signature.iter().map(|s| s.span)) {
        prop_assert!(on_disk(span), "{span:?}");
    }
    for directive in &document.directives {
        prop_assert!(directive.at as usize <= text.len() && text.is_char_boundary(directive.at as usize));
    }
    Ok(())
}

fn formats() -> impl Strategy<Value = Option<Format>> {
    prop_oneof![
        Just(None),
        Just(Some(Format::Plain)),
        Just(Some(Format::Markdown)),
        Just(Some(Format::Mail)),
        Just(Some(Format::Html))
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400), format in formats()) {
        sound(&bytes, &ReadOptions { format, ..ReadOptions::default() })?;
    }

    #[test]
    fn any_mixture_of_syntax_is_read(pieces in prop::collection::vec(piece(), 0..40), format in formats()) {
        sound(pieces.concat().as_bytes(), &ReadOptions { format, ..ReadOptions::default() })?;
    }

    #[test]
    fn any_text_in_utf16_is_read(pieces in prop::collection::vec(piece(), 0..20), format in formats()) {
        let bytes: Vec<u8> = [0xFE, 0xFF].into_iter().chain(pieces.concat().encode_utf16().flat_map(u16::to_be_bytes)).collect();
        sound(&bytes, &ReadOptions { format, ..ReadOptions::default() })?;
    }
}
