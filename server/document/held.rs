//! Messages that stand as strings in JSON and YAML files, under keys known for it: each is a message of its own, with the
//! subject beside it.
//!
//! Invariant: a string is only taken where it is read exactly as a parser of the format reads it.

use super::beside::{self, Comment};
use super::directive::Directive;
use super::json::{self, Token};
use super::scalar::{Scalar, ScalarStyle};
use super::yaml::{self, Place};
use saphyr_parser::{Event, Parser};
use std::fmt::Write as _;
use std::ops::Range;

/// Keys a message is looked for under, unless the configuration names others.
pub const KEYS: [&str; 6] = ["body", "text", "html", "message", "content", "template"];
/// The key of the subject beside it.
pub(super) const SUBJECT: &str = "subject";

/// The format of a file that holds messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataFormat {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

impl DataFormat {
    /// The format a file's name tells, if it tells one.
    pub fn of_name(name: &str) -> Option<Self> {
        let extension = name.rsplit(['/', '\\']).next()?.rsplit_once('.')?.1;
        match extension.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "yaml" | "yml" => Some(Self::Yaml),
            _ => None,
        }
    }
}

/// A message in a file of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The way to it: `templates[2].body`.
    pub path: String,
    /// Its subject.
    pub subject: Option<Scalar>,
    /// Its words.
    pub body: Scalar,
    /// Where the key they stand under begins.
    pub key: usize,
    /// Whether it stands between brackets, where a line of its own says nothing.
    pub flow: bool,
    /// Remarks to Regards beside it.
    pub remarks: Vec<Directive>,
}

impl Held {
    /// Its strings, subject first.
    pub(crate) fn scalars(&mut self) -> impl Iterator<Item = &mut Scalar> {
        self.subject.iter_mut().chain(std::iter::once(&mut self.body))
    }

    /// Where it stands after edits of the file: in order, as places and the bytes that come for them.
    pub(crate) fn after(&mut self, edits: &[(Range<usize>, &str)]) {
        self.scalars().for_each(|scalar| scalar.after(edits));
        self.remarks.iter_mut().for_each(|remark| {
            let mut place = Scalar { span: remark.span.range(), style: ScalarStyle::Json };
            place.after(edits);
            remark.span = place.span.into();
        });
    }

    /// The same place in a part of the file that begins at `start`. Remarks that are not in it are at its start.
    pub(crate) fn within(&mut self, start: usize) {
        let moved = |span: Range<usize>| span.start.saturating_sub(start)..span.end.saturating_sub(start);
        self.scalars().for_each(|scalar| scalar.span = moved(scalar.span.clone()));
        self.remarks.iter_mut().for_each(|remark| remark.span = moved(remark.span.range()).into());
        self.key = self.key.saturating_sub(start);
    }

    /// The part of the file it is in.
    pub(crate) fn span(&self) -> Range<usize> {
        let body = &self.body.span;
        let subject = self.subject.as_ref().map_or(body, |subject| &subject.span);
        body.start.min(subject.start)..body.end.max(subject.end)
    }
}

/// Why a file of data cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// What is wrong with it.
    pub message: String,
    /// Where in the text.
    pub at: usize,
}

/// The messages under `keys`, by place.
pub fn held(text: &str, format: DataFormat, keys: &[&str]) -> Result<Vec<Held>, Broken> {
    // Most files of data hold no message, and need not be parsed to know it.
    if !keys.iter().any(|key| memchr::memmem::find(text.as_bytes(), key.as_bytes()).is_some()) {
        return Ok(Vec::new());
    }
    let mut finder = Finder { keys, open: Vec::new(), found: Vec::new() };
    let comments = match format {
        DataFormat::Json => in_json(text, &mut finder).map(|()| Vec::new())?,
        DataFormat::Yaml => in_yaml(text, &mut finder)?,
    };
    let mut found = finder.found;
    found.sort_by_key(|held| held.body.span.start);
    beside::hand_out(text, comments, &mut found);
    Ok(found)
}

/// What is open around a place in a file.
enum Frame {
    Map(Map),
    /// `remark` is what it says to Regards, going by its key.
    List {
        index: usize,
        remark: Option<String>,
    },
}

#[derive(Default)]
struct Map {
    /// The last key, and where it begins.
    key: Option<(String, usize)>,
    subject: Option<Scalar>,
    bodies: Vec<(String, usize, Scalar)>,
    remarks: Vec<Directive>,
}

struct Finder<'k> {
    keys: &'k [&'k str],
    open: Vec<(Frame, bool)>,
    found: Vec<Held>,
}

impl Finder<'_> {
    fn open_map(&mut self, flow: bool) {
        self.open.push((Frame::Map(Map::default()), flow));
    }

    fn open_list(&mut self, flow: bool) {
        let remark = match self.open.last() {
            Some((Frame::Map(Map { key: Some((key, _)), .. }), _)) => beside::key(key),
            _ => None,
        };
        self.open.push((Frame::List { index: 0, remark }, flow));
    }

    fn flow(&self) -> bool {
        self.open.last().is_some_and(|(_, flow)| *flow)
    }

    /// A string, number or word that begins at `start`; whether a string, and read as the parser reads it, is `scalar`.
    fn value(&mut self, value: &str, start: usize, scalar: Option<Scalar>) {
        match self.open.as_mut_slice() {
            [.., (Frame::Map(Map { key: key @ None, .. }), _)] => *key = Some((value.to_owned(), start)),
            [.., (Frame::Map(map), _)] => {
                let (key, place) = map.key.take().unwrap_or_default();
                let Some(scalar) = scalar else { return };
                if key.eq_ignore_ascii_case(SUBJECT) {
                    map.subject = Some(scalar);
                } else if let Some(said) = beside::key(&key) {
                    map.remarks.push(beside::value(said, value, scalar.span));
                } else if self.keys.iter().any(|known| key.eq_ignore_ascii_case(known)) && value.contains([' ', '\n']) {
                    map.bodies.push((key, place, scalar));
                }
            }
            [before @ .., (Frame::List { index, remark }, _)] => {
                *index += 1;
                if let (Some(said), Some(scalar), [.., (Frame::Map(map), _)]) = (remark, scalar, before) {
                    map.remarks.push(beside::value(said.clone(), value, scalar.span));
                }
            }
            [] => {}
        }
    }

    fn close(&mut self) {
        let Some((frame, flow)) = self.open.pop() else { return };
        if let Frame::Map(Map { subject, bodies, remarks, .. }) = frame
            && !bodies.is_empty()
        {
            let way = self.way();
            let first = self.found.len();
            for (key, place, body) in bodies {
                let path = if way.is_empty() { key } else { format!("{way}.{key}") };
                let subject = subject.clone();
                self.found.push(Held { path, subject, body, key: place, flow, remarks: Vec::new() });
            }
            for remark in remarks {
                beside::share(&remark, self.found[first..].iter_mut());
            }
        }
        // What was closed was the value of what is open now.
        self.value("", 0, None);
    }

    /// The way to what is open.
    fn way(&self) -> String {
        let mut way = String::new();
        for (frame, _) in &self.open {
            match frame {
                Frame::Map(Map { key, .. }) => {
                    way.push_str(if way.is_empty() { "" } else { "." });
                    way.push_str(key.as_ref().map_or("?", |(key, _)| key));
                }
                Frame::List { index, .. } => {
                    // A string takes whatever is written to it.
                    let _ = write!(way, "[{index}]");
                }
            }
        }
        way
    }
}

fn in_json(text: &str, finder: &mut Finder<'_>) -> Result<(), Broken> {
    json::read(text, &mut |token| match token {
        Token::Map => finder.open_map(true),
        Token::List => finder.open_list(true),
        Token::End => finder.close(),
        Token::String(span) => {
            let start = span.start;
            let scalar = Scalar { span, style: ScalarStyle::Json };
            let (value, _) = scalar.decode(text);
            finder.value(&value, start, Some(scalar));
        }
        Token::Other => finder.value("", 0, None),
    })
}

/// Answers the comments that speak to Regards.
fn in_yaml(text: &str, finder: &mut Finder<'_>) -> Result<Vec<Comment>, Broken> {
    let has_remarks = memchr::memmem::find(text.as_bytes(), b"egards-").is_some();
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut place = Place::new(text);
    let mut before = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Broken {
            message: error.info().to_owned(),
            at: Place::new(text).byte(error.marker().index()),
        })?;
        let start = place.byte(span.start.index());
        match event {
            Event::MappingStart(..) => finder.open_map(text[start..].starts_with('{') || finder.flow()),
            Event::SequenceStart(..) => {
                let flow = text[start..].starts_with('[') || finder.flow();
                finder.open_list(flow);
            }
            Event::MappingEnd | Event::SequenceEnd => finder.close(),
            Event::Alias(_) => finder.value("", start, None),
            Event::Scalar(value, style, ..) => {
                let end = place.byte(span.end.index()).max(start);
                let scalar = yaml::scalar(text, before, start..end, span.start.col(), style, finder.flow());
                let is_it = |scalar: &Scalar| yaml::is_read_as(scalar, text, &value);
                let scalar = scalar.filter(is_it);
                if has_remarks {
                    taken.push(scalar.as_ref().map_or(start..end, |scalar| scalar.span.clone()));
                }
                finder.value(&value, start, scalar);
                before = end;
            }
            _ => {}
        }
    }
    Ok(if has_remarks { beside::comments(text, &taken) } else { Vec::new() })
}
