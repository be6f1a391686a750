//! Policy variables: `${key}`, `${key, 'default'}`, `${*}`, `${?}`, `${$}`.

use crate::limits::Limits;
use crate::pattern::{Dialect, Pattern, Piece, Template, is_costly};
use crate::request::{Context, KeyName, Lookup};

use super::truth::Truth;

/// What a slot of a template is filled with.
#[derive(Debug, Clone)]
pub(crate) enum Slot {
    /// The value of a context key, or the default if the key is absent.
    Key { key: KeyName, name: Box<str>, default: Option<Box<str>> },
    /// One of the escapes: text that is never a wildcard.
    Literal(&'static str),
}

/// What a slot holds for one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filled<'r> {
    Text(&'r str),
    /// Nothing fills it: the value matches nothing (rules 19, 20, 22).
    Missing,
    Unknown,
}

impl Slot {
    fn fill<'r>(&'r self, context: &'r Context) -> Filled<'r> {
        match self {
            Self::Literal(text) => Filled::Text(text),
            Self::Key { key, default, .. } => match context.lookup(key) {
                // an empty text is there: it does not use the default
                Lookup::One(value) => Filled::Text(value),
                // many values do not expand, not even to the default
                Lookup::Many(_) => Filled::Missing,
                Lookup::Absent => default.as_deref().map_or(Filled::Missing, Filled::Text),
                Lookup::Unknown | Lookup::Present => Filled::Unknown,
            },
        }
    }
}

/// A part of a text with variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum VariablePart<'t> {
    /// Text of the policy, in which wildcards are wildcards.
    Written(&'t str),
    /// Text that is never a wildcard.
    Literal(&'static str),
    /// The value of a key, or else this.
    Key(KeyName, Option<Box<str>>),
}

/// A text with variables, to be compared with texts as a pattern of some dialect.
#[derive(Debug, Clone)]
pub(crate) struct Variable {
    template: Template,
    slots: Box<[Slot]>,
    /// The same where no wildcard stops at a colon: what it can match at most, whatever an unknown
    /// slot holds.
    widest: Template,
    always_arn: bool,
    /// Whether matching costs the length of the filled text times that of the subject.
    is_costly: bool,
}

impl Variable {
    /// Reads a text; `None` if it has no variable, or its document's version has none
    /// (rule `version_gates_variables`).
    pub fn read(text: &str, dialect: Dialect) -> Option<Self> {
        if !text.contains("${") {
            return None;
        }
        let (pieces, slots) = parse(text);
        if slots.is_empty() {
            return None;
        }
        let template = Template::new(dialect, &pieces);
        let colons = |piece: &Piece<'_>| match piece {
            Piece::Wild(text) => text.matches(':').count(),
            Piece::Slot(_) => 0,
        };
        // what is filled in can only add to the fields that are written
        let always_arn = pieces.iter().map(colons).sum::<usize>() >= 5;
        let widest = if dialect == Dialect::Literal { dialect } else { Dialect::Like };
        let widest = Template::new(widest, &pieces);
        Some(Self {
            template,
            slots: slots.into(),
            widest,
            always_arn,
            is_costly: is_costly(text) || is_searched_for(&pieces),
        })
    }

    /// A pattern that matches whatever the text may, however its variables are filled; and whether that is exact,
    /// because it has none but escapes.
    pub fn widest_pattern(text: &str, dialect: Dialect) -> (Pattern, bool) {
        let (pieces, slots) = parse(text);
        let is_exact = slots.iter().all(|slot| matches!(slot, Slot::Literal(_)));
        // what stands for itself, wildcards or not
        let mut literals: Vec<&str> = Vec::new();
        let open: Vec<Piece<'_>> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Slot(at) => match slots.get(*at) {
                    Some(Slot::Literal(text)) => {
                        literals.push(text);
                        Piece::Slot(literals.len() - 1)
                    }
                    _ => Piece::Wild("*"),
                },
                Piece::Wild(text) if dialect == Dialect::Literal => {
                    literals.push(text);
                    Piece::Slot(literals.len() - 1)
                }
                Piece::Wild(text) => Piece::Wild(text),
            })
            .collect();
        // what is filled in may hold colons, where a `*` may not
        let dialect = if is_exact { dialect } else { Dialect::Like };
        let pattern = Template::new(dialect, &open).fill(|at| literals.get(at).copied());
        (pattern.unwrap_or_else(|| Pattern::like("*")), is_exact)
    }

    /// The text with the names of its variables in lower case: what is written the same is the same.
    pub fn canonical_text(text: &str) -> String {
        let (pieces, slots) = parse(text);
        let piece = |piece: &Piece<'_>| match piece {
            Piece::Wild(text) => (*text).to_owned(),
            Piece::Slot(at) => match slots.get(*at) {
                Some(Slot::Key { key, default, .. }) => format!("${{{} {default:?}}}", key.lower),
                Some(Slot::Literal(text)) => format!("${{{text}}}"),
                None => String::new(),
            },
        };
        pieces.iter().map(piece).collect()
    }

    /// What a text is made of.
    pub fn parts(text: &str) -> Vec<VariablePart<'_>> {
        let (pieces, slots) = parse(text);
        let slot = |at: usize| match slots.get(at) {
            Some(Slot::Key { key, default, .. }) => VariablePart::Key(key.clone(), default.clone()),
            Some(Slot::Literal(text)) => VariablePart::Literal(text),
            None => VariablePart::Literal(""),
        };
        let part = |piece| match piece {
            Piece::Wild(text) => VariablePart::Written(text),
            Piece::Slot(at) => slot(at),
        };
        pieces.into_iter().map(part).collect()
    }

    /// The pattern that the text is where its variables have these values; none where one is missing.
    pub fn fill_with<'v>(&'v self, value: impl Fn(&KeyName) -> Option<&'v str>) -> Option<Pattern> {
        self.template.fill(|slot| match self.slots.get(slot)? {
            Slot::Literal(text) => Some(*text),
            Slot::Key { key, default, .. } => value(key).or(default.as_deref()),
        })
    }

    /// Whether the text, filled, matches. A missing slot matches nothing; an unknown one may match
    /// only what some value of it would.
    pub fn matches(&self, text: &str, context: &Context) -> Truth {
        match self.worst(context) {
            Filled::Text(_) => Truth::from(self.template.is_match(text, |slot| self.text(slot, context))),
            Filled::Missing => Truth::No,
            Filled::Unknown if self.is_too_long(context) => {
                Truth::from(self.widest.may_match(text, |_| None)).and(Truth::Unknown)
            }
            Filled::Unknown if self.widest.may_match(text, |slot| self.text(slot, context)) => Truth::Unknown,
            Filled::Unknown => Truth::No,
        }
    }

    /// The filled text; an error says whether it is missing or unknown.
    pub fn expand(&self, context: &Context) -> Result<String, Truth> {
        match self.worst(context) {
            Filled::Missing => Err(Truth::No),
            Filled::Unknown => Err(Truth::Unknown),
            Filled::Text(_) => {
                let filled = self.template.fill(|slot| self.text(slot, context));
                filled.map(|pattern| pattern.as_str().to_owned()).ok_or(Truth::No)
            }
        }
    }

    /// Whether the text is an ARN pattern however it is filled: its fields are all written out.
    pub fn is_always_arn(&self) -> bool {
        self.always_arn
    }

    /// The context keys the text needs, as they are spelled.
    pub fn keys(&self) -> impl Iterator<Item = (&KeyName, &str)> {
        self.slots.iter().filter_map(|slot| match slot {
            Slot::Key { key, name, .. } => Some((key, &**name)),
            Slot::Literal(_) => None,
        })
    }

    fn text<'r>(&'r self, slot: usize, context: &'r Context) -> Option<&'r str> {
        match self.slots.get(slot)?.fill(context) {
            Filled::Text(text) => Some(text),
            Filled::Missing | Filled::Unknown => None,
        }
    }

    fn worst<'r>(&'r self, context: &'r Context) -> Filled<'r> {
        let mut worst = Filled::Text("");
        for slot in &self.slots {
            match slot.fill(context) {
                Filled::Missing => return Filled::Missing,
                Filled::Unknown => worst = Filled::Unknown,
                Filled::Text(_) => {}
            }
        }
        if self.is_too_long(context) { Filled::Unknown } else { worst }
    }

    /// Whether the filled text is one whose matching would cost more than
    /// [`Limits::max_search_bytes`] allows a document: whether it matches is then not known.
    pub fn is_too_long(&self, context: &Context) -> bool {
        let filled = self.slots.iter().map(|slot| match slot.fill(context) {
            Filled::Text(text) => text.len(),
            Filled::Missing | Filled::Unknown => 0,
        });
        self.is_costly && filled.fold(0, usize::saturating_add) > Limits::DEFAULT_MAX_SEARCH_BYTES
    }
}

/// Whether a slot stands between two runs, so that its text has to be searched for.
fn is_searched_for(pieces: &[Piece<'_>]) -> bool {
    let has_run = |piece: &Piece<'_>| matches!(piece, Piece::Wild(text) if text.contains('*'));
    let first = pieces.iter().position(has_run);
    let last = pieces.iter().rposition(has_run);
    matches!((first, last), (Some(first), Some(last)) if first < last)
}

/// Cuts a text at its variables. What looks like a variable and is none stays text.
fn parse(text: &str) -> (Vec<Piece<'_>>, Vec<Slot>) {
    let mut pieces = Vec::new();
    let mut slots = Vec::new();
    let mut plain = 0;
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("${")).map(|at| from + at) {
        let inside = start + 2;
        let Some(length) = text.get(inside..).and_then(end_of_variable) else { break };
        let body = text.get(inside..inside + length).unwrap_or("");
        from = inside + length + 1;
        if let Some(slot) = read_slot(body) {
            pieces.push(Piece::Wild(text.get(plain..start).unwrap_or("")));
            pieces.push(Piece::Slot(slots.len()));
            slots.push(slot);
            plain = from;
        } else {
            // not a variable; the innermost one in it may be, and nothing is looked at thrice
            from = body.rfind("${").map_or(from, |at| inside + at);
        }
    }
    pieces.push(Piece::Wild(text.get(plain..).unwrap_or("")));
    (pieces, slots)
}

/// How long the inside of a variable is: up to the first `}` that is not within a default's quotes.
fn end_of_variable(rest: &str) -> Option<usize> {
    let (mut quoted, mut has_comma) = (false, false);
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b',' => has_comma = true,
            b'\'' if has_comma => quoted = !quoted,
            b'}' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

/// Rule `variable_forms`.
fn read_slot(body: &str) -> Option<Slot> {
    match body.trim() {
        "*" => return Some(Slot::Literal("*")),
        "?" => return Some(Slot::Literal("?")),
        "$" => return Some(Slot::Literal("$")),
        _ => {}
    }
    let (name, default) = match body.split_once(',') {
        None => (body.trim(), None),
        Some((name, default)) => {
            let default = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            if default.contains('\'') {
                return None;
            }
            (name.trim(), Some(default.into()))
        }
    };
    let is_name = !name.is_empty() && !name.contains(['$', '{', '}', '\'']);
    is_name.then(|| Slot::Key { key: KeyName::new(name), name: name.into(), default })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{ContextValue, Request};

    fn context(pairs: &[(&str, ContextValue)]) -> Context {
        let mut request = Request::builder("a:b", "*");
        for (name, value) in pairs {
            request = request.context(name, value.clone());
        }
        request.build().unwrap().context().clone()
    }

    fn matches(text: &str, subject: &str, pairs: &[(&str, ContextValue)]) -> Truth {
        Variable::read(text, Dialect::Like).unwrap().matches(subject, &context(pairs))
    }

    #[test]
    fn variable_forms() {
        let tag = [("aws:PrincipalTag/Team", ContextValue::from("red"))];
        assert_eq!(matches("${AWS:principaltag/team}/*", "red/x", &tag), Truth::Yes);
        assert_eq!(matches("${ aws:PrincipalTag/Team }", "red", &tag), Truth::Yes);
        assert_eq!(matches("${aws:username, 'a, b'}", "a, b", &[]), Truth::Yes);
        assert_eq!(matches("${*}${?}${$}", "*?$", &[]), Truth::Yes);
        for none in ["${", "${}", "$x", "${a, b}", "${a, 'b'c'}"] {
            assert!(Variable::read(none, Dialect::Like).is_none(), "{none}");
        }
    }

    #[test]
    fn variable_value_is_literal() {
        let star = [("k", ContextValue::from("*"))];
        assert_eq!(matches("${k}", "*", &star), Truth::Yes);
        assert_eq!(matches("${k}", "x", &star), Truth::No);
        let nested = [("k", ContextValue::from("${j}")), ("j", ContextValue::from("x"))];
        assert_eq!(matches("${k}", "${j}", &nested), Truth::Yes);
        assert_eq!(matches("${*}", "x", &[]), Truth::No);
    }

    #[test]
    fn variable_missing_resource() {
        assert_eq!(matches("${aws:username}*", "x", &[]), Truth::No);
    }

    #[test]
    fn variable_empty_is_present() {
        assert_eq!(matches("a${k, 'b'}", "a", &[("k", ContextValue::from(""))]), Truth::Yes);
    }

    #[test]
    fn variable_multivalued() {
        let many = [("k", ContextValue::from(["x"]))];
        assert_eq!(matches("${k}", "x", &many), Truth::No);
        assert_eq!(matches("${k, 'x'}", "x", &many), Truth::No);
    }

    #[test]
    fn an_unknown_value_may_match_only_what_some_value_would() {
        let unknown = [("k", ContextValue::Unknown)];
        assert_eq!(matches("home/${k}/*", "home/ann/x", &unknown), Truth::Unknown);
        assert_eq!(matches("home/${k}/*", "away/ann/x", &unknown), Truth::No);
    }

    #[test]
    fn a_value_too_long_to_search_for_is_not_known_to_match() {
        let long = [("k", ContextValue::from("a".repeat(Limits::DEFAULT_MAX_SEARCH_BYTES + 1)))];
        let subject = "a".repeat(100_000) + "b";
        assert_eq!(matches("*${k}?b*", &subject, &long), Truth::Unknown);
        assert_eq!(matches("*${k}?c*", &subject, &long), Truth::No);
        assert_eq!(matches("*${k}b*", &subject, &long), Truth::Unknown);
        // nothing to search for where the value has its place
        assert_eq!(matches("${k}*b", &subject, &long), Truth::Yes);
        assert_eq!(matches("a*${k}b", &subject, &long), Truth::Yes);
    }

    #[test]
    fn hostile_variables_are_read_in_linear_time() {
        let text = "${".repeat(200_000);
        assert!(Variable::read(&text, Dialect::Like).is_none());
        let text = "${a'".repeat(100_000);
        assert!(Variable::read(&text, Dialect::Like).is_none());
        let text = "${".repeat(200_000) + "a}";
        assert_eq!(Variable::read(&text, Dialect::Like).unwrap().keys().count(), 1);
    }
}
