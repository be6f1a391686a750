//! The text of a catalogue as lines, and where each service's are.

use std::fmt;

use memchr::memmem;

use super::key_index::OpenKey;
use super::names::{NameTable, name_of};

/// A text that is no catalogue: what is wrong with which of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogError {
    line: usize,
    message: String,
}

impl CatalogError {
    fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }

    /// On which line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of the catalogue: {}", self.line, self.message)
    }
}

impl std::error::Error for CatalogError {}

/// The form of the text that is read.
const FORM: &str = "1";

/// A piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    begin: u32,
    end: u32,
}

impl Piece {
    pub fn new(begin: usize, end: usize) -> Self {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { begin: narrow(begin), end: narrow(end) }
    }

    pub fn whole(text: &str) -> Self {
        Self::new(0, text.len())
    }

    pub fn is_before(self, other: Self) -> bool {
        self.begin < other.begin
    }

    /// Where a part of a text is in it.
    pub fn within(text: &str, part: &str) -> Self {
        let begin = (part.as_ptr().addr()).saturating_sub(text.as_ptr().addr());
        Self::new(begin, begin + part.len())
    }

    pub fn begin(self) -> usize {
        self.begin as usize
    }

    pub fn of(self, text: &str) -> &str {
        text.get(self.begin as usize..self.end as usize).unwrap_or("")
    }
}

/// Where the services' lines are: the head's, then each service's, in order.
pub(super) fn find_services(text: &str) -> (Piece, Vec<Piece>) {
    let mut begins: Vec<usize> = memmem::find_iter(text.as_bytes(), b"\nS\t").map(|at| at + 1).collect();
    let head_end = begins.first().copied().unwrap_or(text.len());
    begins.push(text.len());
    let services = begins.windows(2).filter_map(|pair| match pair {
        [begin, end] if begin < end => Some(Piece::new(*begin, *end)),
        _ => None,
    });
    (Piece::new(0, head_end), services.collect())
}

/// The lines of a service, by what they are.
#[derive(Debug, Default)]
pub(super) struct ServiceLines {
    pub keys: Vec<Piece>,
    /// Where the keys are, by name.
    pub key_names: NameTable,
    /// Those keys that have a placeholder.
    pub open_keys: Vec<OpenKey>,
    pub types: Vec<Piece>,
    pub actions: Vec<Piece>,
    pub operations: Vec<Piece>,
    pub action_names: NameTable,
}

impl ServiceLines {
    pub fn of(text: &str, service: Piece) -> Self {
        let mut lines = Self::default();
        let mut begin = service.begin as usize;
        let end = service.end as usize;
        while let Some(rest) = text.get(begin..end).filter(|rest| !rest.is_empty()) {
            let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let piece = Piece::new(begin, begin + length);
            match rest.as_bytes().first() {
                Some(b'K') => {
                    lines.keys.push(piece);
                    lines.open_keys.extend(OpenKey::of(text, piece));
                }
                Some(b'R') => lines.types.push(piece),
                Some(b'A') => lines.actions.push(piece),
                Some(b'O') => lines.operations.push(piece),
                _ => {}
            }
            begin += length + 1;
        }
        lines.key_names = NameTable::of_lines(text, &lines.keys);
        lines.action_names = NameTable::of_lines(text, &lines.actions);
        lines
    }
}

/// The fields of a line; absent ones are empty.
pub(super) fn fields<const N: usize>(line: &str) -> [&str; N] {
    let mut parts = line.split('\t').skip(1);
    std::array::from_fn(|_| parts.next().unwrap_or(""))
}

/// One field of a line, counted from its name; empty where it is absent.
pub(super) fn field(line: &str, at: usize) -> &str {
    let mut rest = line;
    for _ in 0..=at {
        let Some(tab) = memchr::memchr(b'\t', rest.as_bytes()) else { return "" };
        rest = rest.get(tab + 1..).unwrap_or("");
    }
    rest.get(..memchr::memchr(b'\t', rest.as_bytes()).unwrap_or(rest.len())).unwrap_or("")
}

/// The lines whose names begin so, ASCII letter case aside, among lines that are sorted by name.
pub(super) fn starting_with<'l>(text: &str, lines: &'l [Piece], prefix: &str) -> &'l [Piece] {
    let order = |piece: &Piece| {
        let name = name_of(piece.of(text)).as_bytes();
        compare_bytes(name.get(..prefix.len()).unwrap_or(name), prefix.as_bytes())
    };
    let begin = lines.partition_point(|piece| order(piece) == std::cmp::Ordering::Less);
    let rest = lines.get(begin..).unwrap_or(&[]);
    rest.get(..rest.partition_point(|piece| order(piece) == std::cmp::Ordering::Equal)).unwrap_or(&[])
}

/// The line of a name among lines that are sorted by it, ASCII letter case aside.
pub(super) fn find<'t>(text: &'t str, lines: &[Piece], name: &str) -> Option<&'t str> {
    let at = lines.binary_search_by(|piece| compare(name_of(piece.of(text)), name)).ok()?;
    lines.get(at).map(|piece| piece.of(text))
}

/// The order of the text's names.
pub(super) fn compare(a: &str, b: &str) -> std::cmp::Ordering {
    compare_bytes(a.as_bytes(), b.as_bytes())
}

fn compare_bytes(a: &[u8], b: &[u8]) -> std::cmp::Ordering {
    let differing = a.iter().zip(b).find(|(a, b)| !a.eq_ignore_ascii_case(b));
    match differing {
        Some((a, b)) => a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase()),
        None => a.len().cmp(&b.len()),
    }
}

/// Checks a text that a caller brings: every line is of a known kind with the fields it needs, services and
/// the names of each are in order and none stands twice.
pub(super) fn check(text: &str) -> Result<(), CatalogError> {
    if u32::try_from(text.len()).is_err() {
        return Err(CatalogError::new(1, "expected a catalogue of less than 4 GB"));
    }
    let mut has_form = false;
    let mut before: [Option<&str>; 5] = [None; 5];
    for (at, line) in text.lines().enumerate() {
        let refuse = |message: String| Err(CatalogError::new(at + 1, message));
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let [name, second, ..] = fields::<4>(line);
        let kind = line.split('\t').next().unwrap_or("");
        let most = match kind {
            "V" if second.is_empty() && name != FORM => return refuse(format!("expected form {FORM}, found `{name}`")),
            "V" => 1,
            "P" => 4,
            "G" | "K" | "O" => 2,
            "S" => 5,
            "R" => 3,
            "A" => 6,
            _ => return refuse(format!("expected `V`, `P`, `G`, `S`, `K`, `R`, `A` or `O`, found `{kind}`")),
        };
        let found = line.matches('\t').count();
        if name.is_empty() || found > most {
            return refuse(format!("expected at most {most} fields after `{kind}`, the first a name, found {found}"));
        }
        has_form |= kind == "V";
        if !has_form {
            return refuse(format!("expected `V` before `{kind}`"));
        }
        let rank = ["S", "K", "R", "A", "O"].iter().position(|of| *of == kind);
        let Some(rank) = rank else {
            if matches!(kind, "G" | "P" | "V") && before[0].is_some() {
                return refuse(format!("expected `{kind}` before the first service"));
            }
            continue;
        };
        if rank > 0 && before[0].is_none() {
            return refuse(format!("expected a service before `{kind}`"));
        }
        if kind == "A" && !matches!(second, "R" | "W" | "L" | "T" | "P" | "?") {
            return refuse(format!("expected the level `R`, `W`, `L`, `T`, `P` or `?`, found `{second}`"));
        }
        for later in before.get(rank + 1..).unwrap_or(&[]) {
            if rank > 0 && later.is_some() {
                return refuse(format!(
                    "expected keys, resource types, actions and operations in this order, found `{kind}` late"
                ));
            }
        }
        if let Some(Some(last)) = before.get(rank)
            && compare(last, name) != std::cmp::Ordering::Less
        {
            return refuse(format!("expected names in order and once, found `{name}` after `{last}`"));
        }
        if let Some(slot) = before.get_mut(rank) {
            *slot = Some(name);
        }
        if rank == 0 {
            before[1..].fill(None);
        }
    }
    if has_form { Ok(()) } else { Err(CatalogError::new(1, format!("expected `V` and {FORM} on a line of its own"))) }
}
