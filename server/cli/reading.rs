//! Reading drafts as the command line asks.

use super::arguments::ReadArguments;
use crate::project::files::Input;
use crate::project::{Draft, Project, Projects, Reading, Trouble, load};
use crate::ruleset::{Ruleset, nearest};
use jiff::Zoned;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What all drafts of a run are read with.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    projects: &'a Projects,
    arguments: &'a ReadArguments,
    /// How they are read.
    pub(super) reading: Reading,
}

impl<'a> Reader<'a> {
    pub(super) fn new(projects: &'a Projects, arguments: &'a ReadArguments) -> Self {
        let now = arguments.now.clone().unwrap_or_else(Zoned::now);
        let reading = Reading { intent: arguments.intent.clone(), ..Reading::at(now) };
        Self { projects, arguments, reading }
    }

    /// The intent asked for, if the rules know none of that id.
    pub(super) fn bad_intent(&self, ruleset: &Ruleset) -> Option<Trouble> {
        let id = self.arguments.intent.as_ref()?;
        if ruleset.intent(id).is_some() {
            return None;
        }
        let known = ruleset.intents.iter().filter(|intent| !intent.silent).map(|intent| intent.id.as_str());
        let help = match nearest(id, known.clone()) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("there is {}", known.collect::<Vec<_>>().join(", ")),
        };
        Some(Trouble::with_file(Path::new("--intent"), format!("there is no intent `{id}`"), help))
    }

    /// Reads the messages in a file; `bytes` is room that is used again.
    pub(super) fn read(&self, input: &Input, bytes: &mut Vec<u8>) -> Result<Vec<Draft>, Trouble> {
        let (path, project) = self.load(input, bytes)?;
        Draft::all(bytes, &path, &project, &self.reading)
    }

    /// Reads the bytes of a draft. Tells what it is called and where it belongs.
    pub(super) fn load(&self, input: &Input, bytes: &mut Vec<u8>) -> Result<(PathBuf, Arc<Project>), Trouble> {
        let most = self.arguments.max_size;
        match input {
            Input::File(path) => {
                load(File::open(path), path, most, bytes)?;
                Ok((path.clone(), self.projects.of(path)))
            }
            Input::Stdin => {
                let named = self.arguments.stdin_filename.as_ref();
                let path = named.cloned().unwrap_or_else(|| PathBuf::from("<stdin>"));
                load(Ok(io::stdin().lock()), &path, most, bytes)?;
                let project =
                    named.map_or_else(|| self.projects.of_folder(Path::new("")), |path| self.projects.of(path));
                Ok((path, project))
            }
        }
    }

    /// Understands what was read before, as if it were at `path`.
    pub(super) fn understand(&self, bytes: &[u8], path: &Path, projects: Option<&Projects>) -> Vec<Draft> {
        let project = projects.unwrap_or(self.projects).of(path);
        Draft::all(bytes, path, &project, &self.reading).unwrap_or_default()
    }
}
