//! Exponents with any number of digits.

#[derive(Debug, Clone, Copy)]
pub(super) struct Exponent<'a> {
    pub(super) negative: bool,
    // INVARIANT: does not begin with `0`; empty for zero.
    pub(super) digits: &'a [u8],
}

/// Further apart than any two lengths in memory can be, and far from overflow.
const FAR: i128 = 1 << 100;

impl Exponent<'_> {
    pub(super) const ZERO: Self = Self { negative: false, digits: &[] };

    /// `self - other`, clamped where it is further than any length can mend.
    pub(super) fn minus(self, other: Exponent<'_>) -> i128 {
        let length = self.digits.len().max(other.digits.len());
        let (a, b) = (self.signed_digits(length), other.signed_digits(length));
        let mut difference = 0_i128;
        for (a, b) in a.zip(b) {
            difference = difference * 10 + i128::from(a) - i128::from(b);
            // Every further step multiplies by ten and adds at most 18 either
            // way: the sign is settled, and no length makes up for it.
            if difference.abs() > FAR {
                break;
            }
        }
        difference
    }

    fn signed_digits(self, length: usize) -> impl Iterator<Item = i8> {
        let zeros = length - self.digits.len();
        let sign = if self.negative { -1 } else { 1 };
        let digit = move |&digit: &u8| sign * (digit - b'0').cast_signed();
        std::iter::repeat_n(0, zeros).chain(self.digits.iter().map(digit))
    }

    /// `self + other` as sign and digits, exact at any length.
    pub(super) fn plus(self, other: i128) -> (char, String) {
        let mut carry = if self.negative { -other } else { other };
        let mut digits: Vec<u8> = Vec::with_capacity(self.digits.len() + 1);
        for &digit in self.digits.iter().rev() {
            let sum = i128::from(digit - b'0') + carry;
            digits.push(b'0' + u8::try_from(sum.rem_euclid(10)).unwrap_or_default());
            carry = sum.div_euclid(10);
        }
        if carry < 0 {
            // Only an exponent smaller than a length turns round.
            let sum = self.minus(Exponent::ZERO) + other;
            return (if sum < 0 { '-' } else { '+' }, sum.unsigned_abs().to_string());
        }
        let rest: String = digits.iter().rev().copied().map(char::from).collect();
        let text = format!("{carry}{rest}");
        let text = text.trim_start_matches('0');
        let text = if text.is_empty() { "0" } else { text };
        (if self.negative && text != "0" { '-' } else { '+' }, text.to_owned())
    }
}
