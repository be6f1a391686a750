//! Findings for people: what is the matter, and the piece of the source that it is about.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::text::{LineIndex, PositionEncoding};

use super::object::Object;
use super::render::{FindingInput, FindingLevel, PlaceInput};

/// More lines than these of one place are not shown.
const MOST_LINES: usize = 6;
/// A line that is longer is shown in part.
const LONGEST_LINE: usize = 400;
/// So many characters before the place are shown of it.
const BEFORE: usize = 60;

/// The sources that findings are about.
pub(super) struct Excerpts<'s> {
    sources: BTreeMap<&'s str, Lines<'s>>,
    renderer: Renderer,
}

/// A text and where its lines begin.
struct Lines<'s> {
    text: &'s str,
    index: LineIndex,
}

/// A piece of a text.
struct Piece<'s> {
    /// The number of its first line.
    line: usize,
    text: &'s str,
    /// What of it is meant.
    span: Range<usize>,
    /// Does it begin within a line?
    is_cut: bool,
}

impl<'s> Excerpts<'s> {
    pub fn new(sources: impl Iterator<Item = (&'s str, &'s str)>, colored: bool) -> Self {
        let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
        Self { sources: sources.map(|(name, text)| (name, Lines::of(text))).collect(), renderer }
    }

    /// A finding, with a line of nothing after it.
    pub fn show(&self, finding: &FindingInput) -> String {
        let level = match finding.level {
            FindingLevel::Error => Level::ERROR,
            FindingLevel::Warning => Level::WARNING,
            FindingLevel::Note => Level::NOTE,
        };
        let title = level.primary_title(&*finding.message).id(&*finding.code);
        let mut group = Group::with_title(title);
        if let Some(file) = &finding.file {
            let start = finding.start.as_ref().map(|Object(start)| *start);
            let end = finding.end.as_ref().map(|Object(end)| *end);
            let piece = self.sources.get(&**file).zip(start).and_then(|(lines, start)| lines.piece(start, end));
            if piece.as_ref().is_none_or(|piece| piece.is_cut) {
                let mut origin = Origin::path(&**file);
                if let Some(start) = start {
                    origin = origin.line(start.line as usize).char_column(start.column as usize);
                }
                group = group.element(origin);
            }
            if let Some(Piece { line, text, span, is_cut }) = piece {
                let snippet = Snippet::source(text).line_start(line).fold(false);
                // the renderer counts columns from where the text begins
                let snippet = if is_cut { snippet } else { snippet.path(&**file) };
                group = group.element(snippet.annotation(AnnotationKind::Primary.span(span)));
            }
        }
        for help in &finding.help {
            group = group.element(Level::HELP.message(&**help));
        }
        self.renderer.render(&[group]) + "\n\n"
    }
}

impl<'s> Lines<'s> {
    fn of(text: &'s str) -> Self {
        Self { text, index: LineIndex::new(text) }
    }

    fn line(&self, number: u32) -> Option<(usize, &'s str)> {
        let at = (number as usize).checked_sub(1)?;
        let start = *self.index.line_starts().get(at)?;
        let end = self.index.line_starts().get(at + 1).copied().unwrap_or(self.text.len());
        Some((start, self.text.get(start..end)?.trim_end_matches(['\r', '\n'])))
    }

    fn ends_in_return(&self, number: u32) -> bool {
        self.index
            .line_starts()
            .get(number as usize)
            .is_some_and(|next| self.text.as_bytes().get(next.saturating_sub(1)) == Some(&b'\r'))
    }

    fn offset(&self, place: PlaceInput) -> Option<usize> {
        let (start, line) = self.line(place.line)?;
        let (mut from, mut to) = (start, start + line.len());
        // a walk would cost the square of a long line with many findings; the column grows with the offset
        while from < to {
            let middle = from + (to - from) / 2;
            let column = self.index.position(self.text, middle, PositionEncoding::CodePoints).column;
            if column < place.column as usize { from = middle + 1 } else { to = middle }
        }
        Some(from)
    }

    fn piece(&self, start: PlaceInput, end: Option<PlaceInput>) -> Option<Piece<'s>> {
        let from = self.offset(start)?;
        let to = end.and_then(|end| self.offset(end)).unwrap_or(from).max(from);
        let (first, line) = self.line(start.line)?;
        let last = end.map_or(start.line, |end| end.line);
        let shown = last.saturating_sub(start.line) as usize + 1;
        // what draws them knows line feeds alone
        let is_one = shown > MOST_LINES || (start.line..last).any(|number| self.ends_in_return(number));
        let last = if is_one { start.line } else { last };
        let (last_start, last_line) = self.line(last)?;
        let mut range = first..last_start + last_line.len();
        if line.len() > LONGEST_LINE || range.len() > LONGEST_LINE * MOST_LINES {
            let begin = floor(self.text, from.saturating_sub(BEFORE).max(first));
            range = begin..floor(self.text, range.end.min(begin + LONGEST_LINE).max(from));
        }
        let text = self.text.get(range.clone())?;
        let to = to.min(range.end);
        let span = from - range.start..to - range.start;
        Some(Piece { line: start.line as usize, text, span, is_cut: range.start > first })
    }
}

/// The last boundary of characters up to a place.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::wire::render;

    fn text(source: &str, finding: &Value) -> String {
        let asked = json!({"format": "text", "sources": {"p.json": source}, "findings": [finding]});
        let answer: Value = serde_json::from_str(&render(&asked.to_string()).unwrap()).unwrap();
        answer["text"].as_str().unwrap().to_owned()
    }

    #[test]
    fn a_finding_shows_its_line() {
        let source = "{\n  \"Effect\": \"allow\",\r\n  \"é\": 1\n}";
        let finding = json!({"code": "INVALID_EFFECT", "level": "error", "message": "expected `Allow`", "file": "p.json",
            "start": {"line": 2, "column": 13}, "end": {"line": 2, "column": 20}, "help": ["write `Allow`"]});
        let shown = "error[INVALID_EFFECT]: expected `Allow`\n --> p.json:2:13\n  |\n2 |   \"Effect\": \"allow\",\n  |             \
                     ^^^^^^^\n  |\n  = help: write `Allow`\n\n";
        assert_eq!(text(source, &finding), shown);
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line() {
        let finding = |end: u32| {
            json!({"code": "c", "level": "note", "message": "m", "file": "p.json", "start": {"line": 2, "column": 1},
                "end": {"line": end, "column": 2}})
        };
        assert!(text("{\r\"a\": 1}\r\n", &finding(2)).contains("\n2 | \"a\": 1}\n  | ^\n"));
        assert!(text("{\r\"a\":\r1}", &finding(3)).contains("\n2 | \"a\":\n  | ^^^^\n"));
    }

    #[test]
    fn a_place_that_is_not_there_shows_nothing_of_the_source() {
        for place in
            [json!({"line": 9, "column": 1}), json!({"line": 0, "column": 0}), json!({"line": 1, "column": 99})]
        {
            let finding = json!({"code": "c", "level": "note", "message": "m", "file": "p.json", "start": place});
            assert!(text("{}", &finding).starts_with("note[c]: m\n"));
        }
    }

    #[test]
    fn a_long_line_is_shown_in_part() {
        let source = format!("{}\"x\"{}", "é".repeat(100_000), "y".repeat(100_000));
        let finding = json!({"code": "c", "level": "warning", "message": "m", "file": "p.json",
            "start": {"line": 1, "column": 100_001}, "end": {"line": 1, "column": 100_004}});
        let shown = text(&source, &finding);
        assert!(shown.contains(":1:100001\n") && shown.contains("^^^\n") && shown.len() < 2_000, "{shown}");
    }
}
