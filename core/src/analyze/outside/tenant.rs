//! What of a key's value says whose it is: an outsider brings a value of his own, and never that of another.

use super::issuer;

/// Which part of a value names its owner?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tenant {
    /// The value is an account.
    Account,
    /// The account of an ARN; the name of an S3 bucket, which no two accounts share.
    Arn,
    /// All of the value, which has one of these forms.
    Whole(&'static [&'static str]),
    /// The organization that begins a path: `o-a1b2c3d4e5/r-ab12/…`.
    OrgPath,
    /// The id before the colon: of a role in `AROA…:session`, of an account in `111122223333:name`.
    UserId,
    /// The label and what follows it: `repo:acme/…`, `organization:acme:…`.
    Labelled,
    /// What stands before the first slash: `acme/app`.
    Path,
    /// An address: nobody's in particular, unless a narrow range names it.
    Address,
    /// A truth that holds for none but the owner's.
    Flag,
    /// A value of the resource's owner, which is nobody else's.
    Owner,
}

/// A key and what of its value names its owner.
type Row = (&'static str, Tenant);

const ORGANIZATION: Tenant = Tenant::Whole(&["o-*"]);

/// Keys that AWS sets and that say who calls or for whom.
///
/// Sources: IAM user guide, "AWS global condition context keys"; S3 user guide, "The meaning of public"; EFS user
/// guide, "Blocking public access"; KMS developer guide, "Condition keys".
const SET_BY_AWS: &[Row] = &[
    ("aws:principalaccount", Tenant::Account),
    ("aws:principalarn", Tenant::Arn),
    ("aws:principalorgid", ORGANIZATION),
    ("aws:principalorgpaths", Tenant::OrgPath),
    ("aws:userid", Tenant::UserId),
    ("aws:sourceaccount", Tenant::Account),
    ("aws:sourceowner", Tenant::Account),
    ("aws:sourcearn", Tenant::Arn),
    ("aws:sourceorgid", ORGANIZATION),
    ("aws:sourceorgpaths", Tenant::OrgPath),
    ("aws:sourceip", Tenant::Address),
    ("aws:sourcevpc", Tenant::Whole(&["vpc-*"])),
    ("aws:sourcevpcarn", Tenant::Arn),
    ("aws:sourcevpce", Tenant::Whole(&["vpce-*"])),
    ("aws:vpceaccount", Tenant::Account),
    ("aws:vpceorgid", ORGANIZATION),
    ("aws:vpceorgpaths", Tenant::OrgPath),
    ("aws:ec2instancesourcevpc", Tenant::Whole(&["vpc-*"])),
    ("ec2:sourceinstancearn", Tenant::Arn),
    ("lambda:sourcefunctionarn", Tenant::Arn),
    ("kms:calleraccount", Tenant::Account),
    ("s3:dataaccesspointaccount", Tenant::Account),
    ("s3:dataaccesspointarn", Tenant::Arn),
    ("elasticfilesystem:accessedviamounttarget", Tenant::Flag),
    ("aws:resourceaccount", Tenant::Owner),
    ("aws:resourceorgid", Tenant::Owner),
    ("aws:resourceorgpaths", Tenant::Owner),
];

/// Keys that a source of a forwarded call sets.
pub(super) const OF_SOURCE: &[&str] = &["aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"];

/// What of a key's value, its name in lower case, names its owner? None for keys that a caller fills in as he likes.
pub(super) fn tenant_of(key: &str) -> Option<Tenant> {
    SET_BY_AWS.iter().find(|(known, _)| *known == key).map(|(_, tenant)| *tenant)
}

/// The keys of a token that name its tenant, for the providers that policies name.
pub(super) fn claims_of<'p>(providers: impl Iterator<Item = &'p str>) -> Vec<(String, Tenant)> {
    let all = providers.filter_map(issuer::claims_of).flatten();
    all.map(|(key, tenant)| (key.to_lowercase(), tenant)).collect()
}
