//! The formats of ARNs by the service that stands in them, which may be another than the one that lists them.

use super::arn_format::split_fields;
use super::lines::{Piece, field};

/// A format of ARNs without its partition and its service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ArnFormat<'c> {
    /// Empty where there is none, else mostly a variable.
    pub region: &'c str,
    /// Empty where there is none, else mostly a variable.
    pub account: &'c str,
    pub resource: &'c str,
}

/// Where the formats are, in order of their services.
#[derive(Debug)]
pub(super) struct ArnFormats {
    all: Vec<[Piece; 4]>,
}

impl ArnFormats {
    /// Linear but for sorting.
    pub fn of(text: &str) -> Self {
        let mut all = Vec::new();
        for line in text.lines().filter(|line| line.starts_with("R\t")) {
            for format in field(line, 1).split(" | ") {
                let mut fields = split_fields(format);
                let (Some("arn"), Some(_), Some(service), Some(region), Some(account), Some(resource)) =
                    (fields.next(), fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
                else {
                    continue;
                };
                // a recovery point of AWS Backup may be of any service: `arn:${Partition}:${Vendor}:…`
                if !service.contains(['$', '*']) {
                    all.push([service, region, account, resource].map(|part| Piece::within(text, part)));
                }
            }
        }
        all.sort_by_key(|pieces| pieces.map(|piece| piece.of(text)));
        all.dedup_by_key(|pieces| pieces.map(|piece| piece.of(text)));
        Self { all }
    }

    /// Those of a service, in the exact letter case.
    pub fn of_service<'c>(&'c self, text: &'c str, service: &str) -> &'c [[Piece; 4]] {
        let name = |[service, ..]: &[Piece; 4]| service.of(text);
        let begin = self.all.partition_point(|pieces| name(pieces) < service);
        let rest = self.all.get(begin..).unwrap_or(&[]);
        rest.get(..rest.partition_point(|pieces| name(pieces) == service)).unwrap_or(&[])
    }
}

impl<'c> ArnFormat<'c> {
    pub(super) fn of(text: &'c str, [_, region, account, resource]: [Piece; 4]) -> Self {
        Self { region: region.of(text), account: account.of(text), resource: resource.of(text) }
    }
}
