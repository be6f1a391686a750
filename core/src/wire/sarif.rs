//! Findings as SARIF 2.1.0, with a rule for each code.
//!
//! Sources: the schema of SARIF 2.1.0 (OASIS); GitHub, "SARIF support for code scanning".

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;
use serde_sarif::sarif::{
    ArtifactLocation, Location, Message, MultiformatMessageString, PhysicalLocation, PropertyBag, Region,
    ReportingConfiguration, ReportingDescriptor, Result as SarifResult, ResultLevel, Run, SCHEMA_URL, Sarif, Tool,
    ToolComponent, Version,
};

use crate::validate::{Check, FindingType, find_check};

use super::checks::page;
use super::error::WireError;
use super::object::Object;
use super::render::{FindingInput, FindingLevel, PlaceInput};
use super::validate::learn_more;
use super::verbs::write;

/// The whole log, on one line.
pub(super) fn sarif_of(findings: &[FindingInput]) -> Result<String, WireError> {
    let mut indices: BTreeMap<&str, i64> = findings.iter().map(|finding| (&*finding.code, 0)).collect();
    for (index, at) in (0..).zip(indices.values_mut()) {
        *at = index;
    }
    let rules: Vec<ReportingDescriptor> = indices.keys().map(|code| rule(code)).collect();
    let driver = ToolComponent::builder().name("iam-eval").version(env!("CARGO_PKG_VERSION")).rules(rules).build();
    let index_of = |finding: &FindingInput| indices.get(&*finding.code).copied().unwrap_or(-1);
    let results: Vec<SarifResult> = findings.iter().map(|finding| result(finding, index_of(finding))).collect();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .column_kind("unicodeCodePoints")
        .results(results)
        .build();
    let whole = Sarif::builder().version(Version::V2_1_0.to_string()).schema(SCHEMA_URL).runs(vec![run]).build();
    Ok(write(&whole)? + "\n")
}

/// A code as a rule; of one that no check has there is nothing more to say.
fn rule(code: &str) -> ReportingDescriptor {
    let Some(check) = find_check(code) else { return ReportingDescriptor::builder().id(code).build() };
    let said = |text: &str| MultiformatMessageString::builder().text(text).build();
    let help =
        MultiformatMessageString::builder().text(format!("iam-eval explain {code}")).markdown(page(check)).build();
    let level = match FindingLevel::of(check.finding_type()) {
        FindingLevel::Error => "error",
        FindingLevel::Warning => "warning",
        FindingLevel::Note => "note",
    };
    let rule = ReportingDescriptor::builder()
        .id(code)
        .name(name(code))
        .short_description(said(check.meaning()))
        .full_description(said(check.meaning()))
        .default_configuration(ReportingConfiguration::builder().level(level).build())
        .help(help)
        .properties(properties(check));
    match learn_more(check) {
        Some(link) => rule.help_uri(link).build(),
        None => rule.build(),
    }
}

/// A name for people, as the standard wants it of a rule: `InvalidArnRegion`.
fn name(code: &str) -> String {
    let mut name = String::with_capacity(code.len());
    for word in code.split('_') {
        let mut letters = word.chars();
        name.extend(letters.next());
        name.push_str(&letters.as_str().to_ascii_lowercase());
    }
    name
}

/// What GitHub sorts and filters by.
fn properties(check: &Check) -> PropertyBag {
    let (severity, is_security) = match check.finding_type() {
        FindingType::Error => ("error", false),
        FindingType::SecurityWarning => ("warning", true),
        FindingType::Warning => ("warning", false),
        FindingType::Suggestion => ("recommendation", false),
    };
    let tags: Vec<String> =
        std::iter::once("iam").chain(is_security.then_some("security")).map(str::to_owned).collect();
    let severity = ("problem.severity".to_owned(), Value::from(severity));
    let kind = ("findingType".to_owned(), Value::from(check.finding_type().as_str()));
    PropertyBag::builder().tags(tags).additional_properties(BTreeMap::from([severity, kind])).build()
}

fn result(finding: &FindingInput, rule_index: i64) -> SarifResult {
    let start = finding.start.as_ref().map(|Object(start)| *start);
    let end = finding.end.as_ref().map(|Object(end)| *end);
    let location = finding
        .file
        .as_ref()
        .map(|file| Location::builder().physical_location(place(file, start.map(|start| region(start, end)))).build());
    let related: Vec<Location> = finding
        .file
        .iter()
        .flat_map(|file| finding.related.iter().map(move |related| (file, related)))
        .zip(1..)
        .map(|((file, Object(related)), id)| {
            let Object(start) = &related.start;
            let Object(end) = &related.end;
            Location::builder().id(id).physical_location(place(file, Some(region(*start, Some(*end))))).build()
        })
        .collect();
    let fingerprints = BTreeMap::from([("iamEval/v1".to_owned(), finding.fingerprint())]);
    let mut result = SarifResult::builder()
        .rule_id(finding.code.clone())
        .rule_index(rule_index)
        .level(match finding.level {
            FindingLevel::Error => ResultLevel::Error,
            FindingLevel::Warning => ResultLevel::Warning,
            FindingLevel::Note => ResultLevel::Note,
        })
        .message(Message::builder().text(finding.message.clone()).build())
        .locations(location.into_iter().collect::<Vec<_>>())
        .partial_fingerprints(fingerprints)
        .build();
    result.related_locations = (!related.is_empty()).then_some(related);
    result
}

fn place(file: &str, region: Option<Region>) -> PhysicalLocation {
    let artifact = ArtifactLocation::builder().uri(uri_of(file)).build();
    let place = PhysicalLocation::builder().artifact_location(artifact);
    match region {
        Some(region) => place.region(region).build(),
        None => place.build(),
    }
}

fn region(start: PlaceInput, end: Option<PlaceInput>) -> Region {
    let line = |place: PlaceInput| i64::from(place.line.max(1));
    let column = |place: PlaceInput| i64::from(place.column.max(1));
    let region = Region::builder().start_line(line(start)).start_column(column(start));
    match end {
        Some(end) => region.end_line(line(end)).end_column(column(end)).build(),
        None => region.build(),
    }
}

/// A path as a relative reference (RFC 3986).
fn uri_of(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::wire::render;

    fn log(findings: &Value) -> Value {
        let answer = render(&json!({"format": "sarif", "findings": findings}).to_string()).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        serde_json::from_str(answer["text"].as_str().unwrap()).unwrap()
    }

    fn finding(code: &str) -> Value {
        json!({"code": code, "level": "error", "message": "100%: new\naccess", "file": "a b/p,1.json",
            "start": {"line": 2, "column": 3}, "end": {"line": 4, "column": 5}})
    }

    #[test]
    fn there_is_a_rule_for_each_code_and_a_fingerprint_for_each_result() {
        let log = log(&json!([finding("new-access"), finding("new-access")]));
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"], json!([{"id": "new-access"}]));
        let place = &run["results"][1]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b/p,1.json");
        assert_eq!(place["region"], json!({"startLine": 2, "startColumn": 3, "endLine": 4, "endColumn": 5}));
        assert_eq!(run["results"][0]["partialFingerprints"], run["results"][1]["partialFingerprints"]);
    }

    #[test]
    fn an_empty_list_says_that_it_was_looked_for() {
        assert_eq!(log(&json!([]))["runs"][0]["results"], json!([]));
    }

    #[test]
    fn the_rule_of_a_check_says_what_it_is_about() {
        let log = log(&json!([finding("z"), finding("EMPTY_SID_VALUE"), finding("PASS_ROLE_WITH_STAR_IN_RESOURCE")]));
        let run = &log["runs"][0];
        let rules = &run["tool"]["driver"]["rules"];
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_i64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        let rule = &rules[0];
        assert_eq!((&rule["id"], &rule["name"]), (&json!("EMPTY_SID_VALUE"), &json!("EmptySidValue")));
        assert_eq!(rule["defaultConfiguration"], json!({"level": "note"}));
        assert_eq!(rule["help"]["text"], "iam-eval explain EMPTY_SID_VALUE");
        assert!(rule["helpUri"].as_str().unwrap().ends_with("-suggestion-empty-sid-value"));
        assert_eq!(rules[1]["properties"]["tags"], json!(["iam", "security"]));
    }

    #[test]
    fn other_places_are_related_ones() {
        let mut finding = finding("z");
        finding["related"] = json!([{"start": {"line": 7, "column": 1}, "end": {"line": 7, "column": 9}}]);
        let related = &log(&json!([finding]))["runs"][0]["results"][0]["relatedLocations"];
        assert_eq!((&related[0]["id"], related[1].is_null()), (&json!(1), true));
        assert_eq!(related[0]["physicalLocation"]["region"]["startLine"], 7);
    }
}
