//! What a feature works on: one version of one open file, and the session as it was then.
//!
//! Taking one costs two pointers. Whatever is found out about a version is found out once, by whoever asks first, and
//! stays with it: a code action asks for what publishing has found.

use super::convert::Encoding;
use super::language::{self, Role};
use super::session::Session;
use super::text::Text;
use crate::check::Diagnostic;
use crate::document::Format;
use crate::fix::{Edit, Fix, Fixer};
use crate::project::partials::Shelf;
use crate::project::{Draft, Project, Reading};
use crate::ruleset::Kind;
use crate::span::Span;
use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tower_lsp::ls_types::{Position, Range, Uri};

/// The longest text, in bytes, that is worked on where messages come in: a thread takes as long to wake up.
const SHORT: usize = 8 << 10;

/// One version of an open file.
#[derive(Debug)]
pub(super) struct Buffer {
    /// As the client writes it.
    pub(super) uri: Uri,
    /// The file it is stored in, if it is.
    pub(super) path: Option<PathBuf>,
    /// The client's name for its language.
    pub(super) language: String,
    /// What it is to us.
    pub(super) role: Role,
    /// The client's number.
    pub(super) version: i32,
    pub(super) text: Text,
    /// Whether a version before this one was checked by the rules that hold now.
    is_followed: bool,
    checked: OnceLock<Vec<Checked>>,
    /// What fixes everything that needs no look, once anyone has asked.
    fixed: OnceLock<Vec<Edit>>,
}

/// What is found out about a message.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) draft: Draft,
    /// How it was read.
    pub(super) reading: Reading,
    /// What it lacks or should not say; spans are bytes of the text.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What puts each of them right, once anyone has asked: editors ask whenever the cursor moves.
    fixes: Vec<OnceLock<Vec<Fix>>>,
}

impl Checked {
    fn new(draft: Draft, reading: Reading, diagnostics: Vec<Diagnostic>) -> Self {
        let fixes = diagnostics.iter().map(|_| OnceLock::new()).collect();
        Self { draft, reading, diagnostics, fixes }
    }

    /// What puts the diagnostic at `index` right; worked out by `fixer`, which is made of the draft if need be.
    pub(super) fn fixes<'a>(&'a self, index: usize, fixer: &OnceCell<Fixer<'a>>) -> &'a [Fix] {
        let (Some(fixes), Some(diagnostic)) = (self.fixes.get(index), self.diagnostics.get(index)) else { return &[] };
        fixes.get_or_init(|| fixer.get_or_init(|| self.draft.fixer()).fixes(diagnostic))
    }
}

impl Buffer {
    pub(super) fn new(uri: Uri, language: String, version: i32, text: Text) -> Self {
        let path = super::convert::path(&uri);
        let role = language::role(&uri, &language, path.as_deref());
        Self {
            uri,
            path,
            language,
            role,
            version,
            text,
            is_followed: false,
            checked: OnceLock::new(),
            fixed: OnceLock::new(),
        }
    }

    /// The same file with another text.
    pub(super) fn changed(&self, version: i32, text: Text) -> Self {
        let (uri, path, language) = (self.uri.clone(), self.path.clone(), self.language.clone());
        let is_followed = self.is_followed || self.known().is_some();
        Self {
            uri,
            path,
            language,
            role: self.role,
            version,
            text,
            is_followed,
            checked: OnceLock::new(),
            fixed: OnceLock::new(),
        }
    }

    /// The same text, of which nothing is known yet.
    pub(super) fn unchecked(&self) -> Self {
        Self { is_followed: false, ..self.changed(self.version, self.text.clone()) }
    }

    /// Whether it can be a message, or hold some.
    pub(super) fn is_message(&self) -> bool {
        matches!(self.role, Role::Draft | Role::Data(_))
    }

    /// Whether other files may be read differently for it.
    pub(super) fn is_source(&self) -> bool {
        let is_rule = |path: &PathBuf| Kind::of(&path.to_string_lossy().replace('\\', "/")).is_some();
        self.path.as_ref().is_some_and(|path| match self.role {
            Role::Config => true,
            Role::Toml => is_rule(path),
            Role::Draft | Role::Data(_) | Role::Ignored => false,
        })
    }

    /// What was found out, if anyone has asked.
    pub(super) fn known(&self) -> Option<&[Checked]> {
        self.checked.get().map(Vec::as_slice)
    }

    /// The edits that fix everything that needs no look; worked out by whoever asks first.
    pub(super) fn fixed(&self, work_out: impl FnOnce() -> Vec<Edit>) -> &[Edit] {
        self.fixed.get_or_init(work_out)
    }

    /// Whether what was found out rests on a file that is included.
    pub(super) fn includes(&self, file: &Path) -> bool {
        self.known().unwrap_or_default().iter().any(|it| it.draft.includes(file))
    }

    /// Whether a file that is included is not as it was.
    pub(super) fn is_past(&self) -> bool {
        self.known().unwrap_or_default().iter().any(|it| it.draft.is_past(&it.reading))
    }

    /// Whether what was found out changes as time passes.
    pub(super) fn is_timed(&self) -> bool {
        let known = self.known().unwrap_or_default().iter();
        let mut notices = known.map(|it| &it.draft.analysis.notice);
        notices.any(|notice| notice.appointment.is_some() || notice.source.is_some())
    }
}

/// A version of a file, and the session as it was then.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    pub(super) buffer: Arc<Buffer>,
    pub(super) session: Arc<Session>,
}

impl Snapshot {
    /// What is found out about the message it is; `None` for what is none of ours.
    pub(super) fn checked(&self) -> Option<&Checked> {
        if self.buffer.role == Role::Draft { self.messages()?.first() } else { None }
    }

    /// What is found out about the messages in it: the one it is, or those it holds, in order of place. `None` for what
    /// can neither be nor hold one.
    pub(super) fn messages(&self) -> Option<&[Checked]> {
        let place = self.place();
        if !self.buffer.is_message() || !self.session.settings(&place).enable {
            return None;
        }
        Some(self.buffer.checked.get_or_init(|| {
            let project = self.session.project_at_hand(&place);
            let name = place.to_string_lossy();
            let language = &self.buffer.language;
            let open = Arc::clone(&self.session.open);
            let reading = Reading {
                shelf: Arc::new(Shelf::with_open(Box::new(move |path| open.text(path)))),
                format: if Format::of_name(&name).is_some() { None } else { language::format(language) },
                template: language::template(language),
                ..Reading::at((self.session.clock)())
            };
            let wanted = project.wants(&place) != Some(false);
            let text = self.buffer.text.whole();
            let drafts = match self.buffer.role {
                // What is being typed often is no JSON: it holds nothing until it is again.
                Role::Data(format) => {
                    Draft::held_in(text.as_bytes(), format, &place, &project, &reading).unwrap_or_default()
                }
                _ => vec![Draft::read(text.as_bytes(), &place, project, &reading)],
            };
            let checked = drafts.into_iter().map(|draft| {
                let diagnostics = if wanted { draft.check() } else { Vec::new() };
                Checked::new(draft, reading.clone(), diagnostics)
            });
            checked.collect()
        }))
    }

    /// Whether what is asked about it costs less than waking up a thread: the rules are there, and the text is short.
    pub(super) fn is_quick(&self) -> bool {
        (self.buffer.is_followed || self.buffer.known().is_some()) && self.buffer.text.len() <= SHORT
    }

    /// Whether it can be a draft, and Regards is not switched off for it.
    pub(super) fn is_draft(&self) -> bool {
        self.buffer.role == Role::Draft && self.session.settings(&self.place()).enable
    }

    /// The project the file belongs to.
    pub(super) fn project(&self) -> Arc<Project> {
        match self.buffer.known().and_then(<[Checked]>::first) {
            Some(checked) => Arc::clone(&checked.draft.project),
            None if self.buffer.is_message() => self.session.project_at_hand(&self.place()),
            None => self.session.project(&self.place()),
        }
    }

    /// Where the file is, or would be: a new file is taken to belong to the first folder of the workspace.
    pub(super) fn place(&self) -> PathBuf {
        if let Some(path) = &self.buffer.path {
            return path.clone();
        }
        let name = self.buffer.uri.path().decode().to_string_lossy();
        let name = name.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("untitled");
        self.session.folders.first().map_or_else(PathBuf::new, PathBuf::clone).join(Path::new(name))
    }

    /// The encoding of positions.
    pub(super) fn encoding(&self) -> Encoding {
        self.session.encoding
    }

    /// A span of the draft's bytes, in the client's terms.
    pub(super) fn range(&self, span: Span) -> Range {
        self.buffer.text.range(span.range(), self.encoding())
    }

    /// The byte a position stands for.
    pub(super) fn offset(&self, position: Position) -> usize {
        self.buffer.text.offset(position, self.encoding())
    }

    /// The bytes a range stands for; empty where it ends before it starts.
    pub(super) fn span(&self, range: Range) -> Span {
        Span::new(self.offset(range.start), self.offset(range.end))
    }
}
