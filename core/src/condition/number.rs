//! Decimal numbers of any size, compared exactly where they stand.
//!
//! Numbers are never converted: a comparison walks the digits of both texts
//! once, so neither a megabyte of digits nor an exponent with a megabyte of
//! digits costs more than its own length.

use std::cmp::Ordering;

use exponent::Exponent;
pub use owned::OwnedNumber;

mod canonical;
mod exponent;
mod owned;

/// A decimal number read from a text, without allocation.
///
/// Any sign, leading zeros, `1.`, `.5` and exponents are read; equality and
/// order are those of the exact values, so `1.0 = 01 = 1e0` and `-0 = 0`.
///
/// Source: enforced decisions of AWS (`numeric_values`).
///
/// ```
/// use iam_eval::condition::Number;
///
/// let small = Number::parse("9007199254740992").unwrap();
/// let large = Number::parse("9007199254740993").unwrap();
/// assert!(small < large);
/// assert_eq!(Number::parse("1.0"), Number::parse("01e0"));
/// assert_eq!(Number::parse("0x10"), None);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Number<'a> {
    negative: bool,
    /// The digits from the first to the last that is not zero, in two parts
    /// since the point may lie between; both empty for zero.
    // INVARIANT: together they neither begin nor end with `0`.
    digits: [&'a [u8]; 2],
    /// Zeros written after the last of `digits`; 0 for zero.
    trailing: usize,
    /// Digits written after the point.
    scale: usize,
    exponent: Exponent<'a>,
}

impl<'a> Number<'a> {
    /// Which number does the text state?
    ///
    /// `None` for anything but an optional sign, digits with at most one point
    /// (at least one digit), and an optional exponent: no blanks, no
    /// hexadecimal, no `NaN`, no `Infinity`. Linear in the text.
    ///
    /// ```
    /// use iam_eval::condition::Number;
    ///
    /// assert!(Number::parse("-.5e+07").is_some());
    /// assert!(Number::parse("1e99999999999999999999").is_some());
    /// assert!(Number::parse(" 1").is_none());
    /// ```
    pub fn parse(text: &'a str) -> Option<Self> {
        let (negative, rest) = sign(text.as_bytes());
        let (whole, rest) = digits(rest);
        let (fraction, rest) = match rest {
            [b'.', rest @ ..] => digits(rest),
            _ => (&[][..], rest),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let exponent = match rest {
            [] => Exponent::ZERO,
            [b'e' | b'E', rest @ ..] => {
                let (negative, rest) = sign(rest);
                let (digits, []) = digits(rest) else {
                    return None;
                };
                if digits.is_empty() {
                    return None;
                }
                Exponent { negative, digits: trim_start(digits) }
            }
            _ => return None,
        };
        let scale = fraction.len();
        let mut digits = [trim_start(whole), fraction];
        if digits[0].is_empty() {
            digits[1] = trim_start(fraction);
        }
        let written = digits[0].len() + digits[1].len();
        digits[1] = trim_end(digits[1]);
        if digits[1].is_empty() {
            digits[0] = trim_end(digits[0]);
        }
        let trailing = written - digits[0].len() - digits[1].len();
        Some(Self { negative, digits, trailing, scale, exponent })
    }

    fn is_zero(&self) -> bool {
        self.significant() == 0
    }

    fn significant(&self) -> usize {
        self.digits[0].len() + self.digits[1].len()
    }

    fn signum(&self) -> i8 {
        match (self.is_zero(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    /// How many digits stand before the point, the exponent left aside?
    fn point(&self) -> i128 {
        // Lengths in memory fit by far.
        (self.significant() + self.trailing) as i128 - self.scale as i128
    }

    fn significant_digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        let [high, low] = self.digits;
        high.iter().chain(low).copied()
    }

    fn cmp_magnitude(&self, other: &Self) -> Ordering {
        let leads = self.exponent.minus(other.exponent) + self.point() - other.point();
        // Without zeros at either end, the shorter of two digit texts that
        // begin alike is the smaller number: the order of words.
        leads.cmp(&0).then_with(|| self.significant_digits().cmp(other.significant_digits()))
    }

    /// Which whole number does this one become when `shift` digits are moved
    /// before the point and the rest is cut off? Clamped to `i64`.
    pub(super) fn shifted(&self, shift: u8) -> i64 {
        let places = self.exponent.minus(Exponent::ZERO) + self.point() + i128::from(shift);
        let limit = if self.negative { i64::MIN } else { i64::MAX };
        if self.is_zero() || places <= 0 {
            return 0;
        }
        if places > 19 {
            return limit;
        }
        let zeros = std::iter::repeat(b'0');
        let magnitude = (0..places)
            .zip(self.significant_digits().chain(zeros))
            .fold(0_i128, |value, (_, digit)| value * 10 + i128::from(digit - b'0'));
        let value = if self.negative { -magnitude } else { magnitude };
        i64::try_from(value).unwrap_or(limit)
    }
}

fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

fn trim_start(digits: &[u8]) -> &[u8] {
    let start = digits.iter().position(|&digit| digit != b'0').unwrap_or(digits.len());
    &digits[start..]
}

fn trim_end(digits: &[u8]) -> &[u8] {
    let end = digits.iter().rposition(|&digit| digit != b'0').map_or(0, |last| last + 1);
    &digits[..end]
}

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number<'_> {}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.signum().cmp(&other.signum()).then_with(|| match self.signum() {
            0 => Ordering::Equal,
            1 => self.cmp_magnitude(other),
            _ => other.cmp_magnitude(self),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cmp(a: &str, b: &str) -> Ordering {
        let (left, right) = (Number::parse(a).unwrap(), Number::parse(b).unwrap());
        let (left_owned, right_owned) = (OwnedNumber::parse(a).unwrap(), OwnedNumber::parse(b).unwrap());
        assert_eq!(left.cmp(&right), left_owned.as_number().cmp(&right_owned.as_number()));
        assert_eq!(left.cmp(&right), right.cmp(&left).reverse(), "{a} {b}");
        left.cmp(&right)
    }

    #[test]
    fn numeric_values() {
        for equal in [
            ["1", "01"],
            ["1", "1.0"],
            ["1", "1e0"],
            ["1", "+1"],
            ["1", "1."],
            [".5", "0.50"],
            ["0", "-0"],
            ["0", "-0.000e99"],
            ["100", "1e2"],
            ["100", "1E+02"],
            ["0.01", "1e-2"],
            ["1e400", "10e399"],
            ["1e9999", "0.1e10000"],
            ["0012.3400", "1234e-2"],
            ["1e100000000000000000000", "10e99999999999999999999"],
            ["0.001e-99999999999999999999", "1e-100000000000000000002"],
        ] {
            assert_eq!(cmp(equal[0], equal[1]), Ordering::Equal, "{equal:?}");
        }
        let ascending = [
            "-1e99999999999999999999",
            "-1e400",
            "-10",
            "-9.99",
            "-1",
            "-0.1",
            "-1e-400",
            "0",
            "1e-99999999999999999999",
            "1e-400",
            ".09",
            ".1",
            "1",
            "1.0000000000000000000001",
            "1.1",
            "2",
            "9.9",
            "10",
            "9007199254740992",
            "9007199254740993",
            "1e100",
            "1e399",
            "1e400",
            "1e9999",
            "1e99999999999999999998",
            "1e99999999999999999999",
        ];
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                assert_eq!(cmp(a, b), i.cmp(&j), "{a} {b}");
            }
        }
    }

    #[test]
    fn numeric_unconvertible() {
        for text in [
            "",
            ".",
            "+",
            "-",
            "+-1",
            "--1",
            "e5",
            ".e5",
            "1e",
            "1e+",
            "1e1.5",
            "1.2.3",
            "0x10",
            " 1",
            "1 ",
            "1\n",
            "NaN",
            "Infinity",
            "-Infinity",
            "no-number",
            "1_000",
            "1,5",
            "1f",
            "1d",
            "١",
            "1e5e5",
        ] {
            assert_eq!(Number::parse(text), None, "{text:?}");
            assert!(OwnedNumber::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn hostile_numbers_cost_their_length() {
        let nines = "9".repeat(200_000);
        let zeros = "0".repeat(200_000);
        assert_eq!(cmp(&nines, &format!("1{zeros}")), Ordering::Less);
        assert_eq!(cmp(&format!("1e{nines}"), &format!("10e{nines}")), Ordering::Less);
        assert_eq!(cmp(&format!("1e1{zeros}"), &format!("10e{nines}")), Ordering::Equal);
        assert_eq!(cmp(&format!("1e-1{zeros}"), &format!(".1e-{nines}")), Ordering::Equal);
        assert_eq!(cmp(&format!("-1e{nines}"), "-1"), Ordering::Less);
        assert_eq!(cmp(&format!("{zeros}1.{zeros}"), "1"), Ordering::Equal);
        let text = Number::parse(&format!("1e{nines}")).map(|number| number.canonical_text());
        assert_eq!(text.map(|text| text.len()), Some(200_003));
    }

    #[test]
    fn shifted_cuts_and_clamps() {
        for (text, expected) in [
            ("0", 0),
            ("1", 1000),
            ("-1.5", -1500),
            ("1.2345", 1234),
            ("-0.0009", 0),
            (".001", 1),
            ("1e3", 1_000_000),
            ("1e9999", i64::MAX),
            ("-1e9999", i64::MIN),
            ("1e-9999", 0),
            ("9223372036854775.807", i64::MAX),
            ("9223372036854775.808", i64::MAX),
        ] {
            assert_eq!(Number::parse(text).unwrap().shifted(3), expected, "{text}");
        }
    }
}
