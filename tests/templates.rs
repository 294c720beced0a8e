//! A template that its own engine reads is still read by it after every fix: no tag is torn, no section left open.
//!
//! The engines are those our users have: MiniJinja for Jinja, handlebars-rust for Handlebars.

use handlebars::Handlebars;
use regards::analysis::Settings;
use regards::document::ReadOptions;
use regards::fix::{Fixed, Mend, Selection, mend};
use regards::ruleset::{FileSettings, Ruleset, SlotValues};
use std::collections::BTreeSet;
use std::path::Path;

fn fixed(name: &str, text: &str) -> Fixed {
    let settings =
        Settings { now: "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a moment"), intent: None, notice_hours: 24 };
    let options = ReadOptions { name: Some(name.to_owned()), ..ReadOptions::default() };
    let (file, values) = (FileSettings::default(), SlotValues::default());
    let with =
        Mend { options: &options, ruleset: Ruleset::builtin(), settings: &settings, file: &file, values: &values };
    mend(text.as_bytes(), with, &Selection { review: true, rules: Vec::new() })
}

/// The first line of a template of ours is a comment with the name it goes by.
fn split<'a>(template: &'a str, open: &str, close: &str) -> (&'a str, &'a str) {
    let (name, text) = template.trim_start().split_once('\n').expect("a first line");
    (name.trim_start_matches(open).trim_end_matches(close).trim(), text)
}

fn templates(file: &str, open: &str, close: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/templates").join(file);
    let all = std::fs::read_to_string(path).expect("our templates").replace("\r\n", "\n");
    let mut templates: Vec<_> = all
        .split("\n=====\n")
        .map(|template| split(template, open, close))
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    let names: BTreeSet<_> = templates.iter().map(|(name, _)| name.clone()).collect();
    assert!(templates.len() >= 20 && names.len() == templates.len(), "{} templates in {file}", templates.len());
    // Drafts of ours in the same language count too.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts");
    for folder in ["samples", "corpus", "blind", "hard"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("our drafts").filter_map(Result::ok) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
            if !name.ends_with("jsonl") && (text.contains("{{") || text.contains("{%")) {
                templates.push((name, text));
            }
        }
    }
    templates
}

/// Names and expressions between the marks of a template, in order; those a fix puts in are its own.
fn tags(text: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let close = if rest[start..].starts_with("{{") { "}}" } else { "%}" };
        let Some(end) = rest[start..].find(close).map(|n| start + n + 2) else { break };
        tags.push(rest[start..end].to_owned());
        rest = &rest[end..];
    }
    tags
}

/// What is wrong with the templates of a language after `fix --review`.
fn check(templates: Vec<(String, String)>, parses: impl Fn(&str, &str) -> Result<(), String>) {
    let (mut read, mut changed, mut wrong) = (0, 0, Vec::new());
    for (name, text) in templates {
        if parses(&name, &text).is_err() {
            continue;
        }
        read += 1;
        let fixed = fixed(&name, &text);
        let after = String::from_utf8(fixed.bytes).expect("UTF-8 stays UTF-8");
        changed += usize::from(after != text);
        if let Err(error) = parses(&name, &after) {
            wrong.push(format!("{name}: {error}\n{after}"));
        }
        let mut left = tags(&after).into_iter();
        if let Some(lost) = tags(&text).into_iter().find(|tag| !left.any(|other| other == *tag)) {
            wrong.push(format!("{name}: {lost} is gone\n{after}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(read >= 20 && changed >= 18, "{read} are read by their engine, and fixes change {changed} of them");
}

#[test]
fn jinja_templates_stay_readable() {
    check(templates("jinja.txt", "{#", "#}"), |name, text| {
        let mut engine = minijinja::Environment::new();
        engine.add_template(name, text).map_err(|error| error.to_string())
    });
}

#[test]
fn handlebars_templates_stay_readable() {
    check(templates("handlebars.txt", "{{!", "}}"), |name, text| {
        // Opposite sections are Handlebars and Mustache, but this engine does not read them after the section they are of.
        let text = text.replace("{{^", "{{#");
        Handlebars::new().register_template_string(name, &text).map_err(|error| error.to_string())
    });
}

/// What a finished message still lacks, by rule.
fn lacks(text: &str) -> BTreeSet<String> {
    let settings =
        Settings { now: "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a moment"), intent: None, notice_hours: 24 };
    let options = ReadOptions { template: Some(false), ..ReadOptions::default() };
    let ruleset = Ruleset::builtin();
    let document = regards::document::Document::parse(text.as_bytes(), &options);
    let analysis = regards::analysis::analyze(&document, ruleset, &settings);
    let found = regards::check::check(&document, &analysis, ruleset, &FileSettings::default());
    found.iter().map(|it| ruleset[it.rule].id.clone()).collect()
}

/// A template with what its conditions are called, and a courtesy that some of its branches lack.
const BRANCHES: [(&str, &str, &[&str]); 15] = [
    ("else.j2", "missing-apology", &["late"]),
    ("alone.j2", "missing-apology", &["late"]),
    ("inline.j2", "missing-apology", &["late", "remote"]),
    ("nested.j2", "missing-apology", &["late", "remote"]),
    ("elif.j2", "missing-apology", &["late", "remote"]),
    ("decided.j2", "missing-thanks", &["late", "remote"]),
    ("everywhere.j2", "missing-apology", &["late"]),
    ("loop.j2", "missing-apology", &["late"]),
    ("greeted.j2", "missing-greeting", &["late"]),
    ("greeted.j2", "missing-sign-off", &["late"]),
    ("framed.j2", "missing-greeting", &["late"]),
    ("framed.j2", "missing-sign-off", &["late"]),
    ("named.j2", "missing-recruiter-name", &["late"]),
    ("versions.j2", "missing-thanks", &["late"]),
    ("versions.j2", "missing-apology", &["late"]),
];

fn branching(name: &str) -> &'static str {
    match name {
        "else.j2" => {
            "Dear {{ name }},\n\n{% if late %}\nWe have to cancel your interview on Friday because of illness. We are sorry \
             for the short notice.\n{% else %}\nWe have to cancel your interview on Friday because of illness.\n{% endif %}\n\n\
             Would Monday suit you instead? Thank you for your patience.\n\nBest regards,\n{{ recruiter }}\n"
        }
        "alone.j2" => {
            "Dear {{ name }},\n\nWe have to cancel your interview on Friday because of illness.\n\n{% if late %}\nWe are sorry \
             for the short notice.\n{% endif %}\n\nWould Monday suit you instead? Thank you for your patience.\n\nBest regards,\n{{ recruiter }}\n"
        }
        "inline.j2" => {
            "Dear {{ name }},\n\nWe have to cancel your {% if remote %}video {% endif %}interview on Friday because of illness.{% if late %} We \
             are sorry for the short notice.{% endif %} Would Monday suit you instead? Thank you for your patience.\n\nBest regards,\n{{ recruiter }}\n"
        }
        "nested.j2" => {
            "Dear {{ name }},\n\n{% if late %}\n{% if remote %}\nWe have to cancel our call on Friday because of illness. We are sorry.\n\
             {% else %}\nWe have to cancel your interview on Friday because of illness.\n{% endif %}\n{% else %}\nWe have to cancel your \
             interview on Friday because of illness. We apologize for the inconvenience.\n{% endif %}\n\nWould Monday suit you instead? \
             Thank you for your patience.\n\nBest regards,\n{{ recruiter }}\n"
        }
        "elif.j2" => {
            "Dear {{ name }},\n\n{% if late -%}\nWe have to cancel your interview today because of illness.\n{%- elif remote -%}\nWe have \
             to cancel our call on Friday because of illness.\n{%- else -%}\nWe have to cancel your interview on Friday because of illness.\n\
             {%- endif %}\n\nWould Monday suit you instead? Thank you for your patience.\n\nBest regards,\n{{ recruiter }}\n"
        }
        "decided.j2" => {
            "Dear {{ name }},\n\n{% if late %}We have decided to go ahead with another candidate, because the team needs someone who lives \
             nearby.{% else %}We would like to invite you to a second interview on Friday.{% endif %}{% if remote %} Thank you for the call.\
             {% endif %}\n\nPlease tell us if you have any questions. We wish you all the best.\n\nBest regards,\n{{ recruiter }}\n"
        }
        "everywhere.j2" => {
            "Dear {{ name }},\n\n{% if late %}We have to cancel your interview today because of illness.{% else %}We have to cancel your \
             interview on Friday because of illness.{% endif %}\n\nWould Monday suit you instead? Thank you for your patience.\n\n\
             Best regards,\n{{ recruiter }}\n"
        }
        "greeted.j2" => {
            "{% if late %}\nDear {{ name }},\n{% endif %}\n\nWe have to cancel your interview on Friday because of illness. We are \
             sorry. Would Monday suit you instead? Thank you for your patience.\n\n{% if late %}\nBest regards,\n{{ recruiter }}\n\
             {% endif %}\n"
        }
        "framed.j2" => {
            "{% if late %}\nDear {{ name }},\n\nOur news is bad.\n{% else %}\nWe have bad news.\n{% endif %}\n\nWe have to cancel your \
             interview on Friday because of illness. We are sorry. Would Monday suit you instead? Thank you for your patience.\n\n\
             {% if late %}\nBest regards,\n{{ recruiter }}\n{% else %}\nPlease answer this mail.\n{% endif %}\n"
        }
        "named.j2" => {
            "{% if late %}\nDear {{ recruiter }},\n{% else %}\nHello,\n{% endif %}\n\nI have to withdraw my application because I have \
             accepted another offer. Thank you for your time. I wish you all the best and hope to stay in touch.\n\nBest regards,\n\
             {{ name }}\n"
        }
        "versions.j2" => {
            "{% if late %}\nDear {{ name }},\n\nWe have to cancel your interview on Friday because of illness. Would Monday suit you \
             instead?\n\nBest regards,\n{{ recruiter }}\n{% else %}\nDear {{ name }},\n\nWe have to cancel your call on Friday because of \
             illness. Would Monday suit you instead?\n\nKind regards,\n{{ recruiter }}\n{% endif %}\n"
        }
        _ => {
            "Dear {{ name }},\n\n{% for day in days %}\n{% if late %}We have to cancel your interview on {{ day }} because of illness. \
             Sorry!{% else %}We have to cancel your interview on {{ day }} because of illness.{% endif %}\n{% endfor %}\n\nWould Monday suit \
             you instead? Thank you for your patience.\n\nBest regards,\n{{ recruiter }}\n"
        }
    }
}

#[test]
fn a_courtesy_some_branches_lack_is_on_all_of_them_after_a_fix() {
    let mut wrong = Vec::new();
    for (name, rule, conditions) in BRANCHES {
        let render = |text: &str, on: usize| {
            let mut engine = minijinja::Environment::new();
            engine.add_template(name, text).map_err(|error| error.to_string())?;
            let mut values = std::collections::BTreeMap::from([
                ("name", minijinja::Value::from("Nadia")),
                ("recruiter", minijinja::Value::from("Mara Lindqvist")),
                ("days", minijinja::Value::from(vec!["Friday"])),
            ]);
            for (index, condition) in conditions.iter().enumerate() {
                values.insert(condition, minijinja::Value::from(on & (1 << index) != 0));
            }
            engine.get_template(name).and_then(|it| it.render(values)).map_err(|error| error.to_string())
        };
        let text = branching(name);
        let all = 0..1 << conditions.len();
        let lacking = |text: &str| {
            all.clone()
                .map(|on| render(text, on).map(|message| (on, lacks(&message).contains(rule), message)))
                .collect::<Result<Vec<_>, _>>()
        };
        let before = lacking(text).expect("our templates render");
        assert!(before.iter().any(|(_, lacks, _)| *lacks), "{name}: no branch lacks {rule}");
        let after = String::from_utf8(fixed(name, text).bytes).expect("UTF-8 stays UTF-8");
        match lacking(&after) {
            Ok(after) => wrong.extend(
                after
                    .into_iter()
                    .filter(|(_, lacks, _)| *lacks)
                    .map(|(on, _, message)| format!("{name}, {on:b}:\n{message}")),
            ),
            Err(error) => wrong.push(format!("{name}: {error}\n{after}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Conditions without another branch, as each language writes them; and how they end once that branch says it too.
const LACKING: [(&str, &str, &str, &str); 14] = [
    ("a.txt.j2", "{% if late %}", "{% endif %}", "{% else %}"),
    ("b.txt.j2", "{%- if late -%}", "{%- endif -%}", "{%- else -%}"),
    ("c.txt.twig", "{% if late %}", "{% endif %}", "{% else %}"),
    ("d.txt.njk", "{% if late %}", "{% endif %}", "{% else %}"),
    ("e.txt.liquid", "{% if late == true %}", "{% endif %}", "{% else %}"),
    ("f.txt.liquid", "{% unless early %}", "{% endunless %}", "{% else %}"),
    ("g.txt.hbs", "{{#if late}}", "{{/if}}", "{{else}}"),
    ("h.txt.hbs", "{{#unless early}}", "{{/unless}}", "{{else}}"),
    ("i.txt.mustache", "{{#late}}", "{{/late}}", "{{/late}}{{^late}}"),
    ("j.txt.mustache", "{{^early}}", "{{/early}}", "{{/early}}{{#early}}"),
    ("k.txt.erb", "<% if late %>", "<% end %>", "<% else %>"),
    ("l.txt.erb", "<%- unless early -%>", "<%- end -%>", "<%- else -%>"),
    ("m.txt.ejs", "<% if (late) { %>", "<% } %>", "<% } else { %>"),
    ("n.txt.tmpl", "{{if .Late}}", "{{end}}", "{{else}}"),
];

/// What one branch says and the other does not comes to the other, and is not said twice on the one.
#[test]
fn a_branch_there_was_not_yet_is_added() {
    for (name, open, close, other) in LACKING {
        let (blank, end) =
            if name.ends_with("erb") || name.ends_with("ejs") { ("<%= ", " %>") } else { ("{{ ", " }}") };
        let before = format!(
            "Dear {blank}candidate_name{end},\n\nWe have to cancel your interview on Friday because of illness."
        );
        let behind = format!(
            "\n\nWould Monday suit you instead? Thank you for your patience.\n\nBest regards,\n{blank}recruiter_name{end}\n"
        );
        let said = "We are sorry for the short notice.";
        let comes = "We are sorry for the inconvenience this causes you.";
        for (lead, trail) in [(" ", ""), ("\n", "\n"), ("\n\n", "\n\n")] {
            let start = if lead == " " { "" } else { "\n\n" };
            let text = format!("{before}{start}{open}{lead}{said}{trail}{close}{behind}");
            let fixed = String::from_utf8(fixed(name, &text).bytes).expect("UTF-8 stays UTF-8");
            // A section that says the opposite has tags of its own, on its own lines where the other one has.
            let wanted = match other.strip_prefix(close) {
                Some(opposite) => {
                    let eol = if lead == " " { "" } else { "\n" };
                    format!(
                        "{before}{start}{open}{lead}{said}{trail}{close}{eol}{opposite}{lead}{comes}{trail}{close}{behind}"
                    )
                }
                None => format!("{before}{start}{open}{lead}{said}{trail}{other}{lead}{comes}{trail}{close}{behind}"),
            };
            assert_eq!(fixed, wanted, "{name}");
        }
    }
}

/// A condition on another time, as each language writes it, how it ends, and the value.
const UNSET: [(&str, &str, &str, &str); 8] = [
    ("a.txt.erb", "<% if alt %>", "<% end %>", "<%= alternative_time %>"),
    ("b.txt.erb", "<% if alternative_time %>", "<% end %>", "<%= alternative_time %>"),
    ("c.txt.j2", "{% if alternative_time %}", "{% endif %}", "{{ alternative_time }}"),
    ("d.txt.j2", "{% if slot is defined %}", "{% endif %}", "{{ slot.alternative_time }}"),
    ("e.txt.liquid", "{% if alternative_time != blank %}", "{% endif %}", "{{ alternative_time }}"),
    ("f.txt.hbs", "{{#if alternativeTime}}", "{{/if}}", "{{alternativeTime}}"),
    ("g.txt.mustache", "{{#alternative_time}}", "{{/alternative_time}}", "{{alternative_time}}"),
    ("h.txt.ejs", "<% if (alternativeTime) { %>", "<% } %>", "<%= alternativeTime %>"),
];

/// What is offered only where it is known is not written where it is not.
#[test]
fn a_value_is_not_written_on_the_branch_without_it() {
    for (name, open, close, value) in UNSET {
        let text = format!(
            "Dear Nadia,\n\nWe have to cancel your interview on Friday because of illness. We are sorry for the trouble. Thank you \
             for your patience.\n\n{open}\nWould {value} suit you instead?\n{close}\n\nBest regards,\nMara\n"
        );
        let fixed = String::from_utf8(fixed(name, &text).bytes).expect("UTF-8 stays UTF-8");
        assert!(fixed.contains("a new date shortly"), "{name}:\n{fixed}");
        assert_eq!(fixed.matches(value).count(), 1, "{name}:\n{fixed}");
        // Where it is written on every branch, it is set on every one.
        let text = text.replace(open, &format!("We could not keep {value}.\n{open}"));
        let is_asked_for = open.contains(value.trim_matches(['<', '>', '%', '=', '{', '}', ' '])) || name == "d.txt.j2";
        let fixed = String::from_utf8(self::fixed(name, &text).bytes).expect("UTF-8 stays UTF-8");
        assert_eq!(fixed.matches(value).count(), if is_asked_for { 2 } else { 3 }, "{name}:\n{fixed}");
    }
}

/// A greeting for those whose name is not known names nobody.
#[test]
fn a_branch_without_a_name_is_greeted_without() {
    let text = "{% if candidate_name %}\nDear {{ candidate_name }},\n{% endif %}\n\nWe have to cancel your interview on Friday because \
                of illness. We are sorry. Would Monday suit you instead? Thank you for your patience.\n\nBest regards,\nMara\n";
    let after = String::from_utf8(fixed("a.txt.j2", text).bytes).expect("UTF-8 stays UTF-8");
    assert_eq!(after, text.replace("{% endif %}", "{% else %}\nHello,\n{% endif %}"));
    let text = text.replace("{% endif %}", "{% else %}\nHello,\n{% endif %}");
    assert!(fixed("a.txt.j2", &text).applied.is_empty(), "nobody is known to be named");
}

/// In HTML the new branch has the paragraph of the other one.
#[test]
fn a_new_branch_is_marked_up_as_the_other_one() {
    let text = "<p>Dear {{ candidate_name }},</p>\n<p>We have to cancel your interview on Friday because of illness.</p>\n\
                {% if late %}\n  <p class=\"note\">We are sorry for the short notice.</p>\n{% endif %}\n\
                <p>Would Monday suit you instead? Thank you for your patience.</p>\n<p>Best regards,<br>{{ recruiter_name }}</p>\n";
    let fixed = String::from_utf8(fixed("a.html.j2", text).bytes).expect("UTF-8 stays UTF-8");
    let wanted = text.replace(
        "{% endif %}",
        "{% else %}\n  <p class=\"note\">We are sorry for the inconvenience this causes you.</p>\n{% endif %}",
    );
    assert_eq!(fixed, wanted);
}
