//! Each kind of check: when it has something to say, where, how severe, and in which words.

use super::Sandbox;

/// Acts for the rules here. `verdict` is the one that decides.
const ACTS: [(&str, &str); 5] = [
    ("verdict", "[\"step back\", \"call it off\"]"),
    ("doubt", "[\"might perhaps\"]"),
    ("met-recruiter", "[\"your recruiter\"]"),
    ("costs", "[\"it cost us\"]"),
    ("pool", "[\"other people\"]"),
];

/// A sandbox with one rule, `ours`, whose check and further keys are given.
fn sandbox(rule: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("regards.toml", "rules = [\"house\"]\ndisable = [\"all\"]\nenable = [\"ours\"]\n");
    for (id, templates) in ACTS {
        let title = id.replace('-', " ");
        sandbox.write(
            &format!("house/acts/{id}.toml"),
            format!("title = \"The {title}\"\ndescription = \"D\"\ntemplates = {templates}\n"),
        );
    }
    // A second rule says which act decides; it does not run.
    sandbox.write(
        "house/etiquette/unclear-decision.toml",
        text("message = \"M\"\nplain = { act = \"verdict\", hedge = \"doubt\" }"),
    );
    sandbox.write("house/etiquette/ours.toml", text(rule));
    sandbox
}

fn text(rule: &str) -> String {
    let (keys, tables) =
        rule.split_once("\n[").map_or((rule, String::new()), |(keys, tables)| (keys, format!("\n[{tables}")));
    format!("title = \"T\"\nseverity = \"warning\"\nwhy = \"W\"\n{keys}\n{tables}\n")
}

/// `line:column severity message` of each finding in a draft.
#[track_caller]
fn found(sandbox: &Sandbox, intent: &str, name: &str, draft: &str) -> Vec<String> {
    sandbox.write(name, draft);
    let run =
        sandbox.run(&format!("check {name} --intent {intent} --format concise --quiet --now 2026-11-23T12:00:00Z"));
    assert_eq!(run.err, "");
    let shown =
        run.out.lines().map(|line| line.replacen(&format!("{name}:"), "", 1).replace("[ours]", "").replace(": ", " "));
    shown.collect()
}

const BODY: &str = "Hi Dana,\n\nThe weather is fine. I step back from it all.\n\nBest,\nSam\n";

#[test]
fn what_is_missing_is_told_where_a_reader_looks() {
    let at = |anchors: &str, draft: &str| {
        let sandbox = sandbox(&format!("require = \"costs\"\nmessage = \"M\"\n{anchors}"));
        found(&sandbox, "cancel", "a.txt", draft).join(" | ")
    };
    assert_eq!(at("", BODY), "3:24 warning M", "the words that decide");
    assert_eq!(at("at = [\"pool\", \"sign-off\"]", BODY), "5:1 warning M", "the first that is there");
    assert_eq!(at("at = [\"greeting\"]", BODY), "1:1 warning M");
    assert_eq!(at("at = [\"closing\"]", BODY), "3:22 warning M");
    assert_eq!(at("", "Hi Dana,\n\nThe weather is fine. The sea is blue.\n"), "3:1 warning M", "else the opening");
    assert_eq!(at("", "Hi Dana,\n\nI step back, and it cost us dearly.\n"), "");
}

#[test]
fn the_strictest_of_several_intents_counts() {
    let rule = "require = \"costs\"\nmessage = \"M\"\n[[variants]]\nintents = [\"withdraw\"]\nseverity = \"hint\"\nmessage = \"V\"";
    let sandbox = sandbox(rule);
    assert_eq!(found(&sandbox, "withdraw", "a.txt", BODY), ["3:24 hint V"]);
    assert_eq!(found(&sandbox, "cancel", "a.txt", BODY), ["3:24 warning M"]);
}

#[test]
fn only_the_subject_says_it() {
    let draft = "Subject: I step back\n\nHi Dana,\n\nThe weather is fine.\n";
    let plain = "plain = { act = \"verdict\", hedge = \"doubt\" }\nmessage = \"M\"";
    assert_eq!(found(&sandbox(plain), "withdraw", "a.txt", draft), [""; 0]);
    let variant = format!("{plain}\n[[variants]]\nwhen = \"subject-only\"\nmessage = \"Only there.\"");
    assert_eq!(found(&sandbox(&variant), "withdraw", "a.txt", draft), ["1:12 warning Only there."]);
    assert_eq!(found(&sandbox(&variant), "withdraw", "a.txt", BODY), [""; 0]);
}

#[test]
fn a_decision_is_plain() {
    let sandbox = sandbox("plain = { act = \"verdict\", hedge = \"doubt\" }\nmessage = \"M {text}\"");
    assert_eq!(
        found(&sandbox, "withdraw", "a.txt", "Hi Dana,\n\nI might perhaps step back.\n"),
        ["3:3 warning M might perhaps"]
    );
    assert_eq!(found(&sandbox, "withdraw", "a.txt", "Hi Dana,\n\nThe weather is fine.\n"), ["3:1 warning M "]);
}

#[test]
fn all_that_is_missing_is_named_at_once() {
    let sandbox = sandbox("require-each = [\"costs\", \"pool\", \"doubt\"]\nmessage = \"No {missing}.\"");
    assert_eq!(found(&sandbox, "stop-process", "a.txt", BODY), ["3:24 warning No the costs, the pool and the doubt."]);
    let draft = "Hi all,\n\nWe call it off: it cost us dearly.\n";
    assert_eq!(found(&sandbox, "stop-process", "a.txt", draft), ["3:4 warning No the pool and the doubt."]);
}

#[test]
fn whoever_was_spoken_to_is_named() {
    let rule = "named = { role = \"recruiter\", spoke = \"met-recruiter\", greeting = true }\nmessage = \"Name {name}.\"\n\
                [[variants]]\nwhen = \"not-spoken\"\nseverity = \"information\"\nmessage = \"Greet somebody.\"";
    let sandbox = sandbox(rule);
    let names = |draft: &str| found(&sandbox, "withdraw", "a.txt", draft);
    assert_eq!(names("Hi,\n\nI met your recruiter and step back.\n"), ["3:7 warning Name the recruiter."]);
    assert_eq!(names("Hi Dana,\n\nI met your recruiter and step back.\n"), [""; 0]);
    assert_eq!(names("Dear Hiring Team,\n\nI step back.\n"), ["1:1 information Greet somebody."]);
    assert_eq!(names("I step back.\n"), ["1:3 information Greet somebody."]);
    assert_eq!(names("Hi Dana,\n\nI step back.\n"), [""; 0]);
}

#[test]
fn the_thread_knows_the_name() {
    let sandbox = sandbox(
        "named = { role = \"recruiter\", spoke = \"met-recruiter\", greeting = true }\nmessage = \"Name {name}.\"",
    );
    let draft = "Hi,\n\nI met your recruiter and step back.\n\nSam\n\nOn Fri, 20 Nov 2026 at 10:00, Dana Reyes <dana@acme.example> wrote:\n> Hi Sam\n";
    assert_eq!(found(&sandbox, "withdraw", "a.txt", draft), ["3:7 warning Name Dana Reyes."]);
    let related =
        &sandbox.run("check a.txt --intent withdraw --format json").json()["files"][0]["diagnostics"][0]["related"][0];
    assert_eq!(related["message"], "Dana Reyes is named here");
    let line = draft.lines().nth(6).expect("the attribution");
    let offset = related["range"]["start"]["offset"].as_u64().and_then(|n| usize::try_from(n).ok()).expect("a number");
    assert!(line.contains(draft[offset..].lines().next().expect("words")), "{related}");
}

#[test]
fn short_notice() {
    let sandbox = sandbox("notice = { hours = 24 }\nmessage = \"{hours} of {limit} hours to {time}.\"");
    let draft = |time: &str| format!("Hi Dana,\n\nI call it off: I cannot come to the interview {time}.\n");
    let notice = |time: &str| found(&sandbox, "cancel", "a.txt", &draft(time));
    assert_eq!(notice("tomorrow at 9am"), ["3:3 warning 21 of 24 hours to tomorrow at 9am."]);
    assert_eq!(notice("on Friday at 9am"), [""; 0]);
    sandbox.write("a.txt", draft("tomorrow at 9am"));
    let json = sandbox.run("check a.txt --intent cancel --format json --now 2026-11-23T12:00:00Z").json();
    let related = &json["files"][0]["diagnostics"][0]["related"][0];
    assert_eq!(
        related["range"]["start"],
        serde_json::json!({ "line": 3, "column": 47, "offset": 56 }),
        "the time that was read"
    );
    sandbox
        .write("regards.toml", "rules = [\"house\"]\ndisable = [\"all\"]\nenable = [\"ours\"]\n[notice]\nhours = 12\n");
    assert_eq!(notice("tomorrow at 9am"), [""; 0]);
}

#[test]
fn parts_that_are_there() {
    let greeting = sandbox("present = \"greeting\"\nmessage = \"M\"");
    assert_eq!(
        found(&greeting, "cancel", "a.txt", "The sky is blue.\n\nI step back.\n\nBest,\nSam\n"),
        ["1:1 warning M"]
    );
    assert_eq!(found(&greeting, "cancel", "a.txt", BODY), [""; 0]);
    let sign_off = sandbox("present = \"sign-off\"\nmessage = \"M\"");
    assert_eq!(
        found(&sign_off, "cancel", "a.txt", "Hi Dana,\n\nThe sky is blue.\n\nI step back from this.\n"),
        ["5:1 warning M"]
    );
    assert_eq!(found(&sign_off, "cancel", "a.txt", BODY), [""; 0]);
}
