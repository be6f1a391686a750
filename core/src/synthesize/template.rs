//! A synthesis for any account: rule `template_arns`.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::arn::Arn;

use super::result::Synthesis;

/// What stands for the partition, the region and the account of ARNs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ArnTemplate {
    /// They stay as they are.
    #[default]
    None,
    /// `${Partition}`, `${Region}` and `${Account}`, as AWS's documentation writes them.
    Aws,
    /// Terraform's data sources `aws_partition`, `aws_region` and `aws_caller_identity`, each named `current`.
    Terraform,
    /// CloudFormation's pseudo parameters, for `Fn::Sub` and the CDK's `Fn.sub`.
    CloudFormation,
}

/// How a template writes things.
struct Words {
    partition: &'static str,
    region: &'static str,
    account: &'static str,
    /// What a `${` of the policy becomes, so that it stays one.
    dollar: &'static str,
    /// The same for `%{`.
    percent: &'static str,
}

impl ArnTemplate {
    fn words(self) -> Option<Words> {
        let (partition, region, account, dollar, percent) = match self {
            Self::None => return None,
            Self::Aws => ("${Partition}", "${Region}", "${Account}", "${", "%{"),
            Self::Terraform => (
                "${data.aws_partition.current.partition}",
                "${data.aws_region.current.name}",
                "${data.aws_caller_identity.current.account_id}",
                "$${",
                "%%{",
            ),
            Self::CloudFormation => ("${AWS::Partition}", "${AWS::Region}", "${AWS::AccountId}", "${!", "%{"),
        };
        Some(Words { partition, region, account, dollar, percent })
    }
}

impl Synthesis {
    /// The policies as texts that another account can use: the principals' own account, the partition and, where
    /// all ARNs are of one region, the region are written as a template has them. The accounts of others stay.
    ///
    /// The texts are no policies before somebody fills them in.
    pub fn to_template(&self, template: ArnTemplate) -> Vec<String> {
        self.policies.iter().map(|policy| self.filled(&policy.document.to_json_pretty(), template)).collect()
    }

    pub(super) fn filled(&self, text: &str, template: ArnTemplate) -> String {
        let Some(words) = template.words() else { return text.to_owned() };
        let accounts: Vec<&str> =
            self.principals.iter().filter_map(|arn| Arn::parse(arn)).map(|arn| arn.account()).collect();
        let own = accounts.first().copied().filter(|first| accounts.iter().all(|account| account == first));
        let regions = || self.resources().filter_map(|resource| Arn::parse(resource).map(|arn| arn.region()));
        let mut named = regions().filter(|region| !region.is_empty() && *region != "*");
        let region = named.next().filter(|first| named.all(|region| region == *first));
        let escape = |text: &str| text.replace("${", words.dollar).replace("%{", words.percent);
        let part = |text: &str, known: Option<&str>, word: &'static str| {
            if known == Some(text) && !text.is_empty() { word.to_owned() } else { text.to_owned() }
        };
        let templated = |resource: &str| {
            let arn = Arn::parse(resource)?;
            // what is another account's is there for whoever fills this in
            if !arn.account().is_empty() && Some(arn.account()) != own {
                return None;
            }
            Some(format!(
                "arn:{}:{}:{}:{}:{}",
                part(arn.partition(), Some(arn.partition()).filter(|partition| *partition != "*"), words.partition),
                arn.service(),
                part(arn.region(), region, words.region),
                part(arn.account(), own, words.account),
                escape(arn.resource()),
            ))
        };
        let resources: HashSet<&str> = self.resources().collect();
        let mut filled = String::with_capacity(text.len() * 2);
        for piece in pieces(text) {
            let read = piece.starts_with('"').then(|| serde_json::from_str::<String>(piece).ok()).flatten();
            match read.filter(|read| resources.contains(read.as_str())).and_then(|read| templated(&read)) {
                Some(templated) => filled.push_str(&serde_json::Value::from(templated).to_string()),
                None => filled.push_str(&escape(piece)),
            }
        }
        filled
    }

    /// The resources of the policies' statements.
    fn resources(&self) -> impl Iterator<Item = &str> {
        let statements = self.policies.iter().flat_map(|policy| policy.document.statements());
        statements
            .filter_map(|statement| statement.resource())
            .flat_map(|resources| resources.entries())
            .map(|entry| entry.as_str())
    }
}

/// A text of JSON as its strings, with their quotes, and what is between them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let length = match rest.as_bytes() {
            [] => return None,
            [b'"', inner @ ..] => {
                let mut is_escaped = false;
                let end = inner.iter().position(|byte| {
                    let ends = *byte == b'"' && !is_escaped;
                    is_escaped = *byte == b'\\' && !is_escaped;
                    ends
                });
                end.map_or(rest.len(), |end| end + 2)
            }
            _ => rest.find('"').unwrap_or(rest.len()),
        };
        let (piece, behind) = rest.split_at(length);
        rest = behind;
        Some(piece)
    })
}
