//! The same policies and requests in another order, or with one statement more.

use serde_json::Value as Json;

use super::Case;

/// A sequence of choices that a seed settles.
struct Choices(u64);

impl Choices {
    fn below(&mut self, limit: usize) -> usize {
        // Knuth's MMIX constants; the high bits are the good ones
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            let other = self.below(end + 1);
            items.swap(end, other);
        }
    }
}

/// Policies with their documents, statements, entries and members in another order. The values of a
/// condition stay: for malformed ARNs their order counts (rule `arn_policy_malformed`).
pub fn shuffle_policies(policies: &Json, seed: u64) -> String {
    let mut policies = policies.clone();
    let mut choices = Choices(seed);
    if let Some(layers) = policies.as_object_mut() {
        layers.values_mut().for_each(|layer| shuffle_lists(layer, &mut choices));
    }
    print(&policies, &mut choices)
}

/// A request with its members in another order.
pub fn shuffle_members(request: &Json, seed: u64) -> String {
    print(request, &mut Choices(seed))
}

fn shuffle_lists(value: &mut Json, choices: &mut Choices) {
    match value {
        Json::Array(elements) => {
            for element in elements.iter_mut() {
                shuffle_lists(element, choices);
            }
            choices.shuffle(elements);
        }
        Json::Object(members) => {
            let inner = members.iter_mut().filter(|(name, _)| *name != "Condition");
            inner.for_each(|(_, member)| shuffle_lists(member, choices));
        }
        _ => {}
    }
}

/// JSON text with the members of every object in some order.
fn print(value: &Json, choices: &mut Choices) -> String {
    match value {
        Json::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(|element| print(element, choices)).collect();
            format!("[{}]", elements.join(","))
        }
        Json::Object(members) => {
            let member = |(name, value): (&String, &Json)| format!("{}:{}", Json::from(&**name), print(value, choices));
            let mut members: Vec<String> = members.iter().map(member).collect();
            choices.shuffle(&mut members);
            format!("{{{}}}", members.join(","))
        }
        scalar => scalar.to_string(),
    }
}

/// Calls `visit` with every policy document.
pub fn each_document(policies: &mut Json, visit: &mut dyn FnMut(&mut Json)) {
    match policies {
        Json::Array(elements) => elements.iter_mut().for_each(|element| each_document(element, visit)),
        document if document.get("Statement").is_some() => visit(document),
        Json::Object(layers) => layers.values_mut().for_each(|layer| each_document(layer, visit)),
        _ => {}
    }
}

/// The case with a statement more in one of its documents, if it has any.
pub fn with_statement(case: &Case, statement: &Json, effect: &str, seed: u64) -> Case {
    let mut more = case.clone();
    let mut count = 0;
    each_document(&mut more.policies, &mut |_| count += 1);
    let mut left = Choices(seed).below(count);
    each_document(&mut more.policies, &mut |document| {
        if left == 0 {
            let mut statement = statement.clone();
            statement["Effect"] = effect.into();
            let own = document["Statement"].take();
            let mut statements = if let Json::Array(list) = own { list } else { vec![own] };
            statements.push(statement);
            document["Statement"] = Json::Array(statements);
        }
        left = left.wrapping_sub(1);
    });
    more
}
