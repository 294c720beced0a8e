//! What a template includes counts as said, and is left alone: through the real binary, in repositories made for it.

use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

struct Repository(TempDir);

impl Repository {
    fn with(files: &[(&str, &str)]) -> Self {
        let repository = Self(TempDir::new().expect("a temporary folder"));
        // What makes it one.
        repository.write("repo/.git/HEAD", "ref: refs/heads/main\n");
        for (name, text) in files {
            repository.write(name, text);
        }
        repository
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).expect("it is there")
    }

    fn run(&self, arguments: &[&str]) -> (String, String, Option<i32>) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
        command.current_dir(self.0.path()).args(arguments).args(["--now", "2026-11-23T12:00:00+00:00[UTC]"]);
        let output = command.env_remove("GITHUB_ACTIONS").env_remove("GITLAB_CI").output().expect("the binary runs");
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8").replace('\\', "/");
        (text(output.stdout), text(output.stderr), output.status.code())
    }

    /// The rules that have something to say about a file.
    fn rules(&self, file: &str) -> Vec<String> {
        let (found, errors, _) = self.run(&["check", "--format", "concise", file]);
        assert!(!errors.contains(": error"), "{errors}");
        let rule = |line: &str| Some(line.split(['[', ']']).nth(1)?.to_owned());
        let mut rules: Vec<String> = found.lines().filter_map(rule).collect();
        rules.sort();
        rules
    }
}

/// A message without thanks, apology, greeting and sign-off, around `includes`.
fn message(before: &str, behind: &str) -> String {
    format!(
        "{before}\n\nWe have to cancel your interview on {{{{ date }}}}, because {{{{ reason }}}}. Would {{{{ other_date }}}} suit you \
         instead?\n\n{behind}\n"
    )
}

const GREETING: &str = "Dear {{ candidate.first_name }},\n\nThank you for your interest in working with us.\n";
const CLOSING: &str = "We are sorry for the inconvenience.\n\nKind regards,\n{{ recruiter.name }}\n";

#[test]
fn what_is_included_counts_in_every_language() {
    let languages = [
        ("mail.txt.j2", "{% include \"parts/greeting.txt\" %}", "{%- include 'parts/closing.txt' -%}"),
        (
            "mail.txt.twig",
            "{{ include('parts/greeting.txt') }}",
            "{% include \"/parts/closing.txt\" with {a: 1} only %}",
        ),
        ("mail.liquid", "{% render 'greeting', tone: 'warm' %}", "{% include closing.liquid %}"),
        ("mail.hbs", "{{> greeting}}", "{{> partials/closing name=recruiter.name }}"),
        ("mail.text.erb", "<%= render 'shared/greeting' %>", "<%= render partial: \"shared/closing\", locals: {} %>"),
        ("mail.ejs", "<%- include('parts/greeting.txt', {a: 1}) %>", "<%- include(\"./parts/closing.txt\") -%>"),
        ("mail.txt.tmpl", "{{template \"parts/greeting.txt\" .}}", "{{ template \"parts/closing.txt\" . }}"),
    ];
    for (name, before, behind) in languages {
        let repository = Repository::with(&[]);
        for part in ["greeting", "closing"] {
            let text = if part == "greeting" { GREETING } else { CLOSING };
            for place in [
                format!("parts/{part}.txt"),
                format!("snippets/{part}.liquid"),
                format!("partials/{part}.hbs"),
                format!("shared/_{part}.text.erb"),
            ] {
                repository.write(&format!("repo/{place}"), text);
            }
        }
        let file = format!("repo/mails/{name}");
        repository.write(&file, &message(before, behind).replace("./parts", "../parts"));
        assert_eq!(repository.rules(&file), Vec::<String>::new(), "{name}");
        repository.write(&file, &message(before, "{{ recruiter.name }}"));
        assert_eq!(repository.rules(&file), ["missing-apology"], "{name}");
    }
}

#[test]
fn fixes_leave_included_files_and_their_tags_alone() {
    let repository = Repository::with(&[
        ("repo/greeting.txt", "Dear {{ candidate.first_name }},\n"),
        ("repo/end.txt", "We hope that the next weeks go well for you.\n\nKind regards,\n{{ recruiter.name }}\n"),
        ("repo/mail.j2", &message("{% include 'greeting.txt' %}", "{% include 'end.txt' %}")),
    ]);
    let before = repository.text("repo/mail.j2");
    assert_eq!(repository.rules("repo/mail.j2"), ["missing-apology", "missing-thanks"]);
    repository.run(&["fix", "--review", "repo/mail.j2"]);
    assert_eq!(repository.rules("repo/mail.j2"), Vec::<String>::new());
    let after = repository.text("repo/mail.j2");
    let (first, last) = (before.lines().next(), before.lines().last());
    assert_eq!((after.lines().next(), after.lines().last()), (first, last), "{after}");
    assert!(after.lines().nth(2).is_some_and(|line| line.contains("hank") && line.contains("sorry")), "{after}");
    assert_eq!(repository.text("repo/greeting.txt"), "Dear {{ candidate.first_name }},\n");
}

#[test]
fn a_template_that_fills_blocks_has_what_is_around_them() {
    let repository = Repository::with(&[
        (
            "repo/layouts/base.j2",
            "Dear {{ name }},\n\n{% block body %}nothing yet{% endblock %}\n\nKind regards,\n{{ recruiter.name }}\n",
        ),
        (
            "repo/mail.j2",
            "{% extends \"base.j2\" %}\n{% block body %}\nThank you for your interest. We have to cancel your interview on {{ date }}, because \
             {{ reason }}.\nWould {{ other_date }} suit you instead?\n{% endblock %}\n",
        ),
    ]);
    assert_eq!(repository.rules("repo/mail.j2"), ["missing-apology"]);
    repository.run(&["fix", "--review", "repo"]);
    assert_eq!(repository.rules("repo"), Vec::<String>::new());
    assert!(repository.text("repo/mail.j2").ends_with("{% endblock %}\n"), "{}", repository.text("repo/mail.j2"));
}

#[test]
fn nothing_is_read_outside_of_the_repository() {
    let files = [
        ("secret.txt", CLOSING),
        (
            "repo/mail.j2",
            &*message("{% include \"../secret.txt\" %}", "{% include \"link.txt\" %}{% include \"/secret.txt\" %}"),
        ),
    ];
    let repository = Repository::with(&files);
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret.txt", repository.0.path().join("repo/link.txt")).expect("a link");
    let rules = repository.rules("repo/mail.j2");
    assert!(
        rules.contains(&"missing-apology".to_owned()) && rules.contains(&"missing-sign-off".to_owned()),
        "{rules:?}"
    );
    let (_, errors, code) = repository.run(&["check", "--fail-on", "never", "repo/mail.j2"]);
    assert!(
        errors.contains("repo/mail.j2:1:13: warning: it includes `../secret.txt`, which is not in the repository"),
        "{errors}"
    );
    assert_eq!(code, Some(0), "what is missing is told, and is no trouble: {errors}");
}

#[test]
fn circles_and_floods_come_to_an_end() {
    let twice = "{% include 'b.j2' %}{% include 'b.j2' %}\n";
    let repository = Repository::with(&[
        ("repo/round.j2", &message("{% include 'round.j2' %}{% include 'turn.j2' %}", "{{ recruiter.name }}")),
        ("repo/turn.j2", "Dear {{ name }},\n{% include 'round.j2' %}\n"),
        ("repo/flood.j2", &message(&twice.replace("b.j2", "0.j2"), "{{ recruiter.name }}")),
        ("repo/huge.j2", &message("{% include 'huge.txt' %}", "{{ recruiter.name }}")),
        ("repo/huge.txt", &"Thank you for your interest. ".repeat(40_000)),
    ]);
    for level in 0..40 {
        repository.write(&format!("repo/{level}.j2"), &twice.replace('b', &(level + 1).to_string()));
    }
    repository.write("repo/40.j2", &"Many words. ".repeat(1000));
    assert!(!repository.rules("repo/round.j2").contains(&"missing-greeting".to_owned()));
    assert!(repository.rules("repo/flood.j2").contains(&"missing-apology".to_owned()));
    assert!(
        repository.rules("repo/huge.j2").contains(&"missing-thanks".to_owned()),
        "what is too large does not count"
    );
}

#[test]
fn a_part_of_messages_is_not_asked_for_the_rest_of_them() {
    let words =
        "We have to cancel your interview on {{ date }}, as our careless assistant, a complete idiot, got it wrong.\n";
    let repository = Repository::with(&[
        ("repo/partials/cancelled.j2", words),
        ("repo/_cancelled.j2", words),
        ("repo/whole.j2", words),
    ]);
    for part in ["repo/partials/cancelled.j2", "repo/_cancelled.j2"] {
        assert_eq!(repository.rules(part), ["badmouthing", "disrespectful-tone"], "{part}");
    }
    assert!(repository.rules("repo/whole.j2").len() > 4);
}
