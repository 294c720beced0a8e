//! What some clients write though JSON or URIs have no place for it, made into what they mean.

use serde_json::{Value, json};
use std::borrow::Cow;
use std::fmt::Write as _;

/// Gives `initialize` the capabilities that have to be there, and that small clients leave out where they have none.
pub(super) fn with_capabilities(message: String) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(&message) else { return message };
    let params = &mut value["params"];
    match params {
        Value::Null => *params = json!({ "capabilities": {} }),
        Value::Object(params) if params.get("capabilities").is_none_or(Value::is_null) => {
            params.insert("capabilities".to_owned(), json!({}));
        }
        _ => return message,
    }
    value.to_string()
}

/// Replaces half surrogate pairs such as a lone `\ud83d`, which editors send when an emoji is split in two.
pub(super) fn paired(json: &str) -> Cow<'_, str> {
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
pub(super) fn mended_uris(json: &str) -> Cow<'_, str> {
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
