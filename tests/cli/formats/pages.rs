//! The formats that stand in something else – a log, a page – and what a message says cannot break out of.

use super::{CANCEL, CHECK, KIND, Sandbox, sample};
use serde_json::json;

#[test]
fn github_commands_stay_on_their_lines() {
    let sandbox = sample();
    let run = sandbox.run(&format!("{CHECK} deep --format github"));
    for line in run.out.lines() {
        assert!(["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start)), "{line}");
    }
    assert!(run.out.contains("file=deep/b%2Cc %25 & 'd' #1 @e.md,line=1,"), "{}", run.out);
    assert!(run.out.contains("100%25 *e* }} is still to be filled in."), "{}", run.out);
    assert!(run.out.contains("%0ALeave it out"), "{}", run.out);
}

#[test]
fn markdown_shows_what_was_written() {
    let sandbox = sample();
    let page = sandbox.run(&format!("{CHECK} deep --format markdown")).out;
    assert!(page.contains("## deep/b,c % &amp; 'd' &#35;1 &#64;e.md\n"), "{page}");
    assert!(page.contains(r#"{{ a \|b &amp; "c" &lt;d&gt; \]\]&gt; 100% \*e\* }} is still"#), "{page}");
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(
        page.lines().filter(|line| line.starts_with("| 1:") || line.starts_with("| 3:")).all(|line| cells(line) == 5),
        "{page}"
    );
}

#[test]
fn html_is_complete_and_safe() {
    let sandbox = sample();
    sandbox.write("evil.txt", "Hi <img src=x onerror=alert(1)>,\n\n</pre><script>alert(1)</script> I cancel our outrageous interview.\n\nBest,\nSam\n");
    let page = sandbox.run(&format!("{CHECK} --format html")).out;
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script>alert"), "{page}");
    assert_eq!((page.matches("<script").count(), page.matches("<img").count()), (1, 0));
    for fetched in ["src=\"", "url(", "@import", "<link", "fetch("] {
        assert!(!page.contains(fetched), "{fetched}");
    }
    assert!(page.contains("<mark>outrageous</mark>"));
    for wanted in [
        "<html lang=\"en\">",
        "<caption>By rule</caption>",
        "<caption>By intent</caption>",
        "<caption>By folder</caption>",
        "prefers-color-scheme: dark",
        "@media print",
        "type=\"search\"",
        "<section id=\"rule-outburst\">",
        "default-src 'none'",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
    for tag in ["section", "article", "table", "ul", "pre", "div", "span", "mark", "a", "p", "button", "li", "h3", "h4"]
    {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "<{tag}>");
    }
    let none = sandbox.run(&format!("{CHECK} kind.txt --format html")).out;
    assert!(none.contains("There is nothing to mend.") && !none.contains("<article"));
}

/// CI runs in a folder of the repository, and names files from its top.
#[test]
fn paths_begin_at_the_repository() {
    let sandbox = Sandbox::new();
    sandbox.write("mails/a.txt", CANCEL);
    let root = sandbox.0.path().canonicalize().expect("it is there");
    for (variable, format) in
        [("GITHUB_WORKSPACE", "github"), ("CI_PROJECT_DIR", "gitlab"), ("GITHUB_WORKSPACE", "sarif")]
    {
        let mut command = sandbox.command(&format!("{CHECK} a.txt --format {format}"));
        let output = command.current_dir(root.join("mails")).env(variable, &root).output().expect("it runs");
        let out = String::from_utf8_lossy(&output.stdout);
        assert!(out.contains("mails/a.txt"), "{out}");
    }
}

#[test]
fn statistics() {
    let sandbox = Sandbox::new();
    sandbox.write("mails/a.txt", CANCEL).write("mails/b.txt", KIND).write("c.txt", CANCEL);
    insta::assert_snapshot!(sandbox.run("check --intent cancel --format concise --statistics").show());
    let counted = sandbox.run(&format!("{CHECK} --format json --statistics")).json()["statistics"].take();
    let rule = json!({"id": "no-regret", "title": "Calling off without a word of regret", "files": 2, "diagnostics": 2,
        "errors": 0, "warnings": 2, "informations": 0, "hints": 0, "fixable": 2});
    assert_eq!(counted["rules"][0], rule);
    assert_eq!((&counted["intents"][0]["id"], &counted["intents"][0]["files"]), (&json!("cancel"), &json!(3)));
}
