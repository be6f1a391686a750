//! Pages over the actions.

use std::ops::Range;

use super::error::SimulationError;

/// How many actions a page holds where nobody says (IAM API reference).
const DEFAULT_ITEMS: usize = 100;
const MAX_ITEMS: i64 = 1_000;
const MARKER: &str = "iam-eval.after.";

/// Which of so many actions a page holds, and the marker of the next, if there is one.
///
/// Rule `sim_paging`: a marker is an offset, whatever the next call asks about.
pub(super) fn page(
    total: usize,
    max_items: Option<i64>,
    marker: Option<&str>,
) -> Result<(Range<usize>, Option<String>), SimulationError> {
    let items = match max_items {
        None => DEFAULT_ITEMS,
        Some(items) if items > MAX_ITEMS => {
            return Err(bad_items(items, "Member must have value less than or equal to 1000"));
        }
        Some(items) => match usize::try_from(items) {
            Ok(items) if items > 0 => items,
            _ => return Err(bad_items(items, "Member must have value greater than or equal to 1")),
        },
    };
    let offset = match marker {
        None => 0,
        Some(marker) => {
            let offset = marker.strip_prefix(MARKER).and_then(|digits| digits.parse::<usize>().ok());
            offset.ok_or_else(|| SimulationError::invalid("Invalid marker for pagination."))?
        }
    };
    let from = offset.min(total);
    let to = from.saturating_add(items).min(total);
    Ok((from..to, (to < total).then(|| format!("{MARKER}{to}"))))
}

fn bad_items(items: i64, constraint: &str) -> SimulationError {
    SimulationError::validation(&items.to_string(), "maxItems", constraint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sim_paging() {
        let (first, marker) = page(3, Some(2), None).unwrap();
        assert_eq!(first, 0..2);
        let marker = marker.unwrap();
        assert_eq!(page(3, Some(2), Some(&marker)).unwrap(), (2..3, None));
        // it tolerates another list of actions
        assert_eq!(page(1, None, Some(&marker)).unwrap(), (1..1, None));
        assert_eq!(page(101, None, None).unwrap().0, 0..100);
        for bad in ["", "x", "iam-eval.after.", "iam-eval.after.-1", "iam-eval.after.99999999999999999999999"] {
            assert_eq!(page(3, None, Some(bad)).unwrap_err().message, "Invalid marker for pagination.", "{bad}");
        }
        for items in [1_001, 0, -1, i64::MAX, i64::MIN] {
            assert_eq!(page(3, Some(items), None).unwrap_err().code, "ValidationError", "{items}");
        }
    }
}
