//! The solver on large random policies: what is proved survives requests sampled from the policies' own words, and every
//! request that is shown is as claimed. `PROPTEST_CASES` asks for more pairs, each then with 100,000 samples.

use iam_eval::analyze::{AnalyzeOptions, Region, Verdict, check_contained};
use iam_eval::{Answer, ContextValue, Policy, PolicySet, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A small generator of choices, so that a case is told by its seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides.max(1) as u64).unwrap()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'t, T: ?Sized>(&mut self, of: &[&'t T]) -> &'t T {
        of[self.below(of.len())]
    }

    fn some(&mut self, of: &[&str], most: usize) -> Vec<String> {
        (0..=self.below(most)).map(|_| self.pick(of).to_owned()).collect()
    }
}

const SERVICES: &[&str] = &["s3", "ec2", "iam", "sqs", "s3*", "?qs"];
const VERBS: &[&str] = &["Get", "List", "Put", "Delete", "Create", "*", "Get*", "?et"];
const NOUNS: &[&str] = &["Object", "Bucket", "Queue", "Role", "*", "Object*", "*Acl", "ObjectAcl", "O*t", ""];
const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b*",
    "arn:aws:s3:::*/a",
    "arn:aws:s3:::?/a*",
    "arn:aws:s3:::b/a",
    "arn:aws:sqs:*:111122223333:q*",
    "arn:aws:sqs:eu-*:*:q",
    "arn:*:sqs:*:*:*",
    "arn:aws:sqs",
    "arn:aws:s3:::${aws:username}/*",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::b/${aws:username}/a/*",
    "arn:aws:s3:::b/${aws:PrincipalTag/t, 'a'}*",
    "arn:aws:s3:::b/${*}",
];
const TEXTS: &[&str] = &["a", "b", "ab", "a*", "*b", "*a*b", "?", "A", "k", "", "${aws:username}", "${aws:username}/a"];
const NUMBERS: &[&str] = &["1", "2", "-1", "1.5", "1e2", "100", "q"];
const DATES: &[&str] = &["2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "0", "2026"];
const NETWORKS: &[&str] =
    &["10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0", "10.0.0.0/9", "10.128.0.0/9", "2001:db8::/32", "::/0"];
const ARNS: &[&str] = &["arn:aws:s3:::b", "arn:aws:s3:::*", "*", "arn:aws:s?:*:*:b", "arn:*:s3:::b*"];
const ADDRESSES: &[&str] = &["10.0.0.1", "10.1.0.1", "10.200.0.1", "11.0.0.0", "2001:db8::1", "2001:db9::1", "x"];

fn condition(dice: &mut Dice) -> (String, &'static str, Vec<String>) {
    let string = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"];
    let if_exists = if dice.chance(20) { "IfExists" } else { "" };
    let (operator, key, values) = match dice.below(12) {
        0..=3 => (dice.pick(&string), dice.pick(&["k", "j"]), dice.some(TEXTS, 3)),
        4 => {
            let all = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];
            return (format!("Numeric{}{if_exists}", dice.pick(&all)), "n", dice.some(NUMBERS, 2));
        }
        5 => (dice.pick(&["IpAddress", "NotIpAddress"]), "aws:SourceIp", dice.some(NETWORKS, 3)),
        6 => (dice.pick(&["DateLessThan", "DateGreaterThan", "DateNotEquals"]), "d", dice.some(DATES, 2)),
        7 => (dice.pick(&["ArnLike", "ArnNotLike"]), "r", dice.some(ARNS, 2)),
        8 => (dice.pick(&["Bool"]), dice.pick(&["k", "aws:SecureTransport"]), dice.some(&["true", "false"], 1)),
        9 => {
            let keys = ["k", "n", "aws:TagKeys", "aws:username", "r"];
            return ("Null".to_owned(), dice.pick(&keys), dice.some(&["true", "false"], 1));
        }
        _ => {
            let qualifier = dice.pick(&["ForAnyValue:", "ForAllValues:"]);
            let operator = format!("{qualifier}{}{if_exists}", dice.pick(&string[..4]));
            return (operator, dice.pick(&["aws:TagKeys", "m"]), dice.some(&TEXTS[..10], 3));
        }
    };
    (format!("{operator}{if_exists}"), key, values)
}

fn statement(dice: &mut Dice) -> Value {
    let mut made = json!({"Effect": if dice.chance(75) { "Allow" } else { "Deny" }});
    let actions: Vec<String> = (0..=dice.below(12))
        .map(|_| format!("{}:{}{}", dice.pick(SERVICES), dice.pick(VERBS), dice.pick(NOUNS)))
        .collect();
    made[if dice.chance(8) { "NotAction" } else { "Action" }] = json!(actions);
    made[if dice.chance(8) { "NotResource" } else { "Resource" }] = json!(dice.some(RESOURCES, 6));
    for _ in 0..dice.below(3) {
        let (operator, key, values) = condition(dice);
        made["Condition"][operator][key] = json!(values);
    }
    made
}

fn statements(dice: &mut Dice) -> Vec<Value> {
    (0..4 + dice.below(16)).map(|_| statement(dice)).collect()
}

/// Statements that say nearly the same: often no less, sometimes a little less.
fn nearly(dice: &mut Dice, of: &[Value]) -> Vec<Value> {
    let mut all: Vec<Value> = of.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(all.len());
        match dice.below(8) {
            0 => all.push(statement(dice)),
            // a denial less
            1 => {
                if let Some(deny) = all.iter().position(|one| one["Effect"] == "Deny") {
                    all.remove(deny);
                }
            }
            2 => {
                all[at].as_object_mut().unwrap().remove("Condition");
            }
            // each entry for itself
            3 => {
                let Some(entries) = all[at]["Resource"].as_array().cloned() else { continue };
                let one = all.remove(at);
                for entry in entries {
                    let mut one = one.clone();
                    one["Resource"] = json!([entry]);
                    all.push(one);
                }
            }
            4 => {
                if let Some(entries) = all[at].get_mut("Action").and_then(Value::as_array_mut) {
                    let entry = dice.below(entries.len());
                    let text = entries[entry].as_str().unwrap().to_owned();
                    let kept = text.find(':').map_or(0, |colon| colon + 1 + dice.below(text.len() - colon));
                    entries[entry] = json!(format!("{}*", text.get(..kept).unwrap_or("s3:")));
                }
            }
            5 => all[at]["Resource"] = json!(dice.some(RESOURCES, 6)),
            6 => all.swap(0, at),
            _ => {
                let (operator, key, values) = condition(dice);
                all[at]["Condition"][operator][key] = json!(values);
            }
        }
        for one in &mut all {
            if one.get("NotResource").is_some() && one.get("Resource").is_some() {
                one.as_object_mut().unwrap().remove("NotResource");
            }
        }
    }
    all
}

fn policy(statements: &[Value]) -> Policy {
    let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What two policies say, to sample requests from.
struct Words {
    statements: Vec<Value>,
    pieces: Vec<String>,
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

impl Words {
    fn of(statements: Vec<Value>) -> Self {
        let mut pieces = vec![String::new(), "x".to_owned(), ":".to_owned(), "/".to_owned()];
        for one in &statements {
            let all = [&one["Action"], &one["Resource"], &one["NotAction"], &one["NotResource"]];
            let all = all.into_iter().flat_map(texts).flat_map(|text| text.split(['*', '?', ':', '/', '$', '{', '}']));
            pieces.extend(all.filter(|piece| piece.len() < 12).map(str::to_owned));
        }
        pieces.sort();
        pieces.dedup();
        Self { statements, pieces }
    }

    /// A text that a pattern matches, mostly.
    fn fill(&self, dice: &mut Dice, pattern: &str, user: &str) -> String {
        let pattern = pattern.replace("${aws:username}", user).replace("${aws:PrincipalTag/t, 'a'}", "a");
        let pattern = pattern.replace("${*}", "\u{1}");
        let mut text = String::new();
        for letter in pattern.chars() {
            match letter {
                '*' => text.push_str(&self.pieces[dice.below(self.pieces.len())]),
                '?' => text.push_str(dice.pick(&["a", "b", "s", "x", "G"])),
                '\u{1}' => text.push('*'),
                other => text.push(other),
            }
        }
        if dice.chance(3) { text + "x" } else { text }
    }

    fn entry(&self, dice: &mut Dice, one: &Value, names: [&str; 2], other: &str) -> String {
        let at = dice.below(self.statements.len());
        let from = if dice.chance(80) { one } else { &self.statements[at] };
        let mut entries = texts(&from[names[0]]);
        if entries.is_empty() {
            entries = texts(&self.statements[at][names[dice.below(2)]]);
        }
        if entries.is_empty() { other.to_owned() } else { dice.pick(&entries).to_owned() }
    }

    fn request(&self, dice: &mut Dice) -> Option<Request> {
        let user = dice.pick(&["a", "b", "x", "a/a", "*", ""]);
        let one = &self.statements[dice.below(self.statements.len())];
        let action = self.entry(dice, one, ["Action", "NotAction"], "s3:GetObject");
        let action = self.fill(dice, &action, user).replace(['*', '/'], "x");
        let resource = self.entry(dice, one, ["Resource", "NotResource"], "arn:aws:s3:::b/a");
        let resource = self.fill(dice, &resource, user);
        let mut builder = Request::builder(&action, &resource);
        if dice.chance(80) {
            builder = builder.context("aws:username", user);
        }
        if dice.chance(30) {
            builder = builder.context("aws:PrincipalTag/t", dice.pick(&["a", "b", "x"]));
        }
        for (key, absent, values) in [
            ("k", 25, TEXTS),
            ("j", 40, TEXTS),
            ("n", 25, NUMBERS),
            ("aws:SourceIp", 25, ADDRESSES),
            ("d", 25, DATES),
            ("r", 25, ARNS),
            ("aws:SecureTransport", 30, &["true", "false", "x"]),
        ] {
            if dice.chance(absent) {
                continue;
            }
            let value = dice.pick(values);
            let value = match key {
                "n" if dice.chance(50) => format!("{value}.25"),
                "d" if dice.chance(50) => "2026-03-01T00:00:00Z".to_owned(),
                "k" if dice.chance(15) => "true".to_owned(),
                "n" | "aws:SourceIp" | "d" => value.to_owned(),
                _ => self.fill(dice, value, user),
            };
            builder = builder.context(key, value.as_str());
        }
        for key in ["aws:TagKeys", "m"] {
            if dice.chance(70) {
                let values: Vec<&str> = (0..dice.below(4)).map(|_| dice.pick(TEXTS)).collect();
                let values: Vec<String> = values.iter().map(|text| self.fill(dice, text, user)).collect();
                builder = match values.as_slice() {
                    [one] if key == "m" && dice.chance(60) => builder.context(key, one.as_str()),
                    _ => builder.context(key, ContextValue::from(values)),
                };
            }
        }
        builder.build().ok()
    }
}

fn allows(set: &PolicySet, request: &Request) -> bool {
    set.decide(request) == Answer::Allowed
}

fn config() -> (ProptestConfig, usize) {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let is_long = std::env::var_os("PROPTEST_CASES").is_some();
    let cases = if is_long { default.cases } else { 24 };
    (ProptestConfig { cases, ..default }, if is_long { 100_000 } else { 400 })
}

/// What is proved survives sampling, what is refuted is so, and few are left undecided.
#[test]
fn what_is_proved_survives_sampling() {
    let (config, samples) = config();
    let counts = std::cell::Cell::new([0_usize; 4]);
    let count = |at: usize, more: usize| {
        let mut all = counts.get();
        all[at] += more;
        counts.set(all);
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let outcome = runner.run(&any::<u64>(), |seed| {
        let mut dice = Dice(seed);
        let one = statements(&mut dice);
        let two = nearly(&mut dice, &one);
        let (new, existing) = (policy(&one), policy(&two));
        let verdict = check_contained(&Region::of([&new]), &Region::of([&existing]), &AnalyzeOptions::default());
        let sets = [&new, &existing].map(|policy| PolicySet::builder().identity([policy.clone()]).build());
        let is_new = |request: &Request| allows(&sets[0], request) && !allows(&sets[1], request);
        match verdict {
            Verdict::Proved => {
                count(0, 1);
                let words = Words::of(one.iter().chain(&two).cloned().collect());
                for _ in 0..samples {
                    let Some(request) = words.request(&mut dice) else { continue };
                    count(3, usize::from(allows(&sets[0], &request)));
                    prop_assert!(!is_new(&request), "proved, but {request:?}: {new:?} in {existing:?}");
                }
            }
            Verdict::Refuted(request) => {
                count(1, 1);
                prop_assert!(is_new(&request), "{request:?}: {} in {}", new.source(), existing.source());
            }
            _ => count(2, 1),
        }
        Ok(())
    });
    let [proved, refuted, undecided, allowed] = counts.get();
    println!("{proved} proved, {refuted} refuted, {undecided} undecided; {allowed} samples that new policies allow");
    assert!(outcome.is_ok(), "{outcome:?}");
    assert!(proved > 0 && refuted > 0);
}
