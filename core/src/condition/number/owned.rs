//! Numbers that outlive their text.

use super::Number;
use super::exponent::Exponent;

/// A number that owns its digits: the policy's side of a comparison.
///
/// ```
/// use iam_eval::condition::{Number, OwnedNumber};
///
/// let limit = OwnedNumber::parse("1e100").unwrap();
/// assert!(Number::parse("1e9999").unwrap() > limit.as_number());
/// ```
#[derive(Debug, Clone)]
pub struct OwnedNumber {
    negative: bool,
    digits: Box<[u8]>,
    trailing: usize,
    scale: usize,
    exponent_negative: bool,
    exponent: Box<[u8]>,
}

impl OwnedNumber {
    /// Which number does the text state? As [`Number::parse`], but kept.
    ///
    /// ```
    /// use iam_eval::condition::OwnedNumber;
    ///
    /// assert!(OwnedNumber::parse("1.").is_some());
    /// assert!(OwnedNumber::parse("NaN").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let number = Number::parse(text)?;
        Some(Self {
            negative: number.negative,
            digits: number.digits.concat().into(),
            trailing: number.trailing,
            scale: number.scale,
            exponent_negative: number.exponent.negative,
            exponent: number.exponent.digits.into(),
        })
    }

    /// The same number, borrowed, for comparing; constant time.
    ///
    /// ```
    /// use iam_eval::condition::{Number, OwnedNumber};
    ///
    /// let owned = OwnedNumber::parse("01.0").unwrap();
    /// assert_eq!(Some(owned.as_number()), Number::parse("1"));
    /// ```
    pub fn as_number(&self) -> Number<'_> {
        Number {
            negative: self.negative,
            digits: [&self.digits, &[]],
            trailing: self.trailing,
            scale: self.scale,
            exponent: Exponent { negative: self.exponent_negative, digits: &self.exponent },
        }
    }
}
