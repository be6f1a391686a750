//! Which resources may share a fold.

/// The part of an ARN that a fold never crosses: service, region, account and the resource's type or,
/// for S3, its bucket. Without such a part, the text up to its last colon.
pub(crate) fn fold_head(arn: &str) -> &str {
    let mut colons = arn.bytes().enumerate().filter(|(_, byte)| *byte == b':').map(|(at, _)| at);
    let Some(resource_at) = colons.nth(4).map(|at| at + 1) else { return "" };
    let resource = arn.get(resource_at..).unwrap_or("");
    // a resource may begin with a slash, as those of API Gateway do
    let first = usize::from(resource.starts_with('/'));
    match resource.get(first..).and_then(|text| text.find(['/', ':'])).map(|at| at + first) {
        Some(at) => arn.get(..=resource_at + at).unwrap_or(arn),
        None => arn.get(..resource_at).unwrap_or(arn),
    }
}

#[cfg(test)]
mod tests {
    use super::fold_head;

    #[test]
    fn a_fold_stays_within_account_region_type_and_bucket() {
        for (arn, head) in [
            ("arn:aws:s3:::bucket/a/b", "arn:aws:s3:::bucket/"),
            ("arn:aws:dynamodb:eu-west-1:111122223333:table/t", "arn:aws:dynamodb:eu-west-1:111122223333:table/"),
            ("arn:aws:lambda:eu-west-1:111122223333:function:f", "arn:aws:lambda:eu-west-1:111122223333:function:"),
            ("arn:aws:sqs:eu-west-1:111122223333:q", "arn:aws:sqs:eu-west-1:111122223333:"),
            ("arn:aws:apigateway:eu-west-1::/restapis/a1/stages/s", "arn:aws:apigateway:eu-west-1::/restapis/"),
            ("*", ""),
        ] {
            assert_eq!(fold_head(arn), head);
        }
    }
}
