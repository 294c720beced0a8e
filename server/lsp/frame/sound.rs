//! Bodies → messages the server reads without an error.

use super::super::log::Log;
use super::MALFORMED;
use super::mend::{mended_uris, paired, with_capabilities};
use serde_json::{Value, json};
use std::borrow::Cow;
use tower_lsp::jsonrpc::Request;

const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `initialize` or `shutdown`: what follows has to wait for its answer.
    Turn,
    Exit,
    Other,
}

/// A body the server can read.
pub(super) struct Sound {
    pub(super) text: String,
    pub(super) kind: Kind,
}

impl Sound {
    fn of(text: String) -> Self {
        Self { text, kind: Kind::Other }
    }

    /// What stands for a body that cannot be had: it is answered with what is wrong with it.
    pub(super) fn lost(wrong: &str) -> Self {
        Self::of(answer(&Value::Null, PARSE_ERROR, wrong))
    }
}

/// Makes a body into one the server can read; one that says what is wrong, if need be. `None` where there is nothing to
/// answer.
pub(super) fn sound(body: Vec<u8>, log: &Log) -> Option<Sound> {
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
            "initialize" | "shutdown" if request.id().is_some() => Kind::Turn,
            "exit" => Kind::Exit,
            _ => Kind::Other,
        };
        let text = if request.method() == "initialize" { with_capabilities(text) } else { text };
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
