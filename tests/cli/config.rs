//! Configurations that extend others, what is in effect in the end, and what placeholders are said to stand for.

use super::{CANCEL, Sandbox};
use serde_json::{Value, json};

/// A repository with a base, and a team's configuration on top of it.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path(".git")).expect("a folder");
    sandbox.write(
        "shared/base.toml",
        "rules = [\"../house\"]\ndisable = [\"all\"]\nenable = [\"outburst\", \"wordy\"]\nexclude = [\"drafts\"]\n\
         [severity]\noutburst = \"hint\"\nno-regret = \"off\"\n[length]\nwords = 30\n[slots]\nsender = \"Sam\"\ncompany = \"Acme\"\n\
         [[files]]\nglob = \"../team/old/*\"\nintent = \"withdraw\"\n",
    );
    sandbox.write(
        "team/regards.toml",
        "extends = \"../shared/base.toml\"\ndisable = [\"wordy\"]\nenable = [\"no-regret\"]\n\
         [severity]\noutburst = \"warning\"\n[slots]\nsender = \"Alex\"\n",
    );
    sandbox
}

fn found(sandbox: &Sandbox, arguments: &str) -> Vec<String> {
    let run = sandbox.run(&format!("check --format concise -q {arguments}"));
    assert_eq!(run.err, "", "{}", run.show());
    run.out.lines().filter_map(|line| line.split(' ').nth(1).map(str::to_owned)).collect()
}

#[test]
fn what_extends_comes_on_top() {
    let sandbox = repository();
    sandbox.write("team/a.txt", CANCEL).write("team/old/b.txt", "Outrageous.").write("team/drafts/c.txt", CANCEL);
    assert_eq!(found(&sandbox, "team/a.txt"), ["warning[no-regret]", "warning[outburst]"], "key by key, list by list");
    assert_eq!(
        found(&sandbox, "team/old"),
        ["warning[outburst]", "information[no-regret]"],
        "globs are the base's own"
    );
    let folder = sandbox.run("check --format json team").json();
    let paths: Vec<&Value> = folder["files"].as_array().into_iter().flatten().map(|file| &file["path"]).collect();
    assert_eq!(paths, ["team/a.txt", "team/old/b.txt"], "what the base excludes stays out");
    let settings = sandbox.path("team/regards.toml");
    let own = std::fs::read_to_string(&settings).expect("it is there");
    std::fs::write(&settings, format!("include = [\"drafts/*\"]\n{own}")).expect("it can be written");
    assert_eq!(sandbox.run("check --format json team").json()["files"].as_array().map(Vec::len), Some(3));
}

#[test]
fn what_cannot_be_extended_is_told_and_costs_nothing_else() {
    let sandbox = repository();
    let outside = tempfile::TempDir::new().expect("a folder");
    std::fs::write(outside.path().join("secret.toml"), "token = 'xyzzy'").expect("a file");
    let rest = "disable = [\"all\"]\nrules = [\"../house\"]\nenable = [\"outburst\"]\n";
    sandbox.write("team/a.txt", CANCEL);
    let mut cases = vec![
        ("gone.toml".to_owned(), "`gone.toml` cannot be extended: there is no such file or folder"),
        ("../shared".to_owned(), "`../shared` cannot be extended: it is a folder"),
        ("https://example.com/base.toml".to_owned(), "is no path from this file"),
        ("../../elsewhere.toml".to_owned(), "lies outside of this repository, whose root is "),
        ("regards.toml".to_owned(), "this goes round in circles: team/regards.toml extends team/regards.toml"),
    ];
    if cfg!(unix) {
        cases.push((format!("{}/secret.toml", outside.path().display()), "is no path from this file"));
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path().join("secret.toml"), sandbox.path("team/link.toml")).expect("a link");
        cases.push(("link.toml".to_owned(), "lies outside of this repository"));
    }
    for (named, told) in cases {
        sandbox.write("team/regards.toml", format!("# ours\nextends = \"{named}\"\n{rest}"));
        let run = sandbox.run("check --format concise -q team/a.txt");
        let err = if cfg!(windows) { run.err.replace('\\', "/") } else { run.err.clone() };
        assert!(err.starts_with("team/regards.toml:2:12: error: ") && err.contains(told), "{named}: {err}");
        assert!(!err.contains("xyzzy") && !err.contains("token"), "{err}");
        assert_eq!((run.code, run.out.lines().count()), (Some(2), 1), "{}", run.show());
    }
}

#[test]
fn circles_and_faults_are_told_where_they_are() {
    let sandbox = repository();
    sandbox.write("team/a.txt", CANCEL);
    sandbox.write("shared/base.toml", "extends = \"more.toml\"\n");
    sandbox.write("shared/more.toml", "extends = \"../team/regards.toml\"\nenabel = []\ndisable = [\"outbrst\"]\n");
    let run = sandbox.run("check -q --format concise team/a.txt");
    let err = if cfg!(windows) { run.err.replace('\\', "/") } else { run.err.clone() };
    let circle = "team/regards.toml extends shared/base.toml extends shared/more.toml extends team/regards.toml";
    assert!(err.contains(&format!("shared/more.toml:1:12: error: this goes round in circles: {circle}")), "{err}");
    assert!(err.contains("shared/more.toml:2:1: error: this file has a key `enabel` that means nothing\n  help: did you mean `enable`?"), "{err}");
    assert!(err.contains("shared/more.toml:3:13: error: there is no rule `outbrst`"), "{err}");
    assert_eq!(run.code, Some(2));
}

#[test]
fn without_a_repository_the_topmost_configuration_is_the_root() {
    let sandbox = repository();
    std::fs::remove_dir(sandbox.path(".git")).expect("it is there");
    sandbox.write("team/a.txt", CANCEL);
    assert_eq!(found(&sandbox, "team/a.txt").len(), 2, "regards.toml above makes it one tree");
    std::fs::remove_file(sandbox.path("regards.toml")).expect("it is there");
    let run = sandbox.run("check -q --format concise team/a.txt");
    assert!(run.code == Some(2) && run.err.contains("lies outside of this repository"), "{}", run.show());
}

#[test]
fn the_effective_configuration_says_where_each_value_comes_from() {
    let sandbox = repository();
    insta::assert_snapshot!(sandbox.run("config team").show());
    let json = sandbox.run("config team/old/b.txt --format json").json();
    assert_eq!(json["files"], json!(["team/regards.toml", "shared/base.toml"]));
    assert_eq!(json["config"]["slots"], json!({ "sender": "Alex", "company": "Acme" }));
    assert_eq!(json["config"]["files"], json!([{ "glob": ["../team/old/*"], "intent": "withdraw" }]));
    let told = |key: Value| json["told"].as_array().into_iter().flatten().find(|it| it["key"] == key).cloned();
    let place = |file: &str, line: u32, column: u32| (json!(file), json!(line), json!(column));
    let at = |key: Value| told(key).map(|it| (it["file"].clone(), it["line"].clone(), it["column"].clone()));
    assert_eq!(at(json!(["slots", "sender"])), Some(place("team/regards.toml", 7, 10)));
    assert_eq!(at(json!(["length", "words"])), Some(place("shared/base.toml", 9, 9)));
    assert_eq!(at(json!(["notice", "hours"])), Some((Value::Null, Value::Null, Value::Null)));
    let other = sandbox.run("config team/new.txt --format json").json();
    assert_eq!(other["config"]["files"], Value::Null, "what does not fit is left out");
}

#[test]
fn what_is_in_effect_is_a_configuration_that_says_the_same() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", CANCEL);
    sandbox.write(
        "regards.toml",
        "rules = [\"house\"]\ndisable = [\"all\"]\nenable = [\"outburst\", \"no-regret\"]\ndocs-url = 'https://x.example/{rule}'\n\
         severity = { outburst = \"hint\", wordy = \"off\" }\nslots.sender = \"a \\\"b\\\"\\t\"\n[placeholders]\n'{{ \"hm\" }}' = 'candidate'\n\
         hm = 'hiring-manager'\n[[files]]\nglob = ['*.txt', 'é/*']\nsender = 'candidate'\ntemplate = false\nenable = ['wordy']\n",
    );
    let before = (sandbox.run("config"), sandbox.run("check a.txt --format json").out);
    assert_eq!((before.0.code, before.0.err.as_str()), (Some(0), ""), "{}", before.0.show());
    sandbox.write("regards.toml", &before.0.out);
    let again = sandbox.run("config");
    let values =
        |text: &str| text.lines().map(|line| line.split("  # ").next().unwrap_or("").to_owned()).collect::<Vec<_>>();
    assert_eq!(values(&again.out), values(&before.0.out));
    assert_eq!(sandbox.run("check a.txt --format json").out, before.1);
}

#[test]
fn placeholders_stand_for_what_is_said() {
    let sandbox = Sandbox::empty();
    let template = "Hi {{ boss }},\n\nI enjoyed speaking with you about the {{ job_title }} role, but I have to cancel our interview on \
                    {{ interview_date }}.\n\nBest,\n{{ my_name }}\n";
    sandbox.write("a.txt.j2", template);
    let people = |sandbox: &Sandbox| sandbox.run("inspect a.txt.j2 --format json").json()["people"].clone();
    assert!(!people(&sandbox).to_string().contains("hiring-manager"), "{}", people(&sandbox));
    for written in ["{{ boss }}", "{{boss}}", "boss", "{{ Boss | title }}"] {
        sandbox.write(
            "regards.toml",
            format!("[placeholders]\n'{written}' = 'hiring-manager'\n'{{{{ talent.name }}}}' = 'recruiter'\n"),
        );
        assert!(people(&sandbox).to_string().contains("hiring-manager"), "{written}: {}", people(&sandbox));
    }
    sandbox.write("regards.toml", "[placeholders]\n'[boss]' = 'hiring-manager'\n");
    assert!(!people(&sandbox).to_string().contains("hiring-manager"), "another notation is another placeholder");
    // What fills a slot in a template is the placeholder that was said to stand for it.
    sandbox.write("regards.toml", "[placeholders]\n'{{ talent.name }}' = 'recruiter'\n");
    let slots = sandbox.run("inspect a.txt.j2 --format json").json()["slots"].clone();
    assert!(slots.to_string().contains("{{ talent.name }}"), "{slots}");
}
