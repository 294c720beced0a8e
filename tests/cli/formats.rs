//! The formats of `regards check`: none loses a finding, each is what its readers expect, and what a message says cannot
//! break out of any of them.

use super::{CANCEL, KIND, Sandbox};
use serde_json::{Value, json};
use std::collections::BTreeSet;

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
    sandbox.write("utf16.txt", utf16).write("mac.txt", body.replace('\n', "\r"));
    sandbox
}

/// Where a finding begins: file, rule, line, and column in characters.
pub(super) type Place = (String, String, u64, u64);

fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// The characters before a place that is counted otherwise, plus one.
fn column(sandbox: &Sandbox, path: &str, line: u64, column: u64, width: impl Fn(char) -> usize) -> u64 {
    let bytes = std::fs::read(sandbox.path(path)).expect("it is there");
    let text = match bytes.strip_prefix(&[0xFF, 0xFE]) {
        Some(rest) => {
            String::from_utf16(&rest.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect::<Vec<_>>())
                .expect("UTF-16")
        }
        None => String::from_utf8(bytes).expect("UTF-8"),
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let line = text.split('\n').nth(usize::try_from(line).expect("small") - 1).expect("there are as many lines");
    let mut left = usize::try_from(column).expect("small") - 1;
    let mut characters = 1;
    for c in line.chars() {
        if left == 0 {
            break;
        }
        left = left.checked_sub(width(c)).expect("it lies between characters");
        characters += 1;
    }
    characters
}

fn unescaped(text: &str) -> String {
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#35;", "#"),
        ("&#64;", "@"),
        ("&amp;", "&"),
    ];
    entities.iter().fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c))
}

fn decoded(uri: &str) -> String {
    let mut parts = uri.split('%');
    let mut bytes = parts.next().unwrap_or("").as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two digits"));
        bytes.extend(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// `path:3:7: severity[rule] …`
fn told(line: &str) -> Place {
    let (place, rest) = line.split_once(": ").expect("a place");
    let mut parts = place.rsplitn(3, ':');
    let (column, line) = (parts.next().expect("a column"), parts.next().expect("a line"));
    let rule = rest.split(['[', ']']).nth(1).expect("a rule");
    let path = parts.next().expect("a path").to_owned();
    (path, rule.to_owned(), line.parse().expect("a number"), column.parse().expect("a number"))
}

pub(super) fn places(sandbox: &Sandbox, format: &str, out: &str) -> Vec<Place> {
    let start = |finding: &Value, path: &Value| {
        let start = &finding["range"]["start"];
        (text(path), text(&finding["rule"]), number(&start["line"]), number(&start["column"]))
    };
    let wide = |sandbox: &Sandbox, path: String, rule: &Value, line: &Value, at: &Value, width: fn(char) -> usize| {
        let column = column(sandbox, &path, number(line), number(at), width);
        (path, text(rule), number(line), column)
    };
    match format {
        "full" => {
            let starts =
                out.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains("]: "));
            let rules = starts.map(|line| line.split(['[', ']']).nth(1).expect("a rule"));
            let arrows = out.lines().filter_map(|line| line.trim_start().strip_prefix("--> "));
            rules.zip(arrows).map(|(rule, at)| told(&format!("{at}: x[{rule}]"))).collect()
        }
        "concise" => out.lines().map(told).collect(),
        "json" => {
            let files = parse(out);
            let findings =
                |file: &Value| list(&file["diagnostics"]).iter().map(|it| start(it, &file["path"])).collect::<Vec<_>>();
            list(&files["files"]).iter().flat_map(findings).collect()
        }
        "jsonl" => out.lines().map(parse).map(|it| start(&it, &it["path"])).collect(),
        "sarif" => {
            let log = parse(out);
            let result = |it: &Value| {
                let at = &it["locations"][0]["physicalLocation"];
                let path = decoded(&text(&at["artifactLocation"]["uri"]));
                wide(
                    sandbox,
                    path,
                    &it["ruleId"],
                    &at["region"]["startLine"],
                    &at["region"]["startColumn"],
                    char::len_utf16,
                )
            };
            list(&log["runs"][0]["results"]).iter().map(result).collect()
        }
        "github" => {
            let command = |line: &str| {
                let (properties, _) = line.split_once(' ').expect("properties").1.split_once("::").expect("a message");
                let property = |name: &str| {
                    let value = properties.split(',').find_map(|it| it.strip_prefix(name)?.strip_prefix('='));
                    decoded(value.expect("the property is there"))
                };
                let number = |name: &str| property(name).parse().expect("a number");
                let rule = property("title").split(['(', ')']).nth(1).expect("a rule").to_owned();
                (property("file"), rule, number("line"), number("col"))
            };
            out.lines().map(command).collect()
        }
        "gitlab" => {
            let issues = parse(out);
            let issue = |it: &Value| {
                let at = &it["location"]["positions"]["begin"];
                (text(&it["location"]["path"]), text(&it["check_name"]), number(&at["line"]), number(&at["column"]))
            };
            list(&issues).iter().map(issue).collect()
        }
        "junit" => {
            let xml = roxmltree::Document::parse(out).expect("XML");
            let failed = xml.descendants().filter(|node| node.has_tag_name("testcase") && node.has_children());
            let case = |node: roxmltree::Node<'_, '_>| {
                let name: Vec<&str> = node.attribute("name").expect("a name").split(':').collect();
                let path = node.attribute("classname").expect("a class").to_owned();
                (path, name[0].to_owned(), name[1].parse().expect("a line"), name[2].parse().expect("a column"))
            };
            failed.map(case).collect()
        }
        "checkstyle" => {
            let xml = roxmltree::Document::parse(out).expect("XML");
            let error = |node: roxmltree::Node<'_, '_>| {
                let value = |name: &str| node.attribute(name).expect("an attribute").to_owned();
                let path = node.parent().and_then(|file| file.attribute("name")).expect("a file").to_owned();
                let rule = value("source").trim_start_matches("regards.").to_owned();
                (path, rule, value("line").parse().expect("a line"), value("column").parse().expect("a column"))
            };
            xml.descendants().filter(|node| node.has_tag_name("error")).map(error).collect()
        }
        "rdjson" => {
            let result = parse(out);
            let diagnostic = |it: &Value| {
                let (path, start) = (text(&it["location"]["path"]), &it["location"]["range"]["start"]);
                wide(sandbox, path, &it["code"]["value"], &start["line"], &start["column"], char::len_utf8)
            };
            list(&result["diagnostics"]).iter().map(diagnostic).collect()
        }
        "markdown" => {
            let mut path = String::new();
            let mut places = Vec::new();
            for line in out.lines() {
                if let Some(heading) = line.strip_prefix("## ") {
                    path = unescaped(&heading.replace('\\', ""));
                } else if !path.is_empty() && line.starts_with('|') {
                    let cells: Vec<&str> = line.split(" | ").collect();
                    let place = cells[0].trim_start_matches("| ");
                    if let Some((at, column)) =
                        place.split_once(':').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)))
                    {
                        places.push((path.clone(), cells[2].to_owned(), at, column));
                    }
                }
            }
            places
        }
        "html" => {
            let mut places = Vec::new();
            for file in out.split("<section class=\"file\">").skip(1) {
                let path =
                    unescaped(file.split("<h3>").nth(1).and_then(|it| it.split("</h3>").next()).expect("a heading"));
                for article in file.split("<article").skip(1) {
                    let at = article.split("<p class=\"soft\">line ").nth(1).expect("a place");
                    let (line, rest) = at.split_once(", column ").expect("a column");
                    let (column, rest) = rest.split_once(" · <a href=\"#rule-").expect("a rule");
                    let rule = rest.split('"').next().expect("a rule").to_owned();
                    places.push((path.clone(), rule, line.parse().expect("a line"), column.parse().expect("a column")));
                }
            }
            places
        }
        _ => panic!("{format} is not known here"),
    }
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
                .run(&format!("{CHECK} --format {format} --color never a.txt deep kind.txt mac.txt utf16.txt"))
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

fn assert_valid(schema: &Value, instance: &Value) {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(instance).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn sarif_fits_its_schema() {
    let sandbox = sample();
    let mut schema = parse(include_str!("schemas/sarif-2.1.0.json"));
    // Its pattern for languages has a bracket too many, and is none in today's notation.
    for kind in ["run", "toolComponent"] {
        schema["definitions"][kind]["properties"]["language"].as_object_mut().expect("an object").remove("pattern");
    }
    let log = sandbox.run(&format!("{CHECK} a.txt {} missing.txt --format sarif", "deep kind.txt")).json();
    assert_valid(&schema, &log);
    let run = &log["runs"][0];
    let rules: BTreeSet<String> = list(&run["tool"]["driver"]["rules"]).iter().map(|rule| text(&rule["id"])).collect();
    let results = list(&run["results"]);
    assert!(!results.is_empty() && results.iter().all(|result| rules.contains(&text(&result["ruleId"]))));
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert!(
        text(&run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]).starts_with("missing.txt: ")
    );
    let fix = &results[0]["fixes"][0];
    assert_eq!(fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], "\nI am so sorry, Dana.");
    assert_valid(&schema, &sandbox.run("check kind.txt --intent cancel --format sarif").json());
}

#[test]
fn fingerprints_stay_while_the_file_around_changes() {
    let sandbox = Sandbox::new();
    let prints = |text: &str| -> Vec<String> {
        sandbox.write("a.txt", text);
        let gitlab = sandbox.run(&format!("{CHECK} a.txt --format gitlab")).json();
        let sarif = sandbox.run(&format!("{CHECK} a.txt --format sarif")).json();
        let prints: Vec<String> = list(&gitlab).iter().map(|issue| self::text(&issue["fingerprint"])).collect();
        let same =
            list(&sarif["runs"][0]["results"]).iter().map(|it| self::text(&it["partialFingerprints"]["regards/v2"]));
        assert_eq!(prints, same.collect::<Vec<_>>());
        prints
    };
    let before = prints(&CANCEL.replace("outrageous.", "outrageous. It is Outrageous."));
    assert_eq!((before.len(), before.iter().collect::<BTreeSet<_>>().len()), (3, 3), "each has its own");
    let moved = CANCEL.replace("Hi Dana,\n", "Dear Dana,\n\n").replace("outrageous.", "outrageous. It is Outrageous.");
    assert_eq!(prints(&moved), before);
}

/// What Jenkins's schema, junit-10.xsd, allows, and what Checkstyle writes: attributes and, behind `>`, elements.
const JUNIT: [(&str, &[&str], &[&str]); 4] = [
    ("testsuites", &["name", "tests", "failures", "errors"], &["testsuite"]),
    ("testsuite", &["name", "tests", "failures", "errors", "skipped"], &["testcase"]),
    ("testcase", &["name", "classname"], &["failure"]),
    ("failure", &["type", "message"], &[]),
];
const CHECKSTYLE: [(&str, &[&str], &[&str]); 3] = [
    ("checkstyle", &["version"], &["file"]),
    ("file", &["name"], &["error"]),
    ("error", &["line", "column", "severity", "message", "source"], &[]),
];

fn assert_shape(xml: &str, root: &str, shapes: &[(&str, &[&str], &[&str])]) {
    let document = roxmltree::Document::parse(xml).expect("XML");
    assert_eq!(document.root_element().tag_name().name(), root);
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        let (_, attributes, elements) =
            shapes.iter().find(|shape| shape.0 == name).unwrap_or_else(|| panic!("<{name}> is not known"));
        assert_eq!(node.attributes().map(|it| it.name()).collect::<Vec<_>>(), *attributes, "<{name}>");
        assert!(
            node.children().filter(roxmltree::Node::is_element).all(|it| elements.contains(&it.tag_name().name())),
            "<{name}>"
        );
    }
}

#[test]
fn xml_is_as_its_readers_expect() {
    let sandbox = sample();
    let junit = sandbox.run(&format!("{CHECK} --format junit")).out;
    assert_shape(&junit, "testsuites", &JUNIT);
    let document = roxmltree::Document::parse(&junit).expect("XML");
    for suite in document.descendants().filter(|node| node.has_tag_name("testsuite") || node.has_tag_name("testsuites"))
    {
        let count = |name: &str| suite.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
        assert_eq!(suite.attribute("tests"), Some(count("testcase").as_str()));
        assert_eq!(suite.attribute("failures"), Some(count("failure").as_str()));
    }
    let checkstyle = sandbox.run(&format!("{CHECK} --format checkstyle")).out;
    assert_shape(&checkstyle, "checkstyle", &CHECKSTYLE);
    let document = roxmltree::Document::parse(&checkstyle).expect("XML");
    let messages: Vec<&str> = document.descendants().filter_map(|node| node.attribute("message")).collect();
    let shown = HOSTILE.replace('\u{1}', "\u{FFFD}");
    assert!(messages.iter().any(|message| message.starts_with(&shown)), "{messages:?}");
}

#[test]
fn reviewdog_and_gitlab_can_read_theirs() {
    let sandbox = sample();
    let position = json!({"type": "object", "required": ["line", "column"], "additionalProperties": false,
        "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}}});
    let range =
        json!({"type": "object", "required": ["start", "end"], "properties": {"start": position, "end": position}});
    let rdjson = json!({"type": "object", "required": ["source", "diagnostics"], "properties": {
        "source": {"type": "object", "required": ["name"]},
        "diagnostics": {"type": "array", "minItems": 1, "items": {"type": "object", "additionalProperties": false,
            "required": ["message", "location", "severity", "code"], "properties": {
                "message": {"type": "string"}, "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                "location": {"type": "object", "required": ["path", "range"], "properties": {"range": range}},
                "code": {"type": "object", "required": ["value"]},
                "suggestions": {"type": "array", "items": {"type": "object", "required": ["range", "text"],
                    "properties": {"range": range, "text": {"type": "string"}}}}}}}}});
    assert_valid(&rdjson, &sandbox.run(&format!("{CHECK} --format rdjson")).json());
    let gitlab = json!({"type": "array", "minItems": 1, "items": {"type": "object", "additionalProperties": false,
        "required": ["description", "check_name", "fingerprint", "severity", "location"], "properties": {
            "description": {"type": "string", "minLength": 1}, "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {"type": "object", "required": ["path", "positions"], "properties": {
                "path": {"type": "string", "pattern": "^[^/.]"},
                "positions": {"type": "object", "required": ["begin", "end"], "properties": {"begin": position, "end": position}}}}}}});
    assert_valid(&gitlab, &sandbox.run(&format!("{CHECK} --format gitlab")).json());
    assert_eq!(sandbox.run(&format!("{CHECK} kind.txt --format gitlab")).json(), json!([]));
}

#[test]
fn github_commands_stay_on_their_lines() {
    let sandbox = sample();
    let run = sandbox.run(&format!("{CHECK} deep --format github"));
    for line in run.out.lines() {
        assert!(["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start)), "{line}");
    }
    assert!(run.out.contains("file=deep/b%2Cc %25 & 'd' #1 @e.md,line=1,"), "{}", run.out);
    assert!(run.out.contains("100%25 *e* }} is still to be filled in."), "{}", run.out);
    assert!(run.out.contains("%0ASay sorry: “I am so sorry"), "{}", run.out);
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
