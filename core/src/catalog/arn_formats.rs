//! The formats of ARNs by the service that stands in them, which may be another than the one that lists them.

use super::arn_format::split_fields;
use super::lines::{Piece, field};
use super::names::{NameTable, name_of};

/// A format of ARNs. Its parts are cut out when they are asked for: most formats are told apart by the last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ArnFormat<'c> {
    text: &'c str,
    pieces: &'c [Piece; 4],
}

/// Where the formats are, in order of their services.
#[derive(Debug)]
pub(super) struct ArnFormats {
    all: Vec<[Piece; 4]>,
    /// Each service with where its formats begin and end.
    services: Vec<(Piece, usize, usize)>,
    names: NameTable,
}

impl ArnFormats {
    /// Linear but for sorting.
    pub fn of(text: &str) -> Self {
        let mut all = Vec::new();
        let mut own = "";
        for line in text.lines() {
            if line.starts_with("S\t") {
                own = name_of(line);
            }
            if !line.starts_with("R\t") {
                continue;
            }
            for format in field(line, 1).split(" | ") {
                let mut fields = split_fields(format);
                let (Some("arn"), Some(_), Some(service), Some(region), Some(account), Some(resource)) =
                    (fields.next(), fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
                else {
                    continue;
                };
                // a recovery point of AWS Backup may be of any service, its own among them: `arn:${Partition}:${Vendor}:…`
                let service = if service.contains(['$', '*']) { own } else { service };
                all.push([service, region, account, resource].map(|part| Piece::within(text, part)));
            }
        }
        all.sort_by_key(|pieces| pieces.map(|piece| piece.of(text)));
        all.dedup_by_key(|pieces| pieces.map(|piece| piece.of(text)));
        let mut services = Vec::new();
        let mut begin = 0;
        for formats in all.chunk_by(|[a, ..], [b, ..]| a.of(text) == b.of(text)) {
            let end = begin + formats.len();
            services.extend(formats.first().map(|[service, ..]| (*service, begin, end)));
            begin = end;
        }
        let names = NameTable::of(services.len(), |at| services.get(at).map_or("", |(name, ..)| name.of(text)));
        Self { all, services, names }
    }

    /// Those of a service, in the exact letter case.
    pub fn of_service<'c>(&'c self, text: &'c str, service: &str) -> &'c [[Piece; 4]] {
        let is_named =
            |at: usize, name: &str| self.services.get(at).is_some_and(|(service, ..)| service.of(text) == name);
        let found = self.names.find(service, is_named).and_then(|at| self.services.get(at));
        found.and_then(|(_, begin, end)| self.all.get(*begin..*end)).unwrap_or(&[])
    }
}

impl<'c> ArnFormat<'c> {
    pub(super) fn of(text: &'c str, pieces: &'c [Piece; 4]) -> Self {
        Self { text, pieces }
    }

    /// Empty where there is none, else mostly a variable.
    pub fn region(self) -> &'c str {
        self.pieces[1].of(self.text)
    }

    /// Empty where there is none, else mostly a variable.
    pub fn account(self) -> &'c str {
        self.pieces[2].of(self.text)
    }

    pub fn resource(self) -> &'c str {
        self.pieces[3].of(self.text)
    }
}
