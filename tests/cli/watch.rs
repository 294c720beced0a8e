//! `--watch`: checks again with each change, and with nothing else.

use super::{CANCEL, KIND, Sandbox};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
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
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let (sender, lines) = channel();
        let out = child.stdout.take().expect("it is piped");
        let err = child.stderr.take().expect("it is piped");
        let readers: [Box<dyn std::io::Read + Send>; 2] = [Box::new(out), Box::new(err)];
        for reader in readers {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(reader).lines().map_while(Result::ok) {
                    let _ = sender.send(line);
                }
            });
        }
        Self { child, lines }
    }

    /// What is written up to the end of a check; what comes from two pipes is sorted.
    fn check(&self) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            // Nothing is measured here: it is only to end some time where it is broken.
            let line = self.lines.recv_timeout(Duration::from_mins(2)).expect("a check is made");
            if line.starts_with("Watching for changes") {
                lines.sort();
                return lines;
            }
            lines.push(line);
        }
    }

    fn rules(&self) -> Vec<String> {
        let rule = |line: &String| Some(line.split(['[', ']']).nth(1)?.to_owned());
        self.check().iter().filter_map(rule).collect()
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
    assert_eq!(watching.rules(), ["no-regret", "outburst"]);
    sandbox.write("mails/deep/b.md", CANCEL);
    assert_eq!(watching.rules().len(), 4, "a file in a new folder");
    let rule = std::fs::read_to_string(sandbox.path("house/acts/rage.toml")).expect("it is there");
    sandbox.write("house/acts/rage.toml", rule.replace("outrageous", "appalling"));
    assert_eq!(watching.rules(), ["no-regret", "no-regret"], "a rule");
    let config = std::fs::read_to_string(sandbox.path("regards.toml")).expect("it is there");
    sandbox.write("regards.toml", config.replace("\"no-regret\", ", ""));
    assert_eq!(watching.rules(), none, "the configuration");
    sandbox.write("notes.log", "nothing to do with it");
    sandbox.write("regards.toml", config);
    std::fs::remove_file(sandbox.path("mails/a.txt")).expect("it can be removed");
    std::fs::remove_dir_all(sandbox.path("mails/deep")).expect("it can be removed");
    while watching.rules() != none {}
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
