//! One input after another into one tally: tells tables from JSON by their first line.

use crate::catalog::Catalog;

use super::builder::{ReadError, UsageOptions};
use super::elements::Elements;
use super::refused::{BadInput, Place};
use super::stats::Stats;
use super::summary::Usage;
use super::table::Table;
use super::tally::Tally;

#[derive(Debug)]
pub(super) struct Reading<'c> {
    tally: Tally<'c>,
    elements: Elements,
    form: Form,
    max_record_bytes: usize,
}

/// What the input is.
#[derive(Debug)]
enum Form {
    /// Too little was seen of it.
    Unclear(Vec<u8>),
    Json,
    Table(Box<Table>),
}

/// The byte order mark.
const MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// The longest header of a table.
const MAX_HEADER: usize = 1 << 16;

impl<'c> Reading<'c> {
    pub fn new(catalog: &'c Catalog, options: &UsageOptions) -> Self {
        let max_record_bytes = options.limits.max_record_bytes;
        Self {
            tally: Tally::new(catalog, options),
            elements: Elements::new(max_record_bytes),
            form: Form::Unclear(Vec::new()),
            max_record_bytes,
        }
    }

    pub fn read(&mut self, piece: &[u8]) {
        self.tally.count_bytes(piece.len());
        match &mut self.form {
            Form::Json => self.elements.feed(piece, &mut self.tally),
            Form::Table(table) => table.feed(piece, &mut self.tally),
            Form::Unclear(head) => {
                // in a line that is neither blank nor JSON, which is not searched for its end once for each piece
                let is_within_line = head.len() >= MARK.len()
                    && head.len() + piece.len() < MAX_HEADER
                    && memchr::memchr2(b'\n', b'\r', piece).is_none();
                head.extend_from_slice(piece);
                if !is_within_line {
                    self.tell(false);
                }
            }
        }
    }

    /// Rule `container_detect`: by shape alone. What comes before the shape is dropped here, once and for all
    /// forms, and the shape is told by a first letter or a whole line: pieces may end anywhere.
    fn tell(&mut self, is_last: bool) {
        let Form::Unclear(head) = &mut self.form else { return };
        let blank = blank_bytes(head);
        self.elements.pass(head.get(..blank).unwrap_or(&[]));
        head.drain(..blank);
        let is_json = matches!(head.first(), Some(b'{' | b'['));
        let line_end = memchr::memchr2(b'\n', b'\r', head).filter(|end| *end < MAX_HEADER);
        if head.is_empty() || !(is_json || line_end.is_some() || is_last || head.len() >= MAX_HEADER) {
            return;
        }
        let head = std::mem::take(head);
        let header = line_end.or((head.len() < MAX_HEADER).then_some(head.len())).filter(|_| !is_json);
        let table = header.and_then(|end| {
            let (header, rest) = head.split_at_checked(end)?;
            let table = Table::of(header, self.elements.place(), self.max_record_bytes)?;
            Some((table, rest))
        });
        if let Some((mut table, rest)) = table {
            table.feed(rest, &mut self.tally);
            self.form = Form::Table(Box::new(table));
        } else {
            self.form = Form::Json;
            self.elements.feed(&head, &mut self.tally);
        }
    }

    /// The input ends here; another may follow.
    pub fn end(&mut self) {
        self.tell(true);
        if let Form::Table(table) = &mut self.form {
            table.end(&mut self.tally);
        }
        self.elements.end(&mut self.tally);
        self.form = Form::Unclear(Vec::new());
    }

    pub fn place(&self) -> Place {
        match &self.form {
            Form::Table(table) => table.place(),
            Form::Unclear(_) | Form::Json => self.elements.place(),
        }
    }

    pub fn stats(&self) -> &Stats {
        self.tally.stats()
    }

    pub fn errors(&self) -> &[BadInput] {
        self.tally.errors()
    }

    pub fn false_drop_rate(&self) -> f64 {
        self.tally.false_drop_rate()
    }

    pub fn finish(self) -> Result<Usage, ReadError> {
        self.tally.finish()
    }
}

/// How many bytes at the start say nothing: white space and byte order marks. Those of a mark that is broken off
/// are not yet among them.
fn blank_bytes(head: &[u8]) -> usize {
    let mut rest = head;
    while let Some(after) = rest.strip_prefix(&MARK).or(match rest {
        [b' ' | b'\t' | b'\n' | b'\r', after @ ..] => Some(after),
        _ => None,
    }) {
        rest = after;
    }
    head.len() - rest.len()
}
