//! Many requests, one after the other.

use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, Error as _, SeqAccess, Visitor};

use crate::request::{InputError, Request};
use crate::text::PositionEncoding;

use super::error::WireError;
use super::object::Object;
use super::request::RequestInput;

/// Reads many requests and hands each to `each`: a JSON list of them, or one a line. Holds no more
/// than one; says how many there were.
///
/// # Errors
/// The text is neither; a request is not of its shape or contradicts itself, and the message names it.
/// Those before it were handed over.
///
/// ```
/// use iam_eval::{text::PositionEncoding, wire::read_requests};
///
/// let mut actions = Vec::new();
/// let lines = "{\"action\": \"s3:GetObject\"}\n\n{\"action\": \"s3:PutObject\"}\n";
/// let count = read_requests(lines, PositionEncoding::default(), |request| actions.push(request.action().to_string()))?;
/// assert_eq!((count, &*actions[1]), (2, "s3:PutObject"));
/// let error = read_requests("[{\"action\": \"s3\"}]", PositionEncoding::default(), |_| ()).unwrap_err();
/// assert!(error.to_string().starts_with("requests[0]: expected exactly one colon"));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn read_requests(
    text: &str,
    encoding: PositionEncoding,
    mut each: impl FnMut(Request),
) -> Result<usize, WireError> {
    let mut reading = Reading { each: &mut each, count: 0, refused: None };
    if text.trim_start().starts_with('[') {
        let mut json = serde_json::Deserializer::from_str(text);
        let read = (&mut reading).deserialize(&mut json).and_then(|()| json.end());
        reading.finish(read, text, None, encoding)?;
        return Ok(reading.count);
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            let read = serde_json::from_str(line).and_then(|Object(input)| reading.take(input));
            reading.finish(read, text, Some(start..start + line.len()), encoding)?;
        }
        start += line.len();
    }
    Ok(reading.count)
}

struct Reading<'e> {
    each: &'e mut dyn FnMut(Request),
    count: usize,
    /// Why the request that ended the reading was refused.
    refused: Option<InputError>,
}

impl Reading<'_> {
    fn take(&mut self, input: RequestInput) -> Result<(), serde_json::Error> {
        match input.build() {
            Ok(request) => {
                (self.each)(request);
                self.count += 1;
                Ok(())
            }
            Err(error) => {
                let stop = serde_json::Error::custom("the request is refused");
                self.refused = Some(error);
                Err(stop)
            }
        }
    }

    fn finish(
        &mut self,
        read: Result<(), serde_json::Error>,
        text: &str,
        line: Option<Range<usize>>,
        encoding: PositionEncoding,
    ) -> Result<(), WireError> {
        let Err(error) = read else { return Ok(()) };
        let place = format!("requests[{}]", self.count);
        Err(match (self.refused.take(), line) {
            (Some(refused), _) => WireError::request(refused, &place),
            (None, Some(line)) => WireError::json_from(error, text, line, &place, encoding),
            (None, None) if error.is_data() => WireError::json_from(error, text, 0..text.len(), "requests", encoding),
            (None, None) => WireError::json_from(error, text, 0..text.len(), &place, encoding),
        })
    }
}

impl<'de> DeserializeSeed<'de> for &mut Reading<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut Reading<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of requests")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut requests: A) -> Result<(), A::Error> {
        while let Some(Object(input)) = requests.next_element()? {
            self.take(input).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}
