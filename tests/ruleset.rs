//! Rule files and configuration, from the outside: what is built from them, and what is said about their mistakes.

use proptest::prelude::*;
use regards::ruleset::{
    ActId, Anchor, CheckKind, Config, FixPlace, IntentId, Layer, Problem, Role, Rule, RuleSource, Ruleset, SchemaKind,
    Sender, Severity, SlotValues, Use, nearest, schema,
};
use std::collections::BTreeSet;

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
fn unknown_keys_are_found_at_any_depth() {
    let text = rule(
        r#"require = "thanks"
⟦intent⟧ = ["cancel"]
⟦qwertyuiop⟧ = 1
[[fixes]]
title = "t"
place = { after = "thanks", ⟦afterr⟧ = "x" }
text = "w"
[[examples]]
clean = "x"
⟦nmae⟧ = "mail.eml"
[source]
document = "d"
section = "s"
⟦page⟧ = 3
"#,
    );
    let expected = [
        ("key `intent`", "did you mean `intents`?"),
        ("key `qwertyuiop`", "there is `at`"),
        ("key `afterr`", "did you mean `after`?"),
        ("key `nmae`", "did you mean `name`?"),
        ("key `page`", "there is `document` and `section`"),
    ];
    let ruleset = problems(RULE, &text, &expected);
    assert_eq!(rule_of(&ruleset, "x").fixes.len(), 1, "what is known goes on working");
}

#[test]
fn several_syntax_errors_are_all_reported() {
    let text = "title = ⟦oops⟧\nseverity = \"warning\"\nmessage = \"m\"\n⟦⟧= 3\n";
    problems(RULE, text, &[("not TOML", ""), ("not TOML", "")]);
}

#[test]
fn values_of_the_wrong_type_say_how_to_mend_them() {
    let ruleset = problems(
        ACT,
        "title = \"T\"\ndescription = ⟦3⟧\ntemplates = ⟦\"sorry\"⟧\n",
        &[
            ("must be a string, and this is a whole number", "quotes"),
            ("must be a list of strings, and this is a string", "brackets"),
        ],
    );
    assert_eq!(ruleset.problems[0].replacement.as_deref(), Some("\"3\""));
    assert_eq!(ruleset.problems[1].replacement.as_deref(), Some("[\"sorry\"]"));
    assert_eq!(ruleset.act("x"), None);
    problems(RULE, &rule("notice = { hours = ⟦-1⟧ }"), &[("between 0 and", "")]);
    problems(RULE, &rule("notice = { hours = ⟦\"24\"⟧ }"), &[("a whole number", "without quotes")]);
    let ruleset = problems(RULE, &rule("require = 'thanks'\nintents = [⟦3.5⟧]"), &[("a string", "quotes")]);
    assert_eq!(ruleset.rule("x"), None, "a list that lost all it had must not mean \"all\"");
}

#[test]
fn words_that_are_no_choice_are_suggested() {
    let text = rule("present = \"⟦greting⟧\"").replace("\"warning\"", "\"⟦warnning⟧\"");
    let expected =
        [("`severity` cannot be `warnning`", "did you mean `warning`?"), ("cannot be", "did you mean `greeting`?")];
    let ruleset = problems(RULE, &text, &expected);
    assert_eq!(ruleset.problems[0].replacement.as_deref(), Some("warning"));
}

#[test]
fn missing_keys_are_named() {
    let text = "⟦⟦severity = \"warning\"⟧⟧\nrequire = \"thanks\"\nmessage = \"m\"\n";
    problems(RULE, text, &[("no `title`", "title: What is wrong"), ("no `why`", "why: ")]);
    let ruleset =
        problems(RULE, &rule("require = 'thanks'\n⟦[[fixes]]⟧\ntitle = 't'\ntext = 'x'\n"), &[("no `place`", "")]);
    assert_eq!(rule_of(&ruleset, "x").fixes, [], "the fix is lost, the rule is not");
}

#[test]
fn a_rule_has_one_check() {
    problems(RULE, &rule("").replace("\"T\"", "\"⟦T⟧\""), &[("checks nothing", "`require`")]);
    let ruleset =
        problems(RULE, &rule("require = \"thanks\"\n⟦forbid⟧ = \"hedge\""), &[("has `require` already", "its own")]);
    assert_eq!(ruleset.rule("x"), None);
}

#[test]
fn unknown_ids_are_reported_where_they_stand() {
    let ruleset =
        problems(RULE, &rule("forbid = [\"hedge\", \"⟦thansk⟧\"]"), &[("no act `thansk`", "did you mean `thanks`?")]);
    assert_eq!(rule_of(&ruleset, "x").check, CheckKind::Forbid(vec![act_id(&ruleset, "hedge")]));
    let ruleset = problems(RULE, &rule("require = \"⟦thank⟧\""), &[("no act `thank`", "did you mean `thanks`?")]);
    assert_eq!(ruleset.rule("x"), None, "it would ask for nothing");
    let text = rule("require = \"thanks\"\nintents = ['⟦cancle⟧']");
    let ruleset = problems(RULE, &text, &[("no intent `cancle`", "`cancel`")]);
    assert_eq!(rule_of(&ruleset, "x").intents.iter().count(), 0, "not all intents");
    problems(RULE, &rule("require = \"thanks\"\nat = [\"⟦openning⟧\"]"), &[("no place `openning`", "`opening`")]);
    problems(RULE, &rule("plain = { act = \"thanks\", hedge = \"⟦edge⟧\" }"), &[("no act `edge`", "`hedge`")]);
    problems(RULE, &rule("named = { role = \"⟦recruter⟧\", spoke = \"thanks\" }"), &[("cannot be", "`recruiter`")]);
    let fix = rule("require = 'thanks'\n[[fixes]]\ntitle = 't'\ntext = 'x'\nplace = { before = '⟦zzz⟧' }");
    let ruleset = problems(RULE, &fix, &[("no act `zzz`", "there is `hedge` and `thanks`")]);
    assert_eq!(rule_of(&ruleset, "x").fixes, []);
    let cue = "title='I'\ndescription='d'\nsender='employer'\n[[cues]]\nweight=1\nacts=['thanks','⟦hedg⟧']\n";
    problems("intents/i.toml", cue, &[("no act `hedg`", "`hedge`")]);
}

#[test]
fn errors_in_templates_point_into_the_string() {
    let in_templates = |strings: &str| format!("title = 'T'\ndescription = 'd'\ntemplates = [{strings}]\n");
    for quoted in [
        "\"sorry ⟦(⟧about\"",
        "'sorry ⟦(⟧about'",
        "'''sorry ⟦(⟧about'''",
        "\"\"\"\nsorry ⟦(⟧about\"\"\"",
        "\"\"\"so \\\n   sorry ⟦(⟧about\"\"\"",
        r#""\t\u00e9 it's \"so\" ⟦(⟧about""#,
    ] {
        let ruleset = problems(ACT, &in_templates(&format!("'fine', {quoted}")), &[("never closed", "")]);
        assert!(ruleset.uses.contains(&Use::Act(act_id(&ruleset, "x"), Role::Template)), "the others work");
    }
    problems(ACT, &in_templates("'thanks for ⟦<efort>⟧'"), &[("no expansion `<efort>`", "<effort>")]);
}

#[test]
fn expansions_that_lead_nowhere_are_reported_in_their_file() {
    let words = "words/shared.toml";
    let cyclic = "[expansions]\neffort = 'x'\na = 'so ⟦<b>⟧'\nb = ['fine', 'or ⟦<a>⟧']\n";
    problems(words, cyclic, &[("error of its own", ""), ("leads back to itself", "circle")]);
    problems(words, "[expansions]\neffort = 'x'\nz = ['x', 'y ⟦(⟧z']\n", &[("never closed", "")]);
}

#[test]
fn expansions_neither_multiply_nor_nest_without_end() {
    let act = "title='T'\ndescription='d'\ntemplates=['<a0>']\n";
    // Each one leads to the next, so that the first is understood last.
    for (link, links) in [("<?> <?>", 40), ("[<?>] [<?>] x", 40), ("(<?>|<?> x)", 40), ("(<?>|z)", 2_000)] {
        let chain = (0..links).map(|n| format!("a{n} = '{}'\n", link.replace('?', &format!("a{}", n + 1))));
        let words = format!("[expansions]\neffort = 'x'\na{links} = 'x y'\n{}", chain.collect::<String>());
        let ruleset = build(&[(ACT, act), ("words/shared.toml", &words)]);
        assert!(ruleset.problems.iter().any(|problem| problem.file == ACT), "{link}");
        assert!(ruleset.problems.iter().any(|problem| problem.file == "words/shared.toml"), "{link}");
        assert!(ruleset.uses.contains(&Use::Act(act_id(&ruleset, "thanks"), Role::Template)), "the others work");
    }
    let nested = |text: &str| ["(".repeat(50_000), text.to_owned(), ")".repeat(50_000)].concat();
    let act = format!("title='T'\ndescription='d'\ntemplates=['{}']\nregex=['{0}']\n", nested("a"));
    assert!(build(&[(ACT, &act)]).problems.iter().all(|problem| problem.file == ACT));
}

#[test]
fn regular_expressions_are_held_to_a_size() {
    let act = |regex: &str| format!("title = 'T'\ndescription = 'd'\nregex = ['fine', '{regex}']\n");
    let ruleset = problems(ACT, &act(r"⟦(\w{100}){100}⟧"), &[("more than 1024 KiB", "templates")]);
    assert_eq!(ruleset.regexes.len(), 1);
    problems(ACT, &act("⟦(x⟧"), &[("unclosed group", "")]);
    problems(ACT, &act("⟦x*⟧"), &[("everywhere", "")]);
}

#[test]
fn acts_and_intents_without_signs_are_no_use() {
    problems(ACT, "⟦title = 'T'⟧\ndescription = 'd'\n", &[("nothing shows this act", "templates")]);
    let twice = "title = 'T'\ndescription = 'd'\ntemplates = ['a b', 'c', '⟦a b⟧']\n";
    problems(ACT, twice, &[("twice", "")]);
    let text = "title='⟦I⟧'\ndescription='d'\n⟦[[cues]]⟧\nweight=1\n";
    problems("intents/i.toml", text, &[("needs a `sender`", ""), ("nothing shows these cues", "acts")]);
    let greeting = "title='⟦T⟧'\ndescription='d'\ntemplates=['a']\n";
    problems("acts/greeting.toml", greeting, &[("cannot be an act's id", "")]);
}

#[test]
fn slots_that_nothing_fills_are_reported() {
    let text = rule("require='thanks'\n[[fixes]]\ntitle='t'\nplace='closing'\ntext='Hi {⟦recuiter⟧}'\n")
        .replace("\"m\"", "\"no {missing}, no {⟦mising⟧}\"");
    problems(RULE, &text, &[("`{mising}`", "`missing`"), ("`{recuiter}`", "`recruiter`")]);
    problems(RULE, &rule("require='thanks'\n[[fixes]]\n⟦title⟧='t'\nplace='closing'\n"), &[("no `text`", "")]);
}

#[test]
fn examples_are_one_thing_or_the_other() {
    let text = rule(
        "require = 'thanks'\n[[examples]]\nflagged = 'a'\n⟦clean⟧ = 'b'\n\
         [[examples]]\nflagged = 'abc'\nat = '⟦x⟧'\n⟦fixed⟧ = 'd'\n\
         [[examples]]\nclean = 'a'\n⟦at⟧ = 'a'\nintent = '⟦cancell⟧'\nnow = '⟦noon⟧'\n",
    );
    let expected = [
        ("either", ""),
        ("does not stand", ""),
        ("no fix", ""),
        ("`clean` draft", ""),
        ("no intent", "`cancel`"),
        ("no moment", "2026"),
    ];
    problems(RULE, &text, &expected);
}

#[test]
fn files_outside_the_folders_are_not_silently_ignored() {
    problems("act/x.toml", "⟦title = 'T'⟧\n", &[("none of", "`acts/`")]);
    problems("x.toml", "⟦title = 'T'⟧\nseverity = 'error'\n", &[("none of", "`etiquette/`")]);
    let act = "⟦title = 'T'⟧\ndescription = 'd'\ntemplates = ['a']\n";
    problems("acts/My_Act.toml", act, &[("no good id", "my-act.toml")]);
}

#[test]
fn a_bad_file_leaves_the_others_working() {
    let ruleset = build(&[
        ("acts/broken.toml", "title = "),
        ("words/odd.toml", "[expansions]\nx = 3\ny = 'why'\n"),
        (ACT, "title = 'T'\ndescription = 'd'\ntemplates = ['<y> not']\n"),
        (RULE, &rule("require = 'thanks'")),
    ]);
    let files: Vec<_> = ruleset.problems.iter().map(|problem| problem.file.as_str()).collect();
    assert_eq!(files, ["acts/broken.toml", "words/odd.toml"], "{:#?}", ruleset.problems);
    assert!(ruleset.act("thanks").is_some() && ruleset.rule("x").is_some() && ruleset.intent("cancel").is_some());
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

/// The funnel for `regards.toml`: as [`problems`]; what is looked up in the ruleset counts too.
fn configured(marked: &str, expected: &[(&str, &str)]) -> Ruleset {
    let (text, spans) = unmark(marked);
    let (config, mut found) = Config::parse(&text, "regards.toml");
    let thanks = rule("require = 'thanks'\n[[variants]]\nwhen='short-notice'\nseverity='error'\n");
    let rules = [
        ("etiquette/missing-thanks.toml", thanks),
        ("etiquette/late.toml", rule("notice = { hours = 24 }")),
        ("etiquette/long.toml", rule("length = { words = 200 }")),
    ];
    let files = PACK.iter().map(|&(path, text)| RuleSource::new(path, text));
    let files = files.chain(rules.into_iter().map(|(path, text)| RuleSource::new(path, text)));
    let ruleset = Ruleset::build(&[Layer::new("pack", files.collect())], &config);
    found.extend(ruleset.problems.iter().cloned());
    found.sort_by_key(|problem| problem.span);
    expect("regards.toml", &text, &found, &spans, expected);
    ruleset
}

#[test]
fn configuration_reweighs_disables_and_limits() {
    let ruleset = configured(
        "disable = ['long']\n[severity]\nmissing-thanks = 'hint'\nlate = 'off'\n[notice]\nhours = 48\n[length]\nwords = 90\n",
        &[],
    );
    let thanks = rule_of(&ruleset, "missing-thanks");
    assert_eq!((thanks.severity, thanks.variants[0].severity, thanks.enabled), (Severity::Hint, None, true));
    let (late, long) = (rule_of(&ruleset, "late"), rule_of(&ruleset, "long"));
    assert_eq!((&late.check, late.enabled), (&CheckKind::Notice { hours: 48 }, false));
    assert_eq!((&long.check, long.enabled), (&CheckKind::Length { words: 90 }, false));
}

#[test]
fn configuration_for_some_files_only() {
    let ruleset = configured(
        "disable = ['all']\nenable = ['late']\n\
         [[files]]\nglob = ['*.tpl', 'mail/']\ntemplate = true\nintent = 'cancel'\nenable = ['long']\n\
         [[files]]\nglob = 'mail/no/*'\nsender = 'employer'\ndisable = ['all']\n",
        &[],
    );
    let running = |path: &str| {
        let settings = ruleset.settings(path);
        let on = |rule: &&Rule| ruleset.rule(&rule.id).is_some_and(|id| settings.enabled(id));
        let ids: Vec<_> = ruleset.rules.iter().filter(on).map(|rule| rule.id.as_str()).collect();
        (ids.join(" "), settings.intent.is_some(), settings.template, settings.sender)
    };
    assert_eq!(running("x.txt"), ("late".into(), false, None, None));
    assert_eq!(running("deep/x.tpl"), ("late long".into(), true, Some(true), None));
    assert_eq!(running("mail/a/b.txt"), ("late long".into(), true, Some(true), None));
    assert_eq!(running("mail/no/b.txt"), (String::new(), true, Some(true), Some(Sender::Employer)));
}

#[test]
fn mistakes_in_the_configuration_cost_only_themselves() {
    let ruleset = configured(
        "⟦disabel⟧ = ['late']\ndisable = ['late', '⟦lat⟧']\ninclude = ['⟦[a⟧']\nexclude = ⟦3⟧\n\
         [severity]\n⟦missing-thank⟧ = 'error'\nlong = '⟦erorr⟧'\nmissing-thanks = 'information'\n\
         [notice]\n⟦hour⟧ = 3\nhours = 4\n[[files]]\nglob = '*'\nintent = '⟦cansel⟧'\n",
        &[
            ("key `disabel`", "`disable`"),
            ("no rule `lat`", "`late`"),
            ("glob", ""),
            ("list of strings", ""),
            ("no rule `missing-thank`", "`missing-thanks`"),
            ("cannot be `erorr`", "`error`"),
            ("key `hour`", "`hours`"),
            ("no intent `cansel`", "`cancel`"),
        ],
    );
    assert_eq!(rule_of(&ruleset, "missing-thanks").severity, Severity::Information);
    assert!(!rule_of(&ruleset, "late").enabled);
    let (config, found) = Config::parse("docs-url = 'https://x.example/{rule}'\ndisable = [\n[notice", "regards.toml");
    assert!(!found.is_empty());
    assert_eq!(config.docs_url(), Some("https://x.example/{rule}"));
    let (config, found) = Config::parse("disable = ['late']\n[notice]\n[[files]]\nintent = 'cancel'\n", "regards.toml");
    assert_eq!(found.len(), 2, "neither table has what it needs: {found:#?}");
    let late = RuleSource::new("etiquette/late.toml", rule("notice = { hours = 24 }"));
    let ruleset = Ruleset::build(&[Layer::new("pack", vec![late])], &config);
    assert!(!rule_of(&ruleset, "late").enabled, "the rest counts");
}

#[test]
fn a_value_of_the_wrong_type_costs_its_key_and_is_told_once() {
    let ruleset = configured(
        "disable = ['⟦longg⟧', 'late']\n[notice]\nhours = ⟦\"24\"⟧\n[length]\nwords = 20\n[placeholders]\n'{{ hm }}' = '⟦boss⟧'\n\
         ⟦'@@'⟧ = 'recruiter'\n",
        &[
            ("no rule `longg`", "`long`"),
            ("`hours` must be a whole number, and this is a string", "without quotes"),
            ("`{{ hm }}` cannot be `boss`", ""),
            ("`@@` is written in no notation", "`{{ hm }}`"),
        ],
    );
    assert!(!rule_of(&ruleset, "late").enabled);
    assert_eq!(rule_of(&ruleset, "late").check, CheckKind::Notice { hours: 24 });
    assert_eq!(rule_of(&ruleset, "long").check, CheckKind::Length { words: 20 });
}

#[test]
fn keys_behind_a_table_are_told_where_they_belong() {
    configured(
        "[severity]\nlate = 'hint'\n⟦enable⟧ = ['late']\n[length]\nwords = 9\n⟦docs-url⟧ = 'x'\n⟦[files]⟧\nglob = '*'\n",
        &[
            ("`enable` means nothing in `severity`", "in front of the first table"),
            ("`docs-url` means nothing in `length`", "in front of the first table"),
            ("`files` must be a list of tables", "`[[files]]`"),
        ],
    );
}

#[test]
fn globs_reach_into_folders() {
    let text = "include = ['*.letter', './out/**/*.txt']\nexclude = ['/old', 'vendor/', '*.bak']\n";
    let (config, found) = Config::parse(text, "regards.toml");
    assert_eq!(found, []);
    for path in ["a.letter", "x/y/a.letter", "out/a/b.txt", "out/b.txt"] {
        assert_eq!(config.wants(path), Some(true), "{path}");
    }
    for path in ["a.txt", "x/out/b.txt"] {
        assert_eq!(config.wants(path), None, "{path}");
    }
    for path in ["old", "old/a.txt", "x/vendor/a/b", "x/a.bak"] {
        assert_eq!(config.wants(path), Some(false), "{path}");
    }
    for path in ["x/old", "older", "a.bakery"] {
        assert_eq!(config.wants(path), None, "{path}");
    }
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

/// rules/README.md names every key a file may have, and no other; likewise places, slots and what placeholders mean.
#[test]
fn the_reference_has_every_key() {
    let readme = include_str!("../rules/README.md").replace("\r\n", "\n");
    let section = |heading: &str| {
        let from = readme.find(heading).unwrap_or_else(|| panic!("a section {heading}"));
        let rest = &readme[from + heading.len()..];
        let level = heading.chars().take_while(|&c| c == '#').count();
        let end = (2..=level).filter_map(|level| rest.find(&format!("\n{} ", "#".repeat(level)))).min();
        &rest[..end.unwrap_or(rest.len())]
    };
    // What stands between backticks in the first cell of each row of the table that begins so.
    let named = |heading: &str, table: &str| -> BTreeSet<String> {
        let table = section(heading).split(table).nth(1).unwrap_or_else(|| panic!("a table {table} under {heading}"));
        let rows = table.split("\n\n").next().unwrap_or("").lines().skip(2);
        let cells = rows.filter_map(|row| row.split('|').nth(1));
        let words = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
        words
            .filter_map(|word| {
                word.trim_matches(['[', ']', '"', '{', '}', ' ']).split([' ', '=']).next().map(str::to_owned)
            })
            .collect()
    };
    let keys = |kind: SchemaKind, definition: Option<&str>| -> BTreeSet<String> {
        let schema = schema(kind);
        let node = definition.map_or(schema, |name| &schema["$defs"][name]);
        node["properties"].as_object().expect("it has keys").keys().cloned().collect()
    };
    let without = |all: BTreeSet<String>, some: &[&str]| -> BTreeSet<String> {
        all.into_iter().filter(|key| !some.contains(&key.as_str())).collect()
    };
    let checks = named("### Checks", "| check |");
    let checks: Vec<&str> = checks.iter().map(String::as_str).collect();
    assert_eq!(named("## Rules: ", "| key |"), without(keys(SchemaKind::Rule, None), &checks));
    assert_eq!(named("### Variants", "| key |"), keys(SchemaKind::Rule, Some("Variant")));
    assert_eq!(named("### Fixes", "| key |"), keys(SchemaKind::Rule, Some("FixFile")));
    assert_eq!(named("### Examples", "| key |"), keys(SchemaKind::Rule, Some("Example")));
    assert_eq!(named("## Acts: ", "| key |"), keys(SchemaKind::Act, None));
    assert_eq!(named("## Intents: ", "| key |"), keys(SchemaKind::Intent, None));
    assert_eq!(named("## Words: ", "| key |"), keys(SchemaKind::Words, None));
    let defined = |name: &str| schema(SchemaKind::Rule)["$defs"][name].to_string();
    let places = named("### Fixes", "| place |");
    let meant: BTreeSet<String> = section("### Fixes")
        .lines()
        .find(|line| line.starts_with("| `means` "))
        .map(|line| line.split('`').skip(5).step_by(2).map(str::to_owned).collect())
        .unwrap_or_default();
    for (words, definition) in [(places, "Place"), (meant, "Meant")] {
        let there = defined(definition);
        let words = words.iter().map(|word| format!("\"{word}\""));
        assert!(words.clone().all(|word| there.contains(&word)), "{definition}: {:?}", words.collect::<Vec<_>>());
        let choices = schema(SchemaKind::Rule)["$defs"][definition]["oneOf"].as_array().expect("choices").len();
        assert_eq!(words.count(), choices, "{definition}: one of them is missing, or one too many");
    }
    let slots: BTreeSet<String> = SlotValues::NAMES.into_iter().chain(["reader", "value"]).map(str::to_owned).collect();
    assert_eq!(named("### Fixes", "| slot |"), slots);
}

#[test]
fn schemas_stay_as_they_are() {
    for kind in SchemaKind::ALL {
        insta::assert_json_snapshot!(format!("schema-{}", kind.name()), schema(kind));
    }
}

/// One file of each kind, to be mangled.
const WHOLE: [(&str, &str); 5] = [
    (
        "etiquette/x.toml",
        "title='T'\nseverity='hint'\nmessage='m'\nwhy='w'\nrequire=['thanks']\n[[fixes]]\ntitle=\"a\\tb {recruiter}\"\n\
         place={after='thanks'}\ntext='''x'''\n[[examples]]\nclean=\"\"\"\nx\"\"\"\n",
    ),
    ("acts/x.toml", "title='T'\ndescription='d'\ntemplates=[\"(a|b) \\u00e9 [c]\", '<effort> x *']\nregex=['x+y']\n"),
    ("intents/cancel.toml", PACK[2].1),
    (
        "words/shared.toml",
        "[expansions]\neffort=[\"(a|b)\", 'c']\n[variants]\nsorry=['sry']\n[negation]\ntriggers=['no']\n",
    ),
    ("regards.toml", "disable=['all']\n[severity]\nx='off'\n[[files]]\nglob='*'\nintent='cancel'\n"),
];

/// Once a span ended inside the `é`.
#[test]
fn a_mangled_value_is_underlined_to_the_end_of_its_character() {
    let text = "disable = []\n[severity]\nx = {é'off'\n";
    for problem in Config::parse(text, "regards.toml").1 {
        assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
    }
}

proptest! {
    /// However a file is mangled: no panic, and every problem lies in it.
    #[test]
    fn mangled_files_are_reported_not_feared(
        kind in 0..WHOLE.len(),
        cut in 0..300_usize,
        dropped in 0..60_usize,
        junk in "[\\[\\]{}='\"\\\\#a-z\n é(|<*]{0,12}",
    ) {
        let (path, text) = WHOLE[kind];
        let (from, to) = (cut.min(text.len()), (cut + dropped).min(text.len()));
        let mangled = format!("{}{junk}{}", &text[..from], &text[to..]);
        let is_config = path == "regards.toml";
        let (config, mut found) = Config::parse(if is_config { &mangled } else { "" }, "regards.toml");
        let sources = PACK.iter().filter(|(other, _)| *other != path).map(|&(path, text)| RuleSource::new(path, text));
        let sources = sources.chain((!is_config).then(|| RuleSource::new(path, mangled.clone())));
        found.extend(Ruleset::build(&[Layer::new("pack", sources.collect())], &config).problems);
        for problem in found {
            // Files that rely on the mangled one may have problems of their own.
            prop_assert!(problem.file != path || mangled.get(problem.span.range()).is_some(), "{problem:?}");
        }
    }
}
