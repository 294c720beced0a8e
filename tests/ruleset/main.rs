//! Rule files and configuration, from the outside: what is built from them, and what is said about their mistakes.

mod config;
mod mistakes;
mod phrasings;
mod reference;

use regards::ruleset::{
    ActId, Anchor, CheckKind, Config, FixPlace, IntentId, Layer, Problem, Role, Rule, RuleSource, Ruleset, Severity,
    Use, nearest,
};

/// A ruleset small enough to break on purpose.
const PACK: [(&str, &str); 4] = [
    (
        "acts/thanks.toml",
        "title = \"Thanks\"\ndescription = \"Says thanks.\"\ntemplates = [\"thank you\", \"thanks for <effort>\"]\n",
    ),
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

fn act_id(ruleset: &Ruleset, id: &str) -> ActId {
    ruleset.act(id).unwrap_or_else(|| panic!("no act {id}"))
}

fn intent_id(ruleset: &Ruleset, id: &str) -> IntentId {
    ruleset.intent(id).unwrap_or_else(|| panic!("no intent {id}"))
}

fn rule_of<'r>(ruleset: &'r Ruleset, id: &str) -> &'r Rule {
    &ruleset[ruleset.rule(id).unwrap_or_else(|| panic!("no rule {id}"))]
}

const RULE: &str = "etiquette/x.toml";
const ACT: &str = "acts/x.toml";

#[test]
fn a_sound_rule_is_resolved() {
    let text = rule(
        r#"require = "thanks"
except = ["move"]
at = ["thanks", "sign-off"]
[[variants]]
intents = ["cancel"]
when = "short-notice"
severity = "error"
[[fixes]]
title = "Say thanks"
place = { after = "hedge" }
text = "Thank you, {recruiter}."
"#,
    );
    let moving = ("intents/move.toml", "title = \"M\"\ndescription = \"d\"\nsilent = true\ncues = []\n");
    let ruleset = build(&[(RULE, &text), moving]);
    assert_eq!(ruleset.problems, []);
    let (thanks, hedge) = (act_id(&ruleset, "thanks"), act_id(&ruleset, "hedge"));
    let rule = rule_of(&ruleset, "x");
    assert_eq!(rule.check, CheckKind::Require(vec![thanks]));
    assert_eq!(rule.at, [Anchor::Act(thanks), Anchor::SignOff]);
    assert_eq!(rule.intents.iter().collect::<Vec<_>>(), [intent_id(&ruleset, "cancel")]);
    assert_eq!(rule.variants[0].severity, Some(Severity::Error));
    assert_eq!(rule.fixes[0].place, FixPlace::After(hedge));
    let file = ruleset.rule("x").and_then(|id| ruleset.rule_file(id));
    assert_eq!(file.map(|file| file.why).as_deref(), Some("w"));
}

#[test]
fn templates_know_what_they_are_for() {
    let ruleset = build(&[
        (ACT, "title='T'\ndescription='d'\ntemplates=['a']\nfallback=['b']\nunless=['c']\nnot-in=['d']\n"),
        ("words/negation.toml", "[negation]\ntriggers = ['not']\npseudo = ['not only']\nends = ['but']\n"),
    ]);
    let (x, cancel) = (act_id(&ruleset, "x"), intent_id(&ruleset, "cancel"));
    for purpose in [
        Use::Act(x, Role::Template),
        Use::Act(x, Role::Fallback),
        Use::Act(x, Role::Unless),
        Use::Act(x, Role::NotIn),
        Use::Cue { intent: cancel, group: 0, role: Role::Template },
        Use::NegationTrigger,
        Use::NegationPseudo,
        Use::NegationEnd,
    ] {
        assert_eq!(ruleset.uses.iter().filter(|known| **known == purpose).count(), 1, "{purpose:?}");
    }
    assert_eq!(ruleset.uses.len(), ruleset.patterns.len());
}

#[test]
fn later_layers_replace_by_id_and_merge_words() {
    let layer = |name: &str, files: &[(&str, &'static str)]| {
        Layer::new(name, files.iter().map(|&(path, text)| RuleSource::new(path, text)).collect())
    };
    let first = layer(
        "first",
        &[
            ("acts/a.toml", "title='old'\ndescription='d'\ntemplates=['<one> <two>']\nfallback=['x']\n"),
            ("acts/b.toml", "title='kept'\ndescription='d'\ntemplates=['b']\n"),
            ("words/w.toml", "[expansions]\none='1'\n"),
        ],
    );
    let second = layer(
        "second",
        &[
            ("mine/acts/a.toml", "title='new'\ndescription='d'\ntemplates=['<one> <two>']\n"),
            ("mine/acts/b.toml", "title=3\n"),
            ("mine/words/w.toml", "[expansions]\ntwo='2'\n"),
        ],
    );
    let ruleset = Ruleset::build(&[first, second], &Config::default());
    let (a, b) = (act_id(&ruleset, "a"), act_id(&ruleset, "b"));
    let origin = &ruleset[a].origin;
    assert_eq!((&*ruleset[a].title, &*origin.layer, origin.overrides), ("new", "second", true));
    assert_eq!((&*ruleset[b].title, ruleset[b].origin.overrides), ("kept", false), "a broken file replaces nothing");
    assert_eq!(ruleset.uses, [Use::Act(a, Role::Template), Use::Act(b, Role::Template)]);
    assert!(!ruleset.problems.is_empty());
    assert!(ruleset.problems.iter().all(|problem| problem.file == "mine/acts/b.toml"), "{:#?}", ruleset.problems);

    let act = "title='A'\ndescription='d'\ntemplates=['a']";
    let twice = layer("one", &[("x/acts/a.toml", act), ("y/acts/a.toml", act)]);
    let found = Ruleset::build(&[twice], &Config::default()).problems;
    let [only] = &found[..] else { panic!("{found:#?}") };
    assert!(only.file == "y/acts/a.toml" && only.message.contains("x/acts/a.toml"), "{only:?}");
}

#[test]
fn suggestions_are_near_or_none() {
    let known = || ["missing-thanks", "missing-reason", "hedge"].into_iter();
    assert_eq!(nearest("missing_thanks", known()), Some("missing-thanks"));
    assert_eq!(nearest("Missing Thank", known()), Some("missing-thanks"));
    assert_eq!(nearest("hegde", known()), Some("hedge"));
    assert_eq!(nearest("missing", known()), None, "two begin like this");
    assert_eq!(nearest("apology", known()), None);
}

#[test]
fn the_builtin_rules_have_no_problem() {
    assert_eq!(Ruleset::builtin().problems, []);
}

#[test]
fn what_the_binary_reads_at_start_is_what_stands_in_rules() {
    let lean = Ruleset::builtin();
    let mut layer = Layer::builtin();
    for source in &mut layer.files {
        *source = RuleSource::new(source.path.clone(), source.text.clone());
    }
    let full = Ruleset::build(&[layer], &Config::default());
    assert_eq!(full.problems, []);
    assert_eq!(lean.acts, full.acts);
    assert_eq!(lean.intents, full.intents);
    assert_eq!(lean.rules, full.rules);
    assert_eq!(lean.uses, full.uses);
    assert!(lean.patterns == full.patterns, "the patterns compiled by server/build.rs");
    assert_eq!(format!("{:?}", lean.regexes), format!("{:?}", full.regexes));
}
