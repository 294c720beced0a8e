//! Files of all layers → [`Ruleset`]: ids become indices, templates and regular expressions are compiled. What names
//! something unknown is reported and left out.

use super::{
    Act, ActId, ActRegex, Config, CueGroup, Intent, IntentId, IntentSet, Layer, Origin, PartSet, Role, Ruleset,
    TemplateId, Use, builtin,
    compile::PatternsBuilder,
    etiquette::{known_slots, rule},
    file::{ActFile, IntentFile, PartName},
    layer::{Loaded, Pack, load},
    locate::{Segment, join, keys},
    message::FIX_SLOTS,
    patterns::Patterns,
    problem::{Problem, Report},
    template::TemplateError,
    words,
};
use crate::document::Part;
use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes a compiled regular expression may take.
const REGEX_SIZE: usize = 1 << 20;

/// The ids there are, sorted: an index into one of the lists is an index into the ruleset's.
pub(super) struct Ids<'a> {
    pub(super) acts: Vec<&'a str>,
    pub(super) intents: Vec<&'a str>,
}

impl Ids<'_> {
    /// The act `id`; reported as unknown at `path` if there is none.
    pub(super) fn act(&self, report: &mut Report<'_>, path: &[Segment<'_>], id: &str) -> Option<ActId> {
        let found = self.acts.binary_search(&id).ok();
        if found.is_none() {
            report.value(path, format!("there is no act `{id}`")).suggest(id, self.acts.iter().copied());
        }
        found.map(|index| ActId(index as u16))
    }

    /// The acts of the list at `key`.
    pub(super) fn acts<'s>(
        &self,
        report: &mut Report<'_>,
        path: &[Segment<'_>],
        ids: impl Iterator<Item = &'s String>,
    ) -> Vec<ActId> {
        let ids = ids.enumerate().filter_map(|(index, id)| self.act(report, &join(path, index), id));
        ids.collect()
    }

    fn intent(&self, report: &mut Report<'_>, path: &[Segment<'_>], id: &str) -> Option<IntentId> {
        let found = self.intents.binary_search(&id).ok();
        if found.is_none() {
            report.value(path, format!("there is no intent `{id}`")).suggest(id, self.intents.iter().copied());
        }
        found.map(|index| IntentId(index as u16))
    }

    /// The intents of the list at `path`; all of them where the file has no such list.
    pub(super) fn intents(&self, report: &mut Report<'_>, path: &[Segment<'_>], ids: &[String]) -> IntentSet {
        let mut set = vec![ids.is_empty(); self.intents.len()];
        for (index, id) in ids.iter().enumerate() {
            if let Some(intent) = self.intent(report, &join(path, index), id) {
                set[intent.index()] = true;
            }
        }
        IntentSet(set)
    }
}

/// How many rulesets were built.
static BUILT: AtomicU64 = AtomicU64::new(0);

pub(super) fn build(layers: &[Layer], config: &Config) -> Ruleset {
    let Pack { acts, intents, rules, words, mut problems } = load(layers);
    let ids = Ids { acts: acts.keys().copied().collect(), intents: intents.keys().copied().collect() };
    let ready = match layers {
        [first, rest @ ..] if rest.iter().all(Layer::has_only_rules) => builtin::patterns(first),
        _ => None,
    };
    let (templates, negation) = words::merge(words, ready, &mut problems);
    let mut compiler = Compiler { templates, uses: negation, regexes: Vec::new() };

    let mut finished = Vec::new();
    for (index, (id, mut loaded)) in acts.into_iter().enumerate() {
        finished.push(act(&mut compiler, &ids, ActId(index as u16), id, &mut loaded));
        problems.append(&mut loaded.report.problems);
    }
    let mut acts = finished;
    let mut finished: Vec<Intent> = Vec::new();
    for (index, (id, mut loaded)) in intents.into_iter().enumerate() {
        finished.push(intent(&mut compiler, &ids, IntentId(index as u16), id, &mut loaded));
        problems.append(&mut loaded.report.problems);
    }
    let intents = finished;
    for (index, intent) in intents.iter().enumerate() {
        for (group, cues) in intent.groups.iter().enumerate() {
            let counts = (IntentId(index as u16), group as u16);
            cues.acts.iter().for_each(|act| acts[act.index()].groups.push(counts));
        }
    }
    let mut finished = Vec::new();
    for (id, mut loaded) in rules {
        finished.extend(rule(&ids, id, &mut loaded));
        problems.append(&mut loaded.report.problems);
    }
    let mut rules = finished;

    let (settings, found) = config.apply(&mut rules, &intents);
    problems.extend(found);
    problems.sort_by(|a: &Problem, b| (&a.file, a.span).cmp(&(&b.file, b.span)));
    let Compiler { templates, uses, regexes } = compiler;
    let (patterns, config) = (templates.finish(), config.clone());
    let number = BUILT.fetch_add(1, Ordering::Relaxed);
    Ruleset { acts, intents, rules, patterns, uses, regexes, problems, config, settings, number }
}

pub(super) fn origin<T>(loaded: &Loaded<'_, T>) -> Origin {
    Origin {
        file: loaded.source.path.clone(),
        text: loaded.source.text.clone(),
        layer: loaded.layer.to_owned(),
        overrides: loaded.overrides,
    }
}

/// Where templates are added.
pub(super) enum Templates {
    /// To a builder.
    Compile(Box<PatternsBuilder>),
    /// They were, in the same order, when the binary was built. With the number of those that were asked for again.
    Ready(Arc<Patterns>, u32),
}

impl Templates {
    fn add(&mut self, template: &str) -> Result<TemplateId, Vec<TemplateError>> {
        match self {
            Self::Compile(builder) => builder.add(template),
            Self::Ready(_, next) => {
                *next += 1;
                Ok(TemplateId(*next - 1))
            }
        }
    }

    fn finish(self) -> Arc<Patterns> {
        match self {
            Self::Compile(builder) => Arc::new(builder.finish()),
            Self::Ready(patterns, _) => patterns,
        }
    }
}

struct Compiler {
    templates: Templates,
    uses: Vec<Use>,
    regexes: Vec<ActRegex>,
}

impl Compiler {
    /// Adds the templates at `path` for `purpose`.
    fn add(&mut self, report: &mut Report<'_>, path: &[Segment<'_>], templates: &[String], purpose: Use) {
        let mut seen = FxHashSet::default();
        for (index, template) in templates.iter().enumerate() {
            if !seen.insert(template.as_str()) {
                report.value(&join(path, index), "this template stands in the list twice").warning();
                continue;
            }
            add(&mut self.templates, &mut self.uses, report, &join(path, index), template, purpose);
        }
    }

    fn regex(&mut self, report: &mut Report<'_>, index: usize, source: &str, act: ActId) {
        match compile(source) {
            Ok(regex) if regex.is_match("") => {
                report
                    .value(keys!["regex", index], "this regular expression matches nothing at all, and so everywhere");
            }
            Ok(regex) => self.regexes.push(ActRegex { act, regex }),
            Err(regex::Error::CompiledTooBig(limit)) => {
                report
                    .value(
                        keys!["regex", index],
                        format!("this regular expression takes more than {} KiB", limit >> 10),
                    )
                    .help("use smaller repetitions, or say it in templates");
            }
            Err(error) => {
                let text = error.to_string();
                let reason =
                    text.lines().rev().find_map(|line| line.strip_prefix("error: ")).unwrap_or(&text).to_owned();
                report.value(keys!["regex", index], format!("this regular expression cannot be read: {reason}"));
            }
        }
    }
}

fn compile(source: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source).size_limit(REGEX_SIZE).dfa_size_limit(REGEX_SIZE).build()
}

/// Adds one template; every error in it is reported.
pub(super) fn add(
    templates: &mut Templates,
    uses: &mut Vec<Use>,
    report: &mut Report<'_>,
    path: &[Segment<'_>],
    template: &str,
    purpose: Use,
) {
    match templates.add(template) {
        Ok(TemplateId(id)) => {
            debug_assert_eq!(id as usize, uses.len(), "template ids are dense");
            uses.push(purpose);
        }
        Err(errors) => {
            for error in errors {
                report.inside(path, error.range, error.message).help = error.help;
            }
        }
    }
}

fn act(compiler: &mut Compiler, ids: &Ids<'_>, me: ActId, id: &str, loaded: &mut Loaded<'_, ActFile>) -> Act {
    let origin = origin(loaded);
    let (file, report) = (&mut loaded.file, &mut loaded.report);
    if super::etiquette::PLACES.contains(&id) {
        report.value(keys!["title"], format!("`{id}` cannot be an act's id: rules use it for a part of the message"));
    }
    let lists = [
        ("templates", &file.templates, Role::Template),
        ("fallback", &file.fallback, Role::Fallback),
        ("unless", &file.unless, Role::Unless),
        ("not-in", &file.not_in, Role::NotIn),
    ];
    for (key, templates, role) in lists {
        compiler.add(report, keys![key], templates, Use::Act(me, role));
    }
    for (index, source) in file.regex.iter().enumerate() {
        compiler.regex(report, index, source, me);
    }
    if file.templates.is_empty() && file.fallback.is_empty() && file.regex.is_empty() {
        report.value(keys!["templates"], "nothing shows this act").warning().help("give it `templates`");
    }
    Act {
        id: id.to_owned(),
        intents: ids.intents(report, keys!["intents"], &file.intents),
        title: std::mem::take(&mut file.title),
        description: std::mem::take(&mut file.description),
        parts: parts(&file.parts, &[PartName::Subject, PartName::Body]),
        senders: std::mem::take(&mut file.senders),
        negation: file.negation,
        questions: file.questions,
        model: file.model,
        groups: Vec::new(),
        origin,
    }
}

fn intent(
    compiler: &mut Compiler,
    ids: &Ids<'_>,
    me: IntentId,
    id: &str,
    loaded: &mut Loaded<'_, IntentFile>,
) -> Intent {
    let origin = origin(loaded);
    let (file, report) = (&mut loaded.file, &mut loaded.report);
    if file.sender.is_none() && !file.silent {
        report.value(keys!["title"], "an intent that is not `silent` needs a `sender`");
    }
    if let Some(skeleton) = &file.skeleton {
        known_slots(report, keys!["skeleton", "subject"], &skeleton.subject, &FIX_SLOTS);
        known_slots(report, keys!["skeleton", "text"], &skeleton.text, &FIX_SLOTS);
    }
    let mut groups = Vec::with_capacity(file.cues.len());
    for (index, cues) in file.cues.iter().enumerate().take(usize::from(u16::MAX)) {
        for (key, templates, role) in
            [("templates", &cues.templates, Role::Template), ("unless", &cues.unless, Role::Unless)]
        {
            let purpose = Use::Cue { intent: me, group: index as u16, role };
            compiler.add(report, keys!["cues", index, key], templates, purpose);
        }
        if cues.templates.is_empty() && cues.acts.is_empty() {
            report
                .value(keys!["cues", index], "nothing shows these cues")
                .warning()
                .help("give them `templates` or `acts`");
        }
        groups.push(CueGroup {
            weight: cues.weight,
            names: cues.names,
            parts: parts(&cues.parts, &[PartName::Subject, PartName::Greeting, PartName::Body, PartName::SignOff]),
            negation: cues.negation,
            acts: ids.acts(report, keys!["cues", index, "acts"], cues.acts.iter()),
        });
    }
    Intent {
        id: id.to_owned(),
        title: std::mem::take(&mut file.title),
        description: std::mem::take(&mut file.description),
        sender: file.sender,
        threshold: file.threshold,
        silent: file.silent,
        second: file.second,
        model: file.model,
        groups,
        origin,
    }
}

fn parts(named: &[PartName], otherwise: &[PartName]) -> PartSet {
    let named = if named.is_empty() { otherwise } else { named };
    PartSet(named.iter().fold(0, |set, part| {
        let part = match part {
            PartName::Subject => Part::Subject,
            PartName::Greeting => Part::Greeting,
            PartName::Body => Part::Body,
            PartName::SignOff => Part::SignOff,
        };
        set | 1 << part as u8
    }))
}
