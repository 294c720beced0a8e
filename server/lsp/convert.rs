//! Between the protocol's world and ours: encodings of positions, severities, URIs and paths. Nothing else converts.

use crate::ruleset::Severity;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::str::FromStr;
use tower_lsp::ls_types::{DiagnosticSeverity, PositionEncodingKind, Uri};

/// What columns count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, which every client knows.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// The first of those a client offers that we know.
    pub(super) fn negotiate(offered: Option<&[PositionEncodingKind]>) -> Option<Self> {
        let known = |kind: &PositionEncodingKind| match kind.as_str() {
            "utf-8" => Some(Self::Utf8),
            "utf-16" => Some(Self::Utf16),
            "utf-32" => Some(Self::Utf32),
            _ => None,
        };
        offered.unwrap_or_default().iter().find_map(known)
    }

    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }
}

/// A severity in the protocol's words.
pub(super) fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

/// Whether a document of this URI can be a draft someone writes. Editors open others of the same language: what `git`
/// shows as the old side of a difference, output panes, search results.
pub(super) fn is_written(uri: &Uri) -> bool {
    let scheme = uri.scheme().as_str();
    ["file", "untitled", "buffer", "inmemory", "vscode-vfs", "vscode-remote", "zed"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
}

/// The file a URI names, if it names one.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    if !uri.scheme().as_str().eq_ignore_ascii_case("file") {
        return None;
    }
    let host = uri.authority().map(|authority| authority.host()).unwrap_or_default();
    let bytes = uri.path().decode().to_bytes();
    #[cfg(unix)]
    if host.is_empty() || host.eq_ignore_ascii_case("localhost") {
        use std::os::unix::ffi::OsStrExt;
        return (!bytes.is_empty()).then(|| std::ffi::OsStr::from_bytes(&bytes).into());
    }
    native(host, &String::from_utf8_lossy(&bytes), cfg!(windows)).map(PathBuf::from)
}

/// The path of `file://host/path`.
fn native(host: &str, path: &str, windows: bool) -> Option<String> {
    if path.is_empty() {
        return None;
    }
    if !windows {
        return host.is_empty().then(|| path.to_owned());
    }
    let bytes = path.as_bytes();
    let is_drive = bytes.len() >= 3 && bytes[0] == b'/' && bytes[1].is_ascii_alphabetic() && bytes[2] == b':';
    let path = match (host, is_drive) {
        ("", true) => format!("{}{}", char::from(bytes[1].to_ascii_uppercase()), &path[2..]),
        ("", false) => path.to_owned(),
        (host, _) => format!("//{host}{path}"),
    };
    Some(path.replace('/', "\\"))
}

/// The URI of a file; its path starts at the root.
pub(super) fn uri(path: &std::path::Path) -> Option<Uri> {
    #[cfg(unix)]
    let path = std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec();
    #[cfg(not(unix))]
    let path = path.to_string_lossy().into_owned().into_bytes();
    Uri::from_str(&file_uri(&path, cfg!(windows))).ok()
}

fn file_uri(path: &[u8], windows: bool) -> String {
    let mut uri = "file://".to_owned();
    let path = match path {
        [b'\\', b'\\', share @ ..] if windows => share,
        _ if windows => {
            uri.push('/');
            path
        }
        _ => path,
    };
    for &byte in path {
        match byte {
            b'\\' if windows => uri.push('/'),
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_on_windows() {
        let there_and_back = [
            ("", "/c:/drafts/a b.txt", r"C:\drafts\a b.txt", "file:///C%3A/drafts/a%20b.txt"),
            ("server", "/share/ä.txt", r"\\server\share\ä.txt", "file://server/share/%C3%A4.txt"),
        ];
        for (host, path, file, uri) in there_and_back {
            assert_eq!(native(host, path, true).as_deref(), Some(file));
            assert_eq!(file_uri(file.as_bytes(), true), uri);
        }
    }

    #[test]
    fn other_schemes_name_no_file() {
        for uri in ["git:/a.txt?ref", "untitled:Untitled-1", "file://", "http://host/a.txt"] {
            assert_eq!(path(&Uri::from_str(uri).expect("a URI")), None, "{uri}");
        }
    }
}
