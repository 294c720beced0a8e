//! `regards check`: what it shows, and how it ends.

use super::{CANCEL, KIND, Sandbox};
use serde_json::Value;
use std::process::Stdio;

#[test]
fn full() {
    let sandbox = Sandbox::new();
    sandbox.write("mails/a.txt", CANCEL).write("mails/b.txt", KIND);
    insta::assert_snapshot!(sandbox.run("check mails --intent cancel").show());
}

#[test]
fn concise() {
    let sandbox = Sandbox::new();
    sandbox.write("mails/a.txt", CANCEL).write("mails/b.txt", KIND);
    insta::assert_snapshot!(sandbox.run("check mails --intent cancel --format concise").show());
}

#[test]
fn json() {
    let sandbox = Sandbox::new();
    sandbox.write("mails/a.txt", CANCEL).write("mails/b.txt", KIND);
    let run = sandbox.run("check mails --intent cancel --format json");
    assert_eq!(run.code, Some(1));
    assert_eq!(run.err, "");
    insta::assert_json_snapshot!(run.json());
}

#[test]
fn what_is_none_of_our_business_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("README.md", "# Outrageous\n\nA library. [todo] Nothing to see.\n");
    let run = sandbox.run("check README.md");
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""));
    assert!(run.err.starts_with("Checked 1 file, not about an interview or an application ("), "{}", run.err);
}

/// Ranges count characters and bytes, whatever the line ends and whatever stands before.
#[test]
fn ranges_lead_to_the_words() {
    let sandbox = Sandbox::new();
    let text = "Hi Zoë,\r\n\r\nÇa va 🎉? I am so sorry: “I” cancel our interview 🎉 for an outrageous reason.\r\n\r\nBest,\r\nSam\r\n";
    sandbox.write("a.txt", text);
    let found = sandbox.run("check a.txt --intent cancel --format json").json();
    let range = &found["files"][0]["diagnostics"][0]["range"];
    let number =
        |place: &str, key: &str| range[place][key].as_u64().and_then(|n| usize::try_from(n).ok()).expect("a number");
    assert_eq!(&text[number("start", "offset")..number("end", "offset")], "outrageous");
    assert_eq!(number("start", "line"), 3);
    let line = text.lines().nth(2).expect("three lines");
    let before = line.chars().take(number("start", "column") - 1).collect::<String>();
    assert!(line[before.len()..].starts_with("outrageous"), "{range}");
}

#[test]
fn the_exit_status_tells() {
    let sandbox = Sandbox::new();
    sandbox.write("bad.txt", CANCEL).write("kind.txt", KIND);
    sandbox.write("sad.txt", "Hi Dana,\n\nI cancel our interview.\n\nBest,\nSam\n");
    let code = |arguments: &str| sandbox.run(&format!("check --intent cancel {arguments}")).code;
    assert_eq!(code("kind.txt"), Some(0));
    assert_eq!(code("sad.txt"), Some(1));
    assert_eq!(code("sad.txt --fail-on error"), Some(0));
    assert_eq!(code("bad.txt --fail-on error"), Some(1));
    assert_eq!(code("bad.txt --fail-on never"), Some(0));
    assert_eq!(code("kind.txt missing.txt --fail-on never"), Some(2));
    assert_eq!(code("bad.txt missing.txt"), Some(2));
    sandbox.write("leave.txt", "Hi Dana,\n\nI take back what I sent.\n\nBest,\nSam\n");
    let withdrawn = |fail_on: &str| sandbox.run(&format!("check leave.txt --intent withdraw --fail-on {fail_on}")).code;
    assert_eq!((withdrawn("warning"), withdrawn("information"), withdrawn("hint")), (Some(0), Some(1), Some(1)));
}

#[test]
fn quiet_leaves_the_findings() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", CANCEL);
    let run = sandbox.run("check a.txt --quiet --intent cancel --format concise");
    assert_eq!((run.out.lines().count(), run.err.as_str()), (2, ""));
}

#[test]
fn threads_change_nothing() {
    let sandbox = Sandbox::new();
    for number in 0..150 {
        let text = if number % 3 == 0 { KIND } else { CANCEL };
        sandbox
            .write(&format!("mails/{}/{number}.txt", number % 7), text.replace("Friday", &format!("Friday {number}")));
    }
    for arguments in ["check --intent cancel --quiet", "check --intent cancel --format json", "inspect . --format json"]
    {
        let arguments = &format!("{arguments} --now 2026-11-23T12:00:00Z");
        let one = sandbox.run(&format!("{arguments} --threads 1"));
        assert!(one.out.len() > 10_000, "{arguments} finds enough to get out of order");
        for threads in [2, 3, 8] {
            assert!(
                one.out == sandbox.run(&format!("{arguments} --threads {threads}")).out,
                "{arguments} with {threads} threads"
            );
        }
    }
}

#[test]
fn files_come_sorted_and_once() {
    let sandbox = Sandbox::new();
    for path in ["b.txt", "a/z.txt", "a/b.txt", "c.md"] {
        sandbox.write(path, CANCEL);
    }
    let run = sandbox.run("check c.md a b.txt a/z.txt --intent cancel --format json");
    let paths: Vec<String> = run.json()["files"].as_array().into_iter().flatten().map(path).collect();
    assert_eq!(paths, ["a/b.txt", "a/z.txt", "b.txt", "c.md"]);
}

fn path(file: &Value) -> String {
    file["path"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn colour_is_for_those_who_want_it() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", CANCEL);
    let coloured = |arguments: &str, variables: &[(&str, &str)]| {
        let mut command = sandbox.command(&format!("check a.txt --intent cancel {arguments}"));
        let output = command.envs(variables.iter().copied()).output().expect("it runs");
        output.stdout.contains(&0x1b)
    };
    assert!(!coloured("", &[]), "a pipe is no terminal");
    assert!(coloured("--color always", &[]));
    assert!(coloured("--color always", &[("NO_COLOR", "1")]), "an option is nearer than the environment");
    assert!(coloured("--format concise --color always", &[]));
    assert!(coloured("", &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured("", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured("--color never", &[("CLICOLOR_FORCE", "1")]));
}

/// Whoever reads may have read enough.
#[test]
fn a_closed_pipe_is_no_trouble() {
    let sandbox = Sandbox::new();
    for number in 0..400 {
        sandbox.write(&format!("{number}.txt"), CANCEL);
    }
    for format in ["full", "json", "concise"] {
        let mut command = sandbox.command(&format!("check --intent cancel --format {format}"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*said), (Some(0), ""), "{format}");
    }
}

#[test]
fn remarks_take_findings_away() {
    let sandbox = Sandbox::new();
    let with = |remark: &str| format!("Hi Dana,\n\n{remark}\n\nI cancel our outrageous interview.\n\nBest,\nSam\n");
    let concise = |text: &str| {
        sandbox.write("a.md", text);
        sandbox.run("check a.md --intent cancel --format concise --quiet").out
    };
    let both = concise(&with("One."));
    assert!(both.contains("[outburst]") && both.contains("[no-regret]"), "{both}");
    let one = concise(&with("<!-- regards-ignore outburst: we are friends -->"));
    assert!(!one.contains("[outburst]") && one.contains("[no-regret]") && !one.contains("[remarks]"), "{one}");
    let none = concise(&with("<!-- regards-ignore outburst, no-regret: we are friends -->"));
    assert_eq!(none, "");
    let unexplained = concise(&with("<!-- regards-ignore outburst -->"));
    assert!(unexplained.contains("[remarks] This remark gives no reason"), "{unexplained}");
    let mistaken = concise(&with("<!-- regards-ignore outbirst: we are friends -->"));
    assert!(
        mistaken.contains("there is no outbirst, did you mean outburst?") && mistaken.contains("[outburst]"),
        "{mistaken}"
    );
    let late = concise(
        "Hi Dana,\n\nI cancel our outrageous interview. I am so sorry.\n\n<!-- regards-ignore outburst: no -->\n\nBest,\nSam\n",
    );
    assert!(late.contains("[outburst]") && late.contains("This remark ignores nothing"), "{late}");
}

#[test]
fn gaps_are_for_templates() {
    let sandbox = Sandbox::new();
    let text = "Hi [Recruiter's name],\n\nI cancel our interview and am so sorry.\n\nBest,\nSam\n";
    sandbox.write("a.txt", text);
    let run = sandbox.run("check a.txt --intent cancel --format concise");
    assert!(run.out.starts_with("a.txt:1:4: error[gaps] [Recruiter's name] is still to be filled in."), "{}", run.out);
    sandbox.write(
        "regards.toml",
        "rules = [\"house\"]\ndisable = [\"all\"]\nenable = [\"gaps\"]\n[[files]]\nglob = \"a.txt\"\ntemplate = true\n",
    );
    assert_eq!(sandbox.run("check a.txt --intent cancel --format concise").out, "");
}

#[test]
fn long_messages_are_told_where_they_get_long() {
    let sandbox = Sandbox::new();
    let text = format!(
        "Hi Dana,\n\nI cancel our interview and am so sorry.\n{}Enough.\n\nBest,\nSam\n",
        "One more of many words. ".repeat(5)
    );
    sandbox.write("a.txt", text);
    let run = sandbox.run("check a.txt --intent cancel --format concise");
    assert_eq!(run.out, "a.txt:4:49: hint[wordy] 38 words; 20 are enough.\n");
}
