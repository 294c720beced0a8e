//! The real binary: how it begins and how it ends.

use super::{CANCEL, URI};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_mins(1);

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended, unless the test failed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
        command.arg("server").args(arguments).env("XDG_CACHE_HOME", "").env("HOME", "").env("LOCALAPPDATA", "");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self(command.spawn().expect("it starts"))
    }

    fn send(&mut self, message: &Value) {
        send(self.0.stdin.as_mut().expect("it is open"), message);
    }

    fn receive(&mut self) -> Value {
        receive(self.0.stdout.as_mut().expect("it is piped"))
    }

    fn begin(&mut self, process: &Value) {
        self.send(&initialize(process));
        assert!(self.receive()["result"]["capabilities"].is_object());
        self.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
    }

    fn ended(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.0.try_wait().expect("it can be waited for") {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn initialize(process: &Value) -> Value {
    let params = json!({ "processId": process, "capabilities": {} });
    json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params })
}

/// Some clients count bytes or characters and do not say so; what a client says goes first.
#[test]
fn columns_of_a_client_that_does_not_say() {
    let column = |arguments: &[&str], capabilities: Value| {
        let mut server = Server::start(arguments);
        let params = json!({ "processId": null, "capabilities": capabilities });
        server.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
        server.receive();
        server.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        server.send(&open("Hi Dana,\n\n😀 I have to cancel our interview.\n\nBest,\nSam\n"));
        let found = loop {
            let message = server.receive();
            if message["method"] == "textDocument/publishDiagnostics" {
                break message["params"]["diagnostics"].clone();
            }
        };
        let apology = found.as_array().and_then(|all| all.iter().find(|it| it["code"] == "missing-apology")).cloned();
        apology.expect("it lacks an apology")["range"]["start"]["character"].clone()
    };
    assert_eq!(column(&[], json!({})), 5);
    assert_eq!(column(&["--position-encoding", "utf-8"], json!({})), 7);
    assert_eq!(column(&["--position-encoding", "utf-32"], json!({})), 4);
    let says = json!({ "general": { "positionEncodings": ["utf-16"] } });
    assert_eq!(column(&["--position-encoding", "utf-8"], says), 5);
}

fn open(text: &str) -> Value {
    let document = json!({ "uri": URI, "languageId": "plaintext", "version": 1, "text": text });
    json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } })
}

fn send(to: &mut impl Write, message: &Value) {
    let body = message.to_string();
    write!(to, "Content-Length: {}\r\n\r\n{body}", body.len()).and_then(|()| to.flush()).expect("it reads");
}

/// Reads byte by byte, so that nothing is lost between two calls.
fn receive(from: &mut impl Read) -> Value {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        from.read_exact(&mut byte).expect("it writes");
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).expect("headers are ASCII");
    let length = head.trim().strip_prefix("Content-Length: ").expect("a length").parse().expect("a number");
    let mut body = vec![0; length];
    from.read_exact(&mut body).expect("all of it");
    serde_json::from_slice(&body).expect("it writes JSON")
}

#[test]
fn it_ends_as_it_is_told() {
    let mut server = Server::start(&["--stdio"]);
    server.begin(&Value::Null);
    server.send(&open(CANCEL));
    assert_eq!(server.receive()["method"], "textDocument/publishDiagnostics");
    server.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": null }));
    assert_eq!(server.receive(), json!({ "jsonrpc": "2.0", "id": 2, "result": null }));
    server.send(&json!({ "jsonrpc": "2.0", "method": "exit", "params": null }));
    assert_eq!(server.ended().code(), Some(0), "though its input is still open");
}

#[test]
fn an_end_without_a_word_is_a_failure() {
    let mut server = Server::start(&[]);
    server.begin(&Value::Null);
    server.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(server.ended().code(), Some(1));
    for started in [false, true] {
        let mut server = Server::start(&[]);
        if started {
            server.begin(&Value::Null);
        }
        drop(server.0.stdin.take());
        assert_eq!(server.ended().code(), Some(1));
    }
}

#[test]
fn a_client_that_never_reads_does_not_keep_it_alive() {
    let mut server = Server::start(&["--clientProcessId=1"]);
    server.begin(&Value::Null);
    let long = open(&CANCEL.repeat(200));
    for id in 0..200 {
        server.send(&long);
        let params = json!({ "textDocument": { "uri": URI }, "range": {
            "start": { "line": 0, "character": 0 }, "end": { "line": 9999, "character": 0 } }, "context": { "diagnostics": [] } });
        server
            .send(&json!({ "jsonrpc": "2.0", "id": 100 + id, "method": "textDocument/codeAction", "params": params }));
    }
    drop(server.0.stdin.take());
    // Its output is still open, full, and never read.
    assert_eq!(server.ended().code(), Some(1));
}

#[cfg(any(windows, target_os = "linux", target_os = "macos"))]
#[test]
fn it_dies_with_its_parent() {
    let mut parent = Server::start(&[]);
    let mut server = Server::start(&[]);
    server.begin(&json!(parent.0.id()));
    server.send(&open(CANCEL));
    assert_eq!(server.receive()["method"], "textDocument/publishDiagnostics");
    drop(parent.0.stdin.take());
    parent.ended();
    assert_eq!(server.ended().code(), Some(1), "though its input is still open");
}

#[test]
fn a_parent_that_cannot_be_seen_is_taken_for_alive() {
    let mut server = Server::start(&[]);
    server.begin(&json!(i32::MAX - 7));
    server.send(&open(CANCEL));
    assert_eq!(server.receive()["method"], "textDocument/publishDiagnostics");
    drop(server.0.stdin.take());
    server.ended();
}

/// A figure of its memory, in MiB.
#[cfg(target_os = "linux")]
fn memory(server: &Server, what: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.0.id())).expect("it is running");
    let line = status.lines().find(|line| line.starts_with(what)).expect("a figure of this name");
    line.split_whitespace().nth(1).and_then(|size| size.parse::<u64>().ok()).expect("a size") / 1024
}

#[cfg(target_os = "linux")]
#[test]
fn two_hundred_megabytes_are_passed_over_in_little_memory() {
    let mut server = Server::start(&[]);
    server.begin(&Value::Null);
    server.send(&open(CANCEL));
    assert_eq!(server.receive()["method"], "textDocument/publishDiagnostics");
    let before = memory(&server, "VmHWM:");
    let input = server.0.stdin.as_mut().expect("it is open");
    let piece = vec![b'x'; 1 << 20];
    write!(input, "Content-Length: {}\r\n\r\n", 200 << 20).expect("it reads");
    for _ in 0..200 {
        input.write_all(&piece).expect("it reads");
    }
    assert_eq!(server.receive()["error"]["code"], -32700);
    server.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": null }));
    assert_eq!(server.receive(), json!({ "jsonrpc": "2.0", "id": 2, "result": null }));
    let grown = memory(&server, "VmHWM:") - before;
    assert!(grown < 4, "{grown} MiB more");
    // The program itself, which is several times as large when it is not optimized, does not count.
    let own = memory(&server, "RssAnon:");
    assert!(own < 32, "{own} MiB");
    drop(server.0.stdin.take());
    server.ended();
}

#[test]
fn over_a_socket_from_either_side() {
    // The client listens.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("it has one").port().to_string();
    let mut server = Server::start(&["--socket", &port]);
    let (mut stream, _) = listener.accept().expect("it connects");
    send(&mut stream, &initialize(&Value::Null));
    assert!(receive(&mut stream)["result"]["capabilities"].is_object());
    drop(stream);
    assert_eq!(server.ended().code(), Some(1));
    // The server does.
    let mut server = Server::start(&["--socket", "0"]);
    let mut said = String::new();
    BufReader::new(server.0.stderr.as_mut().expect("piped")).read_line(&mut said).expect("it says where it listens");
    let address = said.trim().rsplit(' ').next().expect("an address");
    let mut stream = TcpStream::connect(address).expect("it listens");
    send(&mut stream, &initialize(&Value::Null));
    assert!(receive(&mut stream)["result"]["capabilities"].is_object());
    drop(stream);
    assert_eq!(server.ended().code(), Some(1));
}

/// Editors built on Node talk to what they start over a pair of sockets, not over pipes; some give it files.
#[cfg(unix)]
#[test]
fn over_whatever_stands_for_standard_input_and_output() {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;
    let start = |input: Stdio, output: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
        command.arg("server").env("XDG_CACHE_HOME", "").env("HOME", "");
        Server(command.stdin(input).stdout(output).stderr(Stdio::null()).spawn().expect("it starts"))
    };
    let (mut ours, theirs) = UnixStream::pair().expect("a pair");
    let end = || Stdio::from(OwnedFd::from(theirs.try_clone().expect("a copy")));
    let mut server = start(end(), end());
    drop(theirs);
    send(&mut ours, &initialize(&Value::Null));
    assert!(receive(&mut ours)["result"]["capabilities"].is_object());
    // More than a socket holds at a time.
    let long = CANCEL.replace("cancel our", &"cancel our ".repeat(100_000));
    send(&mut ours, &open(&long));
    send(&mut ours, &json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": null }));
    while receive(&mut ours)["id"] != 2 {}
    send(&mut ours, &json!({ "jsonrpc": "2.0", "method": "exit", "params": null }));
    assert_eq!(server.ended().code(), Some(0));

    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let (input, output) = (folder.path().join("input"), folder.path().join("output"));
    let mut messages = Vec::new();
    send(&mut messages, &initialize(&Value::Null));
    send(&mut messages, &json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": null }));
    send(&mut messages, &json!({ "jsonrpc": "2.0", "method": "exit", "params": null }));
    fs::write(&input, messages).expect("written");
    let file = |file: std::io::Result<fs::File>| Stdio::from(file.expect("a file"));
    let mut server = start(file(fs::File::open(&input)), file(fs::File::create(&output)));
    assert_eq!(server.ended().code(), Some(0));
    let mut answers = &fs::read(&output).expect("it was written")[..];
    assert!(receive(&mut answers)["result"]["capabilities"].is_object());
    assert_eq!(receive(&mut answers)["id"], 2);
}

#[test]
fn the_log_never_holds_what_a_message_says() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let log = folder.path().join("regards.log");
    let mut server = Server::start(&["--log", log.to_str().expect("a plain name"), "--log-level", "debug"]);
    server.begin(&Value::Null);
    let secret = "Scheherazade";
    server.send(&open(&CANCEL.replace("Dana", secret)));
    assert_eq!(server.receive()["method"], "textDocument/publishDiagnostics");
    let body = format!("{{\"jsonrpc\":\"2.0\",\"method\":\"{secret}");
    let input = server.0.stdin.as_mut().expect("it is open");
    write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("it reads");
    assert_eq!(server.receive()["error"]["code"], -32700);
    server.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": { "textDocument": secret } }));
    drop(server.0.stdin.take());
    server.ended();
    let log = fs::read_to_string(log).expect("it was written");
    assert!(log.contains("open: ") && log.contains("no JSON"), "{log}");
    assert!(!log.contains(secret), "{log}");
    let mut said = String::new();
    server.0.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
    assert_eq!(said, "");
}

#[test]
fn a_bug_report_has_what_it_needs() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    fs::write(folder.path().join("regards.toml"), "disable = [\"closed-door\"]\n").expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
    let output = command.arg("rage").current_dir(folder.path()).output().expect("it runs");
    let told = String::from_utf8(output.stdout).expect("text");
    let line = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned();
    assert_eq!(line("regards "), env!("CARGO_PKG_VERSION"));
    assert!(line("system ").starts_with(std::env::consts::OS), "{told}");
    let name = folder.path().file_name().expect("it has one").to_string_lossy().into_owned();
    assert!(line("configuration ").ends_with(&name), "{told}");
    assert!(told.lines().any(|line| line.trim() == "closed-door"), "which rules are off: {told}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_log_that_cannot_be_written_is_trouble() {
    let mut server = Server::start(&["--log", "/no/such/folder/regards.log"]);
    assert_eq!(server.ended().code(), Some(2));
}
