//! Texts that are given themselves, or by the name of their file.

/// A text and where it came from.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) text: String,
    /// How messages call its place: a file's name, or the flag it was given by.
    pub(crate) place: String,
}

/// The text of an argument: the contents of `file://NAME`, or the argument itself.
pub(crate) fn read(flag: &str, argument: &str) -> Result<Text, String> {
    match argument.strip_prefix("file://") {
        None => Ok(Text { text: argument.to_owned(), place: flag.to_owned() }),
        Some(file) => match std::fs::read_to_string(file) {
            Ok(text) => Ok(Text { text, place: file.to_owned() }),
            Err(error) => Err(format!("{file}: {error}")),
        },
    }
}

/// The texts of a list: each argument is one, or a JSON list of some.
pub(crate) fn read_list(flag: &str, arguments: &[String]) -> Result<Vec<Text>, String> {
    let mut texts = Vec::new();
    for argument in arguments {
        let text = read(flag, argument)?;
        if text.text.trim_start().starts_with('[') {
            let list: Vec<String> = parse(&text)?;
            texts.extend(list.into_iter().map(|element| Text { text: element, place: text.place.clone() }));
        } else {
            texts.push(text);
        }
    }
    Ok(texts)
}

/// Reads JSON; the message says where it went wrong.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(text: &Text) -> Result<T, String> {
    serde_json::from_str(&text.text).map_err(|error| {
        let message = error.to_string();
        let reason = message.split(" at line ").next().unwrap_or(&message);
        format!("{}:{}:{}: {reason}", text.place, error.line(), error.column())
    })
}
