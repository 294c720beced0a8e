//! Standard input and output as a session wants them: ready the moment a byte is, with no thread between.
//!
//! A thread that waits for another to wake it waits some 50 µs, and most of what an answer takes would be that. Pipes and
//! the sockets editors use for them are therefore read and written where the session runs; what is neither (a terminal, a
//! file, anything on Windows) gets threads that wait for it.

use std::io;
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncWrite};

/// What a client's messages come from.
type Input = Box<dyn AsyncRead + Send + Unpin>;
/// What answers go to.
type Output = Box<dyn AsyncWrite + Send + Unpin>;

/// This process's standard input and output. To be called in a runtime, by whoever alone uses them.
pub fn stdio() -> io::Result<(Input, Output)> {
    let input = ready::input()?.unwrap_or_else(|| Box::new(tokio::io::stdin()));
    let output = match ready::output()? {
        Some(output) => output,
        // Not Tokio's own, which writes line by line: the client would be woken by a message's header.
        None => Box::new(File::from_std(owned_output()?)),
    };
    Ok((input, output))
}

#[cfg(unix)]
fn owned_output() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

#[cfg(windows)]
fn owned_output() -> io::Result<std::fs::File> {
    use std::os::windows::io::AsHandle;
    Ok(io::stdout().as_handle().try_clone_to_owned()?.into())
}

/// What can tell when it is ready.
#[cfg(unix)]
mod ready {
    use super::{Input, Output, io};
    use std::fs::File;
    use std::os::fd::{AsFd, OwnedFd};
    use std::os::unix::fs::FileTypeExt;
    use tokio::net::UnixStream;
    use tokio::net::unix::pipe;

    pub(super) fn input() -> io::Result<Option<Input>> {
        Ok(match Kind::of(io::stdin())? {
            Kind::Pipe(fd) => Some(Box::new(pipe::Receiver::from_owned_fd(fd)?)),
            Kind::Socket(stream) => Some(Box::new(stream)),
            Kind::Other => None,
        })
    }

    pub(super) fn output() -> io::Result<Option<Output>> {
        Ok(match Kind::of(io::stdout())? {
            Kind::Pipe(fd) => Some(Box::new(pipe::Sender::from_owned_fd(fd)?)),
            Kind::Socket(stream) => Some(Box::new(stream)),
            Kind::Other => None,
        })
    }

    enum Kind {
        Pipe(OwnedFd),
        Socket(UnixStream),
        Other,
    }

    impl Kind {
        fn of(stream: impl AsFd) -> io::Result<Self> {
            let file = File::from(stream.as_fd().try_clone_to_owned()?);
            let kind = file.metadata()?.file_type();
            if kind.is_fifo() {
                return Ok(Self::Pipe(file.into()));
            }
            if !kind.is_socket() {
                return Ok(Self::Other);
            }
            let stream = std::os::unix::net::UnixStream::from(OwnedFd::from(file));
            // A socket of another kind has no address of this kind.
            if stream.local_addr().is_err() {
                return Ok(Self::Other);
            }
            stream.set_nonblocking(true)?;
            UnixStream::from_std(stream).map(Self::Socket)
        }
    }
}

#[cfg(not(unix))]
mod ready {
    use super::{Input, Output, io};

    pub(super) fn input() -> io::Result<Option<Input>> {
        Ok(None)
    }

    pub(super) fn output() -> io::Result<Option<Output>> {
        Ok(None)
    }
}
