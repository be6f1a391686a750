//! Rule 58: exact decimals, kept as digit strings.

use std::cmp::Ordering;

/// `0.DIGITS × 10^exponent`; zero has no digits. The digits neither start nor end with `0`.
#[derive(Debug, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    digits: String,
    exponent: i128,
}

impl Decimal {
    pub fn read(text: &str) -> Option<Decimal> {
        let (negative, unsigned) = sign(text);
        let (mantissa, power) = match unsigned.split_once(['e', 'E']) {
            None => (unsigned, 0),
            Some((mantissa, power)) => (mantissa, integer(power)?),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let significant = all.trim_start_matches('0');
        if significant.is_empty() {
            return Some(Decimal { negative: false, digits: String::new(), exponent: 0 });
        }
        let leading_zeros = i128::try_from(all.len() - significant.len()).ok()?;
        let point = i128::try_from(whole.len()).ok()?;
        Some(Decimal {
            negative,
            digits: significant.trim_end_matches('0').to_owned(),
            exponent: power.checked_add(point - leading_zeros)?,
        })
    }

    pub fn compare(&self, other: &Decimal) -> Ordering {
        self.sign().cmp(&other.sign()).then_with(|| {
            let size = self
                .exponent
                .cmp(&other.exponent)
                // both fractions start with a digit that is not 0: they compare as texts do
                .then_with(|| self.digits.cmp(&other.digits));
            if self.negative { size.reverse() } else { size }
        })
    }

    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }
}

fn sign(text: &str) -> (bool, &str) {
    if let Some(rest) = text.strip_prefix('-') { (true, rest) } else { (false, text.strip_prefix('+').unwrap_or(text)) }
}

/// An integer with an optional sign; also the epoch seconds of a date.
pub fn integer(text: &str) -> Option<i128> {
    let (negative, digits) = sign(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size: i128 = digits.parse().ok()?;
    Some(if negative { -size } else { size })
}
