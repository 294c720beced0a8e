//! `--baseline` and `--update-baseline`: what is known is passed over, however the files around it change.

use super::{CANCEL, KIND, Run, Sandbox};

const CHECK: &str = "check --intent cancel --format concise";
const WITH: &str = "check --intent cancel --format concise --baseline known.toml";
const UPDATE: &str = "check --intent cancel --format concise --baseline known.toml --update-baseline";

fn baseline(sandbox: &Sandbox) -> String {
    std::fs::read_to_string(sandbox.path("known.toml")).expect("it was written")
}

/// The rules of what is told, by file.
fn told(run: &Run) -> Vec<String> {
    let name = |line: &str| Some(format!("{} {}", line.split(':').next()?, line.split(['[', ']']).nth(1)?));
    run.out.lines().filter_map(name).map(|told| told.replace('\\', "/")).collect()
}

fn adopted() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("b/old.txt", CANCEL).write("a.txt", CANCEL.replace("outrageous.", "outrageous. It is outrageous."));
    sandbox.write("kind.txt", KIND);
    let run = sandbox.run(UPDATE);
    assert_eq!((run.out.as_str(), run.code), ("", Some(0)), "{}", run.err);
    assert!(run.err.contains("known.toml: 5 findings in 2 files; 5 added, 0 taken out"), "{}", run.err);
    sandbox
}

#[test]
fn what_is_known_is_passed_over() {
    let sandbox = adopted();
    let run = sandbox.run(WITH);
    assert_eq!((run.out.as_str(), run.code), ("", Some(0)), "{}", run.err);
    assert!(run.err.contains("nothing new, 5 more in the baseline"), "{}", run.err);
    // From wherever it is run, and however the files are named.
    let mut elsewhere = sandbox.command("check --intent cancel --format concise --baseline ../known.toml ../a.txt .");
    let elsewhere = Run::new("", &elsewhere.current_dir(sandbox.path("b")).output().expect("it runs"));
    assert_eq!((elsewhere.out.as_str(), elsewhere.code), ("", Some(0)), "{}", elsewhere.err);
    sandbox.write("new.txt", CANCEL);
    let run = sandbox.run(WITH);
    assert_eq!((told(&run), run.code), (vec!["new.txt no-regret".to_owned(), "new.txt outburst".to_owned()], Some(1)));
    assert!(run.err.contains("1 error, 1 warning, 5 more in the baseline"), "{}", run.err);
    let summary = sandbox.run("check --intent cancel --format json --baseline known.toml").json()["summary"].clone();
    assert_eq!(summary["baseline"], serde_json::json!({ "known": 5, "stale": 0 }));
    assert_eq!(summary["diagnostics"], 2);
}

#[test]
fn entries_hold_while_the_file_around_them_changes() {
    let sandbox = adopted();
    let moved = CANCEL.replace("Hi Dana,\n", "Dear Dana,\n\nHello.\n").replace("This is", "THIS  is");
    sandbox.write("b/old.txt", &moved);
    assert_eq!(told(&sandbox.run(WITH)), Vec::<String>::new());
    // A second one of a kind is new.
    sandbox.write("b/old.txt", moved.replace("outrageous.", "outrageous. Outrageous."));
    let run = sandbox.run(WITH);
    assert_eq!((told(&run), run.code), (vec!["b/old.txt outburst".to_owned()], Some(1)));
}

#[test]
fn a_file_may_be_renamed() {
    let sandbox = adopted();
    std::fs::rename(sandbox.path("b/old.txt"), sandbox.path("renamed.txt")).expect("it can be renamed");
    let run = sandbox.run(WITH);
    assert_eq!((told(&run), run.err.contains("no longer there")), (Vec::new(), false), "{}", run.err);
    sandbox.run(UPDATE);
    assert!(baseline(&sandbox).contains("path = \"renamed.txt\"") && !baseline(&sandbox).contains("old.txt"));
    // Another message in its place is another message.
    std::fs::remove_file(sandbox.path("renamed.txt")).expect("it can be removed");
    let other =
        "Dear Mr Okafor,\n\nplease cancel our interview. It was outrageous of you to ask for it at all.\n\nR.\n";
    sandbox.write("other.txt", other);
    assert!(told(&sandbox.run(WITH)).contains(&"other.txt no-regret".to_owned()));
}

/// A template that says sorry where `sorry` tells it to.
fn template(sorry: &str) -> String {
    format!("Hi {{{{ name }}}},\n\nI need to cancel our interview on Friday. {sorry}\n\nBest,\nSam\n")
}

#[test]
fn a_branch_more_that_lacks_it_is_new() {
    let late = template("{% if late %}I am so sorry.{% elif far %}I am so sorry.{% else %}It is a pity.{% endif %}");
    let sandbox = Sandbox::new();
    sandbox.write("regards.toml", "rules = [\"house\"]\ndisable = [\"all\"]\nenable = [\"no-regret\"]\n");
    sandbox.write("a.txt.j2", &late);
    sandbox.run(UPDATE);
    let told_of = |text: &str| {
        sandbox.write("a.txt.j2", text);
        let run = sandbox.run(WITH);
        (told(&run).len(), run.err.contains("no longer there"))
    };
    assert_eq!(told_of(&late), (0, false));
    assert_eq!(told_of(&late.replace("{% else %}It is a pity.", "")), (0, false), "nothing is said there either way");
    assert_eq!(told_of(&late.replace("late", "not late").replace("I am so", "I am so very")), (1, true), "another one");
    let worse = late.replacen("{% elif far %}I am so sorry.", "{% elif far %}So it goes.", 1);
    assert_eq!(told_of(&worse), (1, true), "one more branch");
    assert_eq!(told_of(&template("It is a pity.")), (1, true), "all branches");

    // The other way round it gets better, and nothing is new.
    sandbox.write("a.txt.j2", template("It is a pity."));
    sandbox.run(UPDATE);
    assert_eq!(told_of(&worse), (0, true));
    sandbox.run(UPDATE);
    let fewer = &baseline(&sandbox);
    assert!(fewer.contains("rule = \"no-regret\", lacks = [\""), "{fewer}");
    assert_eq!(told_of(&late), (0, true));
    assert_eq!(told_of(&worse), (0, false));
    assert_eq!(told_of(&template("It is a pity.")), (1, true));
}

#[test]
fn one_of_several_things_more_that_is_missing_is_new() {
    let sandbox = Sandbox::new();
    let rule = "title = \"All of it\"\nseverity = \"warning\"\nmessage = \"No {missing}.\"\nwhy = \"It is asked for.\"\n\
                require-each = [\"regret\", \"rage\"]\n";
    sandbox.write("house/etiquette/no-regret.toml", rule).write("a.txt", CANCEL);
    sandbox.run(UPDATE);
    assert_eq!(told(&sandbox.run(WITH)), Vec::<String>::new());
    sandbox.write("a.txt", CANCEL.replace("outrageous", "a pity"));
    let run = sandbox.run(WITH);
    assert_eq!(told(&run), ["a.txt no-regret"], "{}", run.err);
}

#[test]
fn what_was_mended_is_told_and_taken_out() {
    let sandbox = adopted();
    sandbox.write("b/old.txt", KIND);
    let run = sandbox.run(WITH);
    assert_eq!(run.code, Some(0), "it is no reason to fail: {}", run.err);
    let said = "known.toml: warning: 2 findings in it are no longer there: no-regret in b/old.txt, outburst in b/old.txt\n  \
                help: take them out with --update-baseline\n";
    assert!(run.err.contains(said), "{}", run.err);
    // Of a file that is not checked, nothing is known; of one that is gone, all is.
    assert!(!sandbox.run("check --intent cancel a.txt --baseline known.toml").err.contains("no longer"));
    std::fs::remove_file(sandbox.path("a.txt")).expect("it can be removed");
    let gone = sandbox.run("check --intent cancel kind.txt --baseline known.toml");
    assert!(gone.err.contains("3 findings in it are no longer there"), "{}", gone.err);
    let run = sandbox.run(&format!("{UPDATE} kind.txt"));
    assert!(run.err.contains("known.toml: 2 findings in 1 file; 0 added, 3 taken out"), "{}", run.err);
    sandbox.run(UPDATE);
    assert!(baseline(&sandbox).ends_with("findings = [\n]\n"), "{}", baseline(&sandbox));
}

#[test]
fn it_can_be_read_and_compared() {
    let sandbox = adopted();
    let text = baseline(&sandbox);
    let entries: Vec<&str> = text.lines().filter(|line| line.starts_with("  { path = ")).collect();
    assert_eq!(entries.len(), 4, "{text}");
    assert!(entries[0].starts_with("  { path = \"a.txt\", rule = \"no-regret\", file = \""), "{text}");
    assert!(entries[1].contains("rule = \"outburst\", words = \"") && entries[1].contains(", count = 2, "), "{text}");
    assert!(entries[3].contains("path = \"b/old.txt\""), "{text}");
    // The same findings are the same bytes, whatever else was written, and in any number of threads.
    sandbox.write("a.txt", CANCEL.replace("outrageous.", "outrageous. It is outrageous.").replace("Sam", "Samuel"));
    for threads in [1, 2, 7] {
        sandbox.run(&format!("{UPDATE} --threads {threads}"));
        assert_eq!(baseline(&sandbox), text);
    }
    let left = std::fs::read_dir(sandbox.0.path()).expect("a folder").count();
    assert_eq!(left, 6, "a.txt, b, house, kind.txt, known.toml, regards.toml");
}

#[test]
fn one_that_cannot_be_used_hides_nothing() {
    let sandbox = adopted();
    let all = sandbox.run(CHECK).out;
    let text = baseline(&sandbox);
    let conflict = text.replace("findings = [\n", "findings = [\n<<<<<<< ours\n");
    for (text, said) in [
        (None, "there is no such baseline\n  help: write one with --update-baseline"),
        (Some(CANCEL.to_owned()), "known.toml:1:4: error: it is no baseline"),
        (Some(text.replace("version = 1", "version = 9")), "a baseline of version 9"),
        (Some(text.replace("rule =", "rul =")), "known.toml:5:21: error: it is no baseline: unknown field `rul`"),
        (Some(conflict), "known.toml:5:1: error: it has a conflict of a merge in it"),
    ] {
        let _ = std::fs::remove_file(sandbox.path("known.toml"));
        if let Some(text) = &text {
            sandbox.write("known.toml", text);
        }
        let run = sandbox.run(WITH);
        assert_eq!((run.out.as_str(), run.code), (all.as_str(), Some(2)), "{said}");
        assert!(run.err.contains(said), "{said}: {}", run.err);
        if let Some(text) = text {
            assert_eq!(sandbox.run(UPDATE).code, Some(2));
            assert_eq!(baseline(&sandbox), text, "what is no baseline is not replaced");
        }
    }
    assert_eq!(sandbox.run("check --update-baseline").code, Some(2));
}
