//! Which configuration applies to what.

use super::{CANCEL, Sandbox};

fn rules(sandbox: &Sandbox, arguments: &str) -> Vec<String> {
    let run = sandbox.run(&format!("check --intent cancel --format json {arguments}"));
    let found = run.json();
    let all = found["files"].as_array().into_iter().flatten().flat_map(|file| {
        let path = file["path"].as_str().unwrap_or_default();
        let rules = file["diagnostics"].as_array().cloned().unwrap_or_default();
        rules.into_iter().map(move |found| format!("{path} {}", found["rule"].as_str().unwrap_or_default()))
    });
    all.collect()
}

#[test]
fn the_nearest_configuration_counts() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", CANCEL).write("sub/b.txt", CANCEL).write("sub/deep/c.txt", CANCEL);
    sandbox.write("sub/.regards.toml", "rules = [\"../house\"]\ndisable = [\"all\"]\nenable = [\"outburst\"]\n");
    let all = ["a.txt no-regret", "a.txt outburst", "sub/b.txt outburst", "sub/deep/c.txt outburst"];
    assert_eq!(rules(&sandbox, ""), all);
    assert_eq!(
        rules(&sandbox, "sub/../a.txt"),
        ["sub/../a.txt no-regret", "sub/../a.txt outburst"],
        "a detour changes nothing"
    );
    assert_eq!(rules(&sandbox, "--config sub/.regards.toml a.txt"), ["a.txt outburst"]);
    assert!(rules(&sandbox, "--no-config a.txt").iter().all(|found| !found.ends_with("outburst")));
}

#[test]
fn it_counts_from_wherever_one_stands() {
    let sandbox = Sandbox::new();
    sandbox.write("sub/b.txt", CANCEL);
    let mut command = sandbox.command("check b.txt --intent cancel --format concise -q");
    let output = command.current_dir(sandbox.path("sub")).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.starts_with("b.txt:3:11: warning[no-regret]"), "{said}");
}

#[test]
fn severities_files_and_docs() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", CANCEL).write("old/b.txt", CANCEL).write("skip/c.txt", CANCEL).write("extra.mail", CANCEL);
    sandbox.write(
        "regards.toml",
        "rules = [\"house\"]\ndisable = [\"all\"]\nenable = [\"outburst\", \"no-regret\"]\ninclude = [\"*.mail\"]\nexclude = [\"skip/\"]\n\
         docs-url = \"https://docs.example/{rule}\"\n[severity]\nno-regret = \"hint\"\n[[files]]\nglob = \"old/*\"\ndisable = [\"outburst\"]\n",
    );
    let found = rules(&sandbox, "");
    assert_eq!(
        found,
        ["a.txt no-regret", "a.txt outburst", "extra.mail no-regret", "extra.mail outburst", "old/b.txt no-regret"]
    );
    let first = &sandbox.run("check a.txt --intent cancel --format json").json()["files"][0]["diagnostics"][0];
    assert_eq!((&first["severity"], &first["url"]), (&"hint".into(), &"https://docs.example/no-regret".into()));
    assert_eq!(rules(&sandbox, "skip/c.txt").len(), 2, "what is named is read");
}

#[test]
fn an_intent_for_some_files() {
    let sandbox = Sandbox::new();
    sandbox.write("regards.toml", "rules = [\"house\"]\ndisable = [\"all\"]\nenable = [\"outburst\"]\n[[files]]\nglob = \"*.txt\"\nintent = \"withdraw\"\n");
    sandbox.write("a.txt", "Outrageous.").write("b.md", "Outrageous.");
    let found = sandbox.run("check --format json").json();
    assert_eq!(found["files"][0]["intent"], "withdraw");
    assert_eq!(found["files"][0]["diagnostics"][0]["rule"], "outburst");
    assert_eq!(found["files"][1]["intent"], serde_json::Value::Null);
}

#[cfg(unix)]
#[test]
fn links_in_circles_do_no_harm() {
    let sandbox = Sandbox::new();
    sandbox.write("mails/a.txt", CANCEL);
    std::os::unix::fs::symlink(sandbox.path("mails"), sandbox.path("mails/again")).expect("a link");
    std::os::unix::fs::symlink(sandbox.path("house"), sandbox.path("house/acts/again")).expect("a link");
    std::os::unix::fs::symlink(sandbox.path("mails/a.txt"), sandbox.path("mails/link.txt")).expect("a link");
    let found = rules(&sandbox, "mails");
    assert_eq!(
        found,
        ["mails/a.txt no-regret", "mails/a.txt outburst", "mails/link.txt no-regret", "mails/link.txt outburst"]
    );
}
