//! The JSON that other programs read. The shapes are a contract: change them only by adding.

use super::check::Counts;
use super::statistics::Statistics;
use crate::analysis::{Person, TimeFound, because};
use crate::check::Diagnostic;
use crate::document::LineIndex;
use crate::document::{Document, Format, Greeting};
use crate::fix::{Applicability, Edit, Filling, Fix};
use crate::project::{Draft, source_range, wording};
use crate::ruleset::{PersonRole, Ruleset, Sender, Severity, Source};
use crate::span::{Span, TextSpan};
use serde::Serialize;

/// What comes before the files of a check.
pub(super) const CHECK_START: &[u8] = br#"{"version":1,"files":["#;

/// What comes after them.
pub(super) fn check_end(counts: &Counts, statistics: Option<&Statistics>) -> Vec<u8> {
    #[derive(Serialize)]
    struct Summary {
        files: usize,
        diagnostics: usize,
        errors: usize,
        warnings: usize,
        informations: usize,
        hints: usize,
        fixable: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        baseline: Option<Baseline>,
        #[serde(skip_serializing_if = "Option::is_none")]
        diff_base: Option<Base>,
    }
    #[derive(Serialize)]
    struct Baseline {
        known: usize,
        stale: usize,
    }
    #[derive(Serialize)]
    struct Base {
        known: usize,
        unchanged: usize,
    }
    let &Counts { files, errors, warnings, informations, hints, fixable, .. } = counts;
    let summary = Summary {
        files,
        diagnostics: counts.diagnostics(),
        errors,
        warnings,
        informations,
        hints,
        fixable,
        baseline: counts.baseline.map(|[known, stale]| Baseline { known, stale }),
        diff_base: counts.base.map(|[known, unchanged]| Base { known, unchanged }),
    };
    let mut end = b"\n],\"summary\":".to_vec();
    end.extend(to_bytes(&summary));
    if let Some(statistics) = statistics {
        end.extend(b",\"statistics\":");
        end.extend(to_bytes(statistics));
    }
    end.extend(b"}\n");
    end
}

#[derive(Clone, Copy, Serialize)]
struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Clone, Copy, Serialize)]
struct Range {
    start: Place,
    end: Place,
}

/// Turns spans into ranges; the lines are looked up when the first one is asked for.
struct Ranges<'a> {
    document: &'a Document,
    index: Option<LineIndex<'a>>,
}

impl<'a> Ranges<'a> {
    fn new(document: &'a Document) -> Self {
        Self { document, index: None }
    }

    fn range(&mut self, span: Span) -> Range {
        let index = self.index.get_or_insert_with(|| LineIndex::new(&self.document.source));
        let place = |offset: u32| {
            let at = self.document.line_column(index, offset);
            Place { line: at.line, column: at.column, offset }
        };
        Range { start: place(span.start), end: place(span.end) }
    }
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    range: Range,
    source: Option<&'a Source>,
    url: Option<String>,
    fixes: Vec<Mending<'a>>,
    related: Vec<Elsewhere<'a>>,
}

#[derive(Serialize)]
struct Elsewhere<'a> {
    range: Range,
    message: &'a str,
}

#[derive(Serialize)]
struct Mending<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    range: Range,
    text: &'a str,
}

fn findings<'a>(draft: &'a Draft, diagnostics: &'a [Diagnostic], fixes: &'a [Vec<Fix>]) -> Vec<Finding<'a>> {
    let ruleset = draft.project.ruleset();
    let docs = draft.project.config.docs_url();
    let mut ranges = Ranges::new(&draft.document);
    let findings = diagnostics.iter().zip(fixes).map(|(diagnostic, fixes)| {
        let rule = &ruleset[diagnostic.rule];
        let mut change = |edit: &'_ Edit| ranges.range(edit.span);
        let fixes = fixes.iter().map(|fix: &Fix| Mending {
            title: &fix.title,
            applicability: match fix.applicability {
                Applicability::Safe => "safe",
                Applicability::Review => "review",
            },
            edits: fix.edits.iter().map(|edit| Change { range: change(edit), text: &edit.text }).collect(),
        });
        let fixes = fixes.collect();
        let related = &diagnostic.related;
        Finding {
            rule: &rule.id,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            range: ranges.range(diagnostic.span),
            source: rule.source.as_ref(),
            url: docs.map(|url| url.replace("{rule}", &rule.id)),
            fixes,
            related: related
                .iter()
                .map(|it| Elsewhere { range: ranges.range(it.span), message: &it.message })
                .collect(),
        }
    });
    findings.collect()
}

/// A checked file.
pub(super) fn checked(draft: &Draft, diagnostics: &[Diagnostic], fixes: &[Vec<Fix>]) -> Vec<u8> {
    #[derive(Serialize)]
    struct File<'a> {
        path: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<&'a str>,
        intent: Option<&'a str>,
        diagnostics: Vec<Finding<'a>>,
    }
    to_bytes(&File {
        path: &draft.path,
        key: draft.message(),
        intent: draft.intent(),
        diagnostics: findings(draft, diagnostics, fixes),
    })
}

/// The findings of a checked file, each a line of its own.
pub(super) fn lines(draft: &Draft, diagnostics: &[Diagnostic], fixes: &[Vec<Fix>]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Line<'a> {
        path: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<&'a str>,
        intent: Option<&'a str>,
        #[serde(flatten)]
        finding: Finding<'a>,
    }
    let mut lines = Vec::new();
    for finding in findings(draft, diagnostics, fixes) {
        lines.extend(to_bytes(&Line { path: &draft.path, key: draft.message(), intent: draft.intent(), finding }));
        lines.push(b'\n');
    }
    lines
}

/// An inspected file.
pub(super) fn inspected(draft: &Draft) -> Vec<u8> {
    #[derive(Serialize)]
    struct File<'a> {
        path: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<&'a str>,
        format: &'static str,
        template: bool,
        intent: Option<&'a str>,
        intents: Vec<&'a str>,
        why: Vec<Why<'a>>,
        sender: Option<Sender>,
        greeting: Option<Hello<'a>>,
        sign_off: Option<Words<'a>>,
        acts: Vec<Doing<'a>>,
        people: Vec<Someone<'a>>,
        times: Vec<Time<'a>>,
        notice: Notice,
        slots: Vec<Slot<'a>>,
    }
    #[derive(Serialize)]
    struct Slot<'a> {
        #[serde(rename = "slot")]
        name: &'a str,
        value: Option<&'a str>,
        from: Option<&'static str>,
    }
    #[derive(Serialize)]
    struct Hello<'a> {
        text: &'a str,
        names: Vec<&'a str>,
        range: Range,
    }
    #[derive(Serialize)]
    struct Words<'a> {
        text: &'a str,
        range: Range,
    }
    #[derive(Serialize)]
    struct Doing<'a> {
        act: &'a str,
        text: &'a str,
        range: Range,
        by: &'static str,
        because: Vec<&'a str>,
    }
    #[derive(Serialize)]
    struct Why<'a> {
        intent: &'a str,
        by: &'static str,
        because: Vec<&'a str>,
    }
    #[derive(Serialize)]
    struct Someone<'a> {
        name: &'a str,
        role: Option<PersonRole>,
        from: &'static str,
    }
    #[derive(Serialize)]
    struct Time<'a> {
        text: &'a str,
        at: Option<String>,
        role: Option<&'static str>,
        range: Range,
    }
    #[derive(Serialize)]
    struct Notice {
        hours: Option<f64>,
        late: Option<bool>,
    }

    let Draft { document, analysis, .. } = draft;
    let ruleset: &Ruleset = draft.project.ruleset();
    let mut ranges = Ranges::new(document);
    let mut quote = |span: TextSpan| {
        let span = document.to_source(span);
        (document.source.get(source_range(document, span)).unwrap_or(""), ranges.range(span))
    };
    let greeting = document.greeting.as_ref().map(|Greeting { span, names }| {
        let (text, range) = quote(*span);
        Hello { text, names: names.iter().map(|&name| document.words(name)).collect(), range }
    });
    let sign_off = document.sign_off.map(|sign_off| quote(sign_off.span)).map(|(text, range)| Words { text, range });
    let because = because(document, ruleset, analysis);
    let words = |spans: &[TextSpan]| spans.iter().map(|&span| document.words(span)).collect();
    let acts = analysis.acts.iter().zip(&because.acts).map(|(found, because)| {
        let (text, range) = quote(found.span);
        Doing { act: &ruleset[found.act].id, text, range, by: found.by.name(), because: words(because) }
    });
    let acts = acts.collect();
    let times = analysis.times.iter().map(|time| {
        let (text, range) = quote(time.span);
        Time { text, at: moment(time), role: time.role.map(wording::time_role), range }
    });
    let times = times.collect();
    let fillings = draft.fixer().fillings();
    let slots = fillings.iter().map(|Filling { slot, value }| Slot {
        name: slot,
        value: value.as_ref().map(|(words, _)| words.as_str()),
        from: value.as_ref().map(|(_, origin)| wording::slot_origin(*origin)),
    });
    let slots = slots.collect();
    let someone = |person: &'_ Person| (person.role, wording::person_source(person.from));
    to_bytes(&File {
        path: &draft.path,
        key: draft.message(),
        format: format(document.format),
        template: document.template,
        intent: draft.intent(),
        intents: analysis.intents.iter().map(|found| ruleset[found.intent].id.as_str()).collect(),
        why: analysis
            .intents
            .iter()
            .zip(&because.intents)
            .map(|(found, because)| Why {
                intent: &ruleset[found.intent].id,
                by: if found.given { "given" } else { found.by.name() },
                because: words(because),
            })
            .collect(),
        sender: analysis.sender,
        greeting,
        sign_off,
        acts,
        people: analysis
            .people
            .iter()
            .map(|person| {
                let (role, from) = someone(person);
                Someone { name: &person.name, role, from }
            })
            .collect(),
        times,
        notice: Notice { hours: analysis.notice.hours, late: analysis.notice.late },
        slots,
    })
}

/// The moment a time stands for, where its words leave no doubt.
pub(super) fn moment(time: &TimeFound) -> Option<String> {
    let earliest = time.earliest.as_ref().filter(|_| time.exact)?;
    (time.latest.as_ref() == Some(earliest)).then(|| earliest.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

pub(super) fn format(format: Format) -> &'static str {
    match format {
        Format::Plain => "plain",
        Format::Markdown => "markdown",
        Format::Mail => "mail",
        Format::Html => "html",
    }
}

fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1024);
    // A Vec takes every byte, and none of these types has a map with keys that are no strings.
    serde_json::to_writer(&mut bytes, value).expect("plain data serializes");
    bytes
}
