//! Documents that a template holds as texts, put together by `Fn::Sub` or `Fn::Join`.

use std::borrow::Cow;

use crate::json::{Document, Value};
use crate::limits::Limits;
use crate::text::Span;

use super::super::found::Hole;
use super::super::positions::Layer;
use super::draft::PLACEHOLDER;
use super::intrinsics::{Piece, Pieces};

/// A document whose text is put together: all of it stands for the function. None where what is not known is no part of
/// a string, so that nothing can be said of the document.
pub(super) fn assemble(pieces: &Pieces, outer: Span, limits: &Limits) -> Option<(String, Layer, Vec<Hole>)> {
    let mut text = String::new();
    let mut unknowns = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Known(known) => text.push_str(known),
            Piece::Unknown(cause) => {
                unknowns.push((text.len(), cause.clone()));
                text.push_str(PLACEHOLDER);
            }
        }
    }
    let mut layer = Layer::default();
    layer.push(0, text.len(), outer);
    let holes = if unknowns.is_empty() { Vec::new() } else { holes_of(&text, &unknowns, outer, limits)? };
    Some((text, layer, holes))
}

/// The strings that hold what is not known.
fn holes_of(text: &str, unknowns: &[(usize, Cow<'static, str>)], outer: Span, limits: &Limits) -> Option<Vec<Hole>> {
    let document = Document::read(text, limits).ok()?;
    let mut strings = Vec::new();
    let mut waiting: Vec<Value<'_, '_>> = vec![document.root()];
    while let Some(value) = waiting.pop() {
        if value.as_str().is_some() {
            strings.push(value.span());
        }
        waiting.extend(value.elements());
        for member in value.members() {
            strings.push(member.name_span());
            waiting.push(member.value());
        }
    }
    strings.sort_unstable();
    let mut holes: Vec<Hole> = Vec::new();
    for (at, cause) in unknowns {
        let count = strings.partition_point(|span| span.start < *at);
        let span = strings.get(count.checked_sub(1)?).filter(|span| *at < span.end)?;
        if holes.last().is_none_or(|last| last.span != *span) {
            holes.push(Hole { span: *span, outer, cause: cause.clone(), reach: None });
        }
    }
    Some(holes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assembled(pieces: &[Option<&str>]) -> Option<Vec<String>> {
        let piece = |piece: Option<&str>| match piece {
            Some(text) => Piece::Known(text.to_owned()),
            None => Piece::Unknown("Ref".into()),
        };
        let (text, _, holes) =
            assemble(&pieces.iter().copied().map(piece).collect(), Span::new(0, 9), &Limits::default())?;
        Some(holes.iter().map(|hole| hole.span.slice(&text).unwrap().to_owned()).collect())
    }

    #[test]
    fn a_hole_is_the_string_it_is_in() {
        let holes = assembled(&[Some(r#"{"a":"x"#), None, Some("y"), None, Some(r#"", "b": ["z"]}"#)]).unwrap();
        assert_eq!(holes, [format!("\"x{PLACEHOLDER}y{PLACEHOLDER}\"")]);
    }

    #[test]
    fn a_hole_outside_of_strings_leaves_nothing_to_say() {
        assert_eq!(assembled(&[Some(r#"{"a":"#), None, Some("}")]), None);
        assert_eq!(assembled(&[None]), None);
        assert_eq!(assembled(&[Some("{}")]), Some(Vec::new()));
    }
}
