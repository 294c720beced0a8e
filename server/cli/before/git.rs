//! The `git` program, asked what a repository holds.
//!
//! Invariants: nothing in the repository is run – no shell, no hook, no monitor, no filter or diff driver, no pager – and
//! nothing is fetched. What the user names stands where git can take it for nothing but a revision, and is no option. Only
//! what is stored is read, never the files in the working tree, which git would run filters over.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Settings under which git runs nothing and fetches nothing, whatever the repository's configuration says.
const SETTINGS: [&str; 5] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.untrackedCache=false",
    "protocol.allow=never",
    "gc.auto=0",
];

/// What git answered when it was no good.
#[derive(Debug)]
pub(super) enum Failure {
    /// It could not be started.
    Missing(io::Error),
    /// It said no, in these words.
    Refused(String),
    /// It does not have the commit of a submodule.
    Unfetched(String),
}

/// To be run in a folder.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    command.args(["--no-pager", "--literal-pathspecs"]);
    for (name, value) in
        [("GIT_OPTIONAL_LOCKS", "0"), ("GIT_NO_LAZY_FETCH", "1"), ("GIT_TERMINAL_PROMPT", "0"), ("LC_ALL", "C")]
    {
        command.env(name, value);
    }
    command
}

/// What git prints in a folder.
pub(super) fn ask<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Result<Vec<u8>, Failure> {
    let output = command(folder).args(arguments).stdin(Stdio::null()).output().map_err(Failure::Missing)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it ended without a word");
    let first = first.trim_start_matches("fatal: ").trim_start_matches("error: ");
    Err(Failure::Refused(first.to_owned()))
}

/// The first line of it.
pub(super) fn ask_line<S: AsRef<OsStr>>(
    folder: &Path,
    arguments: impl IntoIterator<Item = S>,
) -> Result<String, Failure> {
    let answer = ask(folder, arguments)?;
    let answer = String::from_utf8_lossy(&answer);
    Ok(answer.lines().next().unwrap_or("").to_owned())
}

/// Hands out what is stored under an object's name.
#[derive(Debug)]
pub(super) struct Objects {
    git: Child,
    /// `None` once it is told to end.
    ask: Option<ChildStdin>,
    answer: BufReader<ChildStdout>,
}

impl Objects {
    pub(super) fn open(folder: &Path) -> Result<Self, Failure> {
        let mut git = command(folder)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Failure::Missing)?;
        let (ask, answer) = (git.stdin.take(), git.stdout.take());
        match answer {
            Some(answer) => Ok(Self { git, ask, answer: BufReader::new(answer) }),
            None => Err(Failure::Missing(io::ErrorKind::BrokenPipe.into())),
        }
    }

    /// The bytes of an object; `None` where the repository does not have it.
    pub(super) fn read(&mut self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let ask = self.ask.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(ask, "{name}")?;
        ask.flush()?;
        let mut head = String::new();
        self.answer.read_line(&mut head)?;
        if head.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let Some(size) = head.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok()) else { return Ok(None) };
        let mut bytes = vec![0; size];
        self.answer.read_exact(&mut bytes)?;
        self.answer.read_exact(&mut [0])?;
        Ok(Some(bytes))
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // With nothing left to answer it ends by itself; nobody waits for how.
        self.ask = None;
        let _ = self.git.wait();
    }
}
