//! Who vouches for a federated caller: issuers that serve everybody, and the claims that say whose a token is.
//!
//! Dated data: IAM user guide, "Identity-provider controls for shared OIDC providers", as of 2026-11, with the forms of
//! the claims as each issuer documents them. IBM Turbonomic is left out but for the one host known: its issuer changes
//! with each version.

use super::tenant::Tenant;

/// When the table was last compared with AWS's page.
pub(super) const AS_OF: &str = "2026-11";

/// An issuer that many organizations share.
pub(super) struct SharedIssuer {
    /// Host and path, as it stands behind `oidc-provider/`, or the bare `Federated` name.
    pub name: &'static str,
    /// Keys whose values say whose token it is, and what of them does.
    pub claims: &'static [(&'static str, Tenant)],
}

/// `LABEL:TENANT/…` or `LABEL:TENANT:…`
const SUB: &[(&str, Tenant)] = &[("sub", Tenant::Labelled)];
const WHOLE_SUB: &[(&str, Tenant)] = &[("sub", Tenant::Whole(&["?*"]))];
const AUD: &[(&str, Tenant)] = &[("aud", Tenant::Whole(&["?*"]))];

const SHARED: &[SharedIssuer] = &[
    // the app, pool or client that a token was issued for is the tenant's
    SharedIssuer {
        name: "cognito-identity.amazonaws.com",
        claims: &[("aud", Tenant::Whole(&["?*"])), ("sub", Tenant::Whole(&["?*"]))],
    },
    SharedIssuer {
        name: "accounts.google.com",
        claims: &[
            ("aud", Tenant::Whole(&["?*"])),
            ("oaud", Tenant::Whole(&["?*"])),
            ("sub", Tenant::Whole(&["?*"])),
            ("email", Tenant::Whole(&["?*"])),
        ],
    },
    SharedIssuer {
        name: "www.amazon.com",
        claims: &[("app_id", Tenant::Whole(&["?*"])), ("user_id", Tenant::Whole(&["?*"]))],
    },
    SharedIssuer {
        name: "graph.facebook.com",
        claims: &[("app_id", Tenant::Whole(&["?*"])), ("id", Tenant::Whole(&["?*"]))],
    },
    SharedIssuer {
        name: "token.actions.githubusercontent.com",
        claims: &[
            ("sub", Tenant::Labelled),
            ("repository", Tenant::Path),
            ("repository_owner", Tenant::Whole(&["?*"])),
            ("repository_id", Tenant::Whole(&["?*"])),
            ("repository_owner_id", Tenant::Whole(&["?*"])),
            ("enterprise", Tenant::Whole(&["?*"])),
            ("enterprise_id", Tenant::Whole(&["?*"])),
        ],
    },
    SharedIssuer { name: "vstoken.actions.githubusercontent.com", claims: SUB },
    // https://github.com/ENTERPRISE
    SharedIssuer { name: "oidc-configuration.audit-log.githubusercontent.com", claims: WHOLE_SUB },
    SharedIssuer {
        name: "gitlab.com",
        claims: &[
            ("sub", Tenant::Labelled),
            ("namespace_path", Tenant::Whole(&["?*"])),
            ("namespace_id", Tenant::Whole(&["?*"])),
            ("project_path", Tenant::Path),
            ("project_id", Tenant::Whole(&["?*"])),
        ],
    },
    SharedIssuer { name: "app.terraform.io", claims: SUB },
    SharedIssuer { name: "agent.buildkite.com", claims: SUB },
    SharedIssuer { name: "oidc.codefresh.io", claims: SUB },
    SharedIssuer { name: "studio.datachain.ai/api", claims: SUB },
    SharedIssuer { name: "scalr.io", claims: SUB },
    SharedIssuer { name: "tokens.cloud.shisho.dev", claims: SUB },
    SharedIssuer { name: "proidc.upbound.io", claims: SUB },
    SharedIssuer { name: "oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb", claims: WHOLE_SUB },
    SharedIssuer { name: "api.pulumi.com/oidc", claims: &[("aud", Tenant::Whole(&["?*"])), ("sub", Tenant::Labelled)] },
    SharedIssuer { name: "sandboxes.cloud", claims: AUD },
    SharedIssuer { name: "oidc.vercel.com", claims: &[("aud", Tenant::Whole(&["?*"])), ("sub", Tenant::Labelled)] },
];

/// Microsoft Sentinel's one application says whose a session is by the name it gives it.
const SENTINEL: SharedIssuer =
    SharedIssuer { name: "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d", claims: &[] };

/// The issuer behind a `Federated` name: what follows `oidc-provider/`, or the name itself.
pub(super) fn issuer_of(provider: &str) -> &str {
    let found = provider.split_once(":oidc-provider/").map_or(provider, |(_, issuer)| issuer);
    let found = found.strip_prefix("https://").unwrap_or(found);
    found.strip_suffix('/').unwrap_or(found)
}

/// The keys that say whose a token is, where the issuer of a `Federated` principal serves everybody. `None` where it
/// serves one tenant: SAML providers and OIDC issuers with an address of their own.
///
/// Source: IAM user guide, "Identity-provider controls for shared OIDC providers".
pub(super) fn claims_of(provider: &str) -> Option<Vec<(String, Tenant)>> {
    let issuer = issuer_of(provider);
    if issuer.eq_ignore_ascii_case(SENTINEL.name) {
        return Some(vec![("sts:RoleSessionName".to_owned(), Tenant::Whole(&["?*"]))]);
    }
    let shared = SHARED.iter().find(|shared| shared.name.eq_ignore_ascii_case(issuer))?;
    Some(shared.claims.iter().map(|(claim, tenant)| (format!("{}:{claim}", shared.name), *tenant)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_issuer_serves_one_tenant() {
        for provider in [
            "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE",
            "arn:aws:iam::111122223333:oidc-provider/oidc.circleci.com/org/1234",
            "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com/acme",
            "arn:aws:iam::111122223333:saml-provider/corp",
        ] {
            assert!(claims_of(provider).is_none(), "{provider}");
        }
    }

    #[test]
    fn a_shared_issuer_is_known_by_its_address() {
        for provider in [
            "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
            "arn:aws:iam::111122223333:oidc-provider/api.pulumi.com/oidc",
            "accounts.google.com",
            "cognito-identity.amazonaws.com",
        ] {
            assert!(claims_of(provider).is_some_and(|claims| !claims.is_empty()), "{provider}");
        }
    }
}
