//! Values that are not of their operator's type (`value_forms`).

use std::borrow::Cow;

use crate::condition::Number;
use crate::condition::{OperatorFamily, binary, date};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::site::{Site, shown, sites};
use super::value_text::has_variable;

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &INVALID_CONDITION_DATA_TYPE,
        &INVALID_CONDITION_MULTIPLE_BOOLEAN,
        &INVALID_VARIABLE_FOR_OPERATOR,
        &INVALID_DATE_VALUE,
        &TYPE_MISMATCH_BOOLEAN,
        &TYPE_MISMATCH_DATE,
        &TYPE_MISMATCH_NUMBER,
        &TYPE_MISMATCH_STRING,
    ],
    run: Run::Statement(look),
};

static INVALID_CONDITION_DATA_TYPE: Check = Check::error(
    "INVALID_CONDITION_DATA_TYPE",
    kinds::ALL,
    "the values of one condition key are of several JSON types",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"NumericEquals":{"s3:max-keys":["10",20]}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"NumericEquals":{"s3:max-keys":[10,20]}}}}"#,
    )],
);

static INVALID_CONDITION_MULTIPLE_BOOLEAN: Check = Check::error(
    "INVALID_CONDITION_MULTIPLE_BOOLEAN",
    kinds::ALL,
    "a boolean operator has several values; it takes one",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"Bool":{"aws:SecureTransport":["true","false"]}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"Bool":{"aws:SecureTransport":["true"]}}}}"#,
    )],
);

static INVALID_VARIABLE_FOR_OPERATOR: Check = Check::error(
    "INVALID_VARIABLE_FOR_OPERATOR",
    kinds::ALL,
    "a policy variable stands under an operator that compares neither texts nor ARNs; there it is not replaced",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"NumericEquals":{"s3:max-keys":"${aws:PrincipalTag/most}"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringEquals":{"s3:prefix":"${aws:PrincipalTag/home}"}}}}"#,
    )],
);

static INVALID_DATE_VALUE: Check = Check::warning(
    "INVALID_DATE_VALUE",
    kinds::ALL,
    "a date is written as a number; whether that is a year or seconds since 1970 depends on its length",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"DateLessThan":{"aws:CurrentTime":"1893456000"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"DateLessThan":{"aws:CurrentTime":2030}}}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"}}}}"#,
    )],
);

static TYPE_MISMATCH_BOOLEAN: Check =
    Check::warning("TYPE_MISMATCH_BOOLEAN", kinds::ALL, "a value under `Bool` or `Null` is neither `true` nor `false`")
        .examples(
            &[Example::identity(
                r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"Bool":{"aws:SecureTransport":"on"}}}}"#,
            )],
            &[Example::identity(
                r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"Bool":{"aws:SecureTransport":true},"Null":{"aws:SourceVpce":"True"}}}}"#,
            )],
        );

static TYPE_MISMATCH_DATE: Check =
    Check::warning("TYPE_MISMATCH_DATE", kinds::ALL, "a value under a date operator is no date").examples(
        &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"DateLessThan":{"aws:CurrentTime":"1 January 2030"}}}}"#,
        )],
        &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"DateLessThan":{"aws:CurrentTime":"2030-01-01"}}}}"#,
        )],
    );

static TYPE_MISMATCH_NUMBER: Check =
    Check::warning("TYPE_MISMATCH_NUMBER", kinds::ALL, "a value under a numeric operator is no number").examples(
        &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"NumericLessThan":{"s3:max-keys":"many"}}}}"#,
        )],
        &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"NumericLessThan":{"s3:max-keys":"1.5e2"}}}}"#,
        )],
    );

static TYPE_MISMATCH_STRING: Check =
    Check::warning("TYPE_MISMATCH_STRING", kinds::ALL, "a value under `BinaryEquals` is not Base64").examples(
        &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"BinaryEquals":{"aws:PrincipalTag/blob":"no base64!"}}}}"#,
        )],
        &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"BinaryEquals":{"aws:PrincipalTag/blob":"QmluYXJ5"}}}}"#,
        )],
    );

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for site in sites(statement) {
        if report.is_exhausted() {
            return;
        }
        if site.key.is_mixed {
            let details =
                format!("the values of `{}` are of several JSON types: write all as texts", shown(&site.key.name));
            site.report_values(report, &INVALID_CONDITION_DATA_TYPE, details, Vec::new());
        } else if !site.is_textual() {
            look_at_values(report, &site);
        }
    }
}

fn look_at_values(report: &mut Report<'_>, site: &Site<'_, '_, '_>) {
    let family = site.family();
    if matches!(family, OperatorFamily::Bool | OperatorFamily::Null) && site.values().len() > 1 {
        let details = format!("`{}` takes one value, found {}", site.operator, site.values().len());
        site.report_values(report, &INVALID_CONDITION_MULTIPLE_BOOLEAN, details, Vec::new());
    }
    for entry in site.values() {
        let text = &*entry.text;
        let (check, expected): (_, Cow<'_, str>) = if has_variable(text) {
            (&INVALID_VARIABLE_FOR_OPERATOR, format!("a value without variable under `{}`", site.operator).into())
        } else {
            let Some((check, expected)) = mismatch(family, text) else { continue };
            (check, expected.into())
        };
        let details = format!("expected {expected}, found `{}`", shown(text));
        site.report_value(report, check, entry, details, Vec::new());
    }
}

/// What a text is not, and what would be right.
fn mismatch(family: OperatorFamily, text: &str) -> Option<(&'static Check, &'static str)> {
    let is_number = || text.bytes().all(|byte| byte.is_ascii_digit());
    let (is_right, check, expected) = match family {
        OperatorFamily::Bool | OperatorFamily::Null => {
            let is_right = text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
            (is_right, &TYPE_MISMATCH_BOOLEAN, "`true` or `false`")
        }
        OperatorFamily::Numeric => (Number::parse(text).is_some(), &TYPE_MISMATCH_NUMBER, "a number"),
        OperatorFamily::Binary => (binary::is_strict_base64(text), &TYPE_MISMATCH_STRING, "a text in Base64"),
        OperatorFamily::Date if !text.is_empty() && is_number() => {
            (false, &INVALID_DATE_VALUE, "a date such as `2030-01-31T00:00:00Z`")
        }
        OperatorFamily::Date => (date::is_storable(text), &TYPE_MISMATCH_DATE, "a date such as `2030-01-31T00:00:00Z`"),
        // networks have a file of their own
        OperatorFamily::Ip | OperatorFamily::String | OperatorFamily::Arn => return None,
    };
    (!is_right).then_some((check, expected))
}
