//! Hover: what was recognised, and what the source document asks. In drafts on diagnostics, acts, times, people and what
//! tells the intent; in rule files and `regards.toml` on keys and ids.

use super::authoring::{self, Source};
use super::{all_ours, ids};
use crate::analysis::{ActFound, TimeRole};
use crate::lsp::markup::markup;
use crate::lsp::snapshot::{Checked, Snapshot};
use crate::lsp::toml::{self, Piece, PieceKind};
use crate::project::{Page, wording};
use crate::ruleset::{Role, Ruleset, Shape, Use};
use crate::span::{Span, TextSpan};
use tower_lsp::ls_types::{Hover, HoverContents, Position};

/// What there is to say about the words at `position`.
pub(in crate::lsp) fn hover(snapshot: &Snapshot, position: Position) -> Option<Hover> {
    let at = snapshot.offset(position) as u32;
    let mut notes = Notes { at, span: None, texts: Vec::new() };
    for checked in all_ours(snapshot) {
        notes.draft(snapshot, checked);
    }
    if let Some(source) = authoring::source(snapshot) {
        notes.source(snapshot, &source);
    }
    let span = notes.span?;
    let value = notes.texts.join("\n\n---\n\n");
    let contents = HoverContents::Markup(markup(value, snapshot.session.can.markdown_hover));
    Some(Hover { contents, range: Some(snapshot.range(span)) })
}

/// What is said about one place.
struct Notes {
    at: u32,
    /// The smallest of the spans that are spoken of.
    span: Option<Span>,
    texts: Vec<String>,
}

impl Notes {
    fn covers(&self, span: Span) -> bool {
        span.start <= self.at && self.at <= span.end
    }

    fn add(&mut self, span: Span, text: String) {
        if self.span.is_none_or(|smallest| span.len() < smallest.len()) {
            self.span = Some(span);
        }
        self.texts.push(text);
    }

    /// In a rule file or the configuration: what a key is for, what an id names, what a word means.
    fn source(&mut self, snapshot: &Snapshot, source: &Source) {
        let text = snapshot.buffer.text.whole();
        let whole = Shape::of(source.kind);
        let covers = |piece: &Piece| self.covers(Span::from(piece.span.clone()));
        let Some(piece) = toml::pieces(&text).into_iter().find(covers) else { return };
        let (Some(words), Some(shape)) = (text.get(piece.span.clone()), ids::shape(&whole, &piece.path)) else {
            return;
        };
        let above = piece.path.split_last().and_then(|(_, above)| ids::shape(&whole, above));
        let is_key = matches!(piece.kind, PieceKind::Key | PieceKind::Header);
        let named = if is_key { above.as_ref().and_then(Shape::key_ids) } else { shape.ids() };
        let page = named.and_then(ids::kind_of).and_then(|kind| ids::page(&source.project, kind, words));
        let told = if let Some(page) = page {
            page.brief().markdown()
        } else if is_key {
            let needed = if above.is_some_and(|above| above.requires(words)) { " (required)" } else { "" };
            let choices = shape.choices().into_iter().chain(shape.item().choices());
            let mut list: Vec<String> = Vec::new();
            for choice in choices {
                let meaning = if choice.description.is_empty() { "" } else { ": " };
                let line = format!("- `{}`{meaning}{}", choice.word, choice.description);
                if !list.contains(&line) {
                    list.push(line);
                }
            }
            let list = if list.is_empty() { String::new() } else { format!("\n\n{}", list.join("\n")) };
            format!("**{words}**{needed}\n\n{}{list}", shape.description())
        } else {
            let choice = shape.choices().into_iter().find(|choice| choice.word == words);
            let Some(choice) = choice.filter(|choice| !choice.description.is_empty()) else { return };
            format!("**{words}**\n\n{}", choice.description)
        };
        self.add(Span::from(piece.span), told);
    }

    fn draft(&mut self, snapshot: &Snapshot, checked: &Checked) {
        let project = snapshot.project();
        let ruleset = project.ruleset();
        let (document, analysis) = (&checked.draft.document, &checked.draft.analysis);
        let source = |span: TextSpan| document.to_source(span);
        for diagnostic in &checked.diagnostics {
            if self.covers(diagnostic.span) {
                let page = Page::rule(&project, diagnostic.rule).brief();
                self.add(diagnostic.span, format!("{}\n\n{}", diagnostic.message, page.markdown()));
            }
        }
        for found in &analysis.acts {
            let span = source(found.span);
            if self.covers(span) {
                let act = &ruleset[found.act];
                let words = wording::shortened(document.words(found.span), 80);
                let how = shown_by(ruleset, found).map_or(String::new(), |template| format!(", by `{template}`"));
                let page = Page::act(ruleset, found.act).brief().markdown();
                self.add(span, format!("“{words}” is read as *{}*{how}.\n\n{page}", act.title));
            }
        }
        for (index, time) in analysis.times.iter().enumerate() {
            let span = source(time.span);
            if self.covers(span) {
                let role = match time.role {
                    Some(TimeRole::Appointment) => "the appointment",
                    Some(TimeRole::Alternative) => "another time, proposed",
                    None => "a time",
                };
                let notice = (analysis.notice.appointment == Some(index)).then(|| wording::notice(&analysis.notice));
                let notice = notice.flatten().map_or(String::new(), |notice| format!("\n\nnotice: {notice}"));
                self.add(span, format!("{role}: **{}**{notice}", wording::moment(time)));
            }
        }
        for person in &analysis.people {
            let places = [person.span.map(source), person.source];
            if let Some(span) = places.into_iter().flatten().find(|span| self.covers(*span)) {
                self.add(span, wording::person(person));
            }
        }
        for found in &analysis.intents {
            let greeting = document.greeting.as_ref().map(|greeting| greeting.span);
            let cues = found.cues.iter().copied().chain(greeting).map(source);
            if let Some(span) = cues.into_iter().find(|span| self.covers(*span)) {
                let cues: Vec<_> = found
                    .cues
                    .iter()
                    .map(|&cue| format!("“{}”", wording::shortened(document.words(cue), 80)))
                    .collect();
                let told = if cues.is_empty() { String::new() } else { format!(", for {}", cues.join(", ")) };
                self.add(span, format!("intent {}{told}", wording::intent(ruleset, found)));
            }
        }
    }
}

/// The sentence template that shows an act, as its file has it.
fn shown_by(ruleset: &Ruleset, found: &ActFound) -> Option<String> {
    let id = found.template?.0 as usize;
    let purpose = *ruleset.uses.get(id)?;
    let Use::Act(act, role) = purpose else { return None };
    let file = ruleset.act_file(act)?;
    let list = match role {
        Role::Template => file.templates,
        Role::Fallback => file.fallback,
        Role::Unless | Role::NotIn => return None,
    };
    // Templates have their numbers in the order of the list. One that could not be compiled has none: then nobody can tell.
    let all = ruleset.uses.iter().filter(|other| **other == purpose).count();
    let before = ruleset.uses[..id].iter().filter(|other| **other == purpose).count();
    if all == list.len() { list.into_iter().nth(before) } else { None }
}
