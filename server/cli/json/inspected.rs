//! What a message is understood as, for programs: `inspect --format json`.

use super::{Range, Ranges, format, moment, to_bytes};
use crate::analysis::{Person, because};
use crate::document::Greeting;
use crate::fix::Filling;
use crate::project::{Draft, source_range, wording};
use crate::ruleset::{PersonRole, Ruleset, Sender};
use crate::span::TextSpan;
use serde::Serialize;

/// An inspected file.
pub(in crate::cli) fn inspected(draft: &Draft) -> Vec<u8> {
    #[derive(Serialize)]
    struct File<'a> {
        path: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<&'a str>,
        format: &'static str,
        template: bool,
        intent: Option<&'a str>,
        /// Whether that is sure; where it is not, no rule applies.
        sure: bool,
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
        intent: analysis.about().next().map(|found| ruleset[found.intent].id.as_str()),
        sure: analysis.guess.is_none(),
        intents: analysis.about().map(|found| ruleset[found.intent].id.as_str()).collect(),
        why: analysis
            .about()
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
