//! The formats of ARNs: literal text with variables in `${…}`.

/// May an ARN have this format? A variable stands for one character or more; in the five fields before the
/// resource it ends at the colon.
pub(super) fn matches(format: &str, arn: &str) -> bool {
    let mut format_fields = split_fields(format);
    let mut arn_fields = arn.splitn(6, ':');
    for _ in 0..5 {
        let (Some(wanted), Some(found)) = (format_fields.next(), arn_fields.next()) else { return false };
        if !fits(wanted, found) {
            return false;
        }
    }
    match (format_fields.next(), arn_fields.next()) {
        (Some(wanted), Some(found)) => fits(wanted, found),
        _ => false,
    }
}

/// As [`matches`], whatever the partition, region and account are.
pub(super) fn matches_anywhere(format: &str, arn: &str) -> bool {
    let fields = split_fields(format).zip(arn.splitn(6, ':')).enumerate();
    let mut seen = 0;
    for (at, (wanted, found)) in fields {
        seen += 1;
        if matches!(at, 0 | 2 | 5) && !fits(wanted, found) {
            return false;
        }
    }
    seen == 6
}

/// The six fields of a format, whose variables may hold colons of their own.
pub(super) fn split_fields(format: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(format);
    let mut taken = 0;
    std::iter::from_fn(move || {
        let text = rest?;
        taken += 1;
        if taken == 6 {
            return rest.take();
        }
        let mut depth = 0_usize;
        let colon = text.bytes().position(|byte| {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            byte == b':' && depth == 0
        });
        match colon {
            Some(at) => {
                rest = text.get(at + 1..);
                text.get(..at)
            }
            None => rest.take(),
        }
    })
}

/// The pieces of a format: literals and, as `None`, variables. A `*` in a format stands for any text, too.
pub(super) fn pieces(format: &str) -> impl Iterator<Item = Option<&str>> {
    let mut rest = format;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(after) = rest.strip_prefix('*') {
            rest = after;
            return Some(None);
        }
        if rest.starts_with("${")
            && let Some(end) = rest.find('}')
        {
            rest = rest.get(end + 1..).unwrap_or("");
            return Some(None);
        }
        let start = usize::from(rest.starts_with('$'));
        let end = rest.get(start..).and_then(|text| text.find(['$', '*'])).map_or(rest.len(), |at| at + start);
        let (literal, after) = rest.split_at(end);
        rest = after;
        Some(Some(literal))
    })
}

/// Greedy from the left is exact where variables stand for any text: an earlier place of a literal never
/// leaves less room for the rest; the last literal must end the text.
fn fits(format: &str, text: &str) -> bool {
    let mut rest = text;
    let mut owed = false;
    let mut all = pieces(format).peekable();
    while let Some(piece) = all.next() {
        let Some(literal) = piece else {
            // two variables side by side want a character each
            if owed {
                let Some(first) = rest.chars().next() else { return false };
                rest = rest.get(first.len_utf8()..).unwrap_or("");
            }
            owed = true;
            continue;
        };
        if !owed {
            let Some(after) = rest.strip_prefix(literal) else { return false };
            rest = after;
            continue;
        }
        owed = false;
        if all.peek().is_none() {
            return rest.len() > literal.len() && rest.ends_with(literal);
        }
        let Some(first) = rest.chars().next() else { return false };
        let from = first.len_utf8();
        let Some(at) = rest.get(from..).and_then(|text| text.find(literal)) else { return false };
        rest = rest.get(from + at + literal.len()..).unwrap_or("");
    }
    if owed { !rest.is_empty() } else { rest.is_empty() }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_variable_is_one_character_or_more() {
        let bucket = "arn:${Partition}:s3:::${BucketName}";
        let object = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
        assert!(matches(bucket, "arn:aws:s3:::b"));
        // the resource part is one variable, which may hold anything
        assert!(matches(bucket, "arn:aws:s3:::b/k"));
        assert!(matches(object, "arn:aws:s3:::b/k/l"));
        assert!(!matches(object, "arn:aws:s3:::b"));
        assert!(!matches(object, "arn:aws:s3:::b/"));
        assert!(!matches(bucket, "arn:aws:s3:eu-west-1::b"));
        assert!(!matches(bucket, "arn:aws:s3:::"));
    }

    #[test]
    fn a_literal_ends_at_the_end() {
        let alias = "arn:${Partition}:x:${Region}:${Account}:a/${B}/end";
        assert!(matches(alias, "arn:aws:x:r:1:a/b/end/end"));
        assert!(!matches(alias, "arn:aws:x:r:1:a/b/end/"));
        assert!(!matches(alias, "arn:aws:x:r:1:a//en"));
        assert!(matches("arn:${P}:x:::a*", "arn:aws:x:::abc"));
    }
}
