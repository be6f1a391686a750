//! Who vouches for a federated caller.

use std::collections::BTreeSet;

use crate::arn::Arn;
use crate::validate::subject::Statement;

use super::exact::is_exact;

/// What a `Federated` principal names (rule `federated_form`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Provider<'t> {
    /// A SAML provider.
    Saml,
    /// An OIDC issuer, by its address without the scheme.
    Oidc(&'t str),
    /// Something else.
    Malformed,
    /// What it names is not known before a request: it has a wildcard or a variable.
    Open,
}

/// GitHub's issuer of tokens for its Actions; an enterprise may have one under a path of its own.
const GITHUB: &str = "token.actions.githubusercontent.com";

/// The issuers that IAM knows by name, so that the types of their claims are known as well.
///
/// Source: IAM user guide, "AWS JSON policy elements: Principal", "OIDC federated principals".
const WELL_KNOWN: &[&str] =
    &["cognito-identity.amazonaws.com", "accounts.google.com", "www.amazon.com", "graph.facebook.com"];

impl<'t> Provider<'t> {
    pub fn read(text: &'t str) -> Self {
        if !is_exact(text) {
            return Self::Open;
        }
        let Some(arn) = Arn::parse(text) else {
            return if is_host_name(text) { Self::Oidc(text) } else { Self::Malformed };
        };
        if arn.service() != "iam" || !arn.region().is_empty() {
            return Self::Malformed;
        }
        match arn.resource().split_once('/') {
            Some(("saml-provider", name)) if !name.is_empty() => Self::Saml,
            Some(("oidc-provider", issuer)) if is_host_name(issuer.split('/').next().unwrap_or("")) => {
                Self::Oidc(issuer)
            }
            _ => Self::Malformed,
        }
    }
}

/// Two labels at least, of letters, digits and hyphens.
fn is_host_name(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    // an issuer of one's own may listen on a port
    let (host, port) = text.split_once(':').unwrap_or((text, "443"));
    host.contains('.')
        && host.split('.').all(is_label)
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Is it GitHub's?
pub(super) fn is_github(issuer: &str) -> bool {
    issuer.split('/').next().is_some_and(|host| host.eq_ignore_ascii_case(GITHUB))
}

/// Does IAM know it by name?
pub(super) fn is_well_known(issuer: &str) -> bool {
    WELL_KNOWN.iter().any(|known| known.eq_ignore_ascii_case(issuer))
}

/// The claim that a condition key of an issuer names.
pub(super) fn claim_of<'k>(key: &'k str, issuer: &str) -> Option<&'k str> {
    let (own, rest) = key.split_at_checked(issuer.len())?;
    rest.strip_prefix(':').filter(|_| own.eq_ignore_ascii_case(issuer))
}

/// The issuers that a statement trusts, in small letters.
pub(super) fn trusted_issuers(statement: &Statement<'_, '_>) -> BTreeSet<String> {
    let values = statement.principal.iter().flat_map(|principals| principals.values_of("Federated"));
    values
        .filter_map(|(_, entry)| match Provider::read(&entry.text) {
            Provider::Oidc(issuer) => Some(issuer.to_ascii_lowercase()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_an_arn_of_iam_or_a_host_name() {
        for (text, provider) in [
            ("accounts.google.com", Provider::Oidc("accounts.google.com")),
            ("arn:aws:iam::111122223333:saml-provider/corp", Provider::Saml),
            ("arn:aws-cn:iam::111122223333:oidc-provider/id.example.com/a/b", Provider::Oidc("id.example.com/a/b")),
            ("arn:aws:iam::111122223333:oidc-provider/id.example.com:8443", Provider::Oidc("id.example.com:8443")),
            ("arn:aws:iam::111122223333:saml-provider/", Provider::Malformed),
            ("arn:aws:iam::111122223333:oidc-provider/https://id.example.com", Provider::Malformed),
            ("arn:aws:sts::111122223333:saml-provider/corp", Provider::Malformed),
            ("arn:aws:iam::111122223333:role/corp", Provider::Malformed),
            ("https://accounts.google.com", Provider::Malformed),
            ("corp", Provider::Malformed),
            ("a..b", Provider::Malformed),
            ("", Provider::Malformed),
            ("*", Provider::Open),
            ("arn:aws:iam::${aws:PrincipalAccount}:saml-provider/corp", Provider::Open),
        ] {
            assert_eq!(Provider::read(text), provider, "{text}");
        }
    }

    #[test]
    fn a_claim_is_what_follows_the_issuer() {
        assert_eq!(claim_of("Id.Example.com/a:sub", "id.example.com/a"), Some("sub"));
        assert_eq!(claim_of("id.example.com/a:sub", "id.example.com"), None);
        assert_eq!(claim_of("é:sub", "x"), None);
    }
}
