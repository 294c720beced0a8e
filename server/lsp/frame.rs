//! Bytes from a client → sound messages for the server.
//!
//! Invariant: whatever [`pump`] hands on is a frame that the server's own codec reads without an error, for an error
//! there would end the session. What is wrong is answered (through [`MALFORMED`]) or logged, and reading goes on behind
//! it. No more than [`HELD`] bytes are held at a time.

use super::log::Log;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, BufReader, ReadBuf};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc};
use tower_lsp::jsonrpc::Request;

/// The largest body that is read; a larger one is passed over.
pub(super) const LARGEST: usize = 16 << 20;
/// What may wait to be handled, in bytes.
const HELD: usize = 2 * LARGEST;
/// The longest header line of which all is looked at.
const LONGEST_LINE: usize = 4096;
/// The method that stands for a message that is none: its answer says what is wrong with it.
pub(super) const MALFORMED: &str = "regards/malformed";

const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;

/// A sound message on its way to the server.
pub(super) struct Frame {
    bytes: Vec<u8>,
    /// Whether what follows has to wait for its answer.
    is_initialize: bool,
    _held: Option<OwnedSemaphorePermit>,
}

/// Reads messages until the input ends or says `exit`, and sends on those that are sound.
pub(super) async fn pump(input: impl AsyncRead + Unpin, frames: mpsc::UnboundedSender<Frame>, log: Log) {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let room = Arc::new(Semaphore::new(HELD));
    loop {
        let bodies = match read_body(&mut input, &log).await {
            Ok(Some(Ok(body))) => sound(body, &log),
            Ok(Some(Err(wrong))) => Some(Sound::of(answer(&Value::Null, PARSE_ERROR, &wrong))),
            Ok(None) => return log.info("the client has closed its end"),
            Err(error) => return log.error(&format!("the input cannot be read: {error}")),
        };
        let Some(Sound { text, kind }) = bodies else { continue };
        let held = u32::try_from(text.len()).unwrap_or(u32::MAX).min(HELD as u32);
        let held = Arc::clone(&room).acquire_many_owned(held).await.ok();
        let mut bytes = format!("Content-Length: {}\r\n\r\n", text.len()).into_bytes();
        bytes.extend_from_slice(text.as_bytes());
        let frame = Frame { bytes, is_initialize: kind == Kind::Initialize, _held: held };
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Initialize,
    Exit,
    Other,
}

/// A body the server can read.
struct Sound {
    text: String,
    kind: Kind,
}

impl Sound {
    fn of(text: String) -> Self {
        Self { text, kind: Kind::Other }
    }
}

/// Makes a body into one the server can read; one that says what is wrong, if need be. `None` where there is nothing to
/// answer.
fn sound(body: Vec<u8>, log: &Log) -> Option<Sound> {
    let text = String::from_utf8(body).unwrap_or_else(|error| {
        log.warn("a message is no UTF-8; what is not was replaced");
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    });
    let text = match paired(&text) {
        Cow::Owned(paired) => paired,
        Cow::Borrowed(_) => text,
    };
    let text = match mended_uris(&text) {
        Cow::Owned(mended) => mended,
        Cow::Borrowed(_) => text,
    };
    // Most messages need no more than this.
    if let Ok(request) = serde_json::from_str::<Request>(&text)
        && !request.method().is_empty()
    {
        let kind = match request.method() {
            "initialize" => Kind::Initialize,
            "exit" => Kind::Exit,
            _ => Kind::Other,
        };
        return Some(Sound { text, kind });
    }
    let value: Value = match serde_json::from_str(&text) {
        Ok(value) => value,
        Err(error) => {
            // The error's own words may quote the message.
            let wrong = format!("the message is no JSON, at its line {} column {}", error.line(), error.column());
            log.warn(&wrong);
            return Some(Sound::of(answer(&Value::Null, PARSE_ERROR, &wrong)));
        }
    };
    let invalid = |id: &Value, wrong: &str| {
        log.warn(wrong);
        Some(Sound::of(answer(id, INVALID_REQUEST, wrong)))
    };
    let Value::Object(message) = &value else {
        let wrong = if value.is_array() { "batches are no part of the protocol" } else { "the message is no object" };
        return invalid(&Value::Null, wrong);
    };
    let id = message.get("id").filter(|id| id.is_i64() || id.is_string());
    match (message.get("method"), id) {
        (Some(Value::String(method)), _) if !method.is_empty() => {
            let mut request = json!({ "jsonrpc": "2.0", "method": method });
            if let Some(params) = message.get("params") {
                request["params"] = params.clone();
            }
            match (message.get("id"), id) {
                (None, _) => {}
                (Some(_), Some(id)) => request["id"] = id.clone(),
                (Some(_), None) => return invalid(&Value::Null, "the id is neither a whole number nor a string"),
            }
            let kind = if method == "exit" { Kind::Exit } else { Kind::Other };
            Some(Sound { text: request.to_string(), kind })
        }
        (None, Some(id)) => {
            let mut response = json!({ "jsonrpc": "2.0", "id": id });
            match message.get("error").filter(|error| !error.is_null()) {
                Some(error) => {
                    let code = error.get("code").and_then(Value::as_i64).unwrap_or(-32603);
                    let said = error.get("message").and_then(Value::as_str).unwrap_or("the client could not do it");
                    response["error"] = json!({ "code": code, "message": said });
                }
                None => response["result"] = message.get("result").cloned().unwrap_or(Value::Null),
            }
            Some(Sound::of(response.to_string()))
        }
        (None, None) if message.contains_key("id") => {
            log.warn("an answer has an id that was never given");
            None
        }
        _ => invalid(id.unwrap_or(&Value::Null), "the message is neither request nor answer: it has no method"),
    }
}

/// The request that is answered with an error.
fn answer(id: &Value, code: i32, message: &str) -> String {
    json!({ "jsonrpc": "2.0", "id": id, "method": MALFORMED, "params": { "code": code, "message": message } })
        .to_string()
}

/// Replaces half surrogate pairs such as a lone `\ud83d`, which editors send when an emoji is split in two.
fn paired(json: &str) -> Cow<'_, str> {
    let escape = |at: usize| {
        let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut mended = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(b'\\', &json.as_bytes()[at..]) {
        at += found;
        let code = escape(at);
        match code {
            Some(0xD800..=0xDBFF) if matches!(escape(at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                mended.push_str(&json[kept..at]);
                mended.push_str("\\ufffd");
                at += 6;
                kept = at;
            }
            // The escaped character can be a backslash.
            _ => at += 2,
        }
        if at > json.len() {
            break;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(json);
    }
    mended.push_str(&json[kept..]);
    Cow::Owned(mended)
}

/// Percent-encodes what cannot stand in a URI, in the values of `uri` keys: some clients do not.
fn mended_uris(json: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut kept = 0;
    // Inside a string the quotes would be escaped, so this is a key's end.
    for end in memchr::memmem::find_iter(json.as_bytes(), b"ri\"") {
        let rest = &json[end + 3..];
        let value = rest.trim_start().strip_prefix(':').map(str::trim_start).and_then(|rest| rest.strip_prefix('"'));
        let is_key = end > 0 && matches!(json.as_bytes()[end - 1], b'u' | b'U');
        let Some(value) = value.filter(|_| is_key) else { continue };
        let start = json.len() - value.len();
        let Some(length) = string_length(value) else { break };
        if value[..length].bytes().enumerate().all(|(at, byte)| is_fine(value.as_bytes(), at, byte)) {
            continue;
        }
        let Ok(uri) = serde_json::from_str::<String>(&json[start - 1..=start + length]) else { continue };
        mended.push_str(&json[kept..start]);
        encode(&uri, &mut mended);
        kept = start + length;
    }
    if kept == 0 {
        return Cow::Borrowed(json);
    }
    mended.push_str(&json[kept..]);
    Cow::Owned(mended)
}

/// The length of a JSON string's inside, up to its closing quote.
fn string_length(inside: &str) -> Option<usize> {
    let mut escaped = false;
    inside.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
}

/// Whether a byte can stand in a URI as it is.
fn is_fine(uri: &[u8], at: usize, byte: u8) -> bool {
    match byte {
        b'%' => uri.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        _ => byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte),
    }
}

fn encode(uri: &str, out: &mut String) {
    for (at, byte) in uri.bytes().enumerate() {
        if is_fine(uri.as_bytes(), at, byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// Where the server reads: the frames of a [`pump`], one at a time. What follows `initialize` waits for its answer, for
/// the server knows no other order.
pub(super) struct Source {
    frames: mpsc::UnboundedReceiver<Frame>,
    current: Option<Frame>,
    at: usize,
    gate: Arc<Gate>,
}

/// Closed from `initialize` until something is written.
#[derive(Default)]
pub(super) struct Gate {
    closed: AtomicBool,
    written: Notify,
    waiting: std::sync::Mutex<Option<std::task::Waker>>,
}

impl Gate {
    /// Waits until something more was written.
    pub(super) async fn written(&self) {
        self.written.notified().await;
    }

    fn waker(&self) -> std::sync::MutexGuard<'_, Option<std::task::Waker>> {
        self.waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Source {
    pub(super) fn new(frames: mpsc::UnboundedReceiver<Frame>, gate: Arc<Gate>) -> Self {
        Self { frames, current: None, at: 0, gate }
    }
}

impl AsyncRead for Source {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.current.is_none() {
            if this.gate.closed.load(Ordering::Acquire) {
                *this.gate.waker() = Some(cx.waker().clone());
                // It may have opened meanwhile.
                if this.gate.closed.load(Ordering::Acquire) {
                    return Poll::Pending;
                }
            }
            match this.frames.poll_recv(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(Ok(())),
                Poll::Ready(Some(frame)) => (this.current, this.at) = (Some(frame), 0),
            }
        }
        if let Some(frame) = &this.current {
            let rest = &frame.bytes[this.at..];
            let piece = &rest[..rest.len().min(out.remaining())];
            out.put_slice(piece);
            this.at += piece.len();
            if this.at == frame.bytes.len() {
                if frame.is_initialize {
                    this.gate.closed.store(true, Ordering::Release);
                }
                this.current = None;
            }
        }
        Poll::Ready(Ok(()))
    }
}

/// Where the server writes; opens the gate.
pub(super) struct Sink<W> {
    output: W,
    gate: Arc<Gate>,
}

impl<W> Sink<W> {
    pub(super) fn new(output: W, gate: Arc<Gate>) -> Self {
        Self { output, gate }
    }
}

impl<W: AsyncWrite + Unpin> AsyncWrite for Sink<W> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.output).poll_write(cx, bytes);
        if matches!(written, Poll::Ready(Ok(_))) {
            self.gate.closed.store(false, Ordering::Release);
            if let Some(waker) = self.gate.waker().take() {
                waker.wake();
            }
            self.gate.written.notify_one();
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.output).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.output).poll_shutdown(cx)
    }
}
