//! What stands where in a draft: greeting, sentences, sign-off, and what of it the writer did not write.

use regards::document::{BlockKind, Document, Format, Meaning, Part, PlaceholderSyntax, ReadOptions};

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

#[test]
fn quoted_mail_in_many_languages() {
    for (attribution, from) in [
        ("On Mon, Mar 10, 2025 at 4:52 PM Dana Reyes <dana@acme.example> wrote:", "Dana Reyes"),
        ("Den m\u{E5}n 10 mars 2025 kl 14:22 skrev Dana Reyes <dana@acme.example>:", "Dana Reyes"),
        ("Le lun. 10 mars 2025 \u{E0} 14:22, Dana Reyes <dana@acme.example> a \u{E9}crit :", "Dana Reyes"),
        ("Am 10.03.2025 um 14:22 schrieb Dana Reyes:", "Dana Reyes"),
        ("El lun, 10 mar 2025 a las 14:22, Dana Reyes (<dana@acme.example>) escribi\u{F3}:", "Dana Reyes"),
        ("On Mon, Mar 10, 2025 at 4:52 PM Dana Reyes\n<dana@acme.example> wrote:", "Dana Reyes"),
        ("Il giorno lun 10 mar 2025 alle ore 14:22 Dana Reyes <dana@acme.example> ha scritto:", "Dana Reyes"),
        ("On 10/03/2025 14:22, dana@acme.example wrote:", "dana@acme.example"),
    ] {
        check_document(
            "a.txt",
            &format!("Hi Dana,\n\nI must cancel.\n\nSam\n\n{attribution}\n> Sorry to hear it.\n> See you.\n"),
            &format!(
                "greeting: Hi Dana,
                 body: I must cancel.
                 sign-off: Sam
                 names: Dana
                 thread: {from}: Sorry to hear it. / See you."
            ),
        );
    }
}

#[test]
fn outlook_threads_and_forwarded_mail() {
    check_document(
        "a.txt",
        "Please cancel.\n\nSam\n\n________________________________\nFrom: Reyes, Dana <dana@acme.example>\nSent: Monday, 10 March 2025 09:00\nTo: Sam Roe\nSubject: Interview\n\nThank you for applying. See you Thursday at 10.\n\nFrom: Sam Roe\nSent: Sunday\nTo: Dana\n\nI apply.\n",
        "body: Please cancel.
         sign-off: Sam
         thread: Dana Reyes: Thank you for applying. See you Thursday at 10.
         thread: Sam Roe: I apply.",
    );
    check_document(
        "a.txt",
        "Fergal, please see below.\n\nNoor\n\n---------- Forwarded message ---------\nFrom: Aoife <aoife@kestrel.example>\nDate: Tue, 14 Oct 2025 at 17:26\nSubject: Next\nTo: Noor\n\nSorry for the delay.\n",
        "greeting: Fergal,
         body: please see below.
         sign-off: Noor
         names: Fergal
         thread: Aoife: Sorry for the delay.",
    );
}

#[test]
fn answers_between_the_quotes_are_the_writers() {
    check_document(
        "a.txt",
        "Hi Dana,\n\nOn Tue, Dana Reyes wrote:\n> Can you come?\n\nI can not, sorry.\n\n> Bring your form.\n\nIt is in the post.\n\nSam\n",
        "greeting: Hi Dana,
         body: I can not, sorry.
         body: It is in the post.
         sign-off: Sam
         names: Dana
         thread: Dana Reyes: Can you come?
         thread: ?: Bring your form.",
    );
}

#[test]
fn what_programs_and_lawyers_add_is_not_the_writers() {
    check_document(
        "a.txt",
        "Hi Dana,\n\nI must cancel.\n\nSam\n-- \nSam Roe\nSorry Ltd\n\nThis message and its attachments may contain confidential information. We apologise.\n",
        "greeting: Hi Dana,
         body: I must cancel.
         sign-off: Sam
         names: Dana
         signature: Sam Roe / Sorry Ltd /  / This message and its attachments may contain confidential information. We apologise.",
    );
    check_document(
        "a.txt",
        "Please cancel.\n\nSent from my iPhone\n",
        "body: Please cancel.\nsignature: Sent from my iPhone",
    );
}

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
    ] {
        check_sign_off(source, Some(words));
    }
    for source in [
        "I must cancel. Thank you for considering me.",
        "Please cancel my Thursday interview.",
        "Hi Dana, I must cancel. See you then, Dana.",
        "Best of luck with the rest of them.",
    ] {
        check_sign_off(source, None);
    }
}

#[test]
fn placeholders_of_every_notation() {
    for (source, syntax, meaning) in [
        ("{{ recruiter.first_name }}", PlaceholderSyntax::DoubleBrace, Meaning::Recruiter),
        ("{{reschedule_link}}", PlaceholderSyntax::DoubleBrace, Meaning::Alternative),
        ("${reason}", PlaceholderSyntax::Dollar, Meaning::Reason),
        ("<%= @company.name %>", PlaceholderSyntax::Erb, Meaning::Company),
        ("{candidateName}", PlaceholderSyntax::Brace, Meaning::Candidate),
        ("%INTERVIEW_DATE%", PlaceholderSyntax::Percent, Meaning::Time),
        ("[Recruiter\u{2019}s Name]", PlaceholderSyntax::Bracket, Meaning::Recruiter),
        ("[Your Name]", PlaceholderSyntax::Bracket, Meaning::Sender),
        ("<Company>", PlaceholderSyntax::Angle, Meaning::Company),
        ("((job title))", PlaceholderSyntax::Paren, Meaning::Role),
        ("*|FNAME|*", PlaceholderSyntax::Pipe, Meaning::Person),
        ("CANDIDATE_NAME", PlaceholderSyntax::Upper, Meaning::Candidate),
        ("____", PlaceholderSyntax::Blank, Meaning::Other),
        ("XXX", PlaceholderSyntax::Blank, Meaning::Other),
        ("{$employee->firstName}", PlaceholderSyntax::Brace, Meaning::Person),
        ("$!{company}", PlaceholderSyntax::Dollar, Meaning::Company),
        ("$candidate", PlaceholderSyntax::Dollar, Meaning::Candidate),
        ("{{ hm.name | default('you') }}", PlaceholderSyntax::DoubleBrace, Meaning::HiringManager),
    ] {
        for name in ["a.txt", "a.html", "a.md"] {
            let draft = format!("We met {source} on Monday.");
            let document = read(name, &draft);
            let [found] = &document.placeholders[..] else {
                panic!("{draft:?} in {name}: {:?}", document.placeholders)
            };
            assert_eq!((found.syntax, found.meaning), (syntax, meaning), "{draft:?} in {name}");
            assert_eq!(&draft[found.span.range()], source, "{name}");
            assert_eq!(document.text, draft.replace('\u{2019}', "'"), "{name}");
            assert_eq!(document.sentences.len(), 1, "{draft:?} in {name}");
        }
    }
    for source in [
        "It costs $40k or 50% of 20%.",
        "Mail <dana@acme.example> or see <https://x.example>.",
        "He said [sic] no.",
        "Kisses xxx",
        "a [link](https://x.example)",
    ] {
        assert_eq!(read("a.md", source).placeholders, [], "{source}");
    }
}

#[test]
fn tags_print_nothing() {
    check_document(
        "a.html.j2",
        "{# regards-intent: employer-cancel #}<p>Dear {{ name }},</p>{% if reason %}<p>It is off{% if late %}, sorry{% else %} today{% endif %}.</p>{% endif %}",
        "greeting: Dear {{ name }},
         body: It is off, sorry today.
         names: {{ name }}",
    );
    check_document(
        "a.hbs",
        "Hi{{#if who}} {{who}}{{/if}},\n\n{{!-- sorry --}}\nNo.\n",
        "greeting: Hi {{who}},\nbody: No.\nnames: {{who}}",
    );
}

#[test]
fn templates_are_told_from_drafts_with_something_left_to_fill_in() {
    for (name, source, expected) in [
        ("a.txt", "Hi [Name],\n\nI must cancel, sorry.\n\nSam", false),
        ("a.txt", "Hi {{name}},\n\nI must cancel, sorry.\n\nSam", false),
        ("a.txt", "Hi [Name],\n\nI must cancel, sorry.\n\n[Your Name]", true),
        ("a.txt", "Hi {{name}},\n\nWe cancel {{date}}.\n\nSam", true),
        ("a.txt", "Hi Dana, [role], [date], [place].", true),
        ("a.txt.j2", "Hi Dana,\n\nNo.", true),
        ("a.txt", "---\ntemplate: false\n---\nHi {{name}},\n\nWe cancel {{date}}.\n", false),
        ("a.txt", "---\ntemplate: true\n---\nHi Dana,\n\nNo.\n", true),
    ] {
        assert_eq!(read(name, source).template, expected, "{source:?}");
    }
}

#[test]
fn front_matter() {
    let source = "---\nintent: cancel\nnow: \"2026-11-23T12:00:00Z\"\nperson:\n  name: Dana # the recruiter\n---\n\nHi Dana,\n\nNo.\n";
    let document = read("a.md", source);
    let fields: Vec<_> =
        document.front_matter.iter().map(|f| (f.key.as_str(), f.value.as_str(), &source[f.span.range()])).collect();
    assert_eq!(
        fields,
        [
            ("intent", "cancel", "cancel"),
            ("now", "2026-11-23T12:00:00Z", "2026-11-23T12:00:00Z"),
            ("person.name", "Dana", "Dana")
        ]
    );
    assert_eq!(document.text, "Hi Dana,\n\nNo.");
    let document = read("a.txt", "+++\nintent = \"withdraw\"\n[person]\nname = \"Dana\"\n+++\nNo.\n");
    assert_eq!(document.front_matter.iter().map(|f| f.key.as_str()).collect::<Vec<_>>(), ["intent", "person.name"]);
    // A rule drawn over a text is none.
    assert_eq!(read("a.txt", "---\nHi Dana: no.\n---\n").front_matter, []);
}

#[test]
fn remarks_to_regards() {
    for comment in [
        "<!-- regards-ignore missing-thanks: thanked by phone -->",
        "{# regards-ignore missing-thanks: thanked by phone #}",
        "{{!-- regards-ignore missing-thanks: thanked by phone --}}",
        "{{! regards-ignore missing-thanks: thanked by phone }}",
        "<%# regards-ignore missing-thanks: thanked by phone %>",
        "{% comment %}regards-ignore missing-thanks: thanked by phone{% endcomment %}",
        "[//]: # (regards-ignore missing-thanks: thanked by phone)",
    ] {
        for name in ["a.md", "a.txt"] {
            let source = format!("Hi Dana,\n\n{comment}\n\nI must cancel.\n");
            let document = read(name, &source);
            let [directive] = &document.directives[..] else { panic!("{comment}: {:?}", document.directives) };
            assert_eq!(
                (directive.key.as_str(), directive.value.as_str()),
                ("ignore", "missing-thanks: thanked by phone"),
                "{comment}"
            );
            assert_eq!(&source[directive.span.range()], comment);
            assert!(document.text[directive.at as usize..].starts_with("I must"), "{comment} in {:?}", document.text);
            assert!(!directive.whole_file);
            assert_eq!(document.text, "Hi Dana,\n\nI must cancel.");
        }
    }
}
