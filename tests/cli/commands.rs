//! The other commands.

use super::{CANCEL, Sandbox};

#[test]
fn inspect_for_people() {
    let sandbox = Sandbox::new();
    sandbox
        .write("a.txt", "Hi Dana,\n\nI need to cancel our interview tomorrow at 9am. I am so sorry.\n\nBest,\nSam\n");
    let run = sandbox.run("inspect a.txt --intent cancel --now 2026-11-23T12:00:00Z");
    assert_eq!(run.code, Some(0));
    for part in [
        "a.txt (plain)",
        "cancel:",
        "as was said",
        "“Hi Dana,”",
        "calling-off",
        "“cancel our interview” (3:11)",
        "21.0 hours, too short",
        "recruiter: Dana (greeting)",
        "blank: company, hiring-manager, candidate, role, alternative, reason",
    ] {
        assert!(run.out.contains(part), "{part} in\n{}", run.out);
    }
    assert!(sandbox.write("b.txt", "Buy milk.").run("inspect b.txt").out.contains("none: not about an interview"));
}

/// The contract other tools read: these keys, in these shapes.
#[test]
fn inspect_for_programs() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Hi Dana,\n\nI need to cancel our interview tomorrow at 9am, and I am so\nsorry about that.\n\nBest,\nSam\n").write("b.txt", "Buy milk.");
    let run = sandbox.run("inspect a.txt b.txt --intent cancel --format json --now 2026-11-23T12:00:00Z");
    let lines: Vec<serde_json::Value> =
        run.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!(lines.len(), 2);
    let keys: Vec<&str> = lines[0].as_object().expect("an object").keys().map(String::as_str).collect();
    let mut wanted = [
        "path", "format", "template", "intent", "intents", "sender", "greeting", "sign_off", "acts", "people", "times",
        "notice", "slots", "sure", "why",
    ];
    wanted.sort_unstable();
    assert_eq!(keys, wanted);
    assert_eq!(lines[0]["greeting"]["text"], "Hi Dana,");
    assert_eq!(lines[0]["greeting"]["names"], serde_json::json!(["Dana"]));
    assert_eq!(lines[0]["sign_off"]["text"], "Best,\nSam");
    assert_eq!(lines[0]["sender"], "candidate");
    assert_eq!(lines[0]["times"][0]["at"], "2026-11-24T09:00:00+00:00");
    assert_eq!(lines[0]["times"][0]["role"], "appointment");
    let acts = lines[0]["acts"].as_array().expect("acts");
    let regret = acts.iter().find(|act| act["act"] == "regret").expect("it is there");
    assert_eq!(regret["text"], "so\nsorry", "acts quote the source as it is");
    assert_eq!(regret["range"]["end"], serde_json::json!({ "line": 4, "column": 6, "offset": 75 }));
    let slots = lines[0]["slots"].as_array().expect("slots");
    let slot = |name: &str| slots.iter().find(|slot| slot["slot"] == name).map(|slot| (&slot["value"], &slot["from"]));
    assert_eq!(slots.len(), 9, "every slot is told, filled or not");
    assert_eq!(slot("recruiter"), Some((&"Dana".into(), &"greeting".into())));
    assert_eq!(slot("sender"), Some((&"Sam".into(), &"sign-off".into())));
    assert_eq!(slot("appointment"), Some((&"tomorrow at 9am".into(), &"text".into())));
    assert_eq!(slot("company"), Some((&serde_json::Value::Null, &serde_json::Value::Null)));
    assert_eq!((&regret["by"], &regret["because"]), (&"template".into(), &serde_json::json!(["so sorry"])));
    assert_eq!(lines[0]["why"][0]["by"], "given");
    let unread = &sandbox.run("inspect b.txt --format json").json();
    assert_eq!((&unread["intent"], &unread["intents"]), (&serde_json::Value::Null, &serde_json::json!([])));
}

#[test]
fn explain_a_rule() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run("explain no-regret").show());
}

#[test]
fn explain_an_act_and_an_intent() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run("explain calling-off").show());
    let run = sandbox.run("explain cancel");
    assert!(run.code == Some(0) && run.out.starts_with("cancel: "), "{}", run.show());
}

#[test]
fn explain_asks_what_was_meant() {
    let run = Sandbox::new().run("explain no-regrets");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("did you mean no-regret?"), "{}", run.err);
}

#[test]
fn rules() {
    let sandbox = Sandbox::new();
    let run = sandbox.run("rules");
    assert!(run.out.lines().any(|line| line.split_whitespace().take(2).eq(["outburst", "error"])), "{}", run.out);
    assert!(run.out.lines().any(|line| line.split_whitespace().nth(1) == Some("off")), "{}", run.out);
    let listed = sandbox.run("rules --format json").json();
    let own = listed
        .as_array()
        .expect("a list")
        .iter()
        .find(|rule| rule["rule"] == "no-regret")
        .expect("it is listed")
        .clone();
    insta::assert_json_snapshot!(own);
}

#[test]
fn test_proves_the_rules() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run("test house").show());
}

/// The rules in the binary hold to their own examples, their fixes too.
#[test]
fn test_proves_the_builtin_rules() {
    let run = Sandbox::empty().run("test");
    assert!(run.code == Some(0) && run.out.ends_with(" passed, 0 failed\n"), "{}", run.show());
}

/// A fix is held to what it is for, and to the draft it is said to make.
#[test]
fn test_tries_the_fixes() {
    let sandbox = Sandbox::new();
    let rule = std::fs::read_to_string(sandbox.path("house/etiquette/no-regret.toml")).expect("it is there");
    let example = |fixed: &str| {
        format!(
            "\n[[examples]]\nintent = \"cancel\"\nflagged = \"Hi Dana, I cancel our interview.\"\nfixed = \"{fixed}\"\n"
        )
    };
    let right = rule.clone() + &example("Hi Dana, I cancel our interview. I am so sorry, Dana.");
    sandbox.write("house/etiquette/no-regret.toml", right);
    let run = sandbox.run("test house");
    assert!(run.code == Some(0) && run.out.ends_with("6 passed, 0 failed\n"), "{}", run.show());
    let wrong = rule.replace("text = \"I am so sorry for the trouble.\"", "text = \"I am sad.\"");
    sandbox
        .write("house/etiquette/no-regret.toml", wrong + &example("Hi Dana, I cancel our interview. I am so sorry."));
    insta::assert_snapshot!(sandbox.run("test house").show());
}

#[test]
fn test_shows_what_fails() {
    let sandbox = Sandbox::new();
    let rule = std::fs::read_to_string(sandbox.path("house/etiquette/no-regret.toml")).expect("it is there");
    let rule = rule.replace("at = \"cancel our interview\"", "at = \"our interview is off\"");
    let more = "\n[[examples]]\nintent = \"cancel\"\nflagged = \"I cancel our interview. I am so sorry.\"\n\
                \n[[examples]]\nintent = \"cancel\"\nclean = \"I cancel our interview.\"\n";
    sandbox.write("house/etiquette/no-regret.toml", rule + more);
    let act = "title = \"Regret\"\ndescription = \"Says sorry.\"\ntemplates = [\"so sorry\"]\nsays = [\"My apologies.\"]\nnot = [\"I am so sorry.\"]\n";
    sandbox.write("house/acts/regret.toml", act);
    insta::assert_snapshot!(sandbox.run("test house").show());
    let one = sandbox.run("test house/acts/regret.toml");
    assert!(one.out.ends_with("0 passed, 2 failed\n"), "{}", one.show());
    let mut inside = sandbox.command("test regret.toml");
    let inside = inside.current_dir(sandbox.path("house/acts")).output().expect("it runs");
    assert!(
        String::from_utf8_lossy(&inside.stdout).ends_with("0 passed, 2 failed\n"),
        "the folder is known from within"
    );
}

#[test]
fn a_folder_without_rules_is_trouble() {
    let sandbox = Sandbox::empty();
    sandbox.write("nothing/notes.txt", "Hello.");
    let run = sandbox.run("test nothing");
    assert_eq!((run.code, run.out.as_str()), (Some(2), "0 passed, 0 failed\n"));
    assert!(run.err.starts_with("nothing: error: there are no rules in this folder"), "{}", run.err);
    assert!(run.err.contains("etiquette/, acts/, intents/ or words/"), "{}", run.err);
}

#[test]
fn schemas_are_json() {
    let sandbox = Sandbox::empty();
    for kind in ["rule", "act", "intent", "words", "config", "settings"] {
        let schema = sandbox.run(&format!("schema {kind}")).json();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{kind}");
    }
    assert_eq!(sandbox.run("schema nothing").code, Some(2));
}

#[test]
fn init_writes_a_file_that_changes_nothing() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.txt", CANCEL);
    let before = sandbox.run("check a.txt --format json").out;
    assert_eq!(sandbox.run("init --stdout").code, Some(0));
    assert!(!sandbox.path("regards.toml").exists());
    assert_eq!(sandbox.run("init").code, Some(0));
    let after = sandbox.run("check a.txt --format json");
    assert_eq!((after.out, after.err), (before, String::new()));
    let again = sandbox.run("init");
    assert_eq!(again.code, Some(2));
    assert!(again.err.starts_with("regards.toml: error: it is here already"), "{}", again.err);
}

/// What is commented out would be right if it were not.
#[test]
fn init_shows_what_works() {
    let sandbox = Sandbox::empty();
    let text = sandbox.run("init --stdout").out;
    let live: String = text
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| line.contains(" = ") || line.starts_with('['))
        .fold(String::new(), |all, line| {
            all + &line.replace("RULE", "ours").replace("\"INTENT\"", "\"cancel\"") + "\n"
        });
    sandbox.write("team/regards.toml", live).write("base.toml", "").write("regards.toml", "");
    let schema = sandbox.run("schema config").json();
    for key in schema["properties"].as_object().expect("keys").keys() {
        let is_shown =
            |line: &str| line.starts_with(&format!("# {key} = ")) || line.trim_matches(['#', ' ', '[', ']']) == key;
        assert!(text.lines().any(is_shown), "{key} is not shown");
    }
    sandbox.write(
        "team/our-rules/etiquette/ours.toml",
        "title = \"Ours\"\nseverity = \"hint\"\npresent = \"greeting\"\nmessage = \"No greeting.\"\nwhy = \"So.\"\n",
    );
    sandbox.write("team/rejections/a.txt", "Outrageous.");
    let run = sandbox.run("check team/rejections --format json");
    assert_eq!((run.err.as_str(), run.code), ("", Some(0)));
    assert_eq!(run.json()["files"][0]["intent"], "cancel");
}

#[test]
fn completions_know_the_commands() {
    let sandbox = Sandbox::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = sandbox.run(&format!("completions {shell}"));
        assert!(run.code == Some(0) && run.out.contains("inspect") && run.out.contains("fail-on"), "{shell}");
    }
}

#[test]
fn help() {
    let sandbox = Sandbox::empty();
    insta::assert_snapshot!(sandbox.run("--help").show());
    insta::assert_snapshot!(sandbox.run("check --help").show());
    let version = sandbox.run("--version").out;
    assert_eq!(version.trim(), concat!("regards ", env!("CARGO_PKG_VERSION")));
}
