//! What `regards.toml` does to a ruleset, and what is said about mistakes in it.

use super::{PACK, expect, rule, rule_of, unmark};
use regards::ruleset::{CheckKind, Config, Layer, Rule, RuleSource, Ruleset, Sender, Severity};

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
