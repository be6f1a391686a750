//! The fields of an ARN of a policy, which may hold wildcards and variables.

/// The six fields of an ARN of a policy. A colon of a variable ends no field.
#[derive(Debug, Clone, Copy)]
pub(in crate::validate) struct ArnText<'t> {
    pub partition: &'t str,
    pub service: &'t str,
    pub region: &'t str,
    pub account: &'t str,
    pub resource: &'t str,
}

impl<'t> ArnText<'t> {
    /// None where there are fewer than six fields. The first is not looked at.
    pub fn read(text: &'t str) -> Option<Self> {
        let mut rest = text;
        let mut fields = [""; 5];
        for field in &mut fields {
            let end = end_of_field(rest)?;
            *field = rest.get(..end)?;
            rest = rest.get(end + 1..)?;
        }
        let [_, partition, service, region, account] = fields;
        Some(Self { partition, service, region, account, resource: rest })
    }
}

/// Where its colon stands.
fn end_of_field(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    // where one variable is not closed, none behind it is, and the rest is not looked through again
    let mut may_close = true;
    loop {
        let at = from + memchr::memchr2(b':', b'$', bytes.get(from..)?)?;
        if bytes.get(at) == Some(&b':') {
            return Some(at);
        }
        from = at + 1;
        if may_close && bytes.get(from) == Some(&b'{') {
            match memchr::memchr(b'}', bytes.get(from..)?) {
                Some(close) => from += close + 1,
                None => may_close = false,
            }
        }
    }
}

/// May it stand for several texts? Then nothing is said of the field (`arns`).
pub(in crate::validate) fn is_open(field: &str) -> bool {
    let bytes = field.as_bytes();
    let Some(at) = memchr::memchr3(b'*', b'?', b'$', bytes) else { return false };
    bytes.get(at) != Some(&b'$') || field.contains(['*', '?']) || field.contains("${")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colon_of_a_variable_ends_no_field() {
        let arn = ArnText::read("arn:aws:iam::${aws:PrincipalAccount}:role/${aws:username}:x").unwrap();
        assert_eq!((arn.service, arn.region, arn.account), ("iam", "", "${aws:PrincipalAccount}"));
        assert_eq!(arn.resource, "role/${aws:username}:x");
        assert!(ArnText::read("arn:aws:iam::${aws:PrincipalAccount}").is_none());
        // what is not closed is text
        assert_eq!(ArnText::read("arn:aws:s3:::${a").unwrap().resource, "${a");
        assert_eq!(ArnText::read("arn:aws:${s3:::b").unwrap().service, "${s3");
        assert!(ArnText::read("arn:$").is_none());
        assert!(ArnText::read(&"${".repeat(1_000_000)).is_none());
    }
}
