//! `Principal` is `*` or an object, and an object of which types (`principals`).

use crate::arn::{Arn, is_account_id};
use crate::json::write_string;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::replace_string;
use crate::validate::fix::{Edit, Fix};
use crate::validate::report::Report;
use crate::validate::subject::{PrincipalKind, Principals, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::exact::is_exact;
use super::service_host::{self, HostForm};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&INVALID_PRINCIPAL_FORMAT, &INVALID_PRINCIPAL_KEY], run: Run::Statement(look) };

static INVALID_PRINCIPAL_FORMAT: Check = Check::error(
    "INVALID_PRINCIPAL_FORMAT",
    kinds::WITH_PRINCIPALS,
    "`Principal` is a text other than `*`: whoever is meant stands under a type, such as `{\"AWS\": …}`",
)
.examples(
    &[
        Example::resource(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"444455556666","Action":"sns:Publish",
"Resource":"arn:aws:sns:eu-west-1:111122223333:news"}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"lambda.amazonaws.com",
"Action":"sts:AssumeRole"}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"everybody","Action":"sts:AssumeRole"}}"#,
        ),
    ],
    &[
        Example::resource(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sns:Publish",
"Resource":"arn:aws:sns:eu-west-1:111122223333:news"}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},
"Action":"sts:AssumeRole"}}"#,
        ),
    ],
);

static INVALID_PRINCIPAL_KEY: Check = Check::error(
    "INVALID_PRINCIPAL_KEY",
    kinds::WITH_PRINCIPALS,
    "`Principal` has a member that is no type of principals; in their letter case those are `AWS`, `CanonicalUser`, \
     `Federated` and `Service`",
)
.examples(
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"aws":"444455556666"},
"Action":"sts:AssumeRole"}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Account":"444455556666"},
"Action":"sts:AssumeRole"}}"#,
        ),
    ],
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},
"Action":"sts:AssumeRole"}}"#,
    )],
);

/// Source: IAM user guide, "AWS JSON policy elements: Principal".
const TYPES: [&str; 4] = ["AWS", "CanonicalUser", "Federated", "Service"];

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for principals in statement.principal_elements() {
        if let Some(text) = principals.text.as_deref().filter(|text| *text != "*") {
            let name = principals.member.name();
            let details = format!("expected `*` or an object for `{name}`, found `{text}`");
            let fixes = type_of(text).map(|kind| put_under(principals, kind, text)).into_iter().collect();
            let places = vec![statement.at_value(principals.member)];
            report.add_with_fixes(&INVALID_PRINCIPAL_FORMAT, details, places, fixes);
        }
        for kind in principals.kinds.iter().filter(|kind| !TYPES.contains(&&*kind.name)) {
            let details = format!("expected `AWS`, `CanonicalUser`, `Federated` or `Service`, found `{}`", kind.name);
            let places = vec![statement.at_principal_name(principals, kind)];
            let fixes = correct_case(principals, kind).into_iter().collect();
            report.add_with_fixes(&INVALID_PRINCIPAL_KEY, details, places, fixes);
        }
    }
}

/// Of which type is a principal of this name, where that is certain?
fn type_of(text: &str) -> Option<&'static str> {
    if !is_exact(text) {
        return None;
    }
    if is_account_id(text) {
        return Some("AWS");
    }
    if let Some(arn) = Arn::parse(text) {
        let kind = arn.resource().split(['/', ':']).next().unwrap_or("");
        return match (arn.service(), kind) {
            ("iam", "root" | "role" | "user") | ("sts", "assumed-role" | "federated-user") => Some("AWS"),
            ("iam", "saml-provider" | "oidc-provider") => Some("Federated"),
            _ => None,
        };
    }
    (text.contains(".amazonaws.com") && service_host::form_of(text) == HostForm::Right).then_some("Service")
}

fn put_under(principals: &Principals<'_, '_>, kind: &str, text: &str) -> Fix {
    let mut object = format!("{{\"{kind}\": ");
    write_string(&mut object, text);
    object.push('}');
    Fix::new(format!("put it under `{kind}`"), vec![Edit { span: principals.member.value().span(), text: object }])
}

/// A type that differs in letter case alone is certain, unless it is there already.
fn correct_case(principals: &Principals<'_, '_>, kind: &PrincipalKind<'_, '_>) -> Option<Fix> {
    let right = TYPES.into_iter().find(|right| right.eq_ignore_ascii_case(&kind.name))?;
    let is_free = principals.kinds.iter().filter(|other| other.name.eq_ignore_ascii_case(right)).count() == 1;
    let edit = || replace_string(kind.values.member.name_span(), right);
    is_free.then(|| Fix::new(format!("write `{right}`"), vec![edit()]))
}
