//! The projects of all files that were asked about, each read once.

use super::{Buffers, NAMES, Project, Stamp, Trouble, absolute};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The projects of all files that were asked about.
#[derive(Debug)]
pub(crate) struct Projects {
    /// The one for everything, where the command line says so.
    only: Option<Arc<Project>>,
    buffers: Buffers,
    found: Mutex<Cache>,
}

#[derive(Debug, Default)]
struct Cache {
    /// By folder, as it was named.
    named: HashMap<PathBuf, Arc<Project>>,
    /// By folder, absolute.
    absolute: HashMap<PathBuf, Arc<Project>>,
    /// Those of rule folders that no configuration names.
    rules: HashMap<PathBuf, Arc<Project>>,
    /// Where a configuration file could have been.
    looked_for: Vec<Stamp>,
    none: Arc<Project>,
}

impl Projects {
    /// Each file's own: that of the nearest configuration file.
    pub(crate) fn nearest() -> Self {
        Self::with_buffers(Buffers::default())
    }

    /// The same, with what is open in an editor in the place of what is stored.
    pub(crate) fn with_buffers(buffers: Buffers) -> Self {
        Self { only: None, buffers, found: Mutex::default() }
    }

    /// One for all files.
    pub(crate) fn only(project: Project) -> Self {
        Self { only: Some(Arc::new(project)), buffers: Buffers::default(), found: Mutex::default() }
    }

    /// Whether all files are known to belong to a project without a configuration or rules.
    pub(crate) fn are_plain(&self) -> bool {
        self.only.as_ref().is_some_and(|project| project.is_plain())
    }

    /// Whether a configuration file has come or gone, or anything a project was read from is not as it was.
    pub(crate) fn is_past(&self) -> bool {
        let looked_for = {
            let cache = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            cache.looked_for.clone()
        };
        looked_for.iter().any(Stamp::is_past) || self.all().iter().any(|project| project.is_past())
    }

    /// The folders in which a change can change a project: those of configuration files, there or not, and of rules.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        let looked_for = {
            let cache = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            cache.looked_for.clone()
        };
        let projects = self.all();
        let sources = projects.iter().flat_map(|project| &project.sources);
        let folders = looked_for.iter().chain(sources).filter_map(|stamp| {
            let path = stamp.path();
            if stamp.is_file { path.parent() } else { path.is_dir().then_some(path).or(path.parent()) }
        });
        let mut folders: Vec<PathBuf> = folders.map(Path::to_path_buf).collect();
        folders.sort();
        folders.dedup();
        folders
    }

    /// All that were asked about.
    pub(crate) fn all(&self) -> Vec<Arc<Project>> {
        let cache = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = self.only.iter().chain(cache.absolute.values()).cloned().collect();
        all.sort_by_key(Arc::as_ptr);
        all.dedup_by(|a, b| Arc::ptr_eq(a, b));
        all
    }

    /// The project a file belongs to.
    pub(crate) fn of(&self, file: &Path) -> Arc<Project> {
        self.of_folder(file.parent().unwrap_or(Path::new("")))
    }

    /// The project a folder belongs to.
    pub(crate) fn of_folder(&self, folder: &Path) -> Arc<Project> {
        if let Some(only) = &self.only {
            return Arc::clone(only);
        }
        let mut cache = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(project) = cache.named.get(folder) {
            return Arc::clone(project);
        }
        let project = cache.look_up(&absolute(folder), &self.buffers);
        cache.named.insert(folder.to_path_buf(), Arc::clone(&project));
        project
    }

    /// The project a rule file is read into: `own`, where that reads it, else one of the folder it is in alone, on top of
    /// the built-in rules.
    pub(crate) fn of_rule_file(&self, file: &Path, own: Arc<Project>) -> Arc<Project> {
        let file = absolute(file);
        if own.reads(&file) {
            return own;
        }
        let Some(folder) = file.parent().and_then(Path::parent) else { return own };
        let mut cache = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || {
            let mut project = Project { buffers: self.buffers.clone(), ..Project::default() };
            project.add_rules(folder);
            Arc::new(project)
        };
        Arc::clone(cache.rules.entry(folder.to_path_buf()).or_insert_with(read))
    }

    /// Everything wrong with the projects that were asked about, each once.
    pub(crate) fn troubles(&self) -> Vec<Trouble> {
        let mut troubles: Vec<Trouble> = self.all().iter().flat_map(|project| project.troubles()).collect();
        troubles.sort();
        troubles.dedup();
        troubles
    }
}

impl Cache {
    fn look_up(&mut self, folder: &Path, buffers: &Buffers) -> Arc<Project> {
        if let Some(project) = self.absolute.get(folder) {
            return Arc::clone(project);
        }
        let mut here = None;
        for name in NAMES {
            let stamp = Stamp::of(folder.join(name));
            if stamp.is_file || buffers.has(stamp.path()) {
                here = Some(stamp.path().to_path_buf());
                break;
            }
            self.looked_for.push(stamp);
        }
        let project = match (here, folder.parent()) {
            (Some(path), _) => Arc::new(Project::read(&path, buffers)),
            (None, Some(above)) => self.look_up(above, buffers),
            (None, None) => Arc::clone(&self.none),
        };
        self.absolute.insert(folder.to_path_buf(), Arc::clone(&project));
        project
    }
}
