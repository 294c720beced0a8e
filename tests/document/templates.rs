//! Templates, front matter, and remarks to Regards.

use super::{check_document, read};
use regards::document::{Meaning, PlaceholderSyntax};

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
