//! Which addresses an outsider may come from: all of the internet's but those of narrow ranges that a policy names.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::condition::Network;

/// Ranges broader than these name nobody (S3 user guide, "The meaning of public": `/8` for IPv4, `/32` for IPv6).
pub(super) const NARROW: (u8, u8) = (8, 32);

/// What nobody on the internet has: private, local and unassigned addresses (IANA special-purpose registries).
const NOBODYS: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/3",
    "::/8",
    "fc00::/7",
    "fe80::/10",
];

/// The network that a policy's text names, unless nothing lies in it.
fn network(text: &str) -> Option<IpNet> {
    match Network::parse_policy(text)?.bounds()? {
        (IpAddr::V4(first), IpAddr::V4(last)) => {
            let prefix = (first.to_bits() ^ last.to_bits()).leading_zeros();
            Ipv4Net::new(first, u8::try_from(prefix).ok()?).ok().map(IpNet::V4)
        }
        (IpAddr::V6(first), IpAddr::V6(last)) => {
            let prefix = (first.to_bits() ^ last.to_bits()).leading_zeros();
            Ipv6Net::new(first, u8::try_from(prefix).ok()?).ok().map(IpNet::V6)
        }
        _ => None,
    }
}

/// Does a range name somebody?
pub(super) fn is_narrow(text: &str) -> bool {
    network(text).is_none_or(is_narrow_network)
}

fn is_narrow_network(network: IpNet) -> bool {
    let narrow = if matches!(network, IpNet::V4(_)) { NARROW.0 } else { NARROW.1 };
    network.prefix_len() >= narrow
}

/// The ranges that nobody on the internet comes from.
pub(super) fn of_nobody() -> Vec<String> {
    NOBODYS.iter().map(|text| (*text).to_owned()).collect()
}

/// The ranges that no outsider comes from. Ranges that lie side by side are one: two halves are everything.
pub(super) fn of_others<'v>(values: impl Iterator<Item = &'v str>) -> Vec<String> {
    // a broad one that holds a narrow one leaves it named
    let named: Vec<IpNet> = values.filter_map(network).filter(|network| is_narrow_network(*network)).collect();
    let joined = IpNet::aggregate(&named);
    let narrow = joined.into_iter().filter(|network| is_narrow_network(*network)).map(|network| network.to_string());
    of_nobody().into_iter().chain(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_halves_are_every_address() {
        let named = |values: &[&str]| of_others(values.iter().copied()).split_off(NOBODYS.len());
        assert!(named(&["0.0.0.0/1", "128.0.0.0/1"]).is_empty());
        assert_eq!(named(&["0.0.0.0/0", "203.0.113.0/24"]), ["203.0.113.0/24"]);
        let eighths: Vec<String> = (0..256).map(|first| format!("{first}.0.0.0/8")).collect();
        assert!(named(&eighths.iter().map(String::as_str).collect::<Vec<_>>()).is_empty());
        assert_eq!(named(&["203.0.113.9", "2001:db8::/32", "2001::/16"]), ["203.0.113.9/32", "2001:db8::/32"]);
        assert_eq!(named(&["198.51.100.0/25", "198.51.100.128/25"]), ["198.51.100.0/24"]);
    }

    #[test]
    fn ip_values() {
        assert!(is_narrow("203.000.113.0/024") && is_narrow("2001:db8::/32") && is_narrow("none"));
        assert!(!is_narrow("8.0.0.0/7") && !is_narrow("2000::/3"));
    }
}
