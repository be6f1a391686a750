//! Rule 60: ISO 8601 or epoch seconds, cut to milliseconds since 1970.

use super::number::integer;

pub fn milliseconds(text: &str) -> Option<i128> {
    // four digits are a year, and so is a number below zero; any other integer counts seconds
    let is_year = (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())) || text.starts_with('-');
    match integer(text) {
        Some(seconds) if !is_year => seconds.checked_mul(1000),
        _ => calendar(text),
    }
}

fn calendar(text: &str) -> Option<i128> {
    let (date, time) = match text.split_once('T') {
        None => (text, None),
        Some((date, time)) => (date, Some(time)),
    };
    if let Some(year) = date.strip_prefix('-') {
        let year = digits(year, year.len()).filter(|_| (1..=5).contains(&year.len()) && time.is_none())?;
        return Some(days_since_1970(-year, 1, 1) * 86_400_000);
    }
    let mut fields = date.split('-');
    let year = digits(fields.next()?, 4)?;
    let month = fields.next().map_or(Some(1), |month| digits(month, 2))?;
    let day = fields.next().map_or(Some(1), |day| digits(day, 2))?;
    let complete = date.len() == 10;
    if fields.next().is_some()
        || !(1..=12).contains(&month)
        || !(1..=days_of_month(year, month)).contains(&day)
        || (time.is_some() && !complete)
    {
        return None;
    }
    let midnight = days_since_1970(year, month, day) * 86_400_000;
    Some(midnight + time.map_or(Some(0), time_of_day)?)
}

/// `HH[:MM[:SS[.fraction]]]` and a zone, as milliseconds after midnight UTC (may be negative).
fn time_of_day(text: &str) -> Option<i128> {
    let (clock, zone) = match text.find(['Z', '+', '-']) {
        None => (text, 0),
        Some(at) => (&text[..at], zone_minutes(&text[at..])?),
    };
    let mut fields = clock.split(':');
    let hour = digits(fields.next()?, 2)?;
    let minute = fields.next().map_or(Some(0), |field| digits(field, 2))?;
    let (second, fraction) = match fields.next() {
        None => (0, 0),
        Some(field) => match field.split_once('.') {
            None => (digits(field, 2)?, 0),
            Some((second, fraction)) => (digits(second, 2)?, thousandths(fraction)?),
        },
    };
    if fields.next().is_some() || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(((hour * 60 + minute - zone) * 60 + second) * 1000 + fraction)
}

/// `Z`, `±HH`, `±HHMM` or `±HH:MM`.
fn zone_minutes(text: &str) -> Option<i128> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, size) = if let Some(size) = text.strip_prefix('-') { (-1, size) } else { (1, text.strip_prefix('+')?) };
    let (hours, minutes) = match size.split_once(':') {
        Some((hours, minutes)) => (digits(hours, 2)?, digits(minutes, 2)?),
        None if size.len() == 2 => (digits(size, 2)?, 0),
        None => {
            let joined = digits(size, 4)?;
            (joined / 100, joined % 100)
        }
    };
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}

fn thousandths(fraction: &str) -> Option<i128> {
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits(&format!("{fraction}00")[..3], 3)
}

fn digits(text: &str, count: usize) -> Option<i128> {
    if text.len() != count || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn days_since_1970(year: i128, month: i128, day: i128) -> i128 {
    let years: i128 =
        if year >= 1970 { (1970..year).map(days_of_year).sum() } else { -(year..1970).map(days_of_year).sum::<i128>() };
    let months: i128 = (1..month).map(|before| days_of_month(year, before)).sum();
    years + months + day - 1
}

fn days_of_year(year: i128) -> i128 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: i128, month: i128) -> i128 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: i128) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}
