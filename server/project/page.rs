//! What there is to say about a rule, an act or an intent: what `regards explain` prints and an editor shows.

use super::Project;
use crate::ruleset::{ActId, CheckKind, IntentId, IntentSet, Rule, RuleId, Ruleset, Sender, Severity, Variant, When};
use std::fmt::Write as _;

/// What there is to say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    /// What it is about.
    pub(crate) id: String,
    /// Its headline.
    pub(crate) title: String,
    /// Names and what they are: `severity`, `warning`.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// Sections with their headings.
    pub(crate) sections: Vec<(&'static str, Content)>,
}

/// What a section holds.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Paragraphs, with blank lines between them.
    Prose(String),
    /// Items.
    List(Vec<String>),
    /// A message.
    Draft(String),
}

impl Page {
    /// The page on the rule, act or intent of this id; where there are several, in this order.
    pub(crate) fn of(project: &Project, id: &str) -> Option<Self> {
        let ruleset = project.ruleset();
        if let Some(rule) = ruleset.rule(id) {
            return Some(Self::rule(project, rule));
        }
        ruleset.act(id).map(|act| Self::act(ruleset, act)).or_else(|| Some(Self::intent(ruleset, ruleset.intent(id)?)))
    }

    /// The page on a rule.
    pub(crate) fn rule(project: &Project, id: RuleId) -> Self {
        let ruleset = project.ruleset();
        let rule = &ruleset[id];
        let mut page = Self { id: rule.id.clone(), title: rule.title.clone(), ..Self::default() };
        page.fact("severity", severities(ruleset, rule));
        page.fact("for", intents(ruleset, &rule.intents));
        if let Some(source) = &rule.source {
            page.fact("asked for", format!("“{}” in {}", source.section, source.document));
        }
        for source in &rule.see_also {
            page.fact("see also", format!("“{}” in {}", source.section, source.document));
        }
        page.fact("from", format!("{} ({})", rule.origin.file, rule.origin.layer));
        if let Some(url) = project.config.docs_url() {
            page.fact("more", url.replace("{rule}", &rule.id));
        }
        let Some(file) = ruleset.rule_file(id) else { return page };
        page.section("Why", Content::Prose(file.why));
        if !file.not.is_empty() {
            page.section("Not to be confused with", Content::List(file.not));
        }
        if !file.fixes.is_empty() {
            let fixes = file.fixes.iter().map(|fix| {
                let text = fix.text.trim();
                let text = if text.is_empty() { String::new() } else { format!(": “{text}”") };
                let only =
                    if fix.intents.is_empty() { String::new() } else { format!(" ({})", fix.intents.join(", ")) };
                format!("{}{only}{text}", fix.title)
            });
            page.section("What puts it right", Content::List(fixes.collect()));
        }
        if let Some(draft) = file.examples.iter().find_map(|example| example.flagged.as_ref()) {
            page.section("Flagged", Content::Draft(draft.clone()));
        }
        if let Some(draft) = file.examples.iter().find_map(|example| example.clean.as_ref()) {
            page.section("Not flagged", Content::Draft(draft.clone()));
        }
        page
    }

    /// The page on an act.
    pub(crate) fn act(ruleset: &Ruleset, id: ActId) -> Self {
        let act = &ruleset[id];
        let mut page = Self { id: act.id.clone(), title: act.title.clone(), ..Self::default() };
        if !act.senders.is_empty() {
            let senders: Vec<_> = act.senders.iter().map(|sender| sender.name()).collect();
            page.fact("by", senders.join(", "));
        }
        page.fact("for", intents(ruleset, &act.intents));
        let (asking, forbidding) = rules_about(ruleset, id);
        if !asking.is_empty() {
            page.fact("asked by", asking.join(", "));
        }
        if !forbidding.is_empty() {
            page.fact("flagged by", forbidding.join(", "));
        }
        page.fact("from", format!("{} ({})", act.origin.file, act.origin.layer));
        page.section("What counts", Content::Prose(act.description.clone()));
        let Some(file) = ruleset.act_file(id) else { return page };
        page.sentences("Says it", file.says);
        page.sentences("Does not say it", file.not);
        page
    }

    /// The page on an intent.
    pub(crate) fn intent(ruleset: &Ruleset, id: IntentId) -> Self {
        let intent = &ruleset[id];
        let mut page = Self { id: intent.id.clone(), title: intent.title.clone(), ..Self::default() };
        if let Some(sender) = intent.sender {
            page.fact("by", sender.name().to_owned());
        }
        if intent.silent {
            page.fact(
                "silent",
                "messages read as this are someone else's business: no rule applies to them".to_owned(),
            );
        }
        page.fact("needs", format!("{} points from its cues", intent.threshold));
        page.fact("from", format!("{} ({})", intent.origin.file, intent.origin.layer));
        page.section("What it is", Content::Prose(intent.description.clone()));
        let Some(file) = ruleset.intent_file(id) else { return page };
        for (title, messages) in [("For example", file.says), ("Not this", file.not)] {
            if let Some(message) = messages.into_iter().next() {
                page.section(title, Content::Draft(message));
            }
        }
        page
    }

    /// Without what only someone with time reads: examples, and where it stands.
    #[must_use]
    pub(crate) fn brief(mut self) -> Self {
        self.facts.retain(|(name, _)| matches!(*name, "asked for" | "see also" | "asked by" | "flagged by" | "more"));
        self.sections.retain(|(_, content)| !matches!(content, Content::Draft(_)));
        self
    }

    /// The page in Markdown.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("**{}** (`{}`)\n", self.title, self.id);
        if !self.facts.is_empty() {
            text.push('\n');
        }
        for (name, what) in &self.facts {
            let _ = writeln!(text, "- {name}: {what}");
        }
        for (title, content) in &self.sections {
            let _ = writeln!(text, "\n**{title}**\n");
            match content {
                Content::Prose(prose) => {
                    let _ = writeln!(text, "{}", prose.trim());
                }
                Content::List(items) => items.iter().for_each(|item| {
                    let _ = writeln!(text, "- {item}");
                }),
                Content::Draft(draft) => {
                    let fence = if draft.contains("```") { "~~~~" } else { "```" };
                    let _ = writeln!(text, "{fence}text\n{}\n{fence}", draft.trim());
                }
            }
        }
        text
    }

    fn fact(&mut self, name: &'static str, what: String) {
        self.facts.push((name, what));
    }

    fn section(&mut self, title: &'static str, content: Content) {
        self.sections.push((title, content));
    }

    fn sentences(&mut self, title: &'static str, mut sentences: Vec<String>) {
        const MOST: usize = 5;
        if !sentences.is_empty() {
            sentences.truncate(MOST);
            self.section(title, Content::List(sentences));
        }
    }
}

/// The ids of the rules that ask for an act, and of those that object to it.
fn rules_about(ruleset: &Ruleset, act: ActId) -> (Vec<&str>, Vec<&str>) {
    let (mut asking, mut forbidding) = (Vec::new(), Vec::new());
    for rule in ruleset.rules.iter().filter(|rule| rule.enabled) {
        match &rule.check {
            CheckKind::Require(acts) | CheckKind::RequireEach(acts) if acts.contains(&act) => asking.push(&*rule.id),
            CheckKind::Plain { act: asked, .. } if *asked == act => asking.push(&*rule.id),
            CheckKind::Forbid(acts) if acts.contains(&act) => forbidding.push(&*rule.id),
            CheckKind::Plain { hedge, .. } if *hedge == act => forbidding.push(&*rule.id),
            _ => {}
        }
    }
    (asking, forbidding)
}

/// `warning; information for withdraw; error when the notice is short`
fn severities(ruleset: &Ruleset, rule: &Rule) -> String {
    let mut text = rule.severity.name().to_owned();
    if !rule.enabled {
        text = format!("off ({text} where it is enabled)");
    }
    let differs = |variant: &&Variant| variant.severity.is_some_and(|severity| severity != rule.severity);
    for variant in rule.variants.iter().filter(differs) {
        let level = variant.severity.unwrap_or(rule.severity).name();
        let _ = write!(text, "; {level}");
        if variant.intents.iter().ne(ruleset_intents(ruleset)) {
            let _ = write!(text, " for {}", intents(ruleset, &variant.intents));
        }
        match variant.when {
            Some(When::ShortNotice) => text.push_str(" when the notice is short"),
            Some(When::NotSpoken) => text.push_str(" when the message does not show that you have spoken"),
            Some(When::SubjectOnly) => text.push_str(" when only the subject says it"),
            None => {}
        }
    }
    text
}

fn ruleset_intents(ruleset: &Ruleset) -> impl Iterator<Item = IntentId> {
    (0..ruleset.intents.len()).map(|index| IntentId(index as u16))
}

fn intents(ruleset: &Ruleset, set: &IntentSet) -> String {
    if set.iter().eq(ruleset_intents(ruleset)) {
        return "every intent".to_owned();
    }
    set.iter().map(|intent| ruleset[intent].id.as_str()).collect::<Vec<_>>().join(", ")
}

impl Severity {
    /// What it is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
            Self::Hint => "hint",
        }
    }
}

impl Sender {
    /// What they are called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Employer => "employer",
            Self::Employee => "employee",
        }
    }
}
