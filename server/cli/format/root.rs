//! How a file is called by what reads the output: from the root of the repository, with `/` on every system.

use crate::cli::arguments::CheckFormat;
use std::env;
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Where paths begin.
#[derive(Debug)]
pub(crate) struct Root {
    /// The current folder.
    here: PathBuf,
    /// The folder of the repository, in CI that tells.
    repository: Option<PathBuf>,
}

impl Root {
    /// As the environment tells: GitHub and GitLab name the folder they checked the repository out to.
    pub(crate) fn of_environment() -> Self {
        let named = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let repository = named("GITHUB_WORKSPACE").or_else(|| named("CI_PROJECT_DIR"));
        Self { here: env::current_dir().unwrap_or_default(), repository: repository.filter(|path| path.is_absolute()) }
    }

    /// The path below the repository, or below the current folder; as it is where it is in neither.
    pub(super) fn relative(&self, path: &str) -> String {
        let whole = self.here.join(path);
        let whole: PathBuf = whole.components().filter(|part| part.as_os_str() != ".").collect();
        let known = [self.repository.as_deref(), Some(self.here.as_path())];
        let below = known.into_iter().flatten().find_map(|root| whole.strip_prefix(root).ok());
        // Where links stand in between, the folders may differ in name only; the path as it was named is as good.
        let path = below.unwrap_or(Path::new(path)).display().to_string();
        if cfg!(windows) { path.replace('\\', "/") } else { path }
    }

    /// The same as a URI reference.
    pub(super) fn uri(&self, path: &str) -> String {
        let path = self.relative(path);
        let mut uri = String::with_capacity(path.len());
        if Path::new(&path).is_absolute() {
            uri.push_str(if path.starts_with('/') { "file://" } else { "file:///" });
        }
        let drive = usize::from(cfg!(windows) && path.as_bytes().get(1) == Some(&b':')) * 2;
        uri.push_str(&path[..drive]);
        for byte in path[drive..].bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
                uri.push(char::from(byte));
            } else {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
        uri
    }
}

impl CheckFormat {
    /// What suits whoever reads standard output, where the user does not say: GitHub and GitLab have formats of their own.
    pub(crate) fn of_environment() -> Self {
        let is_set = |name: &str| env::var(name).is_ok_and(|value| value.eq_ignore_ascii_case("true") || value == "1");
        if std::io::stdout().is_terminal() {
            Self::Full
        } else if is_set("GITHUB_ACTIONS") {
            Self::Github
        } else if is_set("GITLAB_CI") {
            Self::Gitlab
        } else {
            Self::Full
        }
    }
}
