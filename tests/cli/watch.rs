//! `--watch`: checks again with each change, and with nothing else.

use super::{CANCEL, KIND, Sandbox};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A run that watches, and the lines it writes.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(sandbox: &Sandbox, arguments: &str) -> Self {
        let mut command = sandbox.command(arguments);
        // One pipe for both, so that the lines come in the order in which they are written.
        let (out, into) = std::io::pipe().expect("a pipe");
        command.stdout(into.try_clone().expect("a pipe")).stderr(into);
        let child = command.spawn().expect("it starts");
        // The command holds the pipe's other end, too.
        drop(command);
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { child, lines }
    }

    /// What is written up to the end of a check.
    fn check(&self) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            // Nothing is measured here: it is only to end some time where it is broken.
            let line = self.lines.recv_timeout(Duration::from_mins(2)).expect("a check is made");
            if line.starts_with("Watching for changes") {
                return lines;
            }
            lines.push(line);
        }
    }

    /// The rules of a check's findings, sorted.
    fn rules(&self) -> Vec<String> {
        let rule = |line: &String| Some(line.split(['[', ']']).nth(1)?.to_owned());
        let mut rules: Vec<String> = self.check().iter().filter_map(rule).collect();
        rules.sort();
        rules
    }

    /// Waits for a check that finds just these; a file that is still being written is checked, too.
    fn finds(&self, rules: &[&str]) {
        while self.rules() != rules {}
    }

    /// Ctrl-C.
    fn end(mut self) -> Vec<String> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill runs").success());
        assert_eq!(self.child.wait().expect("it ends").code(), Some(0));
        self.lines.iter().collect()
    }
}

#[test]
fn each_change_is_checked() {
    let sandbox = Sandbox::new();
    sandbox.write("mails/a.txt", KIND);
    let arguments =
        "check --watch --intent cancel --format concise --output json=mails/report.json --output full=report.txt";
    let watching = Watching::start(&sandbox, arguments);
    let none: [&str; 0] = [];
    assert_eq!(watching.rules(), none);
    sandbox.write("mails/a.txt", CANCEL);
    watching.finds(&["no-regret", "outburst"]);
    sandbox.write("mails/deep/b.md", CANCEL);
    watching.finds(&["no-regret", "no-regret", "outburst", "outburst"]);
    let rule = std::fs::read_to_string(sandbox.path("house/acts/rage.toml")).expect("it is there");
    sandbox.write("house/acts/rage.toml", rule.replace("outrageous", "appalling"));
    watching.finds(&["no-regret", "no-regret"]);
    let config = std::fs::read_to_string(sandbox.path("regards.toml")).expect("it is there");
    sandbox.write("regards.toml", config.replace("\"no-regret\", ", ""));
    watching.finds(&none);
    sandbox.write("notes.log", "nothing to do with it");
    sandbox.write("regards.toml", config);
    std::fs::remove_file(sandbox.path("mails/a.txt")).expect("it can be removed");
    std::fs::remove_dir_all(sandbox.path("mails/deep")).expect("it can be removed");
    watching.finds(&none);
    assert!(
        std::fs::read_to_string(sandbox.path("mails/report.json")).expect("it was written").contains("\"files\":0")
    );
    assert_eq!(watching.end(), Vec::<String>::new(), "what it writes itself is no change, and it ends without a word");
    let left = std::fs::read_dir(sandbox.path("mails")).expect("a folder").count();
    assert_eq!(left, 1, "only the report");
}

#[test]
fn what_cannot_be_watched_is_told() {
    let sandbox = Sandbox::new();
    let run = sandbox.run("check --watch -");
    assert!(run.code == Some(2) && run.err.contains("standard input does not change"), "{}", run.err);
    for arguments in ["check --watch --files-from x", "check --watch --baseline x --update-baseline"] {
        assert_eq!(sandbox.run(arguments).code, Some(2), "{arguments}");
    }
    let run = sandbox.run("check --help");
    assert!(run.out.contains("--watch"));
}
