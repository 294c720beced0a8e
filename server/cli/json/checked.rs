//! What a check found, for programs: `check --format json` and `jsonl`.

use super::{Range, Ranges, to_bytes};
use crate::check::Diagnostic;
use crate::cli::counts::{Counts, Figures};
use crate::cli::statistics::Statistics;
use crate::fix::{Applicability, Edit, Fix};
use crate::project::Draft;
use crate::ruleset::{Severity, Source};
use serde::Serialize;

/// What comes before the files of a check.
pub(in crate::cli) const CHECK_START: &[u8] = br#"{"version":1,"files":["#;

/// What comes after them.
pub(in crate::cli) fn check_end(counts: &Counts, statistics: Option<&Statistics>) -> Vec<u8> {
    #[derive(Serialize)]
    struct Summary {
        #[serde(flatten)]
        figures: Figures,
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
    let summary = Summary {
        figures: Figures::new(counts.files, counts.found, counts.fixable),
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

/// Which message it is.
#[derive(Serialize)]
struct Head<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    intent: Option<&'a str>,
}

impl<'a> Head<'a> {
    fn of(draft: &'a Draft) -> Self {
        Self { path: &draft.path, key: draft.message(), intent: draft.intent() }
    }
}

/// A checked file.
pub(in crate::cli) fn checked(draft: &Draft, diagnostics: &[Diagnostic], fixes: &[Vec<Fix>]) -> Vec<u8> {
    #[derive(Serialize)]
    struct File<'a> {
        #[serde(flatten)]
        head: Head<'a>,
        diagnostics: Vec<Finding<'a>>,
    }
    to_bytes(&File { head: Head::of(draft), diagnostics: findings(draft, diagnostics, fixes) })
}

/// The findings of a checked file, each a line of its own.
pub(in crate::cli) fn lines(draft: &Draft, diagnostics: &[Diagnostic], fixes: &[Vec<Fix>]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Line<'a> {
        #[serde(flatten)]
        head: Head<'a>,
        #[serde(flatten)]
        finding: Finding<'a>,
    }
    let mut lines = Vec::new();
    for finding in findings(draft, diagnostics, fixes) {
        lines.extend(to_bytes(&Line { head: Head::of(draft), finding }));
        lines.push(b'\n');
    }
    lines
}
