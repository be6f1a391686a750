//! The shapes as TypeScript and as JSON Schema, written from the structs the reader uses.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use ts_rs::{Config, TS};

use crate::{analyze, catalog, document, evaluate, request, simulate, synthesize, text, usage};

use super::{
    checks as check_pages, context, custom_checks as checks, decision, documents, error, escalation, expand, external,
    handles, least_privilege as privilege, logs, options, outline, places, policies, principal, render, request as ask,
    shapes, statements, validate, validate_files as files, verbs, what, who, witness,
};

/// Collects the declaration of each type by both generators.
struct Collected {
    config: Config,
    typescript: String,
    schema: SchemaGenerator,
    /// Whether the types are of what is asked, not of what is answered.
    are_asked: bool,
}

impl Collected {
    fn add<T: TS + JsonSchema>(&mut self) {
        let docs = T::docs().unwrap_or_default();
        let mut declaration = format!("{docs}export {}\n", T::decl(&self.config));
        if self.are_asked {
            // nothing that is asked is changed
            declaration = declaration.replace("Array<", "ReadonlyArray<");
        }
        let _ = write!(self.typescript, "\n{}", tidy(&declaration));
        self.schema.subschema_for::<T>();
    }
}

fn collect() -> Collected {
    let header = "// Written from the structs of the Rust core by its tests: do not edit.\n";
    let mut all = Collected {
        config: Config::new().with_large_int("number"),
        typescript: header.to_owned(),
        schema: SchemaSettings::draft2020_12().into_generator(),
        are_asked: true,
    };
    macro_rules! add { ($($type:ty),+ $(,)?) => { $(all.add::<$type>();)+ } }
    // what is asked
    add!(verbs::ParseInput<'_>, verbs::FormatInput<'_>, verbs::EvaluateInput<'_>, verbs::EvaluateManyInput<'_>);
    add!(simulate::SimulateCustomPolicyInput, simulate::SimulatePrincipalPolicyInput, verbs::VersionInput);
    add!(policies::PolicySetInput<'_>, ask::RequestInput, principal::PrincipalInput, principal::PrincipalObject);
    add!(context::ContextInput, context::Scalar, context::Marks, ask::GrantInput, options::LimitsInput);
    add!(shapes::PolicyInput, shapes::UnknownLayer, shapes::LayerOfOne, shapes::LayerOfMany);
    add!(
        shapes::LayerOfLevels,
        shapes::Level,
        verbs::ProfileInput,
        document::Profile,
        document::PolicyType,
        request::ContextMode
    );
    add!(text::PositionEncoding, simulate::OrganizationLevel, simulate::ContextEntry, simulate::PolicyExclusion);
    add!(simulate::InlinePolicyIdentifier, simulate::SourcePolicies, simulate::InlinePolicy, simulate::ManagedPolicy);
    add!(handles::ParseSettings, handles::ReadSettings);
    add!(logs::ReadUsageInput<'_>, privilege::SynthesizeInput<'_>, privilege::RefineInput<'_>);
    add!(privilege::UnusedInput<'_>, privilege::DeniedInput<'_>, expand::ExpandInput, shapes::UsageValue);
    add!(synthesize::ActionLevel, synthesize::ResourceLevel, synthesize::Quota);
    add!(synthesize::CompactActions, synthesize::ServiceLevels, synthesize::ArnTemplate);
    add!(checks::CheckNoNewAccessInput<'_>, checks::CheckAccessNotGrantedInput<'_>, checks::AccessInput);
    add!(render::RenderInput, render::FindingsFormat, render::FindingInput, render::FindingLevel);
    add!(render::PlaceInput, render::RelatedInput);
    add!(statements::CheckStatementsInput<'_>, analyze::CheckedPolicyType);
    add!(documents::EffectiveInput<'_>, documents::DiffInput<'_>, documents::MinimizeInput<'_>);
    add!(escalation::EscalationPathsInput<'_>, checks::CheckNoPublicAccessInput<'_>);
    add!(external::ExternalAccessInput<'_>, external::ZoneOfTrustInput, who::WhoCanInput<'_>);
    add!(who::PrincipalPoliciesInput<'_>, what::WhatCanInput<'_>);
    add!(validate::ValidateInput<'_>, validate::ValidatedPolicyType, validate::OwnFindingsInput);
    add!(crate::validate::PolicyResourceType, check_pages::DescribeChecksInput);
    add!(files::ValidateFilesInput, files::FileInput, crate::sources::SourceKind);
    // what is answered
    all.are_asked = false;
    add!(files::ValidateFilesOutput, files::FileOutput, files::FileDocumentOutput, files::FileFinding);
    add!(files::SuppressionOutput, files::CountsOutput);
    add!(validate::ValidateOutput, validate::FindingOutput, crate::validate::FindingType, validate::LocationOutput);
    add!(validate::FindingSpan, validate::FindingPosition, validate::FixOutput, validate::EditOutput);
    add!(validate::FixedOutput, validate::MendedOutput, check_pages::DescribeChecksOutput);
    add!(check_pages::CheckOutput, check_pages::ExampleOutput);
    add!(verbs::ParseOutput, verbs::TextOutput, verbs::EvaluateManyOutput, verbs::VersionOutput, error::Shown);
    add!(error::ErrorType, verbs::Remark, text::Severity, text::PathElement, places::PlacedSpan, text::Position);
    add!(outline::PolicyOutline, outline::StatementOutline, outline::PrincipalOutline, outline::ElementOutline);
    add!(outline::ConditionOutline, outline::PlacedText, outline::PlacedPrincipal, document::Version);
    add!(document::Effect, document::ElementName, document::PrincipalKind, decision::DecisionReport);
    add!(decision::DecidingStatement, decision::PlacedLayer, decision::PlacedStatement, decision::PlacedCondition);
    add!(evaluate::Answer, evaluate::LayerKind, evaluate::DecidedBy, evaluate::AccountSide, evaluate::Outcome);
    add!(evaluate::PrincipalGrade, evaluate::Dependency, simulate::SimulatePolicyOutput, simulate::EvaluationResult);
    add!(simulate::ResourceSpecificResult, simulate::EvalDecision, simulate::MatchedStatement, simulate::Position);
    add!(simulate::OrganizationsDecisionDetail, simulate::PermissionsBoundaryDecisionDetail);
    add!(privilege::SynthesizeOutput, synthesize::GeneratedPolicy, synthesize::Evidence);
    add!(synthesize::Coverage, synthesize::Proof, synthesize::Within, synthesize::WithinResult, synthesize::Widening);
    add!(synthesize::WideningStep, synthesize::DependentSuggestion, synthesize::ConditionSuggestion);
    add!(synthesize::Uncertain, usage::Time, usage::Window, catalog::Provenance, catalog::Source);
    add!(synthesize::Refinement, synthesize::Change, privilege::UnusedOutput, synthesize::UnusedAccess);
    add!(synthesize::UnusedDetail, synthesize::LastAccessed, synthesize::UnusedAction, privilege::DeniedOutput);
    add!(synthesize::Attempt, synthesize::WouldNeed, usage::DenyingLayer, expand::ExpandOutput, expand::Expanded);
    add!(checks::CustomCheckOutput, checks::ReasonOutput, witness::VerdictOutput, witness::Witness);
    add!(witness::WitnessPrincipal, witness::WitnessValue, witness::AbsentKey, statements::CheckStatementsOutput);
    add!(statements::NamedStatement, statements::UndecidedStatement);
    add!(checks::CheckNoPublicAccessOutput, checks::BlockPublicAccessOutput);
    add!(external::ExternalAccessOutput, external::ExternalAccessDetails, external::ExternalAccessSource);
    add!(who::WhoCanOutput, who::PrincipalCan, who::NamedCan);
    add!(what::WhatCanOutput, what::AccessGrant, what::GrantList, what::GrantConditionOutput, what::LayerStatement);
    add!(what::ServiceAccessOutput, what::LevelAccessOutput);
    add!(documents::DocumentOutput, documents::DiffOutput, documents::ChangeOutput, documents::MinimizeOutput);
    add!(escalation::EscalationPathsOutput, escalation::EscalationPath, escalation::UndecidedPath);
    all
}

/// A declaration without the examples in Rust, its comments on one line where they fit.
fn tidy(declaration: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut comment: Option<Vec<String>> = None;
    for line in declaration.lines() {
        let line = line.trim_end();
        if line == "/**" {
            comment = Some(Vec::new());
        } else if let (" */", Some(said)) = (line, comment.take_if(|_| line == " */")) {
            let said = prose(said.iter().map(|line| line.trim_start_matches(" *").trim_start()));
            lines.extend(match &*said {
                [one] => vec![format!("/** {one} */")],
                many => {
                    let inner = many.iter().map(|line| format!(" * {line}").trim_end().to_owned());
                    [vec!["/**".to_owned()], inner.collect(), vec![" */".to_owned()]].concat()
                }
            });
        } else if let Some(said) = &mut comment {
            said.push(line.to_owned());
        } else if let (Some(member), true) = (line.strip_suffix(" };"), !line.starts_with("export type")) {
            lines.extend([member.to_owned(), "};".to_owned()]);
        } else {
            lines.push(line.to_owned());
        }
    }
    let body = lines.iter().position(|line| line.starts_with("export type")).map_or(lines.len(), |at| at + 1);
    for line in lines.iter_mut().skip(body).filter(|line| *line != "};") {
        line.insert_str(0, "  ");
    }
    lines.join("\n") + "\n"
}

/// A docstring without its examples, and without the brackets of links that lead nowhere here.
fn prose<'d>(docs: impl Iterator<Item = &'d str>) -> Vec<String> {
    let mut in_example = false;
    let mut said: Vec<String> = Vec::new();
    for line in docs {
        if line.starts_with("```") {
            in_example = !in_example;
        } else if !in_example {
            said.push(line.replace("[`", "`").replace("`]", "`"));
        }
    }
    while said.last().is_some_and(String::is_empty) {
        said.pop();
    }
    said
}

/// The same for the descriptions of a schema.
fn tidy_descriptions(schema: &mut serde_json::Value) {
    match schema {
        serde_json::Value::Object(members) => {
            for (name, value) in members {
                match value {
                    serde_json::Value::String(text) if name == "description" => {
                        *text = prose(text.lines()).join("\n");
                    }
                    value => tidy_descriptions(value),
                }
            }
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(tidy_descriptions),
        _ => {}
    }
}

/// Compares with the committed file; with `IAM_EVAL_BLESS=1` writes it.
fn hold(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("wire").join(name);
    if env::var_os("IAM_EVAL_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(committed == text, "core/wire/{name} is out of date: IAM_EVAL_BLESS=1 cargo test -p iam-eval --lib types");
}

#[test]
fn typescript_types_are_those_of_the_structs() {
    hold("types.d.ts", &collect().typescript);
}

#[test]
fn json_schema_is_that_of_the_structs() {
    let definitions = collect().schema.take_definitions(true);
    let mut schema = serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What iam-eval is asked and answers",
        "$defs": definitions,
    });
    tidy_descriptions(&mut schema);
    hold("schema.json", &(serde_json::to_string_pretty(&schema).unwrap() + "\n"));
}

#[test]
fn every_type_that_is_mentioned_is_declared() {
    let typescript = collect().typescript;
    let declared: Vec<&str> = typescript
        .lines()
        .filter_map(|line| line.strip_prefix("export type "))
        .map(|line| line.split([' ', '<', '=']).next().unwrap())
        .collect();
    let mut sorted = declared.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), declared.len(), "a type is declared twice");
    let code = typescript.lines().filter(|line| !line.trim_start().starts_with(['/', '*']));
    let built_in = ["Array", "ReadonlyArray", "Record", "Uint8Array"];
    let unquoted = code.flat_map(|line| line.split('"').step_by(2));
    for word in unquoted.flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')) {
        let is_type = word.starts_with(char::is_uppercase) && word.len() > 1;
        let is_member = typescript.contains(&format!("{word}: ")) || typescript.contains(&format!("{word}?: "));
        assert!(!is_type || is_member || sorted.contains(&word) || built_in.contains(&word), "{word} is not declared");
    }
}
