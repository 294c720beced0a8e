//! The command line from the outside: the real binary, in a folder of its own, with rules of its own so that the built-in
//! ones can change without changing what is shown here.

mod bad_input;
mod baseline;
mod check;
mod commands;
mod config;
mod diff_base;
mod fix;
mod formats;
mod inputs;
mod kinds;
mod projects;
mod reading;
mod remarks;
mod repository;
#[cfg(unix)]
mod watch;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A message with two of the findings of [`RULES`].
const CANCEL: &str = "Hi Dana,\n\nI need to cancel our interview on Friday.\nThis is outrageous.\n\nBest,\nSam\n";
/// One with none.
const KIND: &str = "Hi Dana,\n\nI need to cancel our interview on Friday. I am so sorry.\n\nBest,\nSam\n";

/// Rules small enough to see through.
const RULES: [(&str, &str); 9] = [
    (
        "regards.toml",
        "rules = [\"house\"]\ndisable = [\"all\"]\nenable = [\"no-regret\", \"outburst\", \"wordy\", \"gaps\", \"remarks\"]\n",
    ),
    ("house/acts/regret.toml", "title = \"Regret\"\ndescription = \"Says sorry.\"\ntemplates = [\"so sorry\"]\n"),
    (
        "house/acts/calling-off.toml",
        "title = \"Calling off\"\ndescription = \"Calls it off.\"\ntemplates = [\"cancel our interview\"]\n\
         says = [\"I cancel our interview.\"]\nnot = [\"I sing.\"]\n",
    ),
    ("house/acts/rage.toml", "title = \"Rage\"\ndescription = \"Shouts.\"\ntemplates = [\"outrageous\"]\n"),
    (
        "house/etiquette/no-regret.toml",
        r#"title = "Calling off without a word of regret"
severity = "warning"
intents = ["cancel", "withdraw"]
require = "regret"
at = ["calling-off"]
message = "Nothing here says that you are sorry."
why = """
Somebody keeps the hour free for this. One short sentence shows that it was noticed, and costs nothing.

It is asked of candidates and employers alike."""
not = ["Words that merely announce bad news."]
source = { document = "manners.txt", section = "How to call off" }
see-also = [{ document = "manners.txt", section = "At the last minute" }]

[[variants]]
intents = ["withdraw"]
severity = "information"

[[fixes]]
title = "Say sorry"
place = { after = "calling-off" }
text = "I am so sorry, {recruiter}."

[[fixes]]
title = "Say it at the end"
place = "closing"
text = "I am so sorry for the trouble."

[[examples]]
intent = "cancel"
flagged = "I cancel our interview."
at = "cancel our interview"

[[examples]]
intent = "cancel"
clean = "I cancel our interview and am so sorry."
"#,
    ),
    (
        "house/etiquette/outburst.toml",
        "title = \"An outburst\"\nseverity = \"error\"\nforbid = \"rage\"\nmessage = \"“{text}” is an outburst.\"\nwhy = \"It helps nobody.\"\n\
         [[fixes]]\ntitle = \"Leave it out\"\nplace = \"delete\"\n",
    ),
    (
        "house/etiquette/wordy.toml",
        "title = \"Too many words\"\nseverity = \"hint\"\nlength = { words = 20 }\nmessage = \"{words} words; {limit} are enough.\"\nwhy = \"Time is short.\"\n",
    ),
    (
        "house/etiquette/gaps.toml",
        "title = \"A gap\"\nseverity = \"error\"\nfilled = \"placeholders\"\nmessage = \"{text} is still to be filled in.\"\nwhy = \"It shows.\"\n",
    ),
    (
        "house/etiquette/remarks.toml",
        "title = \"A remark that does nothing\"\nseverity = \"warning\"\nsuppressions = \"used\"\nmessage = \"This remark {text}.\"\nwhy = \"It misleads.\"\n",
    ),
];

/// A folder with [`RULES`] in it, to run the binary in.
struct Sandbox(TempDir);

impl Sandbox {
    fn new() -> Self {
        let sandbox = Self::empty();
        for (path, text) in RULES {
            sandbox.write(path, text);
        }
        sandbox
    }

    fn empty() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
        self
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
        command.current_dir(self.0.path()).args(arguments.split_whitespace());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(name);
        }
        for name in ["GITHUB_ACTIONS", "GITHUB_WORKSPACE", "GITLAB_CI", "CI_PROJECT_DIR"] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, arguments: &str) -> Run {
        Run::new(arguments, &self.command(arguments).stdin(Stdio::null()).output().expect("the binary runs"))
    }

    fn run_with(&self, arguments: &str, input: &str) -> Run {
        let mut command = self.command(arguments);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("it reads all");
        Run::new(arguments, &child.wait_with_output().expect("it ends"))
    }
}

/// What a run said.
struct Run {
    arguments: String,
    out: String,
    err: String,
    code: Option<i32>,
}

impl Run {
    fn new(arguments: &str, output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it writes UTF-8");
        Self {
            arguments: arguments.to_owned(),
            out: text(&output.stdout),
            err: text(&output.stderr),
            code: output.status.code(),
        }
    }

    /// All of it, without the time it took.
    fn show(&self) -> String {
        let err: Vec<String> = self.err.lines().map(untimed).collect();
        let code = self.code.map_or("none".to_owned(), |code| code.to_string());
        let parts = [("", self.out.as_str()), ("standard error\n", &err.join("\n"))];
        let mut text = format!("$ regards {}\n", self.arguments);
        for (name, part) in parts {
            if !part.is_empty() {
                text.extend([name, part.trim_end(), "\n"]);
            }
        }
        text.extend(["exit status ", &code, "\n"]);
        if cfg!(windows) { text.replace('\\', "/") } else { text }
    }

    fn json(&self) -> serde_json::Value {
        let out = if cfg!(windows) { self.out.replace(r"\\", "/") } else { self.out.clone() };
        serde_json::from_str(&out).expect("it writes JSON")
    }
}

fn untimed(line: &str) -> String {
    match line.rsplit_once(" (") {
        Some((rest, time)) if time.ends_with(" ms)") => format!("{rest} (N ms)"),
        _ => line.to_owned(),
    }
}
