//! Which place of the outer text is a place of a document that was found in it?

use smallvec::SmallVec;

use crate::text::Span;

/// From the bytes of a document's text back to those of the text it was found in.
///
/// Where the document stands there as it is, a place is moved; where it stands in an escaped form, the place is that of
/// the escapes; where a piece was put in (for what is known only later), its place is that of what it stands for.
///
/// ```
/// use iam_eval::{Limits, sources::find_documents};
///
/// let outer = r#"{"RoleDetailList": [{"RoleName": "app",
///     "AssumeRolePolicyDocument": "{\"Statement\": []}"}]}"#;
/// let found = find_documents(outer, None, &Limits::default())?.remove(0);
/// let text = found.text.as_deref().unwrap();
/// let at = text.find("\"Statement\"").unwrap();
/// let place = found.positions.outer(iam_eval::Span::new(at, at + 11));
/// assert_eq!(place.slice(outer), Some(r#"\"Statement\""#));
/// # Ok::<(), iam_eval::sources::SourceError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PositionMap {
    /// From the document outwards.
    layers: SmallVec<[Layer; 2]>,
}

/// One reading of a text that was written in another way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Layer {
    /// Where the first byte stands in the outer text.
    origin: u32,
    /// In order. What lies between two of them is as it is in the outer text.
    units: Vec<Unit>,
}

/// Bytes that stand for others as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unit {
    inner: u32,
    outer: u32,
    inner_length: u32,
    outer_length: u32,
}

// INVARIANT: texts that were read are below `Limits::MAX_BYTES_CEILING`, and what is made of one is no longer than
// twice that; nothing is cut here.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl Layer {
    /// What stands from `origin` on, as it is.
    pub fn at(origin: usize) -> Self {
        Self { origin: narrow(origin), units: Vec::new() }
    }

    /// The next bytes, from `inner` on, stand for those of `outer`.
    pub fn push(&mut self, inner: usize, inner_length: usize, outer: Span) {
        self.units.push(Unit {
            inner: narrow(inner),
            outer: narrow(outer.start),
            inner_length: narrow(inner_length),
            outer_length: narrow(outer.len()),
        });
    }

    fn outer(&self, span: Span) -> Span {
        let start = self.start(narrow(span.start));
        if span.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.end(narrow(span.end)).max(start))
    }

    /// Where a piece begins: at the unit it begins in.
    fn start(&self, inner: u32) -> usize {
        let count = self.units.partition_point(|unit| unit.inner <= inner);
        match count.checked_sub(1).and_then(|at| self.units.get(at)) {
            Some(unit) if inner < unit.inner + unit.inner_length => unit.outer as usize,
            before => Self::after(before, self.origin, inner),
        }
    }

    /// Where a piece ends: at the end of the unit it ends in.
    fn end(&self, inner: u32) -> usize {
        let count = self.units.partition_point(|unit| unit.inner < inner);
        match count.checked_sub(1).and_then(|at| self.units.get(at)) {
            Some(unit) if inner <= unit.inner + unit.inner_length => unit.outer as usize + unit.outer_length as usize,
            before => Self::after(before, self.origin, inner),
        }
    }

    fn after(before: Option<&Unit>, origin: u32, inner: u32) -> usize {
        match before {
            None => origin as usize + inner as usize,
            Some(unit) => {
                let past = inner.saturating_sub(unit.inner + unit.inner_length) as usize;
                unit.outer as usize + unit.outer_length as usize + past
            }
        }
    }
}

impl PositionMap {
    pub(super) fn of(layer: Layer) -> Self {
        Self { layers: smallvec::smallvec![layer] }
    }

    /// With what the text was read from standing in another text.
    pub(super) fn then(mut self, layer: Layer) -> Self {
        self.layers.push(layer);
        self
    }

    /// The bytes of the outer text that are meant by these of the document. Logarithmic.
    pub fn outer(&self, span: Span) -> Span {
        self.layers.iter().fold(span, |span, layer| layer.outer(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_between_units_is_moved() {
        // `ab\ncd` of `ab\\ncd`, which begins at 10
        let mut layer = Layer::at(10);
        layer.push(2, 1, Span::new(12, 14));
        let map = PositionMap::of(layer);
        assert_eq!(map.outer(Span::new(0, 2)), Span::new(10, 12));
        assert_eq!(map.outer(Span::new(2, 3)), Span::new(12, 14));
        assert_eq!(map.outer(Span::new(3, 5)), Span::new(14, 16));
        assert_eq!(map.outer(Span::new(3, 3)), Span::new(14, 14));
        assert_eq!(map.outer(Span::new(2, 2)), Span::new(12, 12));
    }

    #[test]
    fn what_was_left_out_is_skipped() {
        // `ac` of `aXXc`
        let mut layer = Layer::at(0);
        layer.push(1, 0, Span::new(1, 3));
        let map = PositionMap::of(layer);
        assert_eq!(map.outer(Span::new(0, 1)), Span::new(0, 1));
        assert_eq!(map.outer(Span::new(1, 2)), Span::new(3, 4));
        assert_eq!(map.outer(Span::new(0, 2)), Span::new(0, 4));
    }

    #[test]
    fn a_part_of_a_unit_is_the_unit() {
        let mut layer = Layer::at(0);
        layer.push(0, 10, Span::new(5, 7));
        let map = PositionMap::of(layer).then(Layer::at(100));
        assert_eq!(map.outer(Span::new(3, 4)), Span::new(105, 107));
        assert_eq!(map.outer(Span::new(10, 12)), Span::new(107, 109));
    }
}
