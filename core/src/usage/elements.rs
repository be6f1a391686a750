//! From bytes that come in pieces to records: finds each element of the input by its shape and never
//! holds more than one of them.

use std::collections::VecDeque;

use super::record::Record;
use super::refused::{BadCode, BadInput, Place};
use super::shape::{Member, Shape, find_list, is_cut, read_name};

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
            self.hold_no_text(length);
            bytes = valid.1.get(length..).unwrap_or(&[]);
        }
    }

    /// Stands in for bytes that are no text: as many as they are, so that places are those of the input.
    fn hold_no_text(&mut self, bytes: usize) {
        let ahead = self.held.len().saturating_sub(self.at) as u64;
        self.no_text.push_back(self.place.byte + ahead);
        self.held.extend(std::iter::repeat_n('?', bytes));
    }

    /// Hands on what is left, and is ready for another input.
    pub fn end(&mut self, sink: &mut impl Sink) {
        self.enough = 0;
        match std::mem::take(&mut self.broken_off).len() {
            0 => {}
            bytes => self.hold_no_text(bytes),
        }
        self.read_on(true, sink);
        if self.standing != Standing::Top || matches!(self.skip, Some(Skip::Value(_))) {
            sink.refuse(BadInput::new(BadCode::Truncated, "expected more, found the end of the input", self.place));
        }
        let input = self.place.input + 1;
        *self = Self::new(self.max_element_bytes);
        self.place.input = input;
    }

    /// Passes over bytes that come before anything that is read, and say nothing.
    pub fn pass(&mut self, blank: &[u8]) {
        self.place.pass(blank);
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
                    b'{' => {
                        let (text, is_full) = self.view();
                        match find_list(text.as_bytes()) {
                            Shape::List(at) => {
                                self.advance(at);
                                self.standing = Standing::List { in_object: true };
                            }
                            Shape::Unclear if !is_last && !is_full => return Some(self.wait()),
                            Shape::Unclear | Shape::Record => return Some(self.element(is_last, sink)),
                        }
                    }
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
                b'"' => {
                    let (text, is_full) = self.view();
                    match read_name(text.as_bytes()) {
                        Member::Begins { value_at, is_list: true } => {
                            self.advance(value_at + 1);
                            self.standing = Standing::List { in_object: true };
                        }
                        Member::Begins { value_at, is_list: false } => {
                            self.advance(value_at);
                            self.skip = Some(WHOLE_VALUE);
                        }
                        Member::Unclear if !is_last && !is_full => return Some(self.wait()),
                        Member::Unclear | Member::Broken => self.leave_object(sink),
                    }
                }
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

    /// What is decided on: what is held from here on, but no more than the longest element has, so that how much
    /// else came in the same piece changes nothing; and whether that is as much as will ever be looked at.
    fn view(&self) -> (&str, bool) {
        let rest = self.held.get(self.at..).unwrap_or("");
        let mut end = rest.len().min(self.max_element_bytes);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        (rest.get(..end).unwrap_or(""), end < rest.len())
    }

    fn wait(&mut self) -> Step {
        let twice = (self.held.len() - self.at).saturating_mul(2);
        self.enough = twice.min(self.max_element_bytes.saturating_add(1));
        Step::Wait
    }

    /// Reads the element that begins here. What becomes of it does not depend on where the pieces end.
    fn element(&mut self, is_last: bool, sink: &mut impl Sink) -> Step {
        let (text, is_full) = self.view();
        let may_go_on = is_full || !is_last;
        let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Record<'_>>();
        let read = stream.next();
        let passed = stream.byte_offset();
        // `12` may be the start of `123`
        let is_closed = text.starts_with(['{', '[', '"']) || passed < text.len();
        let bad = match read {
            Some(Ok(record)) if is_closed || !may_go_on => {
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
            Some(Err(error)) if !(may_go_on && is_cut(&error, text.as_bytes())) => {
                BadInput::of_json(&error, self.place)
            }
            _ if is_full => {
                let message = format!("expected a record of at most {} bytes", self.max_element_bytes);
                BadInput::new(BadCode::TooLong, message, self.place)
            }
            _ => {
                drop(read);
                return self.wait();
            }
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
