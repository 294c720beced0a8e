//! What was agreed with the client, and what it has told since; all that snapshots share.

use super::convert::Encoding;
use super::language::Role;
use super::pages::Pages;
use super::settings::Settings;
use super::snapshot::Buffer;
use super::text::Text;
use crate::project::{Buffers, Project, Projects};
use jiff::Zoned;
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tower_lsp::ls_types::ClientCapabilities;

/// The moment it is.
pub type Clock = Arc<dyn Fn() -> Zoned + Send + Sync>;

/// The texts of files that are open, as they are at the time: what a draft includes counts as it stands in the editor.
#[derive(Default)]
pub(super) struct OpenFiles(Mutex<HashMap<PathBuf, Text>>);

impl OpenFiles {
    /// The text of a file, if it is open.
    pub(super) fn text(&self, path: &Path) -> Option<Arc<str>> {
        let text = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()?;
        Some(text.whole().into())
    }

    /// Takes note of what a file has become; `None` for one that was closed.
    pub(super) fn set(&self, path: &Path, text: Option<Text>) {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match text {
            Some(text) => open.insert(path.to_path_buf(), text),
            None => open.remove(path),
        };
    }
}

/// The session as it is at one time; replaced when any of it changes.
#[derive(Clone)]
pub(super) struct Session {
    /// Another one for each change to it.
    pub(super) generation: u64,
    /// What columns count.
    pub(super) encoding: Encoding,
    /// What the client can do.
    pub(super) can: Abilities,
    /// The folders of the workspace, in the client's order.
    pub(super) folders: Vec<PathBuf>,
    /// The client's settings.
    pub(super) settings: Settings,
    /// Those of its folders that have their own.
    pub(super) folder_settings: Vec<(PathBuf, Settings)>,
    /// Configurations and rules, as open files and the disk have them.
    pub(super) projects: Arc<Projects>,
    /// Folders of projects that were known before configurations were last read anew: where to look for one that extends a
    /// file.
    known: Vec<PathBuf>,
    /// The configuration files those were read from.
    configs: Vec<PathBuf>,
    /// The projects of configurations that settings name.
    configured: Vec<(PathBuf, Arc<Project>)>,
    /// By the folder of its configuration, each project as it was built last.
    built: Vec<Arc<Project>>,
    /// The texts of files that are open.
    pub(super) open: Arc<OpenFiles>,
    pub(super) clock: Clock,
    /// Where rules are explained.
    pub(super) pages: Arc<Pages>,
}

impl Session {
    pub(super) fn new(clock: Clock, pages: Pages) -> Self {
        Self {
            generation: 0,
            encoding: Encoding::default(),
            can: Abilities::default(),
            folders: Vec::new(),
            settings: Settings::default(),
            folder_settings: Vec::new(),
            projects: Arc::new(Projects::nearest()),
            known: Vec::new(),
            configs: Vec::new(),
            configured: Vec::new(),
            built: Vec::new(),
            open: Arc::default(),
            clock,
            pages: Arc::new(pages),
        }
    }

    /// The settings that hold for a file.
    pub(super) fn settings(&self, place: &Path) -> &Settings {
        let own = self.folder_settings.iter().filter(|(folder, _)| place.starts_with(folder));
        own.max_by_key(|(folder, _)| folder.components().count()).map_or(&self.settings, |(_, settings)| settings)
    }

    /// The project a file belongs to.
    pub(super) fn project(&self, place: &Path) -> Arc<Project> {
        let named = self.settings(place).config.as_ref();
        let configured = named.and_then(|named| self.configured.iter().find(|(config, _)| config == named));
        configured.map_or_else(|| self.projects.of(place), |(_, project)| Arc::clone(project))
    }

    /// The project a draft is read by. To compile rules takes a hundred times as long as to check a draft: while that is
    /// done, the draft is read by the rules that were there before, if the client can be told to ask again.
    pub(super) fn project_at_hand(&self, place: &Path) -> Arc<Project> {
        let newest = self.project(place);
        if newest.is_at_hand() || self.can.pull && !self.can.refresh_diagnostics {
            return newest;
        }
        self.built.iter().find(|built| built.folder == newest.folder).map_or(newest, Arc::clone)
    }

    /// Takes note of projects that were built, in the place of those of the same folders.
    pub(super) fn add_built(&mut self, projects: impl IntoIterator<Item = Arc<Project>>) {
        for project in projects {
            self.built.retain(|other| other.folder != project.folder);
            self.built.push(project);
        }
    }

    /// Whether configurations or rules are read from an open file, as far as is known.
    pub(super) fn is_source(&self, buffer: &Buffer) -> bool {
        let is_extended = |path: &PathBuf| {
            self.configs.contains(path) || self.projects.all().iter().any(|project| project.extends(path))
        };
        buffer.is_source() || buffer.role == Role::Toml && buffer.path.as_ref().is_some_and(is_extended)
    }

    /// The project of a configuration that extends this file.
    pub(super) fn extending(&self, file: &Path) -> Option<Arc<Project>> {
        let is_it = |project: &Arc<Project>| project.extends(file);
        let configured = self.configured.iter().map(|(_, project)| Arc::clone(project));
        let mut known = self.known.iter().chain(&self.folders).map(|folder| self.projects.of_folder(folder));
        let mut read = configured.chain(self.projects.all());
        read.find(is_it).or_else(|| known.find(is_it))
    }

    /// Whether a configuration or rule on the disk is not as it was when it was read.
    pub(super) fn is_past(&self) -> bool {
        self.projects.is_past() || self.configured.iter().any(|(_, project)| project.is_past())
    }

    /// Reads configurations and rules anew, with what is open in the place of what is stored.
    pub(super) fn reload(&mut self, buffers: Buffers) {
        self.generation += 1;
        let configured = self.configured.iter().map(|(_, project)| Arc::clone(project));
        let built = self.projects.all().into_iter().chain(configured).filter(|project| project.is_built());
        self.add_built(built.collect::<Vec<_>>());
        for project in self.projects.all() {
            self.known.extend(project.folder.clone());
            self.configs.extend(project.config_files().map(|(path, _)| path.to_path_buf()));
        }
        for paths in [&mut self.known, &mut self.configs] {
            paths.sort();
            paths.dedup();
        }
        let root = self.folders.first().cloned().unwrap_or_default();
        let own = self.folder_settings.iter().map(|(folder, settings)| (folder, settings));
        let named = own.chain([(&root, &self.settings)]);
        let named = named.filter_map(|(folder, settings)| Some((folder, settings.config.as_ref()?)));
        let read = |(folder, config): (&PathBuf, &PathBuf)| {
            (config.clone(), Arc::new(Project::of_config(&folder.join(config), &buffers)))
        };
        self.configured = named.map(read).collect();
        self.projects = Arc::new(Projects::with_buffers(buffers));
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("encoding", &self.encoding).field("can", &self.can).finish_non_exhaustive()
    }
}

/// What the client can do, as far as it matters to us.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "these are independent answers to independent questions")]
pub(super) struct Abilities {
    /// It asks for diagnostics itself.
    pub(super) pull: bool,
    /// It can be told to ask for them again.
    pub(super) refresh_diagnostics: bool,
    /// It shows links on a diagnostic's code.
    pub(super) code_description: bool,
    /// It shows other places of a diagnostic.
    pub(super) related: bool,
    /// It shows what does nothing as such.
    pub(super) tags: bool,
    /// It keeps a diagnostic's `data`.
    pub(super) diagnostic_data: bool,
    /// It takes code actions rather than bare commands.
    pub(super) code_action_literals: bool,
    /// It shows code actions that cannot be done, with the reason.
    pub(super) disabled_actions: bool,
    /// It completes a code action's edit when one is picked, and keeps its `data` till then.
    pub(super) resolve_edits: bool,
    /// It asks before it makes edits it is told to ask about.
    pub(super) document_changes: bool,
    /// Edits can be snippets.
    pub(super) snippet_edits: bool,
    /// It opens documents the server asks for.
    pub(super) show_document: bool,
    /// It answers `workspace/configuration`.
    pub(super) configuration: bool,
    /// It can be asked to tell of changed settings.
    pub(super) register_configuration: bool,
    /// It can be asked to watch files.
    pub(super) watch_files: bool,
    /// Completions can be snippets.
    pub(super) snippet_completions: bool,
    /// Hovers can be Markdown.
    pub(super) markdown_hover: bool,
    /// What explains a completion can be Markdown.
    pub(super) markdown_completions: bool,
    /// Symbols can be a tree.
    pub(super) symbol_tree: bool,
    /// It can be told to ask for inlay hints again.
    pub(super) refresh_inlay_hints: bool,
    /// It can be told to ask for code lenses again.
    pub(super) refresh_code_lenses: bool,
}

impl Abilities {
    /// As the client's capabilities say.
    pub(super) fn of(capabilities: &ClientCapabilities) -> Self {
        let text = capabilities.text_document.clone().unwrap_or_default();
        let workspace = capabilities.workspace.clone().unwrap_or_default();
        let window = capabilities.window.clone().unwrap_or_default();
        let code_action = text.code_action.clone().unwrap_or_default();
        let workspace_edit = workspace.workspace_edit.clone().unwrap_or_default();
        let diagnostics = text.publish_diagnostics.clone().unwrap_or_default();
        let resolves_edit =
            code_action.resolve_support.as_ref().is_some_and(|it| it.properties.iter().any(|p| p == "edit"));
        let markdown =
            |kinds: &[tower_lsp::ls_types::MarkupKind]| kinds.contains(&tower_lsp::ls_types::MarkupKind::Markdown);
        Self {
            pull: text.diagnostic.is_some(),
            refresh_diagnostics: workspace.diagnostics.as_ref().and_then(|it| it.refresh_support) == Some(true),
            code_description: diagnostics.code_description_support == Some(true) || text.diagnostic.is_some(),
            related: diagnostics.related_information == Some(true) || text.diagnostic.is_some(),
            tags: diagnostics.tag_support.is_some() || text.diagnostic.is_some(),
            diagnostic_data: diagnostics.data_support == Some(true) || text.diagnostic.is_some(),
            code_action_literals: code_action.code_action_literal_support.is_some(),
            disabled_actions: code_action.disabled_support == Some(true),
            resolve_edits: resolves_edit && code_action.data_support == Some(true),
            document_changes: workspace_edit.document_changes == Some(true),
            snippet_edits: false,
            show_document: window.show_document.as_ref().is_some_and(|it| it.support),
            configuration: workspace.configuration == Some(true),
            register_configuration: workspace.did_change_configuration.and_then(|it| it.dynamic_registration)
                == Some(true),
            watch_files: workspace.did_change_watched_files.and_then(|it| it.dynamic_registration) == Some(true),
            snippet_completions: text.completion.as_ref().and_then(|it| it.completion_item.as_ref()?.snippet_support)
                == Some(true),
            markdown_completions: (text.completion.as_ref())
                .and_then(|it| it.completion_item.as_ref()?.documentation_format.as_deref())
                .is_some_and(markdown),
            markdown_hover: text.hover.as_ref().and_then(|it| it.content_format.as_deref()).is_some_and(markdown),
            symbol_tree: text.document_symbol.as_ref().and_then(|it| it.hierarchical_document_symbol_support)
                == Some(true),
            refresh_inlay_hints: workspace.inlay_hint.as_ref().and_then(|it| it.refresh_support) == Some(true),
            refresh_code_lenses: workspace.code_lens.as_ref().and_then(|it| it.refresh_support) == Some(true),
        }
    }
}
