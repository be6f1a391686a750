//! The names of condition keys: their form, and whether there are such keys.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::validate::aws::invalid_service::INVALID_SERVICE;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::replace_string;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Block, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::site::{Site, shown, sites};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &DUPLICATE_KEYS_WITH_DIFFERENT_CASE,
        &INVALID_CONDITION_KEY_FORMAT,
        &MISSING_TAG_KEY_IN_CONDITION,
        &INVALID_GLOBAL_CONDITION_KEY,
        &INVALID_SERVICE_CONDITION_KEY,
        &UNSUPPORTED_GLOBAL_CONDITION_KEY,
        &DEPRECATED_GLOBAL_CONDITION_KEY,
    ],
    run: Run::Statement(look),
};

static DUPLICATE_KEYS_WITH_DIFFERENT_CASE: Check = Check::error(
    "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
    kinds::ALL,
    "an operator has one condition key twice, in different letter case; letter case does not part keys",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringEquals":{"s3:prefix":"a/","S3:Prefix":"b/"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringEquals":{"s3:prefix":"a/"},"StringNotEquals":{"S3:Prefix":"b/"}}}}"#,
    )],
);

static INVALID_CONDITION_KEY_FORMAT: Check = Check::error(
    "INVALID_CONDITION_KEY_FORMAT",
    kinds::ALL,
    "a condition key is a prefix and a name with a colon between them",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringEquals":{"prefix":"a/"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringEquals":{"s3:":"a/"}}}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringEquals":{"s3:prefix":"a/"}}}}"#,
    )],
);

static MISSING_TAG_KEY_IN_CONDITION: Check = Check::error(
    "MISSING_TAG_KEY_IN_CONDITION",
    kinds::ALL,
    "a condition key for tags ends after its slash, so it names no tag",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"StringEquals":{"aws:RequestTag/":"red"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"StringEquals":{"aws:RequestTag/team":"red"}}}}"#,
    )],
);

static INVALID_GLOBAL_CONDITION_KEY: Check = Check::error(
    "INVALID_GLOBAL_CONDITION_KEY",
    kinds::ALL,
    "there is no such condition key among those that begin with `aws:`",
)
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringEquals":{"aws:PrincipleOrgID":"o-a1b2c3d4e5"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringEquals":{"AWS:principalorgid":"o-a1b2c3d4e5"}}}}"#,
    )],
);

static INVALID_SERVICE_CONDITION_KEY: Check = Check::error(
    "INVALID_SERVICE_CONDITION_KEY",
    kinds::ALL,
    "the service of a condition key is known and has no such key",
)
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:RunInstances","Resource":"*",
"Condition":{"StringEquals":{"ec2:InstanceTyp":"t3.micro"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:RunInstances","Resource":"*",
"Condition":{"StringEquals":{"EC2:instancetype":"t3.micro"}}}}"#,
    )],
);

static UNSUPPORTED_GLOBAL_CONDITION_KEY: Check = Check::error(
    "UNSUPPORTED_GLOBAL_CONDITION_KEY",
    kinds::ALL,
    "requests no longer have this condition key; another has taken its place",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"ArnLike":{"aws:arn":"arn:aws:iam::111122223333:role/app"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/app"}}}}"#,
    )],
);

static DEPRECATED_GLOBAL_CONDITION_KEY: Check = Check::warning(
    "DEPRECATED_GLOBAL_CONDITION_KEY",
    kinds::ALL,
    "only few requests still have this condition key; another has taken its place",
)
.examples(
    &[Example::resource(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":"sns:Publish","Resource":"arn:aws:sns:us-east-1:111122223333:news",
"Condition":{"StringEquals":{"AWS:SourceOwner":"111122223333"}}}}"#,
    )],
    &[Example::resource(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":"sns:Publish","Resource":"arn:aws:sns:us-east-1:111122223333:news",
"Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for site in sites(statement) {
        if report.is_exhausted() {
            return;
        }
        look_at_key(report, &site);
    }
    let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
    for block in blocks.filter(|block| block.keys.len() > 1) {
        look_for_twins(report, statement, block);
    }
}

fn look_at_key(report: &mut Report<'_>, site: &Site<'_, '_, '_>) {
    let name = &*site.key.name;
    let Some((prefix, rest)) = name.split_once(':').filter(|(prefix, rest)| !prefix.is_empty() && !rest.is_empty())
    else {
        let details = format!("expected a prefix, `:` and a name, found `{}`", shown(name));
        return site.report_key(report, &INVALID_CONDITION_KEY_FORMAT, details, Vec::new());
    };
    if is_tag_without_name(rest) {
        let details = format!("`{}` names no tag: write the tag's key after the slash", shown(name));
        return site.report_key(report, &MISSING_TAG_KEY_IN_CONDITION, details, Vec::new());
    }
    if prefix.eq_ignore_ascii_case("aws") && rest.eq_ignore_ascii_case("arn") {
        let details = format!("requests have no `{name}`: write `aws:PrincipalArn`");
        return site.report_key(report, &UNSUPPORTED_GLOBAL_CONDITION_KEY, details, rename(site, "aws:PrincipalArn"));
    }
    // SNS developer guide, "Example cases for Amazon SNS access control": `aws:SourceOwner` is deprecated
    if prefix.eq_ignore_ascii_case("aws") && rest.eq_ignore_ascii_case("SourceOwner") {
        let details = format!("`{name}` is deprecated: write `aws:SourceAccount` or `aws:SourceArn`");
        return site.report_key(report, &DEPRECATED_GLOBAL_CONDITION_KEY, details, Vec::new());
    }
    if let Some(catalog) = report.catalog()
        && catalog.condition_key(name).is_none()
    {
        report_unknown(report, catalog, site, prefix);
    }
}

/// Is it, without its prefix, a key such as `ResourceTag/` or `cluster-tag/`?
fn is_tag_without_name(rest: &str) -> bool {
    const END: &[u8] = b"tag/";
    let at = rest.len().checked_sub(END.len());
    at.and_then(|at| rest.as_bytes().get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(END))
}

fn report_unknown(report: &mut Report<'_>, catalog: &Catalog, site: &Site<'_, '_, '_>, prefix: &str) {
    let name = &*site.key.name;
    let is_global = prefix.eq_ignore_ascii_case("aws");
    // the claims of an identity provider stand behind its host name, and the catalogue lacks some (`oidc`)
    if prefix.contains('.') {
        return;
    }
    let (name_shown, prefix_shown) = (shown(name), shown(prefix));
    if !is_global && catalog.service(prefix).is_none() && !catalog.has_key_namespace(prefix) {
        let details = format!("expected the prefix of a service, found `{prefix_shown}` in `{name_shown}`");
        return site.report_key(report, &INVALID_SERVICE, details, Vec::new());
    }
    let similar = if report.may_suggest() { catalog.similar_condition_keys(name) } else { Vec::new() };
    let hint = similar.first().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    let fixes = similar.first().map(|near| rename(site, near)).unwrap_or_default();
    if is_global {
        let details = format!("there is no condition key `{name_shown}`{hint}");
        site.report_key(report, &INVALID_GLOBAL_CONDITION_KEY, details, fixes);
    } else {
        let details = format!("`{prefix_shown}` has no condition key `{name_shown}`{hint}");
        site.report_key(report, &INVALID_SERVICE_CONDITION_KEY, details, fixes);
    }
}

/// Nothing where the operator has the key of that name already.
fn rename(site: &Site<'_, '_, '_>, to: &str) -> Vec<Fix> {
    const MOST: usize = 64;
    let keys = &site.block.keys;
    if keys.len() > MOST || keys.iter().any(|other| other.is(to)) {
        return Vec::new();
    }
    vec![Fix::new(format!("write `{to}`"), vec![replace_string(site.key.member.name_span(), to)])]
}

fn look_for_twins(report: &mut Report<'_>, statement: &Statement<'_, '_>, block: &Block<'_, '_>) {
    if let [a, b] = &*block.keys
        && !a.is(&b.name)
    {
        return;
    }
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, key) in block.keys.iter().enumerate() {
        by_name.entry(key.name.to_ascii_lowercase()).or_default().push(at);
    }
    for twins in by_name.into_values().filter(|twins| twins.len() > 1) {
        let twins: Vec<_> = twins.into_iter().filter_map(|at| block.keys.get(at)).collect();
        let Some(first) = twins.first() else { continue };
        let details = format!("`{}` stands here several times, in different letter case", shown(&first.name));
        let places = twins.iter().map(|key| statement.at_key(block, key)).collect();
        report.add(&DUPLICATE_KEYS_WITH_DIFFERENT_CASE, details, places);
    }
}
