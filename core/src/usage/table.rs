//! Downloads as tables (rule `container_csv`): a header line, then an event a line.

use csv_core::{ReadRecordResult, Reader};
use serde_json::{Map, Value};

use super::elements::Sink;
use super::record::{Record, is_record_name};
use super::refused::{BadCode, BadInput, Place};

#[derive(Debug)]
pub(super) struct Table {
    reader: Reader,
    names: Vec<String>,
    fields: Fields,
    /// Where the row begins that is being read.
    place: Place,
    max_row_bytes: usize,
    /// Whether the rest of the row is left out because it is too long.
    is_too_long: bool,
}

/// The fields of a row so far, one after another.
#[derive(Debug, Default)]
struct Fields {
    text: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    count: usize,
}

impl Table {
    /// A table with such a header; none where it is not one of CloudTrail events.
    pub fn of(header: &[u8], max_row_bytes: usize) -> Option<Self> {
        let mut table = Self {
            reader: Reader::new(),
            names: Vec::new(),
            fields: Fields::default(),
            place: Place { input: 0, byte: header.len() as u64 + 1, line: 2 },
            max_row_bytes,
            is_too_long: false,
        };
        let mut names = Vec::new();
        table.rows(&[header, b"\n"].concat(), &mut |row| names = row.to_vec());
        let names: Vec<String> = names.into_iter().map(|name| String::from_utf8_lossy(&name).into_owned()).collect();
        let telling = names.iter().filter(|name| is_record_name(name)).count();
        // the name of the event alone says too little to be sure
        (telling >= 2).then_some(Self { names, ..table })
    }

    pub fn feed(&mut self, piece: &[u8], sink: &mut impl Sink) {
        let (mut rows, mut too_long) = (Vec::new(), 0);
        self.rows(piece, &mut |row| if row.is_empty() { too_long += 1 } else { rows.push(row.to_vec()) });
        for _ in 0..too_long {
            let message = format!("expected a row of at most {} bytes", self.max_row_bytes);
            sink.refuse(BadInput::new(BadCode::TooLong, message, self.place));
        }
        for row in rows {
            self.take(&row, sink);
        }
        self.place.pass(piece);
    }

    pub fn end(&mut self, sink: &mut impl Sink) {
        // a line that lacks its end
        self.feed(b"\n", sink);
    }

    fn take(&self, row: &[Vec<u8>], sink: &mut impl Sink) {
        let cells = self.names.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
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
        if let Ok(mut record) = serde_json::from_str::<Record<'_>>(&text) {
            record.is_lossy = true;
            sink.take(&record, self.place);
        }
    }

    /// Hands on every row that is complete; one that is too long as an empty one.
    fn rows(&mut self, mut piece: &[u8], hand_on: &mut dyn FnMut(&[Vec<u8>])) {
        loop {
            let fields = &mut self.fields;
            if fields.filled == fields.text.len() {
                fields.text.resize((fields.text.len() * 2).max(1 << 12), 0);
            }
            if fields.count == fields.ends.len() {
                fields.ends.resize((fields.ends.len() * 2).max(64), 0);
            }
            let (text, ends) = (fields.text.get_mut(fields.filled..), fields.ends.get_mut(fields.count..));
            let (Some(text), Some(ends)) = (text, ends) else { return };
            // an empty piece would say that the input ends
            if piece.is_empty() {
                return;
            }
            let (result, read, written, ended) = self.reader.read_record(piece, text, ends);
            piece = piece.get(read..).unwrap_or(&[]);
            fields.filled += written;
            fields.count += ended;
            if fields.filled > self.max_row_bytes {
                self.is_too_long = true;
                fields.filled = 0;
                fields.count = 0;
            }
            match result {
                ReadRecordResult::Record => {
                    if self.is_too_long {
                        hand_on(&[]);
                    } else {
                        hand_on(&fields.row());
                    }
                    self.is_too_long = false;
                    fields.filled = 0;
                    fields.count = 0;
                }
                ReadRecordResult::End => return,
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
            }
        }
    }
}

impl Fields {
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
