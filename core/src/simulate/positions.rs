//! Where statements stand, as the simulator counts.

use crate::document::Policy;

use super::output::Position;

/// Where each statement of a policy stands as the simulator counts (rule `sim_positions`): the first
/// begins after the bracket that opens the list (or its own brace, where there is no list), each
/// next where the one before ended, and each ends just past its closing brace.
///
/// One walk over the text, however many statements there are.
///
/// ```
/// use iam_eval::{Policy, simulate::StatementPositions};
/// let policy: Policy = "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}".parse()?;
/// let positions = StatementPositions::of(&policy);
/// let (start, end) = positions.get(0).unwrap();
/// assert_eq!((start.line, start.column, end.column), (1, 15, 60));
/// assert_eq!(positions.find(start), Some(0));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementPositions {
    /// Where the first begins, then where each ends.
    bounds: Vec<Position>,
}

impl StatementPositions {
    /// Reads the positions of all statements. Linear in the policy's text.
    pub fn of(policy: &Policy) -> Self {
        let mut statements = policy.statements();
        let Some(first) = statements.next() else { return Self { bounds: Vec::new() } };
        let first = first.span();
        let source = policy.source();
        let start = if policy.has_statement_list() {
            // only blanks can stand between the bracket and the first statement
            source.get(..first.start).map_or(first.start, |before| before.trim_end().len())
        } else {
            first.start + 1
        };
        let ends = statements.map(|statement| statement.span().end);
        Self { bounds: locate(source, [start, first.end].into_iter().chain(ends)) }
    }

    /// Where a statement, counted from 0, begins and ends.
    pub fn get(&self, index: usize) -> Option<(Position, Position)> {
        Some((*self.bounds.get(index)?, *self.bounds.get(index + 1)?))
    }

    /// Which statement begins there, counted from 0.
    pub fn find(&self, start: Position) -> Option<usize> {
        let index = self.bounds.binary_search(&start).ok()?;
        (index + 1 < self.bounds.len()).then_some(index)
    }
}

/// The positions of ascending byte offsets.
fn locate(text: &str, offsets: impl Iterator<Item = usize>) -> Vec<Position> {
    let mut here = Position { line: 1, column: 1 };
    let mut characters = text.char_indices().peekable();
    let mut positions = Vec::new();
    for offset in offsets {
        while let Some((_, character)) = characters.next_if(|(at, _)| *at < offset) {
            let ends_line = match character {
                '\n' => true,
                '\r' => characters.peek().is_none_or(|(_, next)| *next != '\n'),
                _ => false,
            };
            if ends_line {
                here = Position { line: here.line + 1, column: 1 };
            } else {
                here.column += 1;
            }
        }
        positions.push(here);
    }
    positions
}
