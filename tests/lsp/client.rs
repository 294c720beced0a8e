//! A client in memory. It fails the test where a server would fail its user: on an answer that does not come it prints
//! what is pending, and when dropped it insists that nothing was left unread and that the session was ended cleanly.

use jiff::Zoned;
use regards::lsp::log::{Level, Log};
use regards::lsp::{Options, serve};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};
use tokio::task::JoinHandle;

/// Far more than anything takes; what takes longer never comes.
const PATIENCE: Duration = Duration::from_mins(3);

pub(super) struct Client {
    input: BufReader<ReadHalf<DuplexStream>>,
    output: WriteHalf<DuplexStream>,
    server: Option<JoinHandle<u8>>,
    /// Received, and not asked for yet.
    unread: VecDeque<Value>,
    /// Requests without an answer.
    pending: BTreeMap<i64, String>,
    last_id: i64,
    /// What the server asked for.
    pub(super) asked: Vec<(String, Value)>,
    /// What to answer to requests of the server; those not listed get null.
    pub(super) answers: BTreeMap<&'static str, Value>,
    /// Requests of the server that are never answered.
    pub(super) ignored: Vec<&'static str>,
    pub(super) log: Lines,
}

/// The server's log.
#[derive(Clone, Default)]
pub(super) struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("no writer panics")).into_owned()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no writer panics").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The moment tests happen, unless they say otherwise.
pub(super) fn now() -> Zoned {
    "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a time")
}

impl Client {
    /// A server that has just been started.
    pub(super) fn start() -> Self {
        Self::start_at(Arc::new(now))
    }

    pub(super) fn start_at(clock: regards::lsp::Clock) -> Self {
        Self::start_with(clock, None)
    }

    /// The same, with a folder for what is written to be looked at.
    pub(super) fn start_with(clock: regards::lsp::Clock, pages: Option<std::path::PathBuf>) -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let (input, output) = tokio::io::split(ours);
        let (their_input, their_output) = tokio::io::split(theirs);
        let log = Lines::default();
        let options = Options {
            log: Log::new(Level::Debug, log.clone()),
            clock,
            look_every: Duration::from_millis(20),
            pages,
            encoding: regards::lsp::Encoding::default(),
        };
        let server = tokio::spawn(serve(their_input, their_output, options));
        Self {
            input: BufReader::new(input),
            output,
            server: Some(server),
            unread: VecDeque::new(),
            pending: BTreeMap::new(),
            last_id: 0,
            asked: Vec::new(),
            answers: BTreeMap::new(),
            ignored: Vec::new(),
            log,
        }
    }

    /// A session that has begun, with a client of these capabilities.
    pub(super) async fn with(capabilities: Value) -> Self {
        let mut client = Self::start();
        client.initialize(json!({ "processId": null, "rootUri": null, "capabilities": capabilities })).await;
        client
    }

    /// The same with a client that can do nothing special.
    pub(super) async fn plain() -> Self {
        Self::with(json!({})).await
    }

    pub(super) async fn initialize(&mut self, params: Value) -> Value {
        let answer = self.request("initialize", params).await;
        self.notify("initialized", json!({})).await;
        answer
    }

    pub(super) async fn send_raw(&mut self, bytes: &[u8]) {
        self.output.write_all(bytes).await.expect("the server reads");
    }

    pub(super) async fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await;
    }

    pub(super) async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    }

    /// Sends a request; [`Client::answer`] waits for what comes of it.
    pub(super) async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        let id = self.last_id;
        self.pending.insert(id, method.to_owned());
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })).await;
        id
    }

    /// The whole answer to a request.
    pub(super) async fn answer(&mut self, id: i64) -> Value {
        let answer = self.next(&format!("the answer to {id}"), |it| it["id"] == id && it.get("method").is_none()).await;
        self.pending.remove(&id);
        answer
    }

    /// The result of a request that has to succeed.
    pub(super) async fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params).await;
        let answer = self.answer(id).await;
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The error of a request that has to fail.
    pub(super) async fn refused(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params).await;
        let answer = self.answer(id).await;
        assert!(answer.get("error").is_some(), "{method}: {answer}");
        answer["error"].clone()
    }

    /// The next answer that is an error.
    pub(super) async fn error(&mut self) -> Value {
        self.next("an error", |it| it.get("error").is_some()).await
    }

    /// The next notification of a kind.
    pub(super) async fn notification(&mut self, method: &str) -> Value {
        self.next(method, |it| it["method"] == method).await["params"].clone()
    }

    /// The notifications of a kind that have come and were not read yet.
    pub(super) fn received(&mut self, method: &str) -> Vec<Value> {
        let unread = std::mem::take(&mut self.unread).into_iter();
        let (found, left): (Vec<Value>, _) = unread.partition(|it| it["method"] == method);
        self.unread = left.into();
        found.into_iter().map(|mut it| it["params"].take()).collect()
    }

    /// The next diagnostics published for a file.
    pub(super) async fn published(&mut self, uri: &str) -> Value {
        let is_it = |it: &Value| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == uri;
        self.next(&format!("diagnostics of {uri}"), is_it).await["params"].clone()
    }

    /// The diagnostics published for a version of a file; those of earlier versions are passed over.
    pub(super) async fn published_version(&mut self, uri: &str, version: i32) -> Value {
        loop {
            let published = self.published(uri).await;
            let found = published["version"].as_i64().expect("diagnostics tell their version");
            assert!(found <= version.into(), "version {found} of {uri} is not there yet");
            if found == i64::from(version) {
                return published["diagnostics"].clone();
            }
        }
    }

    /// Opens a file and returns its diagnostics.
    pub(super) async fn open(&mut self, uri: &str, language: &str, text: &str) -> Value {
        self.open_only(uri, language, text).await;
        self.published_version(uri, 1).await
    }

    pub(super) async fn open_only(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    pub(super) async fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params).await;
    }

    pub(super) async fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    }

    /// Ends the session as a client should, and the test with it.
    pub(super) async fn finish(mut self) {
        // Whatever was sent before the answer has come when it has.
        self.request("shutdown", Value::Null).await;
        self.notify("exit", Value::Null).await;
        assert_eq!(self.status().await, 0, "the exit status\n{}", self.log.text());
        let unread = std::mem::take(&mut self.unread);
        assert!(unread.is_empty(), "unread: {unread:#?}");
    }

    /// Waits for the server's end, and returns the exit status.
    pub(super) async fn status(&mut self) -> u8 {
        let server = self.server.take().expect("it ends once");
        let ended = tokio::time::timeout(PATIENCE, server).await;
        ended.unwrap_or_else(|_| panic!("the server does not end\n{}", self.log.text())).expect("it does not panic")
    }

    /// Closes the client's end.
    pub(super) async fn hang_up(&mut self) {
        self.output.shutdown().await.expect("it can be closed");
    }

    /// Forgets what was not read.
    pub(super) fn forget(&mut self) {
        self.unread.clear();
    }

    /// The first message that fits, of those unread or still to come. Requests of the server are answered by the way.
    async fn next(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.unread.iter().position(&fits) {
            return self.unread.remove(at).expect("it was just found");
        }
        loop {
            let Ok(message) = tokio::time::timeout(PATIENCE, self.receive()).await else {
                let (pending, unread, log) = (&self.pending, &self.unread, self.log.text());
                panic!("{what} does not come\npending: {pending:?}\nunread: {unread:#?}\nlog:\n{log}");
            };
            let message =
                message.unwrap_or_else(|| panic!("{what} does not come: the server is gone\n{}", self.log.text()));
            if message.get("method").is_some() && message.get("id").is_some() {
                self.reply(&message).await;
            } else if fits(&message) {
                return message;
            } else {
                self.unread.push_back(message);
            }
        }
    }

    async fn reply(&mut self, request: &Value) {
        let method = request["method"].as_str().unwrap_or_default().to_owned();
        self.asked.push((method.clone(), request["params"].clone()));
        if !self.ignored.contains(&method.as_str()) {
            let answer = self.answers.get(method.as_str()).cloned().unwrap_or_default();
            self.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": answer })).await;
        }
    }

    async fn receive(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.input.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().expect("a length"),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.input.read_exact(&mut body).await.ok()?;
        Some(serde_json::from_slice(&body).expect("the server writes JSON"))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        assert!(self.server.is_none() || std::thread::panicking(), "the session was not ended: call `finish`");
    }
}
