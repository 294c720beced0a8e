//! Reads out of each format where its findings are: a reader of its own for each.

use super::Sandbox;
use serde_json::Value;

/// Where a finding begins: file, rule, line, and column in characters.
pub(in super::super) type Place = (String, String, u64, u64);

pub(in super::super) fn places(sandbox: &Sandbox, format: &str, out: &str) -> Vec<Place> {
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

pub(super) fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

pub(super) fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

pub(super) fn parse(text: &str) -> Value {
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
