//! Formats of ARNs against patterns of policies: may some name have the format and match the pattern?

use smallvec::{SmallVec, smallvec};

use super::arn_format::pieces;

/// What a pattern may have at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Byte(u8),
    /// `?`.
    One,
    /// `*`, or a variable of the policy, which may be anything.
    Any,
}

/// May some text have this format and match this pattern of a policy? In the format `${…}` stands for one character or
/// more, in the pattern `*`, `?` and `${…}` for what they stand for in policies.
///
/// Mostly the literal starts of the two decide; where they do not, it is O(format × pattern), and that is added to
/// `steps`.
pub(crate) fn may_share(format: &str, pattern: &str, steps: &mut usize) -> bool {
    if let (Some(wanted), Some(found)) = (format.as_bytes().first(), pattern.as_bytes().first())
        && wanted != found
        && !matches!(wanted, b'$' | b'*')
        && !matches!(found, b'*' | b'?' | b'$')
    {
        return false;
    }
    // the literal text up to the first wildcard or variable of either must be the same
    let end = |text: &str| memchr::memchr3(b'*', b'?', b'$', text.as_bytes()).unwrap_or(text.len());
    let common = end(format).min(end(pattern));
    let (start, rest) = format.as_bytes().split_at_checked(common).unwrap_or((&[], &[]));
    if pattern.as_bytes().get(..common) != Some(start) {
        return false;
    }
    let (format, pattern) = (format.get(common..).unwrap_or(""), pattern.get(common..).unwrap_or(""));
    if pattern == "*" || (rest.is_empty() && pattern.is_empty()) {
        return true;
    }
    if pattern.is_empty() {
        return format == "*";
    }
    // one variable to the end: anything that is not empty
    if format.starts_with("${") && format.find('}') == Some(format.len() - 1) {
        return true;
    }
    *steps = steps.saturating_add(format.len().saturating_mul(pattern.len()));
    walk(format, &tokens(pattern))
}

fn tokens(pattern: &str) -> SmallVec<[Token; 96]> {
    let mut tokens = SmallVec::new();
    let mut rest = pattern.as_bytes();
    // where one variable is not closed, none behind it is, and the rest is not looked through again
    let mut may_close = true;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        tokens.push(match first {
            b'*' => Token::Any,
            b'?' => Token::One,
            b'$' if may_close && after.first() == Some(&b'{') => {
                if let Some(close) = memchr::memchr(b'}', after) {
                    rest = after.get(close + 1..).unwrap_or(&[]);
                    Token::Any
                } else {
                    may_close = false;
                    Token::Byte(*first)
                }
            }
            byte => Token::Byte(*byte),
        });
        // a run of them is one, so that no step is made twice
        if let [.., Token::Any, Token::Any] = tokens[..] {
            tokens.pop();
        }
    }
    tokens
}

/// Which places of the pattern may have been reached when so much of the format is read: the places are bits.
fn walk(format: &str, tokens: &[Token]) -> bool {
    let mut reached: SmallVec<[bool; 128]> = smallvec![false; tokens.len() + 1];
    reach(&mut reached, tokens, 0);
    for piece in pieces(format) {
        if let Some(literal) = piece {
            if !literal.bytes().all(|byte| step(&mut reached, tokens, byte)) {
                return false;
            }
            continue;
        }
        let Some(first) = reached.iter().position(|is_reached| *is_reached) else { return false };
        if first == tokens.len() {
            return false;
        }
        let stays = tokens.get(first) == Some(&Token::Any);
        // whatever stands after the first place can be filled, and what a `*` takes can be anything
        for (at, is_reached) in reached.iter_mut().enumerate() {
            *is_reached = at > first || (at == first && stays);
        }
    }
    reached.last().copied().unwrap_or(false)
}

/// Marks a place and those behind the `*` that stand there.
fn reach(reached: &mut [bool], tokens: &[Token], from: usize) {
    let mut at = from;
    while let Some(place) = reached.get_mut(at) {
        if std::mem::replace(place, true) || tokens.get(at) != Some(&Token::Any) {
            return;
        }
        at += 1;
    }
}

/// Reads one byte; false where no place is left.
fn step(reached: &mut [bool], tokens: &[Token], byte: u8) -> bool {
    let mut is_any = false;
    // nothing leads out of the end
    if let Some(end) = reached.last_mut() {
        *end = false;
    }
    // backwards, so that a place is left before it is reached anew
    for (at, token) in tokens.iter().enumerate().rev() {
        if !reached.get(at).copied().unwrap_or(false) {
            continue;
        }
        let stays = *token == Token::Any;
        if let Some(place) = reached.get_mut(at) {
            *place = stays;
        }
        if stays || *token == Token::One || *token == Token::Byte(byte) {
            reach(reached, tokens, at + 1);
            is_any = true;
        }
    }
    is_any
}

#[cfg(test)]
mod tests {
    use super::may_share;

    #[test]
    fn a_pattern_and_a_format_share_a_name() {
        for (format, pattern) in [
            ("role/${Name}", "role/app"),
            ("role/${Name}", "ro*"),
            ("role/${Name}", "*"),
            ("role/${Name}", "r?le/${aws:username}"),
            ("role/${Name}", "role/*"),
            ("${Bucket}/${Object}", "b*"),
            ("${Bucket}/${Object}", "*b"),
            ("${Bucket}/${Object}", "b/k"),
            ("function:${Name}:${Version}", "function:*:live"),
            ("function:${Name}:${Version}", "f*"),
            ("device/*", "device/"),
            ("device/*", "device/x"),
            ("a/${B}/end", "a/*end"),
            ("a/${B}/end", "*"),
            ("root", "root"),
            ("root", "r*t"),
            ("${A}", "?"),
            ("x${A}${B}", "x??"),
        ] {
            assert!(may_share(format, pattern, &mut 0), "{format} and {pattern}");
        }
    }

    #[test]
    fn a_pattern_and_a_format_share_no_name() {
        for (format, pattern) in [
            ("role/${Name}", "rolle/app"),
            ("role/${Name}", "role/"),
            ("role/${Name}", "role"),
            ("role/${Name}", ""),
            ("role/${Name}", "user*"),
            ("${Bucket}/${Object}", "b"),
            ("a/${B}/end", "a/*/en"),
            ("a/${B}/end", "a//end"),
            ("root", "root?"),
            ("root", "root/"),
            ("x${A}${B}", "x?"),
            ("${A}", ""),
        ] {
            assert!(!may_share(format, pattern, &mut 0), "{format} and {pattern}");
        }
    }
}
