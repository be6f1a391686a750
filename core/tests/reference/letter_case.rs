//! Rule 56: equality after full Unicode lower-casing, supplementary characters kept as they are.

pub fn equal_ignoring_case(left: &str, right: &str) -> bool {
    lower(left) == lower(right)
}

fn lower(text: &str) -> String {
    // The standard library knows which sigma is final, supplementary letters included. It maps
    // character by character, so its output can be cut into the share of each character.
    let whole: Vec<char> = text.to_lowercase().chars().collect();
    let mut rest = whole.as_slice();
    let mut kept = String::new();
    for character in text.chars() {
        let (share, after) = rest.split_at(character.to_lowercase().count());
        rest = after;
        if character > '\u{FFFF}' {
            kept.push(character);
        } else {
            kept.extend(share);
        }
    }
    kept
}
