//! Operators that do not fit the type of their key (`type_mismatch`, `arn_keys`, `qualifiers`).

use crate::catalog::{ConditionKey, KeyType};
use crate::condition::{ConditionOperator, OperatorFamily, QualifiedOperator, SetQualifier};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::operator_fixes::{operator_for, write_operator};
use super::site::{Site, shown, sites};
use super::value_text::has_variable;

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &TYPE_MISMATCH,
        &STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS,
        &MISSING_QUALIFIER,
        &FORALLVALUES_WITH_SINGLE_VALUED_KEY,
    ],
    run: Run::Statement(look),
};

static TYPE_MISMATCH: Check = Check::warning(
    "TYPE_MISMATCH",
    kinds::ALL,
    "the operator compares values of another type than the condition key has",
)
.with_catalog().examples(
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringEquals":{"aws:SecureTransport":"true"}}}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"Bool":{"aws:PrincipalOrgID":"true"}}}}"#,
        )],
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"ArnLike":{"aws:PrincipalTag/role":"arn:aws:iam::*:role/app"},"StringEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/app"}}}}"#,
        )],
);

static STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS: Check = Check::security(
    "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
    kinds::ALL,
    "under `StringLike` a wildcard runs over the colons of an ARN; `ArnLike` keeps it within its field",
)
.with_catalog()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringNotLikeIfExists":{"aws:SourceArn":"arn:aws:s3:::*"}}}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}}}}"#,
    )],
);

static MISSING_QUALIFIER: Check = Check::error(
    "MISSING_QUALIFIER",
    kinds::ALL,
    "a request may have several values of the condition key, and the operator does not say whether one or all of them count",
)
.with_catalog().examples(
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"StringEquals":{"aws:TagKeys":["team","cost"]}}}}"#,
        )],
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":["team","cost"]},"Null":{"aws:TagKeys":"false"}}}}"#,
        )],
);

static FORALLVALUES_WITH_SINGLE_VALUED_KEY: Check = Check::security(
    "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
    kinds::ALL,
    "`ForAllValues` also holds where the request has no value, and this condition key has one at most",
)
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"ForAllValues:StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}}"#,
    )],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"ForAnyValue:StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"team"}}}}"#,
        ),
    ],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let Some(catalog) = report.catalog() else { return };
    for site in sites(statement).filter(|site| site.family() != OperatorFamily::Null) {
        if report.is_exhausted() {
            return;
        }
        let Some(facts) = site.key.facts(catalog) else { continue };
        if !fits(site.family(), &facts) {
            if !is_of_variables(&site) {
                report_type(report, &site, &facts);
            }
        } else if site.is_string_like() && facts.types().all(|kind| kind == KeyType::Arn) {
            report_string_like(report, &site);
        }
        match site.operator.qualifier {
            None if facts.is_multi_valued() => report_qualifier(report, &site),
            Some(SetQualifier::ForAllValues) if !facts.is_multi_valued() => {
                let name = shown(&site.key.name);
                let details = format!("`{name}` has one value at most, and without it `{}` holds", site.operator);
                site.report_key(report, &FORALLVALUES_WITH_SINGLE_VALUED_KEY, details, Vec::new());
            }
            _ => {}
        }
    }
}

/// Are all the values variables, under an operator of texts? So the IAM user guide compares
/// `aws:EC2InstanceSourcePrivateIPv4` with `${aws:VpcSourceIp}`.
fn is_of_variables(site: &Site<'_, '_, '_>) -> bool {
    site.family() == OperatorFamily::String
        && !site.values().is_empty()
        && site.values().iter().all(|entry| has_variable(&entry.text))
}

/// May an operator of this family be meant for such a key? Texts and ARNs never clash.
fn fits(family: OperatorFamily, facts: &ConditionKey<'_>) -> bool {
    let mut types = facts.types().peekable();
    let is_known = types.peek().is_some();
    !is_known
        || types.any(|kind| match family {
            OperatorFamily::String | OperatorFamily::Arn => matches!(kind, KeyType::String | KeyType::Arn),
            OperatorFamily::Numeric => kind == KeyType::Numeric,
            OperatorFamily::Date => kind == KeyType::Date,
            OperatorFamily::Bool => kind == KeyType::Bool,
            OperatorFamily::Ip => kind == KeyType::IpAddress,
            OperatorFamily::Binary => kind == KeyType::Binary,
            OperatorFamily::Null => true,
        })
}

fn report_type(report: &mut Report<'_>, site: &Site<'_, '_, '_>, facts: &ConditionKey<'_>) {
    let family = facts.types().next().map_or("String", operators_of);
    let name = shown(&site.key.name);
    let details = format!("`{}` does not fit `{name}`: write one of the operators `{family}…`", site.operator);
    let better = facts.types().find_map(|kind| operator_for(site, kind));
    let fixes = better.and_then(|better| write_operator(report.source, site, better)).into_iter().collect();
    site.report_key(report, &TYPE_MISMATCH, details, fixes);
}

/// How do the operators for a type begin?
fn operators_of(kind: KeyType) -> &'static str {
    match kind {
        KeyType::String => "String",
        KeyType::Arn => "Arn",
        KeyType::Bool => "Bool",
        KeyType::Numeric => "Numeric",
        KeyType::Date => "Date",
        KeyType::IpAddress => "IpAddress",
        KeyType::Binary => "Binary",
    }
}

fn report_string_like(report: &mut Report<'_>, site: &Site<'_, '_, '_>) {
    let operator = match site.operator.operator {
        ConditionOperator::StringNotLike => ConditionOperator::ArnNotLike,
        _ => ConditionOperator::ArnLike,
    };
    let better = QualifiedOperator { operator, ..site.operator };
    let name = shown(&site.key.name);
    let details = format!("`{name}` is an ARN: under `{better}` a wildcard stays within its field");
    let is_arn = |text: &str| text == "*" || crate::Arn::parse(text).is_some();
    let can_fix = !site.values().is_empty() && site.values().iter().all(|entry| is_arn(&entry.text));
    let fix = if can_fix { write_operator(report.source, site, better) } else { None };
    let fixes = fix.into_iter().collect();
    site.report_key(report, &STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS, details, fixes);
}

fn report_qualifier(report: &mut Report<'_>, site: &Site<'_, '_, '_>) {
    let name = shown(&site.key.name);
    let details = format!(
        "a request may have several values of `{name}`: write `ForAnyValue:{}` or `ForAllValues:{}`",
        site.operator, site.operator
    );
    let qualified = |qualifier| QualifiedOperator { qualifier: Some(qualifier), ..site.operator };
    let qualifiers = [SetQualifier::ForAnyValue, SetQualifier::ForAllValues].map(qualified);
    let fixes: Vec<Fix> =
        qualifiers.into_iter().filter_map(|better| write_operator(report.source, site, better)).collect();
    site.report_key(report, &MISSING_QUALIFIER, details, fixes);
}
