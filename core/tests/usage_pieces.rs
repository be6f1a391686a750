//! The law that what is read is a function of the bytes: pieces may end anywhere, whatever the bytes are, and
//! answers, counts, refusals and their places are the same.

#![cfg(feature = "catalog")]

use std::sync::LazyLock;

use iam_eval::catalog::Catalog;
use iam_eval::usage::{BadCode, BadInput, ReadError, Usage, UsageBuilder, UsageLimits, UsageOptions};
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);

fn read_in_pieces(input: &[u8], size: usize, most: usize) -> (Result<Usage, ReadError>, Vec<BadInput>) {
    let limits = UsageLimits { max_record_bytes: most, ..UsageLimits::default() };
    let mut builder = UsageBuilder::with_options(&CATALOG, &UsageOptions { limits, ..UsageOptions::default() });
    for piece in input.chunks(size) {
        if let Err(error) = builder.feed(piece) {
            return (Err(error), Vec::new());
        }
    }
    let ended = builder.end_input();
    let errors = builder.errors().to_vec();
    (ended.and_then(|()| builder.finish()), errors)
}

/// How many records are read, and what is refused where: code, byte and line; the same in pieces of every size.
fn told(input: &str, most: usize) -> (u64, Vec<(BadCode, u64, u64)>) {
    told_of_bytes(input.as_bytes(), most)
}

fn told_of_bytes(input: &[u8], most: usize) -> (u64, Vec<(BadCode, u64, u64)>) {
    let whole = read_in_pieces(input, input.len().max(1), most);
    for size in 1..input.len() {
        assert_eq!(read_in_pieces(input, size, most), whole, "pieces of {size} bytes");
    }
    let (usage, errors) = whole;
    let records = usage.map_or(0, |usage| usage.stats.records);
    (records, errors.iter().map(|bad| (bad.code, bad.place.byte, bad.place.line)).collect())
}

const EVENT: &str = r#"{"eventSource":"s3.amazonaws.com","eventName":"ListBuckets"}"#;
const TABLE: &str = "eventName,eventSource\nListBuckets,s3.amazonaws.com\n";
const MOST: usize = 1_024;

/// What once went wrong: the blanks in front of a table were dropped where they came with its header and read as
/// JSON where they came alone, and a form feed is blank in one and junk in the other.
#[test]
fn what_comes_before_a_shape_is_dropped_once_for_every_shape() {
    for blank in ["", "\n", " \r\n\t", "\u{feff}", "\u{feff}\n\u{feff} "] {
        for shape in [TABLE, EVENT, &format!("[{EVENT}]"), &format!("{{\"Records\":[{EVENT}]}}")] {
            assert_eq!(told(&format!("{blank}{shape}"), MOST), (1, vec![]), "{blank:?} before {shape}");
        }
    }
    // a form feed is no white space of JSON, nor is half a mark
    assert_eq!(told(&format!("\u{c}{EVENT}\n{EVENT}"), MOST), (1, vec![(BadCode::NotJson, 0, 1)]));
    let half = [b"\xef\xbb", EVENT.as_bytes(), b"\n", EVENT.as_bytes()].concat();
    assert_eq!(told_of_bytes(&half, MOST), (1, vec![(BadCode::NotJson, 0, 1)]));
    let page = format!("\u{c}\u{c}\u{c}{TABLE}");
    assert_eq!(told(&page, MOST), (0, vec![(BadCode::NotJson, 0, 1), (BadCode::NotJson, 25, 2)]));
}

/// A number or a word that a piece ends in is not yet whole, and its rest no element of its own.
#[test]
fn a_number_is_not_whole_where_a_piece_ends() {
    assert_eq!(told(&format!("[123,{EVENT}]"), MOST), (1, vec![(BadCode::NotARecord, 1, 1)]));
    assert_eq!(told(&format!("[nullx,{EVENT}]"), MOST), (1, vec![(BadCode::NotJson, 1, 1)]));
    // nor where as much was looked at as the longest record has
    assert_eq!(told(&format!("[{},1]", "1".repeat(99)), 60).1[0].0, BadCode::TooLong);
}

/// A list is entered only where its name stands within the longest record, however much came along.
#[test]
fn a_container_is_told_by_as_much_as_a_record_may_have() {
    let wrapper = |before: usize| format!("{{\"x\":\"{}\",\"Records\":[{EVENT}]}}\n{EVENT}", "x".repeat(before));
    assert_eq!(told(&wrapper(60), 100), (2, vec![]));
    assert_eq!(told(&wrapper(90), 100), (1, vec![(BadCode::TooLong, 0, 1)]));
    let name = |length: usize| format!("{{\"Records\":[{EVENT}],\"{}\":1}}\n{EVENT}", "n".repeat(length));
    assert_eq!(told(&name(90), 100), (2, vec![]));
    assert_eq!(told(&name(100), 100), (2, vec![(BadCode::NotJson, 74, 1)]));
}

/// A record may be as long as the limit says, and not a byte longer, even where a letter lies across.
#[test]
fn the_longest_record() {
    let long = |text: &str| format!(r#"{{"eventSource":"s3.amazonaws.com","eventName":"ListBuckets","x":"{text}"}}"#);
    let (one, two) = (long(&"x".repeat(40)), long(&"é".repeat(20)));
    assert_eq!(one.len(), two.len());
    for record in [one, two] {
        let input = format!("{record}\n{EVENT}");
        for most in record.len() - 6..record.len() {
            assert_eq!(told(&input, most), (1, vec![(BadCode::TooLong, 0, 1)]));
        }
        assert_eq!(told(&input, record.len()), (2, vec![]));
    }
}

/// Places are those of the input, also behind bytes that are no text.
#[test]
fn places_count_the_bytes_that_came() {
    let input = [b"{\"x\":\"\xff\xe2\x82\"}\n{\"x\":1}\n", EVENT.as_bytes(), b"\n\xf0\x9f"].concat();
    let expected = vec![(BadCode::NotText, 0, 1), (BadCode::NotARecord, 12, 2), (BadCode::NotJson, 81, 4)];
    assert_eq!(told_of_bytes(&input, MOST), (1, expected));
}

/// Rows of a table are refused in the order and at the place where they stand.
#[test]
fn rows_are_told_in_order() {
    let long = "x".repeat(70);
    let table = format!(
        "\n\u{feff}eventName,eventSource\r\n\r\n\u{feff}a,\r\n{long},s\nListBuckets,s3.amazonaws.com\n{}\n,s\n\"never, closed\n",
        ",".repeat(99)
    );
    let expected = vec![
        (BadCode::NotARecord, 29, 4),
        (BadCode::TooLong, 36, 5),
        (BadCode::TooLong, 138, 7),
        (BadCode::NotARecord, 238, 8),
        (BadCode::Truncated, 241, 9),
    ];
    assert_eq!(told(&table, 60), (1, expected));
    // lines may end as they did on the first Macintosh
    assert_eq!(told(&TABLE.replace('\n', "\r"), MOST), (1, vec![]));
}

/// What input is made of, and what breaks it.
const TOKENS: [&str; 52] = [
    EVENT,
    EVENT,
    TABLE,
    "{\"Records\":[",
    "{\"Events\" : [",
    "\"Records\":[",
    "\"logEvents\"",
    "\"eventName\":\"x\"",
    "\"eventName\"",
    "\"detail\":",
    "eventName,eventSource",
    "Event name,Event source",
    "GetUser,iam.amazonaws.com",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\"\"",
    "\\",
    "\\\"",
    "\"\\u00e9\"",
    "\"\\ud83d",
    "\\ude00\"",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{a0}",
    "\u{1e}",
    "\u{feff}",
    "\u{fffd}",
    "\0",
    "1",
    "12.5e+3",
    "-",
    "1e",
    "null",
    "nul",
    "true",
    "x",
    "é",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "\"x\":",
    "\"y\":[1,2]",
    "\"z\":{\"a\":",
];

/// Parts of letters, and the start of a gzip file.
const NO_TEXT: [&[u8]; 7] = [b"\xef", b"\xef\xbb", b"\xbb\xbf", b"\xff", b"\xe2\x82", b"\xf0\x9f", b"\x1f\x8b"];

fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let token = prop_oneof![
        9 => prop::sample::select(&TOKENS[..]).prop_map(|token| token.as_bytes().to_vec()),
        1 => prop::sample::select(&NO_TEXT[..])
            .prop_map(<[u8]>::to_vec),
    ];
    prop::collection::vec(token, 0..14).prop_map(|tokens| tokens.concat())
}

proptest! {
    #[test]
    fn what_is_read_is_a_function_of_the_bytes(input in hostile(), most in 0..90_usize, cut in 0..100_usize) {
        let input = &input[..input.len() - input.len().min(cut / 10)];
        let whole = read_in_pieces(input, input.len().max(1), most);
        for size in [1, 2, 3, 5, 7, 13, 16, 31, 50, 64, 100] {
            let pieces = read_in_pieces(input, size, most);
            let text = String::from_utf8_lossy(input);
            prop_assert_eq!(&pieces, &whole, "pieces of {} bytes of {:?}, most {}", size, text, most);
        }
    }
}

#[cfg(feature = "gzip")]
fn zipped(text: &[u8]) -> Vec<u8> {
    use std::io::Write as _;

    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text).and_then(|()| encoder.finish()).expect("memory takes everything")
}

#[cfg(feature = "gzip")]
proptest! {
    /// Compressed, in members, damaged: whether it can be inflated does not depend on pieces either, nor does what
    /// comes of it. Only how far an inflater got before it failed is its own affair.
    #[test]
    fn what_is_inflated_is_a_function_of_the_bytes(
        members in prop::collection::vec(hostile(), 1..4), behind in hostile(), damage in 0..40_usize, at in 0..300_usize,
    ) {
        let mut input: Vec<u8> = members.iter().flat_map(|member| zipped(member)).collect();
        match damage {
            0..10 => input.extend_from_slice(&behind),
            10..15 => input.extend_from_slice(&[0; 9][..damage - 10]),
            15..20 => input.truncate(at),
            20..25 => if let Some(byte) = input.get_mut(at) { *byte ^= 1 << (damage % 8) },
            _ => {}
        }
        let whole = read_in_pieces(&input, input.len().max(1), MOST);
        for size in [1, 2, 3, 5, 7, 13, 16, 31, 50, 64, 100] {
            let pieces = read_in_pieces(&input, size, MOST);
            let fails = |read: &Result<Usage, ReadError>| matches!(read, Err(ReadError::NotInflatable(_)));
            if !(fails(&whole.0) && fails(&pieces.0)) {
                prop_assert_eq!(&pieces, &whole, "pieces of {} bytes", size);
            }
        }
    }
}
