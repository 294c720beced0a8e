//! What `regards check` reads: lists of files, parts of the work, and what the configuration leaves out.

use super::{CANCEL, Sandbox};
use std::collections::BTreeSet;

const CHECK: &str = "check --intent cancel --format json";

fn paths(run: &super::Run) -> Vec<String> {
    let json = run.json();
    let files = json["files"].as_array().expect("files");
    files.iter().map(|file| file["path"].as_str().expect("a path").to_owned()).collect()
}

#[test]
fn a_list_is_taken_by_its_names() {
    let sandbox = Sandbox::new();
    for path in ["a b.txt", "[x].txt", "x.txt", "deep/c.md", "odd.log"] {
        sandbox.write(path, CANCEL);
    }
    let lines = "a b.txt\r\n[x].txt\n\nodd.log\na b.txt\n";
    let listed = ["[x].txt", "a b.txt", "odd.log"];
    assert_eq!(paths(&sandbox.run_with(&format!("{CHECK} --files-from -"), lines)), listed);
    sandbox.write("list", "a b.txt\0[x].txt\0odd.log");
    assert_eq!(paths(&sandbox.run(&format!("{CHECK} --files-from list -0"))), listed);
    let both = sandbox.run_with(&format!("{CHECK} --files-from - --null x.txt"), "deep\0");
    assert_eq!(paths(&both), ["deep/c.md", "x.txt"]);
    let none = sandbox.run_with(&format!("{CHECK} --files-from -"), "");
    assert_eq!((paths(&none).len(), none.code), (0, Some(0)), "an empty list is not this folder");
}

#[test]
fn a_list_that_misleads_is_trouble() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", CANCEL);
    let gone = sandbox.run_with(&format!("{CHECK} --files-from -"), "gone*.txt\na.txt\n");
    assert_eq!((paths(&gone), gone.code), (vec!["a.txt".to_owned()], Some(2)));
    assert!(gone.err.contains("gone*.txt: error: there is no such file or folder"), "{}", gone.err);
    let no_list = sandbox.run(&format!("{CHECK} --files-from list"));
    assert!(no_list.code == Some(2) && no_list.err.starts_with("list: error:"), "{}", no_list.err);
    assert_eq!(sandbox.run(&format!("{CHECK} -0 a.txt")).code, Some(2));
}

#[test]
fn shards_share_the_work() {
    let sandbox = Sandbox::new();
    for number in 0..10 {
        sandbox.write(&format!("{number}.txt"), CANCEL);
    }
    let shards: Vec<Vec<String>> =
        (1..=3).map(|number| paths(&sandbox.run(&format!("{CHECK} --shard {number}/3")))).collect();
    assert!(shards.iter().all(|shard| (3..=4).contains(&shard.len())), "{shards:?}");
    let all: Vec<String> = shards.concat();
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (10, 10));
    for wrong in ["0/3", "4/3", "1", "a/b", "1/0"] {
        let run = sandbox.run(&format!("{CHECK} --shard {wrong}"));
        assert!(run.code == Some(2) && run.err.contains("write it as in 2/5"), "{wrong}: {}", run.err);
    }
}

#[test]
fn what_is_excluded_can_be_left_out_even_where_it_is_named() {
    let sandbox = Sandbox::empty();
    sandbox.write("regards.toml", "exclude = [\"archive/\"]\n").write("archive/a.txt", CANCEL).write("b.txt", CANCEL);
    assert_eq!(paths(&sandbox.run("check --format json archive/a.txt b.txt")), ["archive/a.txt", "b.txt"]);
    assert_eq!(paths(&sandbox.run("check --format json --force-exclude archive/a.txt b.txt")), ["b.txt"]);
    let text = |path: &str| std::fs::read_to_string(sandbox.path(path)).expect("it is there");
    let run = sandbox.run("fix --force-exclude archive/a.txt b.txt");
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(text("archive/a.txt") == CANCEL && text("b.txt") != CANCEL);
}
