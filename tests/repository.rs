//! A repository of message templates as a recruiting team keeps it, in every syntax, through the real binary: what is
//! found in it is known, word for word.

use std::path::Path;
use std::process::{Command, Output};

const NOW: &str = "2026-11-23T12:00:00+00:00[UTC]";

fn regards(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
    command.current_dir(folder).args(arguments).env_remove("GITHUB_ACTIONS").env_remove("GITLAB_CI");
    command.env("NO_COLOR", "1").output().expect("the binary runs")
}

fn sample() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/repository")
}

#[test]
fn what_is_found_is_known() {
    let output = regards(&sample(), &["check", "--now", NOW, "--format", "concise", "."]);
    let found = String::from_utf8(output.stdout).expect("findings are UTF-8").replace('\\', "/");
    insta::assert_snapshot!("repository", found);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
}
