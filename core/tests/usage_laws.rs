//! Laws of usage: merging, chunk boundaries, containers, hostile bytes.

#![cfg(feature = "catalog")]

use std::sync::OnceLock;

use iam_eval::catalog::Catalog;
use iam_eval::usage::{BadCode, ReadError, Usage, UsageBuilder, UsageLimits, UsageOptions, UseOutcome};
use proptest::prelude::*;

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::embedded)
}

fn read(bytes: &[u8]) -> Usage {
    try_read(bytes).unwrap()
}

fn try_read(bytes: &[u8]) -> Result<Usage, ReadError> {
    let mut builder = UsageBuilder::new(catalog());
    builder.feed(bytes)?;
    builder.finish()
}

/// The same but for how much was read: wrapping has bytes of its own.
fn without_bytes(mut usage: Usage) -> Usage {
    usage.stats.bytes = 0;
    usage
}

const ANN: &str = "arn:aws:iam::111122223333:user/ann";

fn event(id: usize, user: &str, key: &str, error: &str) -> String {
    let error = if error.is_empty() { String::new() } else { format!(r#""errorCode":"{error}","#) };
    format!(
        r#"{{"eventVersion":"1.08","eventID":"{id:08}","eventTime":"2026-09-{:02}T12:00:00Z",{error}"awsRegion":"eu-west-1",
        "eventSource":"s3.amazonaws.com","eventName":"GetObject","recipientAccountId":"111122223333",
        "sourceIPAddress":"203.0.113.{}",{}"additionalEventData":{{"n":[-12.50e-3,7E+2,0]}},"requestParameters":{{"bucketName":"b","key":"{key}"}},
        "userIdentity":{{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/{user}","accountId":"111122223333"}}}}"#,
        id % 28 + 1,
        id % 40,
        // more names of tags than are kept
        if id.is_multiple_of(2) {
            format!(r#""eventContext":{{"tagContext":{{"principalTags":{{"t{}":"v{}","u":"w"}}}}}},"#, id * 7 % 31, id % 3)
        } else {
            String::new()
        },
    )
    .replace('\n', " ")
}

#[derive(Debug, Clone)]
struct Call {
    user: usize,
    key: usize,
    is_denied: bool,
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let call = (0..4_usize, 0..6_usize, any::<bool>());
    prop::collection::vec(call.prop_map(|(user, key, is_denied)| Call { user, key, is_denied }), 0..40)
}

fn events(calls: &[Call]) -> Vec<String> {
    let names = ["ann", "bob", "cyd", "dan"];
    let one = |(at, call): (usize, &Call)| {
        let error = if call.is_denied { "AccessDenied" } else { "" };
        event(at, names[call.user], &format!("k/{}", call.key), error)
    };
    calls.iter().enumerate().map(one).collect()
}

proptest! {
    /// Rule `merge_laws`: equal bytes, whatever the partitioning and the order.
    #[test]
    fn merge_laws(calls in calls(), cuts in prop::collection::vec(0..40_usize, 0..5), shuffle in any::<u64>()) {
        let events = events(&calls);
        let whole = read(events.join("\n").as_bytes());
        let mut parts: Vec<Vec<String>> = vec![Vec::new(); cuts.len() + 1];
        for (at, event) in events.iter().enumerate() {
            let part = cuts.iter().filter(|cut| **cut <= at).count();
            parts[part].push(event.clone());
        }
        let mut read: Vec<Usage> = parts.iter().map(|part| read(format!("{}\n", part.join("\n")).as_bytes())).collect();
        let turn = usize::try_from(shuffle % (read.len() as u64)).unwrap();
        read.rotate_left(turn);
        let mut merged = Usage::default();
        for part in read {
            let mut again = Usage::from_bytes(&part.to_bytes()).unwrap();
            std::mem::swap(&mut again, &mut merged);
            merged.merge(again);
        }
        prop_assert_eq!(without_bytes(merged).to_bytes(), without_bytes(whole).to_bytes());
    }

    /// Rule of section 12: a piece may end anywhere.
    #[test]
    fn pieces_may_end_anywhere(calls in calls(), size in 1..300_usize, form in 0..4_usize) {
        let events = events(&calls);
        let text = match form {
            0 => format!("{{\"Records\":[{}]}}", events.join(",")),
            1 => format!(" [{}]\n", events.join(" , ")),
            2 => events.join("\r\n"),
            _ => format!("{{\"NextToken\":{{\"a\":[1]}},\"Events\":[{}],\"More\":[[],\"]\"]}}", events.join(",")),
        };
        let mut builder = UsageBuilder::new(catalog());
        for piece in text.as_bytes().chunks(size) {
            builder.feed(piece).unwrap();
        }
        prop_assert!(builder.errors().is_empty(), "{:?}", builder.errors());
        let in_pieces = builder.finish().unwrap();
        prop_assert_eq!(in_pieces.stats.records, events.len() as u64);
        prop_assert_eq!(in_pieces, read(text.as_bytes()));
    }

    /// Whatever the bytes are: no panic, and what is read is the same in pieces.
    #[test]
    fn no_bytes_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..300), at in 0..2_000_usize, size in 1..64_usize) {
        let log = format!("{{\"Records\":[{},{}]}}", event(1, "ann", "a", ""), event(2, "bob", "b", "AccessDenied"));
        let mut text = log.into_bytes();
        let at = at.min(text.len());
        text.splice(at..(at + bytes.len() / 2).min(text.len()), bytes.clone());
        for input in [&text, &bytes] {
            let whole = try_read(input);
            let mut builder = UsageBuilder::new(catalog());
            let fed = input.chunks(size).try_for_each(|piece| builder.feed(piece));
            prop_assert_eq!(fed.and_then(|()| builder.finish()).is_ok(), whole.is_ok());
        }
        bytes.truncate(100);
        let _ = Usage::from_bytes(&bytes);
    }
}

#[test]
fn container_shapes() {
    let event = event(1, "ann", "a", "");
    let quoted = serde_json::to_string(&event).unwrap();
    let expected = without_bytes(read(event.as_bytes()));
    for (rule, text) in [
        ("container_records", format!(r#"{{"Records":[{event}]}}"#)),
        ("container_array", format!("[{event}]")),
        ("container_single", format!("\u{feff}  {event}")),
        ("container_ndjson", format!("\r\n\r\n{event}\r\n\r\n")),
        ("container_lookup", format!(r#"{{"Events":[{{"EventId":"x","EventName":"y","CloudTrailEvent":{quoted}}}]}}"#)),
        (
            "container_eventbridge",
            format!(r#"{{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":{event}}}"#),
        ),
        (
            "SNS",
            format!(
                r#"{{"Type":"Notification","Message":{}}}"#,
                serde_json::to_string(&format!(r#"{{"detail":{event}}}"#)).unwrap()
            ),
        ),
        ("container_cwl", format!(r#"{{"messageType":"DATA_MESSAGE","logEvents":[{{"id":"1","message":{quoted}}}]}}"#)),
        ("Insights", format!(r#"{{"@timestamp":"2026","@message":{quoted}}}"#)),
        ("nested", format!(r#"[{{"Records":[{event}]}}]"#)),
        ("text", quoted.clone()),
    ] {
        assert_eq!(without_bytes(read(text.as_bytes())), expected, "{rule}");
    }
}

#[test]
fn container_lake_athena_csv() {
    let row = r#"{"QueryStatus":"FINISHED","QueryResultRows":[[{"eventTime":"2026-09-01 12:00:00.000"},
        {"eventSource":"sqs.amazonaws.com"},{"eventName":"ListQueues"},{"userIdentity":"{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::111122223333:user/ann\"}"}]]}"#;
    let athena = r#"{"eventsource":"sqs.amazonaws.com","eventname":"ListQueues","eventtime":"2026-09-01T12:00:00Z",
        "useridentity":"{type=IAMUser, principalid=AIDA, arn=arn:aws:iam::111122223333:user/ann, accountid=111122223333}"}"#;
    for text in [row, athena] {
        let usage = read(text.replace('\n', " ").as_bytes());
        assert_eq!(usage.principals.keys().collect::<Vec<_>>(), [ANN], "{text} {:?}", usage.stats);
    }
    let csv = "\"Event name\",\"Event time\",\"User name\",\"Event source\",\"Error code\"\n\
        ListQueues,2026-09-01T12:00:00Z,ann,sqs.amazonaws.com,\n\
        \"ListQueues\",\"2026-09-02T12:00:00Z\",\"bob, jr\",sqs.amazonaws.com,AccessDenied";
    for size in [1, 7, 1000] {
        let mut builder = UsageBuilder::new(catalog());
        csv.as_bytes().chunks(size).for_each(|piece| builder.feed(piece).unwrap());
        let usage = builder.finish().unwrap();
        assert_eq!(usage.principals.keys().collect::<Vec<_>>(), ["user_name:ann", "user_name:bob, jr"]);
        assert_eq!((usage.stats.lossy, usage.stats.denied, usage.stats.used), (2, 1, 1));
    }
}

#[cfg(feature = "gzip")]
/// A number that is cut off is not yet a wrong one, wherever it stands.
#[test]
fn no_cut_loses_a_record() {
    let text =
        format!(r#"{{"NextToken":-1.5e+9,"Records":[{},{}]}}"#, event(1, "ann", "a", ""), event(2, "ann", "b", ""));
    let whole = read(text.as_bytes());
    for cut in 1..text.len() {
        let mut builder = UsageBuilder::new(catalog());
        let (first, second) = text.as_bytes().split_at(cut);
        builder.feed(first).unwrap();
        builder.feed(second).unwrap();
        assert_eq!(builder.errors(), [], "cut at {cut}");
        assert_eq!(builder.finish().unwrap(), whole);
    }
}

/// Too long is too long, in one piece or many.
#[test]
fn limits_do_not_depend_on_pieces() {
    let long = event(1, "ann", &"k".repeat(3_000), "");
    let input = format!("{long}\n{}\n", event(2, "ann", "b", ""));
    let options = UsageOptions {
        limits: UsageLimits { max_record_bytes: 2_000, ..UsageLimits::default() },
        ..Default::default()
    };
    let table = format!("{},eventName,eventSource\nx,GetUser,iam.amazonaws.com\n", "n".repeat(70_000));
    for (input, records) in [(input, 1), (table, 0)] {
        let mut stats = Vec::new();
        for size in [1, 100, 1_000, 66_000, input.len()] {
            let mut builder = UsageBuilder::with_options(catalog(), &options);
            input.as_bytes().chunks(size).for_each(|piece| builder.feed(piece).unwrap());
            builder.end_input().unwrap();
            stats.push((builder.progress().records, builder.progress().bad));
        }
        assert!(stats.iter().all(|found| *found == stats[0] && found.0 == records), "{stats:?}");
    }
}

/// Many bytes that are no text take no quadratic time.
#[test]
fn lines_that_are_no_text() {
    let mut builder = UsageBuilder::new(catalog());
    builder.feed(&b"\xff\n".repeat(200_000)).unwrap();
    assert!(builder.end_input().is_ok() && builder.progress().bad > 100_000);
}

/// Rule `merge_laws` where more is seen than is remembered: too many resources, buckets and principals.
#[test]
fn merge_laws_beyond_the_limits() {
    let key = |at: usize| format!("{}{:05}/{}", ["*", "?", "b", "$"][at % 4], at * 7_919 % 12_500, at % 5);
    let event = |at: usize, user: &str| {
        let key = key(at);
        let (bucket, key) = key.split_once('/').unwrap();
        format!(
            r#"{{"eventID":"{at}","eventSource":"s3.amazonaws.com","eventName":"GetObject","requestParameters":{{"bucketName":"{bucket}","key":"{key}"}},"userIdentity":{{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/{user}"}}}}"#
        )
    };
    let all: Vec<String> = (0..12_500).map(|at| event(at, "ann")).collect();
    let whole = read(all.join("\n").as_bytes());
    let merged = |parts: &[&[String]]| {
        let mut merged = Usage::default();
        for part in parts {
            merged.merge(Usage::from_bytes(&read(part.join("\n").as_bytes()).to_bytes()).unwrap());
        }
        without_bytes(merged)
    };
    let (first, second) = all.split_at(6_000);
    let whole = without_bytes(whole);
    assert_eq!(merged(&[first, second]), whole);
    assert_eq!(merged(&[second, first]), whole);
    assert_eq!(Usage::from_bytes(&whole.to_bytes()).unwrap(), whole);
    // half of an escape is no start
    let folded = whole.principals[ANN].uses.folded();
    for (_, resource, ..) in folded {
        let open = resource.rfind("${").map(|at| &resource[at..]);
        assert!(open.is_none_or(|open| open.len() >= 4 && &open[3..4] == "}"), "{resource}");
    }

    // whoever reads, as many principals are kept
    let mut builder = UsageBuilder::new(catalog());
    for at in 0..100_050 {
        builder.feed(format!("{}\n", event(at, &format!("u{:06}", at * 7_919 % 100_050))).as_bytes()).unwrap();
    }
    let whole = builder.finish().unwrap();
    assert_eq!(
        (whole.principals.len(), whole.principals.contains_key("arn:aws:iam::111122223333:user/u100010")),
        (100_000, false)
    );
    assert_eq!(Usage::from_bytes(&whole.to_bytes()).unwrap(), whole);
}

/// Rule `merge_idempotent`: without an id, two callers are two events.
#[test]
fn events_without_ids_are_told_apart() {
    let of = |identity: &str| {
        format!(
            r#"{{"eventSource":"iam.amazonaws.com","eventName":"ListUsers","eventTime":"2026-09-01T00:00:00Z","userIdentity":{identity}}}"#
        )
    };
    let role = |name: &str| {
        format!(
            r#"{{"type":"AssumedRole","sessionContext":{{"sessionIssuer":{{"arn":"arn:aws:iam::111122223333:role/{name}"}}}}}}"#
        )
    };
    let user = |account: &str| format!(r#"{{"type":"IAMUser","userName":"ann","accountId":"{account}"}}"#);
    let callers = [role("a"), role("b"), user("111122223333"), user("444455556666"), user("444455556666")];
    let usage = read(callers.map(|caller| of(&caller)).join("\n").as_bytes());
    assert_eq!((usage.principals.len(), usage.stats.duplicates), (4, 1));
}

/// The wrapper's list of resources stands in where the event has none.
#[test]
fn container_lookup() {
    let inner = event(1, "ann", "k", "").replace(r#""requestParameters":{"bucketName":"b","key":"k"},"#, "");
    let wrapped = serde_json::json!({"Events": [{
        "EventId": "1", "CloudTrailEvent": inner,
        "Resources": [{"ResourceType": "AWS::S3::Object", "ResourceName": "arn:aws:s3:::c/x"}],
    }]});
    let usage = read(wrapped.to_string().as_bytes());
    let resources: Vec<_> = usage.principals[ANN].uses.iter().map(|(_, resource, ..)| resource).collect();
    assert_eq!(resources, ["arn:aws:s3:::c/x"]);
}

/// A call on many that was let through grants nothing on what it was refused.
#[test]
fn outcome_partial() {
    let call = |service: &str, name: &str, request: &str, response: &str| {
        format!(
            r#"{{"eventID":"1","eventSource":"{service}.amazonaws.com","eventName":"{name}","awsRegion":"eu-west-1",
            "recipientAccountId":"111122223333","requestParameters":{request},"responseElements":{response},
            "userIdentity":{{"type":"IAMUser","arn":"{ANN}","accountId":"111122223333"}}}}"#
        )
    };
    let rows = |event: &str| -> Vec<(String, String, UseOutcome)> {
        let usage = read(event.as_bytes());
        let uses = usage.principals[ANN].uses.iter();
        uses.map(|(action, resource, outcome, _)| (action.to_owned(), resource.to_owned(), outcome)).collect()
    };
    let (used, denied) = (UseOutcome::Used, UseOutcome::Denied);
    let row = |action: &str, resource: &str, outcome| (action.to_owned(), resource.to_owned(), outcome);
    let secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:";
    let batch = call(
        "secretsmanager",
        "BatchGetSecretValue",
        r#"{"secretIdList":["one","two"]}"#,
        r#"{"errors":[{"secretId":"two","errorCode":"AccessDeniedException","message":"not authorized"},
            {"secretId":"three","errorCode":"ResourceNotFoundException"}]}"#,
    );
    assert_eq!(
        rows(&batch),
        [
            row("secretsmanager:BatchGetSecretValue", "*", used),
            row("secretsmanager:GetSecretValue", &format!("{secret}one-??????"), used),
            row("secretsmanager:GetSecretValue", &format!("{secret}two-??????"), denied),
        ]
    );
    // what is asked for of each is asked for of those that were let through, too
    let send = call(
        "sqs",
        "SendMessageBatch",
        r#"{"queueUrl":"https://sqs.eu-west-1.amazonaws.com/111122223333/q"}"#,
        r#"{"successful":[{"id":"1"}],"failed":[{"id":"2","code":"KMS.AccessDeniedException"}]}"#,
    );
    let queue = "arn:aws:sqs:eu-west-1:111122223333:q";
    assert!(rows(&send).contains(&row("sqs:SendMessage", queue, used)));
    let delete = call(
        "s3",
        "DeleteObjects",
        r#"{"bucketName":"b"}"#,
        r#"{"errors":[{"key":"k","code":"AccessDenied","message":"User: u is not authorized to perform: s3:DeleteObject on resource: \"arn:aws:s3:::b/k\" because no permissions boundary allows the s3:DeleteObject action"}]}"#,
    );
    assert_eq!(
        rows(&delete),
        [row("s3:DeleteObject", "arn:aws:s3:::b/*", used), row("s3:DeleteObject", "arn:aws:s3:::b/k", denied)]
    );
}

#[test]
fn gzip_is_inflated_in_pieces_and_members() {
    use std::io::Write as _;

    let zipped = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let lines = [event(1, "ann", "a", ""), event(3, "bob", "b", "")];
    let expected = read(lines.join("\n").as_bytes());
    let members = [zipped(&format!("{}\n", lines[0])), zipped(&lines[1])].concat();
    for size in [1, 13, 100_000] {
        let mut builder = UsageBuilder::new(catalog());
        members.chunks(size).for_each(|piece| builder.feed(piece).unwrap());
        assert_eq!(builder.finish().unwrap(), expected);
    }
    let mut builder = UsageBuilder::new(catalog());
    let cut = &members[..members.len() / 2 - 20];
    builder.feed(cut).unwrap();
    assert!(matches!(builder.end_input(), Err(ReadError::NotInflatable(_))));
    builder.feed(&zipped(&lines[1])).unwrap();
    builder.end_input().unwrap();
    builder.feed(lines[0].as_bytes()).unwrap();
    assert_eq!(builder.finish().unwrap().stats.records, 2);
}

#[test]
fn bad_line_counted() {
    let good = event(1, "ann", "a", "");
    let text = format!(
        "{good}\nnot json\n{{\"eventName\":\"x\"}}\n{{\"a\":}}\n{}\n[1,{},2]\n",
        event(2, "ann", "a", ""),
        event(3, "ann", "a", "")
    );
    let mut builder = UsageBuilder::new(catalog());
    builder.feed(text.as_bytes()).unwrap();
    let errors: Vec<_> = builder.errors().iter().map(|bad| (bad.code, bad.place.line)).collect();
    assert_eq!(
        errors,
        [
            (BadCode::NotJson, 2),
            (BadCode::NotARecord, 3),
            (BadCode::NotJson, 4),
            (BadCode::NotARecord, 6),
            (BadCode::NotARecord, 6),
        ]
    );
    let usage = builder.finish().unwrap();
    assert_eq!((usage.stats.records, usage.stats.bad), (3, 5));
    assert!(matches!(try_read(b"nothing here"), Err(ReadError::NothingRead(_))));
    assert_eq!(try_read(b"").unwrap(), Usage::default().with_date_of(&usage));
}

trait WithDate {
    fn with_date_of(self, other: &Usage) -> Self;
}

impl WithDate for Usage {
    fn with_date_of(mut self, other: &Usage) -> Self {
        self.catalog_date.clone_from(&other.catalog_date);
        self
    }
}

#[test]
fn a_broken_element_of_a_list_loses_only_itself() {
    let (a, b) = (event(1, "ann", "a", ""), event(2, "ann", "b", ""));
    let text = format!(r#"{{"Records":[{a},{{"x":[1,2}} ,{b}]}}"#);
    for size in [1, 5, 10_000] {
        let mut builder = UsageBuilder::new(catalog());
        text.as_bytes().chunks(size).for_each(|piece| builder.feed(piece).unwrap());
        let usage = builder.finish().unwrap();
        assert_eq!((usage.stats.records, usage.stats.bad >= 1), (2, true), "{size} {:?}", usage.stats);
    }
}

#[test]
fn merge_idempotent() {
    let event = event(1, "ann", "a", "");
    let usage = read(format!("{event}\n{event}").as_bytes());
    assert_eq!((usage.stats.used, usage.stats.duplicates), (1, 1));
    let options = UsageOptions { drops_duplicates: false, ..UsageOptions::default() };
    let mut builder = UsageBuilder::with_options(catalog(), &options);
    builder.feed(format!("{event}\n{event}").as_bytes()).unwrap();
    assert_eq!(builder.finish().unwrap().stats.used, 2);
    // past the exact set a filter remembers
    let limits = UsageLimits { max_ids: 2_000, ..UsageLimits::default() };
    let mut builder = UsageBuilder::with_options(catalog(), &UsageOptions { limits, ..UsageOptions::default() });
    for round in 0..2 {
        for id in 0..4_000 {
            builder.feed(self::event(id, "ann", "a", "").as_bytes()).unwrap();
            builder.feed(b"\n").unwrap();
        }
        let _ = round;
    }
    assert!(builder.false_drop_rate() < 1e-5, "{}", builder.false_drop_rate());
    let usage = builder.finish().unwrap();
    assert_eq!((usage.stats.used, usage.stats.duplicates), (4_000, 4_000));
}

#[test]
fn window_is_half_open() {
    let options = UsageOptions {
        from: Some("2026-09-03T12:00:00Z".parse().unwrap()),
        to: Some("2026-09-05T12:00:00Z".parse().unwrap()),
        ..UsageOptions::default()
    };
    let mut builder = UsageBuilder::with_options(catalog(), &options);
    for id in 0..10 {
        builder.feed(event(id, "ann", "a", "").as_bytes()).unwrap();
    }
    let usage = builder.finish().unwrap();
    assert_eq!((usage.stats.used, usage.stats.outside_window), (2, 8));
}

#[test]
fn memory_bound() {
    let mut builder = UsageBuilder::new(catalog());
    for id in 0..12_000 {
        builder.feed(event(id, "ann", &format!("folder/{id:05}"), "").as_bytes()).unwrap();
    }
    let usage = builder.finish().unwrap();
    let uses = &usage.principals[ANN].uses;
    assert_eq!(uses.len(), 10_001);
    let (action, resource, outcome, cell) = uses.folded().next().unwrap();
    assert_eq!((action, outcome, cell.count), ("s3:GetObject", UseOutcome::Used, 2_000));
    assert_eq!(resource, "arn:aws:s3:::b/folder/1*");
    assert_eq!(Usage::from_bytes(&usage.to_bytes()).unwrap(), usage);
}

#[test]
fn long_elements_in_small_pieces_take_no_quadratic_time() {
    let limits = UsageLimits { max_record_bytes: 1 << 20, ..UsageLimits::default() };
    let mut builder = UsageBuilder::with_options(catalog(), &UsageOptions { limits, ..UsageOptions::default() });
    let text = format!("[{{\"a\":\"{}\"}},{}]", "x".repeat(3 << 20), event(1, "ann", "a", ""));
    text.as_bytes().chunks(100).for_each(|piece| builder.feed(piece).unwrap());
    assert_eq!(builder.errors()[0].code, BadCode::TooLong);
    assert_eq!(builder.finish().unwrap().stats.used, 1);
}
