//! Downloads as tables (rule `container_csv`): a header line, then an event a line.

use csv_core::{ReadRecordResult, Reader};
use serde_json::{Map, Value};

use super::elements::Sink;
use super::record::{Record, is_record_name};
use super::refused::{BadCode, BadInput, Place};

#[derive(Debug)]
pub(super) struct Table {
    names: Vec<String>,
    rows: Rows,
}

impl Table {
    /// A table with such a header, and where the header begins; none where it is not one of CloudTrail events.
    /// What is fed then begins with the end of the header's line.
    pub fn of(header: &[u8], place: Place, max_row_bytes: usize) -> Option<Self> {
        let mut names = Vec::new();
        let mut rows = Rows::new(place, header.len().saturating_add(1));
        rows.read(&[header, b"\n"].concat(), &mut |row, _| names = row.unwrap_or_default());
        let names: Vec<String> = names.into_iter().map(|name| String::from_utf8_lossy(&name).into_owned()).collect();
        let telling = names.iter().filter(|name| is_record_name(name)).count();
        // the reader goes on, since a new one would take a mark at the start of a row for that of the input
        rows.place = place;
        rows.place.pass(header);
        rows.max_row_bytes = max_row_bytes;
        // the name of the event alone says too little to be sure
        (telling >= 2).then_some(Self { names, rows })
    }

    pub fn feed(&mut self, piece: &[u8], sink: &mut impl Sink) {
        let (names, most) = (&self.names, self.rows.max_row_bytes);
        self.rows.read(piece, &mut |row, place| {
            if let Some(row) = row {
                take(names, &row, place, sink);
            } else {
                let message = format!("expected a row of at most {most} bytes");
                sink.refuse(BadInput::new(BadCode::TooLong, message, place));
            }
        });
    }

    pub fn end(&mut self, sink: &mut impl Sink) {
        // a line that lacks its end
        self.feed(b"\n", sink);
        if let Some(begins) = self.rows.begins {
            let message = "expected `\"`, found the end of the input";
            sink.refuse(BadInput::new(BadCode::Truncated, message, begins));
        }
    }

    /// Where the reading stands.
    pub fn place(&self) -> Place {
        self.rows.place
    }
}

fn take(names: &[String], row: &[Vec<u8>], place: Place, sink: &mut impl Sink) {
    let cells = names.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
    let mut members = Map::new();
    let mut identity = Map::new();
    for (name, cell) in cells {
        let text = Value::String(String::from_utf8_lossy(cell).into_owned());
        match &*name.to_ascii_lowercase().replace([' ', '_', '-'], "") {
            "username" => identity.insert("userName".to_owned(), text),
            "awsaccesskey" | "accesskeyid" => identity.insert("accessKeyId".to_owned(), text),
            "useridentityarn" | "identityarn" | "userarn" => identity.insert("arn".to_owned(), text),
            "useridentitytype" => identity.insert("type".to_owned(), text),
            "useridentityaccountid" => identity.insert("accountId".to_owned(), text),
            "resourcename" | "resourcetype" => None,
            _ => members.insert(name.clone(), text),
        };
    }
    if !identity.is_empty() && !members.keys().any(|name| name.eq_ignore_ascii_case("userIdentity")) {
        members.insert("userIdentity".to_owned(), Value::Object(identity));
    }
    let text = Value::Object(members).to_string();
    match serde_json::from_str::<Record<'_>>(&text) {
        Ok(mut record) => {
            record.is_lossy = true;
            sink.take(&record, place);
        }
        Err(error) => sink.refuse(BadInput::of_json(&error, place)),
    }
}

/// From bytes that come in pieces to rows of fields.
#[derive(Debug)]
struct Rows {
    reader: Reader,
    /// The fields of the row so far, one after another.
    text: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    count: usize,
    /// Where the next byte stands.
    place: Place,
    /// Where the row begins that is being read; none between rows.
    begins: Option<Place>,
    max_row_bytes: usize,
    /// Whether the rest of the row is left out because it is too long.
    is_too_long: bool,
}

impl Rows {
    fn new(place: Place, max_row_bytes: usize) -> Self {
        Self {
            reader: Reader::new(),
            text: Vec::new(),
            filled: 0,
            ends: Vec::new(),
            count: 0,
            place,
            begins: None,
            max_row_bytes,
            is_too_long: false,
        }
    }

    /// Hands on every row that is complete, one that is too long without its fields, and where it begins.
    fn read(&mut self, mut piece: &[u8], hand_on: &mut dyn FnMut(Option<Vec<Vec<u8>>>, Place)) {
        loop {
            if self.begins.is_none() {
                // empty lines say nothing, and are no part of the row behind them
                let blank = piece.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
                piece = self.pass(piece, blank);
            }
            // an empty piece would say that the input ends
            if piece.is_empty() {
                return;
            }
            let begins = *self.begins.get_or_insert(self.place);
            if self.filled == self.text.len() {
                self.text.resize((self.text.len() * 2).max(1 << 12), 0);
            }
            if self.count == self.ends.len() {
                self.ends.resize((self.ends.len() * 2).max(64), 0);
            }
            let (text, ends) = (self.text.get_mut(self.filled..), self.ends.get_mut(self.count..));
            let (Some(text), Some(ends)) = (text, ends) else { return };
            let (result, read, written, ended) = self.reader.read_record(piece, text, ends);
            piece = self.pass(piece, read);
            self.filled += written;
            self.count += ended;
            // only grows until the row ends, so that it does not matter after which bytes one looks
            if self.filled + self.count > self.max_row_bytes.saturating_add(1) {
                self.is_too_long = true;
                self.filled = 0;
                self.count = 0;
            }
            match result {
                ReadRecordResult::Record => {
                    hand_on((!self.is_too_long).then(|| self.row()), begins);
                    self.is_too_long = false;
                    self.filled = 0;
                    self.count = 0;
                    self.begins = None;
                }
                ReadRecordResult::End => return,
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
            }
        }
    }

    /// Passes over the first bytes of a piece, and gives the others.
    fn pass<'p>(&mut self, piece: &'p [u8], bytes: usize) -> &'p [u8] {
        let (passed, rest) = piece.split_at_checked(bytes).unwrap_or((piece, &[]));
        self.place.pass(passed);
        rest
    }

    fn row(&self) -> Vec<Vec<u8>> {
        let ends = self.ends.get(..self.count).unwrap_or(&[]);
        let mut begins = 0;
        let mut row = Vec::new();
        for end in ends {
            row.push(self.text.get(begins..*end).unwrap_or(&[]).to_vec());
            begins = *end;
        }
        row
    }
}
