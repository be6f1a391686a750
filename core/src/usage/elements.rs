//! From bytes that come in pieces to records: finds each element of the input by its shape and never
//! holds more than one of them.

use std::collections::VecDeque;

use serde::de::IgnoredAny;

use super::record::{Name, Record, is_list_name, is_record_name};
use super::refused::{BadCode, BadInput, Place};

/// What takes the records as they are found.
pub(super) trait Sink {
    /// A record or a wrapper of records, and where it begins.
    fn take(&mut self, record: &Record<'_>, place: Place);
    /// Something that is no record.
    fn refuse(&mut self, bad: BadInput);
}

/// Where in the input the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Between elements of the top level: lines, or one value after another.
    Top,
    /// In a list of elements; of an object, or at the top.
    List { in_object: bool },
    /// In an object behind its list.
    Object,
}

/// What is being left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Skip {
    /// The rest of the line.
    Line,
    /// The rest of the value.
    Value(Nesting),
}

const WHOLE_VALUE: Skip = Skip::Value(Nesting { depth: 0, kinds: 0, in_text: false, is_escaped: false });

/// What is open inside a value that is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Nesting {
    depth: u64,
    /// Of the 64 innermost, whether each is a list; the innermost is the lowest bit.
    kinds: u64,
    in_text: bool,
    is_escaped: bool,
}

impl Nesting {
    fn open(&mut self, is_list: bool) {
        self.depth += 1;
        self.kinds = self.kinds << 1 | u64::from(is_list);
    }

    /// Closes the innermost of a kind, and what was left open inside of it; whether there was one.
    fn close(&mut self, is_list: bool) -> bool {
        while self.depth > 0 {
            let was_list = self.kinds & 1 == 1;
            self.depth -= 1;
            self.kinds >>= 1;
            // deeper than is remembered, any will do
            if was_list == is_list || self.depth >= 64 {
                return true;
            }
        }
        false
    }
}

#[derive(Debug)]
pub(super) struct Elements {
    /// Checked to be UTF-8 once, and not again string by string.
    held: String,
    /// The first bytes of a character that a piece broke off in.
    broken_off: Vec<u8>,
    /// Where bytes stood that are no text, up to where the reading is.
    no_text: VecDeque<u64>,
    /// How much of what is held is done with.
    at: usize,
    /// Where `held[at]` stands in the input.
    place: Place,
    standing: Standing,
    skip: Option<Skip>,
    /// How much must be held before it is worth looking again: twice what was too little, so that a
    /// long element in small pieces costs no more than a few readings.
    enough: usize,
    max_element_bytes: usize,
}

impl Elements {
    pub fn new(max_element_bytes: usize) -> Self {
        Self {
            held: String::new(),
            broken_off: Vec::new(),
            no_text: VecDeque::new(),
            at: 0,
            place: Place::START,
            standing: Standing::Top,
            skip: None,
            enough: 0,
            max_element_bytes,
        }
    }

    /// Adds a piece and hands on the records that are complete.
    pub fn feed(&mut self, piece: &[u8], sink: &mut impl Sink) {
        /// Pieces are looked at so much at a time, however long they are.
        const STEP: usize = 1 << 18;
        for step in piece.chunks(STEP) {
            self.held.drain(..self.at);
            self.at = 0;
            self.hold(step);
            if self.held.len() >= self.enough {
                self.enough = 0;
                self.read_on(false, sink);
            }
        }
    }

    /// Takes bytes as text. Those that are none are replaced, and the record that they are in is refused.
    fn hold(&mut self, step: &[u8]) {
        if self.broken_off.is_empty() {
            return self.hold_whole(step);
        }
        let mut joined = std::mem::take(&mut self.broken_off);
        joined.extend_from_slice(step);
        self.hold_whole(&joined);
    }

    fn hold_whole(&mut self, mut bytes: &[u8]) {
        loop {
            let (valid, error) = match std::str::from_utf8(bytes) {
                Ok(text) => return self.held.push_str(text),
                Err(error) => (bytes.split_at(error.valid_up_to()), error),
            };
            self.held.push_str(std::str::from_utf8(valid.0).unwrap_or(""));
            let Some(length) = error.error_len() else {
                self.broken_off = valid.1.to_vec();
                return;
            };
            let ahead = self.held.len().saturating_sub(self.at) as u64;
            self.no_text.push_back(self.place.byte + ahead);
            self.held.push(char::REPLACEMENT_CHARACTER);
            bytes = valid.1.get(length..).unwrap_or(&[]);
        }
    }

    /// Hands on what is left, and is ready for another input.
    pub fn end(&mut self, sink: &mut impl Sink) {
        self.enough = 0;
        if !std::mem::take(&mut self.broken_off).is_empty() {
            let ahead = self.held.len().saturating_sub(self.at) as u64;
            self.no_text.push_back(self.place.byte + ahead);
            self.held.push(char::REPLACEMENT_CHARACTER);
        }
        self.read_on(true, sink);
        if self.standing != Standing::Top || matches!(self.skip, Some(Skip::Value(_))) {
            sink.refuse(BadInput::new(BadCode::Truncated, "expected more, found the end of the input", self.place));
        }
        let input = self.place.input + 1;
        *self = Self::new(self.max_element_bytes);
        self.place.input = input;
    }

    /// Where the reading stands.
    pub fn place(&self) -> Place {
        self.place
    }

    fn advance(&mut self, bytes: usize) {
        let end = self.held.len().min(self.at + bytes);
        let passed = self.held.get(self.at..end).unwrap_or("");
        self.place.pass(passed.as_bytes());
        self.at = end;
        while self.no_text.front().is_some_and(|at| *at < self.place.byte) {
            self.no_text.pop_front();
        }
    }

    fn rest(&self) -> &[u8] {
        self.held.get(self.at..).unwrap_or("").as_bytes()
    }

    /// Passes over letters, and gives the first byte of what comes then.
    fn advance_over(&mut self, is_passed: impl Fn(char) -> bool) -> Option<u8> {
        let rest = self.held.get(self.at..).unwrap_or("");
        let next = rest.trim_start_matches(is_passed);
        let (over, next) = (rest.len() - next.len(), next.as_bytes().first().copied());
        self.advance(over);
        next
    }

    fn read_on(&mut self, is_last: bool, sink: &mut impl Sink) {
        while let Some(step) = self.step(is_last, sink) {
            if step == Step::Wait {
                break;
            }
        }
    }

    fn step(&mut self, is_last: bool, sink: &mut impl Sink) -> Option<Step> {
        if let Some(skip) = self.skip {
            return self.skip_on(skip);
        }
        match self.standing {
            Standing::Top => {
                // rule `container_ndjson`: blank lines, CRLF and a byte order mark say nothing
                let next = self.advance_over(|letter| is_blank(letter) || matches!(letter, '\u{feff}' | '\u{1e}'))?;
                match next {
                    b'[' => {
                        self.advance(1);
                        self.standing = Standing::List { in_object: false };
                    }
                    b'{' => match find_list(self.rest()) {
                        Shape::List(at) => {
                            self.advance(at);
                            self.standing = Standing::List { in_object: true };
                        }
                        Shape::Unclear if !is_last && self.is_short() => return Some(self.wait()),
                        Shape::Unclear | Shape::Record => return Some(self.element(is_last, sink)),
                    },
                    b'"' => return Some(self.element(is_last, sink)),
                    _ => {
                        let message = "expected a record as a JSON object";
                        sink.refuse(BadInput::new(BadCode::NotJson, message, self.place));
                        self.skip = Some(Skip::Line);
                    }
                }
            }
            Standing::List { in_object } => match self.advance_over(is_blank)? {
                b']' => {
                    self.advance(1);
                    self.standing = if in_object { Standing::Object } else { Standing::Top };
                }
                b'}' => {
                    // nothing that was open: going on without it
                    sink.refuse(BadInput::new(BadCode::NotJson, "expected a record, found `}`", self.place));
                    self.advance(1);
                }
                _ => return Some(self.element(is_last, sink)),
            },
            Standing::Object => match self.advance_over(is_blank)? {
                b'}' => {
                    self.advance(1);
                    self.standing = Standing::Top;
                }
                b'"' => match read_name(self.rest()) {
                    Member::Begins { value_at, is_list: true } => {
                        self.advance(value_at + 1);
                        self.standing = Standing::List { in_object: true };
                    }
                    Member::Begins { value_at, is_list: false } => {
                        self.advance(value_at);
                        self.skip = Some(WHOLE_VALUE);
                    }
                    Member::Unclear if !is_last && self.is_short() => return Some(self.wait()),
                    Member::Unclear | Member::Broken => self.leave_object(sink),
                },
                _ => self.leave_object(sink),
            },
        }
        Some(Step::On)
    }

    fn leave_object(&mut self, sink: &mut impl Sink) {
        sink.refuse(BadInput::new(BadCode::NotJson, "expected a member of the object", self.place));
        self.standing = Standing::Top;
        self.skip = Some(Skip::Line);
    }

    fn is_short(&self) -> bool {
        self.held.len() - self.at <= self.max_element_bytes
    }

    fn wait(&mut self) -> Step {
        self.enough = (self.held.len() - self.at).saturating_mul(2);
        Step::Wait
    }

    /// Reads the element that begins here. What becomes of it does not depend on where the pieces end.
    fn element(&mut self, is_last: bool, sink: &mut impl Sink) -> Step {
        let rest = self.held.get(self.at..).unwrap_or("");
        let most = self.max_element_bytes;
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Record<'_>>();
        let bad = match stream.next() {
            Some(Ok(record)) if stream.byte_offset() <= most => {
                let passed = stream.byte_offset();
                let ends = self.place.byte + passed as u64;
                if self.no_text.front().is_some_and(|at| *at < ends) {
                    let message = "expected UTF-8, found other bytes";
                    sink.refuse(BadInput::new(BadCode::NotText, message, self.place));
                } else {
                    sink.take(&record, self.place);
                }
                drop(record);
                self.advance(passed);
                return Step::On;
            }
            Some(Ok(_)) => too_long(most, self.place),
            Some(Err(error)) if !is_last && self.is_short() && is_cut(&error, rest.as_bytes()) => return self.wait(),
            Some(Err(error)) if stands_at(&error, rest.as_bytes()) > most => too_long(most, self.place),
            Some(Err(error)) => BadInput::of_json(&error, self.place),
            None => return Step::Wait,
        };
        sink.refuse(bad);
        self.skip = Some(if self.standing == Standing::Top { Skip::Line } else { WHOLE_VALUE });
        Step::On
    }

    fn skip_on(&mut self, skip: Skip) -> Option<Step> {
        let rest = Some(self.rest()).filter(|rest| !rest.is_empty())?;
        let (passed, left) = match skip {
            Skip::Line => match memchr::memchr(b'\n', rest) {
                Some(at) => (at + 1, None),
                None => (rest.len(), Some(Skip::Line)),
            },
            Skip::Value(nesting) => skip_value(rest, nesting),
        };
        self.advance(passed);
        self.skip = left;
        Some(Step::On)
    }
}

fn too_long(most: usize, place: Place) -> BadInput {
    BadInput::new(BadCode::TooLong, format!("expected a record of at most {most} bytes"), place)
}

/// How many bytes of a text come before an error.
fn stands_at(error: &serde_json::Error, text: &[u8]) -> usize {
    if error.is_eof() {
        return text.len();
    }
    let line_at = match error.line() {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', text).nth(line - 2).map_or(text.len(), |at| at + 1),
    };
    line_at.saturating_add(error.column()).min(text.len())
}

/// May the text go on so that there is no error? A number that is cut off, as `1.` or `2e`, is none by itself.
fn is_cut(error: &serde_json::Error, text: &[u8]) -> bool {
    error.is_eof() || stands_at(error, text) + 1 >= text.len()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    On,
    /// There is too little to go on.
    Wait,
}

/// How much of the value, whose start was passed in the given state, is here; the state where more is to come.
fn skip_value(rest: &[u8], mut nesting: Nesting) -> (usize, Option<Skip>) {
    for (at, byte) in rest.iter().enumerate() {
        if nesting.in_text {
            match byte {
                _ if nesting.is_escaped => nesting.is_escaped = false,
                b'\\' => nesting.is_escaped = true,
                b'"' => nesting.in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => nesting.in_text = true,
            b'{' | b'[' => nesting.open(*byte == b'['),
            // what closes more than is open belongs to whatever the value is in
            b'}' | b']' if !nesting.close(*byte == b']') => return (at, None),
            b'}' | b']' if nesting.depth == 0 => return (at + 1, None),
            b',' if nesting.depth == 0 => return (at, None),
            _ => {}
        }
    }
    (rest.len(), Some(Skip::Value(nesting)))
}

/// What stands between elements.
fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\n' | '\r' | '\t' | ',')
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// What an object is, by its first members.
enum Shape {
    /// One that holds a list of events, which begins so many bytes on.
    List(usize),
    Record,
    /// More has to be seen.
    Unclear,
}

/// Rule `container_detect`: an object whose first telling member is a list of events is a container.
fn find_list(object: &[u8]) -> Shape {
    let mut at = 1;
    loop {
        let Some(next) = next_token(object, &mut at) else { return Shape::Unclear };
        if next != b'"' {
            return Shape::Record;
        }
        let rest = object.get(at..).unwrap_or(&[]);
        let (value_at, name) = match name_and_value(rest) {
            Ok(found) => found,
            Err(Member::Unclear) => return Shape::Unclear,
            Err(_) => return Shape::Record,
        };
        let value = rest.get(value_at..).unwrap_or(&[]);
        if is_list_name(&name) && value.first() == Some(&b'[') {
            return Shape::List(at + value_at + 1);
        }
        if is_record_name(&name) {
            return Shape::Record;
        }
        let mut stream = serde_json::Deserializer::from_slice(value).into_iter::<IgnoredAny>();
        match stream.next() {
            Some(Ok(_)) => at += value_at + stream.byte_offset(),
            Some(Err(error)) if !is_cut(&error, value) => return Shape::Record,
            _ => return Shape::Unclear,
        }
    }
}

/// The next byte that is neither space nor comma, with `at` moved there.
fn next_token(text: &[u8], at: &mut usize) -> Option<u8> {
    let rest = text.get(*at..)?;
    *at += rest.iter().take_while(|byte| is_space(**byte) || **byte == b',').count();
    text.get(*at).copied()
}

/// What stands at a name of a member.
enum Member {
    Begins { value_at: usize, is_list: bool },
    Unclear,
    Broken,
}

fn read_name(text: &[u8]) -> Member {
    match name_and_value(text) {
        Ok((value_at, name)) => {
            let is_list = is_list_name(&name) && text.get(value_at) == Some(&b'[');
            Member::Begins { value_at, is_list }
        }
        Err(member) => member,
    }
}

/// Where the value of the member that begins here stands, and the member's name.
fn name_and_value(text: &[u8]) -> Result<(usize, std::borrow::Cow<'_, str>), Member> {
    let mut stream = serde_json::Deserializer::from_slice(text).into_iter::<Name<'_>>();
    let name = match stream.next() {
        Some(Ok(Name(name))) => name,
        Some(Err(error)) if !is_cut(&error, text) => return Err(Member::Broken),
        _ => return Err(Member::Unclear),
    };
    let mut at = stream.byte_offset();
    for expected in [Some(b':'), None] {
        let rest = text.get(at..).unwrap_or(&[]);
        at += rest.iter().take_while(|byte| is_space(**byte)).count();
        match (text.get(at), expected) {
            (None, _) => return Err(Member::Unclear),
            (Some(found), Some(expected)) if *found != expected => return Err(Member::Broken),
            (Some(_), Some(_)) => at += 1,
            (Some(_), None) => {}
        }
    }
    Ok((at, name))
}
