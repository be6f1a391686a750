//! A document as the checks see it: every element with its place, whatever else is wrong with it.
//!
//! An element of the wrong JSON type is there and has no entries, so that one finding about its type is all that is
//! said of it (`type_error_stops_element`).

mod action;
mod condition;
mod element;
mod principal;
mod statement;

pub(super) use action::{ActionMeaning, Actions};
pub(super) use condition::{Block, Condition, Key};
pub(super) use element::{Element, Entry};
pub(super) use principal::{PrincipalKind, Principals};
pub(super) use statement::Statement;

use crate::document::Version;
use crate::json::{Document, Member, Value};
use crate::text::{Diagnostic, ErrorKind, ParseError, Span};

use super::finding::Location;
use super::options::ValidateOptions;
use super::path::Path;

/// Every check looks at every statement, and the view of one takes more room than its text.
const MAX_STATEMENTS: usize = 100_000;

/// A place repeats the names above it, so a long name over many values would come to far more than the document.
const MAX_PATH_BYTES: usize = 64 << 20;

/// A document as the checks see it.
pub(super) struct Subject<'d, 's> {
    source: &'s str,
    pub root: Value<'d, 's>,
    pub version: Option<Member<'d, 's>>,
    pub id: Option<Member<'d, 's>>,
    pub statement: Option<Member<'d, 's>>,
    pub unknown: Vec<Member<'d, 's>>,
    /// Those of an object each.
    pub statements: Vec<Statement<'d, 's>>,
    /// What stands for a statement and is no object: with its index, none where it is not in a list.
    pub mistyped_statements: Vec<(Option<usize>, Value<'d, 's>)>,
}

/// A member that stands twice in one object.
pub(super) struct Duplicate {
    pub name: String,
    pub span: Span,
}

impl<'d, 's> Subject<'d, 's> {
    /// The inner error is a member that stands twice.
    ///
    /// # Errors
    /// There are more statements than the limit.
    pub fn read(
        document: &'d Document<'s>,
        options: &ValidateOptions<'_>,
    ) -> Result<Result<Self, Duplicate>, ParseError> {
        let root = document.root();
        if let Some(duplicate) = find_duplicate(root) {
            return Ok(Err(duplicate));
        }
        let mut subject = Self {
            source: document.source(),
            root,
            version: None,
            id: None,
            statement: None,
            unknown: Vec::new(),
            statements: Vec::new(),
            mistyped_statements: Vec::new(),
        };
        for member in root.members() {
            match &*member.name() {
                "Version" => subject.version = Some(member),
                "Id" => subject.id = Some(member),
                "Statement" => subject.statement = Some(member),
                _ => subject.unknown.push(member),
            }
        }
        let most_statements = options.limits.max_statements.min(MAX_STATEMENTS);
        if let Some(member) = subject.statement {
            let value = member.value();
            if value.is_array() {
                for (index, element) in value.elements().enumerate() {
                    if index >= most_statements {
                        let message = format!("expected at most {most_statements} statements");
                        let remark = Diagnostic::error("limit-statements", element.span(), message);
                        return Err(ParseError::new(ErrorKind::Limit, remark, document.source()));
                    }
                    subject.add(Some(index), element);
                }
            } else {
                subject.add(None, value);
            }
        }
        if subject.statements.iter().map(Statement::path_bytes).fold(0, usize::saturating_add) > MAX_PATH_BYTES {
            let message =
                format!("expected names that are at most {MAX_PATH_BYTES} bytes when repeated for each value");
            let remark = Diagnostic::error("limit-names", Span::new(0, 0), message);
            return Err(ParseError::new(ErrorKind::Limit, remark, document.source()));
        }
        Ok(Ok(subject))
    }

    fn add(&mut self, index: Option<usize>, value: Value<'d, 's>) {
        if value.is_object() {
            self.statements.push(Statement::read(index, value));
        } else {
            self.mistyped_statements.push((index, value));
        }
    }

    /// In which version of the language? One that is absent or unknown means the first.
    pub fn language(&self) -> Version {
        let text = self.version.and_then(|member| member.value().as_str());
        text.and_then(|text| Version::from_text(&text)).unwrap_or_default()
    }

    /// Is it in the language of 2008, by what it says or because it says nothing? Unknown versions are in none.
    pub fn is_in_language_of_2008(&self) -> bool {
        let Some(member) = self.version else { return true };
        member.value().as_str().and_then(|text| Version::from_text(&text)) == Some(Version::V2008)
    }

    /// The document itself, from its first character to its last, blanks included (`missing_member_address`).
    pub fn at_document(&self) -> Location {
        Path::default().at(Span::new(0, self.source.len()))
    }

    /// The value of a member of the document.
    #[allow(clippy::unused_self)] // reads as that of a statement does
    pub fn at_value(&self, member: Member<'_, '_>) -> Location {
        Path::default().value(&member.name()).at(member.value().span())
    }

    /// The name of a member of the document.
    #[allow(clippy::unused_self)] // reads as that of a statement does
    pub fn at_name(&self, member: Member<'_, '_>) -> Location {
        Path::default().key(&member.name()).at(member.name_span())
    }
}

/// The second place of a member that stands twice in one object, the first such in the document. Linear but for
/// sorting.
fn find_duplicate(root: Value<'_, '_>) -> Option<Duplicate> {
    let mut waiting = vec![root];
    let mut first: Option<Duplicate> = None;
    while let Some(value) = waiting.pop() {
        waiting.extend(value.elements().filter(|inner| inner.is_array() || inner.is_object()));
        let mut names = smallvec::SmallVec::<[_; 8]>::new();
        for member in value.members() {
            names.push((member.name(), member.name_span()));
            let inner = member.value();
            if inner.is_array() || inner.is_object() {
                waiting.push(inner);
            }
        }
        if names.len() < 2 {
            continue;
        }
        names.sort_unstable_by(|(a, at), (b, bt)| (a, at.start).cmp(&(b, bt.start)));
        for pair in names.windows(2) {
            if let [(a, _), (b, span)] = pair
                && a == b
                && first.as_ref().is_none_or(|known| span.start < known.span.start)
            {
                first = Some(Duplicate { name: b.clone().into_owned(), span: *span });
            }
        }
    }
    first
}
