//! Does a text with variables match all that another does, whatever fills them?
//!
//! Variables of one key hold one text. So one template is laid over the other, part by part: a wildcard over all that
//! it surely matches, a variable over itself alone. Where that can be done it covers; where it cannot, nothing is said.

use crate::evaluate::{Variable, VariablePart};
use crate::pattern::Dialect;
use crate::request::KeyName;

/// After so many steps nothing is said.
const LIMIT: usize = 1 << 12;

/// Colons after which a wildcard of a resource or an ARN runs over colons.
const FIELDS: usize = 5;

/// A text with variables, part by part.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    dialect: Dialect,
    parts: Box<[Part]>,
    keys: Box<[(KeyName, Option<Box<str>>)]>,
    /// Whether its fields are written out, whatever fills it.
    has_fields: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Unit(u16),
    One(Reach),
    Run(Reach),
    /// Which of the keys.
    Key(usize),
}

/// Does a wildcard match colons?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    No,
    /// It hangs on what fills the variables before or behind it.
    Perhaps,
    Yes,
}

impl Shape {
    pub fn of(text: &str, dialect: Dialect) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut keys = Vec::new();
        for part in Variable::parts(text) {
            match part {
                VariablePart::Written(text) if dialect != Dialect::Literal => {
                    parts.extend(text.encode_utf16().map(|unit| match u8::try_from(unit) {
                        Ok(b'*') => Part::Run(Reach::Yes),
                        Ok(b'?') => Part::One(Reach::Yes),
                        _ => Part::Unit(unit),
                    }));
                }
                VariablePart::Written(text) => parts.extend(text.encode_utf16().map(Part::Unit)),
                VariablePart::Literal(text) => parts.extend(text.encode_utf16().map(Part::Unit)),
                VariablePart::Key(key, default) => {
                    parts.push(Part::Key(keys.len()));
                    keys.push((key, default));
                }
            }
        }
        let is_colon = |part: &Part| *part == Part::Unit(u16::from(b':'));
        let has_fields = parts.iter().filter(|part| is_colon(part)).count() >= FIELDS;
        let mut shape = Self { dialect, parts: parts.into(), keys: keys.into(), has_fields };
        if matches!(dialect, Dialect::Resource | Dialect::Arn) {
            shape.hold_back();
        }
        shape
    }

    /// Says of each wildcard before the fifth colon whether it matches colons.
    fn hold_back(&mut self) {
        let colon = Part::Unit(u16::from(b':'));
        let (mut colons, mut is_filled) = (0, false);
        for at in 0..self.parts.len() {
            let next = self.parts.get(at + 1).copied();
            let reach = match next {
                _ if colons >= FIELDS => Reach::Yes,
                // rule `resource_star_tail_crosses_colon`
                None if self.dialect == Dialect::Resource => Reach::Yes,
                Some(next) if next == colon && self.dialect == Dialect::Resource => Reach::Yes,
                // colons may be filled in before it, or behind it
                Some(Part::Key(_)) => Reach::Perhaps,
                _ if is_filled => Reach::Perhaps,
                _ => Reach::No,
            };
            match self.parts.get_mut(at) {
                Some(Part::Run(own)) => *own = reach,
                // a `?` never does by its place alone
                Some(Part::One(own)) => {
                    *own = match reach {
                        Reach::Yes if colons < FIELDS => {
                            if is_filled {
                                Reach::Perhaps
                            } else {
                                Reach::No
                            }
                        }
                        reach => reach,
                    }
                }
                Some(Part::Key(_)) => is_filled = true,
                Some(part) => colons += usize::from(*part == colon),
                None => {}
            }
        }
    }

    /// Does it match whatever the other does, where the same keys fill both?
    pub fn covers(&self, other: &Self) -> bool {
        // an ARN's pattern without its fields matches nothing, and what fills them may lie behind a wildcard
        if self.dialect == Dialect::Action || other.dialect == Dialect::Action || !self.is_steady() {
            return false;
        }
        let (mut own, mut others) = (0, 0);
        // the last run, and how far it reaches
        let mut run: Option<(usize, usize, Reach)> = None;
        for _ in 0..LIMIT {
            match (self.parts.get(own), other.parts.get(others)) {
                (Some(Part::Run(reach)), _) => {
                    run = Some((own, others, *reach));
                    own += 1;
                    continue;
                }
                (None, None) => return true,
                (Some(above), Some(below)) if self.takes(*above, other, *below) => {
                    own += 1;
                    others += 1;
                    continue;
                }
                _ => {}
            }
            let Some((at, given, reach)) = run else { return false };
            match other.parts.get(given) {
                Some(below) if self.takes(Part::Run(reach), other, *below) => {
                    run = Some((at, given + 1, reach));
                    own = at + 1;
                    others = given + 1;
                }
                _ => return false,
            }
        }
        false
    }

    /// Does what it matches follow from its parts alone?
    fn is_steady(&self) -> bool {
        self.dialect != Dialect::Arn || self.has_fields
    }

    fn takes(&self, above: Part, other: &Self, below: Part) -> bool {
        // of the outer one what surely is matched, of the inner one what may be
        let is_wide = |reach: Reach| reach == Reach::Yes;
        let is_narrow = |reach: Reach| reach == Reach::No;
        match (above, below) {
            (Part::Unit(one), Part::Unit(two)) => one == two,
            (Part::One(reach) | Part::Run(reach), Part::Unit(unit)) => is_wide(reach) || unit != u16::from(b':'),
            (Part::One(reach) | Part::Run(reach), Part::One(inner)) => is_wide(reach) || is_narrow(inner),
            (Part::Run(reach), Part::Run(inner)) => is_wide(reach) || is_narrow(inner),
            // it may be of any length, and hold colons
            (Part::Run(reach), Part::Key(_)) => is_wide(reach),
            (Part::Key(own), Part::Key(inner)) => match (self.keys.get(own), other.keys.get(inner)) {
                // without a value what has no default matches nothing
                (Some((own, default)), Some((key, inner))) => own == key && (inner.is_none() || default == inner),
                _ => false,
            },
            (Part::Unit(_) | Part::Key(_), _) | (Part::One(_), Part::Run(_) | Part::Key(_)) => false,
        }
    }
}
