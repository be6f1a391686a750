//! The host names of AWS services.

use std::borrow::Cow;

/// Rule `principal_service`: the regional and the canonical host name of a service are one identity.
pub(crate) fn canonical_service(host: &str) -> Cow<'_, str> {
    let mut labels = host.splitn(3, '.');
    match (labels.next(), labels.next(), labels.next()) {
        (Some(service), Some(region), Some(rest)) if is_region(region) && rest.starts_with("amazonaws.com") => {
            format!("{service}.{rest}").into()
        }
        _ => host.into(),
    }
}

fn is_region(label: &str) -> bool {
    let mut parts = label.split('-');
    let letters = |part: Option<&str>| part.is_some_and(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase()));
    letters(parts.next())
        && letters(parts.next())
        && parts.next_back().is_some_and(|last| !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()))
}
