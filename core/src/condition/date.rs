//! Dates as condition values: ISO 8601 in its many lengths, or epoch seconds.
//!
//! The grammar is the one of Joda-Time's `dateOptionalTimeParser`, which every
//! captured verdict agrees with (`2016-12-13t2:00:00.593194+23` and
//! `-292275054` are stored, `234-13` is refused):
//!
//! ```text
//! date   = year [ "-" month [ "-" day ] ] | year "-" day-of-year
//!        | year "-W" week [ "-" day-of-week ]
//! text   = date [ "T" [ time ] [ zone ] ]
//! time   = hour [ ":" minute [ ":" second ] ] [ ( "." | "," ) fraction ]
//! zone   = "Z" | ( "+" | "-" ) hh [ [":"] mm [ [":"] ss [ ["."] SSS ] ] ]
//! ```

use super::{Number, calendar};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The years that a 64-bit count of milliseconds covers from end to end.
const YEARS: std::ops::RangeInclusive<i64> = -292_275_054..=292_278_993;

/// Which moment does the text state, in milliseconds since 1970?
///
/// ISO 8601 from the year alone to a fraction of a second, a missing zone
/// meaning UTC; or epoch seconds, 0 to 2^63−1 (clamped to the last millisecond
/// that an `i64` holds). Finer parts are cut off. A number by itself is a year
/// if it has exactly four digits and no sign, otherwise epoch seconds; after
/// `-` it is a year. `None` when malformed. No allocation, linear in the text.
///
/// Source: IAM user guide, "Date condition operators"; enforced decisions of
/// AWS (`date_values`).
///
/// ```
/// use iam_eval::condition::date::parse_millis;
///
/// assert_eq!(parse_millis("2030-01-01T00:00:00.0009Z"), Some(1_893_456_000_000));
/// assert_eq!(parse_millis("2030"), parse_millis("1893456000"));
/// assert_eq!(parse_millis("2030-01-01T01:00+01:00"), parse_millis("2030-01-01"));
/// assert_eq!(parse_millis("not-a-date"), None);
/// ```
pub fn parse_millis(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && text.len() != 4 {
        return digits.parse::<i64>().ok().map(|seconds| seconds.saturating_mul(SECOND));
    }
    let (day, mut rest) = date(Reader(text.as_bytes()))?;
    let mut millis = day * DAY;
    if rest.take(|byte| matches!(byte, b'T' | b't')).is_some() {
        millis += time(&mut rest)?;
        // INVARIANT: a year within `YEARS` is more than a day from overflow.
        millis -= zone(&mut rest)?;
    }
    rest.0.is_empty().then_some(millis)
}

/// Which moment is so many seconds after 1970, in milliseconds?
///
/// Cut to milliseconds and clamped to `i64`. This is how a simulated *number*
/// stands under a date operator (`sim_typed_text`): `0` is 1970-01-01.
///
/// ```
/// use iam_eval::condition::{Number, date::from_epoch_seconds};
///
/// assert_eq!(from_epoch_seconds(&Number::parse("1.5").unwrap()), 1_500);
/// ```
pub fn from_epoch_seconds(seconds: &Number<'_>) -> i64 {
    seconds.shifted(3)
}

/// How is the moment written in full? `YYYY-MM-DDThh:mm:ss.sssZ`.
///
/// So a simulated date compares under a string operator (`sim_typed_text`).
/// Years below 0 begin with `-`, years above 9999 have more digits.
///
/// ```
/// use iam_eval::condition::date::{parse_millis, to_canonical};
///
/// let millis = parse_millis("2035-01-02T03:04:05+02:00").unwrap();
/// assert_eq!(to_canonical(millis), "2035-01-02T01:04:05.000Z");
/// ```
pub fn to_canonical(millis: i64) -> String {
    let (year, month, day) = calendar::date_of_day(millis.div_euclid(DAY));
    let time = millis.rem_euclid(DAY);
    let sign = if year < 0 { "-" } else { "" };
    format!(
        "{sign}{:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
        year.unsigned_abs(),
        time / HOUR,
        time / MINUTE % 60,
        time / SECOND % 60,
        time % SECOND,
    )
}

/// Does policy storage take the text as a date?
///
/// Exactly what [`parse_millis`] reads (`dates_parsed`).
///
/// ```
/// use iam_eval::condition::date::is_storable;
///
/// assert!(is_storable("9223372036854775807"));
/// assert!(!is_storable("9223372036854775808"));
/// ```
pub fn is_storable(text: &str) -> bool {
    parse_millis(text).is_some()
}

fn date(mut text: Reader<'_>) -> Option<(i64, Reader<'_>)> {
    let negative = match text.take(|byte| matches!(byte, b'+' | b'-')) {
        Some(sign) => sign == b'-',
        None => false,
    };
    let (year, _) = text.number(1, 9)?;
    let year = if negative { -i64::from(year) } else { i64::from(year) };
    if !YEARS.contains(&year) {
        return None;
    }
    let day = if text.take_byte(b'-').is_none() {
        calendar::day_of_date(year, 1, 1)
    } else if text.take(|byte| matches!(byte, b'W' | b'w')).is_some() {
        let (week, _) = text.number(1, 2)?;
        let weekday = if text.take_byte(b'-').is_some() { text.number(1, 1)?.0 } else { 1 };
        calendar::day_of_week(year, i8::try_from(week).ok()?, i8::try_from(weekday).ok()?)
    } else {
        let (number, length) = text.number(1, 3)?;
        if length == 3 {
            calendar::day_of_ordinal(year, i16::try_from(number).ok()?)
        } else {
            let day = if text.take_byte(b'-').is_some() { text.number(1, 2)?.0 } else { 1 };
            calendar::day_of_date(year, i8::try_from(number).ok()?, i8::try_from(day).ok()?)
        }
    };
    Some((day?, text))
}

/// Milliseconds since midnight; none written is midnight.
fn time(text: &mut Reader<'_>) -> Option<i64> {
    let Some((hour, _)) = text.number(1, 2) else {
        return Some(0);
    };
    let mut millis = below(hour, 24)? * HOUR;
    let mut unit = HOUR;
    for (limit, smaller) in [(60, MINUTE), (60, SECOND)] {
        if text.take_byte(b':').is_none() {
            break;
        }
        millis += below(text.number(1, 2)?.0, limit)? * smaller;
        unit = smaller;
    }
    // A fraction belongs to the last part that was written.
    if text.take(|byte| matches!(byte, b'.' | b',')).is_some() {
        let (fraction, length) = text.number(1, 9)?;
        millis += i64::from(fraction) * unit / 10_i64.pow(length);
    }
    Some(millis)
}

/// How far the clock is ahead of UTC, in milliseconds; none written is UTC.
fn zone(text: &mut Reader<'_>) -> Option<i64> {
    if text.take(|byte| matches!(byte, b'Z' | b'z')).is_some() {
        return Some(0);
    }
    let Some(sign) = text.take(|byte| matches!(byte, b'+' | b'-')) else {
        return Some(0);
    };
    let mut offset = below(text.number(2, 2)?.0, 24)? * HOUR;
    let separated = text.0.first() == Some(&b':');
    for unit in [MINUTE, SECOND] {
        if text.0.is_empty() || (separated && text.take_byte(b':').is_none()) {
            break;
        }
        offset += below(text.number(2, 2)?.0, 60)? * unit;
        if unit == SECOND
            && (!separated || text.take(|byte| matches!(byte, b'.' | b',')).is_some())
            && !text.0.is_empty()
        {
            let (fraction, length) = text.number(1, 3)?;
            offset += i64::from(fraction) * SECOND / 10_i64.pow(length);
        }
    }
    Some(if sign == b'-' { -offset } else { offset })
}

fn below(number: u32, limit: u32) -> Option<i64> {
    (number < limit).then(|| i64::from(number))
}

/// The text that is still to be read.
#[derive(Clone, Copy)]
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take(&mut self, wanted: impl FnOnce(u8) -> bool) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        if !wanted(first) {
            return None;
        }
        self.0 = rest;
        Some(first)
    }

    fn take_byte(&mut self, byte: u8) -> Option<u8> {
        self.take(|next| next == byte)
    }

    /// As many digits as there are up to `most` (at most nine), with their
    /// count; nothing is taken if there are fewer than `least`.
    fn number(&mut self, least: u32, most: u32) -> Option<(u32, u32)> {
        let mut ahead = *self;
        let (mut value, mut length) = (0, 0);
        while length < most
            && let Some(digit) = ahead.take(|byte| byte.is_ascii_digit())
        {
            value = value * 10 + u32::from(digit - b'0');
            length += 1;
        }
        if length < least {
            return None;
        }
        *self = ahead;
        Some((value, length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW_YEAR_2030: i64 = 1_893_456_000_000;

    #[test]
    fn date_values() {
        for text in [
            "2030",
            "2030-01",
            "2030-1",
            "2030-01-01",
            "2030-1-1",
            "2030-001",
            "2030-W01-2",
            "2030-w1-2",
            "2030-01-01T",
            "2030-01-01TZ",
            "2030T",
            "2030-01-01T00",
            "2030-01-01T0",
            "2030-01-01T00:00",
            "2030-01-01t00:00z",
            "2030-01-01T00:00:00",
            "2030-01-01T00:00:00Z",
            "2030-01-01T00:00:00.0",
            "2030-01-01T00:00:00,000999999Z",
            "2030-01-01T01:00+01",
            "2030-01-01T00:00-0000",
            "2029-12-31T19:00-05:00",
            "2029-12-31T23:30:00.000-0030",
            "2029-12-31T23.5-00:30",
            "2029-12-31T23:59.5-00:00:30",
            "2029-12-31T23:59:30-000030",
            "2030-01-01T00:00:00.5+00:00:00.500",
            "2030-01-01T00:00:00.5+000000500",
            "1893456000",
            "+1893456000",
            "0001893456000",
            "+2030-01-01",
            "002030-01",
        ] {
            assert_eq!(parse_millis(text), Some(NEW_YEAR_2030), "{text}");
        }
    }

    #[test]
    fn date_values_cut_to_milliseconds() {
        let cut = parse_millis("2030-01-01T00:00:00.1231Z");
        assert_eq!(cut, Some(NEW_YEAR_2030 + 123));
        assert_eq!(parse_millis("2030-01-01T00:00:00.123999999Z"), cut);
        assert_eq!(parse_millis("1969-12-31T23:59:59.9999Z"), Some(-1));
    }

    #[test]
    fn date_values_year_or_epoch_seconds() {
        assert_eq!(parse_millis("0"), Some(0));
        assert_eq!(parse_millis("1970"), Some(0));
        assert_eq!(parse_millis("19700"), Some(19_700_000));
        assert_eq!(parse_millis("999"), Some(999_000));
        assert_eq!(parse_millis("946684800"), parse_millis("2000"));
        assert_eq!(parse_millis("-1").map(to_canonical).as_deref(), Some("-0001-01-01T00:00:00.000Z"));
    }

    #[test]
    fn date_unconvertible() {
        for text in [
            "",
            "+",
            "-",
            "T",
            "Z",
            "not-a-date",
            "sdfdsf",
            "234-13",
            "2030-",
            "2030-01-",
            "2030-00",
            "2030-01-32",
            "2030-02-29",
            "2030-366",
            "2030-000",
            "2030-1234",
            "2030-W",
            "2030-W54",
            "2030-W00",
            "2030-W01-8",
            "2030-W01-",
            "2030-01-01Z",
            "2030-01-01 00:00",
            "2030Z",
            "2030-01-01T24",
            "2030-01-01T00:60",
            "2030-01-01T00:00:60",
            "2030-01-01T00:",
            "2030-01-01T00:00:00.",
            "2030-01-01T00:00:00.1234567890",
            "2030-01-01T0000",
            "2030-01-01T00:00+24",
            "2030-01-01T00:00+1",
            "2030-01-01T00:00+01:0",
            "2030-01-01T00:00+01:60",
            "2030-01-01T00:00+01:",
            "2030-01-01T00:00Zulu",
            "2030-01-01T00:00 Z",
            " 2030",
            "2030 ",
            "1.5",
            "1e9",
            "9223372036854775808",
            "99999999999999999999999",
            "292278994-01",
            "-292275055",
            "1234567890-01",
            "٢٠٣٠",
            "--2030",
            "2030/01/01",
            "20300101T000000Z",
            "Tue, 01 Jan 2030",
        ] {
            assert_eq!(parse_millis(text), None, "{text:?}");
        }
    }

    #[test]
    fn dates_parsed() {
        for text in ["2016-12-13t2:00:00.593194+23", "-292275054", "2017-07-01T00:00:00Z", "9223372036854775807"] {
            assert!(is_storable(text), "{text}");
        }
        for text in ["234-13", "9223372036854775808", "sdfdsf"] {
            assert!(!is_storable(text), "{text}");
        }
    }

    #[test]
    fn date_values_at_the_ends() {
        let first = parse_millis("-292275054-01-01T00:00:00.000+23:59").unwrap();
        let last = parse_millis("292278993-12-31T23:59:59.999-23:59").unwrap();
        assert!(first < last);
        assert_eq!(to_canonical(i64::MAX), "292278994-08-17T07:12:55.807Z");
        assert_eq!(to_canonical(i64::MIN), "-292275055-05-16T16:47:04.192Z");
        assert_eq!(parse_millis("9223372036854775807"), Some(i64::MAX));
    }

    #[test]
    fn sim_typed_text() {
        for (text, canonical) in [
            ("2035-01-02", "2035-01-02T00:00:00.000Z"),
            ("2035-01-02T03:04:05+02:00", "2035-01-02T01:04:05.000Z"),
            ("2035-01-02T03:04:05.6789Z", "2035-01-02T03:04:05.678Z"),
            ("12346-W01-1", "12345-12-31T00:00:00.000Z"),
        ] {
            assert_eq!(parse_millis(text).map(to_canonical).as_deref(), Some(canonical));
            assert_eq!(parse_millis(canonical), parse_millis(text));
        }
    }
}
