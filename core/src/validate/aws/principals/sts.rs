//! The actions by which a role is taken on.

use crate::pattern::Pattern;
use crate::validate::subject::{Actions, Statement};

/// The name of a single action of STS.
pub(super) fn single_action(text: &str) -> Option<&str> {
    let (service, name) = text.split_once(':')?;
    let is_single = service.eq_ignore_ascii_case("sts") && !name.is_empty() && !name.contains(['*', '?']);
    is_single.then_some(name)
}

/// Does an entry of `Action` name this action, as itself or by a pattern?
pub(super) fn covers(entry: &str, action: &str) -> bool {
    if entry.contains(['*', '?']) {
        Pattern::action(entry).is_match(action)
    } else {
        entry.eq_ignore_ascii_case(action)
    }
}

/// Does any entry?
pub(super) fn any_covers(actions: &Actions<'_, '_>, action: &str) -> bool {
    actions.entries.iter().any(|entry| covers(&entry.text, action))
}

/// Is it about actions of STS alone, as the statements of a trust policy are?
pub(super) fn is_of_sts(statement: &Statement<'_, '_>) -> bool {
    let is_sts = |text: &str| text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sts:"));
    let of_sts = |actions: &Actions<'_, '_>| {
        !actions.entries.is_empty() && actions.entries.iter().all(|entry| is_sts(&entry.text))
    };
    statement.action.as_ref().is_some_and(of_sts)
}
