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
                head.extend_from_slice(piece);
                self.tell(false);
            }
        }
    }

    /// Rule `container_detect`: by shape alone.
    fn tell(&mut self, is_last: bool) {
        let Form::Unclear(head) = &mut self.form else { return };
        let begins = head.iter().position(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf));
        let Some(begins) = begins else {
            // blank so far, however long: nothing of it need be kept
            self.elements.feed(&std::mem::take(head), &mut self.tally);
            return;
        };
        let is_json = matches!(head.get(begins), Some(b'{' | b'['));
        let line = head.get(begins..).unwrap_or(&[]);
        let line_end = memchr::memchr(b'\n', line).filter(|end| *end < MAX_HEADER);
        if !is_json && line_end.is_none() && !is_last && line.len() < MAX_HEADER {
            return;
        }
        let head = std::mem::take(head);
        let header = head.get(begins..).unwrap_or(&[]);
        let header = header.get(..line_end.unwrap_or(header.len())).unwrap_or(&[]);
        let may_be_table = !is_json && (line_end.is_some() || header.len() < MAX_HEADER);
        if let Some(mut table) = may_be_table.then(|| Table::of(header, self.max_record_bytes)).flatten() {
            let rest = head.get(begins + line_end.map_or(header.len(), |end| end + 1)..).unwrap_or(&[]);
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
        self.elements.place()
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
