//! Where the conversation begins: which lines of a text quote others, and which stand under `-- `. Decides by lines only,
//! so that HTML and Markdown, rendered to lines, are read by the same rules as plain text.

use super::line::{Line, Role};

/// Marks the lines that are not the writer's. `lines` are all [`Role::Own`], [`Role::Blank`] or [`Role::Vanished`].
pub(super) fn classify(text: &str, lines: &mut [Line]) {
    for line in lines.iter_mut() {
        if line.role == Role::Own && text.as_bytes()[line.start as usize] == b'>' {
            line.role = Role::Quoted;
        }
    }
    let legal = memchr::memmem::find(text.as_bytes(), b"confidential").is_some();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].role != Role::Own {
            at += 1;
            continue;
        }
        let words = lines[at].words(text);
        let get = |i: usize| lines.get(i).map(|l| l.words(text));
        if is_separator(words) || (at > 0 && is_header_block(&get, at)) {
            let first = if at > 0 && is_rule(text, &lines[..at]) { previous(lines, at) } else { at };
            mark(&mut lines[first..], Role::Thread);
            return;
        }
        if let Some(first) = attribution(&get, at) {
            let quoted = lines[at + 1..].iter().find(|l| !matches!(l.role, Role::Blank | Role::Vanished));
            match quoted.map(|l| l.role) {
                Some(Role::Quoted) => mark(&mut lines[first..=at], Role::Thread),
                Some(_) if is_dated(lines[first].words(text)) || is_dated(words) => {
                    mark(&mut lines[first..], Role::Thread);
                    return;
                }
                _ => {}
            }
        } else if words == "--" {
            let end = under(text, lines, at + 1);
            mark(&mut lines[at..end], Role::Signature);
            at = end;
            continue;
        } else if is_notice(words) || legal && at > 2 && is_legal(words) {
            let end = at + lines[at..].iter().position(|l| l.role != Role::Own).unwrap_or(lines.len() - at);
            mark(&mut lines[at..end], Role::Signature);
        }
        at += 1;
    }
}

fn mark(lines: &mut [Line], role: Role) {
    for line in lines {
        if matches!(line.role, Role::Own | Role::Vanished) || role == Role::Thread && line.role == Role::Signature {
            line.role = role;
        }
    }
}

/// Where the signature that begins at `from` ends: at the conversation, or the end.
fn under(text: &str, lines: &[Line], from: usize) -> usize {
    let get = |i: usize| lines.get(i).map(|l| l.words(text));
    (from..lines.len())
        .find(|&i| {
            let words = lines[i].words(text);
            lines[i].role == Role::Quoted
                || lines[i].role == Role::Own
                    && (is_separator(words) || is_header_block(&get, i) || starts_attribution(&get, i))
        })
        .unwrap_or(lines.len())
}

fn previous(lines: &[Line], at: usize) -> usize {
    lines[..at].iter().rposition(|l| l.role != Role::Blank).unwrap_or(at)
}

/// Whether the last words before are a drawn rule, as Outlook puts above its header block.
fn is_rule(text: &str, before: &[Line]) -> bool {
    before.iter().rfind(|l| l.role != Role::Blank).is_some_and(|l| {
        let words = l.words(text).as_bytes();
        words.len() >= 5 && words.iter().all(|b| matches!(b, b'_' | b'-' | b'=' | b'*'))
    })
}

/// `-----Original Message-----`, `Begin forwarded message:`, in the languages mail programs speak.
pub(super) fn is_separator(line: &str) -> bool {
    let line = line.trim_matches(['*', '_']);
    if line.starts_with("--") {
        let inner = line.trim_matches(['-', ' ']);
        return line.ends_with("--") && inner.len() < 60 && SEPARATORS.iter().any(|s| contains_ascii(inner, s));
    }
    line.len() < 60 && (starts_ascii(line, "begin forwarded message") || starts_ascii(line, "début du message"))
}

const SEPARATORS: [&str; 12] = [
    "original message",
    "forwarded message",
    "original appointment",
    "message d'origine",
    "message transf",
    "ursprüngliche nachricht",
    "weitergeleitete nachricht",
    "mensaje original",
    "mensaje reenviado",
    "mensagem original",
    "messaggio originale",
    "oprindelig meddelelse",
];

/// Whether a header block in the manner of Outlook begins at line `at`: `From:` followed by another field.
pub(super) fn is_header_block<'a>(get: &dyn Fn(usize) -> Option<&'a str>, at: usize) -> bool {
    let Some(first) = get(at) else { return false };
    if memchr::memchr(b':', &first.as_bytes()[..first.len().min(24)]).is_none() || !is_field(first, &FROM) {
        return false;
    }
    (at + 1..at + 6).filter_map(get).take_while(|l| !l.is_empty()).filter(|l| is_field(l, &FIELDS)).count() >= 1
}

pub(super) const FROM: [&str; 9] = ["from", "de", "von", "da", "fra", "från", "van", "od", "от"];
pub(super) const SENT: [&str; 14] = [
    "sent",
    "date",
    "envoyé",
    "gesendet",
    "datum",
    "enviado",
    "fecha",
    "data",
    "inviato",
    "sendt",
    "skickat",
    "verzonden",
    "dato",
    "wysłano",
];
const FIELDS: [&str; 24] = [
    "sent",
    "date",
    "to",
    "subject",
    "cc",
    "envoyé",
    "gesendet",
    "datum",
    "enviado",
    "fecha",
    "data",
    "inviato",
    "sendt",
    "skickat",
    "verzonden",
    "à",
    "an",
    "para",
    "til",
    "aan",
    "betreff",
    "objet",
    "asunto",
    "oggetto",
];

/// The value of a line that reads `Key: value`, asterisks of bold type allowed, when its key is one of `keys`.
pub(super) fn field<'a>(line: &'a str, keys: &[&str]) -> Option<&'a str> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_matches([' ', '*', '\u{A0}']);
    (key.len() < 20 && keys.iter().any(|k| key.eq_ignore_ascii_case(k) || key.to_lowercase() == *k))
        .then(|| value.trim_matches([' ', '*', '\u{A0}']))
}

fn is_field(line: &str, keys: &[&str]) -> bool {
    field(line, keys).is_some()
}

/// When an attribution ends at line `at`, the line it begins on.
pub(super) fn attribution<'a>(get: &dyn Fn(usize) -> Option<&'a str>, at: usize) -> Option<usize> {
    let last = get(at)?;
    if !last.ends_with(':') || last.len() > 400 {
        return None;
    }
    let opens = |line: &str| OPENERS.iter().any(|o| line.starts_with(o));
    let first = (0..3)
        .map_while(|back| at.checked_sub(back))
        .take_while(|&i| get(i).is_some_and(|l| !l.is_empty() && l.len() < 200))
        .find(|&i| get(i).is_some_and(opens));
    let first = first.unwrap_or(at);
    let says = (first..=at).filter_map(get).any(|l| verb(l).is_some());
    says.then_some(first)
}

/// Whether an attribution of up to three lines begins at line `at`.
fn starts_attribution<'a>(get: &dyn Fn(usize) -> Option<&'a str>, at: usize) -> bool {
    get(at).is_some_and(|l| OPENERS.iter().any(|o| l.starts_with(o)))
        && (at..at + 3).any(|i| attribution(get, i).is_some_and(|first| first == at))
}

const OPENERS: [&str; 12] =
    ["On ", "Den ", "Le ", "Am ", "El ", "Em ", "Il ", "Op ", "W dniu ", "Dne ", "Il giorno ", "Den\u{A0}"];

const VERBS: [&str; 17] = [
    "wrote",
    "skrev",
    "a écrit",
    "schrieb",
    "escribió",
    "escribio",
    "ha scritto",
    "escreveu",
    "schreef",
    "napisał",
    "napsal",
    "kirjoitti",
    "írta",
    "писал",
    "a ecrit",
    "yazdı",
    "scrisse",
];

/// Where the verb of an attribution stands.
pub(super) fn verb(line: &str) -> Option<(usize, usize)> {
    VERBS.iter().find_map(|verb| {
        let at = line.rfind(verb)?;
        (at == 0 || line[..at].ends_with([' ', '\u{A0}', ',', '>', ')'])).then_some((at, at + verb.len()))
    })
}

/// Whether a line carries an address or a figure, as dates do.
fn is_dated(line: &str) -> bool {
    line.bytes().any(|b| b == b'@' || b.is_ascii_digit())
}

/// Whether a paragraph opening so is put there by a mail program or a lawyer.
pub(super) fn is_notice(line: &str) -> bool {
    let line = line.trim_start_matches(['*', '_', '[', '(', ' ']);
    match line.as_bytes().first().map(u8::to_ascii_lowercase) {
        Some(b's') => NOTICES_S.iter().any(|n| starts_ascii(line, n)),
        Some(b't') => {
            starts_ascii(line, "this ")
                && ["this e-mail", "this email", "this message", "this communication", "this transmission"]
                    .iter()
                    .any(|n| starts_ascii(line, n))
                && ["confidential", "intended", "privileged", "attachments", "scanned", "may contain"]
                    .iter()
                    .any(|n| contains_ascii(line, n))
                || starts_ascii(line, "the information contained in this")
                || starts_ascii(line, "the contents of this e")
        }
        Some(b'g') => starts_ascii(line, "get outlook for"),
        Some(b'c') => {
            starts_ascii(line, "confidential:")
                || starts_ascii(line, "confidentiality n")
                || starts_ascii(line, "ce message et")
        }
        Some(b'd') => starts_ascii(line, "disclaimer:") || line == "DISCLAIMER",
        Some(b'p') => {
            starts_ascii(line, "please consider the environment") || starts_ascii(line, "privileged and confidential")
        }
        Some(b'y') => starts_ascii(line, "yahoo mail") || starts_ascii(line, "you are receiving this"),
        Some(b'u') => starts_ascii(line, "unsubscribe"),
        Some(b'e') => {
            starts_ascii(line, "envoyé de mon")
                || starts_ascii(line, "enviado desde mi")
                || starts_ascii(line, "enviado do meu")
        }
        Some(b'v') => starts_ascii(line, "von meinem iphone gesendet") || starts_ascii(line, "virus-free"),
        Some(b'i') => {
            starts_ascii(line, "inviato da iphone")
                || starts_ascii(line, "if you are not the intended recipient")
                || starts_ascii(line, "if you have received this")
        }
        _ => false,
    }
}

const NOTICES_S: [&str; 8] = [
    "sent from my",
    "sent from mail",
    "sent from outlook",
    "sent from yahoo",
    "sent from proton",
    "sent via",
    "sent with ",
    "sendt fra min",
];

/// Whether a line says what lawyers say, wherever in it.
fn is_legal(line: &str) -> bool {
    contains_ascii(line, "confidential")
        && ["privileged", "intended recipient", "addressee", "disclos", "intended only", "intended solely"]
            .iter()
            .any(|w| contains_ascii(line, w))
}

/// Whether `line` starts with `prefix`, which is in lower case, whatever the case of its ASCII letters.
pub(super) fn starts_ascii(line: &str, prefix: &str) -> bool {
    line.len() >= prefix.len() && line.as_bytes()[..prefix.len()].eq_ignore_ascii_case(prefix.as_bytes())
}

fn contains_ascii(line: &str, needle: &str) -> bool {
    line.as_bytes().windows(needle.len()).any(|w| w.eq_ignore_ascii_case(needle.as_bytes()))
}
