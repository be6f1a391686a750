//! Days of the proleptic Gregorian calendar, for any year.
//!
//! The only file that knows jiff. jiff's years end at 9999, IAM's do not; but
//! the calendar repeats every 400 years, weeks included, so every date is
//! looked up in the years 2000 to 2399 and moved by whole cycles.

use jiff::Span;
use jiff::civil::{Date, ISOWeekDate, Weekday, date};

const CYCLE_YEARS: i64 = 400;
const CYCLE_DAYS: i64 = 146_097;
const FIRST: Date = date(2000, 1, 1);
/// Days from 1970-01-01 to [`FIRST`].
const FIRST_DAY: i64 = 10_957;

/// Which day, counted from 1970-01-01, is this date? `None` if there is none.
pub(super) fn day_of_date(year: i64, month: i8, day: i8) -> Option<i64> {
    let date = Date::new(year_of_cycle(year), month, day).ok()?;
    Some(count(year, date))
}

/// Which day is the `ordinal`-th of the year?
pub(super) fn day_of_ordinal(year: i64, ordinal: i16) -> Option<i64> {
    let first = Date::new(year_of_cycle(year), 1, 1).ok()?;
    let days = i64::from(ordinal) - 1;
    (0..i64::from(first.days_in_year())).contains(&days).then(|| count(year, first) + days)
}

/// Which day is this day of an ISO 8601 week, Monday being 1?
pub(super) fn day_of_week(year: i64, week: i8, weekday: i8) -> Option<i64> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    let date = ISOWeekDate::new(year_of_cycle(year), week, weekday).ok()?.date();
    Some(count(year, date))
}

/// Which year, month and day is the day counted from 1970-01-01?
pub(super) fn date_of_day(day: i64) -> (i64, i8, i8) {
    let days = day - FIRST_DAY;
    let cycles = days.div_euclid(CYCLE_DAYS);
    // INVARIANT: less than a cycle, so the date lies in 2000 to 2399.
    let date = FIRST.saturating_add(Span::new().days(days.rem_euclid(CYCLE_DAYS)));
    (i64::from(date.year()) + cycles * CYCLE_YEARS, date.month(), date.day())
}

fn year_of_cycle(year: i64) -> i16 {
    let offset = year.rem_euclid(CYCLE_YEARS);
    FIRST.year() + i16::try_from(offset).unwrap_or_default()
}

/// `date` lies in or next to the year of the cycle that stands for `year`.
fn count(year: i64, date: Date) -> i64 {
    let cycles = (year - i64::from(FIRST.year())).div_euclid(CYCLE_YEARS);
    let days = date.duration_since(FIRST).as_hours() / 24;
    FIRST_DAY + cycles * CYCLE_DAYS + days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cycle_agrees_with_the_calendar() {
        let epoch = date(1970, 1, 1);
        for step in 0..3_000_i64 {
            let day = -4_000_000 + step * 2_161;
            let plain = epoch.checked_add(Span::new().days(day)).unwrap();
            let (year, month, day_of_month) = date_of_day(day);
            assert_eq!((year, month, day_of_month), (plain.year().into(), plain.month(), plain.day()));
            assert_eq!(day_of_date(year, month, day_of_month), Some(day));
            assert_eq!(day_of_ordinal(year, plain.day_of_year()), Some(day));
            let week = plain.iso_week_date();
            let weekday = week.weekday().to_monday_one_offset();
            assert_eq!(day_of_week(week.year().into(), week.week(), weekday), Some(day));
        }
    }

    #[test]
    fn days_that_are_not_in_the_calendar() {
        assert_eq!(day_of_date(2023, 2, 29), None);
        assert_eq!(day_of_date(1900, 2, 29), None);
        assert_eq!(day_of_date(2023, 13, 1), None);
        assert_eq!(day_of_date(2023, 1, 0), None);
        assert_eq!(day_of_ordinal(2023, 366), None);
        assert_eq!(day_of_ordinal(2024, 0), None);
        assert_eq!(day_of_week(2023, 53, 1), None);
        assert_eq!(day_of_week(2023, 1, 8), None);
        assert!(day_of_date(2024, 2, 29).is_some());
        assert!(day_of_ordinal(2024, 366).is_some());
        assert!(day_of_week(2020, 53, 7).is_some());
    }
}
