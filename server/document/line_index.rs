//! Byte offset → line and column. Built once per text in one pass; a lookup costs a binary search and at most
//! [`STRIDE`] bytes of counting, so that a message of one four-megabyte line is no slower than any other.

const STRIDE: usize = 1024;

/// Where the lines of a text begin. Lines end at `\n`, `\r\n` or a lone `\r`.
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<u32>,
    /// Scalar values before each multiple of `STRIDE` bytes; empty for ASCII, where bytes are characters.
    counts: Vec<u32>,
}

/// A place as editors and compilers show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// From 1.
    pub line: u32,
    /// From 1, in Unicode scalar values.
    pub column: u32,
}

impl<'a> LineIndex<'a> {
    /// Finds the lines of `text`.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push((at + 1) as u32);
            }
        }
        let counts = if text.is_ascii() {
            Vec::new()
        } else {
            let mut total = 0;
            bytes
                .chunks(STRIDE)
                .map(|chunk| {
                    let before = total;
                    total += count(chunk);
                    before
                })
                .collect()
        };
        Self { text, starts, counts }
    }

    /// The line and column of a byte offset into the text; one past the end clamps to it.
    pub fn position(&self, offset: usize) -> LineColumn {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|&start| start as usize <= offset);
        let start = self.starts[line - 1] as usize;
        LineColumn { line: line as u32, column: self.characters(offset) - self.characters(start) + 1 }
    }

    /// The byte a line begins at, by its number from 1; a line there is not begins at the end.
    pub fn line_start(&self, line: u32) -> usize {
        let start = (line as usize).checked_sub(1).and_then(|line| self.starts.get(line));
        start.map_or(self.text.len(), |&start| start as usize)
    }

    /// How many lines there are; an empty text has one.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Scalar values before `offset`.
    fn characters(&self, offset: usize) -> u32 {
        if self.counts.is_empty() {
            return offset as u32;
        }
        let chunk = (offset / STRIDE).min(self.counts.len() - 1);
        self.counts[chunk] + count(&self.text.as_bytes()[chunk * STRIDE..offset])
    }
}

/// Bytes that begin a character.
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&b| u32::from(b & 0xC0 != 0x80)).sum()
}
