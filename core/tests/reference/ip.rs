//! Addresses and networks (rules 64–66b).

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address {
    V4(u32),
    V6(u128),
}

/// Rule 66: a request value is one address, never with a prefix length.
pub fn of_request(text: &str) -> Option<Address> {
    if !text.contains(':') {
        return v4(text).map(Address::V4);
    }
    // rule 66a
    let tail = text.get(7..).filter(|tail| tail.contains('.'));
    if let Some(tail) = tail.filter(|_| has_mapped_start(text)) {
        return v4(tail).map(Address::V4);
    }
    let address = v6(text)?;
    // rule 65
    match u32::try_from(address & 0xFFFF_FFFF) {
        Ok(tail) if address >> 32 == 0xFFFF => Some(Address::V4(tail)),
        _ => Some(Address::V6(address)),
    }
}

fn has_mapped_start(text: &str) -> bool {
    text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("::ffff:"))
}

/// Does a policy's address or network hold the request's address? A malformed one holds nothing.
pub fn holds(network: &str, address: Address) -> bool {
    let (base, prefix) = match network.split_once('/') {
        None => (network, None),
        Some((base, prefix)) => match prefix_length(prefix) {
            None => return false,
            some => (base, some),
        },
    };
    if base.contains(':') {
        let Some(base) = v6(base) else { return false };
        let length = prefix.unwrap_or(128);
        let Address::V6(address) = address else {
            return false;
        };
        if length > 128 {
            return false;
        }
        let host = u128::MAX.checked_shr(length).unwrap_or(0);
        // rule 64: host bits set, never a match
        base & host == 0 && address & !host == base
    } else {
        let Some(base) = v4(base) else { return false };
        let length = prefix.unwrap_or(32);
        let Address::V4(address) = address else {
            return false;
        };
        if length > 32 {
            return false;
        }
        let host = u32::MAX.checked_shr(length).unwrap_or(0);
        address & !host == base & !host
    }
}

fn prefix_length(text: &str) -> Option<u32> {
    decimal(text.strip_prefix('+').unwrap_or(text))
}

fn v4(text: &str) -> Option<u32> {
    let parts: Vec<&str> = text.split('.').collect();
    if parts.len() != 4 {
        return None;
    }
    let mut address = 0;
    for part in parts {
        let octet = decimal(part)?;
        if octet > 255 {
            return None;
        }
        address = address * 256 + octet;
    }
    Some(address)
}

/// Digits with any number of leading zeros.
fn decimal(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("0{}", text.trim_start_matches('0')).parse().ok()
}

/// Rule 66b: hexadecimal groups with at most one compression, and the odd spellings.
fn v6(text: &str) -> Option<u128> {
    let (head, tail) = match text.find("::") {
        None => (groups(text, true, true)?, None),
        Some(at) => {
            // `:::` = `::`
            let after = &text[at + 2..];
            let after = after.strip_prefix(':').unwrap_or(after);
            if after.starts_with(':') || after.contains("::") {
                return None;
            }
            let head = groups(&text[..at], true, false)?;
            (head, Some(groups(after, false, true)?))
        }
    };
    let all = match tail {
        None => head,
        Some(tail) => {
            let zeros = 8usize.checked_sub(head.len() + tail.len())?;
            if zeros == 0 {
                return None;
            }
            [head, vec![0; zeros], tail].concat()
        }
    };
    if all.len() != 8 {
        return None;
    }
    Some(all.iter().fold(0, |sum, group| sum << 16 | group))
}

fn groups(text: &str, at_start: bool, at_end: bool) -> Option<Vec<u128>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let text = match text.strip_suffix(':') {
        Some(shorter) if at_end => shorter,
        _ => text,
    };
    let mut found = Vec::new();
    for (index, group) in text.split(':').enumerate() {
        if group.is_empty() && index == 0 && at_start {
            found.push(0);
            continue;
        }
        let valid = (1..=4).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_hexdigit());
        if !valid {
            return None;
        }
        found.push(u128::from_str_radix(group, 16).ok()?);
    }
    Some(found)
}
