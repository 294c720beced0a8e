//! Bytes from a client → sound messages for the server.
//!
//! Invariant: whatever [`pump`] hands on is a frame that the server's own codec reads without an error, for an error
//! there would end the session. What is wrong is answered (through [`MALFORMED`]) or logged, and reading goes on behind
//! it. No more than [`HELD`] bytes are held at a time.

mod gate;
mod mend;
mod sound;

pub(super) use gate::{Gate, Sink, Source};

use super::log::Log;
use sound::{Kind, Sound, sound};
use std::io;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

/// The largest body that is read; a larger one is passed over.
pub(super) const LARGEST: usize = 16 << 20;
/// What may wait to be handled, in bytes.
const HELD: usize = 2 * LARGEST;
/// The longest header line of which all is looked at.
const LONGEST_LINE: usize = 4096;
/// The method that stands for a message that is none: its answer says what is wrong with it.
pub(super) const MALFORMED: &str = "regards/malformed";

/// A sound message on its way to the server.
pub(super) struct Frame {
    bytes: Vec<u8>,
    /// Whether what follows has to wait for its answer.
    is_turn: bool,
    _held: Option<OwnedSemaphorePermit>,
}

/// Reads messages until the input ends or says `exit`, and sends on those that are sound.
pub(super) async fn pump(input: impl AsyncRead + Unpin, frames: mpsc::UnboundedSender<Frame>, log: Log) {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let room = Arc::new(Semaphore::new(HELD));
    loop {
        let bodies = match read_body(&mut input, &log).await {
            Ok(Some(Ok(body))) => sound(body, &log),
            Ok(Some(Err(wrong))) => Some(Sound::lost(&wrong)),
            Ok(None) => return log.info("the client has closed its end"),
            Err(error) => return log.error(&format!("the input cannot be read: {error}")),
        };
        let Some(Sound { text, kind }) = bodies else { continue };
        let held = u32::try_from(text.len()).unwrap_or(u32::MAX).min(HELD as u32);
        let held = Arc::clone(&room).acquire_many_owned(held).await.ok();
        let mut bytes = format!("Content-Length: {}\r\n\r\n", text.len()).into_bytes();
        bytes.extend_from_slice(text.as_bytes());
        let frame = Frame { bytes, is_turn: kind == Kind::Turn, _held: held };
        if frames.send(frame).is_err() || kind == Kind::Exit {
            return;
        }
    }
}

/// The next body; what is wrong with the one that should have come, for a body that cannot be had; `None` at the end.
async fn read_body<R: AsyncRead + Unpin>(
    input: &mut BufReader<R>,
    log: &Log,
) -> io::Result<Option<Result<Vec<u8>, String>>> {
    let mut length = None;
    let mut wrong = None;
    loop {
        let Some(line) = read_line(input).await? else { return Ok(None) };
        if line.is_empty() {
            if length.is_some() || wrong.is_some() {
                break;
            }
            // Blank lines between messages.
            continue;
        }
        match content_length(&line) {
            Some(Ok(found)) => (length, wrong) = (Some(found), None),
            Some(Err(())) => wrong = Some("the Content-Length is no number".to_owned()),
            None if length.is_none() && is_header(&line) => {
                wrong.get_or_insert_with(|| "a header without a Content-Length".to_owned());
            }
            None if length.is_none() => log.warn("passed over a line that is no header"),
            None => {}
        }
    }
    let Some(length) = length else {
        let wrong = wrong.unwrap_or_default();
        log.warn(&wrong);
        return Ok(Some(Err(wrong)));
    };
    if length > LARGEST as u64 {
        let wrong = format!("a message of {length} bytes is larger than the {LARGEST} that are read");
        log.warn(&wrong);
        return Ok(skip(input, length).await?.then_some(Err(wrong)));
    }
    let mut body = vec![0; usize::try_from(length).unwrap_or(LARGEST)];
    match input.read_exact(&mut body).await {
        Ok(_) => Ok(Some(Ok(body))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

/// A line without its end; only the last [`LONGEST_LINE`] bytes of a longer one. `None` at the end of the input.
async fn read_line<R: AsyncRead + Unpin>(input: &mut BufReader<R>) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    loop {
        let buffer = input.fill_buf().await?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let end = memchr::memchr(b'\n', buffer);
        let piece = &buffer[..end.unwrap_or(buffer.len())];
        line.extend_from_slice(&piece[piece.len().saturating_sub(LONGEST_LINE)..]);
        let used = piece.len() + usize::from(end.is_some());
        input.consume(used);
        if line.len() > LONGEST_LINE {
            line.drain(..line.len() - LONGEST_LINE);
        }
        if end.is_some() {
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            return Ok(Some(line));
        }
    }
}

/// The length a header line gives, wherever in the line it does: what stands before is the rest of something lost.
fn content_length(line: &[u8]) -> Option<Result<u64, ()>> {
    const NAME: &[u8] = b"content-length";
    let at = line.windows(NAME.len()).rposition(|window| window.eq_ignore_ascii_case(NAME))?;
    let rest = std::str::from_utf8(&line[at + NAME.len()..]).ok()?.trim_start().strip_prefix(':')?;
    Some(rest.trim().parse().map_err(drop))
}

fn is_header(line: &[u8]) -> bool {
    let name = line.split(|&b| b == b':').next().unwrap_or(line);
    name.len() < line.len() && !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
}

/// Passes over `length` bytes; false where the input ends before that.
async fn skip<R: AsyncRead + Unpin>(input: &mut BufReader<R>, mut length: u64) -> io::Result<bool> {
    while length > 0 {
        let buffer = input.fill_buf().await?;
        if buffer.is_empty() {
            return Ok(false);
        }
        let used = buffer.len().min(usize::try_from(length).unwrap_or(usize::MAX));
        input.consume(used);
        length -= used as u64;
    }
    Ok(true)
}
