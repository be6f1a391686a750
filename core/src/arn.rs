//! Amazon Resource Names: six fields, the last of which may hold colons.
//!
//! This room must not know patterns or policies; it cuts a concrete name into its fields. The law
//! its tests check: the fields joined by colons are the name again.

use std::fmt;

/// A concrete ARN, cut at its first five colons: `arn:partition:service:region:account:resource`.
///
/// Borrows its text and allocates nothing. Source: AWS general reference, "Amazon Resource Names".
///
/// ```
/// use iam_eval::Arn;
///
/// let arn = Arn::parse("arn:aws:iam::111122223333:role/team/app").unwrap();
/// assert_eq!((arn.service(), arn.region(), arn.account()), ("iam", "", "111122223333"));
/// assert_eq!(arn.resource(), "role/team/app");
/// assert!(Arn::parse("arn:aws:s3").is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Arn<'a> {
    text: &'a str,
    /// Where each of the five colons stands.
    colons: [usize; 5],
}

impl<'a> Arn<'a> {
    /// Reads an ARN; `None` if the text does not begin with `arn:` or has fewer than six fields.
    ///
    /// Empty fields are fields. Linear in the first five fields.
    ///
    /// ```
    /// use iam_eval::Arn;
    ///
    /// assert_eq!(Arn::parse("arn:aws:lambda:eu-west-1:111122223333:function:f").unwrap().resource(), "function:f");
    /// assert_eq!(Arn::parse("*"), None);
    /// ```
    pub fn parse(text: &'a str) -> Option<Self> {
        if !text.starts_with("arn:") {
            return None;
        }
        let mut colons = [0; 5];
        let mut found = memchr::memchr_iter(b':', text.as_bytes());
        for colon in &mut colons {
            *colon = found.next()?;
        }
        Some(Self { text, colons })
    }

    fn field(self, index: usize) -> &'a str {
        let start = self.colons.get(index).map_or(0, |colon| colon + 1);
        let end = self.colons.get(index + 1).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or("")
    }

    /// In which partition: `aws`, `aws-cn`, `aws-us-gov`…
    ///
    /// ```
    /// # use iam_eval::Arn;
    /// assert_eq!(Arn::parse("arn:aws-cn:s3:::logs").unwrap().partition(), "aws-cn");
    /// ```
    pub fn partition(self) -> &'a str {
        self.field(0)
    }

    /// Of which service: `s3`, `iam`…
    ///
    /// ```
    /// # use iam_eval::Arn;
    /// assert_eq!(Arn::parse("arn:aws:s3:::logs").unwrap().service(), "s3");
    /// ```
    pub fn service(self) -> &'a str {
        self.field(1)
    }

    /// In which region? Empty for global resources.
    ///
    /// ```
    /// # use iam_eval::Arn;
    /// assert_eq!(Arn::parse("arn:aws:sqs:eu-west-1:111122223333:jobs").unwrap().region(), "eu-west-1");
    /// ```
    pub fn region(self) -> &'a str {
        self.field(2)
    }

    /// Of which account? Empty where the resource has none in its name, as S3 buckets.
    ///
    /// ```
    /// # use iam_eval::Arn;
    /// assert_eq!(Arn::parse("arn:aws:sqs:eu-west-1:111122223333:jobs").unwrap().account(), "111122223333");
    /// assert_eq!(Arn::parse("arn:aws:s3:::logs").unwrap().account(), "");
    /// ```
    pub fn account(self) -> &'a str {
        self.field(3)
    }

    /// Which resource: everything after the fifth colon, colons included.
    ///
    /// ```
    /// # use iam_eval::Arn;
    /// let alias = Arn::parse("arn:aws:lambda:eu-west-1:111122223333:function:f:live").unwrap();
    /// assert_eq!(alias.resource(), "function:f:live");
    /// ```
    pub fn resource(self) -> &'a str {
        self.field(4)
    }

    /// The whole name.
    ///
    /// ```
    /// # use iam_eval::Arn;
    /// assert_eq!(Arn::parse("arn:aws:s3:::logs").unwrap().as_str(), "arn:aws:s3:::logs");
    /// ```
    pub fn as_str(self) -> &'a str {
        self.text
    }
}

impl fmt::Display for Arn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

/// Is the text an AWS account id: twelve ASCII digits?
///
/// ```
/// assert!(iam_eval::is_account_id("111122223333"));
/// assert!(!iam_eval::is_account_id("anonymous"));
/// ```
pub fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_field_keeps_its_colons() {
        let arn = Arn::parse("arn:aws:lambda:eu-west-1:111122223333:function:f:1").unwrap();
        assert_eq!(arn.resource(), "function:f:1");
        let fields = [arn.partition(), arn.service(), arn.region(), arn.account(), arn.resource()];
        assert_eq!(format!("arn:{}", fields.join(":")), arn.as_str());
    }

    #[test]
    fn empty_fields_are_fields() {
        let arn = Arn::parse("arn:::::").unwrap();
        assert_eq!(arn.partition(), "");
        assert_eq!(arn.resource(), "");
    }
}
