//! Actions that were all used, written as one with a `*` (rule `never_wider_actions`).

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Catalog;

/// The same actions in fewer words: `Prefix*` stands for two or more, and for none besides that the catalogue
/// knows.
pub(super) fn compact(actions: &BTreeSet<String>, catalog: &Catalog) -> BTreeSet<String> {
    let mut by_service: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut written = BTreeSet::new();
    for action in actions {
        match action.split_once(':') {
            Some((service, name)) => drop(by_service.entry(service).or_default().insert(name)),
            None => drop(written.insert(action.clone())),
        }
    }
    for (service, used) in by_service {
        let all: Vec<String> = catalog
            .service(service)
            .map(|service| service.actions().map(|action| action.name().to_owned()).collect())
            .unwrap_or_default();
        let mut covered: BTreeSet<&str> = BTreeSet::new();
        for name in &used {
            if covered.contains(name) {
                continue;
            }
            match widest(name, &used, &all) {
                Some(start) => {
                    covered.extend(used.iter().filter(|other| begins(other, start)));
                    written.insert(format!("{service}:{start}*"));
                }
                None => drop(written.insert(format!("{service}:{name}"))),
            }
        }
    }
    written
}

/// The shortest start of a name, up to the end of one of its words, that two used actions and no others have.
fn widest<'n>(name: &'n str, used: &BTreeSet<&str>, all: &[String]) -> Option<&'n str> {
    // what the catalogue does not know was named by an event, and may have siblings
    if !all.iter().any(|known| known == name) {
        return None;
    }
    let ends = name.char_indices().filter(|(_, letter)| letter.is_ascii_uppercase()).map(|(at, _)| at);
    ends.filter_map(|end| name.get(..end)).find(|start| {
        let mut known = all.iter().filter(|known| begins(known, start)).peekable();
        let several = used.iter().filter(|other| begins(other, start)).count() > 1;
        several && known.peek().is_some() && known.all(|known| used.contains(known.as_str()))
    })
}

/// As IAM compares actions: in any letter case.
fn begins(name: &str, start: &str) -> bool {
    name.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_wider_actions() {
        let text = "V\t1\nS\tx\tX\nA\tGetA\tR\nA\tGetAb\tR\nA\tGetB\tR\nA\tListA\tL\nA\tListB\tL\nA\tPutA\tW\n";
        let catalog = Catalog::from_text(text.to_owned()).unwrap();
        let compacted = |names: &[&str]| {
            let actions = names.iter().map(|name| format!("x:{name}")).collect();
            compact(&actions, &catalog).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(compacted(&["GetA", "GetAb", "GetB", "ListA"]), ["x:Get*", "x:ListA"]);
        // `GetA*` would end within a word
        assert_eq!(compacted(&["GetA", "GetAb"]), ["x:GetA", "x:GetAb"]);
        assert_eq!(compacted(&["GetA", "GetAb", "GetB", "ListA", "ListB", "PutA"]), ["x:*"]);
        assert_eq!(compacted(&["GetA", "GetUnknown"]), ["x:GetA", "x:GetUnknown"]);
    }
}
