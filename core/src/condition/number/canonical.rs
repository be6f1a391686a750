//! The text that stands for a simulated number.

use std::fmt::Write as _;

use super::Number;
use super::exponent::Exponent;

impl Number<'_> {
    /// As which text does a simulated number compare under a string operator?
    ///
    /// Its scale is kept and its leading zeros, `+` and sign of zero are not:
    /// `01.00` is `1.00`. Very small numbers and those with a positive
    /// exponent are written `d.dddE±n`; this is `BigDecimal.toString` of Java,
    /// which the captured answers of the policy simulator agree with
    /// (`sim_typed_text`). Linear in the text, whatever the exponent.
    ///
    /// ```
    /// use iam_eval::condition::Number;
    ///
    /// assert_eq!(Number::parse("01.00").unwrap().canonical_text(), "1.00");
    /// assert_eq!(Number::parse("1e9999").unwrap().canonical_text(), "1E+9999");
    /// ```
    pub fn canonical_text(&self) -> String {
        let mut digits: Vec<u8> = self.significant_digits().collect();
        digits.resize(digits.len() + self.trailing, b'0');
        if digits.is_empty() {
            digits.push(b'0');
        }
        let exponent = self.exponent.minus(Exponent::ZERO);
        let scale = self.scale as i128 - exponent;
        let leading = digits.len() as i128 - 1 - scale;
        let digits: String = digits.into_iter().map(char::from).collect();
        let sign = if self.signum() < 0 { "-" } else { "" };
        if scale < 0 || leading < -6 {
            let (first, rest) = digits.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            let (sign_of, exponent) = self.exponent.plus(digits.len() as i128 - 1 - self.scale as i128);
            return format!("{sign}{first}{point}{rest}E{sign_of}{exponent}");
        }
        // Here the scale exceeds the digits by at most six.
        let scale = usize::try_from(scale).unwrap_or_default();
        if scale == 0 {
            return format!("{sign}{digits}");
        }
        let mut text = String::from(sign);
        match digits.len().checked_sub(scale) {
            None | Some(0) => {
                let zeros = scale - digits.len();
                let _ = write!(text, "0.{:0<zeros$}{digits}", "");
            }
            Some(whole) => {
                let (whole, fraction) = digits.split_at(whole);
                let _ = write!(text, "{whole}.{fraction}");
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::OwnedNumber;
    use super::*;

    #[test]
    fn sim_typed_text() {
        // Captured: 01.00. The others: documentation of BigDecimal.toString.
        for (text, canonical) in [
            ("01.00", "1.00"),
            ("+1", "1"),
            ("1", "1"),
            ("-0", "0"),
            ("-0.00", "0.00"),
            ("1.", "1"),
            (".5", "0.5"),
            ("-.50", "-0.50"),
            ("1e2", "1E+2"),
            ("12e3", "1.2E+4"),
            ("100", "100"),
            ("0e5", "0E+5"),
            ("1.5e1", "15"),
            ("1.50e1", "15.0"),
            ("1e-6", "0.000001"),
            ("1e-7", "1E-7"),
            ("10e-7", "0.0000010"),
            ("0.0000001", "1E-7"),
            ("123e-10", "1.23E-8"),
            ("0.00e-5", "0E-7"),
            ("1e9999", "1E+9999"),
            ("10e9", "1.0E+10"),
            ("100e-99999999999999999999999999999999999999999999", "1.00E-99999999999999999999999999999999999999999997"),
            ("1.5e100000000000000000000000000000000000000000000", "1.5E+100000000000000000000000000000000000000000000"),
            ("0.005e100000000000000000000000000000000000000000000", "5E+99999999999999999999999999999999999999999997"),
        ] {
            assert_eq!(Number::parse(text).unwrap().canonical_text(), canonical, "{text}");
            assert_eq!(OwnedNumber::parse(text).unwrap().as_number().canonical_text(), canonical);
        }
    }
}
