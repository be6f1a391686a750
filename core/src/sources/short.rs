//! Names that stand in addresses.

/// The longest name: AWS's have 128 characters, Terraform's addresses some hundreds. An address is written for each of
/// many documents, so a name of megabytes would cost its length for each.
const MAX_NAME_BYTES: usize = 2048;

/// A name, or the start of one that is too long.
pub(super) fn shortened(name: &str) -> &str {
    let mut end = name.len().min(MAX_NAME_BYTES);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or("")
}
