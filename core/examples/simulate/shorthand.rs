//! The AWS CLI's shorthand: `ContextKeyName=…,ContextKeyValues=a,b,ContextKeyType=string`.

use iam_eval::simulate::ContextEntry;

/// A value may hold `=` too, so only these are labels.
const LABELS: [&str; 3] = ["ContextKeyName", "ContextKeyValues", "ContextKeyType"];

/// Reads one entry. A value may be in double or single quotes, a list in brackets.
pub(crate) fn read(text: &str) -> Result<ContextEntry, String> {
    let mut entry = ContextEntry::default();
    let mut name = String::new();
    for (label, value) in fields(text)? {
        if let Some(label) = label {
            name = label;
        }
        match name.as_str() {
            "ContextKeyName" if entry.context_key_name.is_none() => entry.context_key_name = Some(value),
            "ContextKeyType" if entry.context_key_type.is_none() => entry.context_key_type = Some(value),
            "ContextKeyValues" => entry.context_key_values.get_or_insert_default().push(value),
            _ => {
                return Err(format!(
                    "--context-entries: expected `ContextKeyName=…,ContextKeyValues=…,ContextKeyType=…`, found `{text}`"
                ));
            }
        }
    }
    Ok(entry)
}

/// The parts between commas: a label, where there is one, and a value.
fn fields(text: &str) -> Result<Vec<(Option<String>, String)>, String> {
    let mut fields = Vec::new();
    let mut label = None;
    let mut value = String::new();
    let mut is_quoted = false;
    let mut is_list = false;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '=' if !is_quoted && !is_list && LABELS.contains(&value.as_str()) => {
                label = Some(std::mem::take(&mut value));
            }
            quote @ ('"' | '\'') if value.is_empty() => {
                is_quoted = true;
                loop {
                    match characters.next() {
                        Some('\\') => value.extend(characters.next()),
                        Some(inside) if inside == quote => break,
                        Some(inside) => value.push(inside),
                        None => return Err(format!("--context-entries: expected a closing `{quote}` in `{text}`")),
                    }
                }
            }
            '[' if value.is_empty() && !is_quoted => is_list = true,
            ']' if is_list => is_list = false,
            ',' => {
                fields.push((label.take(), std::mem::take(&mut value)));
                is_quoted = false;
            }
            other => value.push(other),
        }
    }
    fields.push((label, value));
    Ok(fields)
}
