//! What is said about mistakes in rule files, and where.

use super::{ACT, PACK, RULE, act_id, build, problems, rule, rule_of};
use proptest::prelude::*;
use regards::ruleset::{CheckKind, Config, Layer, Role, RuleSource, Ruleset, Use};

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
    // What a bracket that was left out makes of the next lines is one of them.
    let text = "title = \"T\"\nrequire = [\n  \"thanks\"\n⟦⟧message = \"m\"\nwhy = \"w\"\n";
    problems(RULE, text, &[("not TOML", "")]);
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
