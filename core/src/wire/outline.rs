//! What a policy holds, element by element, and where it stands.

use serde::Serialize;

use crate::document::{
    Condition, Effect, Element, ElementName, Policy, PrincipalElement, PrincipalKind, Statement, Version,
};
use crate::text::PositionEncoding;

use super::places::{PlacedSpan, Places};

/// What does a policy hold, and where does each element stand?
///
/// ```
/// use iam_eval::{Policy, text::PositionEncoding, wire::PolicyOutline};
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Deny","Action":["iam:*"],"Resource":"*"}}"#.parse()?;
/// let outline = PolicyOutline::of(&policy, PositionEncoding::default());
/// let action = outline.statements[0].action.as_ref().unwrap();
/// assert_eq!((&*action.values[0].value, action.values[0].span.start.column), ("iam:*", 41));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[non_exhaustive]
pub struct PolicyOutline {
    /// The version the document states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// The document's `Id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The statements in source order.
    pub statements: Vec<StatementOutline>,
}

/// What does a statement hold?
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[non_exhaustive]
pub struct StatementOutline {
    /// Which statement of the policy, from 0.
    pub index: usize,
    /// Its `Sid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// Whether it grants or denies.
    pub effect: Effect,
    /// Its place, braces included.
    pub span: PlacedSpan,
    /// Its `Principal` or `NotPrincipal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<PrincipalOutline>,
    /// Its `Action` or `NotAction`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<ElementOutline>,
    /// Its `Resource` or `NotResource`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<ElementOutline>,
    /// Its conditions, in source order.
    pub conditions: Vec<ConditionOutline>,
}

/// What does an `Action`, `NotAction`, `Resource` or `NotResource` list?
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ElementOutline {
    /// Which of them it is.
    pub name: ElementName,
    /// Where the name stands.
    pub name_span: PlacedSpan,
    /// Where its value, or its list of values, stands.
    pub span: PlacedSpan,
    /// The values.
    pub values: Vec<PlacedText>,
}

/// Whom does a `Principal` or `NotPrincipal` name?
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PrincipalOutline {
    /// Which of the two it is.
    pub name: ElementName,
    /// Where the name stands.
    pub name_span: PlacedSpan,
    /// Where its value stands.
    pub span: PlacedSpan,
    /// The principals, each with its kind; `*` alone is of kind `AWS`.
    pub values: Vec<PlacedPrincipal>,
}

/// What does one condition ask?
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConditionOutline {
    /// The operator, as written.
    pub operator: String,
    /// Where the operator stands; conditions of one operator share it.
    pub operator_span: PlacedSpan,
    /// The context key, as written.
    pub key: String,
    /// Where the key stands.
    pub key_span: PlacedSpan,
    /// Where its value, or its list of values, stands.
    pub span: PlacedSpan,
    /// The values, numbers and booleans as their text.
    pub values: Vec<PlacedText>,
}

/// A text of a document and where it stands, quotes included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlacedText {
    /// The characters, with JSON's escapes resolved.
    pub value: String,
    /// Where it stands.
    pub span: PlacedSpan,
}

/// A principal of a document and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlacedPrincipal {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: PrincipalKind,
    /// Its name.
    pub value: String,
    /// Where the name stands.
    pub span: PlacedSpan,
}

impl PolicyOutline {
    /// Lists the elements of a policy, places counted in units of `encoding`. Linear in the policy.
    ///
    /// [`PolicyOutline`] shows it in use.
    pub fn of(policy: &Policy, encoding: PositionEncoding) -> Self {
        let places = Places::new(policy.source(), encoding);
        Self {
            version: policy.stated_version(),
            id: policy.id().map(str::to_owned),
            statements: policy.statements().map(|statement| outline(statement, &places)).collect(),
        }
    }
}

fn outline(statement: Statement<'_>, places: &Places<'_>) -> StatementOutline {
    StatementOutline {
        index: statement.index(),
        sid: statement.sid().map(|sid| sid.as_str().to_owned()),
        effect: statement.effect(),
        span: places.span(statement.span()),
        principal: statement.principal().map(|principal| principals(principal, places)),
        action: statement.action().map(|action| element(action, places)),
        resource: statement.resource().map(|resource| element(resource, places)),
        conditions: statement.conditions().map(|each| condition(each, places)).collect(),
    }
}

fn element(element: Element<'_>, places: &Places<'_>) -> ElementOutline {
    ElementOutline {
        name: element.name(),
        name_span: places.span(element.name_span()),
        span: places.span(element.value_span()),
        values: element.entries().map(|entry| text(entry, places)).collect(),
    }
}

fn principals(principal: PrincipalElement<'_>, places: &Places<'_>) -> PrincipalOutline {
    let entry = |entry: crate::document::PrincipalEntry<'_>| PlacedPrincipal {
        kind: entry.kind(),
        value: entry.name().as_str().to_owned(),
        span: places.span(entry.name().span()),
    };
    PrincipalOutline {
        name: principal.name(),
        name_span: places.span(principal.name_span()),
        span: places.span(principal.value_span()),
        values: principal.entries().map(entry).collect(),
    }
}

fn condition(condition: Condition<'_>, places: &Places<'_>) -> ConditionOutline {
    ConditionOutline {
        operator: condition.operator_text().as_str().to_owned(),
        operator_span: places.span(condition.operator_text().span()),
        key: condition.key().as_str().to_owned(),
        key_span: places.span(condition.key().span()),
        span: places.span(condition.value_span()),
        values: condition.values().map(|value| text(value, places)).collect(),
    }
}

fn text(text: crate::document::Text<'_>, places: &Places<'_>) -> PlacedText {
    PlacedText { value: text.as_str().to_owned(), span: places.span(text.span()) }
}
