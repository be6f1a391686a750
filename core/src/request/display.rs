//! A request in words.

use std::fmt;

use crate::principal::PrincipalType;

use super::builder::Request;
use super::context::{ContextValue, Lookup};

impl Request {
    /// What is known of context keys besides what follows from the rest of the request, in order of the keys.
    pub(crate) fn stated_context(&self) -> Vec<(&str, &ContextValue)> {
        let bare = Self::builder(self.action().as_str(), self.resource());
        let bare = self.principal().cloned().into_iter().fold(bare, |bare, caller| bare.principal(caller));
        let derived = bare.build().ok();
        let follows = |name: &str| derived.as_ref().map_or(Lookup::Absent, |derived| derived.context().get(name));
        let all = self.context().iter();
        let mut stated: Vec<_> = all.filter(|(name, _)| follows(name) != self.context().get(name)).collect();
        stated.sort_unstable_by_key(|(name, _)| *name);
        stated
    }
}

/// The request on one line: what is asked, of what, by whom, and what is known besides.
///
/// ```
/// use iam_eval::{Principal, Request};
///
/// let request = Request::builder("s3:GetObject", "arn:aws:s3:::b/k")
///     .principal(Principal::user("arn:aws:iam::111122223333:user/ann")?)
///     .context("aws:SourceVpc", "vpc-1")
///     .build()?;
/// assert_eq!(request.to_string(),
///     "`s3:GetObject` on `arn:aws:s3:::b/k` by `arn:aws:iam::111122223333:user/ann` where `aws:SourceVpc` is `vpc-1`");
/// # Ok::<(), iam_eval::InputError>(())
/// ```
impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` on `{}`", self.action().as_str(), self.resource())?;
        if let Some(caller) = self.principal() {
            match caller.arn() {
                Some(arn) => write!(f, " by `{arn}`")?,
                None if caller.kind() == PrincipalType::Anonymous => f.write_str(" by anybody, unsigned")?,
                None => match (caller.role_arn(), caller.account()) {
                    (Some(role), _) => write!(f, " by a session of `{role}`")?,
                    (None, Some(account)) if caller.name().is_empty() => write!(f, " by somebody of `{account}`")?,
                    _ => write!(f, " by `{}`", caller.name())?,
                },
            }
        }
        for (at, (name, value)) in self.stated_context().into_iter().enumerate() {
            write!(f, "{} `{name}` ", if at == 0 { " where" } else { " and" })?;
            match value {
                ContextValue::One(text) => write!(f, "is `{text}`")?,
                ContextValue::Many(texts) if texts.is_empty() => f.write_str("is an empty list")?,
                ContextValue::Many(texts) => {
                    let quoted: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
                    write!(f, "holds {}", quoted.join(", "))?;
                }
                ContextValue::Absent => f.write_str("is absent")?,
                ContextValue::Unknown => f.write_str("is unknown")?,
                ContextValue::Present => f.write_str("is present")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::{Principal, Request};

    #[test]
    fn each_kind_of_value_is_said() {
        let request = Request::builder("ec2:CreateTags", "*").principal(Principal::anonymous());
        let request =
            request.context("aws:TagKeys", ["a", "b"]).context("ec2:x", Vec::<String>::new()).build().unwrap();
        assert_eq!(
            request.to_string(),
            "`ec2:CreateTags` on `*` by anybody, unsigned where `aws:TagKeys` holds `a`, `b` and `ec2:x` is an empty list"
        );
        let role = Principal::role("arn:aws:iam::111122223333:role/app").unwrap();
        let session = Request::builder("sqs:SendMessage", "*").principal(role).build().unwrap();
        assert!(session.to_string().ends_with(" by a session of `arn:aws:iam::111122223333:role/app`"));
        let service = Request::builder("sqs:SendMessage", "*").principal(Principal::service("sns.amazonaws.com"));
        assert_eq!(service.build().unwrap().to_string(), "`sqs:SendMessage` on `*` by `sns.amazonaws.com`");
    }
}
