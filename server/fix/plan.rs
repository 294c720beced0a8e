//! What a fix will do, before it is laid out: words at spots, and words in place of others. Plans of several fixes are laid
//! out together, so that words for one spot follow each other and nothing overlaps.

use super::blank::Blanked;
use super::place::{Places, Spot, SpotKind};
use super::slots::Slots;
use super::{Edit, Fixer, clause, encode, layout, markup, voice, words};
use crate::check::{Diagnostic, length};
use crate::document::{BlockKind, Document, Meaning, Part, Surface};
use crate::ruleset::{ActId, CheckKind, FixPlace, FixText, Rule};
use crate::span::TextSpan;
use std::ops::Range;

/// What a fix will do.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    insertions: Vec<Insertion>,
    /// Ranges of the surface at that place of the document's text, and what comes there.
    replacements: Vec<(u32, Range<usize>, Blanked)>,
    /// Ranges on disk that are not among the words, and what comes there.
    elsewhere: Vec<(crate::span::Span, Blanked)>,
    /// Whether it greets: one greeting is enough.
    greets: bool,
    /// Whether a slot is left blank.
    blank: bool,
    /// Whether some of the writer's words go.
    takes: bool,
    /// Whether it may say something that is not so.
    doubtful: bool,
}

#[derive(Clone, Debug)]
struct Insertion {
    /// A place in the document's text that tells the surface.
    near: u32,
    spot: Spot,
    order: u8,
    words: Blanked,
}

impl Plan {
    pub(super) fn is_safe(&self) -> bool {
        !self.blank && !self.takes && !self.doubtful
    }

    /// Whether two plans do the same: put the same words in, or greet.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        let words = self.words();
        self.greets && other.greets || !words.is_empty() && words == other.words()
    }

    /// The words that come.
    pub(super) fn words(&self) -> String {
        let inserted = self.insertions.iter().map(|insertion| &insertion.words);
        let all = inserted.chain(self.replacements.iter().map(|it| &it.2)).chain(self.elsewhere.iter().map(|it| &it.1));
        all.map(Blanked::plain).filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn join(&mut self, more: Self) {
        self.insertions.extend(more.insertions);
        self.replacements.extend(more.replacements);
        self.elsewhere.extend(more.elsewhere);
        self.blank |= more.blank;
        self.takes |= more.takes;
        self.doubtful |= more.doubtful;
    }
}

impl Fixer<'_> {
    fn slots(&self) -> Slots<'_> {
        let lower = self.voice().lower;
        Slots { document: self.document, analysis: self.analysis, values: self.values, lower }
    }

    fn places(&self) -> Places<'_> {
        Places { document: self.document, voice: self.voice() }
    }

    /// Whether a fix speaks of this message and this diagnostic at all.
    pub(super) fn is_offered(&self, fix: &FixText, diagnostic: &Diagnostic) -> bool {
        let of_intent = || self.analysis.intents.iter().any(|found| fix.intents.contains(found.intent));
        let lacking = |act: ActId| !self.analysis.acts.iter().any(|found| found.act == act);
        let takes = matches!(fix.place, FixPlace::Replace | FixPlace::ReplaceSentence | FixPlace::Delete);
        // What is missing can only be put in; what is there can only go.
        takes != diagnostic.missing
            && of_intent()
            && fix.lacks.is_none_or(lacking)
            && (fix.unless.is_empty() || !words::says_one_of(&self.document.text, &fix.unless))
    }

    /// What a fix will do about a diagnostic, if the draft has a place for it.
    pub(super) fn plan(&self, rule: &Rule, fix: &FixText, diagnostic: &Diagnostic) -> Option<Plan> {
        match fix.place {
            FixPlace::Greeting => self.greet(fix).map(|plan| Plan { greets: true, ..plan }),
            FixPlace::Replace | FixPlace::Delete | FixPlace::ReplaceSentence => match rule.check {
                CheckKind::Filled => self.fill_in(fix, diagnostic),
                CheckKind::Suppressions => self.remark(fix, diagnostic),
                _ => self.mend(rule, fix, diagnostic.words?),
            },
            FixPlace::InsteadOf(act) => {
                let index = self.sentence_of(act)?;
                let found = self.analysis.acts.iter().find(|it| it.act == act && it.sentence as usize == index)?;
                // A sentence that says when is needed.
                let sentence = self.document.sentences.get(index)?.span;
                let is_dated = self.analysis.times.iter().any(|time| sentence.overlaps(time.span));
                if is_dated {
                    return None;
                }
                self.mend(rule, fix, found.span)
            }
            FixPlace::Cut => self.shorten(rule),
            FixPlace::Opening => self.insert(fix, self.places().opening()?),
            FixPlace::Closing => self.insert(fix, self.closing()?),
            FixPlace::SignOff => self.insert(fix, self.places().sign_off()?),
            FixPlace::After(act) => match self.sentence_of(act) {
                Some(index) => self.insert(fix, self.places().behind(index)?),
                None => self.insert(fix, self.closing()?),
            },
            FixPlace::Before(act) => match self.sentence_of(act) {
                Some(index) => self.insert(fix, self.places().before(index)?),
                None => self.insert(fix, self.places().opening()?),
            },
        }
    }

    fn closing(&self) -> Option<Spot> {
        let decides = |index: usize| {
            let acts = self.analysis.acts.iter();
            acts.filter(|found| found.sentence as usize == index).any(|found| self.is_decision(found.act))
        };
        let long = |last: &[usize]| {
            let words: usize = last.iter().map(|&index| self.sentence_words(index)).sum();
            words > LONG_PARAGRAPH
        };
        let several =
            self.places().body().map(|(_, sentence)| sentence.block).collect::<std::collections::BTreeSet<_>>();
        self.places().closing(|last| {
            long(last) || several.len() > 1 && last.len() > 1 && last.iter().any(|&index| decides(index))
        })
    }

    fn sentence_words(&self, index: usize) -> usize {
        self.document.sentences.get(index).map_or(0, |sentence| length::count(self.document.words(sentence.span)))
    }

    /// The act that must be said plainly is the one that decides.
    fn is_decision(&self, act: ActId) -> bool {
        self.ruleset.rules.iter().any(|rule| matches!(rule.check, CheckKind::Plain { act: plain, .. } if plain == act))
    }

    /// The first sentence of the body that performs an act.
    fn sentence_of(&self, act: ActId) -> Option<usize> {
        let in_body = |index: usize| self.document.sentences.get(index).is_some_and(|it| it.part == Part::Body);
        let found = self.analysis.acts.iter().filter(|found| found.act == act).map(|found| found.sentence as usize);
        let found: Vec<usize> = found.filter(|&index| in_body(index)).collect();
        let in_paragraph = |&&index: &&usize| {
            let block = self.document.sentences.get(index).map(|it| it.block as usize);
            block.and_then(|block| self.document.blocks.get(block)).is_some_and(|it| it.kind == BlockKind::Paragraph)
        };
        // A heading only announces what a paragraph says.
        found.iter().find(in_paragraph).or(found.first()).copied()
    }

    fn insert(&self, fix: &FixText, spot: Spot) -> Option<Plan> {
        let text = self.voice().adapt(self.voice().variant(fix));
        let (words, known) = self.slots().fill(&text, false, None);
        if words::says(&self.document.text, &words.plain()) {
            return None;
        }
        let near = spot.block.start;
        let words = if self.follows_greeting(&spot) { Blanked(voice::uncapitalized(&words.0)) } else { words };
        let insertion = Insertion { near, spot, order: fix.order, words };
        Some(Plan { insertions: vec![insertion], blank: !known, doubtful: fix.review, ..Plan::default() })
    }

    /// Whether a spot is on the line of the greeting, behind its comma.
    fn follows_greeting(&self, spot: &Spot) -> bool {
        let Some(greeting) = self.document.greeting.as_ref().filter(|_| spot.kind == SpotKind::Before) else {
            return false;
        };
        let Some(surface) = self.document.surface(greeting.span.start) else { return false };
        let between = surface.text.get(surface.range(greeting.span).end..spot.at);
        self.document.words(greeting.span).ends_with(',')
            && between.is_some_and(|between| between.trim().is_empty() && !between.contains(['\n', '\r']))
    }

    /// A greeting, or the name in one.
    fn greet(&self, fix: &FixText) -> Option<Plan> {
        let Some(greeting) = &self.document.greeting else {
            let text = self.voice().adapt(self.voice().variant(fix));
            let spot = self.places().greeting()?;
            let given = !text.to_lowercase().starts_with("dear");
            // On the first line of a message the greeting is no sentence.
            let (words, known) = self.slots().fill(&text, given, None);
            let insertion = Insertion { near: spot.block.start, spot, order: 0, words };
            return Some(Plan { insertions: vec![insertion], blank: !known, ..Plan::default() });
        };
        if !greeting.names.is_empty() {
            return None;
        }
        let surface = self.document.surface(greeting.span.start)?;
        let words = self.document.words(greeting.span);
        let open = fix.text.find('{')?;
        let slot = &fix.text[open..=open + fix.text[open..].find('}')?];
        let salutation = words::salutation(words);
        let given = !words.to_lowercase().starts_with("dear");
        let (name, known) = self.slots().fill(slot, given, None);
        let kept = greeting.span.start + salutation as u32;
        let rest = words[salutation..].trim_end_matches([',', '.', '!', ':', ';', ' ', '-', '–', '—']);
        let end = kept + rest.len() as u32;
        let clean =
            |span: TextSpan| !self.document.placeholders.iter().any(|it| it.text.is_some_and(|t| t.overlaps(span)));
        let mut plan = Plan { blank: !known, takes: !rest.trim().is_empty(), ..Plan::default() };
        if salutation == 0 {
            // `To whom it may concern:` goes as a whole.
            let text = self.voice().adapt(&fix.text);
            let (text, _) = self.slots().fill(text.trim_end_matches(','), given, None);
            plan.replace(greeting.span.start, surface.range(TextSpan { start: greeting.span.start, end }), text);
        } else if rest.trim().is_empty() {
            let at = surface.range(TextSpan { start: kept, end: kept }).start;
            let spot = Spot { at, kind: SpotKind::Within, block: greeting.span };
            let words = Blanked(format!(" {}", name.0));
            plan.insertions.push(Insertion { near: greeting.span.start, spot, order: 0, words });
        } else {
            let start = kept + (rest.len() - rest.trim_start().len()) as u32;
            if !clean(TextSpan { start, end }) {
                return None;
            }
            plan.replace(greeting.span.start, surface.range(TextSpan { start, end }), name);
        }
        Some(plan)
    }

    /// Words of the draft go, or others come in their place; what remains is whole.
    fn mend(&self, rule: &Rule, fix: &FixText, target: TextSpan) -> Option<Plan> {
        let document = self.document;
        let index = document.sentences.iter().position(|it| it.span.overlaps(target) && it.part == Part::Body)?;
        let sentence = document.sentences[index];
        let block = document.blocks.get(sentence.block as usize)?.span;
        let surface = document.surface(sentence.span.start)?;
        // Who says plainly what is decided takes back every doubt in the sentence.
        let target = match rule.check {
            CheckKind::Plain { hedge, .. } => {
                let here =
                    self.analysis.acts.iter().filter(|found| found.sentence as usize == index && found.act == hedge);
                here.fold(target, |whole, found| whole.cover(found.span))
            }
            _ => target,
        };
        let wanted = |act: ActId| match &rule.check {
            CheckKind::Forbid(acts) => !acts.contains(&act) && !self.is_forbidden(act),
            CheckKind::Plain { hedge, act: plain } => act != *hedge && act != *plain,
            _ => true,
        };
        let keep: Vec<TextSpan> = self
            .analysis
            .acts
            .iter()
            .filter(|found| found.sentence as usize == index && wanted(found.act) && !found.span.overlaps(target))
            .map(|found| found.span)
            .collect();
        let mut plan = Plan { takes: true, ..Plan::default() };
        let text = self.voice().adapt(self.voice().variant(fix));
        let (words, known) = self.slots().fill(&text, false, None);
        plan.blank = !known;
        if fix.place == FixPlace::Delete {
            match clause::cut(&document.text, sentence.span, target, &keep)? {
                clause::Cut::Sentence => {
                    if self.places().body().count() < 2 {
                        return None;
                    }
                    let range = layout::removal(&surface, sentence.span, block);
                    plan.replace(block.start, range, Blanked::default());
                }
                clause::Cut::Part { span, capital } => {
                    let mut range = surface.range(span);
                    let mut come = Blanked::default();
                    if capital && !self.voice().lower {
                        let next = document.text[span.end as usize..].chars().next()?;
                        let letter = TextSpan { start: span.end, end: span.end + next.len_utf8() as u32 };
                        range.end = surface.range(letter).end;
                        come.push(&voice::capitalized(next.encode_utf8(&mut [0; 4])));
                    }
                    plan.replace(block.start, range, come);
                }
            }
        } else if matches!(fix.place, FixPlace::ReplaceSentence | FixPlace::InsteadOf(_)) && !keep.is_empty() {
            let span = clause::around(&document.text, sentence.span, target, &keep)?;
            let start = span.start == sentence.span.start;
            let text = words.0.trim_end_matches('.');
            let text = Blanked(if start { text.to_owned() } else { voice::uncapitalized(text) });
            plan.replace(
                block.start,
                surface.range(span),
                layout::replacement(&surface, &text, start && !self.voice().lower),
            );
        } else if keep.is_empty() {
            if words::says(&document.text, &words.plain()) {
                return None;
            }
            let stopped = document.words(sentence.span).ends_with(['.', '!', '?', '…']);
            let mut words = layout::replacement(&surface, &words, !self.voice().lower);
            let rest = document.text.get(sentence.span.end as usize..).unwrap_or("").trim_start_matches(' ');
            let runs_on = !rest.is_empty() && !rest.starts_with('\n');
            if (stopped || runs_on) && !words.0.ends_with(['.', '!', '?']) {
                words.0.push('.');
            } else if !stopped && !runs_on {
                words.0.truncate(words.0.trim_end_matches('.').len());
            }
            plan.replace(block.start, surface.range(sentence.span), words);
        } else {
            let clause = self.voice().adapt(fix.clause.as_ref()?);
            let (words, known) = self.slots().fill(clause.trim_end_matches('.'), false, None);
            plan.blank = !known;
            let span = clause::replaceable(&document.text, sentence.span, target, &keep)?;
            plan.replace(block.start, surface.range(span), layout::replacement(&surface, &words, false));
        }
        self.is_whole(&surface, &plan).then_some(plan)
    }

    fn is_forbidden(&self, act: ActId) -> bool {
        self.ruleset.rules.iter().any(|rule| matches!(&rule.check, CheckKind::Forbid(acts) if acts.contains(&act)))
    }

    /// Whether a plan leaves markup paired, sections of a template in one piece and placeholders alone.
    fn is_whole(&self, surface: &Surface<'_>, plan: &Plan) -> bool {
        let document = self.document;
        plan.replacements.iter().all(|(_, range, _)| {
            let holds = |span| surface.of_disk(span).is_some_and(|it| it.start < range.end && range.start < it.end);
            markup::is_balanced(surface.text, surface.region.format, range.clone())
                && !document.placeholders.iter().any(|placeholder| holds(placeholder.span))
                && !document.directives.iter().any(|directive| holds(directive.span))
        })
    }

    /// Something general, or what is known, in place of a placeholder.
    fn fill_in(&self, fix: &FixText, diagnostic: &Diagnostic) -> Option<Plan> {
        let placeholder = self.document.placeholders.iter().find(|it| it.span == diagnostic.span)?;
        if !fix.means.is_empty() && !fix.means.contains(&placeholder.meaning) || placeholder.meaning == Meaning::Control
        {
            return None;
        }
        let in_greeting = self
            .document
            .greeting
            .as_ref()
            .is_some_and(|greeting| placeholder.text.is_some_and(|text| greeting.span.contains(text)));
        let meaning = if in_greeting && placeholder.meaning == Meaning::Person {
            if self.analysis.sender == Some(crate::ruleset::Sender::Employer) {
                Meaning::Candidate
            } else {
                Meaning::Recruiter
            }
        } else {
            placeholder.meaning
        };
        // `the [role]` and `the position of [role]` want a name.
        let is_said = |text: TextSpan| {
            let before = self.document.text.get(..text.start as usize).unwrap_or("").trim_end();
            let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            DETERMINERS.contains(&word.to_lowercase().as_str())
        };
        if !fix.text.contains('{') && placeholder.text.is_some_and(is_said) {
            return None;
        }
        let (words, known) = self.slots().fill(&fix.text, in_greeting, Some(meaning));
        // A greeting wants a name, and what is filled with a blank is not filled.
        if !known || in_greeting && !fix.text.contains('{') {
            return None;
        }
        let mut plan = Plan { takes: true, ..Plan::default() };
        match placeholder.text {
            Some(text) => {
                let surface = self.document.surface(text.start)?;
                let start = self.starts_sentence(text);
                plan.replace(text.start, surface.range(text), layout::replacement(&surface, &words, start));
            }
            None => plan.elsewhere.push((placeholder.span, words)),
        }
        Some(plan)
    }

    fn starts_sentence(&self, text: TextSpan) -> bool {
        !self.voice().lower && self.document.sentences.iter().any(|sentence| sentence.span.start == text.start)
    }

    /// A remark to Regards goes, or says why it is there where it does not yet.
    fn remark(&self, fix: &FixText, diagnostic: &Diagnostic) -> Option<Plan> {
        let document = self.document;
        let mut plan = Plan { takes: true, ..Plan::default() };
        let source = &document.source;
        let range = document.source_offset(diagnostic.span.start)..document.source_offset(diagnostic.span.end);
        let written = source.get(range.clone()).unwrap_or("");
        if fix.place == FixPlace::Delete {
            plan.elsewhere.push((words::whole_line(document, diagnostic.span), Blanked::default()));
            return Some(plan);
        }
        let directive = document.directives.iter().find(|directive| directive.span == diagnostic.span)?;
        if directive.value.split_once(':').is_some_and(|(_, reason)| !reason.trim().is_empty()) {
            return None;
        }
        // The remark as it stands, with a reason behind it.
        let (reason, _) = self.slots().fill(&fix.text, false, None);
        let end = written.trim_end_matches([' ', '-', '>', '%', '}', '#', '*', '/', '\n', '\r', '\t']).len();
        let kept = written[..end].trim_end_matches([':', ' ']).len();
        let mut text = Blanked::default();
        text.push(&written[..kept]);
        text.push(": ");
        text.0.push_str(&reason.0);
        text.push(&written[end..]);
        plan.elsewhere.push((diagnostic.span, text));
        plan.blank = true;
        Some(plan)
    }

    /// Sentences that perform no act go, the last first, until the message is short enough; all or nothing.
    fn shorten(&self, rule: &Rule) -> Option<Plan> {
        let CheckKind::Length { words: most } = rule.check else { return None };
        let document = self.document;
        let own = document.sentences.iter().filter(|sentence| sentence.part != Part::Subject);
        let mut words: usize = own.map(|sentence| length::count(document.words(sentence.span))).sum();
        let acts = |index: usize| self.analysis.acts.iter().any(|found| found.sentence as usize == index);
        let mut goes: Vec<usize> = Vec::new();
        for (index, sentence) in self.places().body().rev() {
            if words <= most as usize {
                break;
            }
            if !acts(index) {
                words -= length::count(document.words(sentence.span));
                goes.push(index);
            }
        }
        if words > most as usize || goes.is_empty() {
            return None;
        }
        goes.reverse();
        let mut plan = Plan { takes: true, ..Plan::default() };
        let mut at = 0;
        while at < goes.len() {
            let first = document.sentences[goes[at]];
            let mut last = first;
            // Neighbours of one paragraph go together.
            while let Some(next) =
                goes.get(at + 1).filter(|&&next| next == goes[at] + 1).map(|&next| document.sentences[next])
                && next.block == first.block
            {
                last = next;
                at += 1;
            }
            let block = document.blocks.get(first.block as usize)?.span;
            let surface = document.surface(first.span.start)?;
            plan.replace(
                block.start,
                layout::removal(&surface, first.span.cover(last.span), block),
                Blanked::default(),
            );
            if !self.is_whole(&surface, &plan) {
                return None;
            }
            at += 1;
        }
        Some(plan)
    }
}

/// Words behind which nothing general can stand.
const DETERMINERS: [&str; 9] = ["a", "an", "the", "this", "your", "our", "my", "of", "as"];

/// Words after which a paragraph should not grow.
const LONG_PARAGRAPH: usize = 60;

impl Plan {
    fn replace(&mut self, near: u32, range: Range<usize>, words: Blanked) {
        self.replacements.push((near, range, words));
    }
}

/// The edits of several plans, in order; none where they get in each other's way.
pub(super) fn edits(document: &Document, plans: &[&Plan], voice: voice::Voice) -> Option<Vec<Edit>> {
    let mut made: Vec<(crate::span::Span, Blanked)> = plans.iter().flat_map(|plan| plan.elsewhere.clone()).collect();
    for region in &document.regions {
        let is_here = |near: u32| document.surface(near).is_some_and(|surface| std::ptr::eq(surface.region, region));
        let mut insertions: Vec<&Insertion> =
            plans.iter().flat_map(|plan| &plan.insertions).filter(|it| is_here(it.near)).collect();
        let replacements = plans.iter().flat_map(|plan| &plan.replacements).filter(|it| is_here(it.0));
        let mut laid: Vec<(Range<usize>, Option<SpotKind>, Blanked)> =
            replacements.map(|(_, range, words)| (range.clone(), None, words.clone())).collect();
        if insertions.is_empty() && laid.is_empty() {
            continue;
        }
        let surface = document.surface(region.words.start)?;
        insertions.sort_by_key(|insertion| (insertion.spot.at, insertion.spot.kind, insertion.order));
        for group in insertions.chunk_by(|one, next| one.spot == next.spot) {
            let spot = &group[0].spot;
            let mut words: Vec<Blanked> = Vec::new();
            for insertion in group {
                // Two rules may ask for the same words; one greeting and one sign-off is enough.
                let once = matches!(spot.kind, SpotKind::Greeting | SpotKind::SignOff | SpotKind::Within);
                if !(once && !words.is_empty() || words.contains(&insertion.words)) {
                    words.push(insertion.words.clone());
                }
            }
            let (range, text) = layout::lay(&surface, spot, &words, voice.leaves_stops_out());
            laid.push((range, Some(spot.kind), text));
        }
        laid.sort_by_key(|(range, kind, _)| (range.start, range.end, *kind));
        let mut whole: Vec<(Range<usize>, Blanked)> = Vec::new();
        for (range, _, text) in laid {
            match whole.last_mut() {
                Some((last, words)) if last.start == last.end && last.start == range.start => {
                    words.0.push_str(&text.0);
                    *last = range;
                }
                Some((last, _)) if range.start < last.end || range.start == last.end && last.start < last.end => {
                    return None;
                }
                _ => whole.push((range, text)),
            }
        }
        made.extend(encode::encode(&surface, whole)?);
    }
    made.sort_by_key(|(span, _)| *span);
    let apart = made.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start);
    let edit = |(span, words): (crate::span::Span, Blanked)| {
        let (text, blanks) = words.split();
        Edit { span, text, blanks }
    };
    (apart && !made.is_empty()).then(|| made.into_iter().map(edit).collect())
}
