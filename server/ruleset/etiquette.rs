//! A rule file → [`Rule`]: its one check, its places, its cases and its phrasings.

use super::{
    Anchor, CheckKind, FixPlace, FixText, IntentSet, Rule, Variant,
    file::{Example, FixFile, Meant, Place, RuleFile},
    layer::Loaded,
    locate::{Segment, join, keys},
    message::{FIX_SLOTS, MESSAGE_SLOTS, slots},
    problem::Report,
    resolve::{Ids, origin},
    suggest::nearest,
};
use crate::document::Meaning;

/// What `at` may say beside ids of acts.
pub(super) const PLACES: [&str; 5] = ["greeting", "sign-off", "opening", "closing", "subject"];

/// The rule, unless its check says nothing that can be checked.
pub(super) fn rule(ids: &Ids<'_>, id: &str, loaded: &mut Loaded<'_, RuleFile>) -> Option<Rule> {
    let origin = origin(loaded);
    let (file, report) = (&mut loaded.file, &mut loaded.report);
    let check = check(ids, report, file);
    let mut intents = ids.intents(report, keys!["intents"], &file.intents);
    let mut except = IntentSet::default();
    if !file.except.is_empty() {
        except = ids.intents(report, keys!["except"], &file.except);
        intents.0.iter_mut().zip(&except.0).for_each(|(is_in, is_out)| *is_in &= !is_out);
    }
    known_slots(report, keys!["message"], &file.message, &MESSAGE_SLOTS);
    let at =
        file.at.iter().enumerate().filter_map(|(index, name)| anchor(ids, report, &join(keys!["at"], index), name));
    let at = at.collect();
    let variants = variants(ids, report, file);
    let fixes = file.fixes.iter().enumerate();
    let fixes = fixes.filter_map(|(index, fix)| fix_text(ids, report, index, fix)).collect();
    for (index, example) in file.examples.iter().enumerate() {
        hold_example(ids, report, index, example, file.fixes.is_empty());
    }
    Some(Rule {
        id: id.to_owned(),
        title: std::mem::take(&mut file.title),
        severity: file.severity,
        enabled: true,
        intents,
        except,
        check: check?,
        at,
        message: std::mem::take(&mut file.message),
        source: file.source.take(),
        see_also: std::mem::take(&mut file.see_also),
        variants,
        fixes,
        origin,
    })
}

/// The keys of checks, one of which a rule has.
pub(super) const CHECKS: [&str; 10] =
    ["require", "require-each", "forbid", "plain", "named", "notice", "length", "present", "filled", "suppressions"];

fn check(ids: &Ids<'_>, report: &mut Report<'_>, file: &RuleFile) -> Option<CheckKind> {
    let given = [
        file.require.is_some(),
        !file.require_each.is_empty(),
        file.forbid.is_some(),
        file.plain.is_some(),
        file.named.is_some(),
        file.notice.is_some(),
        file.length.is_some(),
        file.present.is_some(),
        file.filled.is_some(),
        file.suppressions.is_some(),
    ];
    let mut given = CHECKS.into_iter().zip(given).filter(|(_, is_given)| *is_given).map(|(key, _)| key);
    let Some(key) = given.next() else {
        let message = "this rule checks nothing";
        report.value(keys!["title"], message).help(format!("give it one of `{}`", CHECKS.join("`, `")));
        return None;
    };
    let mut is_only = true;
    for other in given {
        let message = format!("a rule has one check, and this one has `{key}` already");
        report.key(keys![other], message).help("make it a rule of its own");
        is_only = false;
    }
    let mut all = |key, named: &mut dyn Iterator<Item = &String>| {
        let before = report.problems.len();
        let acts = ids.acts(report, keys![key], named);
        (report.problems.len() == before && !acts.is_empty()).then_some(acts)
    };
    let check = if let Some(require) = &file.require {
        // A requirement with a member left out would ask for more than its author does.
        CheckKind::Require(all("require", &mut require.values().iter())?)
    } else if !file.require_each.is_empty() {
        CheckKind::RequireEach(all("require-each", &mut file.require_each.iter())?)
    } else if let Some(forbid) = &file.forbid {
        CheckKind::Forbid(ids.acts(report, keys!["forbid"], forbid.values().iter()))
    } else if let Some(plain) = &file.plain {
        let act = ids.act(report, keys!["plain", "act"], &plain.act);
        let hedge = ids.act(report, keys!["plain", "hedge"], &plain.hedge);
        CheckKind::Plain { act: act?, hedge: hedge? }
    } else if let Some(named) = &file.named {
        let spoke = ids.act(report, keys!["named", "spoke"], &named.spoke)?;
        CheckKind::Named { role: named.role, spoke, greeting: named.greeting }
    } else if let Some(notice) = &file.notice {
        CheckKind::Notice { hours: notice.hours }
    } else if let Some(length) = &file.length {
        CheckKind::Length { words: length.words }
    } else if let Some(present) = file.present {
        CheckKind::Present(present)
    } else if file.filled.is_some() {
        CheckKind::Filled
    } else {
        CheckKind::Suppressions
    };
    is_only.then_some(check)
}

fn anchor(ids: &Ids<'_>, report: &mut Report<'_>, path: &[Segment<'_>], name: &str) -> Option<Anchor> {
    Some(match name {
        "greeting" => Anchor::Greeting,
        "sign-off" => Anchor::SignOff,
        "opening" => Anchor::Opening,
        "closing" => Anchor::Closing,
        "subject" => Anchor::Subject,
        _ if nearest(name, PLACES.into_iter()).is_some() && !ids.acts.contains(&name) => {
            report.value(path, format!("there is no place `{name}`")).suggest(name, PLACES.into_iter());
            return None;
        }
        _ => Anchor::Act(ids.act(report, path, name)?),
    })
}

fn variants(ids: &Ids<'_>, report: &mut Report<'_>, file: &RuleFile) -> Vec<Variant> {
    let mut variants = Vec::with_capacity(file.variants.len());
    for (index, variant) in file.variants.iter().enumerate() {
        if variant.severity.is_none() && variant.message.is_none() {
            let problem = report.value(keys!["variants", index], "this case changes nothing");
            problem.warning().help("give it a `severity` or a `message`");
        }
        if let Some(message) = &variant.message {
            known_slots(report, keys!["variants", index, "message"], message, &MESSAGE_SLOTS);
        }
        variants.push(Variant {
            intents: ids.intents(report, keys!["variants", index, "intents"], &variant.intents),
            when: variant.when,
            severity: variant.severity,
            message: variant.message.clone(),
        });
    }
    variants
}

fn fix_text(ids: &Ids<'_>, report: &mut Report<'_>, index: usize, fix: &FixFile) -> Option<FixText> {
    known_slots(report, keys!["fixes", index, "text"], &fix.text, &FIX_SLOTS);
    for (key, text) in [("formal", &fix.formal), ("casual", &fix.casual), ("clause", &fix.clause)] {
        if let Some(text) = text {
            known_slots(report, keys!["fixes", index, key], text, &FIX_SLOTS);
        }
    }
    let intents: IntentSet = ids.intents(report, keys!["fixes", index, "intents"], &fix.intents);
    let place = match &fix.place {
        Place::Greeting => FixPlace::Greeting,
        Place::Opening => FixPlace::Opening,
        Place::Closing => FixPlace::Closing,
        Place::SignOff => FixPlace::SignOff,
        Place::Replace => FixPlace::Replace,
        Place::ReplaceSentence => FixPlace::ReplaceSentence,
        Place::InsteadOf(act) => {
            FixPlace::InsteadOf(ids.act(report, keys!["fixes", index, "place", "instead-of"], act)?)
        }
        Place::Delete => FixPlace::Delete,
        Place::Cut => FixPlace::Cut,
        Place::After(act) => FixPlace::After(ids.act(report, keys!["fixes", index, "place", "after"], act)?),
        Place::Before(act) => FixPlace::Before(ids.act(report, keys!["fixes", index, "place", "before"], act)?),
    };
    let only_goes = matches!(place, FixPlace::Delete | FixPlace::Cut);
    if only_goes && !fix.text.is_empty() {
        report.value(keys!["fixes", index, "text"], "a fix that deletes puts no words there").warning();
    } else if !only_goes && fix.text.trim().is_empty() {
        report.key(keys!["fixes", index, "title"], "this fix has no `text`");
        return None;
    }
    let lacks = match &fix.lacks {
        Some(act) => Some(ids.act(report, keys!["fixes", index, "lacks"], act)?),
        None => None,
    };
    let without = ids.acts(report, keys!["fixes", index, "without"], fix.without.iter());
    let performs = ids.acts(report, keys!["fixes", index, "performs"], fix.performs.iter());
    Some(FixText {
        title: fix.title.clone(),
        place,
        text: fix.text.clone(),
        formal: fix.formal.clone(),
        casual: fix.casual.clone(),
        clause: fix.clause.clone(),
        order: fix.order.unwrap_or(ORDER),
        review: fix.review,
        unless: fix.unless.iter().map(|phrase| phrase.to_lowercase()).collect(),
        without,
        performs,
        lacks,
        means: fix.means.iter().map(|meant| meaning(*meant)).collect(),
        intents,
    })
}

/// Where a fix that does not say comes among those of its place.
const ORDER: u8 = 50;

/// The meaning a file names.
pub(super) fn meaning(meant: Meant) -> Meaning {
    match meant {
        Meant::Person => Meaning::Person,
        Meant::Recruiter => Meaning::Recruiter,
        Meant::HiringManager => Meaning::HiringManager,
        Meant::Candidate => Meaning::Candidate,
        Meant::Sender => Meaning::Sender,
        Meant::Company => Meaning::Company,
        Meant::Role => Meaning::Role,
        Meant::Time => Meaning::Time,
        Meant::Alternative => Meaning::Alternative,
        Meant::Reason => Meaning::Reason,
        Meant::Link => Meaning::Link,
        Meant::Other => Meaning::Other,
    }
}

pub(super) fn known_slots(report: &mut Report<'_>, path: &[Segment<'_>], text: &str, known: &[&str]) {
    for (name, range) in slots(text) {
        if !known.contains(&name) {
            let message = format!("nothing fills `{{{name}}}`");
            report.inside(path, range, message).suggest(name, known.iter().copied());
        }
    }
}

fn hold_example(ids: &Ids<'_>, report: &mut Report<'_>, index: usize, example: &Example, no_fix: bool) {
    match (&example.flagged, &example.clean) {
        (Some(_), Some(_)) => {
            report
                .key(keys!["examples", index, "clean"], "an example is either `flagged` or `clean`")
                .help("make two of it");
        }
        (None, None) => {
            report.value(keys!["examples", index], "an example has a draft, either `flagged` or `clean`");
        }
        (Some(flagged), None) => {
            if let Some(at) = example.at.as_ref().filter(|at| !flagged.contains(at.as_str())) {
                report.value(keys!["examples", index, "at"], format!("`{at}` does not stand in the draft"));
            }
            if no_fix && example.fixed.is_some() {
                report.key(keys!["examples", index, "fixed"], "this rule has no fix that could lead to this");
            }
        }
        (None, Some(_)) => {
            for key in ["at", "fixed"] {
                if if key == "at" { example.at.is_some() } else { example.fixed.is_some() } {
                    report.key(keys!["examples", index, key], format!("`{key}` says nothing of a `clean` draft"));
                }
            }
        }
    }
    if let Some(intent) = &example.intent {
        ids.intents(report, keys!["examples", index, "intent"], std::slice::from_ref(intent));
    }
    if let Some(now) = &example.now
        && now.parse::<jiff::Timestamp>().is_err()
    {
        let problem = report.value(keys!["examples", index, "now"], format!("`{now}` is no moment"));
        problem.help("write it as in `2026-11-23T12:00:00Z`");
    }
}
