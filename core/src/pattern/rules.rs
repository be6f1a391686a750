//! One test for each rule of the specification that this room keeps, named after it.

use super::{
    Answer, Dialect, INTERSECTION_LIMIT, Pattern, Piece, SEARCH_LIMIT, Search, Template, find_text, is_arn_shaped,
};

#[track_caller]
fn check(pattern: &Pattern, matching: &[&str], others: &[&str]) {
    for text in matching {
        assert!(pattern.is_match(text), "{pattern:?} should match {text:?}");
    }
    for text in others {
        assert!(!pattern.is_match(text), "{pattern:?} should not match {text:?}");
    }
}

#[test]
fn action_case_insensitive() {
    check(&Pattern::action("s3:GetObject"), &["S3:GETOBJECT", "s3:getobject"], &["s3:GetObjec"]);
    check(&Pattern::action("S3:*object*acl"), &["s3:PutObjectVersionAcl"], &["s3:PutObject"]);
    // ASCII letters only: the Kelvin sign is no k
    check(&Pattern::action("k?s:*"), &["KMS:x"], &["\u{212A}MS:x"]);
}

#[test]
fn action_wildcards() {
    check(&Pattern::action("*"), &["s3:GetObject", "", "a:b"], &[]);
    check(&Pattern::action("s3:Get*"), &["s3:Get", "s3:GetObject"], &["s3:Ge", "s3:PutObject"]);
    check(&Pattern::action("s3:G?t*"), &["s3:GetX", "s3:Gut"], &["s3:Gt", "s3:Geet"]);
    check(&Pattern::action("*:Describe*"), &["ec2:DescribeTags"], &["ec2:CreateTags"]);
    check(&Pattern::action("s3*Object"), &["s3:GetObject"], &["s3:GetObjects"]);
    check(&Pattern::action("s3:[GP]et"), &["s3:[gp]et"], &["s3:Get"]);
}

#[test]
fn resource_case_sensitive() {
    let pattern = Pattern::resource("arn:aws:iam::*:role/Admin*");
    check(&pattern, &["arn:aws:iam::1:role/Admin"], &["arn:aws:iam::1:role/admin", "ARN:aws:iam::1:role/Admin"]);
}

#[test]
fn resource_star_alone() {
    check(&Pattern::resource("*"), &["*", "arn:aws:s3:::bucket/key", ""], &[]);
}

#[test]
fn resource_request_star() {
    check(&Pattern::resource("arn:aws:s3:::*"), &["arn:aws:s3:::b"], &["*"]);
}

#[test]
fn resource_star_crosses_slash() {
    let pattern = Pattern::resource("arn:aws:s3:::bucket/*/object?");
    check(
        &pattern,
        &["arn:aws:s3:::bucket/a/b/c/object1", "arn:aws:s3:::bucket//object/", "arn:aws:s3:::bucket/a\nb/object\n"],
        &["arn:aws:s3:::bucket/object1", "arn:aws:s3:::bucket/a/object"],
    );
}

#[test]
fn resource_star_tail_crosses_colon() {
    // directly before a colon
    check(
        &Pattern::resource("arn:aws:sns:*:topic:x"),
        &["arn:aws:sns:eu-west-1:111122223333:topic:x", "arn:aws:sns::topic:x"],
        &["arn:aws:sns:topic:x"],
    );
    // at the very end
    check(&Pattern::resource("arn:*"), &["arn:aws:s3:::bucket", "arn:"], &["ar"]);
    check(&Pattern::resource("a*"), &["a:b:c"], &[]);
    // another one, and any `?`, stays in its field
    let inner = Pattern::resource("arn:aws:s*s:r:1:q");
    check(&inner, &["arn:aws:sqs:r:1:q"], &["arn:aws:s:s:r:1:q"]);
    let unit = Pattern::resource("arn:aws?sqs:r:1:q:x");
    check(&unit, &["arn:aws-sqs:r:1:q:x"], &["arn:aws:sqs:r:1:q:x"]);
    // the second of two stars is the one before the colon
    check(&Pattern::resource("x**:y"), &["x:z:y"], &[]);
    // the `?` is before the colon, the star is not
    check(&Pattern::resource("x*?:y"), &["xzz:y"], &["xz:z:y"]);
}

#[test]
fn resource_star_in_resource_part() {
    check(
        &Pattern::resource("arn:aws:logs:r:1:log-group:*a?b"),
        &["arn:aws:logs:r:1:log-group:x:ya:b", "arn:aws:logs:r:1:log-group:acb"],
        &["arn:aws:logs:r:1:log-group:ab"],
    );
    // the fifth colon of the pattern counts, not that of the text
    check(&Pattern::resource("a:*:log*s:x"), &["a:b:c:d:e:f:logs:x"], &["a:b:c:d:e:f:log:s:x"]);
}

#[test]
fn resource_short_arn_padded() {
    for source in ["arn:aws:sqs", "arn:aws:sqs:*", "arn:aws:sqs:*:*", "arn:aws:sqs:*:*:*"] {
        let queues = Pattern::resource(source);
        check(
            &queues,
            &["arn:aws:sqs:eu-west-1:111122223333:queue", "arn:aws:sqs:::"],
            &["arn:aws:sqs", "arn:aws:sns:eu-west-1:111122223333:topic"],
        );
        assert_eq!(queues.as_str(), source);
    }
    // two fields, or no `arn:`, are taken as written
    check(&Pattern::resource("arn:aws"), &["arn:aws"], &["arn:aws:s3:::b"]);
    check(&Pattern::resource("a:b:c"), &["a:b:c"], &["a:b:c:d:e:f"]);
    // a pattern with a variable is not padded
    let pieces = [Piece::Wild("arn:aws:"), Piece::Slot(0)];
    let template = Template::new(Dialect::Resource, &pieces);
    assert!(!template.is_match("arn:aws:sqs:r:1:q", |_| Some("sqs")));
    assert!(template.is_match("arn:aws:sqs", |_| Some("sqs")));
}

#[test]
fn resource_variable_any_field() {
    let whole = Template::new(Dialect::Resource, &[Piece::Slot(0)]);
    assert!(whole.is_match("arn:aws:s3:::b", |_| Some("arn:aws:s3:::b")));
    let pieces = [Piece::Wild("arn:aws:s3:"), Piece::Slot(0), Piece::Wild("a*b:c")];
    let template = Template::new(Dialect::Resource, &pieces);
    // with one colon filled in the star stands before the fifth colon, with two behind it
    assert!(template.is_match("arn:aws:s3::axb:c", |_| Some(":")));
    assert!(!template.is_match("arn:aws:s3::a:b:c", |_| Some(":")));
    assert!(template.is_match("arn:aws:s3:::a:b:c", |_| Some("::")));
    // a star before a filled-in colon is directly before a colon
    let pieces = [Piece::Wild("a*"), Piece::Slot(0), Piece::Wild("c")];
    let template = Template::new(Dialect::Resource, &pieces);
    assert!(template.is_match("ax:y:c", |_| Some(":")));
    assert!(!template.is_match("ax:y-c", |_| Some("-")));
}

#[test]
fn wildcard_utf16_unit() {
    check(&Pattern::like("?"), &["é", "a", "\u{FFFD}"], &["", "ab", "😀", "\u{10400}"]);
    check(&Pattern::like("??"), &["😀", "ab", "éa"], &["a", "😀a"]);
    check(&Pattern::like("a??b"), &["a😀b"], &["a😀😀b"]);
    // `*` may take half a pair
    for source in ["?*", "*?", "*?*", "a*?b", "a?*b", "*?b"] {
        let text = if source.contains('b') { "a😀b" } else { "😀" };
        check(&Pattern::like(source), &[text], &[]);
    }
    check(&Pattern::like("???"), &["😀a", "a😀"], &["😀😀"]);
    check(&Pattern::like("😀?"), &["😀x"], &["😀😀"]);
    check(&Pattern::like("a[b]\\"), &["a[b]\\"], &["ab\\", "ab"]);
}

#[test]
fn wildcard_linear() {
    let megabyte = "a".repeat(1 << 20);
    let stars = "*a".repeat(1 << 19);
    assert!(Pattern::like(&stars).is_match(&megabyte));
    assert!(!Pattern::like(&format!("{stars}b*")).is_match(&megabyte));
    assert!(!Pattern::action(&format!("{stars}b*")).is_match(&megabyte));
    // many runs in one field, which all stop at the same colon
    let field = Pattern::resource(&format!("arn:{stars}b:x:y:z:q"));
    assert!(!field.is_match(&format!("arn:{megabyte}:x:y:z:q")));
    // a long literal that nearly occurs everywhere
    let needle = "a".repeat(1 << 19);
    assert!(!Pattern::like(&format!("*{needle}b*")).is_match(&megabyte));
    assert!(!Pattern::action(&format!("*{needle}b*")).is_match(&megabyte));
    // a later place behind another colon is found
    let colons = "x:".repeat(1 << 18);
    assert!(Pattern::resource("*:a*b:c").is_match(&format!("{colons}axb:c")));
}

#[test]
fn variable_value_is_literal() {
    for dialect in [Dialect::Like, Dialect::Resource] {
        let template = Template::new(dialect, &[Piece::Wild("a/"), Piece::Slot(0)]);
        assert!(template.is_match("a/*", |_| Some("*")));
        assert!(!template.is_match("a/x", |_| Some("*")));
        assert!(!template.is_match("a/x", |_| Some("?")));
        let filled = template.fill(|_| Some("*"));
        assert_eq!(filled.map(|pattern| pattern.is_match("a/x")), Some(false));
    }
    // wildcards on both sides of an empty value stand side by side
    let template = Template::new(Dialect::Like, &[Piece::Wild("?"), Piece::Slot(0), Piece::Wild("?")]);
    assert!(template.is_match("😀", |_| Some("")));
    assert!(!template.is_match("😀", |_| Some("x")));
}

#[test]
fn variable_missing_resource() {
    let pieces = [Piece::Wild("*"), Piece::Slot(3)];
    let template = Template::new(Dialect::Resource, &pieces);
    assert!(!template.is_match("x", |_| None));
    assert_eq!(template.fill(|_| None), None);
    assert!(template.is_match("x", |slot| (slot == 3).then_some("x")));
}

#[test]
fn string_like() {
    check(&Pattern::like("a*:?c"), &["a:bc", "axx::c", "a\n:\nc"], &["A:bc", "a:c", "ab:bd"]);
    check(&Pattern::literal("a*:?c"), &["a*:?c"], &["ax:bc"]);
    check(&Pattern::like(""), &[""], &["a"]);
}

#[test]
fn arn_operator() {
    let users = Pattern::arn("arn:aws:iam::*:user/*");
    check(
        &users,
        &["arn:aws:iam::111122223333:user/x", "arn:aws:iam:::user/a:b/c"],
        &["arn:aws:iam::1:2:user/x", "arn:aws:iam:r:1:user/x", "arn:aws:iam::1:User/x"],
    );
    check(&Pattern::arn("*"), &["arn:aws:s3:::b", ":::::"], &["*", "arn:aws:s3", ""]);
    check(&Pattern::arn("arn:?:s3:::*"), &["arn:x:s3:::a:b"], &["arn:::s3:::a:b", "arn::s3:::a"]);
    // the sixth field may hold colons, its wildcards match them
    check(&Pattern::arn("a:b:c:d:e:f?g*h"), &["a:b:c:d:e:f:g:h"], &["a:b:c:d:e:fg:h"]);
    // fewer than six fields: no ARN, and no padding as in resources
    let short = Pattern::arn("arn:aws:s3");
    check(&short, &[], &["arn:aws:s3", "arn:aws:s3:::b"]);
    assert!(short.matches_nothing() && short.shortest_witness().is_none());
    assert!(is_arn_shaped(":::::") && !is_arn_shaped("::::"));
    let template = Template::new(Dialect::Arn, &[Piece::Wild("*"), Piece::Slot(0)]);
    assert!(template.is_match("a:b:c:d:e:f", |_| Some("")));
    assert!(!template.is_match("a:b:c:d:e:f", |_| Some("x")));
}

#[test]
fn intersection_keeps_the_overlap() {
    let texts = |a: Pattern, b: Pattern| {
        let both = a.intersect(&b);
        assert!(both.exact, "{a:?} {b:?}");
        let texts = both.patterns.iter().map(|p| p.as_str().to_owned());
        texts.collect::<Vec<_>>()
    };
    assert_eq!(texts(Pattern::like("ab*"), Pattern::like("*bc")), ["ab*bc", "abc"]);
    assert_eq!(texts(Pattern::like("*a*"), Pattern::like("*b*")), ["*a*b*", "*b*a*"]);
    assert_eq!(texts(Pattern::like("a*"), Pattern::like("b*")), [""; 0]);
    assert_eq!(texts(Pattern::action("s3:Get*"), Pattern::action("S3:*Object")), ["s3:Get*Object"]);
    assert_eq!(texts(Pattern::like("??"), Pattern::like("😀*")), ["😀"]);
    // a covered pattern is returned as it was written
    let queues = Pattern::resource("arn:aws:sqs");
    assert_eq!(queues.intersect(&Pattern::resource("arn:aws:*")).patterns, [queues]);
    // a resource pattern keeps its stars where they may cross colons
    assert_eq!(
        texts(Pattern::resource("arn:aws:s3:*:1:a"), Pattern::resource("arn:aws:s3:eu-*:1:*")),
        ["arn:aws:s3:eu-*:1:a"]
    );
}

#[test]
fn limits_are_admitted() {
    let long = "a".repeat(SEARCH_LIMIT / 2);
    let (a, b) = (Pattern::like(&format!("?{long}")), Pattern::like(&format!("{long}?")));
    assert_eq!(a.is_disjoint(&b), Answer::Undecided);
    assert_eq!(find_text(&[&a, &b], &[]), Search::Undecided);
    assert!(!a.intersect(&b).exact);
    let (a, b) = (Pattern::like(&"*a".repeat(9)), Pattern::like(&("*b".repeat(9) + "*")));
    let both = a.intersect(&b);
    assert!(!both.exact);
    assert!((1..=INTERSECTION_LIMIT).contains(&both.patterns.len()));
    assert!(both.patterns.iter().all(|p| a.covers(p) == Answer::Yes));
}

#[test]
fn mixed_dialects_relate_as_languages() {
    let (any_case, one_case) = (Pattern::action("s3:get*"), Pattern::like("s3:get*"));
    assert_eq!(any_case.covers(&one_case), Answer::Yes);
    let Answer::No(witness) = one_case.covers(&any_case) else {
        panic!("`S3:get` is no match of {one_case:?}");
    };
    assert!(any_case.is_match(&witness) && !one_case.is_match(&witness));
    assert_eq!(Pattern::arn("*").covers(&Pattern::resource("arn:aws:sqs")), Answer::Yes);
    assert_eq!(Pattern::like("?").is_disjoint(&Pattern::literal("😀")), Answer::Yes);
}
