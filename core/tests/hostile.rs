//! Bad and huge input through the public API: a clear error with its place, or a right answer, and
//! never a crash, an endless loop, or work that grows with the square of the input.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use iam_eval::simulate::SimulateCustomPolicyInput;
use iam_eval::{
    Answer, ContextMode, ContextValue, Decision, Limits, ParseOptions, Policy, PolicySet, PolicyType, Principal,
    Profile, Request, simulate_custom_policy, text::ParseError, wire,
};

const KINDS: [PolicyType; 6] = [
    PolicyType::Identity,
    PolicyType::Resource,
    PolicyType::Trust,
    PolicyType::Session,
    PolicyType::ServiceControl,
    PolicyType::ResourceControl,
];

/// The error of a document that no way of reading accepts, as the strict one says it.
fn refused(text: &str) -> ParseError {
    let error = Policy::parse(text).expect_err("the strict reading refuses it");
    let lenient = ParseOptions::new().profile(Profile::Lenient).parse(text);
    assert!(lenient.is_err(), "the lenient reading takes {}", &text[..text.len().min(80)]);
    for kind in KINDS {
        let stored = ParseOptions::new().policy_type(kind).parse(text).expect_err("no kind stores it");
        assert!(stored.aws_message().is_some() || stored.is_limit(), "{kind:?}: {stored}");
    }
    let (_, remarks) = Policy::lint(text);
    assert!(!remarks.is_empty());
    // a message names what was found, not all of it
    assert!(error.to_string().len() < 300, "{} bytes", error.to_string().len());
    error
}

#[track_caller]
fn refused_at(text: &str, code: &str, line: usize, column: usize) {
    let error = refused(text);
    assert_eq!((error.code(), error.line(), error.column()), (code, line, column), "{error}");
}

/// Read as AWS evaluates it, with patterns of any length.
fn lenient(text: &str) -> Policy {
    let limits = Limits { max_search_bytes: usize::MAX, ..Limits::default() };
    ParseOptions::new()
        .profile(Profile::Lenient)
        .limits(limits)
        .parse(text)
        .expect("the policy of a test is well formed")
}

/// A policy of one statement, `inside` being its members after `Effect`.
fn one(effect: &str, inside: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "{effect}", {inside}}}]}}"#)
}

/// Both ways of asking agree.
fn ask(set: &PolicySet, request: &Request) -> Decision {
    let decision = set.evaluate(request);
    assert_eq!(set.decide(request), decision.answer);
    decision
}

fn identity(policy: Policy) -> PolicySet {
    PolicySet::builder().identity([policy]).build()
}

/// Work at `n` and at `4n`. The bound is generous, and there are three tries, since other work may
/// share the machine; a square would take sixteen times as long every time.
#[track_caller]
fn grows_linearly(n: usize, work: impl Fn(usize)) {
    let time = |n| {
        let started = Instant::now();
        work(n);
        started.elapsed()
    };
    let tries = (0..3).map(|_| (time(n), time(4 * n)));
    let slow: Vec<_> = tries.take_while(|(small, large)| *large > *small * 10 + Duration::from_millis(300)).collect();
    assert!(slow.len() < 3, "{slow:?} for {n} and {}", 4 * n);
}

#[test]
fn no_policy_at_all() {
    refused_at("", "json-syntax", 1, 1);
    refused_at(" \n ", "json-syntax", 2, 2);
    for text in ["null", "true", "1", "\"x\"", "[]", "[{}]"] {
        refused_at(text, "wrong-type", 1, 1);
    }
    refused_at("{}", "missing-member", 1, 1);
    refused_at("{\"Statement\": null}", "wrong-type", 1, 15);
    refused_at("{\"Statement\":\n [null]}", "wrong-type", 2, 3);
    refused_at("{\"Statement\": [{}]}", "missing-member", 1, 16);
}

#[test]
fn no_question_at_all() {
    for input in ["", "null", "[]", "{}", "{\"policies\": {}}", "{\"policies\": 1, \"request\": 2}", "\u{feff}{}"] {
        let error = wire::evaluate(input).unwrap_err();
        assert_eq!(error.code(), "bad-input", "{input}: {error}");
        assert!(error.line().is_some() && error.column().is_some());
    }
    let error = wire::evaluate(r#"{"policies": {"resource": {}}, "request": {"action": "a:b"}}"#).unwrap_err();
    assert_eq!((error.code(), error.line()), ("missing-member", Some(1)));
    assert!(error.to_string().starts_with("resource: "), "{error}");
    let error = wire::evaluate(r#"{"policies": {}, "request": {"action": "a"}}"#).unwrap_err();
    assert_eq!(error.code(), "action-not-concrete");
}

#[test]
fn ten_megabytes_of_nesting() {
    let depth = Limits::DEFAULT_MAX_DEPTH;
    for open in ["[", "{\"a\":"] {
        let text = open.repeat((10 << 20) / open.len());
        let error = Policy::parse(&text).unwrap_err();
        assert!(error.is_limit() && !error.is_syntax(), "{error}");
        // the first bracket too many
        assert_eq!((error.code(), error.line(), error.column()), ("limit-depth", 1, open.len() * depth + 1));
        let input = format!(r#"{{"policies": {{"identity": {text}"#);
        assert_eq!(wire::evaluate(&input).unwrap_err().code(), "bad-input");
        // few enough to read it all the other ways too
        assert!(refused(&text[..text.len() / 100]).is_limit());
    }
    // inside what is otherwise a policy, and closed again
    let text = one("Allow", &format!(r#""Action": {}{}"#, "[".repeat(1 << 16), "]".repeat(1 << 16)));
    assert!(refused(&text).is_limit());
    assert!(wire::evaluate(&format!(r#"{{"policies": {{"identity": {text}}}, "request": {{}}}}"#)).is_err());
}

#[test]
fn limits_are_typed_and_adjustable() {
    let text = "{\"Statement\": [\n{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"},\n{\"Effect\": \"Deny\", \"Action\": [\"*\"], \"Resource\": \"*\"}]}";
    let read = |limits: Limits| {
        let read = ParseOptions::new().limits(limits).parse(text);
        read.map(|policy| policy.statements().len()).map_err(|error| {
            assert!(error.is_limit() && !error.is_syntax(), "{error}");
            (error.code().to_owned(), error.line(), error.column())
        })
    };
    let (all, size) = (Limits::default(), text.len());
    assert_eq!(read(Limits { max_bytes: size, ..all }), Ok(2));
    assert_eq!(read(Limits { max_bytes: size - 1, ..all }).unwrap_err().0, "limit-bytes");
    assert_eq!(read(Limits { max_depth: 4, ..all }), Ok(2));
    assert_eq!(read(Limits { max_depth: 3, ..all }), Err(("limit-depth".to_owned(), 3, 30)));
    assert_eq!(read(Limits { max_statements: 2, ..all }), Ok(2));
    assert_eq!(read(Limits { max_statements: 1, ..all }), Err(("limit-statements".to_owned(), 3, 1)));
    assert_eq!(read(Limits { max_statements: 0, max_bytes: 0, ..all }).unwrap_err().0, "limit-bytes");
    // more than the default
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let code = |max_depth| ParseOptions::new().limits(Limits { max_depth, ..all }).parse(&deep).unwrap_err();
    assert_eq!((code(all.max_depth).code(), code(100).code()), ("limit-depth", "wrong-type"));
    // no stack is deep enough for a limit without a ceiling
    let deeper = "[".repeat(1 << 20);
    let limits = Limits { max_bytes: usize::MAX, max_depth: usize::MAX, ..all };
    assert!(ParseOptions::new().limits(limits).parse(&deeper).unwrap_err().is_limit());
}

#[test]
fn a_hundred_thousand_statements() {
    let text = |n: usize| {
        let mut text = String::from(r#"{"Version": "2012-10-17", "Statement": ["#);
        for at in 0..n {
            let comma = if at == 0 { "" } else { "," };
            let _ = write!(
                text,
                r#"{comma}{{"Sid": "S{at}", "Effect": "Allow", "Action": "sqs:Get{at}", "Resource": "arn:aws:sqs:*:*:q{at}"}}"#
            );
        }
        text + "]}"
    };
    grows_linearly(25_000, |n| {
        let set = identity(Policy::parse(&text(n)).unwrap());
        let last = n - 1;
        let queue = |at| format!("arn:aws:sqs:us-east-1:111122223333:q{at}");
        let good = Request::new(&format!("sqs:Get{last}"), &queue(last)).unwrap();
        let decision = ask(&set, &good);
        assert!(decision.is_allowed());
        let (_, statement) = decision.deciding_statements().next().unwrap();
        assert_eq!(statement.sid.as_deref(), Some(&*format!("S{last}")));
        assert!(ask(&set, &Request::new("sqs:Get0", &queue(last)).unwrap()).is_denied());
        assert!(ask(&set, &Request::new("sqs:NoSuch", &queue(0)).unwrap()).is_denied());
    });
}

#[test]
fn a_hundred_thousand_entries_in_one_list() {
    let list = |n: usize, entry: fn(usize) -> String| (0..n).map(entry).collect::<Vec<_>>().join(", ");
    grows_linearly(25_000, |n| {
        let actions = list(n, |at| format!(r#""sqs:A{at}""#));
        let resources = list(n, |at| format!(r#""arn:aws:sqs:*:*:q{at}*x""#));
        let values = list(n, |at| format!(r#""v{at}""#));
        let inside = format!(
            r#""Action": [{actions}], "Resource": [{resources}], "Condition": {{"StringEquals": {{"a:b": [{values}]}}}}"#
        );
        let set = identity(Policy::parse(&one("Allow", &inside)).unwrap());
        let request = |value: &str| {
            let queue = format!("arn:aws:sqs:us-east-1:111122223333:q{}zx", n - 1);
            Request::builder(&format!("SQS:a{}", n - 1), &queue).context("a:b", value).build().unwrap()
        };
        assert!(ask(&set, &request(&format!("v{}", n - 1))).is_allowed());
        assert!(ask(&set, &request("w")).is_denied());
    });
}

#[test]
fn a_hundred_thousand_condition_keys() {
    grows_linearly(25_000, |n| {
        let keys: Vec<String> = (0..n).map(|at| format!(r#""a:k{at}": "v""#)).collect();
        let condition =
            format!(r#""Action": "*", "Resource": "*", "Condition": {{"StringEquals": {{{}}}}}"#, keys.join(","));
        let set = identity(Policy::parse(&one("Allow", &condition)).unwrap());
        let absent = ask(&set, &Request::new("s3:GetObject", "*").unwrap());
        assert_eq!((absent.answer, absent.missing_keys.len()), (Answer::ImplicitDeny, n));
        let open = Request::builder("s3:GetObject", "*").context_mode(ContextMode::Open).build().unwrap();
        let open = ask(&set, &open);
        assert_eq!((open.answer, open.depends_on.len()), (Answer::Depends, n));
        assert!(open.explain().contains("a:k0"));
    });
}

#[test]
fn statements_of_which_nothing_is_known() {
    grows_linearly(5_000, |n| {
        let statement = |at: usize| {
            format!(
                r#"{{"Effect": "Deny", "Action": "*", "Resource": "arn:aws:s3:::${{a:v{at}}}", "Condition": {{"Bool": {{"a:k{at}": "true"}}}}}}"#
            )
        };
        let statements: Vec<String> = (0..n).map(statement).collect();
        let set = identity(
            Policy::parse(&format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(","))).unwrap(),
        );
        let open = Request::builder("s3:GetObject", "arn:aws:s3:::b").context_mode(ContextMode::Open).build().unwrap();
        let decision = ask(&set, &open);
        assert!(decision.maybe_explicit && decision.is_denied());
        assert_eq!(decision.missing_keys.len(), 2 * n);
        assert!(decision.explain().len() < 10 * 1024 * 1024);
    });
}

#[test]
fn many_values_of_a_condition_times_many_of_a_key() {
    let asked = |n: usize, operator: &str| {
        let values: Vec<String> = (0..n).map(|at| format!(r#""{at}*""#)).collect();
        let condition = format!(
            r#""Action": "*", "Resource": "*", "Condition": {{"ForAnyValue:{operator}": {{"a:k": [{}]}}}}"#,
            values.join(",")
        );
        let set = identity(Policy::parse(&one("Allow", &condition)).unwrap());
        let tags: Vec<String> = (0..n).map(|at| format!("x{at}")).collect();
        let request = Request::builder("s3:GetObject", "*").context("a:k", tags).build().unwrap();
        ask(&set, &request)
    };
    // what is compared exactly is searched for
    grows_linearly(25_000, |n| assert_eq!(asked(n, "StringEquals").answer, Answer::ImplicitDeny));
    // each with each, as long as that is little
    assert_eq!(asked(1_000, "StringLike").answer, Answer::ImplicitDeny);
    let decision = asked(50_000, "StringLike");
    assert_eq!((decision.answer, decision.depends_on.len()), (Answer::Depends, 1));
}

#[test]
fn remarks_end_after_a_thousand() {
    let members: Vec<String> = (0..1_003).map(|at| format!(r#""x{at}": {at}"#)).collect();
    let text =
        format!(r#"{{"Statement": {{"Effect": "Deny", "Action": "*", "Resource": "*"}}, {}}}"#, members.join(","));
    let (_, remarks) = Policy::lint(&text);
    assert_eq!(remarks.len(), 1_001);
    assert!(remarks.iter().all(|remark| remark.path.len() <= 1));
    let last = remarks.last().unwrap();
    assert_eq!((&*last.code, &*last.message), ("too-many-remarks", "expected at most 1000 remarks, found 3 more"));
}

#[test]
fn a_hundred_thousand_context_keys() {
    let set = identity(lenient(&one(
        "Allow",
        r#""Action": "*", "Resource": "*", "Condition": {"StringEquals": {"a:K7": "v7"}}"#,
    )));
    // each time two keys
    grows_linearly(12_500, |n| {
        let user = Principal::user("arn:aws:iam::111122223333:user/u").unwrap();
        let mut request = Request::builder("s3:GetObject", "*").principal(user);
        for at in 0..n {
            request = request.context(&format!("a:k{at}"), format!("v{at}"));
            request = request.context(&format!("aws:RequestTag/t{at}"), "x");
        }
        assert!(ask(&set, &request.clone().build().unwrap()).is_allowed());
        let twice = request.context("A:k1", "other").build().unwrap_err();
        assert_eq!(twice.code(), "context-key-twice");
        let members: Vec<String> = (0..n).map(|at| format!(r#""a:k{at}": {{"unknown": true}}"#)).collect();
        let input =
            format!(r#"{{"policies": {{}}, "request": {{"action": "a:b", "context": {{{}}}}}}}"#, members.join(","));
        assert!(wire::evaluate(&input).unwrap().contains("depends"));
    });
}

/// Globs and texts that a matcher which tries one way after the other never comes back from.
fn globs(n: usize) -> Vec<(String, String, bool)> {
    let stars = n / 2;
    vec![
        (format!("{}*", "*a".repeat(stars)), "a".repeat(n), true),
        (format!("{}*b", "*a".repeat(stars)), "a".repeat(n), false),
        (format!("{}*b*", "*a".repeat(stars)), "a".repeat(n), false),
        ("*".repeat(n), "a".repeat(n), true),
        (format!("{}b", "*".repeat(n)), "a".repeat(n), false),
        ("?".repeat(n), "a".repeat(n), true),
        ("?".repeat(n), "a".repeat(n - 1), false),
        ("?*".repeat(stars), "a".repeat(n), true),
        (format!("{}b", "*?".repeat(stars)), "a".repeat(n), false),
        (format!("*{}b*", "a".repeat(stars)), "a".repeat(n), false),
        (format!("*{}*{}*", "ab".repeat(stars / 2), "ba".repeat(stars / 2)), "ab".repeat(stars + 1), true),
    ]
}

/// The glob as a resource, as an action, and in a condition.
fn ask_everywhere((glob, text, matches): &(String, String, bool)) {
    let name = format!("{}… on {}…", &glob[..8], &text[..8]);
    let expected = if *matches { Answer::Allowed } else { Answer::ImplicitDeny };
    let resource = lenient(&one("Allow", &format!(r#""Action": "*", "Resource": "arn:aws:s3:::{glob}""#)));
    let request = Request::new("s3:GetObject", &format!("arn:aws:s3:::{text}")).unwrap();
    assert_eq!(identity(resource).decide(&request), expected, "resource {name}");
    let action = lenient(&one("Allow", &format!(r#""Action": "s3:{glob}", "Resource": "*""#)));
    let request = Request::new(&format!("s3:{text}"), "*").unwrap();
    assert_eq!(identity(action).decide(&request), expected, "action {name}");
    let condition = format!(r#""Action": "*", "Resource": "*", "Condition": {{"StringLike": {{"a:b": "{glob}"}}}}"#);
    let request = Request::builder("s3:GetObject", "*").context("a:b", &**text).build().unwrap();
    assert_eq!(identity(lenient(&one("Allow", &condition))).decide(&request), expected, "condition {name}");
}

#[test]
fn megabyte_globs() {
    ask_everywhere(&globs(1 << 20)[1]);
    globs(1 << 16).iter().for_each(ask_everywhere);
}

/// A run of letters and question marks between two stars has no fast search, so how long it may be
/// is limited; up to there rule `wildcard_linear` holds.
#[test]
fn globs_of_question_marks() {
    let text = |pairs: usize| {
        one("Allow", &format!("\n\"Action\": \"*\", \"Resource\": \"arn:aws:s3:::*{}b*\"", "a?".repeat(pairs)))
    };
    refused_at(&text(1 << 19), "limit-search", 2, 28);
    assert!(Policy::parse(&text(2_000)).is_ok());
    let strict = Limits { max_search_bytes: 100, ..Limits::default() };
    assert!(ParseOptions::new().limits(strict).parse(&text(50)).unwrap_err().is_limit());
    assert!(ParseOptions::new().limits(strict).parse(&text(40)).is_ok());

    let set = identity(lenient(&text(125)));
    let ask = |text: &str| set.decide(&Request::new("s3:GetObject", &format!("arn:aws:s3:::{text}")).unwrap());
    let started = Instant::now();
    assert_eq!(ask(&"a".repeat(10_000)), Answer::ImplicitDeny);
    assert_eq!(ask(&format!("{}b", "a".repeat(10_000))), Answer::Allowed);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

/// What a request puts in place of a variable is as long as the request likes; past the limit nobody
/// looks for it, and the answer depends on it.
#[test]
fn globs_around_variables() {
    let policy = lenient(&one("Allow", r#""Action": "*", "Resource": "arn:aws:s3:::*${k}?b*""#));
    let set = identity(policy);
    let ask = |value: usize, text: &str| {
        let resource = format!("arn:aws:s3:::{text}");
        let request = Request::builder("s3:GetObject", &resource).context("k", "a".repeat(value)).build().unwrap();
        set.evaluate(&request)
    };
    assert_eq!(ask(100, &"a".repeat(1_000)).answer, Answer::ImplicitDeny);
    assert_eq!(ask(100, &("a".repeat(1_000) + "b")).answer, Answer::Allowed);
    let long = ask(1 << 20, &("a".repeat(1 << 21) + "b"));
    assert_eq!(long.answer, Answer::Depends);
    assert!(long.explain().starts_with("depends on the context key k\n"), "{}", long.explain());
    assert_eq!(ask(1 << 20, &"a".repeat(1 << 21)).answer, Answer::ImplicitDeny);
}

#[test]
fn variables_by_the_hundred_thousand() {
    let ask = |resource: &str, asked: &str| {
        let policy = lenient(&one("Allow", &format!(r#""Action": "*", "Resource": "{resource}""#)));
        let request = Request::builder("s3:GetObject", asked).context("k", "a");
        identity(policy).decide(&request.build().unwrap())
    };
    for n in [100_000, 400_000] {
        // no variable: the text itself
        let open = format!("arn:aws:s3:::{}", "${".repeat(n));
        assert_eq!(ask(&open, &open), Answer::Allowed);
        assert_eq!(ask(&open, "arn:aws:s3:::b"), Answer::ImplicitDeny);
        let many = format!("arn:aws:s3:::{}", "${k}".repeat(n / 4));
        assert_eq!(ask(&many, &format!("arn:aws:s3:::{}", "a".repeat(n / 4))), Answer::Allowed);
        let defaults = format!("arn:aws:s3:::{}", "${j, 'b'}".repeat(n / 10));
        assert_eq!(ask(&defaults, &format!("arn:aws:s3:::{}", "b".repeat(n / 10))), Answer::Allowed);
        let quotes = format!("arn:aws:s3:::{}", "${k,'".repeat(n / 4));
        assert_eq!(ask(&quotes, "arn:aws:s3:::b"), Answer::ImplicitDeny);
    }
}

#[test]
fn members_that_stand_twice() {
    let text = one("Allow", "\"Action\": \"*\",\n\"Sid\": \"a\", \"Resource\": \"*\", \"Sid\": \"b\"");
    refused_at(&text, "duplicate-member", 2, 30);
    refused_at(
        "{\"Version\": \"2012-10-17\", \"Version\": \"2012-10-17\", \"Statement\": []}",
        "duplicate-member",
        1,
        27,
    );
    let twice =
        one("Deny", r#""Action": "*", "Resource": "*", "Condition": {"Bool": {"a:b": "true", "a:b": "false"}}"#);
    refused_at(&twice, "duplicate-member", 1, 130);
    let again = one("Allow", r#""Effect": "Deny", "Action": "*", "Resource": "*""#);
    assert_eq!(Policy::parse(&again).unwrap_err().code(), "duplicate-member");
    // what is stored from long ago: the last one counts
    let request = Request::new("s3:GetObject", "*").unwrap();
    assert_eq!(identity(lenient(&again)).decide(&request), Answer::ExplicitDeny);
    let context = r#"{"policies": {}, "request": {"action": "a:b", "context": {"a:b": "x", "A:B": "y"}}}"#;
    assert_eq!(wire::evaluate(context).unwrap_err().code(), "context-key-twice");
    let input = r#"{"policies": {}, "policies": {}, "request": {"action": "a:b"}}"#;
    assert_eq!(wire::evaluate(input).unwrap_err().code(), "bad-input");
}

#[test]
fn texts_that_are_no_unicode() {
    for escape in [r"\ud800", r"\udc00", r"\ud800\ud800", r"\ud83dx", r"\u12"] {
        let error = refused(&one("Allow", &format!("\"Action\": \"*\", \"Resource\":\n \"{escape}\"")));
        assert!(error.is_syntax());
        assert_eq!(error.line(), 2, "{escape}: {error}");
        let input = format!(r#"{{"policies": {{}}, "request": {{"action": "a:b", "resource": "{escape}"}}}}"#);
        assert_eq!(wire::evaluate(&input).unwrap_err().code(), "bad-input");
    }
    refused_at("\u{feff}{\"Statement\": []}", "json-syntax", 1, 1);
    for (bytes, column) in
        [(&b"\xff\xfe{\0}\0"[..], 1), (b"{\"Statement\": \"\xc3(\"}", 16), (b"{\"a\": \"\xed\xa0\x80\"}", 8)]
    {
        let error = Policy::parse_bytes(bytes).unwrap_err();
        assert!(error.is_syntax());
        assert_eq!((error.code(), error.line(), error.column()), ("not-utf8", 1, column));
    }
    let pair = one("Allow", r#""Action": "*", "Resource": "arn:aws:s3:::\ud83d\ude00""#);
    let request = Request::new("s3:GetObject", "arn:aws:s3:::😀").unwrap();
    assert!(ask(&identity(Policy::parse(&pair).unwrap()), &request).is_allowed());
    let nul = one("Allow", r#""Action": "*", "Resource": "arn:aws:s3:::a\u0000b""#);
    let request = Request::new("s3:GetObject", "arn:aws:s3:::a\0b").unwrap();
    assert!(ask(&identity(Policy::parse(&nul).unwrap()), &request).is_allowed());
}

#[test]
fn numbers_beyond_every_machine_type() {
    let holds = |operator: &str, ours: &str, theirs: &str| {
        let text = one(
            "Allow",
            &format!(r#""Action": "*", "Resource": "*", "Condition": {{"{operator}": {{"a:n": {ours}}}}}"#),
        );
        let request = Request::builder("a:b", "*").context("a:n", theirs).build().unwrap();
        ask(&identity(lenient(&text)), &request).is_allowed()
    };
    assert!(!holds("NumericEquals", "9007199254740993", "9007199254740992"));
    assert!(holds("NumericEquals", "9007199254740993", "9007199254740993.0"));
    assert!(holds("NumericEquals", "1e999999999", "10e999999998"));
    assert!(holds("NumericGreaterThan", "1e999999999", "2e999999999"));
    assert!(holds("NumericLessThan", "1e-999999999", "0"));
    assert!(holds("StringEquals", "1e999999999", "1e999999999"));
    let long = "9".repeat(1 << 20);
    assert!(holds("NumericEquals", &long, &format!("{long}.000")));
    assert!(holds("NumericLessThan", &long, &long[1..]));
    let exponent = format!("1e{}", "9".repeat(100_000));
    // whatever it is taken for, it is answered
    let _ = (holds("NumericEquals", &format!("\"{exponent}\""), "1"), holds("NumericLessThan", "1", &exponent));
    for bad in ["01", "1.", ".5", "+1", "0x10", "NaN", "1e", "--1"] {
        let text = one(
            "Allow",
            &format!(r#""Action": "*", "Resource": "*", "Condition": {{"NumericEquals": {{"a:n": {bad}}}}}"#),
        );
        assert!(refused(&text).is_syntax(), "{bad}");
    }
    let date = one(
        "Allow",
        &format!(r#""Action": "*", "Resource": "*", "Condition": {{"DateLessThan": {{"a:d": "{long}"}}}}"#),
    );
    let request = Request::builder("a:b", "*").context("a:d", format!("-{long}-01-01")).build().unwrap();
    assert!(ask(&identity(lenient(&date)), &request).is_denied());
}

#[test]
fn megabyte_names() {
    let long = "x".repeat(1 << 20);
    let sid = one("Allow", &format!(r#""Sid": "{long}", "Action": "*", "Resource": "*""#));
    let decision = ask(&identity(Policy::parse(&sid).unwrap()), &Request::new("s3:GetObject", "*").unwrap());
    assert_eq!(decision.deciding_statements().next().unwrap().1.sid.as_deref(), Some(&*long));
    let key = one(
        "Allow",
        &format!(r#""Action": "*", "Resource": "*", "Condition": {{"StringEquals": {{"a:{long}": "v"}}}}"#),
    );
    let set = identity(Policy::parse(&key).unwrap());
    let request = Request::builder("a:b", "*").context(&format!("A:{}", long.to_uppercase()), "v").build().unwrap();
    assert!(ask(&set, &request).is_allowed());
    let missing = ask(&set, &Request::new("a:b", "*").unwrap());
    assert_eq!(missing.missing_keys, [format!("a:{long}")]);
    assert!(!missing.explain().is_empty());
    // what is refused is shown in part
    refused_at(&format!("{{\"Statement\": [], \"{long}\": 1}}"), "unknown-member", 1, 19);
    refused_at(&one("Allow", &format!("\"Action\": \"*\",\n\"{long}\": 1")), "unknown-member", 2, 1);
    refused_at(&one(&long, r#""Action": "*", "Resource": "*""#), "bad-value", 1, 52);
    let operator = format!(r#""Action": "*", "Resource": "*", "Condition": {{"{long}": {{"a:b": "c"}}}}"#);
    let error = Policy::parse(&one("Allow", &operator)).unwrap_err();
    assert_eq!((error.code(), error.line()), ("unknown-operator", 1));
    assert!(error.to_string().len() < 300, "{} bytes", error.to_string().len());
}

#[test]
fn every_operator_takes_every_text() {
    let operators = "StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike \
        NumericEquals NumericNotEquals NumericLessThan NumericGreaterThanEquals DateEquals DateNotEquals DateLessThan \
        DateGreaterThanEquals Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike Null";
    let texts = [
        "",
        "*",
        ":",
        "::::::",
        "/",
        "${",
        "${k",
        "${k}",
        "0",
        "-",
        ".",
        "e",
        "1e",
        "T",
        "Z",
        "+",
        "=",
        "\u{0}",
        "😀",
        "ß\u{345}",
        "İ",
    ];
    let long = ["1", ":", "0", ".", "Σ", "a:"].map(|unit| unit.repeat(20_000));
    let texts: Vec<&str> = texts.into_iter().chain(long.iter().map(|text| &**text)).collect();
    for operator in operators.split_whitespace() {
        for ours in &texts {
            let value = serde_json::Value::from(*ours);
            let inside = format!(r#""Action": "*", "Resource": "*", "Condition": {{"{operator}": {{"k": {value}}}}}"#);
            let set = identity(lenient(&one("Allow", &inside)));
            for theirs in [*ours, "1", "192.0.2.1", "arn:aws:iam::111122223333:role/r"] {
                let request = Request::builder("a:b", "*").context("k", theirs).build().unwrap();
                ask(&set, &request);
            }
        }
    }
}

#[test]
fn requests_that_name_nobody_or_nothing() {
    let long = "a".repeat(1 << 20);
    for arn in ["", ":", "*", "arn", "arn:aws:iam::111122223333:user/", "arn:aws:iam:::root", &long] {
        assert_eq!(Principal::from_arn(arn).unwrap_err().code(), "bad-principal");
    }
    let colons = ":".repeat(1 << 20);
    assert_eq!(Request::new(&colons, "*").unwrap_err().code(), "action-not-concrete");
    let everything = identity(lenient(&one("Allow", r#""Action": "*", "Resource": "*""#)));
    for resource in ["", ":", "arn:", &colons, &long] {
        let request = Request::builder("a:b", resource)
            .resource_account(&long)
            .context("", "")
            .context(":", ContextValue::Present);
        assert!(ask(&everything, &request.build().unwrap()).is_allowed());
    }
}

#[test]
fn the_simulator_takes_the_same() {
    let simulate = |policy: &str| {
        let input = serde_json::json!({"PolicyInputList": [policy], "ActionNames": ["s3:GetObject"]});
        let input: SimulateCustomPolicyInput = serde_json::from_value(input).unwrap();
        simulate_custom_policy(&input)
    };
    for text in ["", "null", "{}", "\u{feff}{}", r#"{"Statement": [{"Effect": "Allow"}]}"#] {
        assert!(simulate(text).is_err(), "{text}");
    }
    assert!(simulate(&"[".repeat(10 << 20)).is_err());
    let glob = format!("{}*b", "*a".repeat(1 << 18));
    let output = simulate(&one("Allow", &format!(r#""Action": "s3:{glob}", "Resource": "*""#))).unwrap();
    assert!(serde_json::to_string(&output).unwrap().contains("implicitDeny"));
}
