//! A day of the calendar.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// A day of the calendar, as RFC 3339 writes it (`full-date`): which one is today is for the caller to say.
///
/// ```
/// use iam_eval::validate::CalendarDate;
///
/// let day: CalendarDate = "2028-02-29".parse()?;
/// assert!(day < "2028-03-01".parse()?);
/// assert_eq!(day.to_string(), "2028-02-29");
/// assert!("2027-02-29".parse::<CalendarDate>().is_err());
/// # Ok::<(), iam_eval::validate::CalendarDateError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct CalendarDate(Date);

impl CalendarDate {
    /// The day of these numbers; none where the calendar has no such day. Years go from 0 to 9999.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
        date.ok().map(Self)
    }
}

impl fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// The text is no day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarDateError;

impl fmt::Display for CalendarDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a day of the calendar as `2026-12-31`")
    }
}

impl std::error::Error for CalendarDateError {}

impl FromStr for CalendarDate {
    type Err = CalendarDateError;

    fn from_str(text: &str) -> Result<Self, CalendarDateError> {
        // the parser takes other forms of ISO 8601, too
        let is_form = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let date = is_form.then(|| text.parse().ok()).flatten();
        date.map(Self).ok_or(CalendarDateError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_read() {
        for good in ["0000-01-01", "2000-02-29", "2026-12-31", "9999-12-31"] {
            assert_eq!(good.parse::<CalendarDate>().unwrap().to_string(), good);
        }
        for bad in ["", "2026", "1900-02-29", "2026-13-01", "2026-00-01", "2026-04-31", "2026-1-01", "+026-01-01"] {
            assert!(bad.parse::<CalendarDate>().is_err(), "{bad}");
        }
        for bad in ["2026-01-01T00:00:00Z", "2026-01-01-", "12026-01-01", " 2026-01-01", "2026-01-٣١"] {
            assert!(bad.parse::<CalendarDate>().is_err(), "{bad}");
        }
    }
}
