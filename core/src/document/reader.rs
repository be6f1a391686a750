//! From JSON to a policy: which members may stand where, and what may be in them.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::condition::QualifiedOperator;
use crate::json::{Document, Member, Value, ValueKind};
use crate::limits::Limits;
use crate::text::{Diagnostic, ErrorKind, ParseError, PathElement, Span};

use super::kinds::{Effect, Version};
use super::place::Place;
use super::seen::{Names, Seen};
use super::statement::PrincipalKind;
use super::storage::{ConditionData, ElementData, PrincipalData, Range, StatementData, Storage, TextRef};

/// What a reading lets pass.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// Old stored documents may state `Effect`, `Action`, `Resource` more than once, hold `null`s
    /// in their lists, name operators nobody knows, and have nothing in a list.
    tolerates_old: bool,
}

impl Reading {
    pub const STRICT: Self = Self { tolerates_old: false };
    pub const LINT: Self = Self { tolerates_old: false };
    pub const LENIENT: Self = Self { tolerates_old: true };
}

/// After so many remarks a document has told its story: one more says that there are others.
const MAX_REMARKS: usize = 1_000;

pub(super) fn read(
    document: &Document<'_>,
    reading: Reading,
    limits: &Limits,
) -> Result<(Storage, Vec<Diagnostic>), ParseError> {
    let root = document.root();
    if !root.is_object() {
        let message = format!("expected an object, found {}", root.kind().describe());
        let remark = Diagnostic::error("wrong-type", root.span(), message);
        return Err(ParseError::new(ErrorKind::Grammar, remark, document.source()));
    }
    let mut reader = Reader { reading, storage: Storage::default(), remarks: Vec::new(), untold: 0 };
    reader.storage.source = document.source().into();
    // a managed policy has a string about every forty bytes; growing step by step costs more
    reader.storage.entries.reserve(document.source().len() / 40);
    reader.document(root, limits).map_err(|(code, span, message)| {
        ParseError::new(ErrorKind::Limit, Diagnostic::error(code, span, message), document.source())
    })?;
    if let Some(span) = costly_entry(&reader.storage, limits.max_search_bytes) {
        let most = limits.max_search_bytes;
        let message = format!("expected at most {most} bytes in all texts with `?` behind `*`");
        return Err(ParseError::new(
            ErrorKind::Limit,
            Diagnostic::error("limit-search", span, message),
            document.source(),
        ));
    }
    reader.variables_elsewhere();
    reader.remarks.sort_by_key(|remark| remark.span.start);
    if reader.untold > 0 {
        let message = format!("expected at most {MAX_REMARKS} remarks, found {} more", reader.untold);
        reader.remarks.push(Diagnostic::error("too-many-remarks", root.span(), message));
    }
    Ok((reader.storage, reader.remarks))
}

/// The entry or value with which those whose matching is not linear become too long together.
fn costly_entry(storage: &Storage, max_bytes: usize) -> Option<Span> {
    if !storage.source.contains('?') && !storage.decoded.contains('?') {
        return None;
    }
    let mut together = 0;
    let entry = storage.entries.iter().find(|entry| {
        if crate::pattern::is_costly(storage.text(**entry)) {
            together += entry.len as usize;
        }
        together > max_bytes
    });
    entry.map(|entry| entry.span())
}

struct Reader {
    reading: Reading,
    storage: Storage,
    remarks: Vec<Diagnostic>,
    /// How many remarks there would be besides.
    untold: usize,
}

type Values<'d, 's> = SmallVec<[(Value<'d, 's>, Span); 1]>;

#[allow(clippy::cast_possible_truncation)] // INVARIANT: the JSON reader bounds offsets and counts to 32 bits
impl Reader {
    fn remark(&mut self, code: &'static str, place: &Place<'_>, span: Span, message: impl Into<String>) {
        self.remark_at(code, || place.path(), span, message);
    }

    fn remark_at(
        &mut self,
        code: &'static str,
        path: impl FnOnce() -> Vec<PathElement>,
        span: Span,
        message: impl Into<String>,
    ) {
        if self.remarks.len() < MAX_REMARKS {
            let mut remark = Diagnostic::error(code, span, message);
            remark.path = path();
            self.remarks.push(remark);
        } else {
            self.untold += 1;
        }
    }

    fn wrong_type(&mut self, place: &Place<'_>, value: Value<'_, '_>, expected: &str) {
        let message = format!("expected {expected}, found {}", value.kind().describe());
        self.remark("wrong-type", place, value.span(), message);
    }

    fn unknown_member(&mut self, place: &Place<'_>, name: &str, span: Span, expected: &str) {
        let message = format!("expected {expected}, found `{}`", shorten(name));
        self.remark_at(
            "unknown-member",
            || [place.path(), vec![PathElement::Key(name.to_owned())]].concat(),
            span,
            message,
        );
    }

    fn duplicate(&mut self, place: &Place<'_>, name: &str, span: Span) {
        self.remark("duplicate-member", place, span, format!("expected `{}` once, found it again", shorten(name)));
    }

    /// Keeps a scalar's text; numbers and booleans act as their text.
    fn keep(&mut self, value: Value<'_, '_>) -> TextRef {
        let span = value.span();
        let (start, end) = (span.start as u32, span.end as u32);
        match value.kind() {
            ValueKind::String => TextRef { start, end, at: start + 1, len: end - start - 2, decoded: false },
            ValueKind::EscapedString => {
                let at = self.storage.decoded.len() as u32;
                self.storage.decoded.push_str(&value.as_str().unwrap_or_default());
                let len = self.storage.decoded.len() as u32 - at;
                TextRef { start, end, at, len, decoded: true }
            }
            _ => TextRef { start, end, at: start, len: end - start, decoded: false },
        }
    }

    fn keep_name(&mut self, member: Member<'_, '_>) -> TextRef {
        self.keep(member.name_value())
    }

    fn document(&mut self, root: Value<'_, '_>, limits: &Limits) -> Result<(), (&'static str, Span, String)> {
        let top = Place::TOP;
        let mut seen = Seen::default();
        let mut statement = None;
        for member in root.members() {
            let name = member.name();
            let value = member.value();
            let place = top.member(&name);
            match &*name {
                "Version" => {
                    if seen.again(0) {
                        self.duplicate(&place, &name, member.name_span());
                    }
                    self.version(&place, value);
                }
                "Id" => {
                    if seen.again(1) {
                        self.duplicate(&place, &name, member.name_span());
                    }
                    if is_string(value) {
                        self.storage.id = Some(self.keep(value));
                    } else {
                        self.wrong_type(&place, value, "a string");
                    }
                }
                "Statement" => {
                    if seen.again(2) {
                        self.duplicate(&place, &name, member.name_span());
                    }
                    statement = Some(value);
                }
                _ => self.unknown_member(&top, &name, member.name_span(), "`Version`, `Id` or `Statement`"),
            }
        }
        let Some(statement) = statement else {
            self.remark("missing-member", &top, root.span(), "expected a member `Statement`");
            return Ok(());
        };
        let place = top.member("Statement");
        self.storage.statement_list = statement.is_array();
        if statement.is_array() {
            for (index, value) in statement.elements().enumerate() {
                if index >= limits.max_statements {
                    let message = format!("expected at most {} statements", limits.max_statements);
                    return Err(("limit-statements", value.span(), message));
                }
                self.statement(&place.element(index), value);
            }
            if self.storage.statements.is_empty() && self.remarks.is_empty() && !self.reading.tolerates_old {
                self.remark("empty-list", &place, statement.span(), "expected at least one statement, found none");
            }
        } else {
            self.statement(&place, statement);
        }
        Ok(())
    }

    /// Rule `variable_scope`: variables stand in resources and in values of String and ARN operators;
    /// elsewhere they would be plain text, which nobody means. Documents of 2008 have none at all.
    fn variables_elsewhere(&mut self) {
        let is_2012 = self.storage.version.is_some_and(|(version, _)| version == Version::V2012);
        if self.reading.tolerates_old || !is_2012 || !self.storage.source.contains("${") {
            return;
        }
        let mut found = Vec::new();
        let mut look = |texts: &[TextRef], storage: &Storage| {
            found.extend(texts.iter().filter(|text| storage.text(**text).contains("${")).map(|text| text.span()));
        };
        for statement in &self.storage.statements {
            if let Some(action) = &statement.action {
                look(action.entries.of(&self.storage.entries), &self.storage);
            }
            if let Some(principal) = &statement.principal {
                let names = principal.entries.of(&self.storage.principals).iter().map(|(_, name)| *name);
                look(&names.collect::<Vec<_>>(), &self.storage);
            }
            for condition in statement.conditions.of(&self.storage.conditions) {
                if condition.operator.is_some_and(|operator| !operator.operator.allows_variables()) {
                    look(condition.values.of(&self.storage.entries), &self.storage);
                }
            }
        }
        for span in found {
            let message = "expected no policy variable here, found `${`";
            self.remark("variable-misplaced", &Place::TOP, span, message);
        }
    }

    fn version(&mut self, place: &Place<'_>, value: Value<'_, '_>) {
        let Some(text) = value.as_str() else {
            self.wrong_type(place, value, "a string");
            return;
        };
        if let Some(version) = Version::from_text(&text) {
            self.storage.version = Some((version, value.span()));
        } else {
            let message = format!("expected `2012-10-17` or `2008-10-17`, found `{}`", shorten(&text));
            self.remark("bad-value", place, value.span(), message);
        }
    }

    fn statement(&mut self, place: &Place<'_>, value: Value<'_, '_>) {
        if !value.is_object() {
            self.wrong_type(place, value, "an object");
            return;
        }
        let mut seen = Seen::default();
        let mut sid = None;
        let mut effect = None;
        let mut principal = None;
        let mut actions = [Values::new(), Values::new()];
        let mut resources = [Values::new(), Values::new()];
        let mut conditions = Range::default();
        for member in value.members() {
            let name = member.name();
            let here = place.member(&name);
            let inside = member.value();
            let Some(slot) = STATEMENT_MEMBERS.iter().position(|known| **known == *name) else {
                self.unknown_member(place, &name, member.name_span(), "an element of a statement");
                continue;
            };
            let again = seen.again(slot);
            // Effect, Action and Resource may stand several times in documents stored long ago
            let may_repeat = self.reading.tolerates_old && matches!(slot, 1 | 4..=7);
            if again && !may_repeat {
                self.duplicate(&here, &name, member.name_span());
                continue;
            }
            match slot {
                0 if is_string(inside) => sid = Some(self.keep(inside)),
                0 => self.wrong_type(&here, inside, "a string"),
                1 => effect = self.effect(&here, inside).or(effect),
                2 | 3 if principal.is_some() => {
                    self.remark("twin-elements", &here, member.name_span(), twin("Principal"));
                }
                2 | 3 => principal = self.principal(&here, member, slot == 3),
                4 | 5 => actions[slot - 4].push((inside, member.name_span())),
                6 | 7 => resources[slot - 6].push((inside, member.name_span())),
                _ => conditions = self.conditions(&here, inside),
            }
        }
        let action = self.element(place, &actions, ["Action", "NotAction"]);
        let resource = self.element(place, &resources, ["Resource", "NotResource"]);
        let has_action = actions.iter().any(|values| !values.is_empty());
        if !has_action {
            self.remark("missing-member", place, value.span(), "expected a member `Action` or `NotAction`");
        }
        let Some((effect, effect_span)) = effect else {
            if !seen.has(1) {
                self.remark("missing-member", place, value.span(), "expected a member `Effect`");
            }
            return;
        };
        let span = value.span();
        let statement = StatementData { span, sid, effect, effect_span, principal, action, resource, conditions };
        self.storage.statements.push(statement);
    }

    fn effect(&mut self, place: &Place<'_>, value: Value<'_, '_>) -> Option<(Effect, Span)> {
        let Some(text) = value.as_str() else {
            self.wrong_type(place, value, "a string");
            return None;
        };
        let effect = Effect::from_text(&text);
        if effect.is_none() {
            let message = format!("expected `Allow` or `Deny`, found `{}`", shorten(&text));
            self.remark("bad-value", place, value.span(), message);
        }
        effect.map(|effect| (effect, value.span()))
    }

    /// `Action` and `NotAction`, or `Resource` and `NotResource`, of which one may stand.
    fn element(
        &mut self,
        statement: &Place<'_>,
        values: &[Values<'_, '_>; 2],
        names: [&'static str; 2],
    ) -> Option<ElementData> {
        let [plain, negated] = values;
        let (chosen, name, is_negated) =
            if plain.is_empty() { (negated, names[1], true) } else { (plain, names[0], false) };
        if let (false, Some((_, span))) = (plain.is_empty(), negated.first()) {
            self.remark("twin-elements", &statement.member(names[1]), *span, twin(names[0]));
        }
        let (first, name_span) = *chosen.first()?;
        let place = statement.member(name);
        let from = self.storage.entries.len() as u32;
        for (value, _) in chosen {
            self.entries(&place, *value, "a string or a list of strings", is_string);
        }
        let to = self.storage.entries.len() as u32;
        if from == to && self.remarks.is_empty() && !self.reading.tolerates_old {
            self.remark("empty-list", &place, first.span(), "expected at least one entry, found none");
        }
        Some(ElementData {
            negated: is_negated,
            list: first.is_array() || chosen.len() > 1,
            name: name_span,
            value: first.span(),
            entries: Range { from, to },
        })
    }

    /// Keeps one scalar, or each of a list.
    fn entries(
        &mut self,
        place: &Place<'_>,
        value: Value<'_, '_>,
        expected: &str,
        fits: impl Fn(Value<'_, '_>) -> bool,
    ) {
        if fits(value) {
            let kept = self.keep(value);
            self.storage.entries.push(kept);
        } else if value.is_array() {
            for (index, element) in value.elements().enumerate() {
                if fits(element) {
                    let kept = self.keep(element);
                    self.storage.entries.push(kept);
                } else if !(self.reading.tolerates_old && element.kind() == ValueKind::Null) {
                    // IAM stores `null` in a list and it stands for nothing (captured by moto)
                    let one = expected.split(" or a list").next().unwrap_or(expected);
                    self.wrong_type(&place.element(index), element, one);
                }
            }
        } else {
            self.wrong_type(place, value, expected);
        }
    }

    fn principal(&mut self, place: &Place<'_>, member: Member<'_, '_>, negated: bool) -> Option<PrincipalData> {
        let value = member.value();
        let from = self.storage.principals.len() as u32;
        let bare = value.as_str().is_some_and(|text| text == "*");
        if bare {
            let kept = self.keep(value);
            self.storage.principals.push((PrincipalKind::Aws, kept));
        } else if value.is_object() {
            let mut seen = Seen::default();
            for kind_member in value.members() {
                let name = kind_member.name();
                let here = place.member(&name);
                let Some(kind) = PrincipalKind::from_text(&name) else {
                    let expected = "`AWS`, `Service`, `Federated` or `CanonicalUser`";
                    self.unknown_member(place, &name, kind_member.name_span(), expected);
                    continue;
                };
                if seen.again(kind as usize) {
                    self.duplicate(&here, &name, kind_member.name_span());
                    continue;
                }
                let entries = self.storage.entries.len();
                self.entries(&here, kind_member.value(), "a string or a list of strings", is_string);
                let kept = self.storage.entries.drain(entries..).map(|text| (kind, text));
                self.storage.principals.extend(kept);
            }
        } else {
            self.wrong_type(place, value, "`\"*\"` or an object");
            return None;
        }
        let to = self.storage.principals.len() as u32;
        let entries = Range { from, to };
        Some(PrincipalData { negated, bare, name: member.name_span(), value: value.span(), entries })
    }

    fn conditions(&mut self, place: &Place<'_>, value: Value<'_, '_>) -> Range {
        let from = self.storage.conditions.len() as u32;
        if !value.is_object() {
            self.wrong_type(place, value, "an object");
            return Range::default();
        }
        let mut operators = Names::default();
        for block in value.members() {
            let name = block.name();
            let here = place.member(&name);
            if operators.again(name.clone()) {
                self.duplicate(&here, &name, block.name_span());
                continue;
            }
            let operator = match name.parse::<QualifiedOperator>() {
                Ok(operator) => Some(operator),
                Err(error) => {
                    if !self.reading.tolerates_old {
                        self.remark("unknown-operator", &here, block.name_span(), error.to_string());
                    }
                    None
                }
            };
            if !block.value().is_object() {
                self.wrong_type(&here, block.value(), "an object");
                continue;
            }
            let operator_text = self.keep_name(block);
            if operator.is_none() && block.value().members().next().is_none() {
                // without a key it still is an operator nobody knows (rule `unknown_operator`)
                let (values, value) = (Range::default(), block.value().span());
                // it would stand between the braces
                let at = value.end as u32 - 1;
                let key = TextRef { start: at, end: at, at, len: 0, decoded: false };
                self.storage.conditions.push(ConditionData { operator, operator_text, key, list: true, value, values });
            }
            let mut keys = Names::default();
            for member in block.value().members() {
                let key_name = member.name();
                let key_place = here.member(&key_name);
                if keys.again(key_name.clone()) {
                    self.duplicate(&key_place, &key_name, member.name_span());
                    continue;
                }
                let key = self.keep_name(member);
                let values = self.storage.entries.len() as u32;
                let inside = member.value();
                self.entries(&key_place, inside, "a string, number or boolean or a list of them", is_scalar);
                let values = Range { from: values, to: self.storage.entries.len() as u32 };
                let (list, value) = (inside.is_array(), inside.span());
                self.storage.conditions.push(ConditionData { operator, operator_text, key, list, value, values });
            }
        }
        Range { from, to: self.storage.conditions.len() as u32 }
    }
}

const STATEMENT_MEMBERS: [&str; 9] =
    ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

fn is_string(value: Value<'_, '_>) -> bool {
    matches!(value.kind(), ValueKind::String | ValueKind::EscapedString)
}

fn is_scalar(value: Value<'_, '_>) -> bool {
    is_string(value) || matches!(value.kind(), ValueKind::Number | ValueKind::True | ValueKind::False)
}

fn twin(name: &str) -> String {
    format!("expected either `{name}` or `Not{name}`, found both")
}

/// Messages name what was found, and a megabyte of it names nothing.
fn shorten(text: &str) -> Cow<'_, str> {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => Cow::Owned(format!("{}…", text.get(..at).unwrap_or(""))),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Limits, ParseOptions};

    #[test]
    fn variable_scope() {
        let parse = |version: &str, statement: &str| {
            let text = format!(
                r#"{{"Version":"{version}","Statement":{{"Effect":"Allow","Resource":"arn:aws:s3:::${{aws:username}}",{statement}}}}}"#
            );
            ParseOptions::new().parse(&text).map(|_| ())
        };
        let fine = r#""Action":"s3:*","Condition":{"StringLike":{"s3:prefix":"${aws:username}"}}"#;
        assert!(parse("2012-10-17", fine).is_ok());
        for misplaced in [
            r#""Action":"s3:${aws:username}""#,
            r#""Action":"s3:*","Principal":{"AWS":"${aws:username}"}"#,
            r#""Action":"s3:*","Condition":{"NumericEquals":{"a:b":"${aws:username}"}}"#,
        ] {
            assert_eq!(parse("2012-10-17", misplaced).unwrap_err().code(), "variable-misplaced");
            assert!(parse("2008-10-17", misplaced).is_ok());
        }
    }

    #[test]
    fn only_texts_whose_matching_is_not_linear_are_limited() {
        let parse = |entry: &str, limit: usize| {
            let text = format!(r#"{{"Statement":{{"Effect":"Allow","Action":"s3:Get","Resource":"{entry}"}}}}"#);
            let limits = Limits { max_search_bytes: limit, ..Limits::default() };
            ParseOptions::new().limits(limits).parse(&text).map(|_| ())
        };
        let error = parse(&("*".to_owned() + &"a?".repeat(5_000)), Limits::DEFAULT_MAX_SEARCH_BYTES).unwrap_err();
        assert_eq!((error.code(), error.line(), error.column()), ("limit-search", 1, 61));
        assert!(parse(&("*".to_owned() + &"a?".repeat(5_000)), 20_000).is_ok());
        assert!(parse(&("a?".repeat(5_000) + "*"), Limits::DEFAULT_MAX_SEARCH_BYTES).is_ok());
        assert!(parse(&"*a".repeat(500_000), Limits::DEFAULT_MAX_SEARCH_BYTES).is_ok());
    }
}
