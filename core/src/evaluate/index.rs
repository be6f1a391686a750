//! Which statements an action may concern, found without looking at the others.

use crate::action::Action;
use crate::pattern::Pattern;
use crate::request::key_hash;

use super::compiled::CompiledStatement;

/// The statements of one effect of one layer, by action.
///
/// An entry without wildcards is found by its whole text, one whose service is written out by its
/// service, and what is left is tried for every request.
#[derive(Debug, Clone, Default)]
pub(crate) struct ActionIndex {
    /// Statements for every action.
    always: Box<[u32]>,
    /// Statements whose action has to be tested: `NotAction`, and wildcards in the service.
    tested: Box<[u32]>,
    exact: Table<Box<[u32]>>,
    services: Table<Box<[Shared]>>,
}

/// A pattern and the statements that hold it.
#[derive(Debug, Clone)]
struct Shared {
    pattern: Pattern,
    statements: Box<[u32]>,
}

impl ActionIndex {
    pub fn build<'s>(statements: impl Iterator<Item = (u32, &'s CompiledStatement)>) -> Self {
        let mut always = Vec::new();
        let mut tested = Vec::new();
        let mut exact: Vec<(Box<str>, u32)> = Vec::new();
        let mut patterns: Vec<(Box<str>, Box<str>, &Pattern, u32)> = Vec::new();
        for (id, statement) in statements {
            let Some(action) = statement.action() else { continue };
            if action.is_negated() {
                tested.push(id);
                continue;
            }
            if action.entries().iter().any(Pattern::matches_everything) {
                always.push(id);
                continue;
            }
            for entry in action.entries() {
                let text = entry.as_str().to_ascii_lowercase();
                if entry.is_literal() {
                    exact.push((text.into(), id));
                    continue;
                }
                let service = text.split(':').next().unwrap_or("");
                if service.len() == text.len() || service.contains(['*', '?']) {
                    tested.push(id);
                } else {
                    patterns.push((service.into(), text.as_str().into(), entry, id));
                }
            }
        }
        tested.dedup();
        Self {
            always: always.into(),
            tested: tested.into(),
            exact: Table::build(join_exact(exact)),
            services: Table::build(join_patterns(patterns)),
        }
    }

    /// Calls `visit` with the statements whose action matches, until it says that it has seen enough.
    /// A statement may be visited more than once.
    pub fn visit(
        &self,
        action: &Action,
        statements: &[CompiledStatement],
        mut visit: impl FnMut(&CompiledStatement) -> bool,
    ) {
        let mut enough = |id: &u32| statements.get(*id as usize).is_none_or(&mut visit);
        if self.always.iter().any(&mut enough) {
            return;
        }
        if let Some(ids) = self.exact.get(action.hash(), action.lower())
            && ids.iter().any(&mut enough)
        {
            return;
        }
        for shared in self.services.get(action.service_hash(), action.service()).into_iter().flatten() {
            if shared.pattern.is_match(action.as_str()) && shared.statements.iter().any(&mut enough) {
                return;
            }
        }
        for id in &self.tested {
            let matches = statements.get(*id as usize).is_some_and(|statement| statement.is_action_match(action));
            if matches && enough(id) {
                return;
            }
        }
    }
}

/// Statements by the text of their entry.
fn join_exact(mut entries: Vec<(Box<str>, u32)>) -> Vec<(Box<str>, Box<[u32]>)> {
    entries.sort_unstable();
    entries.dedup();
    let rows = entries.chunk_by(|a, b| a.0 == b.0);
    rows.filter_map(|rows| Some((rows.first()?.0.clone(), rows.iter().map(|(_, id)| *id).collect()))).collect()
}

/// The different patterns of each service, each with the statements that hold it.
fn join_patterns(mut entries: Vec<(Box<str>, Box<str>, &Pattern, u32)>) -> Vec<(Box<str>, Box<[Shared]>)> {
    entries.sort_by(|a, b| (&a.0, &a.1, a.3).cmp(&(&b.0, &b.1, b.3)));
    let services = entries.chunk_by(|a, b| a.0 == b.0);
    services
        .filter_map(|rows| {
            let patterns = rows.chunk_by(|a, b| a.1 == b.1).filter_map(|same| {
                let mut statements: Vec<u32> = same.iter().map(|(.., id)| *id).collect();
                statements.dedup();
                Some(Shared { pattern: same.first()?.2.clone(), statements: statements.into() })
            });
            Some((rows.first()?.0.clone(), patterns.collect()))
        })
        .collect()
}

/// Rows found by name: sorted by hash, so that a lookup costs a binary search over numbers.
#[derive(Debug, Clone)]
struct Table<T> {
    hashes: Box<[u64]>,
    rows: Box<[(Box<str>, T)]>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { hashes: Box::default(), rows: Box::default() }
    }
}

impl<T> Table<T> {
    fn build(mut rows: Vec<(Box<str>, T)>) -> Self {
        rows.sort_by_cached_key(|(name, _)| (key_hash(name), name.clone()));
        Self { hashes: rows.iter().map(|(name, _)| key_hash(name)).collect(), rows: rows.into() }
    }

    /// The row of a name. Names whose hashes collide lie together and are told apart by text.
    fn get(&self, hash: u64, name: &str) -> Option<&T> {
        let mut at = self.hashes.partition_point(|other| *other < hash);
        while self.hashes.get(at) == Some(&hash) {
            let (found, row) = self.rows.get(at)?;
            if **found == *name {
                return Some(row);
            }
            at += 1;
        }
        None
    }
}
