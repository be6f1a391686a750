//! Base64 as `BinaryEquals` takes it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use memchr::memchr;

/// Is the text base64 in its one canonical spelling?
///
/// The standard alphabet, padded, with zero bits after the last byte and
/// nothing around it; the empty text is. No allocation, linear in the text.
///
/// Source: enforced decisions of AWS (`binary_equals`) and answers of the
/// policy simulator (`YR==` is refused).
///
/// ```
/// use iam_eval::condition::binary::is_strict_base64;
///
/// assert!(is_strict_base64("YQ=="));
/// assert!(!is_strict_base64("YQ"));
/// assert!(!is_strict_base64("YR=="));
/// ```
pub fn is_strict_base64(text: &str) -> bool {
    const BLOCK: usize = 1024;
    let bytes = text.as_bytes();
    // The decoder sees a block at a time and would take padding at the end of
    // each; only the text may end in it.
    let unpadded = &bytes[..bytes.len().saturating_sub(2)];
    let mut decoded = [0; BLOCK / 4 * 3];
    memchr(b'=', unpadded).is_none()
        && bytes.chunks(BLOCK).all(|block| STANDARD.decode_slice(block, &mut decoded).is_ok())
}

/// Do two texts encode the same bytes?
///
/// False if either is not strict base64. Since every byte string has exactly
/// one strict encoding, the bytes are equal when the texts are.
///
/// ```
/// use iam_eval::condition::binary::equals;
///
/// assert!(equals("YQ==", "YQ=="));
/// assert!(!equals("YQ==", "YQ"));
/// assert!(!equals("no-binary", "no-binary"));
/// ```
pub fn equals(policy: &str, request: &str) -> bool {
    policy == request && is_strict_base64(policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_equals() {
        assert!(equals("YQ==", "YQ=="));
        assert!(equals("", ""));
        for request in ["Yg==", "YQ", "no-binary", " YQ== ", "", "YR=="] {
            assert!(!equals("YQ==", request), "{request:?}");
            assert!(!equals(request, "YQ=="), "{request:?}");
        }
        assert!(!equals("YQ", "YQ"));
    }

    #[test]
    fn sim_value_syntax_binary() {
        for text in ["", "eWVz", "YQ==", "YWI=", "+/+/"] {
            assert!(is_strict_base64(text), "{text:?}");
        }
        for text in [
            "YQ", "YQ=", "YQ===", "YR==", "YQ-_", "YQ==\n", "Y Q=", "====", "=", "==", "YQ==YQ==", "YWI=YWI=", "é",
            "YWK=YWJj",
        ] {
            assert!(!is_strict_base64(text), "{text:?}");
        }
    }

    #[test]
    fn padding_only_at_the_end_of_the_text() {
        let block = "AAAA".repeat(256);
        assert!(is_strict_base64(&format!("{block}{block}YQ==")));
        let padded = format!("{}YQ==", "AAAA".repeat(255));
        assert!(is_strict_base64(&padded));
        assert!(!is_strict_base64(&format!("{padded}{block}")));
        assert!(!is_strict_base64(&format!("{padded}{padded}")));
        assert!(!is_strict_base64(&format!("{block}A")));
    }

    #[test]
    fn a_byte_string_has_one_strict_encoding() {
        // Exhaustive over the texts of four characters that end in padding.
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut seen = std::collections::HashSet::new();
        let mut strict = 0;
        for &first in alphabet {
            for &second in alphabet {
                let text = String::from_utf8(vec![first, second, b'=', b'=']).unwrap();
                if is_strict_base64(&text) {
                    strict += 1;
                    seen.insert(STANDARD.decode(&text).unwrap());
                }
            }
        }
        assert_eq!((strict, seen.len()), (256, 256));
    }
}
