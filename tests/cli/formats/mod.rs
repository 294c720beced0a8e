//! The formats of `regards check`: none loses a finding, each is what its readers expect, and what a message says cannot
//! break out of any of them.

mod pages;
mod places;
mod schemas;

pub(super) use places::{Place, places};

use super::{CANCEL, KIND, Sandbox};

pub(super) const FORMATS: [&str; 12] = [
    "full",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "markdown",
    "html",
];
const CHECK: &str = "check --intent cancel --quiet";
/// A placeholder with something in it that each format has to escape.
const HOSTILE: &str = "{{ a\u{1}|b & \"c\" <d> ]]> 100% *e* }}";
/// A name that is allowed everywhere, and unsafe nearly everywhere.
const NAME: &str = "deep/b,c % & 'd' #1 @e.md";

/// Drafts in several encodings and line ends, with what each format counts differently in front of what is found.
fn sample() -> Sandbox {
    let sandbox = Sandbox::new();
    let body =
        format!("Hi {HOSTILE},\n\n🎉 Ça 🎉: I need to cancel our interview. This is outrageous.\n\nBest,\nSam\n");
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(body.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    sandbox.write("a.txt", CANCEL).write("kind.txt", KIND).write(NAME, body.replace('\n', "\r\n"));
    let data = serde_json::json!({ "one": { "body": CANCEL }, "two": { "body": KIND } });
    sandbox.write("data.json", data.to_string());
    sandbox.write("utf16.txt", utf16).write("mac.txt", body.replace('\n', "\r"));
    sandbox
}

#[test]
fn no_format_loses_a_finding() {
    let sandbox = sample();
    let run = |format: &str| {
        let out = sandbox.run(&format!("{CHECK} --format {format}")).out;
        let slashes = |(path, rule, line, column): Place| (path.replace('\\', "/"), rule, line, column);
        places(&sandbox, format, &out).into_iter().map(slashes).collect::<Vec<Place>>()
    };
    let expected = run("json");
    assert!(expected.len() >= 11, "{expected:?}");
    assert!(expected.contains(&("utf16.txt".to_owned(), "outburst".to_owned(), 3, 49)), "{expected:?}");
    for format in FORMATS {
        assert_eq!(run(format), expected, "{format}");
    }
}

#[test]
fn threads_and_time_change_no_byte() {
    let sandbox = Sandbox::new();
    for number in 0..120 {
        sandbox.write(&format!("mails/{}/{number}.txt", number % 7), if number % 5 == 0 { KIND } else { CANCEL });
    }
    for format in FORMATS {
        let run = |threads: u32| {
            sandbox.run(&format!("{CHECK} mails --statistics --format {format} --threads {threads}")).out
        };
        let once = run(1);
        assert!(once.len() > 3000, "{format}");
        assert!([1, 2, 5].into_iter().all(|threads| run(threads) == once), "{format}");
    }
}

#[test]
fn several_at_once_are_the_same_as_each() {
    let sandbox = sample();
    let files: Vec<String> =
        FORMATS.iter().map(|format| format!("--output {format}=out/report.{format}.txt")).collect();
    let alone = sandbox.run(&format!("{CHECK} --format concise"));
    // Twice: what was written is not taken for drafts, and is replaced.
    for _ in 0..2 {
        let run = sandbox.run(&format!("{CHECK} --format concise {}", files.join(" ")));
        assert_eq!((run.out.as_str(), run.err.as_str(), run.code), (alone.out.as_str(), "", Some(1)));
    }
    for format in FORMATS {
        let path = sandbox.path(&format!("out/report.{format}.txt"));
        // Standard output has no control characters where it is not for programs.
        let written = std::fs::read_to_string(&path).expect("it was written").replace('\u{1}', "");
        std::fs::remove_file(path).expect("it can be removed");
        assert_eq!(
            written,
            sandbox
                .run(&format!(
                    "{CHECK} --format {format} --color never a.txt data.json deep kind.txt mac.txt utf16.txt"
                ))
                .out
                .replace('\u{1}', ""),
            "{format}"
        );
    }
    let left = std::fs::read_dir(sandbox.path("out")).expect("the folder was made").count();
    assert_eq!(left, 0, "no temporary file is left");
}

#[test]
fn what_cannot_be_written_is_trouble_and_hides_nothing() {
    let sandbox = sample();
    let run = sandbox.run(&format!("{CHECK} --format concise --output sarif=deep --output junit=ok.xml"));
    assert_eq!((run.code, run.out), (Some(2), sandbox.run(&format!("{CHECK} --format concise")).out));
    assert!(run.err.starts_with("deep: error: it cannot be written"), "{}", run.err);
    assert!(sandbox.path("ok.xml").exists());
    for (wrong, said) in
        [("sariff=x", "did you mean sarif?"), ("sarif", "write it as in sarif=regards.sarif"), ("sarif=-", "--format")]
    {
        let run = sandbox.run(&format!("{CHECK} --output {wrong}"));
        assert!(run.code == Some(2) && run.err.contains(said), "{wrong}: {}", run.err);
    }
}

#[test]
fn the_environment_chooses_where_the_user_does_not() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", CANCEL);
    let starts = |variable: &str, arguments: &str| {
        let mut command = sandbox.command(&format!("{CHECK} a.txt {arguments}"));
        let output = command.env(variable, "true").output().expect("it runs");
        String::from_utf8_lossy(&output.stdout).chars().take(7).collect::<String>()
    };
    assert_eq!(starts("GITHUB_ACTIONS", ""), "::warni");
    assert_eq!(starts("GITLAB_CI", ""), "[\n{\"des");
    assert_eq!(starts("GITLAB_CI", "--format concise"), "a.txt:3");
    assert_eq!(starts("CI", ""), "warning");
}
