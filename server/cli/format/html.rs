//! A page for people: complete in one file, with nothing fetched from anywhere. Columns count characters from 1.
//!
//! Everything is there without a script too; the script searches.

use super::place::Places;
use super::{Checked, Total, Writer, phrasing, rules};
use crate::cli::counts::counted;
use crate::cli::statistics::{Tally, ranked};
use crate::project::Draft;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

pub(super) struct Html;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");
/// The severities by their classes, and what many of them are called.
const KINDS: [(&str, &str); 4] =
    [("error", "errors"), ("warning", "warnings"), ("information", "remarks"), ("hint", "hints")];
/// Bars in a chart.
const BARS: usize = 30;
/// Characters of a long line on either side of a place, and in it.
const MARGIN: usize = 160;
/// Lines of a long place.
const LINES: u32 = 12;

impl Writer for Html {
    fn start(&self, total: &Total<'_>) -> Vec<u8> {
        let counts = total.counts;
        let findings = counted(counts.diagnostics(), "finding");
        let files = counted(counts.files, "file");
        let mut text = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
             script-src 'unsafe-inline'\">\n<title>Regards: {findings} in {files}</title>\n<style>\n{STYLE}</style>\n\
             </head>\n<body>\n<a class=\"skip\" href=\"#findings\">To the findings</a>\n<header>\n<h1>Regards</h1>\n\
             <p>{}.</p>\n",
            escaped(&counts.told())
        );
        let fatal = total.troubles.iter().filter(|trouble| trouble.fatal).count();
        if fatal > 0 {
            let problems = counted(fatal, "problem");
            let _ = writeln!(text, "<p class=\"error\">Not all could be checked: {problems}; the log tells more.</p>");
        }
        text.push_str("<ul class=\"tiles\">\n");
        for ((class, name), count) in KINDS.into_iter().zip(counts.found.each()) {
            let _ = writeln!(text, "<li class=\"{class}\"><b>{count}</b> {name}</li>");
        }
        let _ = writeln!(text, "<li><b>{}</b> can be fixed by a suggestion</li>", counts.fixable);
        let _ = writeln!(text, "<li><b>{}</b> files of {} without a finding</li>\n</ul>", counts.clean, counts.files);
        text.push_str("</header>\n<main>\n<h2>Where they are</h2>\n<div class=\"charts\">\n");
        let statistics = total.statistics;
        for (heading, tallies) in
            [("By rule", &statistics.rules), ("By intent", &statistics.intents), ("By folder", &statistics.folders)]
        {
            chart(&mut text, heading, tallies);
        }
        text.push_str(
            "</div>\n<h2 id=\"findings\">Findings</h2>\n<form hidden role=\"search\">\n\
             <input type=\"search\" name=\"search\" aria-label=\"Search in the findings\" placeholder=\"Search: a rule, a \
             file, a word\">\n",
        );
        for (class, name) in KINDS {
            let _ = writeln!(
                text,
                "<label class=\"{class}\"><input type=\"checkbox\" value=\"{class}\" checked> {name}</label>"
            );
        }
        let _ = writeln!(text, "<output class=\"soft\" aria-live=\"polite\">{findings}</output>\n</form>");
        text.into_bytes()
    }

    fn file(&self, checked: &Checked<'_>) -> Vec<u8> {
        let mut text = String::new();
        let draft = checked.draft;
        let places = Places::new(draft);
        let path = escaped(&checked.root.relative(&draft.path));
        let ruleset = draft.project.ruleset();
        let intent = draft.analysis.intents.first().map_or("", |found| &ruleset[found.intent].title);
        let found = counted(checked.diagnostics.len(), "finding");
        let _ = writeln!(
            text,
            "<section class=\"file\">\n<h3>{path}</h3>\n<p class=\"soft\">{}: {found}</p>",
            escaped(intent)
        );
        for (diagnostic, fixes) in checked.findings() {
            let (start, _) = places.range(diagnostic.span);
            let (class, rule) = (diagnostic.severity.name(), escaped(checked.rule_id(diagnostic)));
            let _ = writeln!(
                text,
                "<article class=\"finding {class}\" data-severity=\"{class}\">\n<h4><span class=\"chip {class}\">{class}\
                 </span> {}</h4>\n<p class=\"soft\">line {}, column {} · <a href=\"#rule-{rule}\">{rule}</a></p>",
                escaped(&diagnostic.message),
                start.line,
                start.column,
            );
            excerpt(&mut text, draft, &places, diagnostic.span);
            if !fixes.is_empty() || !diagnostic.related.is_empty() {
                text.push_str("<ul class=\"fixes\">\n");
                for related in &diagnostic.related {
                    let (at, _) = places.range(related.span);
                    let _ = writeln!(text, "<li class=\"soft\">line {}: {}</li>", at.line, escaped(&related.message));
                }
                for fix in fixes {
                    let _ = writeln!(text, "<li>{}</li>", escaped(&phrasing(fix)));
                }
                text.push_str("</ul>\n");
            }
            text.push_str("</article>\n");
        }
        text.push_str("</section>\n");
        text.into_bytes()
    }

    fn end(&self, total: &Total<'_>) -> Vec<u8> {
        let mut text = String::new();
        if total.counts.diagnostics() == 0 {
            text.push_str("<p>There is nothing to mend.</p>\n");
        } else {
            text.push_str("<h2>Why the rules ask</h2>\n");
        }
        for (id, (project, rule)) in rules(total) {
            if !total.statistics.rules.contains_key(&id) {
                continue;
            }
            let ruleset = project.ruleset();
            let why = ruleset.rule_file(rule).map(|file| file.why).unwrap_or_default();
            let rule = &ruleset[rule];
            let id = escaped(&id);
            let _ = writeln!(text, "<section id=\"rule-{id}\">\n<h3>{}</h3>", escaped(&rule.title));
            let _ = write!(text, "<p class=\"soft\"><code>{id}</code>");
            if let Some(source) = &rule.source {
                let _ = write!(text, " · “{}” in {}", escaped(&source.section), escaped(&source.document));
            }
            text.push_str("</p>\n");
            for paragraph in why.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
                let _ = writeln!(text, "<p>{}</p>", escaped(paragraph));
            }
            text.push_str("</section>\n");
        }
        let version = env!("CARGO_PKG_VERSION");
        let _ = write!(
            text,
            "</main>\n<footer><p class=\"soft\">Made by Regards {version}.</p></footer>\n<script>\n{SCRIPT}</script>\n\
             </body>\n</html>\n"
        );
        text.into_bytes()
    }

    fn tells_statistics(&self) -> bool {
        true
    }

    fn sums_up_first(&self) -> bool {
        true
    }
}

/// Bars, one for each rule, intent or folder with findings, as a table that can be read aloud.
fn chart(text: &mut String, heading: &str, tallies: &BTreeMap<String, Tally>) {
    let ranked: Vec<_> = ranked(tallies).into_iter().filter(|(_, tally)| tally.findings() > 0).collect();
    let Some(most) = ranked.first().map(|(_, tally)| tally.findings()) else { return };
    let _ = writeln!(
        text,
        "<div class=\"chart\"><table><caption>{heading}</caption>\n<thead><tr><th scope=\"col\">{}</th><th \
         scope=\"col\">share</th><th scope=\"col\">findings</th></tr></thead>\n<tbody>",
        heading.trim_start_matches("By ")
    );
    for (id, tally) in ranked.iter().take(BARS) {
        let id = escaped(id);
        let title =
            if tally.title.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(&tally.title)) };
        // The findings name the rule by its id, and the intent by its title.
        let find = if heading == "By intent" { escaped(&tally.title) } else { id };
        let name = format!("<button type=\"button\" data-find=\"{find}\"{title}>{find}</button>");
        let _ = write!(text, "<tr><th scope=\"row\">{name}</th><td><div class=\"bar\" aria-hidden=\"true\">");
        for ((class, name), count) in KINDS.into_iter().zip(tally.found.each()).filter(|(_, count)| *count > 0) {
            let width = count as f64 * 100.0 / most as f64;
            let name = name.trim_end_matches(if count == 1 { "s" } else { "" });
            let _ =
                write!(text, "<span class=\"{class}\" style=\"width:{width:.2}%\" title=\"{count} {name}\"></span>");
        }
        let _ = writeln!(text, "</div></td><td>{}</td></tr>", tally.findings());
    }
    text.push_str("</tbody></table>");
    if let Some(more) = ranked.len().checked_sub(BARS).filter(|&more| more > 0) {
        let _ = write!(text, "<p class=\"soft\">and {more} more</p>");
    }
    text.push_str("</div>\n");
}

/// The lines around a place, with the place marked.
fn excerpt(text: &mut String, draft: &Draft, places: &Places<'_>, span: crate::span::Span) {
    let (start, end) = places.range(span);
    let marked = places.source(span);
    let source = &draft.document.source;
    let last = end.line.min(start.line + LINES);
    text.push_str("<pre>");
    for (number, line) in places.lines(start.line.saturating_sub(1), last + 1) {
        let inside = (start.line..=last).contains(&number);
        if !inside && source[line.clone()].trim().is_empty() {
            continue;
        }
        let _ = write!(text, "<i>{number}</i>");
        if inside {
            let inside = |offset: usize| offset.clamp(line.start, line.end);
            let Range { start, end } = inside(marked.start)..inside(marked.end);
            text.push_str(&escaped(&tail(&source[line.start..start])));
            let class = if marked.is_empty() { " class=\"gap\"" } else { "" };
            if marked.is_empty() || start < end {
                let _ = write!(text, "<mark{class}>{}</mark>", escaped(&head(&source[start..end], 4 * MARGIN)));
            }
            text.push_str(&escaped(&head(&source[end..line.end], MARGIN)));
        } else {
            text.push_str(&escaped(&head(&source[line], MARGIN)));
        }
        text.push('\n');
    }
    text.push_str("</pre>\n");
}

fn head(text: &str, most: usize) -> String {
    text.char_indices().nth(most).map_or_else(|| text.to_owned(), |(end, _)| format!("{}…", &text[..end]))
}

fn tail(text: &str) -> String {
    match text.char_indices().nth_back(MARGIN) {
        Some((at, c)) => format!("…{}", &text[at + c.len_utf8()..]),
        None => text.to_owned(),
    }
}

/// Text in an element or in an attribute between `"`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}
