//! Addresses and networks as `IpAddress` reads them.
//!
//! IAM takes spellings that no standard knows. They are brought into the
//! standard form here and then parsed by the standard library, so that this
//! file decides only what is odd about IAM.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

/// A network, or a single address, that a policy names.
///
/// ```
/// use iam_eval::condition::{Network, ip::parse_request};
///
/// let network = Network::parse_policy("192.000.002.0/+24").unwrap();
/// assert!(network.contains(parse_request("192.0.2.1").unwrap()));
/// assert!(network.contains(parse_request("::ffff:192.0.2.1").unwrap()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    V4(Ipv4Net),
    V6(Ipv6Net),
    /// An IPv6 network whose address has bits beyond the prefix.
    V6WithHostBits(Ipv6Net),
}

impl Network {
    /// Which network does a policy value name?
    ///
    /// An address alone is the network of that address. IPv4 takes decimal
    /// leading zeros in every part, `/+24`, and ignores host bits; IPv6 takes
    /// no dotted tail, and with host bits it is a network that contains
    /// nothing. `None` when malformed. Linear in the text.
    ///
    /// Source: enforced decisions of AWS (`ip_values`, `ip_odd_ipv6`).
    ///
    /// ```
    /// use iam_eval::condition::Network;
    ///
    /// assert!(Network::parse_policy("2001:DB8::/064").is_some());
    /// assert!(Network::parse_policy("192.0.2.0/33").is_none());
    /// assert!(Network::parse_policy("::ffff:192.0.2.0/120").is_none());
    /// ```
    pub fn parse_policy(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix_length(prefix)?)),
            None => (text, None),
        };
        if !address.contains(':') {
            let network = Ipv4Net::new(parse_v4(address)?, prefix.unwrap_or(32)).ok()?;
            return Some(Self(Kind::V4(network.trunc())));
        }
        let network = Ipv6Net::new(parse_v6(address)?, prefix.unwrap_or(128)).ok()?;
        Some(Self(if network == network.trunc() { Kind::V6(network) } else { Kind::V6WithHostBits(network) }))
    }

    /// Does the address lie in the network?
    ///
    /// Families never meet, and an IPv4-mapped address is IPv4. No allocation,
    /// constant time.
    ///
    /// ```
    /// use iam_eval::condition::{Network, ip::parse_request};
    ///
    /// let everything = Network::parse_policy("::/0").unwrap();
    /// assert!(everything.contains(parse_request("2001:db8::1").unwrap()));
    /// assert!(!everything.contains(parse_request("192.0.2.1").unwrap()));
    /// assert!(!everything.contains(parse_request("::ffff:192.0.2.1").unwrap()));
    /// ```
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.0, address.to_canonical()) {
            (Kind::V4(network), IpAddr::V4(address)) => network.contains(&address),
            (Kind::V6(network), IpAddr::V6(address)) => network.contains(&address),
            _ => false,
        }
    }

    /// Does it lie in a network of private addresses (RFC 1918)?
    pub(crate) fn is_private(&self) -> bool {
        match self.0 {
            Kind::V4(network) => network.network().is_private() && network.broadcast().is_private(),
            Kind::V6(_) | Kind::V6WithHostBits(_) => false,
        }
    }

    /// Which are the first and the last address that the network contains?
    ///
    /// `None` when it contains none: an IPv6 network with host bits, or one of
    /// IPv4-mapped addresses only. A wider IPv6 network spans the mapped
    /// addresses without containing them.
    ///
    /// ```
    /// use iam_eval::condition::Network;
    ///
    /// let network = Network::parse_policy("192.0.2.77/24").unwrap();
    /// let (first, last) = network.bounds().unwrap();
    /// assert_eq!(first.to_string(), "192.0.2.0");
    /// assert_eq!(last.to_string(), "192.0.2.255");
    /// assert_eq!(Network::parse_policy("::1/0").unwrap().bounds(), None);
    /// ```
    pub fn bounds(&self) -> Option<(IpAddr, IpAddr)> {
        match self.0 {
            Kind::V4(network) => Some((network.network().into(), network.broadcast().into())),
            Kind::V6(network) => {
                let (first, last) = (network.network(), network.broadcast());
                let mapped = first.to_ipv4_mapped().is_some() && last.to_ipv4_mapped().is_some();
                (!mapped).then_some((first.into(), last.into()))
            }
            Kind::V6WithHostBits(_) => None,
        }
    }
}

/// Which address does a request value state?
///
/// An IPv4-mapped address, dotted (`::ffff:192.0.2.1`) or hexadecimal, is
/// returned as the IPv4 address it counts as. `None` when malformed; a prefix
/// length or a zone is. Linear in the text, without allocation.
///
/// Source: enforced decisions of AWS (`ip_mapped`, `ip_request_malformed`,
/// `ip_dotted_tail`, `ip_odd_ipv6`).
///
/// ```
/// use iam_eval::condition::ip::parse_request;
///
/// assert_eq!(parse_request("::FFFF:c000:201"), parse_request("192.0.2.001"));
/// assert_eq!(parse_request("2001:db8:::1"), parse_request("2001:db8::1:"));
/// assert_eq!(parse_request("192.0.2.1/32"), None);
/// ```
pub fn parse_request(text: &str) -> Option<IpAddr> {
    const MAPPED: &str = "::ffff:";
    if !text.contains(':') {
        return parse_v4(text).map(IpAddr::V4);
    }
    if let Some((head, tail)) = text.split_at_checked(MAPPED.len())
        && head.eq_ignore_ascii_case(MAPPED)
        && tail.contains('.')
    {
        return parse_v4(tail).map(IpAddr::V4);
    }
    parse_v6(text).map(|address| IpAddr::V6(address).to_canonical())
}

/// Does identity policy storage take the text as a network?
///
/// It refuses what is malformed and also an IPv6 network with host bits, which
/// a session policy may hold (`ip_store_time`).
///
/// ```
/// use iam_eval::condition::ip::is_storable_network;
///
/// assert!(is_storable_network("192.0.2.1/0"));
/// assert!(!is_storable_network("2001:db8::5/64"));
/// ```
pub fn is_storable_network(text: &str) -> bool {
    Network::parse_policy(text).is_some_and(|network| !matches!(network.0, Kind::V6WithHostBits(_)))
}

/// A policy's network without the bits beyond its mask, where it has some: `192.0.2.0/24` for `192.0.2.77/24`.
pub(crate) fn without_host_bits(text: &str) -> Option<String> {
    let (address, prefix) = text.split_once('/')?;
    let prefix = prefix_length(prefix)?;
    if !address.contains(':') {
        let network = Ipv4Net::new(parse_v4(address)?, prefix).ok()?;
        return (network != network.trunc()).then(|| network.trunc().to_string());
    }
    let network = Ipv6Net::new(parse_v6(address)?, prefix).ok()?;
    (network != network.trunc()).then(|| network.trunc().to_string())
}

fn is_decimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn prefix_length(text: &str) -> Option<u8> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    if is_decimal(digits) { digits.parse().ok() } else { None }
}

fn parse_v4(text: &str) -> Option<Ipv4Addr> {
    text.parse().ok().or_else(|| zero_padded_v4(text))
}

/// Four decimal parts, however many zeros each begins with: what the standard
/// library refuses lest it be taken for octal.
fn zero_padded_v4(text: &str) -> Option<Ipv4Addr> {
    let mut octets = [0; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        let part = parts.next().filter(|part| is_decimal(part))?;
        *octet = part.parse().ok()?;
    }
    parts.next().is_none().then(|| octets.into())
}

/// An IPv6 address without dotted tail.
fn parse_v6(text: &str) -> Option<Ipv6Addr> {
    // Eight groups of four with their colons, and one odd colon at each end.
    const LONGEST: usize = 41;
    if text.len() > LONGEST || text.contains('.') {
        return None;
    }
    text.parse().ok().or_else(|| odd_v6(text))
}

/// The spellings of IPv6 that only IAM takes, brought into the standard one.
fn odd_v6(text: &str) -> Option<Ipv6Addr> {
    let single_last = text.ends_with(':') && !text.ends_with("::");
    let text = if single_last { &text[..text.len() - 1] } else { text };
    let single_first = text.starts_with(':') && !text.starts_with("::");
    let zero = if single_first { "0" } else { "" };
    let (before, compression, after) = match text.split_once(":::") {
        Some((before, after)) => (before, "::", after),
        None => (text, "", ""),
    };
    let mut standard = Spelling { bytes: [0; 48], length: 0 };
    for part in [zero, before, compression, after] {
        standard.push(part)?;
    }
    standard.as_str()?.parse().ok()
}

/// A short text on the stack.
struct Spelling {
    bytes: [u8; 48],
    length: usize,
}

impl Spelling {
    fn push(&mut self, part: &str) -> Option<()> {
        let end = self.length + part.len();
        self.bytes.get_mut(self.length..end)?.copy_from_slice(part.as_bytes());
        self.length = end;
        Some(())
    }

    fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes.get(..self.length)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(policy: &str, request: &str) -> bool {
        let network = Network::parse_policy(policy).unwrap_or_else(|| panic!("{policy}"));
        let address = parse_request(request).unwrap_or_else(|| panic!("{request}"));
        network.contains(address)
    }

    #[test]
    fn ip_values() {
        for (policy, request, expected) in [
            ("192.0.2.0/24", "192.0.2.0", true),
            ("192.0.2.0/24", "192.0.2.255", true),
            ("192.0.2.0/24", "192.0.3.1", false),
            ("192.0.2.0/31", "192.0.2.2", false),
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
            ("192.0.2.0/0", "203.0.113.1", true),
            ("192.0.2.0/0", "2001:db8::1", false),
            ("192.0.2.77/24", "192.0.2.1", true),
            ("192.000.002.0/024", "192.0.2.1", true),
            ("192.0.2.0/+24", "192.0.2.1", true),
            ("192.0.2.0/24", "192.000.002.1", true),
            ("::/0", "192.0.2.1", false),
            ("::/0", "2001:db8::1", true),
            ("2001:db8::1", "2001:db8::1", true),
            ("2001:db8::1/128", "2001:db8::2", false),
            ("2001:db8::/64", "2001:db8:0:0:ffff:ffff:ffff:ffff", true),
            ("2001:db8::/64", "2001:db8:0:1::", false),
            ("2001:DB8::/064", "2001:0db8:0000:0000:0000:0000:0000:0001", true),
            ("2001:db8::4/127", "2001:db8::5", true),
            ("2001:db8::4/127", "2001:db8::6", false),
        ] {
            assert_eq!(matches(policy, request), expected, "{policy} {request}");
        }
    }

    #[test]
    fn ip_values_host_bits() {
        for policy in ["2001:db8::5/64", "2001:db8::5/127", "2001:db8::1/0", "::1/0"] {
            assert_eq!(Network::parse_policy(policy).unwrap().bounds(), None);
            for request in ["2001:db8::5", "2001:db8::4", "2001:db8::1", "::1"] {
                assert!(!matches(policy, request), "{policy} {request}");
            }
        }
    }

    #[test]
    fn ip_values_malformed() {
        for policy in [
            "",
            "not-an-ip",
            "192.0.513",
            "3221225985",
            "192.0.2.256",
            "192.0.2.1.1",
            "192.0.2.",
            ".192.0.2",
            "192..2.1",
            "+192.0.2.1",
            "0xc0.0.2.1",
            " 192.0.2.1",
            "192.0.2.0/33",
            "192.0.2.0/",
            "192.0.2.0/-1",
            "192.0.2.0/++24",
            "192.0.2.0/24/24",
            "192.0.2.0/ 24",
            "192.0.2.0/2४",
            "192.0.2.0/99999999999",
            "/24",
            "2001:db8::/129",
            "2001:db8::g",
            "2001:db8",
            "1:2:3:4:5:6:7:8:9",
            "fe80::1%eth0",
            "2001:00db8::1",
        ] {
            assert_eq!(Network::parse_policy(policy), None, "{policy:?}");
        }
    }

    #[test]
    fn ip_mapped() {
        for request in ["::ffff:192.0.2.1", "::FFFF:192.0.2.1", "::FFFF:c000:201", "::ffff:192.000.2.1"] {
            assert!(matches("192.0.2.0/24", request), "{request}");
            for policy in ["::/0", "::ffff:c000:200/120", "::ffff:0:0/96"] {
                assert!(!matches(policy, request), "{policy} {request}");
            }
        }
        assert_eq!(Network::parse_policy("::ffff:c000:200/120").unwrap().bounds(), None);
        assert_eq!(Network::parse_policy("::ffff:192.0.2.0/120"), None);
        let unconverted: IpAddr = "::ffff:192.0.2.1".parse().unwrap();
        assert!(Network::parse_policy("192.0.2.1").unwrap().contains(unconverted));
    }

    #[test]
    fn ip_request_malformed() {
        for request in [
            "",
            "not-an-ip",
            "192.0.2.1/32",
            "192.0.513",
            "3221225985",
            "2001:db8::1/128",
            "fe80::1%eth0",
            "2001:db8::::1",
            "2001::db8:::1",
            "::ffff:::192.0.2.1",
            "192.0.2.1 ",
        ] {
            assert_eq!(parse_request(request), None, "{request:?}");
        }
    }

    #[test]
    fn ip_dotted_tail() {
        for text in ["::192.0.2.1", "2001:db8::192.0.2.1", "::ffff:0:192.0.2.1", "0::ffff:192.0.2.1"] {
            assert_eq!(parse_request(text), None, "{text}");
        }
        for text in ["::192.0.2.0/120", "2001:db8::192.0.2.0/120", "::ffff:192.0.2.1", "::ffff:192.0.2.0/24"] {
            assert_eq!(Network::parse_policy(text), None, "{text}");
        }
    }

    #[test]
    fn ip_odd_ipv6() {
        for (odd, standard) in [
            ("2001:db8:::1", "2001:db8::1"),
            ("2001:db8::1:", "2001:db8::1"),
            (":2001:db8::1", "0:2001:db8::1"),
            (":::", "::"),
            (":1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7"),
            ("1:2:3:4:5:6:7:8:", "1:2:3:4:5:6:7:8"),
            (":2001:db8:::1:", "0:2001:db8::1"),
        ] {
            let expected: IpAddr = standard.parse().unwrap();
            assert_eq!(parse_request(odd), Some(expected), "{odd}");
            assert!(matches(odd, standard), "{odd}");
        }
        assert!(matches("::/0", ":::"));
        assert!(!matches("2001:db8::1/128", ":2001:db8::1"));
        for text in [":", "::::", "2001:db8::::1", "2001::db8:::1", "1:::2:::3", "::1::", "é::1", "::1é:"] {
            assert_eq!(parse_request(text), None, "{text}");
        }
    }

    #[test]
    fn ip_store_time() {
        for text in ["192.0.2.1", "192.0.2.0/0", "2001:db8::1/128", "2001:db8::4/127", "::/0"] {
            assert!(is_storable_network(text), "{text}");
        }
        for text in [
            "::ffff:192.0.2.0/120",
            "::192.0.2.0/120",
            "2001:db8::5/64",
            "2001:db8::192.0.2.0/120",
            "192.0.2.0/33",
            "2001:db8::/129",
            "2001:db8::5/127",
            "2001:db8::1/0",
            "not-an-ip",
        ] {
            assert!(!is_storable_network(text), "{text}");
        }
    }

    #[test]
    fn hostile_addresses_cost_their_length() {
        let zeros = "0".repeat(1_000_000);
        assert_eq!(parse_request(&format!("{zeros}1.0.2.1")), parse_request("1.0.2.1"));
        assert_eq!(parse_request(&":".repeat(1_000_000)), None);
        assert_eq!(parse_request(&".".repeat(1_000_000)), None);
    }
}
