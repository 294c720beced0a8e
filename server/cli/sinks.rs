//! Where the findings of a check go: standard output, and any number of files, each in a format of its own.
//!
//! Invariants: a file is replaced as a whole, once all is checked, or not at all; whoever stops reading standard output
//! takes nothing away from the files.

use super::arguments::CheckFormat;
use super::format::{Checked, Total, Writer};
use super::output::Output;
use crate::project::Trouble;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::Builder;

/// Where findings go in one format.
struct Sink {
    writer: Box<dyn Writer>,
    /// Whether a part was written.
    begun: bool,
    to: To,
}

enum To {
    Stdout {
        out: Box<dyn Write>,
        /// What cannot be written before all files are read.
        kept: Vec<u8>,
        /// Whether nobody reads it any more.
        closed: bool,
    },
    File {
        path: PathBuf,
        kept: Vec<u8>,
    },
}

/// All of them, standard output first.
pub(super) struct Sinks(Vec<Sink>);

/// What makes a file's parts, in whatever thread; one writer for each sink.
pub(super) struct Writers(Vec<Box<dyn Writer>>);

impl Writers {
    pub(super) fn new(format: CheckFormat, files: &[(CheckFormat, PathBuf)], output: Output) -> Self {
        let stdout = format.writer(output.style);
        let plain = |(format, _): &(CheckFormat, PathBuf)| format.writer(super::output::Style { on: false });
        Self(std::iter::once(stdout).chain(files.iter().map(plain)).collect())
    }

    /// Whether any of them tells of rules, intents or folders as a whole.
    pub(super) fn tell_statistics(&self) -> bool {
        self.0.iter().any(|writer| writer.tells_statistics())
    }

    /// What each sink gets for a file.
    pub(super) fn parts(&self, checked: &Checked<'_>) -> Vec<Vec<u8>> {
        let is_clean = checked.diagnostics.is_empty();
        let wants = |writer: &dyn Writer| !is_clean || writer.tells_clean();
        self.0.iter().map(|writer| if wants(&**writer) { writer.file(checked) } else { Vec::new() }).collect()
    }
}

impl Sinks {
    pub(super) fn new(format: CheckFormat, files: &[(CheckFormat, PathBuf)], output: Output) -> Self {
        let Writers(writers) = Writers::new(format, files, output);
        let out: Box<dyn Write> = if format.is_data() { Box::new(Output::data()) } else { Box::new(output.stdout()) };
        let stdout = To::Stdout { out, kept: Vec::new(), closed: false };
        let files = files.iter().map(|(_, path)| To::File { path: path.clone(), kept: Vec::new() });
        let sinks = writers.into_iter().zip(std::iter::once(stdout).chain(files));
        Self(sinks.map(|(writer, to)| Sink { writer, begun: false, to }).collect())
    }

    /// Writes what comes before the files, where that is known already.
    pub(super) fn start(&mut self, total: &Total<'_>) -> io::Result<()> {
        let alone = self.0.len() == 1;
        for sink in &mut self.0 {
            if !sink.writer.sums_up_first() {
                let start = sink.writer.start(total);
                sink.put(&start, alone)?;
            }
        }
        Ok(())
    }

    /// Writes the parts of one file.
    pub(super) fn add(&mut self, parts: &[Vec<u8>]) -> io::Result<()> {
        let alone = self.0.len() == 1;
        for (sink, part) in self.0.iter_mut().zip(parts) {
            if !part.is_empty() {
                let between: &[u8] = match (sink.writer.is_array(), sink.begun) {
                    (true, false) => b"\n",
                    (true, true) => b",\n",
                    (false, _) => b"",
                };
                sink.begun = true;
                sink.put(between, alone)?;
                sink.put(part, alone)?;
            }
        }
        Ok(())
    }

    /// Writes the rest. What is wrong with a file is told, and hinders nothing else; so is a reader who left.
    pub(super) fn end(self, total: &Total<'_>) -> (Vec<Trouble>, io::Result<()>) {
        let (mut troubles, mut result) = (Vec::new(), Ok(()));
        for mut sink in self.0 {
            let end = sink.writer.end(total);
            let start = if sink.writer.sums_up_first() { sink.writer.start(total) } else { Vec::new() };
            match sink.to {
                To::Stdout { ref mut out, ref kept, closed } => {
                    let parts = [&start, kept, &end];
                    let write = parts.into_iter().try_for_each(|part| out.write_all(part)).and_then(|()| out.flush());
                    result = if closed { Err(io::ErrorKind::BrokenPipe.into()) } else { write };
                }
                To::File { path, kept } => {
                    troubles.extend(write(&path, &[&start, &kept, &end]).err());
                }
            }
        }
        (troubles, result)
    }
}

impl Sink {
    /// `alone`: where nobody reads standard output any more, there is nothing left to do.
    fn put(&mut self, bytes: &[u8], alone: bool) -> io::Result<()> {
        match &mut self.to {
            To::Stdout { kept, .. } if self.writer.sums_up_first() => kept.extend(bytes),
            To::Stdout { closed: true, .. } => {}
            To::Stdout { out, closed, .. } => match out.write_all(bytes) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe && !alone => *closed = true,
                result => result?,
            },
            To::File { kept, .. } => kept.extend(bytes),
        }
        Ok(())
    }
}

/// Replaces the file at `path`, and makes the folders to it.
pub(super) fn write(path: &Path, parts: &[&[u8]]) -> Result<(), Trouble> {
    let failed = |error: io::Error| {
        // What is wrong with a file on the way is wrong with the one that was named.
        let what = if error.raw_os_error().is_some() { error.to_string() } else { error.kind().to_string() };
        let message = format!("it cannot be written: {what}");
        Trouble::with_file(path, message, "check that the folder is there and may be written to, or name another file")
    };
    let put = |file: &mut dyn Write| parts.iter().try_for_each(|part| file.write_all(part));
    let old = fs::metadata(path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        // A pipe or a device cannot be replaced, and is not meant to be; a folder says what is wrong with it.
        let mut file = fs::OpenOptions::new().write(true).open(path).map_err(failed)?;
        return put(&mut file).map_err(failed);
    }
    // A link stays a link; what it leads to is replaced.
    let path = if old.is_some() { fs::canonicalize(path).map_err(failed)? } else { path.to_path_buf() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let mut builder = Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What the user's umask leaves of it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut temporary = builder.tempfile_in(folder).map_err(failed)?;
    put(temporary.as_file_mut()).map_err(failed)?;
    if let Some(old) = old {
        temporary.as_file().set_permissions(old.permissions()).map_err(failed)?;
    }
    temporary.persist(&path).map_err(|error| failed(error.error))?;
    Ok(())
}
