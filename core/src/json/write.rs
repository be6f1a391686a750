//! Writing strings as JSON.

/// Appends `text` as a JSON string literal: quotes, and the escapes JSON demands, nothing more.
///
/// Linear in the text.
///
/// ```
/// let mut out = String::new();
/// iam_eval::json::write_string(&mut out, "a\"b\n");
/// assert_eq!(out, r#""a\"b\n""#);
/// ```
pub fn write_string(out: &mut String, text: &str) {
    // a string is always serialisable, so the fallback is never taken
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}
