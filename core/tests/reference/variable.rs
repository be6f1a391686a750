//! Policy variables (rules 16–23): what a text of a policy says once the request is known.

use super::context::{Context, Value};
use super::logic::Tri;
use super::pattern::{COLON, Unit, units, utf16, wildcard};

/// A text after substitution.
#[derive(Debug)]
pub struct Expanded {
    pieces: Vec<Piece>,
    pub has_variable: bool,
}

#[derive(Debug)]
enum Piece {
    /// Text of the policy: `*` and `?` are wildcards where the operator knows wildcards.
    Written(String),
    /// Rule 18: substituted text, defaults and escapes are never wildcards.
    Substituted(String),
    /// A value that is not known.
    Open,
}

#[derive(Debug)]
pub enum Expansion {
    Text(Expanded),
    /// Rules 19, 20, 22: the entry equals nothing.
    Missing,
    /// Some variable's value is not known.
    Unknown(Expanded),
}

impl Expanded {
    pub fn text(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Written(text) | Piece::Substituted(text) => text.as_str(),
                Piece::Open => "",
            })
            .collect()
    }

    pub fn units(&self) -> Vec<Unit> {
        let mut all = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Written(text) => all.extend(units(text)),
                Piece::Substituted(text) => all.extend(text.encode_utf16().map(Unit::Literal)),
                Piece::Open => all.push(Unit::Run),
            }
        }
        all
    }

    /// Whether the text matches for some values of what is not known: certainly not if it does not
    /// even match with a `*` that crosses everything in their place.
    pub fn may_match(&self, text: &str) -> Tri {
        if wildcard(&self.units(), &utf16(text)) { Tri::Unknown } else { Tri::False }
    }

    /// As `may_match` for an operator that knows no wildcards.
    pub fn may_equal(&self, text: &str) -> Tri {
        let literal = |piece: &Piece| match piece {
            Piece::Written(text) | Piece::Substituted(text) => text.encode_utf16().map(Unit::Literal).collect(),
            Piece::Open => vec![Unit::Run],
        };
        let units: Vec<Unit> = self.pieces.iter().flat_map(literal).collect();
        if wildcard(&units, &utf16(text)) { Tri::Unknown } else { Tri::False }
    }

    /// Whether what is known has the five colons of an ARN already.
    pub fn is_always_arn(&self) -> bool {
        self.units().iter().filter(|unit| **unit == Unit::Literal(COLON)).count() >= 5
    }
}

/// Expands the variables of `text` if `version_expands` (rule 16).
pub fn expand(text: &str, version_expands: bool, context: &Context) -> Expansion {
    let mut pieces = Vec::new();
    let mut has_variable = false;
    let mut missing = false;
    let mut unknown = false;
    let mut rest = text;
    while let Some(start) = rest.find("${").filter(|_| version_expands) {
        let (before, opened) = rest.split_at(start);
        pieces.push(Piece::Written(before.to_owned()));
        let inside = &opened[2..];
        let form = end(inside).and_then(|end| Some((Form::read(&inside[..end])?, &inside[end + 1..])));
        let Some((form, after)) = form else {
            // no variable: the two characters stand for themselves
            pieces.push(Piece::Written("${".to_owned()));
            rest = inside;
            continue;
        };
        has_variable = true;
        rest = after;
        match form {
            Form::Escape(character) => pieces.push(Piece::Substituted(character.to_owned())),
            Form::Key { name, default } => match (context.get(name), default) {
                (Value::One(value), _) => pieces.push(Piece::Substituted(value)),
                (Value::Absent, Some(default)) => {
                    pieces.push(Piece::Substituted(default.to_owned()));
                }
                (Value::Absent, None) | (Value::Many(_), _) => missing = true,
                (Value::Unknown | Value::Present, _) => {
                    unknown = true;
                    pieces.push(Piece::Open);
                }
            },
        }
    }
    pieces.push(Piece::Written(rest.to_owned()));
    let expanded = Expanded { pieces, has_variable };
    if missing {
        // whatever the unknown variables hold, the entry equals nothing
        Expansion::Missing
    } else if unknown {
        Expansion::Unknown(expanded)
    } else {
        Expansion::Text(expanded)
    }
}

/// Where a variable's inside ends: at the first `}`, but a quoted default may hold one.
fn end(inside: &str) -> Option<usize> {
    let first = inside.find('}')?;
    let Some(quote) = inside[..first].find('\'').filter(|at| inside[..*at].trim_end().ends_with(',')) else {
        return Some(first);
    };
    let closing = quote + 1 + inside[quote + 1..].find('\'')?;
    Some(closing + inside[closing..].find('}')?)
}

/// Rule 17.
enum Form<'a> {
    Escape(&'a str),
    Key { name: &'a str, default: Option<&'a str> },
}

impl<'a> Form<'a> {
    fn read(inside: &'a str) -> Option<Form<'a>> {
        let inside = inside.trim();
        if matches!(inside, "*" | "?" | "$") {
            return Some(Form::Escape(inside));
        }
        let (name, default) = match inside.split_once(',') {
            None => (inside, None),
            Some((name, default)) => {
                let quoted = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
                if quoted.contains('\'') {
                    return None;
                }
                (name.trim(), Some(quoted))
            }
        };
        let plain = !name.is_empty() && !name.contains(['$', '{', '\'']);
        plain.then_some(Form::Key { name, default })
    }
}
