//! A point in time, in whole seconds, as records and summaries have it.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Seconds since 1970, UTC. Read as CloudTrail and its downloads write it, printed as RFC 3339.
///
/// ```
/// use iam_eval::usage::Time;
///
/// let time: Time = "2026-09-01T12:00:00Z".parse()?;
/// assert_eq!("2026-09-01 12:00:00.250".parse(), Ok(time));
/// assert_eq!("1788264000000".parse(), Ok(time));
/// assert_eq!((time.to_string(), time.seconds()), ("2026-09-01T12:00:00Z".to_owned(), 1_788_264_000));
/// # Ok::<(), iam_eval::usage::TimeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(type = "string"), schemars(with = "String"))]
pub struct Time(i64);

/// A text that is no time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeError {
    found: String,
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected a time such as `2026-09-01T12:00:00Z`, found `{}`", self.found)
    }
}

impl std::error::Error for TimeError {}

/// Epoch numbers from here on are milliseconds: as seconds they would be the year 5138.
const FIRST_MILLISECONDS: i64 = 100_000_000_000;

impl Time {
    /// The time so many seconds after 1970 began; none past the year 9999 or before -9999.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        Timestamp::from_second(seconds).ok().map(|_| Self(seconds))
    }

    /// Seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// Rule `time_tolerant`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if let Some(seconds) = of_fixed_form(text.as_bytes()) {
            return Some(seconds);
        }
        let text = text.trim();
        if let Ok(number) = text.parse::<f64>() {
            if !number.is_finite() || number.abs() > 9e15 {
                return None;
            }
            #[allow(clippy::cast_possible_truncation)] // bounded above
            let number = number.floor() as i64;
            let is_milliseconds = number.abs() >= FIRST_MILLISECONDS;
            return Self::from_seconds(if is_milliseconds { number.div_euclid(1000) } else { number });
        }
        let timestamp: Timestamp = match text.parse() {
            Ok(timestamp) => timestamp,
            // without an offset it is UTC
            Err(_) => TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok()?,
        };
        // rounded down, also before 1970
        Some(Self(timestamp.as_millisecond().div_euclid(1000)))
    }
}

/// `YYYY-MM-DDTHH:MM:SSZ`, which nearly all records have.
fn of_fixed_form(text: &[u8]) -> Option<Time> {
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', n0, n1, b':', s0, s1, b'Z'] = text else {
        return None;
    };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i16::from(byte - b'0'));
    let two = |tens: u8, ones: u8| Some(digit(tens)? * 10 + digit(ones)?);
    let small = |number: i16| i8::try_from(number).ok();
    let year = two(y0, y1)? * 100 + two(y2, y3)?;
    let (month, day) = (small(two(m0, m1)?)?, small(two(d0, d1)?)?);
    let (hour, minute, second) = (small(two(h0, h1)?)?, small(two(n0, n1)?)?, small(two(s0, s1)?)?);
    let time = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    let since = time.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0));
    Some(Time(since.as_secs()))
}

impl FromStr for Time {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        Self::read(text).ok_or_else(|| TimeError { found: text.chars().take(64).collect() })
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_second(self.0) {
            Ok(timestamp) => timestamp.fmt(f),
            // cannot be: every constructor checked it
            Err(_) => self.0.fmt(f),
        }
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_tolerant() {
        let expected = Time::read("2024-07-30T21:31:20Z");
        assert_eq!(expected.map(Time::seconds), Some(1_722_375_080));
        for same in [
            "2024-07-30T21:31:20.999Z",
            "2024-07-30T21:31:20+00:00",
            "2024-07-30 21:31:20",
            "2024-07-30T23:31:20+02:00",
            "1722375080",
            "1722375080123",
            "1722375080.5",
            " 2024-07-30 21:31:20Z ",
        ] {
            assert_eq!(Time::read(same), expected, "{same}");
        }
        for none in ["", "yesterday", "2024-13-01T00:00:00Z", "NaN", "inf", "1e300", "2024-07-30T21:31:61Z"] {
            assert_eq!(Time::read(none), None, "{none}");
        }
        assert_eq!(Time::read("1969-12-31T23:59:59Z").map(Time::seconds), Some(-1));
        assert_eq!(Time::read("1969-12-31T23:59:59.5Z").map(Time::seconds), Some(-1));
    }
}
