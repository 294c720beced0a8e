//! A configuration file and those it extends, read.
//!
//! Invariants: a file is read only inside the repository that the first one is in, links followed; no file is read within
//! itself. Configuration is data that comes with a repository, and says nothing about the rest of the machine.

use super::paths::{normal, relative, shown};
use super::{LARGEST_RULE_FILE, NAMES, Project, Trouble};
use crate::project::stamp::Stamp;
use crate::ruleset::Config;
use std::path::{Path, PathBuf};

/// What tells the root of a repository.
const REPOSITORIES: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// The files that are being read, each extended by the one before it.
struct Chain {
    /// Where all of them must be.
    root: PathBuf,
    /// Where each is once links are followed, and how it is shown.
    files: Vec<(PathBuf, String)>,
}

/// Why a file cannot be extended, and what to do.
type Refusal = (String, &'static str);

impl Project {
    /// Reads the configuration file at `path`, from the root of the disk, what it extends, and the rules they name.
    pub(super) fn read_config(&mut self, path: &Path) {
        match self.load_config(path) {
            Ok(text) => {
                let root = repository(path.parent().unwrap_or(Path::new("")));
                self.config = self.layered(path, &text, &mut Chain { root, files: Vec::new() });
            }
            Err(trouble) => self.read.push(trouble),
        }
    }

    fn load_config(&mut self, path: &Path) -> Result<String, Trouble> {
        let stamp = Stamp::of(path.to_path_buf());
        let size = stamp.size();
        self.sources.push(stamp);
        let shown = shown(path);
        let file = Path::new(&shown);
        if size > LARGEST_RULE_FILE && !self.buffers.has(path) {
            let message = format!("it is too large for a configuration file: {size} bytes");
            return Err(Trouble::with_file(file, message, "leave it out"));
        }
        let bytes = self.buffers.read(path).map_err(|error| Trouble::unreadable(file, &error))?;
        String::from_utf8(bytes).map_err(|_| Trouble::with_file(file, "it is no UTF-8 text", "save it as UTF-8"))
    }

    /// The file at `path`, over what it extends.
    fn layered(&mut self, path: &Path, text: &str, chain: &mut Chain) -> Config {
        let shown = shown(path);
        let (mut config, problems) = Config::parse(text, &shown);
        self.texts.insert(shown.clone(), text.to_owned());
        self.names.insert(path.to_path_buf(), shown.clone());
        self.configs.push(path.to_path_buf());
        self.problems.extend(problems);
        let folders = config.rules().to_vec();
        let own = config.clone();
        if let Some(named) = own.extends() {
            chain.files.push((followed(path), shown));
            match self.base(path, named, chain) {
                Ok((base, folder)) => config = config.over(base, &folder),
                Err((message, help)) => self.problems.push(own.problem("extends", 0, message, help)),
            }
            chain.files.pop();
        }
        for (index, named) in folders.iter().enumerate() {
            let place = path.parent().unwrap_or(Path::new("")).join(named);
            if place.is_dir() {
                self.add_rules(&place);
            } else {
                let help = "name a folder, relative to the one this file is in";
                self.problems.push(own.problem("rules", index, format!("there is no folder `{named}`"), help));
            }
        }
        config
    }

    /// What the file at `path` extends, and where its folder is as that of the other sees it.
    fn base(&mut self, path: &Path, named: &str, chain: &mut Chain) -> Result<(Config, String), Refusal> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let target = normal(&folder.join(named));
        let root = &chain.root;
        if Path::new(named).is_absolute() || named.starts_with(['/', '~']) || named.contains("://") {
            let help = "name a file of this repository, relative to this one";
            return Err((format!("`{named}` is no path from this file"), help));
        }
        if !target.starts_with(root) || !followed(&target).starts_with(followed(root)) {
            let message = format!("`{named}` lies outside of this repository, whose root is {}", root.display());
            return Err((message, "copy the file into the repository"));
        }
        let own = followed(&target);
        if let Some(first) = chain.files.iter().position(|(file, _)| *file == own) {
            let mut round: Vec<&str> = chain.files[first..].iter().map(|(_, shown)| shown.as_str()).collect();
            round.push(round[0]);
            let message = format!("this goes round in circles: {}", round.join(" extends "));
            return Err((message, "take one `extends` out"));
        }
        match self.load_config(&target) {
            Ok(text) => {
                let base = self.layered(&target, &text, chain);
                Ok((base, relative(folder, target.parent().unwrap_or(Path::new("")))))
            }
            Err(trouble) => {
                Err((format!("`{named}` cannot be extended: {}", trouble.message), "name a file like this one"))
            }
        }
    }
}

/// The root of the repository a folder is in. Without one, the topmost folder above with a configuration file, else itself.
fn repository(folder: &Path) -> PathBuf {
    let has = |names: &[&str], folder: &Path| names.iter().any(|name| folder.join(name).exists());
    let above = || folder.ancestors();
    let root = above().find(|folder| has(&REPOSITORIES, folder));
    let root = root.or_else(|| above().filter(|folder| has(&NAMES, folder)).last());
    root.unwrap_or(folder).to_path_buf()
}

/// Where a path leads once links are followed; itself, where nothing is there yet.
fn followed(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}
