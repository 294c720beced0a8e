//! A Markdown page for a pull request, a wiki or the summary of a CI job. Columns count characters from 1.

use super::place::Places;
use super::{Checked, Total, Writer, phrasing};
use crate::cli::counts::counted;
use crate::cli::statistics::{Tally, ranked};
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(super) struct Markdown;

impl Writer for Markdown {
    fn start(&self, total: &Total<'_>) -> Vec<u8> {
        let mut text = format!("# Regards\n\n{}.\n\n", total.counts.told());
        for (heading, tallies) in [("Rule", &total.statistics.rules), ("Intent", &total.statistics.intents)] {
            table(&mut text, heading, tallies);
        }
        let fatal = total.troubles.iter().filter(|trouble| trouble.fatal).count();
        if fatal > 0 {
            let _ =
                writeln!(text, "**Not all could be checked: {}.** The log tells more.\n", counted(fatal, "problem"));
        }
        text.into_bytes()
    }

    fn file(&self, checked: &Checked<'_>) -> Vec<u8> {
        let mut text = String::new();
        let places = Places::new(checked.draft);
        let _ = writeln!(text, "## {}\n", escaped(&checked.root.relative(&checked.draft.path)));
        text.push_str("| place | severity | rule | finding |\n|---|---|---|---|\n");
        for (diagnostic, fixes) in checked.findings() {
            let (start, _) = places.range(diagnostic.span);
            let rule = escaped(checked.rule_id(diagnostic));
            let rule = checked.url(diagnostic).map_or(rule.clone(), |url| format!("[{rule}](<{}>)", linked(&url)));
            let (line, column, severity) = (start.line, start.column, diagnostic.severity.name());
            let _ = write!(text, "| {line}:{column} | {severity} | {rule} | {}", escaped(&diagnostic.message));
            if let Some(fix) = fixes.first() {
                let _ = write!(text, "<br>*{}*", escaped(&phrasing(fix)));
            }
            text.push_str(" |\n");
        }
        text.push('\n');
        text.into_bytes()
    }

    fn tells_statistics(&self) -> bool {
        true
    }

    fn sums_up_first(&self) -> bool {
        true
    }
}

fn table(text: &mut String, heading: &str, tallies: &BTreeMap<String, Tally>) {
    if tallies.values().all(|tally| tally.findings() == 0) {
        return;
    }
    let _ = writeln!(text, "| {heading} | | findings | files | fixable |\n|---|---|--:|--:|--:|");
    for (id, tally) in ranked(tallies).into_iter().filter(|(_, tally)| tally.findings() > 0) {
        let (findings, files, fixable) = (tally.findings(), tally.files, tally.fixable);
        let _ = writeln!(text, "| {} | {} | {findings} | {files} | {fixable} |", escaped(id), escaped(&tally.title));
    }
    text.push('\n');
}

/// Text that stands for itself on one line, in a table or not. `@` and `#` would name people and issues.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// An address between `<` and `>`, in a table.
fn linked(url: &str) -> String {
    url.replace('<', "%3C").replace('>', "%3E").replace('|', "%7C").replace(['\n', '\r'], "")
}
