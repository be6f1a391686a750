//! Printing a policy in canonical form.

use crate::json::write_string;

use super::policy::Policy;
use super::statement::{Condition, Element, PrincipalElement, PrincipalKind, Statement};

pub(super) fn compact(policy: &Policy) -> String {
    let mut printer = Printer { out: String::with_capacity(policy.source().len()), indent: None };
    printer.policy(policy);
    printer.out
}

pub(super) fn pretty(policy: &Policy) -> String {
    let mut printer = Printer { out: String::with_capacity(policy.source().len() * 2), indent: Some(0) };
    printer.policy(policy);
    printer.out
}

struct Printer {
    out: String,
    /// Depth of indentation; `None` prints on one line.
    indent: Option<usize>,
}

impl Printer {
    fn policy(&mut self, policy: &Policy) {
        self.open('{');
        let mut first = true;
        if let Some(version) = policy.stated_version() {
            self.text_member(&mut first, "Version", version.as_str());
        }
        if let Some(id) = policy.id() {
            self.text_member(&mut first, "Id", id);
        }
        self.name(&mut first, "Statement");
        self.list(policy.statements(), Self::statement);
        self.close('}', first);
    }

    fn statement(&mut self, statement: Statement<'_>) {
        self.open('{');
        let mut first = true;
        if let Some(sid) = statement.sid() {
            self.text_member(&mut first, "Sid", sid.as_str());
        }
        self.text_member(&mut first, "Effect", statement.effect().as_str());
        if let Some(principal) = statement.principal() {
            self.principal(&mut first, principal);
        }
        for element in [statement.action(), statement.resource()].into_iter().flatten() {
            self.element(&mut first, element);
        }
        if statement.conditions().len() > 0 {
            self.conditions(&mut first, statement);
        }
        self.close('}', first);
    }

    fn element(&mut self, first: &mut bool, element: Element<'_>) {
        self.name(first, element.name().as_str());
        self.texts(element.entries().map(super::Text::as_str));
    }

    fn principal(&mut self, first: &mut bool, principal: PrincipalElement<'_>) {
        self.name(first, principal.name().as_str());
        if principal.is_bare_star() {
            write_string(&mut self.out, "*");
            return;
        }
        self.open('{');
        let mut first_kind = true;
        let kinds =
            [PrincipalKind::Aws, PrincipalKind::Service, PrincipalKind::Federated, PrincipalKind::CanonicalUser];
        for kind in kinds {
            let mut names = principal.entries().filter(|entry| entry.kind() == kind).peekable();
            if names.peek().is_some() {
                self.name(&mut first_kind, kind.as_str());
                let names: Vec<&str> = names.map(|entry| entry.name().as_str()).collect();
                self.texts(names.into_iter());
            }
        }
        self.close('}', first_kind);
    }

    fn conditions(&mut self, first: &mut bool, statement: Statement<'_>) {
        let mut conditions: Vec<Condition<'_>> = statement.conditions().collect();
        conditions.sort_by_key(|condition| (condition.operator_text().as_str(), condition.key().as_str()));
        self.name(first, "Condition");
        self.open('{');
        let mut first_operator = true;
        for block in conditions.chunk_by(|a, b| a.operator_text().as_str() == b.operator_text().as_str()) {
            let Some(operator) = block.first().map(|condition| condition.operator_text()) else { continue };
            self.name(&mut first_operator, operator.as_str());
            self.open('{');
            let mut first_key = true;
            // an unknown operator without keys has one without a name
            let named = block.iter().filter(|condition| !condition.is_keyless());
            for condition in named {
                self.name(&mut first_key, condition.key().as_str());
                self.texts(condition.values().map(super::Text::as_str));
            }
            self.close('}', first_key);
        }
        self.close('}', first_operator);
    }

    fn texts<'t>(&mut self, mut texts: impl ExactSizeIterator<Item = &'t str>) {
        if texts.len() == 1 {
            write_string(&mut self.out, texts.next().unwrap_or_default());
        } else {
            self.list(texts, |printer, text| write_string(&mut printer.out, text));
        }
    }

    fn list<T>(&mut self, items: impl Iterator<Item = T>, mut print: impl FnMut(&mut Self, T)) {
        self.open('[');
        let mut first = true;
        for item in items {
            self.separate(&mut first);
            print(self, item);
        }
        self.close(']', first);
    }

    fn text_member(&mut self, first: &mut bool, name: &str, value: &str) {
        self.name(first, name);
        write_string(&mut self.out, value);
    }

    fn name(&mut self, first: &mut bool, name: &str) {
        self.separate(first);
        write_string(&mut self.out, name);
        self.out.push(':');
        if self.indent.is_some() {
            self.out.push(' ');
        }
    }

    fn separate(&mut self, first: &mut bool) {
        if !*first {
            self.out.push(',');
        }
        *first = false;
        self.break_line();
    }

    fn open(&mut self, bracket: char) {
        self.out.push(bracket);
        self.indent = self.indent.map(|depth| depth + 1);
    }

    fn close(&mut self, bracket: char, empty: bool) {
        self.indent = self.indent.map(|depth| depth.saturating_sub(1));
        if !empty {
            self.break_line();
        }
        self.out.push(bracket);
    }

    fn break_line(&mut self) {
        if let Some(depth) = self.indent {
            self.out.push('\n');
            for _ in 0..depth {
                self.out.push_str("  ");
            }
        }
    }
}
