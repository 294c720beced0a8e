//! Rule files and configuration, from the outside: what is built from them, and what is said about their mistakes.

use regards::ruleset::{CheckKind, Config, Layer, Problem, RuleSource, Ruleset};

/// A ruleset small enough to break on purpose.
const PACK: [(&str, &str); 4] = [
    ("acts/thanks.toml", "title = \"Thanks\"\ndescription = \"Says thanks.\"\ntemplates = [\"thank you\", \"thanks for <effort>\"]\n"),
    ("acts/hedge.toml", "title = \"Hedge\"\ndescription = \"Takes back.\"\ntemplates = [\"not sure\"]\n"),
    (
        "intents/cancel.toml",
        "title = \"Cancel\"\ndescription = \"Calls off.\"\nsender = \"candidate\"\n[[cues]]\nweight = 4\ntemplates = [\"cancel~\"]\n",
    ),
    ("words/shared.toml", "[expansions]\neffort = [\"your time\", \"the effort\"]\n"),
];

/// Builds [`PACK`] with `files` in its place or beside it.
fn build(files: &[(&str, &str)]) -> Ruleset {
    let kept = PACK.iter().filter(|(path, _)| files.iter().all(|(other, _)| other != path));
    let sources = kept.chain(files).map(|(path, text)| RuleSource::new(*path, (*text).to_owned()));
    Ruleset::build(&[Layer::new("pack", sources.collect())], &Config::default())
}

/// The one funnel for mistakes: `⟦` and `⟧` mark where problems must lie, `expected` gives a word of each one's message
/// and help, in order. Nothing else may be wrong.
fn problems(path: &str, marked: &str, expected: &[(&str, &str)]) -> Ruleset {
    let (text, spans) = unmark(marked);
    let ruleset = build(&[(path, &text)]);
    expect(path, &text, &ruleset.problems, &spans, expected);
    ruleset
}

fn unmark(marked: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut open, mut spans) = (String::new(), Vec::new(), Vec::new());
    for c in marked.chars() {
        match c {
            '⟦' => open.push(text.len()),
            '⟧' => spans.push((open.pop().expect("a mark is opened before it is closed"), text.len())),
            c => text.push(c),
        }
    }
    spans.sort_unstable();
    (text, spans)
}

fn expect(path: &str, text: &str, found: &[Problem], spans: &[(usize, usize)], expected: &[(&str, &str)]) {
    let shown: Vec<_> = found.iter().map(|p| (&text[p.span.range()], &p.message, &p.help)).collect();
    assert!(found.iter().all(|problem| problem.file == path), "{found:#?}");
    let places: Vec<_> = found.iter().map(|p| (p.span.start as usize, p.span.end as usize)).collect();
    assert_eq!(places, spans, "{shown:#?}");
    assert_eq!(found.len(), expected.len(), "{shown:#?}");
    for (problem, (message, help)) in found.iter().zip(expected) {
        assert!(problem.message.contains(message), "{message:?} is not in {:?}", problem.message);
        let said = problem.help.as_deref().unwrap_or("");
        assert!(said.contains(help), "{help:?} is not in {said:?} ({})", problem.message);
    }
}

/// A rule with `body` for its check and whatever follows.
fn rule(body: &str) -> String {
    format!("title = \"T\"\nseverity = \"warning\"\nmessage = \"m\"\nwhy = \"w\"\n{body}")
}

#[test]
fn a_sound_rule_is_resolved() {
    let ruleset = problems("etiquette/missing-thanks.toml", &rule("require = \"thanks\""), &[]);
    let rule = &ruleset[ruleset.rule("missing-thanks").unwrap()];
    assert_eq!(rule.check, CheckKind::Require(vec![ruleset.act("thanks").unwrap()]));
    assert!(rule.intents.contains(ruleset.intent("cancel").unwrap()));
}

#[test]
fn an_unknown_act_is_reported_where_it_stands() {
    problems(
        "etiquette/x.toml",
        &rule("forbid = [\"thanks\", \"⟦thansk⟧\"]"),
        &[("no act `thansk`", "did you mean `thanks`?")],
    );
}

#[test]
fn the_builtin_rules_have_no_problem() {
    assert_eq!(Ruleset::builtin().problems, []);
}
